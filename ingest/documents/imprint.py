"""What a page prints below a text: a picture's caption, a name, the publisher's address."""

from __future__ import annotations

import re

from ingest.lines.line import Line, dropped, ends_sentence
from ingest.lines.mapped import Edit

_IMPRINT = re.compile(r"^(?:主办|主编|编辑|编印|出版|印刷|承印|地址|电话|邮编|网址|邮箱)(?:单位|部门)?\s*[：:]")


def drop_imprint(body: list[Line]) -> list[Edit]:
    """Take such lines off the end of ``body``; what is left out is returned."""
    edits: list[Edit] = []
    while len(body) > 2 and (_is_caption(body) or _is_imprint(body)):
        edits.append(dropped(body.pop(), "图注、署名或版权页"))
    return edits


def _is_caption(body: list[Line]) -> bool:
    line = body[-1]
    if len(line.text) > 16 or not line.gap or line.marker or line.row:
        return False
    if re.search(r"[，。；：！？、\d（）]", line.text):
        return False
    return bool(re.search(r"[。！？”）]$", body[-2].text))


def _is_imprint(body: list[Line]) -> bool:
    """A gazette's last line (主办：… 地址：…), after the end of a sentence."""
    line = body[-1]
    return bool(line.gap and _IMPRINT.match(line.text) and ends_sentence(body[-2].text))
