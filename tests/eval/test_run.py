from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from eval.dataset import Gold, Question
from eval.gold import Catalogue
from eval.ranking import MEASURES
from eval.run import SILENT_IN_A_ROW, AskError, Reply, SilentError, failed, own_probability, resident_memory, run, score
from ingest.model import Regulation

Cite = Callable[..., dict[str, Any]]
Make = Callable[..., dict[str, Any]]
TITLE = "青石镇图书室借阅办法（试行）"

ASKED = Question("q1", "晚还多久停借", "numeric", (Gold(TITLE, "第二条", "第（一）项"),), "any", (("十五日",),))
NOWHERE = Question("q2", "周末开门吗", "unanswerable", unanswerable=True)


def test_a_right_answer(catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make) -> None:
    new = regulations["new"]
    result = score(ASKED, Reply(reply([cite(new, "第二条", 1)], [cite(new, "第一条")]), 12.5), catalogue)
    assert result.correct
    assert result.scores == {
        "correct": 1.0,
        "crag": 1.0,
        **dict.fromkeys(MEASURES, 1.0),
        "fact_recall": 1.0,
        "citation_precision": 1.0,
        "citation_recall": 1.0,
        "label_recall": 1.0,
        "citation_validity": 1.0,
        "false_refusal": 0.0,
    }
    assert result.ranking == (f"《{TITLE}》第二条", f"《{TITLE}》第一条")
    assert (result.cited[0].verbatim, result.related_verbatim, result.elapsed_ms) == (True, (True,), 12.5)


