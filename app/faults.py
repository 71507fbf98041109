"""What pydantic found wrong with a value, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不是可用的参数，请删除或检查拼写",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "int_from_float": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "数值太大",
    "int_type": "应为整数",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_unicode": "含有不成对的代理字符，请检查编码",
    "string_pattern_mismatch": "格式不对",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "model_type": "应为对象",
    "path_type": "应为路径",
}


def reason(fault: Mapping[str, Any]) -> str:
    """What is wrong, as half a sentence; ``fault`` is one of ``ValidationError.errors()``."""
    kind, limits = fault["type"], fault.get("ctx") or {}
    if kind == "value_error":
        return str(limits.get("error", ""))
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"应不小于 {_number(limits['ge'])}" if "ge" in limits else f"应不大于 {_number(limits['le'])}"
    if kind == "greater_than":
        return f"应大于 {_number(limits['gt'])}"
    if kind in ("string_too_long", "too_long"):
        return f"太长，最多 {limits.get('max_length')} {'个字' if kind == 'string_too_long' else '项'}"
    if kind == "too_short":
        return f"太少，至少 {limits.get('min_length')} 项"
    if kind == "literal_error":
        return f"可选：{str(limits.get('expected', '')).replace(' or ', '、').replace(', ', '、')}"
    return _REASONS.get(kind, "值无效")


def _number(limit: float) -> str:
    return str(int(limit) if limit == int(limit) else limit)
