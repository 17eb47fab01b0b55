"""The account whose public page an address is."""

import re
from functools import cache
from urllib.parse import unquote, urlsplit

__all__ = ["account_at"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_GITHUBS_OWN = frozenset(
    {"about", "apps", "explore", "features", "marketplace", "orgs", "settings", "sponsors", "topics"}
)
_HUBS_OWN = frozenset(
    {"blog", "chat", "collections", "datasets", "docs", "join", "learn", "login", "models", "new", "papers", "posts"}
    | {"pricing", "settings", "spaces", "tasks"}
)


def account_at(address: str) -> str | None:
    """Return the key of the account whose page an address is; None if it is no page of one account.

    Examples
    --------
    >>> account_at("https://github.com/Ada_L/"), account_at("https://huggingface.co/ada_l")
    ('login:ada_l', 'huggingface:ada_l')
    >>> account_at("https://github.com/ada_l/clock") is None
    True
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = [unquote(part) for part in parts.path.split("/") if part]
    if parts.scheme not in ("http", "https") or not path or not _NAME.fullmatch(path[-1]):
        return None
    name = path[-1].lower()
    if len(path) == 1 and host == "github.com" and name not in _GITHUBS_OWN:
        return f"login:{name}"
    if len(path) == 1 and host in ("huggingface.co", "hf.co") and name not in _HUBS_OWN:
        return f"huggingface:{name}"
    if len(path) == 2 and path[0] == "user" and host == _package_host():
        return f"pypi:{name}"
    return None


# --- private ---


@cache
def _package_host() -> str:
    from pypi_simple import PYPI_SIMPLE_ENDPOINT  # noqa: PLC0415 - its requests are slow to import, and seldom needed

    return urlsplit(PYPI_SIMPLE_ENDPOINT).hostname or ""
