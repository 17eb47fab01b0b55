"""Programmes at an address: one file, an archive, EuroPython's pair, or a pretalx event with its API."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

from handiwork.errors import InputError, PermanentSourceError
from handiwork.sources.asking import Answer, Asker, page_address
from handiwork.sources.conferences.nouns import slug
from handiwork.sources.conferences.pretalx import read_submissions
from handiwork.sources.conferences.recognising import Planned, planned_events
from handiwork.sources.conferences.trees import Files, is_archive, read_archive

__all__ = ["Fetched", "fetch"]

_API = {"Pretalx-Version": "v2"}
_MOST_PAGES = 400


@dataclass(slots=True)
class Fetched:
    """What an address holds: its events, the entity tags by address, and when it was told."""

    planned: list[Planned] = field(default_factory=list)
    etags: dict[str, str] = field(default_factory=dict)
    at: datetime | None = None


def fetch(
    asker: Asker, url: str, *, etags: dict[str, str], as_format: str | None = None, event: str | None = None
) -> Fetched | None:
    """Return the events at an address.

    Parameters
    ----------
    asker
        How it is asked.
    url
        A file, an archive, or ``https://host/event`` of pretalx.
    etags
        Of an earlier load, every address that it asked; empty to load anew.
    as_format, event
        As for :func:`planned_events`.

    Returns
    -------
    Fetched or None
        None if nothing changed.

    Raises
    ------
    SourceError
        If it does not deliver.
    InputError
        If what it holds is no programme.
    """
    if etags and all(asker.get(known, headers=_API, etag=etag).is_unchanged for known, etag in etags.items()):
        return None
    path = urlsplit(url).path
    if path.endswith(".json") or is_archive(path):
        return _files(asker, url, as_format, event)
    return _pretalx(asker, url.rstrip("/"), event)


# --- private ---


def _ask(asker: Asker, url: str, fetched: Fetched) -> Answer:
    answer = asker.get(url, headers=_API)
    fetched.at = answer.at
    if answer.etag:
        fetched.etags[url] = answer.etag
    return answer


def _files(asker: Asker, url: str, as_format: str | None, event: str | None) -> Fetched:
    fetched = Fetched()
    name = PurePosixPath(urlsplit(url).path).name
    answer = _ask(asker, url, fetched)
    files: Files = read_archive(answer.content, name) if is_archive(name) else {name: answer.content}
    if name == "sessions.json":
        files["speakers.json"] = _ask(asker, urljoin(url, "speakers.json"), fetched).content
    fetched.planned = planned_events(files, event or name, as_format=as_format, event=event)
    return fetched


def _pretalx(asker: Asker, url: str, event: str | None) -> Fetched:
    """Return an event by API v2; by its schedule export where the API is closed to the public."""
    base, _, key = url.rpartition("/")
    if not urlsplit(base).netloc or not slug(key):
        raise InputError(f"{page_address(url)} names no event: https://host/event is needed, or the address of a file")
    fetched = Fetched()
    try:
        rows = _pages(asker, f"{base}/api/events/{key}/submissions/?expand=speakers,slots&page_size=50", fetched)
    except PermanentSourceError as error:
        if not str(error).endswith((" 401", " 403", " 404")):
            raise
        return _files(asker, f"{url}/schedule/export/schedule.json", "pretalx", event or key)
    read = partial(read_submissions, rows, event=event or key, base=url)
    fetched.planned = [Planned("pretalx", slug(event or key), read)]
    return fetched


def _pages(asker: Asker, first: str, fetched: Fetched) -> list[Any]:
    rows: list[Any] = []
    url: str | None = first
    asked = set()
    while url is not None:
        asked.add(url)
        answer = _ask(asker, url, fetched)
        page = answer.json()
        found = page.get("results") if isinstance(page, dict) else None
        if not isinstance(found, list) or "next" not in page:
            raise PermanentSourceError(f"{answer.url} answered no page of submissions")
        rows += found
        following = page["next"]
        url = urljoin(url, following) if isinstance(following, str) else None
        if url is not None and (
            urlsplit(url).netloc != urlsplit(first).netloc or url in asked or len(asked) > _MOST_PAGES
        ):
            raise PermanentSourceError(f"{answer.url} answered pages without end, or on another host")
    return rows
