"""A measurement of parsing on paper: JSON for machines, Chinese Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.parsing.boundaries import Rate, Score
from eval.parsing.measure import CUTTERS, FileResult, LabelResult, Measurement
from eval.parsing.structure import KIND_NAMES, Kind

SCHEMA = 1
_LISTED = 20
_ACCOUNT = {
    "characters": "源文件字符",
    "kept": "原样保留",
    "repaired": "逐项列出的修整",
    "removed": "逐项列出的略去",
    "blank": "空白和换行",
    "lost": "丢失（没有交代去向）",
    "doubled": "重复（出现两次）",
}

Table = tuple[list[str], list[list[str]]]


def write(folder: Path, made: Measurement) -> None:
    """Write parsing.json and parsing.md into ``folder``, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(as_json(made), ensure_ascii=False, indent=1)
    (folder / "parsing.json").write_text(data + "\n", encoding="utf-8")
    (folder / "parsing.md").write_text(as_markdown(made), encoding="utf-8")


def as_json(made: Measurement) -> dict[str, Any]:
    """Everything of a measurement. Ratios are 0 to 1; characters are Unicode code points of the source."""
    with_articles, without = _groups(made)
    return {
        "schema": SCHEMA,
        "folder": made.folder,
        "files": len(made.files),
        "errors": made.errors,
        "numbering": {"with_articles": _numbers(with_articles), "without_articles": _numbers(without)},
        "characters": {name: sum(getattr(file.account, name) for file in made.files) for name in _ACCOUNT},
        "removed_by_reason": dict(made.reasons.most_common()),
        "failures": made.failures,
        "cutting": {name: _cuts(made, name) for name in CUTTERS},
        "speed": {"megabytes": made.megabytes, "cpu_seconds": made.cpu, "wall_seconds": made.wall},
        "memory_mb": made.memory_mb,
        "labels": [asdict(result) for result in made.labels],
        "agreement": {kind: asdict(each) for kind, each in made.agreement.items()},
    }


def _groups(made: Measurement) -> tuple[list[FileResult], list[FileResult]]:
    counted = [file for file in made.files if file.numbering.articles or file.numbering.invented]
    return counted, [file for file in made.files if file not in counted]


def _numbers(files: Sequence[FileResult]) -> dict[str, Any]:
    """``explained`` and the three kinds of fault by file; only the files that have any."""
    return {
        "files": len(files),
        "numbers": sum(file.numbering.articles + file.numbering.parts for file in files),
        "without_unexplained_gap_or_repetition": sum(not file.numbering.faults for file in files),
        "clean": sum(file.numbering.clean for file in files),
        **{
            name: {file.file: said for file in files if (said := getattr(file.numbering, name))}
            for name in ("explained", "faults", "swallowed", "invented")
        },
    }


def _cuts(made: Measurement, name: str) -> dict[str, int]:
    all_cuts = [file.cuts[name] for file in made.files]
    return {each: sum(getattr(cuts, each) for cuts in all_cuts) for each in ("articles", "merged", "split")}


def tables(made: Measurement) -> dict[str, Table]:
    """The tables by title: head and rows, as text."""
    shown: dict[str, Table] = {
        "编号": _numbering_table(made),
        "字符去向": _account_table(made),
        "略去的内容": _reasons_table(made),
        "切分对比": _cutting_table(made),
        "速度和内存": _speed_table(made),
    }
    same: dict[str, list[LabelResult]] = {}
    for result in made.labels:
        same.setdefault(str(_boundary_table(result)), []).append(result)
    for alike in same.values():
        names = "、".join(result.name for result in alike)
        shown[f"边界（标注 {names}，{alike[0].files} 个文件）"] = _boundary_table(alike[0])
    if made.agreement:
        shown["两份标注的一致程度"] = _agreement_table(made)
    return shown


def _numbering_table(made: Measurement) -> Table:
    rows = []
    for title, files in zip(("有条的文件", "没有条的文件"), _groups(made), strict=True):
        numbers = _numbers(files)
        total = numbers["files"]
        rows.append(
            [
                title,
                str(total),
                str(numbers["numbers"]),
                _share(numbers["without_unexplained_gap_or_repetition"], total),
                _share(numbers["clean"], total),
                str(len(numbers["explained"])),
                *(str(sum(len(said) for said in numbers[name].values())) for name in ("swallowed", "invented")),
            ]
        )
    head = ["", "文件", "编号", "无不明缺号重号", "且无漏认误认", "原文自身缺号的文件", "漏认", "误认"]
    return head, rows


