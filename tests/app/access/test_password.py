"""The administrator's password is kept as a hash that shells and files do not change."""

from __future__ import annotations

import re

import pytest

from app.access.password import hashed, is_hash, verify


def test_the_right_one_and_no_other() -> None:
    kept = hashed("正确的密码 12")
    assert verify("正确的密码 12", kept) and is_hash(kept)
    for wrong in ("", "正确的密码 1", "正确的密码 12 ", kept, "x" * 100_000):
        assert not verify(wrong, kept)


def test_two_hashes_of_one_password_differ() -> None:
    assert hashed("same password") != hashed("same password")


def test_nothing_in_it_needs_quoting() -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]+", hashed("password"))


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "password",
        "scrypt",
        "scrypt.15.8.1..",
        "scrypt.1.8.1." + "a" * 22 + "." + "a" * 43,
        "scrypt.30.8.1." + "a" * 22 + "." + "a" * 43,
        "scrypt.15.8.1." + "a" * 22 + "." + "a" * 43 + "\n",
        "scrypt.15.8.9." + "a" * 22 + "." + "a" * 43,
    ],
)
def test_what_is_no_hash_lets_nobody_in(kept: str) -> None:
    assert not is_hash(kept) and not verify("password", kept) and not verify("", kept)