def test_the_right_article_with_the_wrong_item_is_not_correct(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    result = score(ASKED, Reply(reply([cite(regulations["new"], "第二条", 2)]), 1), catalogue)
    scores = result.scores
    assert (scores["Success@1"], scores["citation_recall"]) == (1.0, 1.0)
    assert (scores["label_recall"], scores["fact_recall"], scores["correct"]) == (0.0, 0.0, 0.0)


def test_the_ranking_is_cited_then_related_then_retrieved(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    new, old = regulations["new"], regulations["old"]
    ranked = ({"regulation_id": "new", "regulation": TITLE, "article": "第二条"},)
    made = Reply(reply([cite(new, "第一条"), cite(new, "第一条")], [cite(old, "第二条")]), 1, ranked)
    result = score(ASKED, made, catalogue)
    assert (result.scores["Success@1"], result.scores["Success@5"], result.scores["RR@10"]) == (0.0, 1.0, 1 / 3)
    assert result.scores["citation_precision"] == 0.0


def test_the_edition_of_the_day_is_expected(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    then = Question("q3", "晚还多久停借", "numeric", ASKED.gold, "any", (("三十日",),), as_of=date(2020, 1, 1))
    assert score(then, Reply(reply([cite(regulations["old"], "第二条", 1)]), 1), catalogue).correct
    assert score(then, Reply(reply([cite(regulations["new"], "第二条", 1)]), 1), catalogue).scores["Success@1"] == 0


def test_all_needed_articles_must_be_cited(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    both = Question("q4", "目的和停借", "multi", (*ASKED.gold, Gold(TITLE, "第一条")), "all")
    new = regulations["new"]
    one = score(both, Reply(reply([cite(new, "第二条", 1)]), 1), catalogue)
    assert (one.scores["citation_recall"], one.scores["label_recall"], one.correct) == (0.5, 0.5, False)
    assert one.scores["fact_recall"] is None
    assert score(both, Reply(reply([cite(new, "第二条", 1), cite(new, "第一条")]), 1), catalogue).correct


def test_refusals(catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make) -> None:
    related = cite(regulations["new"], "第二条", 1)
    wrongly = score(ASKED, Reply(reply([], [related]), 1, note="低于阈值"), catalogue)
    assert (wrongly.scores["false_refusal"], wrongly.scores["Success@1"], wrongly.correct) == (1.0, 1.0, False)
    assert (wrongly.scores["fact_recall"], wrongly.scores["citation_precision"]) == (0.0, None)
    assert wrongly.note == "低于阈值"
    rightly = score(NOWHERE, Reply(reply([], [related]), 1), catalogue)
    assert rightly.scores == {"correct": 1.0, "crag": 1.0, "citation_validity": None, "refusal": 1.0}
    answered = score(NOWHERE, Reply(reply([related]), 1), catalogue)
    assert answered.scores == {"correct": 0.0, "crag": -1.0, "citation_validity": 1.0, "refusal": 0.0}


def test_a_point_for_the_right_answer_and_one_off_for_a_wrong_one(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    new, old = regulations["new"], regulations["old"]

    def points(*citations: dict[str, Any]) -> float | None:
        return score(ASKED, Reply(reply(list(citations)), 1), catalogue).scores["crag"]

    assert points(cite(new, "第二条", 1)) == 1
    assert points(cite(new, "第二条", 2)) == 0  # the right article, the wrong item: incomplete
    assert points() == 0  # refused
    assert points(cite(new, "第一条")) == -1
    assert points(cite(old, "第二条", 1)) == -1  # the same article of another edition
    assert points(cite(new, "第二条", 1), cite(new, "第一条", quote="为方便还书")) == -1  # one quotation forged


def test_a_quotation_from_elsewhere_is_not_at_its_address(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    new = regulations["new"]
    there, elsewhere = cite(new, "第二条", 1), cite(new, "第二条", 1, article="第一条", label="第一条")
    result = score(ASKED, Reply(reply([there, elsewhere]), 1), catalogue)
    assert [(c.placed, c.verbatim) for c in result.cited] == [(True, True), (False, True)]
    assert result.scores["citation_validity"] == 0.5


def test_a_quotation_that_is_not_verbatim_is_seen(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    forged = cite(regulations["new"], "第二条", 1, quote="逾期五十日的")
    result = score(ASKED, Reply(reply([forged], [forged]), 1), catalogue)
    assert (result.cited[0].verbatim, result.related_verbatim) == (False, (False,))
    assert (result.correct, result.scores["citation_validity"]) == (False, 0.0)
    unknown = score(ASKED, Reply(reply([forged]), 1), Catalogue(None))
    assert (unknown.cited[0].verbatim, unknown.cited[0].placed) == (None, None)
    assert unknown.scores["citation_validity"] is None


def test_without_regulations_titles_are_compared(regulations: dict[str, Regulation], cite: Cite, reply: Make) -> None:
    made = Reply(reply([cite(regulations["new"], "第二条", 1, regulation="青石镇图书室借阅办法(试行)")]), 1)
    assert score(ASKED, made, Catalogue(None)).correct


def test_a_question_without_an_answer_is_neither_right_nor_refused() -> None:
    scores = failed(NOWHERE, "服务返回 500", 3).scores
    assert scores == {"correct": 0.0, "crag": 0.0, "citation_validity": None, "refusal": 0.0}
    result = failed(ASKED, "服务返回 500", 3)
    assert (result.correct, result.error, result.scores["false_refusal"]) == (False, "服务返回 500", 0.0)


def test_a_systems_own_probability(regulations: dict[str, Regulation], cite: Cite, reply: Make) -> None:
    first, second = (cite(regulations["new"], "第二条", 1, score=score) for score in (0.8, 0.3))
    assert own_probability(reply([first, second])) == 0.8
    assert own_probability(reply([], [second, first])) == 0.3
    assert own_probability(reply([])) == 0


def test_the_probability_is_kept_with_the_result(catalogue: Catalogue, reply: Make) -> None:
    assert score(NOWHERE, Reply(reply([]), 1, confidence=0.2), catalogue).confidence == 0.2
    assert score(NOWHERE, Reply(reply([]), 1), catalogue).confidence is None


def test_a_models_words_are_counted_and_held_against_the_citations(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    claims = [{"text": text, "citations": [1]} for text in ("逾期十五日的，停借［1］。", "逾期十六日的，停借［1］。")]
    label = "AI生成，仅供参考"
    made = reply([cite(regulations["new"], "第二条", 1, number=1)])
    made |= {"mode": "llm", "answer": f"{label}：\n逾期十五日的，停借［1］。\n逾期十六日的，停借［1］。\n\n原文"}
    made["generated"] = {"label": label, "claims": claims, "withheld": 3}
    result = score(ASKED, Reply(made, 1), catalogue)
    assert (result.claims, result.withheld) == (2, 3)
    assert result.violations == ("改写第 2 句：所标的引文没有数字“16日”",)
    without = score(ASKED, Reply(reply([cite(regulations["new"], "第二条", 1)]), 1), catalogue)
    assert (without.claims, without.withheld, without.violations) == (0, 0, ())


def test_a_models_words_neither_make_nor_spoil_a_right_answer(
    catalogue: Catalogue, regulations: dict[str, Regulation], cite: Cite, reply: Make
) -> None:
    def rephrased(item: int, words: str) -> dict[str, Any]:
        said = {"label": "AI生成，仅供参考", "claims": [{"text": words, "citations": [1]}], "withheld": 0}
        quoted = reply([cite(regulations["new"], "第二条", item, number=1)])
        return {**quoted, "mode": "llm", "answer": words, "generated": said}

    for item, words in ((2, "逾期十五日的，停借［1］。"), (1, "可以停借［1］。")):
        plain = score(ASKED, Reply(reply([cite(regulations["new"], "第二条", item)]), 1), catalogue)
        assert score(ASKED, Reply(rephrased(item, words), 1), catalogue).scores == plain.scores


def test_a_run_goes_on_after_a_failure(catalogue: Catalogue, reply: Make) -> None:
    asked: list[str] = []

    class Faulty:
        def ask(self, question: Question) -> Reply:
            asked.append(question.id)
            if question.id != "q2":
                raise AskError("坏了")
            return Reply(reply([]), 4)

    seen: list[str] = []
    results = run([ASKED, NOWHERE], Faulty(), catalogue, lambda result: seen.append(result.question.id))
    assert asked == ["", "q1", "q2"]  # the first only warms up
    assert [result.error for result in results] == ["坏了", ""]
    assert results[1].correct
    assert seen == ["q1", "q2"]


def test_a_judge_is_asked_about_every_answer(catalogue: Catalogue, reply: Make) -> None:
    class Mild:
        model = "某模型"

        def opinion(self, question: str, answer: Mapping[str, Any]) -> float | None:
            return None if answer["refused"] else 0.5

    class Same:
        def ask(self, question: Question) -> Reply:
            return Reply({**reply([]), "refused": question.id == "q2"}, 4)

    results = run([ASKED, NOWHERE], Same(), catalogue, judge=Mild())
    assert [result.scores["faithfulness"] for result in results] == [0.5, None]
    assert [result.opinion for result in results] == ["某模型"] * 2
    assert "faithfulness" not in run([ASKED], Same(), catalogue)[0].scores


def test_a_system_that_stays_silent_is_given_up(catalogue: Catalogue, reply: Make) -> None:
    asked: list[str] = []

    class Gone:
        def ask(self, question: Question) -> Reply:
            asked.append(question.id)
            if question.id in ("q0", "q3"):  # an answer, and a fault of the question's own, begin the count anew
                if question.id == "q3":
                    raise AskError("问题太长")
                return Reply(reply([]), 4)
            raise SilentError("连不上")

    questions = [Question(f"q{n}", "问", "unanswerable", unanswerable=True) for n in range(4 + SILENT_IN_A_ROW + 3)]
    results = run(questions, Gone(), catalogue)
    assert len(asked) == 1 + 4 + SILENT_IN_A_ROW  # with the one to warm up
    assert [result.error for result in results[:5]] == ["", "连不上", "连不上", "问题太长", "连不上"]
    assert all("没有再问" in result.error for result in results[-3:])
    assert not any(result.correct for result in results[1:])


def test_resident_memory_is_read_in_mebibytes(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "status").write_text("Name:\tx\nVmHWM:\t 2048 kB\nVmRSS:\t  512 kB\n", encoding="ascii")
    assert resident_memory(7, tmp_path) == {"峰值": 2.0, "当前": 0.5}
    assert resident_memory(8, tmp_path) == {}