def _account_table(made: Measurement) -> Table:
    totals = {name: sum(getattr(file.account, name) for file in made.files) for name in _ACCOUNT}
    rows = [[_ACCOUNT[name], f"{total:,}", _share(total, totals["characters"], 4)] for name, total in totals.items()]
    return ["字符", "数量", "占源文件"], rows


def _reasons_table(made: Measurement) -> Table:
    total = sum(file.account.characters for file in made.files)
    rows = [[reason, f"{size:,}", _share(size, total, 4)] for reason, size in made.reasons.most_common()]
    return ["原因", "字符（不计空白）", "占源文件"], rows


def _cutting_table(made: Measurement) -> Table:
    rows = []
    for name, title in CUTTERS.items():
        cuts = _cuts(made, name)
        total = cuts["articles"]
        rows.append(
            [title, str(total), *(f"{cuts[each]}（{_share(cuts[each], total)}）" for each in ("merged", "split"))]
        )
    return ["做法", "条", "与别的条并在一块", "没有一块装下整条"], rows


def _speed_table(made: Measurement) -> Table:
    rows = [
        ["文本（UTF-8）", f"{made.megabytes:.2f} MB"],
        ["每秒 CPU 时间解析", f"{made.megabytes / max(made.cpu, 1e-9):.2f} MB"],
        ["每秒实际时间解析", f"{made.megabytes / max(made.wall, 1e-9):.2f} MB"],
    ]
    rows += [[f"常驻内存{name}", f"{value:.0f} MiB"] for name, value in made.memory_mb.items()]
    return ["指标", "数值"], rows


def _boundary_table(result: LabelResult) -> Table:
    rows = [
        [CUTTERS[name], KIND_NAMES[kind], *_score(score)]
        for kind in KIND_NAMES
        for name in result.scores
        if (score := _of(result, name, kind))
    ]
    return ["做法", "单元", "标注", "认出", "正确", "精确率（95% 区间）", "召回率（95% 区间）", "F1（95% 区间）"], rows


def _of(result: LabelResult, name: str, kind: Kind) -> Score | None:
    return result.scores[name].get(kind)


def _score(score: Score) -> list[str]:
    counts = [str(number) for number in (score.gold, score.found, score.right)]
    return [*counts, *(_rate(rate) for rate in (score.precision, score.recall, score.f1))]


def _agreement_table(made: Measurement) -> Table:
    rows = [
        [KIND_NAMES[kind], str(a.both), str(a.only_first), str(a.only_second), f"{a.kappa:.4f}"]
        for kind, a in made.agreement.items()
        if a.kappa is not None
    ]
    return ["单元", "两份都有", "只在第一份", "只在第二份", "Cohen κ"], rows


def _share(part: int, whole: int, digits: int = 2) -> str:
    return f"{part / whole:.{digits}%}" if whole else "—"


def _rate(rate: Rate | None) -> str:
    return f"{rate.value:.2%}（{rate.low:.2%}–{rate.high:.2%}）" if rate else "—"


def as_markdown(made: Measurement) -> str:
    """The report that people read: tables first, then every file in which something is wrong."""
    lines = [f"# 解析测量：{made.folder}", "", f"{len(made.files)} 个文件，{len(made.errors)} 个未能解析。", ""]
    for title, (head, rows) in tables(made).items():
        lines += [f"## {title}", "", *_markdown(head, rows), ""]
    lines += _listed("未能解析的文件", made.errors)
    lines += _listed("没有交代去向或重复的字符", made.failures)
    for title, files in zip(("有条的文件", "没有条的文件"), _groups(made), strict=True):
        numbers = _numbers(files)
        for name, words in (
            ("faults", "不明的缺号、重号"),
            ("swallowed", "漏认的编号"),
            ("invented", "误认的条"),
            ("explained", "原文自身的缺号"),
        ):
            lines += _listed(f"{title}：{words}", (f"{file}：{_few(said)}" for file, said in numbers[name].items()))
    for index, result in enumerate(made.labels):
        if any((result.missed, result.made_up) == (other.missed, other.made_up) for other in made.labels[:index]):
            continue  # labels that agree need no second list
        for words, by_file in (("标注有而没有照样认出", result.missed), ("认出而标注没有", result.made_up)):
            said = (f"{file}：{_few(addresses)}" for file, addresses in by_file.items())
            lines += _listed(f"标注 {result.name}：{words}", said)
    return "\n".join(lines).rstrip() + "\n"


def _listed(title: str, entries: Iterable[str]) -> list[str]:
    entries = list(entries)
    return [f"## {title}", "", *(f"- {entry}" for entry in entries), ""] if entries else []


def _few(said: Sequence[str]) -> str:
    return "，".join(said[:_LISTED]) + (f"……共 {len(said)} 处" if len(said) > _LISTED else "")


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
