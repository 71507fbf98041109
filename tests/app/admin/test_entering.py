"""Nobody gets in without the password, nothing is changed from another page, and nothing is there while it is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.admin.attempts import Attempts
from app.admin.sessions import IDLE, LONGEST, Sessions

READ = ["overview", "regulations", "report", "jobs", "words", "usage", "unanswered", "feedback", "actions", "jobs/x"]
CHANGE = [
    "logout",
    "drop",
    "remove",
    "discard",
    "jobs",
    "cancel",
    "contact",
    "contact/undo",
    "synonyms",
    "synonyms/undo",
]


def test_login_and_logout(open_admin: Callable[..., Any]) -> None:
    visit = open_admin()
    answer = visit.login()
    cookie = answer.headers["set-cookie"]
    for part in ("tiaowen_admin=", "HttpOnly", "SameSite=strict", "Path=/t/admin"):
        assert part in cookie
    assert "Max-Age" not in cookie and visit.get("overview").status_code == 200
    assert visit.post("logout").status_code == 200
    assert visit.get("overview").status_code == 401
    assert visit.actions == ["login", "logout"] and visit.noted[0]["visitor"] == "王某"


def test_a_wrong_password(open_admin: Callable[..., Any]) -> None:
    visit = open_admin()
    answer = visit.login("猜的密码猜的密码猜的")
    assert answer.status_code == 401 and "密码不对" in answer.json()["error"]["message"]
    assert "set-cookie" not in answer.headers and visit.actions == ["login_failed"]
    assert visit.login(name="  ").status_code == 422
    for _ in range(3):
        visit.login("错")
    refused = visit.login()
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0, "also with the right one"


@pytest.mark.parametrize("path", READ)
def test_reading_needs_a_session(open_admin: Callable[..., Any], path: str) -> None:
    answer = open_admin().get(path)
    assert answer.status_code == 401 and "登录" in answer.json()["error"]["message"]


BODIES = {
    "drop": {"name": "甲.txt"},
    "remove": {"name": "甲.txt"},
    "jobs": {"kind": "rebuild"},
    "contact": {"contact": "甲"},
    "synonyms": {"text": ""},
}


@pytest.mark.parametrize("path", CHANGE)
def test_changes_need_the_page_they_come_from(admin: Any, path: str) -> None:
    admin.csrf = "other"
    assert admin.post(path, BODIES.get(path)).status_code == 403
    assert admin.put("甲.txt", "甲").status_code == 403
    admin.client.cookies.clear()
    assert admin.post(path, BODIES.get(path)).status_code == 401
    assert admin.actions == ["login"] and not (admin.data / "library").exists()


def test_a_form_of_another_site_cannot_log_in(open_admin: Callable[..., Any]) -> None:
    visit = open_admin()
    answer = visit.client.post(
        "/t/admin/api/login", content='{"name":"甲","password":"乙"}', headers={"content-type": "text/plain"}
    )
    assert answer.status_code in (415, 422) and visit.noted == []


def test_the_pages(open_admin: Callable[..., Any]) -> None:
    visit = open_admin()
    page = visit.client.get("/t/admin")
    assert "管理密码" in page.text and "data-csrf" not in page.text
    visit.login(name='"><script>alert(1)</script>')
    page = visit.client.get("/t/admin")
    assert f'data-csrf="{visit.csrf}"' in page.text
    assert "<script>alert" not in page.text and "&lt;script&gt;alert" in page.text
    assert visit.get("没有这个").status_code == 404


def test_off(open_admin: Callable[..., Any]) -> None:
    visit = open_admin(admin_password=None)
    page = visit.client.get("/t/admin")
    assert page.status_code == 404 and "没有开放" in page.text and "admin_password" in page.text
    for answer in (visit.login(), visit.get("overview"), visit.put("甲.txt", "甲")):
        assert answer.status_code == 404
    visit.client._transport.client = ("192.0.2.7", 5000)
    assert "admin_password" not in visit.client.get("/t/admin").text


def test_sessions_end() -> None:
    now = 0.0
    sessions = Sessions(lambda: now)
    session = sessions.begin("王某")
    now = IDLE - 1
    assert sessions.find(session.key, touch=False) == session
    now = IDLE + 1
    assert sessions.find(session.key) is None, "looking without doing anything does not keep it open"
    session = sessions.begin("王某")
    for _ in range(30):
        now += IDLE - 1
        found = sessions.find(session.key)
    assert found is None and now - session.begun > LONGEST
    first = sessions.begin("王某")
    for _ in range(50):
        now += 1
        sessions.begin("李某")
    assert sessions.find(first.key) is None
    assert sessions.find("") is None


def test_an_address_waits_longer_and_longer() -> None:
    now = 0.0
    attempts = Attempts(lambda: now)
    waits = []
    for _ in range(12):
        attempts.failed("2001:db8::1")
        waits.append(attempts.wait("2001:db8::2"))  # the same household
        now += waits[-1]
    assert waits == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]
    assert attempts.wait("192.0.2.1") == 0
    attempts.failed("2001:db8::1")
    attempts.succeeded("2001:db8::1")
    assert attempts.wait("2001:db8::1") == 0
