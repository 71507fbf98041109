"""The administrator's password: only its scrypt hash is kept, in one line without characters that shells change."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import threading

SHORTEST = 12
"""Characters that a new password needs."""

_COST, _BLOCK, _LANES = 15, 8, 1  # 2**15 rounds of 1 kB: 32 MB and a tenth of a second
_ONE_AT_A_TIME = threading.Lock()  # many tries at once must not take 32 MB each
_KEPT = re.compile(r"scrypt\.(1[4-7])\.8\.1\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


def hashed(password: str) -> str:
    """What to keep instead of ``password``: ``scrypt.cost.block.lanes.salt.hash``."""
    salt = secrets.token_bytes(16)
    return f"scrypt.{_COST}.{_BLOCK}.{_LANES}.{_text(salt)}.{_text(_scrypt(password, salt, _COST))}"


def is_hash(kept: str) -> bool:
    """Whether ``kept`` was made by :func:`hashed`."""
    return _KEPT.fullmatch(kept) is not None


def verify(password: str, kept: str) -> bool:
    """Whether ``kept`` is the hash of ``password``; False for anything that is no hash of ours."""
    parts = _KEPT.fullmatch(kept)
    if parts is None or len(password) > 1024:
        return False
    try:
        salt, expected = _bytes(parts[2]), _bytes(parts[3])
    except binascii.Error:
        return False
    return hmac.compare_digest(_scrypt(password, salt, int(parts[1])), expected)


def _scrypt(password: str, salt: bytes, cost: int) -> bytes:
    given = password.encode("utf-8", "surrogatepass")
    with _ONE_AT_A_TIME:
        return hashlib.scrypt(given, salt=salt, n=2**cost, r=_BLOCK, p=_LANES, maxmem=256 * 2**20, dklen=32)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
