"""Style sheets and scripts, read once and served under addresses that change with their content."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Asset", "asset", "asset_names", "asset_url"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its content, its media type and its address."""

    body: bytes
    media_type: str
    url: str


@cache
def asset(name: str) -> Asset:
    """Return a file of ``static/`` by its name.

    Raises
    ------
    KeyError
        If there is none, or it is of a kind that is not served.
    """
    if name not in asset_names():
        raise KeyError(name)
    body = (files("handiwork.faces.web") / "static" / name).read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(body, _TYPES[name[name.rindex(".") :]], f"/static/{digest}/{name}")


def asset_url(name: str) -> str:
    """Return the address of a file, which changes with its content."""
    return asset(name).url


@cache
def asset_names() -> tuple[str, ...]:
    """Return the names of all files that are served."""
    found = (each.name for each in (files("handiwork.faces.web") / "static").iterdir())
    return tuple(sorted(name for name in found if name[name.rfind(".") :] in _TYPES))
