"""What a user may name as a git history: a folder or an address, and the ``owner/name`` it is loaded as."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from handiwork.errors import InputError

__all__ = ["SCHEMES", "GitTarget", "checked_repo_name", "name_from_folder", "name_from_url"]

SCHEMES: tuple[str, ...] = ("https", "http", "git", "ssh", "file")
"""Kinds of address git may fetch from."""

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")
_SCP = re.compile(r"(?:[\w.-]+@)?([\w.-]+):(?!/)([^:]+)")
_PART = r"[A-Za-z0-9._-]+"
_REPO_NAME = re.compile(rf"{_PART}/{_PART}")
_FLAT_NAME = re.compile(rf"({_PART}?)__({_PART})")


@dataclass(frozen=True, slots=True)
class GitTarget:
    """One history to load.

    Attributes
    ----------
    location
        A folder with a repository (bare or not), or an address to clone from.
    repo_name
        ``owner/name`` to load it as; None to derive it from the address, from the remote ``origin`` or
        from a folder called ``owner__name``.

    Examples
    --------
    >>> GitTarget("git@github.com:octo_org/engine.git").url_label
    'github.com/octo_org/engine'
    >>> GitTarget("./engine").is_url
    False
    """

    location: str
    repo_name: str | None = None

    @property
    def is_url(self) -> bool:
        """Whether it is an address rather than a folder; a folder that exists wins over ``host:path``."""
        if _URL.match(self.location) or _HELPER.match(self.location):
            return True
        return bool(_SCP.fullmatch(self.location)) and not _is_there(self.location)

    @property
    def url_label(self) -> str:
        """``host/path`` of an address, without user, password and ``.git``; ``local`` for a ``file`` address."""
        host, path = _host_and_path(self.location)
        return f"{host}/{_without_suffix(path)}" if host else "local"

    def check(self) -> None:
        """Refuse what must not be handed to git.

        Raises
        ------
        InputError
            For an empty location or one that starts with ``-``, for another kind of address than
            :data:`SCHEMES`, and for an address that holds a password.
        """
        if not self.location.strip() or self.location.startswith("-") or "\0" in self.location:
            raise InputError(f"{self.location!r} is not a folder or an address of a git repository")
        if self.repo_name is not None:
            checked_repo_name(self.repo_name)
        if not self.is_url:
            return
        found = _URL.match(self.location)
        kind = found[1].lower() if found else "ssh"
        if kind not in SCHEMES or _HELPER.match(self.location):
            raise InputError(f"addresses of this kind are not fetched from: use one of {', '.join(SCHEMES)}")
        if found and _has_password(self.location):
            raise InputError(
                f"the address at {self.url_label} holds a password: leave it out and use git's credential helper"
            )


def checked_repo_name(name: str) -> str:
    """Return the name if it is ``owner/name``.

    Raises
    ------
    InputError
        If it is not.
    """
    if not _REPO_NAME.fullmatch(name) or any(set(part) == {"."} for part in name.split("/")):
        raise InputError(f"{name!r} is not a repository name: write it as owner/name")
    return name


def name_from_url(url: str) -> str | None:
    """Return ``owner/name`` of an address whose path is just that; None for any other.

    Examples
    --------
    >>> name_from_url("https://github.com/octo_org/engine.git")
    'octo_org/engine'
    >>> name_from_url("https://gitlab.com/group/team/engine") is None
    True
    """
    host, path = _host_and_path(url)
    name = _without_suffix(path)
    return name if host and _REPO_NAME.fullmatch(name) else None


def name_from_folder(location: str) -> str | None:
    """Return ``owner/name`` of a folder called ``owner__name``, or typed as ``owner/name``; else None.

    Examples
    --------
    >>> name_from_folder("mirrors/octo_org__engine.git"), name_from_folder("octo_org/engine")
    ('octo_org/engine', 'octo_org/engine')
    >>> name_from_folder("/home/src/engine") is None
    True
    """
    trimmed = location.rstrip("/")
    if flat := _FLAT_NAME.fullmatch(_without_suffix(Path(trimmed).name)):
        return f"{flat[1]}/{flat[2]}"
    typed = _without_suffix(trimmed)
    is_name = _REPO_NAME.fullmatch(typed) and not trimmed.startswith((".", "/")) and not trimmed.endswith("/.git")
    return typed if is_name else None


# --- private ---


def _host_and_path(url: str) -> tuple[str, str]:
    """Return host and path of an address; an empty host for a file or a folder."""
    if found := _URL.match(url):
        if found[1].lower() == "file":
            return "", found[2]
        try:
            parts = urlsplit(url)
            return (parts.hostname or ""), unquote(parts.path)
        except ValueError:
            return "", ""
    short = _SCP.fullmatch(url)
    return (short[1], short[2]) if short else ("", url)


def _has_password(url: str) -> bool:
    try:
        return urlsplit(url).password is not None
    except ValueError as error:
        raise InputError(f"{url!r} is no address: {error}") from error


def _is_there(folder: str) -> bool:
    try:
        return Path(folder).exists()
    except (OSError, ValueError):  # no folder has such a name
        return False


def _without_suffix(path: str) -> str:
    return path.strip("/").removesuffix(".git")
