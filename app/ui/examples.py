"""Example questions derived from the regulations being served.

No question is written down here: each is a sentence of a regulation turned into what it answers. 请病假应当提交下列材料
becomes 请病假应当提交哪些材料？ and 婚假为十五天 becomes 婚假是多少天？. The caller keeps those that the chain answers
from the article they came from (:func:`answerable`), so that no example leads to a refusal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.editions.status import IN_FORCE
from ingest.model import Article, Regulation, article_id

_SHORTEST, _LONGEST = 7, 26  # characters of an example question

_AMOUNT = r"(?:[〇零一二两三四五六七八九十百千万]+|\d+)"
_UNIT = r"(个工作日|个月|周岁|小时|学时|[天日年月周人名次元分])"
_LIMIT = r"(不得超过|不得少于|不得多于|不得低于|最高不超过|最长不超过|不超过|不少于|不低于|不多于)"
# words that lean on what stands before the sentence, and ones that a question cannot carry over
_LEANING = re.compile(
    r"前[款项条]|本[条款项]|上述|前述|该|其|此|所列|第[^，]{1,6}[条款项]|[《》（）()“”：；、|]"
    r"|^(?:但|并|且|或|同时|另外|主要|工作中|根据|按照|对|经|应当)"
)
# headings that say nothing about what stands below them
_EMPTY_TITLE = re.compile(r"(?:要求|意义|思想|目标|方式|原则|其他|附则|总则)$")
_CONSEQUENCE = re.compile(r"处理|处分|追究|责任|赔偿|停|解除|取消|通报|约谈|扣|不得")
_KINDS = ("list", "how", "cases", "amount", "condition", "definition", "limit", "title")
_ASCII_COMMA = str.maketrans(",", "，")
_LISTED = re.compile(r"(?:下列|以下|如下)(?:全部|主要|基本|所有)?")


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the article it was made from; ``kind`` names the pattern."""

    question: str
    article_id: str
    kind: str


def examples(regulations: Iterable[Regulation]) -> list[Example]:
    """Candidates from the regulations in force: one of each regulation in turn, kinds mixed, in a fixed order."""
    pools = [list(_of_regulation(regulation)) for regulation in regulations if regulation.status == IN_FORCE]
    seen: set[str] = set()
    used: Counter[str] = Counter()
    ordered: list[Example] = []
    while any(pools):
        for pool in pools:
            pool[:] = [example for example in pool if example.question not in seen]
            if not pool:
                continue
            best = min(
                pool, key=lambda e: (e.kind == "title", used[e.kind], _KINDS.index(e.kind), abs(len(e.question) - 14))
            )
            pool.remove(best)
            seen.add(best.question)
            used[best.kind] += 1
            ordered.append(best)
    return ordered


def answerable(
    candidates: Iterable[Example], answered_from: Callable[[str], Iterable[str]], *, wanted: int = 6, attempts: int = 24
) -> list[Example]:
    """The first ``wanted`` candidates for which ``answered_from(question)`` names the article they came from.

    Those made from a mere title come last. ``answered_from`` gives the ids of the articles that the answer cites; at
    most ``attempts`` candidates are tried.
    """
    kept: list[Example] = []
    for example, _ in zip(candidates, range(attempts), strict=False):
        if len(kept) == wanted:
            break
        if example.article_id in set(answered_from(example.question)):
            kept.append(example)
    return sorted(kept, key=lambda example: example.kind == "title")


def _of_regulation(regulation: Regulation) -> Iterator[Example]:
    for article in regulation.articles:
        if article.kind in ("front", "annex", "preamble"):
            continue
        identity = article_id(regulation.id, article.address)
        for kind, question in _of_article(regulation, article):
            if _SHORTEST <= len(question) <= _LONGEST and not _LEANING.search(question):
                yield Example(question, identity, kind)


def _of_article(regulation: Regulation, article: Article) -> Iterator[tuple[str, str]]:
    for paragraph in article.paragraphs:
        if paragraph.items:
            yield from _of_lead_in(_flat(regulation.text[paragraph.start : paragraph.lead_end]))
        else:
            for sentence in _flat(regulation.text[paragraph.start : paragraph.end]).split("。"):
                yield from _of_sentence(sentence)
    title = _flat(article.title).strip("。：")
    if re.fullmatch(r"[\u4e00-\u9fff]{4,14}", title) and not _EMPTY_TITLE.search(title):
        yield "title", f"关于{title}有什么规定？"


def _of_lead_in(lead: str) -> Iterator[tuple[str, str]]:
    sentence = re.split(r"[。；]", lead)[-1].rstrip("：")
    if sentence == lead:  # no colon: not the opening of a list
        return
    if found := re.fullmatch(r"(.*?)有(?:下列|以下)(情形|行为|情况)之一的?，(.+)", sentence):
        who, what, then = found.groups()
        yield "cases", f"{who}有哪些{what}的，{then}？" if who else f"哪些{what}{then}？"
    elif found := re.fullmatch(r"(.+?)，?按照?(?:下列|以下|如下)(?:规定|办法)(办理|处理|执行)", sentence):
        yield "how", f"{found[1]}，怎么{found[2]}？" if found[1].endswith("的") else f"{found[1]}怎么{found[2]}？"
    elif len(_LISTED.findall(sentence)) == 1:
        yield "list", _LISTED.sub("哪些", sentence) + "？"


def _of_sentence(sentence: str) -> Iterator[tuple[str, str]]:
    if found := re.match(r"本[\u4e00-\u9fff]{2,4}所称的?([\u4e00-\u9fff]{2,12})，?(?:是指|系指|是)", sentence):
        yield "definition", f"什么是{found[1]}？"
    elif found := re.match(rf"([\u4e00-\u9fff]{{2,16}}?)(?:一般)?为{_AMOUNT}{_UNIT}(?=[，；]|$)", sentence):
        yield "amount", f"{found[1]}是多少{found[2]}？"
    elif found := re.match(rf"([\u4e00-\u9fff]{{4,18}}?)(?:一般)?{_LIMIT}(?={_AMOUNT}|百分之|三分之|半)", sentence):
        yield "limit", f"{found[1]}{found[2]}多少？"
    elif found := re.match(r"([\u4e00-\u9fff]{6,18}的)，(.{4,})", sentence):
        yield "condition", f"{found[1]}，{'怎么处理' if _CONSEQUENCE.search(found[2]) else '有什么规定'}？"


def _flat(text: str) -> str:
    return "".join(text.split()).translate(_ASCII_COMMA)
