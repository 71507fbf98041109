"""The exported document says where every word comes from, and nothing hostile breaks it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from app.chain import AskRequest, RegulationChain
from app.export.contract import ExportTurnIn
from app.export.document import document
from app.export.rebuild import ExportTurn, rebuild
from app.generated import aigc
from ingest.formats.docx import read
from ingest.model import Regulation

DAY = date(2026, 3, 4)


@pytest.fixture
def turns(chain: RegulationChain) -> list[ExportTurn]:
    asked = [("工具书能外借吗", {"question_used": "图书室的工具书能外借吗"}), ("食堂几点开饭", {})]
    sent = [{"question": q, **chain.ask(AskRequest(q)).to_dict(), **more} for q, more in asked]
    return rebuild([ExportTurnIn.model_validate(turn) for turn in sent], chain.index.regulations, contact="办公室")


def _text(file: bytes) -> str:
    return read(file, "问答.docx").text


def test_it_reads_back_with_our_own_reader(turns: list[ExportTurn]) -> None:
    lines = _text(document(turns, "条问", DAY, "b1")).splitlines()
    expected = [
        "条问 问答记录",
        "导出日期：2026年3月4日　索引版本：b1",
        "问题1　工具书能外借吗",
        "结合上文，按此查找：图书室的工具书能外借吗",
        "原文摘录",
        "图书出借按下列规定办理：",
        "（二）工具书不外借。",
        "——《图书室借阅办法》第二条第（二）项［1-1］",
        "问题2　食堂几点开饭",
        "以下条文与问题相近，不是答案：",
        "出处",
        "引文 | 制度和条款 | 文号 | 发布机关 | 施行日期 | 效力 | 来源文件",
        "1-1 | 《图书室借阅办法》第二条第（二）项 | 未载明 | 图书室 | 2020-02-01 | 现行有效 | 借阅.txt",
    ]
    places = [lines.index(line) for line in expected]
    assert places == sorted(places)
    refused = lines[lines.index("问题2　食堂几点开饭") + 1]
    assert refused.startswith("未找到依据") and "可咨询：办公室。" in refused
    assert any("第一条：" in line and line.endswith("（不是答案）") for line in lines)


@pytest.fixture
def rephrased(chain: RegulationChain, rephrasing: Callable[..., RegulationChain]) -> list[ExportTurn]:
    asker = rephrasing("图书出借按下列规定办理：工具书不外借。[1]", "工具书可以外借。[1]")
    sent = [
        {"question": "工具书能外借吗", **asker.ask(AskRequest("工具书能外借吗", mode=mode)).to_dict()}
        for mode in ("extractive", "llm")
    ]
    return rebuild([ExportTurnIn.model_validate(turn) for turn in sent], chain.index.regulations)


def test_a_model_s_words_stand_under_their_label_before_the_quotations(rephrased: list[ExportTurn]) -> None:
    lines = _text(document(rephrased, "条问", DAY, "b1")).splitlines()
    assert lines[3] == "标有“AI生成，仅供参考”的文字由语言模型改写自所注编号的引文，以引文为准。"
    first, second = lines.index("问题1　工具书能外借吗"), lines.index("问题2　工具书能外借吗")
    assert lines[first + 1] == "原文摘录"
    label, claim, notice, *_ = lines[second + 1 :]
    assert (label, notice) == ("AI生成，仅供参考", "原文摘录")
    assert "工具书不外借" in claim and "［2-1］" in claim and "可以外借" not in str(lines)
    assert sum("AI生成" in line for line in lines) == 2


def _properties(file: bytes) -> dict[str, str]:
    """The file's own properties, as anybody would read them who follows the package's parts."""
    package = docx.Document(io.BytesIO(file)).part.package
    assert package is not None
    found = [each.target_part for each in package.rels.values() if each.reltype.endswith("/custom-properties")]
    tree = [ElementTree.fromstring(part.blob) for part in found]
    return {str(each.get("name")): "".join(each.itertext()) for root in tree for each in root}


def test_the_implicit_mark_is_in_the_metadata_where_a_model_wrote(rephrased: list[ExportTurn]) -> None:
    file = document(rephrased, "条问", DAY, "b1")
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        types = package.read("[Content_Types].xml").decode()
        assert package.testzip() is None and package.namelist().count("docProps/custom.xml") == 1
    assert 'PartName="/docProps/custom.xml"' in types and "custom-properties+xml" in types
    mark = json.loads(_properties(file)["AIGC"])
    assert (mark["Label"], mark["ContentProducer"]) == ("1", "条问") and len(mark["ProduceID"]) == 32
    assert set(mark) == set(aigc(""))
    assert _properties(document(rephrased[:1], "条问", DAY, "b1")) == {}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_reads_the_mark_and_keeps_it(rephrased: list[ExportTurn], tmp_path: Path) -> None:
    file = document(rephrased, "条问", DAY, "b1")
    (tmp_path / "问答.docx").write_bytes(file)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "问答.docx")], check=True, capture_output=True, timeout=180)
    with zipfile.ZipFile(tmp_path / "问答.odt") as package:
        meta = ElementTree.fromstring(package.read("meta.xml"))
    kept = {"".join(each.itertext()) for each in meta.iter() if each.tag.endswith("}user-defined")}
    assert _properties(file)["AIGC"] in kept


def test_no_table_where_nothing_was_cited(turns: list[ExportTurn]) -> None:
    assert docx.Document(io.BytesIO(document(turns[1:], "条问", DAY, "b1"))).tables == []


def test_what_a_reader_must_know_of_a_regulation(turns: list[ExportTurn]) -> None:
    answer = turns[0].answer
    old = replace(answer.citations[0], status="已废止", title_inferred=True)
    lines = _text(document([replace(turns[0], answer=replace(answer, citations=(old,)))], "条问", DAY, "b1"))
    assert "《图书室借阅办法》第二条第（二）项（名称为推断）（已废止）［1-1］" in lines


def test_its_properties_name_no_person_and_no_machine(turns: list[ExportTurn]) -> None:
    file = document(turns, "条问", DAY, "b1")
    properties = docx.Document(io.BytesIO(file)).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == ("条问 问答记录", "条问", "条问")
    assert properties.comments == "" and properties.language == "zh-CN"
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        everything = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
    assert b"python-docx" not in everything


def test_faces_page_and_numbers(turns: list[ExportTurn]) -> None:
    opened = docx.Document(io.BytesIO(document(turns, "条问", DAY, "b1")))
    section = opened.sections[0]
    assert section.page_width and section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fields = section.footer.paragraphs[0]._p.findall(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    for name, face in (("Normal", "仿宋"), ("条问引文", "仿宋"), ("Title", "宋体"), ("Heading 1", "黑体")):
        fonts: Any = opened.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == face
        assert not [key for key in fonts.attrib if key.endswith("Theme")]


def test_hostile_strings_stay_text(turns: list[ExportTurn], regulation: Regulation) -> None:
    hostile = "<w:p/>&amp;]]><script>\x00\x0b\x1f\ufffe\ud800{{x}}=1+1\u2028"
    answer = turns[0].answer
    cited = replace(answer.citations[0], regulation=hostile, document_number=hostile, issuer=hostile)
    turn = replace(turns[0], question=hostile, understood=hostile, answer=replace(answer, citations=(cited,)))
    text = _text(document([turn], hostile[:20], DAY, "b1"))
    assert "问题1　<w:p/>&amp;]]><script>" in text and "{{x}}=1+1" in text
