"""Sentences that leave open what one would ask (及时, 定期): questions to which there may be no answer.

Another place may well give the figure; only a person can tell, so every proposal is marked 请核实.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.draft.model import Proposal, Unit
from eval.draft.wording import clauses, leans, plain

_LONGEST = 44
_DONE = "报告|通报|公布|公示|公开|备案|通知|反馈|告知|办理|归档|报送|提交|审核|答复|更新|报请"
_SOON = re.compile(rf"(?:应当|应|必须|须)及时(?P<what>[^，]*(?:{_DONE})[^，]*)$")
_OFTEN = re.compile(
    r"(?:应当|应|必须|须)?定期(?P<verb>研究|召开|听取|调整|报告|开展|检查|公布|通报|组织|培训|分析|修订|评估)(?P<what>[^，、等]{2,})$"
)
_NUMBER = re.compile(r"[\d一二三四五六七八九十]+(?:个?工作日|日|天|个月|年|小时|次)")


def vague(unit: Unit) -> Iterator[Proposal]:
    """A period asked for that the sentence does not give."""
    if _NUMBER.search(unit.text):
        return
    parts = clauses(unit.text)
    for at, clause in enumerate(parts):
        if found := _SOON.search(clause):
            word, asked = "及时", f"应当在几天内{plain(found['what'])}"
        elif (found := _OFTEN.search(clause)) and found.start() > 1:
            word, asked = "定期", f"多久{found['verb']}一次{plain(found['what'])}"
        else:
            continue
        before = plain(clause[: found.start()])
        if not before and at:
            before = plain(parts[at - 1]) + "，"
        core = before + asked
        if len(before) > 2 and 10 <= len(core) <= _LONGEST and not leans(core):
            note = f"原文只写“{word}”。请确认别处也没有写明，写明了就改成有依据的题"
            yield Proposal(core, "没有写明", "unanswerable", (), "请核实", note)
            return
