"""The portal's token is one that the service takes."""

from __future__ import annotations

import pytest

from app.access.signed import SignedError, portal_tokens
from app.embed.portal.mint import tiaowen_token

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("user", ["zhangsan", "张三", 'a"b\\c'])
def test_the_service_knows_the_user(user: str) -> None:
    assert portal_tokens([SECRET], 5).read(tiaowen_token(SECRET, user)) == user


def test_another_secret_is_noticed() -> None:
    with pytest.raises(SignedError, match="签名不符"):
        portal_tokens(["x" * 32], 5).read(tiaowen_token(SECRET, "张三"))


def test_a_longer_life_than_the_service_allows_is_noticed() -> None:
    with pytest.raises(SignedError, match="超过 5 分钟"):
        portal_tokens([SECRET], 5).read(tiaowen_token(SECRET, "张三", 6))
