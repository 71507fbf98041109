"""Results as text for a model or a person to read: after every quotation stands where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.naming import named
from ingest.address import reference

_NOT_AN_ANSWER = "相近条文（不是答案，不得当作依据引用）"


def answer(given: Mapping[str, Any]) -> str:
    """An answer of the API contract: its quotations, or that there is no basis and what is near."""
    if given["refused"]:
        lines = [given["answer"]]
    else:
        lines = [f"有依据。以下为{given['notice']}，引用时请照录并写明出处。"]
        lines += [f"［{cited['number']}］{cited['quote']}\n——{_source(cited)}" for cited in given["citations"]]
    if given["related"]:
        near = "\n".join(
            f"· {_place(each, each['status'])}（article_id：{each['article_id']}）" for each in given["related"]
        )
        lines.append(f"{_NOT_AN_ANSWER}：\n{near}")
    return "\n\n".join(lines)


def found(given: Mapping[str, Any]) -> str:
    """What a search found."""
    lines = [*given["remarks"]]
    if not given["results"]:
        lines.append("没有找到相关的条文。请换一种说法，或用 list_regulations 查看收录了哪些制度。")
    else:
        lines.append(f"{given['notice']}。要据以回答时请用 ask，或用 get_article 取整条原文。")
    for hit in given["results"]:
        place = reference(hit["regulation"], hit["label"])
        lines.append(
            f"{hit['number']}. {place}（{hit['status']}，article_id：{hit['article_id']}）\n摘录：{hit['excerpt']}"
        )
    return "\n\n".join(lines)


def article(given: Mapping[str, Any]) -> str:
    """An article whole."""
    regulation = given["regulation"]
    place = named(regulation["title"], given["article"], title_inferred=regulation["title_inferred"], status=None)
    lines = [given["text"], f"——{place}（{_facts(regulation)}）"]
    lines += [note for note in (given["note"], *regulation["notices"]) if note]
    around = [f"{name}：{given[key]}" for name, key in (("上一条", "previous"), ("下一条", "next")) if given[key]]
    return "\n\n".join([*lines, "；".join(around)] if around else lines)


def regulations(listed: Sequence[Mapping[str, Any]], total: int, offset: int) -> str:
    """A page of the list of regulations."""
    if not listed:
        return "没有符合的制度。请换一个关键词，或不填关键词查看全部。"
    lines = [f"共 {total} 部，这里是第 {offset + 1} 至 {offset + len(listed)} 部："]
    for each in listed:
        facts = [each["status"], each["document_number"], each["issuer"]]
        name = named(each["title"], "", title_inferred=each["title_inferred"], status=None)
        lines.append(f"· {name}（{_listed(facts)}）编号：{each['id']}")
    if offset + len(listed) < total:
        lines.append(f"后面还有，请用 offset={offset + len(listed)} 继续。")
    return "\n".join(lines)


def _source(cited: Mapping[str, Any]) -> str:
    return f"{_place(cited, None)}（{_facts(cited)}）"


def _place(cited: Mapping[str, Any], status: str | None) -> str:
    return named(cited["regulation"], cited["label"], title_inferred=cited["title_inferred"], status=status)


def _facts(known: Mapping[str, Any]) -> str:
    since = f"{known['effective']}起施行" if known["effective"] else None
    return _listed([known["status"], known["document_number"], known["issuer"], since])


def _listed(facts: Sequence[str | None]) -> str:
    return "，".join(fact for fact in facts if fact)
