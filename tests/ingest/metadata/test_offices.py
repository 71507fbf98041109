"""Names of offices one after the other."""

from __future__ import annotations

import re

import pytest

from ingest.metadata.offices import MOST, are_offices

ENDING = re.compile("(?=(办公室|委员会|党委|政府|委|会|部|局))")


@pytest.mark.parametrize(
    "text", ["青石镇政府", "青石镇党委、政府", "宣传部教育局", "青石镇委员会办公室", "教育部、宣传部、", "委" * 60]
)
def test_offices(text: str) -> None:
    assert are_offices(text, ENDING)


@pytest.mark.parametrize(
    "text", ["", "政府", "青石镇", "青石镇政府各科", "印部", "一" * 31 + "部", "委" * (MOST + 1), "委" * 60 + "的"]
)
def test_no_offices(text: str) -> None:
    assert not are_offices(text, ENDING)
