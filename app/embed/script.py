"""``widget.js`` put together from the files of ``widget/``: one script without dependencies, nothing left global."""

from __future__ import annotations

import json
from pathlib import Path

_FOLDER = Path(__file__).parent / "widget"
_PARTS = ("report", "options", "token", "build", "trouble", "frame", "start")


def widget_script(title: str) -> str:
    """The script; ``title`` is the site's name, which a portal may replace. Its parts share one scope; what one of them
    throws at its start is told to the console only."""
    style = json.dumps((_FOLDER / "style.css").read_text(encoding="utf-8"), ensure_ascii=False)
    parts = "\n".join((_FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS)
    return (
        "(() => {\n"
        '"use strict";\n'
        "try {\n"
        f"const STYLE = {style};\nconst SITE = {json.dumps(title, ensure_ascii=False)};\n"
        f"{parts}"
        "} catch (error) {\n"
        'console.error("条问挂件没有启动：", error);\n'
        "}\n"
        "})();\n"
    )
