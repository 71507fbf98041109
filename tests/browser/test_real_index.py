"""From the sample files to the page with nothing left out: ingest, index, serve, ask."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def data(chromium: Any, tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Path:
    """A data folder with the samples ingested and indexed by the commands a person would type."""
    folder = tmp_path_factory.mktemp("data")
    for command in (["ingest", "run", str(samples_dir)], ["vectorstore", "build"]):
        done = subprocess.run(
            [sys.executable, "-m", *command, "--data", str(folder)],
            cwd=samples_dir.parent,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def served_visit(chromium: Any, data: Path, open_server: Any, visiting_page: Any) -> Iterator[Visit]:
    command = [sys.executable, "-m", "app", "serve", "--data", str(data), "--port"]
    with open_server(command) as address, visiting_page(address) as visit:
        yield visit


def test_the_samples_are_asked_through_the_page(served_visit: Visit) -> None:
    page = served_visit.page
    offered = page.locator(".tw-example").all_inner_texts()
    assert len(offered) >= 4

    turn = served_visit.ask("受记过处分当年怎么定档")
    quoted = "".join(turn.locator("blockquote p").all_inner_texts())
    assert "记过处分" in quoted
    assert "不评定档次" in quoted
    citation = turn.locator(".tw-cite").first
    assert "《云岫市砚禾研究院工作人员考核办法》" in citation.inner_text()
    citation.click()
    panel = page.locator("#tw-panel-frame")
    assert "第三十六条" in panel.locator(".tw-article").inner_text()
    first = turn.locator("blockquote").first.locator("p").all_inner_texts()
    assert "".join(panel.locator("mark").all_inner_texts()) == "".join(first)

    refused = served_visit.ask("食堂周末几点开饭")
    assert refused.locator(".tw-refusal").inner_text() == "未找到依据"
    assert refused.locator("blockquote").count() == 0

    page.click("#tw-fresh")
    page.locator(".tw-example").first.click()
    page.locator(".tw-turn .tw-cite").first.wait_for()
    assert served_visit.foreign == []
