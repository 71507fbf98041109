"""Provinces that a question or a title names: a rule of one province does not settle a question about another."""

from __future__ import annotations

import re

_NAMES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾"
)
# 海南区 and 吉林市 are no provinces, 南京路 no place that makes rules.
_REGION = re.compile(rf"(?P<name>{_NAMES})(?![区县路街镇乡]|(?<=吉林)市)")


def regions(text: str) -> frozenset[str]:
    """The provinces, municipalities and autonomous regions that ``text`` names, by their short names."""
    return frozenset(match["name"] for match in _REGION.finditer(text))
