"""What the catalogue says, as phrases that can be found in a text, each with what it would mean."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handiwork.brief.phrasebook import BUILDER, phrasebook_of
from handiwork.catalog import Catalog

__all__ = ["BUILDER", "COMPILED", "Lexicon", "Phrase", "Phrases", "Sense", "compiled_lexicon", "lexicon_of"]

COMPILED = Path(__file__).parent / "data" / "lexicon.json"
"""The phrasebook of the catalogue that comes with the package: making it takes longer than a search.

It names the digest of the catalogue's files and is used for no other; ``make docs`` writes it, and a test fails when
it is not what would be made.
"""


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a phrase may mean.

    Attributes
    ----------
    kind
        ``repository``, ``title``, ``ecosystem``, ``package``, ``vocabulary``, ``topic`` or ``language``.
    ecosystem
        Name of the ecosystem it speaks for.
    strength
        How much, before it is shared among all the phrase's ecosystems.
    repository
        Present name of the repository it belongs to; empty if none.
    """

    kind: str
    ecosystem: str
    strength: float
    repository: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean something to the catalogue.

    Attributes
    ----------
    term
        What the catalogue calls it.
    aliases
        Its other spellings.
    senses
        What it may mean.
    is_plain
        Whether it is also an ordinary English word.
    """

    term: str
    aliases: tuple[str, ...]
    senses: tuple[Sense, ...]
    is_plain: bool

    def has(self, *kinds: str) -> bool:
        """Whether it has a sense of one of these kinds."""
        return any(s.kind in kinds for s in self.senses)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their words; each is put together when it is first asked for.

    Attributes
    ----------
    places
        Words, joined by a blank → place in ``values``.
    values
        Term, other spellings, senses and whether it is an ordinary word, of each phrase, as JSON.
    """

    places: Mapping[str, int]
    values: Sequence[str]
    _made: dict[int, Phrase] = field(default_factory=dict, compare=False)

    def get(self, keys: Sequence[str]) -> Phrase | None:
        """Return the phrase of some words, None if there is none."""
        place = self.places.get(" ".join(keys))
        if place is None:
            return None
        if place not in self._made:
            term, aliases, senses, is_plain = json.loads(self.values[place])
            self._made[place] = Phrase(term, tuple(aliases), tuple(Sense(*s) for s in senses), is_plain)
        return self._made[place]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of a catalogue.

    Attributes
    ----------
    exact, stemmed
        Keys or stems of a phrase's words → the phrase; names only match exactly.
    longest
        First key or stem → the most words a phrase that begins with it has.
    known
        Stems of every word of the catalogue: such a word is no misspelling.
    fits
        Present name of a repository → stems of its topics and of what it shows, sorted.
    having
        Stem → the repositories whose ``fits`` have it, sorted.
    shorts
        Last parts of the repositories' present and former names, in lower case.
    """

    exact: Phrases
    stemmed: Phrases
    longest: Mapping[str, int]
    known: frozenset[str]
    fits: Mapping[str, Sequence[str]]
    having: Mapping[str, Sequence[str]]
    shorts: frozenset[str]
    _weak: Mapping[str, str]
    _spelled: Mapping[str, Sequence[tuple[str, int]]]

    def words(self, letter: str, length: int) -> Sequence[tuple[str, int]]:
        """Return the words of one first letter and length that a misspelt one may be meant for, with their masks."""
        return self._spelled.get(f"{letter}{length}", ())

    def weak(self, stem: str) -> Sequence[tuple[str, float]]:
        """Return the ecosystems whose texts have a word, each with its weight."""
        found: list[tuple[str, float]] = json.loads(self._weak.get(stem, "[]"))
        return found


def lexicon_of(catalog: Catalog) -> Lexicon:
    """Return the lexicon of a catalogue; made once for each of the last few catalogues."""
    for known, lexicon in _MADE:
        if known is catalog:
            return lexicon
    lexicon = _lexicon(_compiled(catalog.digest) or phrasebook_of(catalog))
    _MADE.insert(0, (catalog, lexicon))
    del _MADE[4:]
    return lexicon


def compiled_lexicon(catalog: Catalog) -> str:
    """Return what :data:`COMPILED` holds for a catalogue, a line for each part."""
    whole = {"digest": catalog.digest, **phrasebook_of(catalog)}
    lines = [f"{json.dumps(key)}: {_line(value)}" for key, value in whole.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


# --- private ---

_MADE: list[tuple[Catalog, Lexicon]] = []
"""Catalogues are equal by content but large: they are told apart by identity."""


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _compiled(digest: str) -> dict[str, Any] | None:
    """Return the compiled phrasebook if it is that of the catalogue with a digest; empty is the digest of none."""
    try:
        found: dict[str, Any] = json.loads(COMPILED.read_bytes()) if digest else {}
    except (OSError, ValueError):
        return None
    return found if digest and found.get("digest") == digest else None


def _lexicon(found: Mapping[str, Any]) -> Lexicon:
    return Lexicon(
        Phrases(found["exact"], found["phrases"]),
        Phrases(found["stemmed"], found["phrases"]),
        found["longest"],
        frozenset(found["known"]),
        found["fits"],
        found["having"],
        frozenset(found["shorts"]),
        found["weak"],
        found["spelled"],
    )
