"""What the catalogue says, as phrases that can be found in a text, each with what it would mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from handiwork.brief.lists import BUILDERS, GLOSSARY, PLAIN
from handiwork.brief.spelling import mask_of
from handiwork.brief.tokens import keys_of, stems_of
from handiwork.catalog import Catalog, Ecosystem, KeyRepository

__all__ = ["BUILDER", "Lexicon", "Phrase", "Sense", "lexicon_of"]

BUILDER = "@builder"
"""Stands for every word for who builds software: a "Python entwickler" is a "python developer"."""

_STRENGTHS = {
    "repository": 3.0,
    "title": 4.0,
    "ecosystem": 3.0,
    "package": 2.0,
    "vocabulary": 2.0,
    "topic": 1.0,
    "language": 1.0,
}
_SHARED = 0.5
"""What a repository says about an ecosystem that only shares it, beside 1 for its own."""

_JOINED_FROM = 6
_MENDED_FROM = 4
_GENERIC_NAMES = frozenset(
    """
    api app backend benchmarks book cli client components compiler connect core docs driver engine examples
    framework frontend go http javascript js lib main next pipelines platform project py python router runtime
    rust sdk server site spec std swift test tests tools tracing typescript ui web website
    """.split()  # noqa: SIM905 - a block of words reads better than a column of quotes
)
"""Short names of repositories that name nothing alone."""


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
class Lexicon:
    """The phrases of a catalogue.

    Attributes
    ----------
    exact, stemmed
        Keys or stems of a phrase's words → the phrase; names only match exactly.
    longest
        First key or stem → the most words a phrase that begins with it has.
    words
        Single words a misspelt one may have been meant for, with their masks, by first letter and length.
    known
        Stems of every word of the catalogue: such a word is no misspelling.
    weak
        Stem → (ecosystem, weight) for every word of an ecosystem's texts.
    fits
        Present name of a repository → stems of its topics and of what it shows.
    having
        Stem → the repositories whose ``fits`` have it, sorted.
    owners
        Short name in lower case → present and former full names in lower case.
    """

    exact: dict[tuple[str, ...], Phrase]
    stemmed: dict[tuple[str, ...], Phrase]
    longest: dict[str, int]
    words: dict[tuple[str, int], tuple[tuple[str, int], ...]]
    known: frozenset[str]
    weak: dict[str, tuple[tuple[str, float], ...]]
    fits: dict[str, frozenset[str]]
    having: dict[str, tuple[str, ...]]
    owners: dict[str, frozenset[str]]


def lexicon_of(catalog: Catalog) -> Lexicon:
    """Return the lexicon of a catalogue; made once for each of the last few catalogues."""
    for known, lexicon in _MADE:
        if known is catalog:
            return lexicon
    lexicon = _Maker(catalog).lexicon()
    _MADE.insert(0, (catalog, lexicon))
    del _MADE[4:]
    return lexicon


# --- private ---

_MADE: list[tuple[Catalog, Lexicon]] = []
"""Catalogues are equal by content but large: they are told apart by identity."""


class _Maker:
    """Gathers the phrases of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._no_names = _GENERIC_NAMES | {language.lower() for e in catalog.ecosystems for language in e.languages}
        self._senses: dict[tuple[str, ...], dict[Sense, None]] = defaultdict(dict)
        self._terms: dict[tuple[str, ...], str] = {}
        self._aliases: dict[str, dict[str, None]] = defaultdict(dict)
        self._inexact: set[tuple[str, ...]] = set()

    def lexicon(self) -> Lexicon:
        """Return the lexicon."""
        for ecosystem in self._catalog.ecosystems:
            self._add_ecosystem(ecosystem)
        phrases = {keys: self._phrase(keys) for keys in sorted(self._senses)}
        exact = dict(phrases)
        for keys, phrase in phrases.items():
            if len(keys) > 1 and len(joined := "".join(keys)) >= _JOINED_FROM and BUILDER not in keys:
                exact.setdefault((joined,), phrase)
        stemmed: dict[tuple[str, ...], Phrase] = {}
        for keys in sorted(self._inexact):
            stemmed.setdefault(tuple(stems_of(keys)), phrases[keys])
        fits = _fits(self._catalog)
        return Lexicon(
            exact,
            stemmed,
            _longest([*exact, *stemmed]),
            _by_letter(keys[0] for keys in exact if len(keys) == 1),
            _known(self._catalog),
            _weak(self._catalog),
            fits,
            _having(fits),
            _owners(self._catalog),
        )

    def _phrase(self, keys: tuple[str, ...]) -> Phrase:
        term = self._terms[keys]
        aliases = tuple(a for a in self._aliases.get(term, {}) if a != term)
        plain = len(keys) == 1 and (keys[0] in PLAIN or len(keys[0]) == 1)
        return Phrase(term, aliases, tuple(self._senses[keys]), plain)

    def _add(self, text: str, kind: str, ecosystem: Ecosystem, *, term: str = "", repository: str = "") -> None:
        """Add one phrase's sense; vocabulary and topics match by stem too."""
        keys = tuple(BUILDER if k in BUILDERS else k for k in keys_of(text))
        if not keys or keys == (BUILDER,):
            return
        strength = _STRENGTHS[kind]
        if kind == "repository" and repository not in {r.name for r in ecosystem.repositories}:
            strength *= _SHARED
        self._senses[keys].setdefault(Sense(kind, ecosystem.name, strength, repository))
        if kind == "vocabulary" or keys not in self._terms:
            self._terms[keys] = term or text.lower()
        if kind not in {"repository", "package", "language"}:
            self._inexact.add(keys)

    def _add_ecosystem(self, ecosystem: Ecosystem) -> None:
        for name in dict.fromkeys((ecosystem.title, ecosystem.name.replace("-", " "))):
            self._add(name, "ecosystem", ecosystem)
        for title in ecosystem.titles:
            self._add(title, "title", ecosystem)
            words = title.split()
            if words[-1] in BUILDERS:  # "développeur backend", "ingeniero devops"
                self._add(" ".join((words[-1], *words[:-1])), "title", ecosystem, term=title)
        for term, aliases in ecosystem.vocabulary.items():
            self._aliases[term].update(dict.fromkeys(aliases))
            for written in (term, *aliases):
                self._add(written, "vocabulary", ecosystem, term=term)
        for package in ecosystem.packages:
            self._add(package, "package", ecosystem)
        for language in ecosystem.languages:
            self._add(language, "language", ecosystem)
        for repository in ecosystem.key_repositories:
            self._add_repository(repository, ecosystem)

    def _add_repository(self, repository: KeyRepository, ecosystem: Ecosystem) -> None:
        no_names = self._no_names
        for full in (repository.name, *repository.former_names):
            self._add(full, "repository", ecosystem, repository=repository.name)
            short = full.rpartition("/")[2].lower()
            if short not in no_names:
                self._add(short, "repository", ecosystem, repository=repository.name)
                if short.endswith("-core") and short[:-5] not in no_names:
                    self._add(short[:-5], "repository", ecosystem, repository=repository.name)
        for topic in repository.topics:
            self._add(topic, "topic", ecosystem, repository=repository.name)


