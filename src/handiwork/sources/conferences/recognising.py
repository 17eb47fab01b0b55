"""Files → the events in them: which of the four formats it is, is told from the content."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from handiwork.errors import InputError
from handiwork.sources.conferences.europython import is_sessions, read_programme
from handiwork.sources.conferences.front_matter import front_matter, read_site
from handiwork.sources.conferences.nouns import Event, slug
from handiwork.sources.conferences.pretalx import is_schedule, is_submissions, read_schedule, read_submissions
from handiwork.sources.conferences.pyvideo import read_event, read_no_publish
from handiwork.sources.conferences.trees import Files

__all__ = ["FORMATS", "Planned", "planned_events"]

FORMATS = ("pretalx", "europython", "pyvideo", "front-matter")
"""What can be forced."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An event that can be read: its format, what it is called until then, and how to read it."""

    format: str
    key: str
    read: Callable[[], Event]


def planned_events(files: Files, name: str, *, as_format: str | None = None, event: str | None = None) -> list[Planned]:
    """Return the events in files, in order of name.

    Parameters
    ----------
    files
        Path → content.
    name
        Of the folder or archive; the key of an event that has no other.
    as_format
        One of :data:`FORMATS`; None recognises it.
    event
        Key of the event; None takes what the files say.

    Raises
    ------
    InputError
        If no format fits.
    """
    ways: dict[str, Callable[[], list[Planned]]] = {
        "pyvideo": lambda: _pyvideo(files),
        "europython": lambda: _europython(files, event),
        "pretalx": lambda: _pretalx(files, name, event),
        "front-matter": lambda: _site(files, event or name),
    }
    for known, plan in ways.items():
        if as_format in {None, known} and (found := plan()):
            return found
    asked = f"as {as_format}" if as_format else "as any of " + ", ".join(FORMATS)
    raise InputError(f"{name} cannot be read {asked}: it has none of their files")


# --- private ---


def _json(files: Files, path: str) -> Any:
    try:
        return json.loads(files[path])
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON: {error}") from error


def _pyvideo(files: Files) -> list[Planned]:
    videos: dict[str, list[str]] = {}
    for path in files:
        folder = PurePosixPath(path).parent
        if folder.name == "videos" and path.endswith(".json") and f"{_below(folder.parent)}category.json" in files:
            videos.setdefault(_below(folder.parent), []).append(path)
    if not videos:
        return []
    lists = [path for path in files if PurePosixPath(path).name == "NO_PUBLISH.json"]
    no_publish = frozenset[int]().union(*(read_no_publish(_json(files, path)) for path in lists))

    def read(folder: str, paths: list[str]) -> Event:
        found, problems = [], []
        for path in sorted(paths):
            try:
                found.append((PurePosixPath(path).stem, _json(files, path)))
            except InputError as error:
                problems.append(str(error))
        key = slug(PurePosixPath(folder).name)
        told = read_event(key, _json(files, f"{folder}category.json"), found, no_publish=no_publish)
        return replace(told, problems=tuple(problems))

    return [Planned("pyvideo", slug(PurePosixPath(f).name), partial(read, f, videos[f])) for f in sorted(videos)]


def _below(folder: PurePosixPath) -> str:
    return "" if str(folder) == "." else f"{folder}/"


def _europython(files: Files, event: str | None) -> list[Planned]:
    planned = []
    for path in sorted(files):
        folder = _below(PurePosixPath(path).parent)
        if PurePosixPath(path).name == "sessions.json" and f"{folder}speakers.json" in files:
            sessions = _json(files, path)
            if is_sessions(sessions):
                read = partial(_read_programme, files, sessions, f"{folder}speakers.json", event)
                planned.append(Planned("europython", event or path, read))
    return planned


def _read_programme(files: Files, sessions: Any, path: str, event: str | None) -> Event:
    return read_programme(sessions, _json(files, path), event=event)


def _pretalx(files: Files, name: str, event: str | None) -> list[Planned]:
    planned = []
    for path in sorted(p for p in files if p.endswith(".json")):
        if b'"conference"' in files[path] and is_schedule(found := _json(files, path)):
            planned.append(Planned("pretalx", event or path, partial(read_schedule, found, event=event)))
        elif PurePosixPath(path).name == "submissions.json" and is_submissions(found := _json(files, path)):
            folder = PurePosixPath(path).parent
            people = f"{_below(folder)}speakers.json"
            told = _json(files, people) if people in files else []
            key = slug(event or folder.name or name)
            planned.append(Planned("pretalx", key, partial(read_submissions, _rows(found), _rows(told), event=key)))
    return planned


def _rows(found: Any) -> list[Any]:
    rows = found.get("results") if isinstance(found, dict) else found
    return rows if isinstance(rows, list) else []


def _site(files: Files, key: str) -> list[Planned]:
    pages, unreadable = [], {}
    for path in sorted(p for p in files if p.lower().endswith((".md", ".markdown"))):
        try:
            found = front_matter(files[path].decode("utf-8", "replace"))
        except InputError as error:
            unreadable[PurePosixPath(path).stem] = f"{path}: {error}"
            continue
        if found is not None:
            pages.append((PurePosixPath(path).stem, *found))
    has_talks = any(fields.get("title") for _, fields, _ in pages)
    read = partial(read_site, slug(key), pages, unreadable=unreadable)
    return [Planned("front-matter", slug(key), read)] if has_talks else []
