"""pretalx: the schedule export and the records of API v2 (docs.pretalx.org, ``Pretalx-Version: v2``)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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

__all__ = ["is_schedule", "is_submissions", "read_schedule", "read_submissions"]

_CONFIRMED = frozenset({"confirmed"})
_ASKS_FOR_GITHUB = ("github", "gitlab", "gitx")
_ASKS_FOR_PAGE = ("homepage", "website", "mastodon", "bluesky", "blog", *_ASKS_FOR_GITHUB)


def is_schedule(found: Any) -> bool:
    """Return whether JSON is a schedule export."""
    conference = _in(_in(found, "schedule"), "conference")
    return isinstance(_in(conference, "days"), list)


def is_submissions(found: Any) -> bool:
    """Return whether JSON is a list of API submissions, or one page of them."""
    rows = _in(found, "results") if isinstance(found, Mapping) else found
    return isinstance(rows, list) and bool(rows) and all(_is_submission(row) for row in rows)


def read_schedule(found: Any, *, event: str | None = None) -> Event:
    """Return the event of a schedule export.

    Raises
    ------
    InputError
        If it is none.
    """
    if not is_schedule(found):
        raise InputError("this is no schedule export of pretalx: it has no schedule.conference.days")
    conference = found["schedule"]["conference"]
    title = text(conference.get("title")) or "event"
    speakers: dict[str, Speaker] = {}
    talks = [talk for entry in _entries(conference["days"]) if (talk := _scheduled(entry, speakers)) is not None]
    key = event or text(conference.get("acronym")) or title
    return Event(slug(key), title, tuple(talks), tuple(speakers.values()))


def read_submissions(
    rows: Sequence[Any], speakers: Sequence[Any] = (), *, event: str, title: str | None = None, base: str | None = None
) -> Event:
    """Return the event of API v2 records.

    Parameters
    ----------
    rows
        Submissions, all pages together; those not confirmed and anonymised ones are passed over.
    speakers
        Speaker records, where they were asked for apart.
    event
        Slug of the event.
    title
        Its name.
    base
        Address of the event's pages, to link talks; None if not known.

    Raises
    ------
    InputError
        If a record has no code or title.
    """
    told: dict[str, Mapping[str, Any]] = {s["code"]: s for s in speakers if text(_in(s, "code"))}
    kept: dict[str, Speaker] = {}
    talks = [talk for row in rows if (talk := _submitted(row, told, kept, base)) is not None]
    return Event(slug(event), title or event, tuple(talks), tuple(kept.values()))


# --- private ---


def _is_submission(row: Any) -> bool:
    return isinstance(row, Mapping) and row.keys() >= {"code", "title", "state"}


def _in(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _entries(days: list[Any]) -> Iterator[Mapping[str, Any]]:
    for day in days:
        rooms = _in(day, "rooms")
        if not isinstance(rooms, Mapping):
            raise InputError("a day of this schedule has no rooms")
        for entries in rooms.values():
            yield from (entry for entry in _list(entries) if isinstance(entry, Mapping))


def _scheduled(entry: Mapping[str, Any], speakers: dict[str, Speaker]) -> Talk | None:
    title, persons = text(entry.get("title")), _list(entry.get("persons"))
    if title is None or not persons or entry.get("is_anonymised"):
        return None
    codes = _people(persons, {}, speakers)
    page = page_of(entry.get("url"))
    code = text(entry.get("code")) or text(entry.get("guid")) or slug(title)
    return Talk(
        *(code, title, codes),
        summary=short_text(entry.get("abstract")),
        url=page,
        at=instant(entry.get("date")),
        language=text(entry.get("language")),
        minutes=minutes(entry.get("duration")),
        recording=None if entry.get("do_not_record") else page_of(entry.get("recording_url")),
        slides=_slides([*_list(entry.get("links")), *_list(entry.get("attachments"))]),
        licence=text(entry.get("recording_license")),
    )


def _submitted(
    row: Any, told: Mapping[str, Mapping[str, Any]], kept: dict[str, Speaker], base: str | None
) -> Talk | None:
    code, title = text(_in(row, "code")), text(_in(row, "title"))
    if code is None or title is None:
        raise InputError("a submission of this event has no code or no title")
    if text(row.get("state")) not in _CONFIRMED or row.get("is_anonymised") or row.get("anonymised_data"):
        return None
    slot: Any = next(iter(_list(row.get("slots"))), None) or row.get("slot")
    codes = _people(_list(row.get("speakers")), told, kept)
    return Talk(
        *(code, title, codes),
        summary=short_text(row.get("abstract")),
        url=f"{base}/talk/{code}/" if base else None,
        at=instant(_in(slot, "start")),
        language=text(row.get("content_locale")),
        minutes=minutes(row.get("duration")),
        slides=_slides(_list(row.get("resources"))),
    )


def _people(persons: list[Any], told: Mapping[str, Mapping[str, Any]], kept: dict[str, Speaker]) -> tuple[str, ...]:
    codes = []
    for person in persons:
        record = person if isinstance(person, Mapping) else told.get(str(person), {})
        record = {**record, **told.get(str(record.get("code")), {})}
        name = text(record.get("public_name")) or text(record.get("name"))
        if name is None or record.get("is_anonymised"):
            continue
        code = text(record.get("code")) or slug(name)
        kept[code] = _speaker(code, name, record)
        codes.append(code)
    return tuple(codes)


def _speaker(code: str, name: str, record: Mapping[str, Any]) -> Speaker:
    links, github = set(), None
    for answer in _list(record.get("answers")):
        asked = (text(_in(_in(answer, "question"), "question")) or "").casefold()
        if any(word in asked for word in _ASKS_FOR_PAGE) and (page := page_of(_in(answer, "answer"))):
            links.add(page)
        if any(word in asked for word in _ASKS_FOR_GITHUB):
            is_handle = "github" in asked and "gitlab" not in asked
            github = github_login(_in(answer, "answer"), is_handle=is_handle) or github
    return Speaker(code, name, tuple(sorted(links)), github, page_of(record.get("url")))


def _slides(links: list[Any]) -> str | None:
    for link in links:
        told = f"{text(_in(link, 'title')) or ''} {text(_in(link, 'description')) or ''}".casefold()
        page = page_of(_in(link, "url") or _in(link, "resource") or _in(link, "link"))
        if page and "slide" in told:
            return page
    return None
