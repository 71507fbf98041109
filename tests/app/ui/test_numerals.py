from __future__ import annotations

import pytest

from app.ui.numerals import numeral


@pytest.mark.parametrize(("number", "shown"), [(1, "①"), (20, "⑳"), (21, "[21]"), (0, "[0]")])
def test_numerals(number: int, shown: str) -> None:
    assert numeral(number) == shown
