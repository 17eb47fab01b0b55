"""EuroPython's programme files: ``sessions.json`` and ``speakers.json``, records by code."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from handiwork.errors import InputError
from handiwork.sources.conferences.nouns import (
    Event,
    Speaker,
    Talk,
    github_login,
    instant,
    minutes,
    page_of,
    short_text,
    slug,
    text,
)

__all__ = ["is_sessions", "read_programme"]

_PAGES = ("homepage", "gitx", "linkedin_url", "mastodon_url", "bluesky_url", "twitter_url")


def is_sessions(found: Any) -> bool:
    """Return whether JSON holds sessions by code."""
    return _is_by_code(found) and all("title" in s and "speakers" in s for s in found.values())


def read_programme(sessions: Any, speakers: Any, *, event: str | None = None) -> Event:
    """Return the event of the two files.

    Parameters
    ----------
    sessions, speakers
        JSON of the files.
    event
        Key; None takes the host name of the sessions' pages.

    Raises
    ------
    InputError
        If they are not what the files hold.
    """
    if not is_sessions(sessions):
        raise InputError("this is no sessions.json of EuroPython: sessions by code, with title and speakers")
    if not _is_by_code(speakers) or not all(text(s.get("name")) for s in speakers.values()):
        raise InputError("this is no speakers.json of EuroPython: speakers by code, with a name")
    talks = tuple(_talk(code, session, speakers) for code, session in sessions.items() if _is_public(session))
    wanted = {code for talk in talks for code in talk.speakers}
    hosts = {urlsplit(talk.url).hostname or "" for talk in talks if talk.url}
    key = event or (min(hosts).split(".")[0] if hosts else "europython")
    people = tuple(_speaker(code, record) for code, record in speakers.items() if code in wanted)
    return Event(slug(key), key, talks, people)


# --- private ---


def _is_by_code(found: Any) -> bool:
    return isinstance(found, Mapping) and bool(found) and all(_has_code(record) for record in found.values())


def _has_code(record: Any) -> bool:
    return isinstance(record, Mapping) and "code" in record


def _is_public(session: Mapping[str, Any]) -> bool:
    """Return whether a session has a title and is, where a state is told, confirmed."""
    return text(session.get("title")) is not None and session.get("state", "confirmed") == "confirmed"


def _talk(code: str, session: Mapping[str, Any], speakers: Mapping[str, Any]) -> Talk:
    told = session.get("speakers")
    codes = told if isinstance(told, list) else []
    return Talk(
        *(code, text(session["title"]) or "", tuple(c for c in codes if isinstance(c, str) and c in speakers)),
        summary=short_text(session.get("tweet") or session.get("abstract")),
        url=page_of(session.get("website_url")),
        at=instant(session.get("start")),
        minutes=minutes(session.get("duration")),
        recording=None if session.get("do_not_record") else page_of(session.get("youtube_url")),
        slides=_slides(session.get("resources")),
    )


def _slides(resources: Any) -> str | None:
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, Mapping) and "slide" in (text(resource.get("description")) or "").casefold():
            return page_of(resource.get("resource"))
    return None


def _speaker(code: str, record: Mapping[str, Any]) -> Speaker:
    links = {page for key in _PAGES if (page := page_of(record.get(key)))}
    github = github_login(record.get("gitx"))
    return Speaker(code, text(record["name"]) or "", tuple(sorted(links)), github, page_of(record.get("website_url")))
