"""Web archives (.mht, .mhtml): the page out of the mail message that a browser saved it in."""

from __future__ import annotations

import re

from ingest.model import IngestError

_MIME = re.compile(rb"^(?:MIME-Version|Content-Type|Content-Location)\s*:", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^Content-Type\s*:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)


def is_mhtml(data: bytes) -> bool:
    """Whether the file is a mail message with a page in it, by the fields it begins with."""
    head = re.split(rb"\r?\n\r?\n", data[:8192].lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
    return bool(re.match(rb"[A-Za-z-]{2,40}:", head) and _MIME.search(head) and _RELATED.search(head))


def pages(data: bytes, name: str) -> list[tuple[bytes, str]]:
    """The HTML parts in their order, each with the charset its part states (empty where it states none). The first is
    the page itself, the others are its frames. Raises IngestError ``broken`` where there is none."""
    from email import message_from_bytes
    from email.policy import compat32

    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "), policy=compat32)
    found: list[tuple[bytes, str]] = []
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                found.append((body, part.get_content_charset() or ""))
    if not found:
        raise IngestError(
            "broken", f"{name}：网页存档里没有网页正文（文件可能不完整）。请重新保存网页，或另存为 .html。"
        )
    return found
