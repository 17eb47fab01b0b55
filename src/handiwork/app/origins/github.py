"""What `ingest github` does: the token from the environment, which repositories and people, a load or its price."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from handiwork.app.engines import Home
from handiwork.errors import UsageError

if TYPE_CHECKING:  # names for annotations only; importing them would load the engine
    from handiwork.ingest.github import Price, Targets
    from handiwork.lake.manifest import PackageRecord
    from handiwork.sources.github import GitHubApi

__all__ = ["github_token", "ingest_github", "key_repositories", "price_github"]

_TOKENS = ("HANDIWORK_GITHUB_TOKEN", "GITHUB_TOKEN")


def github_token(environ: Mapping[str, str]) -> str:
    """Return the token that the environment has.

    Parameters
    ----------
    environ
        The process environment; ``HANDIWORK_GITHUB_TOKEN`` wins over ``GITHUB_TOKEN``.

    Raises
    ------
    UsageError
        If there is none, or it cannot be one.
    """
    token = next((environ[name].strip() for name in _TOKENS if environ.get(name, "").strip()), "")
    if not token:
        raise UsageError(
            "GitHub's API needs a token: make one without any scope (github.com/settings/tokens) and put it into the "
            "environment as HANDIWORK_GITHUB_TOKEN"
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError("the token in the environment has characters that no token has: was it copied whole?")
    return token


def key_repositories(app: Home, ecosystems: Sequence[str]) -> list[str]:
    """Return the names of the key repositories of ecosystems, in order, each once.

    Raises
    ------
    NotFoundError
        If the catalogue has no such ecosystem.
    """
    found = [r.name for name in ecosystems for r in app.catalog.ecosystem(name).key_repositories]
    return list(dict.fromkeys(found))


def ingest_github(app: Home, targets: "Targets", *, token: str) -> "list[PackageRecord]":
    """Load what GitHub tells about repositories and people.

    Parameters
    ----------
    app
        Where to load to.
    targets
        What is asked about.
    token
        Of GitHub's API; kept nowhere.

    Returns
    -------
    list of PackageRecord
        What became of each repository and profile.

    Raises
    ------
    UsageError
        If a repository or login cannot be one, or GitHub does not accept the token.
    """
    from handiwork.ingest.github import ingest_github as ingest

    targets = _checked(targets)
    suppressions = app.suppressions()
    with _api(app, token) as api, app.lake.writing() as lake:
        return ingest(api, lake, targets, suppressions=suppressions, collector=app.collector)


def price_github(app: Home, targets: "Targets", *, token: str) -> "list[Price]":
    """Return what loading would cost, by GitHub's own estimate; with a problem where GitHub does not tell.

    Raises
    ------
    UsageError
        As for :func:`ingest_github`.
    """
    from handiwork.ingest.github import price_github as price

    targets = _checked(targets)
    with _api(app, token) as api:
        return price(api, app.lake, targets)


# --- private ---


@contextmanager
def _api(app: Home, token: str) -> "Iterator[GitHubApi]":
    from handiwork.sources.asking import Manners
    from handiwork.sources.github import GitHubApi

    manners = Manners(contact=app.settings.contact, retry_wait_s=app.settings.retry_wait_s)
    with GitHubApi(app.settings.github_url, token, manners, note=app.collector.note) as api:
        yield api


def _checked(targets: "Targets") -> "Targets":
    """Return what is asked about with repositories named, not addressed, and each once."""
    names = [_repository_named(text) for text in targets.repositories]
    for login in targets.people:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", login):
            raise UsageError(f"{login!r} is no login of a person or organisation")
    if targets.since is not None and targets.since > datetime.now(UTC).date():
        raise UsageError(f"{targets.since} is in the future: nothing has changed since then")
    return replace(targets, repositories=list(dict.fromkeys(names)))


def _repository_named(text: str) -> str:
    """Return ``owner/name`` of what a person wrote, which may be the address of its page."""
    name = re.sub(r"^https?://github\.com/|\.git$|/$", "", text)
    if not re.fullmatch(r"[A-Za-z0-9_-]+/(?!\.{1,2}$)[A-Za-z0-9._-]+", name):
        raise UsageError(f"{text!r} is no repository: write it as owner/name")
    return name
