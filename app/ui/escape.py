"""A string of a question, a document or a model, made harmless for the page."""

from __future__ import annotations

import html
import re

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# what Markdown, TeX or a template language could take for its own, should a page ever pass the text through one
_SYNTAX = {ord(character): f"&#{ord(character)};" for character in "\n`*_~[]{}$\\|^@"}


def escape(value: object) -> str:
    """``value`` as HTML text on one line: tags, Markdown, TeX and links stay characters.

    Control and bidirectional-override characters are made visible, as :func:`visible` does.
    """
    return html.escape(visible(value), quote=True).translate(_SYNTAX)


def visible(value: object) -> str:
    """``value`` with one kind of line break; control and bidirectional-override characters, with which a text could
    pose as another, are U+FFFD. For a template engine that escapes by itself."""
    return _UNSAFE.sub("\ufffd", str(value).replace("\r\n", "\n").replace("\r", "\n"))
