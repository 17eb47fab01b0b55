"""The operator's list of what not to publish: names, handles and talks, kept as hashes alone."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from handiwork.sources.conferences.nouns import Event, Speaker, Talk, page_of, slug

__all__ = ["hashed_lines", "without_withheld"]


def hashed_lines(text: str) -> frozenset[str]:
    """Return the hashes of a list's lines; empty lines and those that begin with ``#`` are no entries.

    Examples
    --------
    >>> hashed_lines("Ada  L") == hashed_lines("# who asked" + chr(10) + "@ada-l")
    True
    """
    lines = (line.strip() for line in text.splitlines())
    return frozenset(_hash(line) for line in lines if line and not line.startswith("#"))


def without_withheld(event: Event, withheld: Iterable[str]) -> Event:
    """Return an event without the speakers and talks that a list names, by their hashes."""
    hashes = frozenset(withheld)
    if not hashes:
        return event
    gone = [speaker.code for speaker in event.speakers if hashes & {_hash(name) for name in _names(speaker)}]
    kept = event.without(gone)
    talks = tuple(talk for talk in kept.talks if not hashes & {_hash(name) for name in _addresses(event, talk)})
    left = {code for talk in talks for code in talk.speakers}
    return replace(kept, talks=talks, speakers=tuple(s for s in kept.speakers if s.code in left))


# --- private ---


def _names(speaker: Speaker) -> list[str]:
    return [speaker.name, speaker.code, *speaker.links, *(x for x in (speaker.github, speaker.page) if x)]


def _addresses(event: Event, talk: Talk) -> list[str]:
    return [f"talk:{event.key}/{talk.code}", *(x for x in (talk.url, talk.recording, talk.slides) if x)]


def _hash(entry: str) -> str:
    page = page_of(entry) if "/" in entry and not entry.startswith("talk:") else None
    plain = page.partition("//")[2].rstrip("/").casefold() if page else entry
    plain = plain if page or entry.startswith("talk:") else slug(entry) or entry
    return hashlib.sha256(plain.encode()).hexdigest()[:32]
