"""The official client starts the server as its own process and talks to it over standard input and output."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from app.chain import AskError
from app.mcpserver.stdio import Opening
from vectorstore.errors import VectorstoreError

ROOT = Path(__file__).resolve().parents[3]
INVENTED = Path(__file__).with_name("invented_stdio.py")


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client(mode: Any) -> None:
    async def talk() -> Any:
        server = StdioServerParameters(command=sys.executable, args=[str(INVENTED)])
        async with Client(server, mode=mode, read_timeout_seconds=60) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            return names, await client.call_tool("ask", {"question": "图书借多久"})

    names, result = asyncio.run(talk())
    assert names == ["ask", "search_regulations", "get_article", "list_regulations"]
    assert not result.is_error and result.structured_content["citations"][0]["quote"] == "图书借期三十日。"
    assert "图书借期三十日。\n——《图书室借阅办法》第一条" in result.content[0].text


def test_without_an_index_it_says_so_and_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "mcp", "--data", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    assert ended.returncode == 1 and ended.stdout == ""
    assert "python -m vectorstore build" in ended.stderr and "Traceback" not in ended.stderr


def test_a_chain_that_is_still_opened_is_waited_for(chain: Any) -> None:
    closed: list[bool] = []

    class _Served:
        def __call__(self) -> Any:
            return chain

        def close(self) -> None:
            closed.append(True)

    opening = Opening(lambda: _Served())  # type: ignore[arg-type, return-value]
    assert opening() is chain
    opening.close()
    assert closed == [True]


@pytest.mark.parametrize(
    ("fault", "said"),
    [(VectorstoreError("damaged", "索引已损坏，请重建。"), "索引已损坏"), (OSError("x"), "没有启动成功")],
)
def test_a_chain_that_cannot_be_opened(fault: Exception, said: str) -> None:
    def fails() -> Any:
        raise fault

    opening = Opening(fails)
    with pytest.raises(AskError, match=said):
        opening()
    opening.close()


@pytest.mark.slow
def test_the_real_command_over_the_samples(samples_dir: Path, tmp_path: Path) -> None:
    for command in (["ingest", "run", str(samples_dir)], ["vectorstore", "build"]):
        subprocess.run(
            [sys.executable, "-m", *command, "--data", str(tmp_path)], cwd=ROOT, check=True, capture_output=True
        )

    async def talk() -> Any:
        arguments = ["-m", "app", "mcp", "--data", str(tmp_path)]
        server = StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)
        async with Client(server, read_timeout_seconds=300) as client:
            return await client.call_tool("ask", {"question": "事假一次最多几天"})

    result = asyncio.run(talk())
    assert not result.is_error and result.structured_content["citations"][0]["label"] == "第十五条"
