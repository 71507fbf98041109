from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.model import (
    Article,
    Difference,
    Heading,
    IngestError,
    Item,
    Paragraph,
    Place,
    Reference,
    Regulation,
    Segment,
    Source,
    Subitem,
)
from ingest.record import SCHEMA
from ingest.store import read_regulations, write_regulations

TEXT = "第一章 总则\n第一条 下列物品不得借出：\n（一）公章：\n1.印章；\n2.印泥\u2028。"


def _regulation(identifier: str = "a1") -> Regulation:
    end = len(TEXT)
    item_start = TEXT.index("（一）")
    first, second = TEXT.index("1."), TEXT.index("2.")
    item = Item(
        1, "（一）", item_start, end, first, (Subitem(1, "1.", first, second), Subitem(2, "2.", second, end, "印泥"))
    )
    start = TEXT.index("第一条")
    article = Article(
        "第一条",
        "article",
        1,
        0,
        "借出",
        ("第一章 总则",),
        start,
        end,
        (Paragraph(1, start + 4, end, item_start, (item,)),),
    )
    source = Source(
        "甲/物品.txt", "00ff", (Segment(0, 6, 10, 16), Segment(7, end, 20, 99)), (Difference(0, 2, "第一", "笫一"),)
    )
    return Regulation(
        identifier,
        "物品借用办法（试行）",
        True,
        TEXT,
        (Heading(1, "第一章 总则", 0, 6),),
        (article,),
        (
            source,
            Source("乙.pdf", "11", (), format="pdf", places=(Place(0, 6, 3, "72,90,300,104"), Place(7, 9, None, ""))),
        ),
        document_number="甲办发〔2031〕1号",
        published="2031-02-03",
        repeals=("旧办法",),
        aliases=("借用办法",),
        notices=("附件2缺失",),
        signed="2031-02-01",
        status_stated=True,
        trial="试行",
        title_note="（2031年2月1日通过）",
        expires="2036-01-31",
        references=(Reference(start, start + 3, "第一条", "某条例", ("第二条", "第三条第一款"), None, "未导入"),),
    )


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "new" / "regulations.jsonl"
    regulations = (_regulation("a1"), _regulation("b2"))
    write_regulations(path, regulations)
    assert read_regulations(path) == regulations
    assert len(path.read_bytes().split(b"\n")) == 3
    assert json.loads(path.read_text("utf-8").split("\n")[0])["schema"] == SCHEMA
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_empty_collection_is_not_a_missing_one(tmp_path: Path) -> None:
    write_regulations(tmp_path / "r.jsonl", [])
    assert read_regulations(tmp_path / "r.jsonl") == ()
    with pytest.raises(IngestError, match="ingest run") as caught:
        read_regulations(tmp_path / "none.jsonl")
    assert caught.value.code == "missing"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    write_regulations(path, [_regulation()])
    before = path.read_bytes()

    def failing() -> Iterator[Regulation]:
        yield _regulation("b2")
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write_regulations(path, failing())
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["r.jsonl"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IngestError, match="无法写入") as caught:
        write_regulations(tmp_path / "file" / "r.jsonl", [])
    assert caught.value.code == "unwritable"


def _second_line(tmp_path: Path, line: bytes) -> Path:
    path = tmp_path / "r.jsonl"
    write_regulations(path, [_regulation()])
    path.write_bytes(path.read_bytes() + line)
    return path


def _changed(**changes: object) -> bytes:
    record = {"schema": SCHEMA, "id": "b2", "title": "乙", "title_inferred": False, "text": "甲乙丙", "headings": []}
    record |= {"articles": [], "sources": [], "document_number": None, "issuer": None, "adopted": None}
    record |= {"published": None, "effective": None, "status": "现行有效", "repeals": [], "aliases": [], "notices": []}
    record |= {
        "signed": None,
        "status_stated": False,
        "trial": None,
        "title_note": None,
        "expires": None,
        "references": [],
    }
    record |= changes
    return json.dumps({key: value for key, value in record.items() if value != "DROP"}).encode() + b"\n"


def test_the_unchanged_line_is_read(tmp_path: Path) -> None:
    assert read_regulations(_second_line(tmp_path, _changed()))[1].text == "甲乙丙"


@pytest.mark.parametrize(
    "line",
    [
        b'{"schema": 1, \n',
        b"\xff\xfe\n",
        b"[1]\n",
        _changed().rstrip(b"\n"),
        _changed(text="DROP"),
        _changed(colour="red"),
        _changed(title=7),
        _changed(title_inferred=1),
        _changed(aliases="甲"),
        _changed(headings=[{"level": 1, "title": "一", "start": 2, "end": 4}]),
        _changed(headings=[{"level": 1, "title": "一", "start": True, "end": 2}]),
        _changed(sources=[{"file": "a", "sha256": "b", "segments": [[0, 1, 2]], "differences": []}]),
        _changed(sources=[{"file": "a", "sha256": "b", "segments": [], "differences": [[0, 9, "甲", "乙"]]}]),
        _changed(id="a1"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: bytes) -> None:
    path = _second_line(tmp_path, line)
    with pytest.raises(IngestError) as caught:
        read_regulations(path)
    assert caught.value.code == "broken"
    assert str(path) in caught.value.message
    assert "第 2 行" in caught.value.message
    assert "ingest run" in caught.value.message


@pytest.mark.parametrize("schema", [0, SCHEMA + 1, None, "DROP"])
def test_another_schema_is_refused_with_what_to_do(tmp_path: Path, schema: object) -> None:
    path = _second_line(tmp_path, _changed(schema=schema))
    with pytest.raises(IngestError, match="重新运行") as caught:
        read_regulations(path)
    assert caught.value.code == "schema"
