"""Texts that would never end if anything grew with the square of their size, or a pattern tried every way to match.

Each group is parsed in a process of its own and may take a minute; it takes a few seconds. Nothing may be lost.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARSE = """
import json, sys
from ingest.formats.archive import Member
from ingest.model import IngestError
from ingest.pipeline import parse_member
from ingest.sources import Limits
for name, text in json.load(sys.stdin).items():
    print(name, flush=True)
    try:
        report, _ = parse_member(Member("某文件.md", text.encode()), Limits())
    except IngestError as error:
        assert error.code == "empty", error.message
    else:
        assert not report.unaccounted, report.unaccounted[:3]
"""
ARTICLE = "第一条 双面打印。\n"
SENTENCE = "各科室应当双面打印，按月汇总；超出定额的说明原因。"

GROUPS: dict[str, dict[str, str]] = {
    "one line": {
        "without spaces": "打印" * 500_000,
        "sentences": SENTENCE * 40_000,
        "words": f"{SENTENCE} " * 20_000,
        "run on, Latin": "甲。 乙。 丙。 丁。 戊。 " + "copy the form " * 20_000,
        "run on, open brackets": "甲。 乙。 丙。 丁。 戊。 " + "（打印 " * 50_000,
        "articles": "第二条 复印要登记。" * 30_000,
        "items": "：（一）打印；" * 40_000,
        "items in an open quotation": "修改为：“" + "；（一）打印" * 40_000,
        "decimals": "1." * 200_000,
    },
    "blanks": {
        "between words": f"打印{' ' * 1_000_000}复印",
        "in a page number": f"第1页{' ' * 200_000}甲\n-{' ' * 200_000}1{' ' * 200_000}-甲",
        "in an article": f"第{' ' * 200_000}一条 打印。\n第一条{' ' * 200_000}之{' ' * 200_000}甲",
        "in a term": f"{ARTICLE}第二条 有效期{' ' * 200_000}自{' ' * 200_000}起施行{' ' * 200_000}五年",
        "everywhere": (" " * 10 + "第一条") * 40_000,
        "invisible": "打印" + "\u200b" * 500_000 + "复印",
        "carriage returns": "打印\r" * 200_000,
    },
    "signs": {
        "dots": f"打印{'.' * 500_000}甲\n{'…' * 500_000}\n{'·' * 500_000}甲",
        "rules": f"{'-' * 500_000}甲\n{'—' * 500_000}1\n|{'-' * 500_000}甲|",
        "brackets": "（" * 300_000 + "）" * 300_000 + "(" * 100_000,
        "quotes": "“" * 300_000 + "”" * 100_000 + "《" * 300_000,
        "commas": "，" * 500_000 + "," * 500_000,
        "comments": "<!--" * 200_000 + "<b" * 200_000,
        "emphasis": "**" * 100_000 + "_" * 300_000,
        "own signs": SENTENCE * 1000 + ("\ue000" * 1000 + "甲") * 200,
        "Markdown rows": "| 甲 | 乙 |\n" * 60_000,
    },
    "lines": {
        "page numbers": "- 3 -\n" * 100_000,
        "running heads": "打印办法汇编\n- 3 -\n" * 50_000,
        "a broken sentence": "各科室应当在每月最后一个工作日之前把本科室的用纸数量，报送\n" * 40_000,
        "contents": "目录\n" + "".join(f"第{at}号表格\n" for at in range(30_000)) * 2,
        "titles and notes": ARTICLE + "打印办法\n（2023年4月5日公布）\n" * 20_000,
    },
    "numbered lines": {
        "articles": "第一条\n" * 10_000,
        "headings": "第一章 打印\n" * 30_000,
        "annexes": ARTICLE + "附件1\n" * 30_000,
        "points": "1.打印\n（一）复印\n①装订\n" * 10_000,
        "named parts": "问题一：打印\n责任单位：办公室\n" * 10_000,
        "prescribed": ARTICLE + "将第一条修改为：“打印\n" * 20_000,
    },
    "metadata": {
        "offices": f"{'青石镇委' * 15}意见\n{ARTICLE}" * 500,
        "offices in a notice": f"{'委' * 100_000}关于印发《打印办法》的通知\n{ARTICLE}",
        "offices that sign": f"{ARTICLE}{'青石办公厅 ' * 8}甲\n青石镇委员会 委员会\n2023年4月5日",
        "dates": f"打印办法\n（{'2023年4月5日公布，' * 20_000}）\n{ARTICLE}",
        "commencement": f"打印办法\n{ARTICLE}第二条 {'自2023年4月5日起施行，' * 20_000}甲",
        "repeals": f"打印办法\n{ARTICLE}第二条 {'《复印办法》、' * 20_000}同时废止，{'《复印办法》和' * 20_000}",
        "numbers": f"{'砚研发〔2023〕' * 20_000}\n打印办法\n{ARTICLE}",
        "short names": f"关于印发《甲办法》的通知\n{'《甲办法》（以下简称《办法》）' * 10_000}\n甲办法\n{ARTICLE}",
        "an untitled text": f"为规范打印，制定本办法。{'（以下简称“打印”）' * 20_000}\n{ARTICLE}",
    },
}


@pytest.mark.parametrize("group", GROUPS)
def test_every_text_comes_to_an_end(group: str) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-c", PARSE],
            input=json.dumps(GROUPS[group]),
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            timeout=60,
        )
    except subprocess.TimeoutExpired as error:
        reached = (error.stdout or b"").decode().splitlines()
        pytest.fail(f"hangs at {reached[-1:]}")
    assert done.returncode == 0, done.stdout.splitlines()[-1:] + done.stderr.splitlines()[-3:]
