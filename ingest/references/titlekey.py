"""Titles between 《》 in running text: which are regulations, and when two of them mean the same one."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.documents.titles import split_issuer

TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]{0,120}》){2,120})》")
GENRE = (
    r"(?:宪法|法典|法|条例|办法|规定|细则|规则|规程|解释|意见|决定|决议|通知|章程|准则|公约|安排|批复|方案|制度|规范|守则|"
    r"纲要|标准|修正案|议定书|协定|通则|总则|公告|条令)"
)
"""The word a regulation's name ends with."""
_NOTES = r"(?:（[^（）]{1,30}）)*$"
_QUOTED = re.compile(
    rf"(?:{GENRE}|规划|计划|条约|宪章|纪要|要点|指引|指南|目录|名录|答复|通告|大纲|函|清单|预案){_NOTES}"
)
# 《缴费通知》, 《公司章程》: a paper, not a regulation, unless it is about something (关于…) or long.
_PAPER = re.compile(rf"(?:通知|决定|意见|函|公告|答复|计划|方案|章程|清单|标准|目录|通告|批复|纪要|制度){_NOTES}")
_BARE = re.compile(rf"(?:实施|管理|暂行|试行|若干|工作|规划|本|我省|我市|该)*(?:{GENRE}|目录|名录|清单|规划|计划|函)")
_SIGNS = re.compile(r"[\s《》〈〉<>“”\"]")
_NOTE = re.compile(
    r"（[^（）]*(?:试行|暂行|节选|摘录|摘要|节录|修订|修正|通过|公布|发布|施行|草案|版|年)[^（）]*）$|（\d{4}）$"
)


@lru_cache(maxsize=8192)
def is_regulation(title: str) -> bool:
    """Whether what stands between 《》 is a regulation: 《企业法人营业执照》 is not, 《规则》 does not say which."""
    if not _QUOTED.search(title) or title.endswith("方法"):
        return False
    if _BARE.fullmatch(title):
        return False
    return not _PAPER.search(title) or len(title) > 6 or title.startswith("关于")


@lru_cache(maxsize=8192)
def plain_title(title: str) -> str:
    """The title without white space and quotes, its brackets full-width."""
    return _SIGNS.sub("", title).replace("(", "（").replace(")", "）")


@lru_cache(maxsize=8192)
def title_key(title: str) -> str:
    """What two ways of writing a title have in common: no quotes, no issuer, no 中华人民共和国, no edition's note."""
    plain = plain_title(title)
    if "关于" in plain:
        plain = split_issuer(plain)[0]
    plain = plain.removeprefix("中华人民共和国")
    return _NOTE.sub("", plain) or plain
