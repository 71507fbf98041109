"""Who may ask, as the settings of a site say."""

from __future__ import annotations

from app.access.identify import Access
from app.access.keys import Keys
from app.access.proxies import Proxies
from app.access.signed import portal_tokens, sessions
from app.settings import Settings


def access(settings: Settings) -> Access:
    """Tokens, sessions and keys, each where its setting is made."""
    secrets = [s.get_secret_value() for s in (settings.token_secret, settings.token_secret_old) if s is not None]
    return Access(
        settings.access,
        portal_tokens(secrets, settings.token_minutes) if settings.token_secret else None,
        sessions(secrets, settings.session_hours) if settings.token_secret else None,
        Keys(dict(key.get_secret_value().split(":", 1) for key in settings.api_keys)),
        settings.user_header.lower().encode("ascii") if settings.user_header else None,
    )


def proxies(settings: Settings) -> Proxies:
    """The reverse proxies whose headers count."""
    return Proxies(settings.trusted_proxies)
