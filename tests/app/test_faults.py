"""What pydantic finds wrong is told in Chinese."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError

from app.faults import reason


class _Shape(BaseModel):
    number: Annotated[int, Field(ge=1, le=9)] = 1
    words: Annotated[str, Field(min_length=1, max_length=3)] = "x"
    several: Annotated[list[str], Field(min_length=1, max_length=2)] = Field(default=["x"])
    one_of: Literal["甲", "乙"] = "甲"
    anything: bool = True
    moment: Annotated[float, Field(gt=0)] = 1.0
    pattern: re.Pattern[str] | None = None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": 0}, "应不小于 1"),
        ({"number": 10}, "应不大于 9"),
        ({"number": "x"}, "应为整数"),
        ({"number": "9" * 5000}, "数值太大"),
        ({"words": "四个字吗"}, "太长，最多 3 个字"),
        ({"words": ""}, "不能为空"),
        ({"words": 1}, "应为文字"),
        ({"several": []}, "太少，至少 1 项"),
        ({"several": ["x"] * 3}, "太长，最多 2 项"),
        ({"one_of": "丙"}, "可选：'甲'、'乙'"),
        ({"anything": "也许"}, "应为 true 或 false"),
        ({"moment": "x"}, "应为数字"),
        ({"moment": 0}, "应大于 0"),
        ({"pattern": object()}, "值无效"),
    ],
)
def test_reasons(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _Shape.model_validate(given)
    assert reason(dict(caught.value.errors()[0])) == said