def _longest(phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for keys in phrases:
        found[keys[0]] = max(len(keys), found.get(keys[0], 0))
    return found


def _by_letter(words: Iterable[str]) -> dict[tuple[str, int], tuple[tuple[str, int], ...]]:
    found: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for word in sorted(set(words)):
        if len(word) >= _MENDED_FROM and word.isascii() and word.isalpha() and word not in PLAIN:
            found[word[0], len(word)].append((word, mask_of(word)))
    return {key: tuple(same) for key, same in found.items()}


def _texts(ecosystem: Ecosystem) -> list[str]:
    """Return everything an ecosystem says about itself in sentences."""
    return [
        ecosystem.title,
        ecosystem.summary,
        *ecosystem.titles,
        *ecosystem.example_roles,
        *(r.shows for r in ecosystem.key_repositories),
        *(" ".join(r.topics) for r in ecosystem.key_repositories),
        " ".join(ecosystem.vocabulary),
    ]


def _known(catalog: Catalog) -> frozenset[str]:
    texts = [t for e in catalog.ecosystems for t in _texts(e)] + list(GLOSSARY) + list(GLOSSARY.values())
    keys = tuple(k for t in texts for k in keys_of(t))
    return frozenset(keys) | frozenset(stems_of(keys))


def _weak(catalog: Catalog) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return BM25-like weights of every word for every ecosystem (k1 1.2, b 0.75)."""
    counts = {e.name: Counter(stems_of(keys_of(" ".join(_texts(e))))) for e in catalog.ecosystems}
    mean = sum(c.total() for c in counts.values()) / len(counts) if counts else 1.0
    spread = Counter(stem for c in counts.values() for stem in c)
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, words in counts.items():
        bend = 1.2 * (0.25 + 0.75 * words.total() / mean)
        for stem, count in words.items():
            rarity = log(1 + (len(counts) - spread[stem] + 0.5) / (spread[stem] + 0.5))
            found[stem].append((name, rarity * count * 2.2 / (count + bend)))
    return {stem: tuple(weights) for stem, weights in found.items()}


def _fits(catalog: Catalog) -> dict[str, frozenset[str]]:
    found = {}
    for repository in (r for e in catalog.ecosystems for r in e.repositories):
        found[repository.name] = frozenset(
            stems_of(keys_of(" ".join((repository.shows, *repository.topics, repository.name))))
        )
    return found


def _having(fits: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(fits):
        for stem in fits[name]:
            found[stem].append(name)
    return {stem: tuple(names) for stem, names in found.items()}


def _owners(catalog: Catalog) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for repository in (r for e in catalog.ecosystems for r in e.repositories):
        names = [n.lower() for n in (repository.name, *repository.former_names)]
        for short in {n.rpartition("/")[2] for n in names}:
            found[short].update(names)
    return {short: frozenset(names) for short, names in found.items()}
