"""What stands under a text: who signed it and when, and to whom copies went. It is no part of the last article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.grammar.markers import marker
from ingest.lines.line import ends_sentence
from ingest.metadata.dates import DATE, is_date
from ingest.metadata.issuers import issuer_line

_SEAL = re.compile(r"[（(](?:院?印|印章|盖章|公章|代章|签章)[）)]")
_RECORD = re.compile(r"(?:抄送|抄报|主送|分送)\s*[：:]|[（(]此件.{2,12}[）)]$|.{2,30}\s.{6,14}印发$|[（(]?共印.{1,8}份")
_PERSON = re.compile(r"[\u4e00-\u9fff]{1,8}[\s：:]+[\u4e00-\u9fff·\s]{2,12}")
_MOST_NAMES = 8
_TAIL = re.compile(
    r"本(?:决定|修正案|通知|意见|办法|规定|批复|解释|方案|细则|规则|通告|公告|措施)[^。，；]{0,20}?自[^。；]{2,30}起?(?:施行|实施|生效|执行|试行)"
    r"|根据本(?:决定|修正案)|(?:特此|此复|专此)|以上(?:意见|规定|通知|各点|办法)[^。]{0,20}(?:请|望)"
)


def closing_start(texts: Sequence[str]) -> int:
    """Where the 落款 begins among the lines of a text; their number where there is none.

    It is a date in a line of its own (or after the names in one line), the names above it, and the record of copies
    below; or, without a date, the issuer's name alone in the last line after the end of a sentence.
    """
    at = len(texts)
    while at > 1 and _RECORD.match(texts[at - 1]):
        at -= 1
    recorded = at
    plain = _SEAL.sub("", texts[at - 1]).strip() if at > 1 else ""
    if at > 1 and not plain:
        at -= 1
        plain = _SEAL.sub("", texts[at - 1]).strip()
    if at <= 1 or marker(plain):
        return recorded
    if is_date(plain) or _names_and_date(plain):
        at -= 1
        while at > 1 and recorded - at <= _MOST_NAMES and _is_name(texts[at - 1]):
            at -= 1
        return at
    return at - 1 if issuer_line(plain) and texts[at - 2].endswith(("。", "。”")) else recorded


def _names_and_date(text: str) -> bool:
    found = list(DATE.finditer(text)) if len(text) <= 60 else []
    return bool(found) and found[-1].end() == len(text) and issuer_line(text[: found[-1].start()].strip()) is not None


def _is_name(text: str) -> bool:
    plain = _SEAL.sub("", text).strip()
    if marker(plain) or ends_sentence(plain):
        return not plain
    return issuer_line(plain) is not None or bool(_PERSON.fullmatch(plain))


def tail_start(texts: Sequence[str]) -> int:
    """Where the words begin that end a text without belonging to its last numbered part (本决定自公布之日起施行。);
    the number of lines where there are none."""
    return next((at for at, text in enumerate(texts) if _TAIL.match(text) and not marker(text)), len(texts))
