"""Files come in under safe names, within the limits, and wait."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.admin.jobs import Jobs
from ingest.library import library_files

GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"


def staged(admin: Any) -> list[str]:
    return [each["name"] for each in admin.get("overview").json()["staged"]["files"]]


def test_upload_drop_discard(admin: Any) -> None:
    answer = admin.put("甲.txt", GOOD)
    assert answer.status_code == 201 and answer.json()["name"] == "甲.txt"
    admin.put("乙.txt", GOOD)
    assert staged(admin) == ["乙.txt", "甲.txt"] and library_files(admin.data) == []
    admin.post("drop", {"name": "甲.txt"})
    assert staged(admin) == ["乙.txt"]
    admin.post("discard")
    assert staged(admin) == []
    assert admin.actions == ["login", "upload", "upload", "drop", "discard"]


def test_what_waits_stays_as_it_is_while_it_is_imported(admin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    admin.put("甲.txt", GOOD)
    monkeypatch.setattr(Jobs, "running", lambda jobs: "a job")
    told = [
        admin.put("乙.txt", GOOD),
        admin.post("drop", {"name": "甲.txt"}),
        admin.post("remove", {"name": "甲.txt"}),
        admin.post("discard"),
    ]
    assert [each.status_code for each in told] == [409] * 4 and "请等它结束" in told[0].json()["error"]["message"]
    assert staged(admin) == ["甲.txt"] and admin.actions == ["login", "upload"]


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("..%2F..%2Fregulations.jsonl", "regulations.jsonl"),
        ("%3Cimg%20src=x%20onerror=alert(1)%3E.txt", "_img src=x onerror=alert(1)_.txt"),
        ("C%3A%5C%E5%8A%9E%E6%B3%95.txt", "办法.txt"),
    ],
)
def test_names_stay_in_the_folder(admin: Any, name: str, saved: str) -> None:
    assert admin.put(name, GOOD).json()["name"] == saved
    assert [path.name for path in (admin.data / "library" / ".staged").iterdir()] == [saved]


def test_what_cannot_be_saved(admin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_FILE_MB", "0.001")
    for content, status, said in ((b"", 422, "文件是空的"), (b"x" * 2000, 413, "超过 0.001 MB 的上限")):
        answer = admin.put("甲.txt", content)
        assert answer.status_code == status and said in answer.json()["error"]["message"]

    def chunks() -> Any:
        yield b"x" * 800
        yield b"x" * 800

    answer = admin.client.put("/t/admin/api/files/甲.txt", content=chunks(), headers={"x-tiaowen-csrf": admin.csrf})
    assert answer.status_code == 413, "also where the length is not declared"
    for name in ("%E2%80%AE", "..."):
        assert "不能用" in admin.put(name, b"x").json()["error"]["message"]
    assert admin.put("甲.txt", b"x", replaces="没有.txt").json()["error"]["code"] == "missing"
    assert list((admin.data / "library" / ".staged").iterdir()) == []


def test_replace_and_remove(admin: Any) -> None:
    library = admin.data / "library"
    library.mkdir(parents=True)
    (library / "甲.txt").write_text(GOOD, encoding="utf-8")
    admin.put("甲二版.txt", GOOD, replaces="甲.txt")
    state = admin.get("overview").json()["staged"]
    assert state == {
        "files": [{"name": "甲二版.txt", "bytes": len(GOOD.encode()), "replaces": False}],
        "removed": ["甲.txt"],
    }
    assert admin.post("remove", {"name": "../甲.txt"}).status_code == 422
    assert admin.post("drop", {"name": "甲.txt"}).json()["removed"] == []


def test_a_broken_store_is_told(admin: Any, tmp_path: Path) -> None:
    admin.data.mkdir(exist_ok=True)
    (admin.data / "regulations.jsonl").write_text("{\n", encoding="utf-8")
    answer = admin.get("regulations")
    assert answer.status_code == 422 and "第 1 行已损坏" in answer.json()["error"]["message"]
    assert admin.get("overview").status_code == 200
    assert "还没有导入过" in admin.get("report").json()["report"]
