"""Events, talks and speakers as every format gives them, and how their texts are read."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

__all__ = ["Event", "Speaker", "Talk", "github_login", "instant", "minutes", "page_of", "short_text", "slug", "text"]

_MOST_SUMMARY = 300
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_MARKUP = re.compile(r"<[^<>]{0,500}>|!?\[([^\[\]]{0,300})\]\([^()]{0,500}\)|[*_`#>]{1,6}")
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})")
_NO_ACCOUNTS = frozenset({"orgs", "sponsors", "topics", "features", "about", "login", "search", "explore", "settings"})
_CALLING_HOSTS = frozenset({"wa.me", "api.whatsapp.com", "t.me"})
_HM = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker of an event.

    Attributes
    ----------
    code
        What the event calls them, or their name as a slug; unique in the event.
    name
        As the programme shows it.
    links
        Public pages they gave, sorted.
    github
        GitHub login they gave, in lower case; None if none.
    page
        Their page in the programme; None if there is none.
    """

    code: str
    name: str
    links: tuple[str, ...] = ()
    github: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk of an event.

    Attributes
    ----------
    code
        Unique in the event.
    title, summary, url, licence
        As the lake's table ``works`` has them.
    at
        When it was given, aware or naive in UTC; None if not told.
    language, minutes, recording, slides
        None if not told.
    speakers
        Codes of its speakers.
    """

    code: str
    title: str
    speakers: tuple[str, ...]
    summary: str | None = None
    url: str | None = None
    at: datetime | None = None
    licence: str | None = None
    language: str | None = None
    minutes: int | None = None
    recording: str | None = None
    slides: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its key, title, talks that may be published, their speakers, and what could not be read of it."""

    key: str
    title: str
    talks: tuple[Talk, ...]
    speakers: tuple[Speaker, ...]
    problems: tuple[str, ...] = ()

    def without(self, gone: Iterable[str]) -> "Event":
        """Return the event without some speakers, and without talks that only they gave."""
        left_out = set(gone)
        talks = [replace(t, speakers=tuple(s for s in t.speakers if s not in left_out)) for t in self.talks]
        kept = tuple(talk for talk, old in zip(talks, self.talks, strict=True) if talk.speakers or not old.speakers)
        return replace(self, talks=kept, speakers=tuple(s for s in self.speakers if s.code not in left_out))


_MOST_DIGITS = 9


def text(value: Any) -> str | None:
    """Return a text without space around it; of texts by language the English or first one; None if it is none."""
    if isinstance(value, Mapping):
        value = value.get("en") or next(iter(value.values()), None)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def short_text(value: Any) -> str | None:
    """Return the first sentences of an abstract, without markup, at most 300 characters; None if there is none.

    Examples
    --------
    >>> short_text("How *waiting* works. " + "x" * 400)
    'How waiting works.'
    """
    found = text(value)
    plain = " ".join(_MARKUP.sub(lambda m: m[1] or "", found[:5000]).split()) if found else ""
    kept = ""
    for sentence in _SENTENCE_END.split(plain):
        if len(kept) + len(sentence) + 1 > _MOST_SUMMARY:
            break
        kept = f"{kept} {sentence}".strip()
    if not kept and plain:
        kept = plain[: _MOST_SUMMARY - 1].rpartition(" ")[0] + "…"
    return kept or None


def slug(value: str) -> str:
    """Return a name in lower case without accents, words joined by hyphens.

    Examples
    --------
    >>> slug("  Zoë  O'Hara ")
    'zoe-o-hara'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c)).casefold()
    return "-".join(re.findall(r"[^\W_]+", plain))


def page_of(value: Any) -> str | None:
    """Return a public web address without credentials, None if it is none (or one to call somebody by)."""
    found = text(value)
    if found is None or " " in found:
        return None
    try:
        parts = urlsplit(found if "//" in found else f"https://{found}")
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "." not in host or host in _CALLING_HOSTS or "@" in parts.netloc:
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))


def github_login(value: Any, *, is_handle: bool = False) -> str | None:
    """Return the GitHub login, lower case, that an address names; a bare handle counts only where one was asked for.

    Examples
    --------
    >>> github_login("https://github.com/Ada_L/"), github_login("@ada_l", is_handle=True), github_login("ada_l")
    ('ada_l', 'ada_l', None)
    """
    found = text(value)
    if found is None:
        return None
    bare = found.removeprefix("@")
    if is_handle and _LOGIN.fullmatch(bare):
        return bare.lower()
    page = page_of(found)
    parts = urlsplit(page or "")
    names = [part for part in parts.path.split("/") if part]
    is_account = parts.hostname in {"github.com", "www.github.com"} and len(names) == 1
    if not is_account or not _LOGIN.fullmatch(names[0]) or names[0].lower() in _NO_ACCOUNTS:
        return None
    return names[0].lower()


def instant(value: Any) -> datetime | None:
    """Return an instant in UTC from ISO text, date or instant; None if it is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime) or value.year < 1970:
        return None
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:  # the last hours of the calendar, in a zone that is behind
        return None


def minutes(value: Any) -> int | None:
    """Return minutes from a number of them or from ``hours:minutes``; None if it is neither or not positive."""
    found = text(value)
    if found is None or len(found) > _MOST_DIGITS:
        return None
    parts = _HM.fullmatch(found)
    n = int(parts[1]) * 60 + int(parts[2]) if parts else int(found) if found.isdecimal() else 0
    return n if 0 < n < 100_000 else None
