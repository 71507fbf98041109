"""Playwright's ``expect``, looked up when it is called: the tests are collected also where playwright is missing."""

from __future__ import annotations

from typing import Any


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as playwright_expect

    return playwright_expect(locator)
