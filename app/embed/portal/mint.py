"""The token by which a portal says who its signed-in user is. ``docs/embedding.md`` prints this function."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time


def tiaowen_token(secret: str, user: str, minutes: int = 5) -> str:
    """A JSON Web Token (HS256) for ``user``, valid for ``minutes`` from now."""

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"sub": user, "iat": now, "exp": now + minutes * 60, "aud": "tiaowen"}
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + "." + part(json.dumps(claims).encode())
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return signed + "." + part(signature)
