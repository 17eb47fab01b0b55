"""A notice as GDPR Article 14 asks for it, in four languages; each was written, not translated."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from handiwork.desk.drafts import Operator
from handiwork.errors import UsageError

__all__ = ["LANGUAGES", "NoticeMatter", "notice_parts", "notice_text"]

LANGUAGES = ("en", "de", "fr", "es")
"""Languages a notice can be written in."""


@dataclass(frozen=True, slots=True)
class NoticeMatter:
    """What a notice tells.

    Attributes
    ----------
    operator
        Who answers for what is held.
    origins
        Where it comes from, with the address of each, empty if it has none: ``("GH Archive", "https://www.gharchive.org")``.
    months, cap
        After how many months without a new load it is removed; after how many at the latest.
    """

    operator: Operator
    origins: Sequence[tuple[str, str]]
    months: int
    cap: int


def notice_parts(matter: NoticeMatter, language: str) -> list[tuple[str, str]]:
    """Return the title of a notice with no text, then the title and text of each of its parts.

    Parameters
    ----------
    matter
        What it tells.
    language
        One of :data:`LANGUAGES`.

    Raises
    ------
    UsageError
        If there is none in that language.
    """
    if language not in LANGUAGES:
        raise UsageError(f"{language!r} is no language of notices; there are: {', '.join(LANGUAGES)}")
    words = _words(language)
    values = {
        "name": matter.operator.name,
        "contact": matter.operator.contact_page,
        "notice": matter.operator.notice_page,
        "months": matter.months,
        "cap": matter.cap,
    }
    origins = "\n".join(f"- {name}: {address}" if address else f"- {name}" for name, address in matter.origins)
    # Lines of the file are no lines of the text.
    parts = [(p["title"], " ".join(p["text"].split()).format(origins=f"\n{origins}", **values)) for p in words["parts"]]
    return [(words["title"], ""), *parts]


def notice_text(matter: NoticeMatter, language: str) -> str:
    """Return a notice as one text, see :func:`notice_parts`."""
    (title, _), *parts = notice_parts(matter, language)
    return "\n\n".join([title, *(f"{head}\n{text}" for head, text in parts)]) + "\n"


# --- private ---


@cache
def _words(language: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / f"{language}.toml").read_text(encoding="utf-8"))
