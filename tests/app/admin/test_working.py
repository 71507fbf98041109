"""From an upload to a changed store over the API, with the real commands; the index is another matter."""

from __future__ import annotations

import time
from typing import Any

import pytest

from ingest.pipeline import REGULATIONS
from ingest.store import read_regulations

GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"
OTHER = "复印规定\n第一条 登记。\n第二条 单面。\n第三条 完。"
LONG = 120.0


def work(admin: Any, **task: Any) -> dict[str, Any]:
    begun = admin.post("jobs", task)
    assert begun.status_code == 202, begun.text
    end = time.monotonic() + LONG
    while (job := admin.get(f"jobs/{begun.json()['id']}").json())["state"] == "running":
        assert time.monotonic() < end
        time.sleep(0.05)
    found: dict[str, Any] = job
    return found


def titles(admin: Any) -> list[str]:
    return sorted(each.title for each in read_regulations(admin.data / REGULATIONS))


@pytest.fixture
def without_a_model(open_admin: Any) -> Any:
    visit = open_admin(model="/没有这个模型")
    visit.login()
    return visit


def test_upload_preview_confirm(without_a_model: Any) -> None:
    admin = without_a_model
    admin.put("甲.txt", GOOD)
    admin.put("乙.txt", OTHER)
    tried = work(admin, kind="import", preview=True)
    assert tried["state"] == "done", tried
    assert [step["said"] for step in tried["result"]["steps"]] == [
        "新增：《复印规定》 ← 乙.txt",
        "新增：《打印办法》 ← 甲.txt",
    ]
    assert not (admin.data / REGULATIONS).exists()
    done = work(admin, kind="import", plan=tried["result"]["plan"])
    assert titles(admin) == ["复印规定", "打印办法"]
    assert done["state"] == "failed" and "没有这个模型" in done["error"], (
        "the index could not be built, and it says why"
    )
    listed = admin.get("regulations").json()
    assert [each["library"] for each in listed["regulations"]] == [["乙.txt"], ["甲.txt"]]
    assert "《打印办法》" in admin.get("report").json()["report"]
    assert admin.get("overview").json()["index"]["build"] is None
    history = admin.get("jobs").json()["jobs"]
    assert [(job["kind"], job["preview"]) for job in history] == [("import", False), ("import", True)]


def test_a_change_after_the_preview_is_not_confirmed_with_it(without_a_model: Any) -> None:
    admin = without_a_model
    admin.put("甲.txt", GOOD)
    tried = work(admin, kind="import", preview=True)
    admin.put("乙.txt", OTHER)
    done = work(admin, kind="import", plan=tried["result"]["plan"])
    assert done["state"] == "failed" and "请重新预演" in done["error"]
    assert not (admin.data / REGULATIONS).exists()


def test_withdraw_and_restore(without_a_model: Any) -> None:
    admin = without_a_model
    admin.put("甲.txt", GOOD)
    admin.put("乙.txt", OTHER)
    work(admin, kind="import", plan=work(admin, kind="import", preview=True)["result"]["plan"])
    identity = next(
        each["id"] for each in admin.get("regulations").json()["regulations"] if each["title"] == "打印办法"
    )
    tried = work(admin, kind="withdraw", preview=True, id=identity, reason="印错")
    assert [step["kind"] for step in tried["result"]["steps"]] == ["withdrawn"]
    work(admin, kind="withdraw", id=identity, reason="印错", plan=tried["result"]["plan"])
    assert titles(admin) == ["复印规定"]
    [entry] = admin.get("regulations").json()["withdrawn"]
    assert (entry["title"], entry["who"], entry["reason"]) == ("打印办法", "王某", "印错")
    tried = work(admin, kind="restore", preview=True, id=identity)
    work(admin, kind="restore", id=identity, plan=tried["result"]["plan"])
    assert titles(admin) == ["复印规定", "打印办法"]


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ({"kind": "import"}, "no_plan"),
        ({"kind": "withdraw", "preview": True}, "no_id"),
        ({"kind": "withdraw", "preview": True, "id": "a\0b"}, "no_id"),
        ({"kind": "rebuild", "preview": True}, "no_preview"),
        ({"kind": "format"}, "invalid_request"),
        ({"kind": "import", "plan": "--force"}, "invalid_request"),
    ],
)
def test_what_is_no_task(admin: Any, task: dict[str, Any], code: str) -> None:
    answer = admin.post("jobs", task)
    assert answer.status_code == 422 and answer.json()["error"]["code"] == code
    assert admin.get("jobs").json()["jobs"] == []


def test_a_rollback_without_an_index_says_why(admin: Any) -> None:
    job = work(admin, kind="rollback")
    assert job["state"] == "failed" and "还没有可用的索引" in job["error"]
    assert admin.actions == ["login", "rollback"]
    assert admin.get("jobs/没有").status_code == 404
