"""The widget's script: one small file without dependencies."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from app.embed.script import widget_script


def test_it_is_at_most_15_kilobytes_compressed() -> None:
    assert len(gzip.compress(widget_script("条问").encode("utf-8"))) <= 15_000


def test_it_holds_every_part() -> None:
    script = widget_script("条问")
    folder = Path(__file__).parents[3] / "app" / "embed" / "widget"
    for part in folder.glob("*.js"):
        assert part.read_text(encoding="utf-8") in script, f"{part.name} is not part of the script"


def test_it_loads_nothing_and_leaves_no_way_to_run_words() -> None:
    script = widget_script("条问")
    for dangerous in ("innerHTML", "insertAdjacentHTML", "eval(", "new Function", "document.write", "import("):
        assert dangerous not in script


def test_the_sites_name_is_only_a_string() -> None:
    title = '"; alert(1); </script>'
    assert f"const SITE = {json.dumps(title)};" in widget_script(title)


def test_it_can_be_parsed(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine; the browser tests run the script")
    file = tmp_path / "widget.js"
    file.write_text(widget_script("条问"), encoding="utf-8")
    subprocess.run([node, "--check", str(file)], check=True, timeout=60)
