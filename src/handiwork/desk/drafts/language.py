"""A language's sentences, dates, numbers and lists, read from ``data``; each was written, not translated."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from handiwork.errors import UsageError

__all__ = ["LANGUAGES", "Language", "language_of"]

LANGUAGES = ("en", "de", "fr", "es")
"""Languages a draft can be written in."""


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes
    ----------
    code
        One of :data:`LANGUAGES`.
    words
        The data file.
    """

    code: str
    words: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return str(self.words["language"])

    @property
    def openings(self) -> Sequence[str]:
        """The first sentences there are to choose from."""
        return list(self.words["openings"])

    def say(self, sentence: str, /, **values: object) -> str:
        """Return a sentence with its gaps filled."""
        return str(self.words[sentence]).format(**values)

    def count(self, sentence: str, n: int, /, **values: object) -> str:
        """Return a sentence that counts, in the singular or the plural; French has the singular for 0 too."""
        is_one = n in (0, 1) if self.code == "fr" else n == 1
        return self.say(f"{sentence}_{'one' if is_one else 'many'}", n=self.number(n), **values)

    def act(self, kind: str, *, ref: str, repo: str, is_subject: bool = False) -> str:
        """Return how an act is called: as the object of a sentence, or by itself."""
        names = self.words.get("subjects", {}) if is_subject else {}
        return str(names.get(kind) or self.words["acts"][kind]).format(ref=ref, repo=repo)

    def number(self, n: int) -> str:
        """Return a whole number as the language groups it; Spanish groups from five digits on."""
        if self.code == "es" and n < 10_000:
            return str(n)
        return f"{n:,}".replace(",", self.words["thousands"])

    def month(self, day: date) -> str:
        """Return month and year."""
        return self.say("month", month=self.words["months"][day.month - 1], year=day.year)

    def day(self, day: date) -> str:
        """Return a date."""
        name = "first_day" if day.day == 1 else "day"
        return self.say(name, day=day.day, month=self.words["months"][day.month - 1], year=day.year)

    def when(self, kind: str, day: date) -> str:
        """Return when an act was, as it stands in brackets behind it."""
        return str(self.words["when"].get(kind, "{month}")).format(month=self.month(day))

    def instant(self, as_of: str) -> str:
        """Return ``2026-03`` or ``2026-03-01`` in words."""
        return self.month(date.fromisoformat(f"{as_of}-01")) if len(as_of) == 7 else self.day(date.fromisoformat(as_of))

    def known(self, text: str) -> str:
        """Return a fixed term of the catalogue in this language; what is not known stays."""
        return str(self.words["known"].get(text, text))

    def quoted(self, text: str) -> str:
        """Return a text within quotation marks."""
        before, after = self.words["quotes"]
        return f"{before}{text}{after}"

    def listed(self, items: Sequence[str]) -> str:
        """Return items as one list.

        Examples
        --------
        >>> language_of("es").listed(["Python", "inglés"])
        'Python e inglés'
        """
        if len(items) < 2:
            return "".join(items)
        both = str(self.words["and"])
        last = items[-1].lower()
        if self.code == "es" and last.startswith(("i", "hi")) and not last.startswith(("hie", "hia", "io")):
            both = "e"
        return f"{', '.join(items[:-1])} {both} {items[-1]}"


@cache
def language_of(code: str) -> Language:
    """Return a language.

    Raises
    ------
    UsageError
        If drafts are not written in it; with those they are.
    """
    if code not in LANGUAGES:
        raise UsageError(f"drafts are not written in {code[:20]!r}: there are {', '.join(LANGUAGES)}")
    file = files("handiwork.desk.drafts") / "data" / f"{code}.toml"
    return Language(code, tomllib.loads(file.read_text(encoding="utf-8")))
