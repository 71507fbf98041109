"""python -m eval parsing and label, on invented texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import eval.parsing.measure as parsing
from eval.__main__ import main
from ingest.report.records import FileReport

LAW = "# 砚禾研究院借书办法\n\n## 第一章 总则\n\n第一条 借书须登记。\n\n第二条 禁止：\n\n（一）涂写；\n\n（二）撕页。\n"
IDEA = "# 关于节约用纸的意见\n\n各室：\n\n一、双面打印。\n\n二、少印彩色。\n"
LABELS = ["1 X\n3 H\n5 A1\n7 A2\n9 I1\n11 I2\n", "1-3 X\n5 N一\n7 N二\n"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "法规"
    folder.mkdir()
    (folder / "一.md").write_text(LAW, encoding="utf-8")
    (folder / "二.md").write_text(IDEA, encoding="utf-8")
    return folder


@pytest.fixture
def labels(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Labels of both files, made by the command from what an annotator wrote."""
    sheets = tmp_path / "抽样"
    assert main(["label", str(folder), "--sheets", str(sheets)]) == 0
    lines = tmp_path / "标注"
    lines.mkdir()
    for path in sorted(sheets.iterdir()):
        law = "第一章" in path.read_text(encoding="utf-8")
        (lines / path.name).write_text(LABELS[0 if law else 1], encoding="utf-8")
    assert main(["label", str(folder), "--lines", str(lines)]) == 0
    file = tmp_path / "labels.jsonl"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def test_everything_is_measured(folder: Path, labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "报告"
    assert main(["parsing", str(folder), "--labels", str(labels), str(labels), "--out", str(out), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made == json.loads((out / "parsing.json").read_text(encoding="utf-8"))
    assert (made["files"], made["errors"], made["failures"]) == (2, [], [])
    assert made["numbering"]["with_articles"]["clean"] == made["numbering"]["without_articles"]["clean"] == 1
    characters = made["characters"]
    assert characters["characters"] == len(LAW) + len(IDEA)
    assert characters["lost"] == characters["doubled"] == 0
    parts = ("kept", "repaired", "removed", "blank", "lost")
    assert sum(characters[name] for name in parts) == characters["characters"]
    assert made["cutting"]["ours"] == {"articles": 2, "merged": 0, "split": 0}
    assert made["speed"]["megabytes"] == pytest.approx((len(LAW.encode()) + len(IDEA.encode())) / 1e6)
    scores = made["labels"][0]["scores"]["ours"]
    assert {kind: (s["gold"], s["right"]) for kind, s in scores.items()} == {
        "article": (2, 2),
        "paragraph": (2, 2),
        "item": (2, 2),
        "heading": (1, 1),
        "numbered": (2, 2),
    }
    assert made["agreement"]["article"]["kappa"] == 1


def test_people_read_tables(
    folder: Path,
    labels: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["parsing", str(folder), "--labels", str(labels), "--out", str(tmp_path / "报告")]) == 0
    shown = capsys.readouterr().out
    assert "第二级标题切分" in shown and "无不明缺号重号" in shown
    page = (tmp_path / "报告" / "parsing.md").read_text(encoding="utf-8")
    assert "| 有条的文件 | 1 | 2 | 100.00% | 100.00% | 0 | 0 | 0 |" in page
    assert "## 边界（标注 labels，2 个文件）" in page


def test_what_the_parser_gets_wrong_is_listed(
    folder: Path, labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = parsing.parse_member

    def careless(*arguments: object) -> tuple[FileReport, list[object]]:
        """Loses the second article, and says nothing of it."""
        report, parsed = whole(*arguments)  # type: ignore[arg-type]
        for each in parsed:
            object.__setattr__(each.regulation, "articles", each.regulation.articles[:1])
            source = each.regulation.sources[0]
            object.__setattr__(source, "segments", source.segments[:-1])
        return report, parsed  # type: ignore[return-value]

    monkeypatch.setattr(parsing, "parse_member", careless)
    assert main(["parsing", str(folder), "--labels", str(labels), "--out", str(tmp_path)]) == 1
    page = (tmp_path / "parsing.md").read_text(encoding="utf-8")
    assert "## 没有交代去向或重复的字符" in page and "（二）撕页。" in page
    assert "- 一.md：第二条" in page
    assert "## 标注 labels：标注有而没有照样认出" in page


def test_a_file_that_cannot_be_parsed_fails_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "空.md").write_bytes(b"")
    assert main(["parsing", str(folder)]) == 1
    assert "空.md" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["改动", "缺失"])
def test_labels_of_other_files_are_refused(
    folder: Path, labels: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if change == "改动":
        (folder / "一.md").write_text(LAW + "第三条 完。\n", encoding="utf-8")
    else:
        (folder / "一.md").unlink()
    with pytest.raises(SystemExit) as stopped:
        main(["parsing", str(folder), "--labels", str(labels)])
    assert stopped.value.code == 2
    assert "一.md" in capsys.readouterr().err


def test_a_missing_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["parsing", str(tmp_path / "没有")])
    assert stopped.value.code == 2
    assert "找不到文件夹" in capsys.readouterr().err


def test_missing_lines_are_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["label", str(folder), "--lines", str(tmp_path)])
    assert stopped.value.code == 2
    assert "01.txt" in capsys.readouterr().err
