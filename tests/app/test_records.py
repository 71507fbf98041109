"""Regulations and articles as the API shows them."""

from __future__ import annotations

import pytest

from app.records import contents, find, summary, whole
from ingest.model import Regulation


def test_summary_and_contents(regulation: Regulation) -> None:
    short = summary(regulation)
    assert (short["id"], short["title"], short["article_count"], short["sources"]) == (
        "r1",
        "图书室借阅办法",
        3,
        ["借阅.txt"],
    )
    listed = contents(regulation, "/tw")["articles"]
    assert [a["id"] for a in listed] == ["r1#第一条", "r1#第二条", "r1#第三条"]
    assert listed[0]["url"].startswith("/tw/?article=r1%23")


def test_a_whole_article_with_its_neighbours(regulation: Regulation) -> None:
    found = find({"r1": regulation}, "r1#第二条")
    assert found is not None
    shown = whole(*found)
    assert shown["text"] == regulation.text[shown["start"] : shown["end"]] and shown["text"].startswith("第二条 ")
    assert (shown["previous"], shown["next"]) == ("r1#第一条", "r1#第三条")
    assert [part["label"] for part in shown["parts"]] == ["第二条", "第二条", "第二条第（一）项", "第二条第（二）项"]
    [place] = shown["sources"]
    assert (place["file"], place["start"], place["end"]) == ("借阅.txt", shown["start"] + 7, shown["end"] + 7)
    assert (place["page"], place["position"]) == (None, "")
    assert whole(regulation, 0)["previous"] is None and whole(regulation, 2)["next"] is None


@pytest.mark.parametrize("identity", ["", "r1", "r1#", "r1#第九条", "r2#第一条", "#第一条"])
def test_an_unknown_article(regulation: Regulation, identity: str) -> None:
    assert find({"r1": regulation}, identity) is None
