"""The site's words over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.site import contact
from vectorstore.own_words import read_own


def test_contact(open_admin: Callable[..., Any]) -> None:
    admin = open_admin(contact="传达室")
    admin.login()
    assert admin.get("words").json()["contact"] == "传达室"
    assert admin.post("contact", {"contact": "综合办公室"}).json()["contact_set"]
    assert contact(admin.data, "传达室") == "综合办公室"
    assert admin.post("contact", {"contact": "长" * 101}).status_code == 422
    assert admin.post("contact", {"contact": None}).json()["contact"] == "传达室"
    assert admin.post("contact/undo").json()["contact"] == "综合办公室"
    assert admin.actions == ["login", "contact", "contact", "contact_undo"]


def test_synonyms(admin: Any) -> None:
    found = admin.post("synonyms", {"text": "甲 → 乙\n丙 →\n"}).json()
    assert [each["line"] for each in found["faults"]] == [2] and not found["saved"] and read_own(admin.data) == ""
    assert not admin.post("synonyms", {"text": "甲 → 乙", "check": True}).json()["saved"]
    assert admin.post("synonyms", {"text": "甲 → 乙"}).json()["saved"]
    assert read_own(admin.data) == "甲 → 乙\n"
    assert admin.post("synonyms/undo").json()["synonyms"] == ""
    assert admin.actions == ["login", "synonyms", "synonyms_undo"]
    assert "考核" in admin.get("words").json()["packaged"]
