"""``data``/site.toml: what an administrator sets while the service runs. It goes before the settings of the start."""

from __future__ import annotations

import json
import logging
import tomllib
from pathlib import Path

from ingest.model import IngestError
from ingest.previous import has_previous, read_text, replace_text, undo

logger = logging.getLogger("tiaowen.site")

LONGEST = 100


def site_file(data: Path) -> Path:
    """The file, there or not."""
    return data / "site.toml"


def contact(data: Path, otherwise: str | None) -> str | None:
    """Whom a refusal refers to: what the file says (nobody, where it says ""), ``otherwise`` where it says nothing. A
    file that cannot be read is named in the log and says nothing."""
    try:
        said = set_contact(data)
    except IngestError as error:
        logger.error("%s", error.message)
        said = None
    return otherwise if said is None else said or None


def set_contact(data: Path) -> str | None:
    """What the file says of the contact, None where it says nothing. Raises IngestError ``broken``."""
    text = read_text(site_file(data))
    try:
        said = tomllib.loads(text or "").get("contact")
    except tomllib.TOMLDecodeError as error:
        raise _broken(data, str(error)) from error
    if said is not None and not (isinstance(said, str) and _usable(said)):
        raise _broken(data, "contact 应为一行文字")
    return said


def save_contact(data: Path, said: str | None) -> None:
    """Set the contact; "" refers to nobody, None leaves it to the settings. Raises IngestError ``contact`` for what is
    not one line of at most 100 characters, ``unwritable``."""
    if said is not None:
        said = said.strip()
        if not _usable(said):
            raise IngestError("contact", f"咨询对象应为一行文字，不超过 {LONGEST} 个字，例如：综合办公室（内线8000）。")
    replace_text(site_file(data), None if said is None else f"contact = {json.dumps(said, ensure_ascii=False)}\n")


def undo_contact(data: Path) -> None:
    """Bring back what was set before the last change. Raises IngestError ``missing`` where there was none."""
    undo(site_file(data))


def can_undo(data: Path) -> bool:
    """Whether there is a change to take back."""
    return has_previous(site_file(data))


def _usable(said: str) -> bool:
    return said.isprintable() and len(said) <= LONGEST


def _broken(data: Path, why: str) -> IngestError:
    return IngestError("broken", f"{site_file(data)} 不能用（{why}）。请改正，或移走它后在管理页重新填写。")
