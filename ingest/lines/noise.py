"""What stands among the lines of a copied text and is no content: page numbers, running heads, parts of a web page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.grammar.markers import marker
from ingest.lines.line import ends_sentence

_FOREIGN = re.compile(r"[\u1800-\u18af\u0f00-\u0fff\s\u202f\u200d]+$")
_LEADERS = ".…·•．"
_LEADING = _LEADERS + " \t\u3000"
_LEADER_RUN = re.compile(rf"[{_LEADERS}]{{3}}")
# Of a text whose white space is single spaces: a repeated \s* beside another takes forever on a long gap.
_PAGE = re.compile(r"(?:第 ?\d{1,4} ?页(?: ?[/，共]? ?共? ?\d* ?页?)?|[-—–·]+ ?\d{1,4} ?[-—–·]+)$")
_OPENS_PAGE = re.compile(r"第\s*\d|[-—–·]")
_WEB_PAGE = re.compile(
    r"(?:资源描述|展开阅读全文|阅读全文|返回顶部|返回首页|当前位置[：:].*|首页\s*[>＞].*|您(?:现在)?的?位置[：:].*|"
    r"上一篇.*|下一篇.*|相关(?:链接|文档|文章|推荐).*|点击(?:下载|查看).*|分享到?.*|扫一扫.*|"
    r"【?(?:字体|字号)[：:].*|【?打印(?:本页)?】?|【?关闭(?:窗口)?】?|"
    r"责任编辑[：:].*|编辑[：:].{1,12}|版权所有.*|主办单位[：:].*|.{0,6}ICP备.*|(?:浏览|阅读|点击)(?:次数|量)[：:].*|"
    r"https?://\S+)\s*$"
)
_RULE = re.compile(r"[-=_*—─～~]{3,}$")
_TABLE_RULE = re.compile(r"[\s:|-]+")


def noise(text: str, *, row: bool) -> str:
    """Why the line, without white space at its ends, is no content; empty where it is. ``row`` tells that it stands in
    a table."""
    if row and is_table_rule(text):
        return "表格分隔线"
    if _FOREIGN.match(text):
        return "非汉文刊头"
    if _leads_to_page(text):
        return "目录行"
    if is_page_number(text):
        return "页码"
    if _WEB_PAGE.match(text):
        return "网页内容"
    if _RULE.match(text):
        return "分隔线"
    return "识别残片" if not row and _is_debris(text) else ""


def is_table_rule(text: str) -> bool:
    """Whether a Markdown table's row is only the line below its header."""
    return "--" in text and _TABLE_RULE.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Whether the line is only a page number (第 3 页 共 9 页, — 12 —)."""
    return _OPENS_PAGE.match(text) is not None and _PAGE.match(" ".join(text.split())) is not None


def running_heads(texts: Sequence[str]) -> frozenset[str]:
    """Of the lines of a file, none of them blank, those that recur beside a page number, without white space: a page's
    head or foot."""
    pages = [at for at, text in enumerate(texts) if _OPENS_PAGE.match(text) and is_page_number(compact(text))]
    beside = {compact(texts[near]) for at in pages for near in (at - 1, at + 1) if 0 <= near < len(texts)}
    heads = {text for text in beside if 2 <= len(text) <= 40 and not ends_sentence(text)}
    heads = {text for text in heads if not marker(text) and not is_page_number(text)}
    if not heads:
        return frozenset()
    counts = Counter(text for text in map(compact, texts) if text in heads)
    return frozenset(text for text in heads if counts[text] >= 2)


def compact(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def _leads_to_page(text: str) -> bool:
    """Whether a row of dots ends the line or leads to a number: an entry of a table of contents."""
    end = len(text)
    while end and text[end - 1].isdecimal():
        end -= 1
    if len(text) - end > 4 or text[end - 1 : end] not in _LEADING:
        return False
    return _LEADER_RUN.search(text, len(text[:end].rstrip(_LEADING)), end) is not None


def _is_debris(text: str) -> bool:
    """Many crumbs of one or two characters where words should be: badly recognised."""
    if text.count(" ") < 7:
        return False
    tokens = text.split()
    return len(tokens) >= 8 and sum(map(len, tokens)) / len(tokens) < 2.5
