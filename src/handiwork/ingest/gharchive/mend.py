"""Lines the engine could not read as events: objects are picked out and sorted by format, the rest is rejected.

Known shapes of damage: two objects on one line, one event spliced into another, NUL bytes, a cut tail,
a line of the other format in the same file (GH Archive issues 9, 17, 53, 169, 190, 241, 271).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Mended", "count_filled_lines", "format_of", "mend", "prevailing_format"]

_MAX_TRIES = 200
"""Places at which one line is tried for an object: bounds the work on a hostile line."""

_MAX_LINE_BYTES = 64 << 20

_OFFSET = re.compile(r" ?([+-]\d\d):?(\d\d)$")
"""The offset that some lines of March 2012 write as `` -0800``."""


@dataclass(slots=True)
class Mended:
    """What came out of odd lines: objects by format as JSON lines, and how many pieces were rejected."""

    modern: list[str] = field(default_factory=list)
    timeline: list[str] = field(default_factory=list)
    rejected: int = 0


def format_of(event: Any) -> str | None:
    """Return ``modern`` or ``timeline`` by the fields of an object, None if it is no event.

    Examples
    --------
    >>> format_of({"type": "WatchEvent", "id": "1", "created_at": "2015-01-01T00:00:00Z", "repo": {}})
    'modern'
    >>> format_of({"type": "WatchEvent", "actor": "ada_l", "created_at": "2013-01-01T00:00:00-08:00"})
    'timeline'
    >>> format_of(["not", "an", "event"]) is None
    True
    """
    if not isinstance(event, dict):
        return None
    if not isinstance(event.get("type"), str) or not isinstance(event.get("created_at"), str):
        return None
    if "id" in event:
        return "modern"
    return "timeline" if {"actor", "repository", "payload"} & event.keys() else None


def prevailing_format(lines: Iterable[bytes]) -> str:
    """Return the format that most of a file's first lines have; ``modern`` if none of them tells."""
    votes = {"modern": 0, "timeline": 0}
    for line in lines:
        try:
            name = format_of(json.loads(line))
        except (ValueError, RecursionError):
            continue
        if name:
            votes[name] += 1
    return "timeline" if votes["timeline"] > votes["modern"] else "modern"


def mend(path: Path, *, line_numbers: frozenset[int] | None) -> Mended:
    """Read odd lines again, slowly and forgivingly.

    Parameters
    ----------
    path
        The file of lines.
    line_numbers
        Which of its non-empty lines, counted from 1; None reads all of them.
    """
    mended = Mended()
    for number, line in enumerate(_filled_lines(path), start=1):
        if line_numbers is None or number in line_numbers:
            _mend_line(line, mended)
    return mended


def count_filled_lines(path: Path) -> int:
    """Return how many lines are not blank, as the engine counts them."""
    return sum(1 for _ in _filled_lines(path))


# --- private ---


def _filled_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while line := handle.readline(_MAX_LINE_BYTES):
            if line.strip():
                yield line


def _mend_line(line: bytes, mended: Mended) -> None:
    text = line.decode("utf-8", "replace").replace("\x00", "").strip()
    clean = True
    for event in _objects(text):
        name = format_of(event)
        if event is None or name is None:
            clean = False
            continue
        event["created_at"] = _OFFSET.sub(r"\1:\2", event["created_at"].replace("/", "-"))
        kept = json.dumps(event, ensure_ascii=False)
        (mended.modern if name == "modern" else mended.timeline).append(kept)
    mended.rejected += not clean


def _objects(text: str) -> Iterator[dict[str, Any] | None]:
    """Yield the objects of a line one after another, None for each stretch that is none."""
    decoder = json.JSONDecoder()
    at, tries = 0, 0
    while at < len(text):
        tries += 1
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield None
            end = text.find('{"', at + 1)
            if end < 0 or tries >= _MAX_TRIES:
                return
        else:
            yield found if format_of(found) else None
        at = end
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
