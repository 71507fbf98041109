"""The search over the sample regulations, with a model of letters in place of the real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.passages import passages
from ingest.pipeline import ingest
from ingest.sources import Limits
from ingest.store import read_regulations
from vectorstore.background import with_background
from vectorstore.classifier import MANY
from vectorstore.documents import ArticleRetriever
from vectorstore.fusion import ALONE, Linear, Ranker
from vectorstore.likeness import Compared, Likeness
from vectorstore.retriever import Retriever
from vectorstore.synonyms import Vocabulary

NOTHING_KNOWN = Likeness([], [], np.empty((0, 0), np.float32), np.empty((0, 0), np.float32), [])
RULES = "云岫市砚禾研究院工作人员考核办法"


class MemoryIndex:
    """Regulations and their vectors, without a store."""

    def __init__(self, regulations: Any, embedder: Any) -> None:
        self.regulations = {r.id: r for r in regulations}
        self.passages = {p.id: p for r in regulations for p in passages(r)}
        embedded = [p for p in self.passages.values() if p.embedded]
        self._ids = [p.id for p in embedded]
        self._vectors = embedder.documents([f"{p.context}\n{p.text}" for p in embedded])
        self.searched = 0
        self.known = NOTHING_KNOWN

    def dense(self, vector: Any, k: int, allowed: frozenset[str] | None = None) -> list[tuple[str, float]]:
        self.searched += 1
        among = set(self.regulations) if allowed is None else allowed
        scores = self._vectors @ np.asarray(vector)
        order = [i for i in np.argsort(-scores) if self.passages[self._ids[i]].regulation_id in among]
        return [(self._ids[i], float(scores[i])) for i in order[:k]]

    def counted(self, segmentation: str) -> None:
        """Nothing was counted beforehand."""


@pytest.fixture(scope="module")
def index(samples_dir: Path, tmp_path_factory: pytest.TempPathFactory, shared_letters: Any) -> MemoryIndex:
    data = tmp_path_factory.mktemp("data")
    ingest([samples_dir], data, limits=Limits(), today=date(2026, 1, 1))
    return MemoryIndex(read_regulations(data / "regulations.jsonl"), shared_letters)


@pytest.fixture(scope="module")
def retriever(index: MemoryIndex, shared_letters: Any, vocabulary: Vocabulary) -> Retriever:
    words_decide = Ranker(Linear(0.0, {"words": 3.0, "typed": 4.0, "named": 1.0}), Linear(-2.0, {"typed": 4.0}), 0.5)
    return Retriever(index, shared_letters, vocabulary=vocabulary, ranker=words_decide)


def _addresses(retriever: Retriever, question: str, **limits: Any) -> list[str]:
    return [a.address for a in retriever.retrieve(question, **limits).articles]


def test_the_article_with_the_words_of_the_question_comes_first(retriever: Retriever) -> None:
    found = retriever.retrieve("受记过处分当年怎么定档")
    best = found.articles[0]
    assert best.address == "第三十六条" and best.route == "search"
    assert "第一款第（四）项" in [p.passage.label for p in best.passages[:2]]
    assert 0.0 <= best.score <= 1.0 and best.score == max(a.score for a in found.articles)
    assert [a.article_id for a in found.articles] == list(dict.fromkeys(a.article_id for a in found.articles))


def test_an_address_is_looked_up_not_searched(retriever: Retriever) -> None:
    found = retriever.retrieve("考核办法第十四条之一讲的是啥")
    assert [(a.address, a.route, a.score) for a in found.articles] == [("第十四条之一", "address", 1.0)]
    assert found.articles[0].regulation_id.startswith(RULES) and found.query.whole


def test_an_address_that_does_not_exist_is_said_not_to_exist(retriever: Retriever) -> None:
    found = retriever.retrieve("考核办法第二百条怎么规定的")
    assert found.articles == [] and found.missing == (f"《{RULES}》没有第二百条（到第四十四条为止）",)
    assert retriever.retrieve("《渔业捞捕法》第三条").missing == ("没有收录《渔业捞捕法》",)


def test_an_older_edition_answers_only_for_its_time(retriever: Retriever) -> None:
    now = retriever.retrieve("年度考核优秀的比例是多少").articles
    then = retriever.retrieve("年度考核优秀的比例是多少", as_of=date(2022, 12, 31)).articles
    assert {a.regulation_id for a in now if a.regulation_id.startswith(RULES)} == {f"{RULES}@2024-06-06"}
    assert {a.regulation_id for a in then if a.regulation_id.startswith(RULES)} == {f"{RULES}@2019-04-02"}
    assert _addresses(retriever, "考核办法第四十四条", as_of=date(2022, 12, 31)) == []


def test_only_the_regulations_that_were_chosen(retriever: Retriever) -> None:
    one = next(i for i in retriever.retrieve("病假").articles if "考勤" in i.regulation_id).regulation_id
    assert {a.regulation_id for a in retriever.retrieve("考核", regulations={one}).articles} <= {one}
    assert retriever.retrieve("考核", regulations=set()).articles == []


def test_a_question_that_asks_several_things_is_searched_part_by_part(retriever: Retriever) -> None:
    found = retriever.retrieve("考核不服怎么申请复核，实验室领导小组组长是谁？")
    assert len(found.parts) == 2 and found.parts[0].query.question == "考核不服怎么申请复核"
    assert all(p.articles for p in found.parts)
    assert retriever.retrieve("事假最多请几天").parts == ()


def test_a_search_is_made_once(retriever: Retriever, index: MemoryIndex) -> None:
    question = "值班表由谁来排"
    before = index.searched
    first = retriever.retrieve(question).articles
    first.clear()
    again = retriever.retrieve(question).articles
    assert again and index.searched == before + 1
    assert retriever.retrieve(question, regulations=set(list(index.regulations)[:2])).articles != again
    assert len(retriever.retrieve(question, limit=150).articles) > len(again)
    assert index.searched == before + 3


@pytest.mark.parametrize(("near", "likely"), [(2.0, False), (-2.0, True)])
def test_an_article_without_a_word_of_the_question_must_be_near_in_meaning(
    index: MemoryIndex,
    shared_letters: Any,
    vocabulary: Vocabulary,
    monkeypatch: pytest.MonkeyPatch,
    near: float,
    likely: bool,
) -> None:
    monkeypatch.setattr("vectorstore.ranking._NEAR", near)
    everything = Ranker(Linear(0.0, {"dense": 1.0}), Linear(5.0, {}), 0.5)
    found = Retriever(index, shared_letters, vocabulary=vocabulary, ranker=everything).retrieve("鳄鱼孵蛋")
    assert found.articles[0].features["typed"] == 0.0
    assert (found.articles[0].score > 0.9) is likely


@pytest.mark.parametrize(("nothing", "likely"), [(-4.0, True), (-2.0, False)])
def test_or_the_known_questions_must_leave_no_doubt(
    index: MemoryIndex,
    shared_letters: Any,
    vocabulary: Vocabulary,
    monkeypatch: pytest.MonkeyPatch,
    nothing: float,
    likely: bool,
) -> None:
    monkeypatch.setattr("vectorstore.ranking._NEAR", 2.0)
    monkeypatch.setattr(Compared, "features", lambda *given: {"asked": 0.1, "nothing": nothing})
    everything = Ranker(Linear(0.0, {"dense": 1.0}), Linear(5.0, {}), 0.5)
    found = Retriever(index, shared_letters, vocabulary=vocabulary, ranker=everything).retrieve("鳄鱼孵蛋")
    assert (found.articles[0].score > 0.9) is likely


def test_a_known_question_leads_to_its_article_whatever_its_words(
    index: MemoryIndex, shared_letters: Any, vocabulary: Vocabulary
) -> None:
    question, other = "周末谁来遛狗", "绿豆汤咋熬"
    (regulation,) = [r for r in index.regulations.values() if r.title == RULES and "@" in r.id][-1:]
    article = f"{regulation.id}#第三条"
    known, nothing = index.known, shared_letters.queries([other])
    ranker = Ranker(Linear(0.0, {"typed": 4.0}), Linear(0.0, {}), 0.5)
    decides = replace(ranker, known=Ranker(Linear(0.0, {"asked": 9.0}), Linear(1.0, {"unsettled": -9.0}), 0.5))
    index.known = Likeness([article], [1], shared_letters.queries([question]), nothing, [question, other])
    try:
        retriever = Retriever(index, shared_letters, vocabulary=vocabulary, ranker=decides)
        assert retriever.known_questions
        found = retriever.retrieve(question).articles
        assert found[0].article_id == article and found[0].features["asked"] > 0
        assert [a.features["asked"] for a in found[1:]] == [0.0] * len(found[1:])
        elsewhere = retriever.retrieve(question, regulations={r for r in index.regulations if r != regulation.id})
        assert all(a.regulation_id != regulation.id for a in elsewhere.articles)
        assert "unsettled" not in retriever.retrieve(other).articles[0].features, "of an article without known ones"
    finally:
        index.known = known
    assert not Retriever(index, shared_letters, vocabulary=vocabulary, ranker=decides).known_questions


def test_of_a_follow_up_it_is_known_what_its_own_words_are_on(
    index: MemoryIndex, shared_letters: Any, vocabulary: Vocabulary
) -> None:
    (regulation,) = [r for r in index.regulations.values() if r.title == RULES and "@" in r.id][-1:]
    asked = {"第三条": "优秀档次有几成", "第四条": "考核小组有谁"}
    texts = [f"{question}{n}" for question in (*asked.values(), "食堂几点开饭") for n in range(MANY)]
    vectors, known = shared_letters.queries(texts), index.known
    articles, count = [f"{regulation.id}#{address}" for address in asked], [MANY, MANY]
    ranker = Ranker(Linear(0.0, {"typed": 4.0}), Linear(0.0, {}), 0.5)
    index.known = Likeness(articles, count, vectors[: 2 * MANY], vectors[2 * MANY :], texts).learned()
    try:
        retriever = Retriever(index, shared_letters, vocabulary=vocabulary, ranker=ranker)
        followed = retriever.retrieve(with_background(asked["第三条"], asked["第四条"]), limit=50).articles
        alone = {a.article_id: a.features[ALONE] for a in followed if ALONE in a.features}
        assert alone[articles[1]] > alone[articles[0]]
        assert all(ALONE not in a.features for a in retriever.retrieve(asked["第四条"]).articles)
    finally:
        index.known = known


def test_the_limit(retriever: Retriever) -> None:
    assert len(retriever.retrieve("考核", limit=3).articles) == 3


@pytest.mark.parametrize("question", ["？", "hello", "问" * 1000, "<b>《</b>", "第0条", "的的的"])
def test_any_question_can_be_searched(retriever: Retriever, question: str) -> None:
    assert all(0.0 <= a.score <= 1.0 for a in retriever.retrieve(question).articles)


def test_a_follow_up(retriever: Retriever) -> None:
    assert retriever.condense("那记大过呢", ["受到警告处分当年能评优秀吗？"]) == "受到记大过处分当年能评优秀吗？"


@pytest.mark.parametrize(
    ("word", "known"),
    [("处分", True), ("受处分", True), ("处分档次", True), ("处分牛羊", False), ("", False), ("，", False)],
)
def test_whether_the_regulations_know_a_word(retriever: Retriever, word: str, known: bool) -> None:
    assert retriever.knows(word) is known


def test_as_a_langchain_retriever(retriever: Retriever) -> None:
    documents = ArticleRetriever(retriever=retriever, limit=2).invoke("受记过处分当年怎么定档")
    assert len(documents) == 2 and "记过" in documents[0].page_content
    assert documents[0].metadata["address"] == "第三十六条" and documents[0].metadata["route"] == "search"
    every = ArticleRetriever(retriever=retriever, limit=1000).invoke("受记过处分当年怎么定档")
    assert all(document.page_content for document in every), "also those that are merely near"
