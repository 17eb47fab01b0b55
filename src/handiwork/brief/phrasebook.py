"""What a catalogue says, gathered as plain values: phrases with their meanings, words, what repositories are about."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log
from typing import Any

from handiwork.brief.lists import BUILDERS, GLOSSARY, PLAIN
from handiwork.brief.spelling import mask_of
from handiwork.brief.tokens import keys_of, stems_of
from handiwork.catalog import Catalog, Ecosystem, KeyRepository

__all__ = ["BUILDER", "phrasebook_of"]

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


def phrasebook_of(catalog: Catalog) -> dict[str, Any]:
    """Return the phrasebook of a catalogue, as values that JSON can hold.

    Returns
    -------
    dict
        ``phrases``: term, other spellings, senses (kind, ecosystem, strength, repository), is an ordinary word;
        ``exact`` and ``stemmed``: words joined by a blank → place in ``phrases``; ``spelled``: first letter and length
        → words with their masks; ``weak``: stem → (ecosystem, weight) for every word of an ecosystem's texts; the
        others as in :class:`handiwork.brief.lexicon.Lexicon`. Phrases and weights are JSON within JSON: a role needs a
        few of the thousands there are.
    """
    return _Maker(catalog).phrasebook()


# --- private ---


_Sense = tuple[str, str, float, str]
"""Kind, ecosystem, strength, repository."""


class _Maker:
    """Gathers the phrases of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._no_names = _GENERIC_NAMES | {language.lower() for e in catalog.ecosystems for language in e.languages}
        self._senses: dict[tuple[str, ...], dict[_Sense, None]] = defaultdict(dict)
        self._terms: dict[tuple[str, ...], str] = {}
        self._aliases: dict[str, dict[str, None]] = defaultdict(dict)
        self._inexact: set[tuple[str, ...]] = set()

    def phrasebook(self) -> dict[str, Any]:
        """Return the phrasebook."""
        for ecosystem in self._catalog.ecosystems:
            self._add_ecosystem(ecosystem)
        phrases = sorted(self._senses)
        places = {keys: place for place, keys in enumerate(phrases)}
        exact = dict(places)
        for keys, place in places.items():
            if len(keys) > 1 and len(joined := "".join(keys)) >= _JOINED_FROM and BUILDER not in keys:
                exact.setdefault((joined,), place)
        stemmed: dict[tuple[str, ...], int] = {}
        for keys in sorted(self._inexact):
            stemmed.setdefault(tuple(stems_of(keys)), places[keys])
        fits = _fits(self._catalog)
        return {
            "phrases": [_json(self._phrase(keys)) for keys in phrases],
            "exact": {" ".join(keys): place for keys, place in exact.items()},
            "stemmed": {" ".join(keys): place for keys, place in stemmed.items()},
            "longest": _longest([*exact, *stemmed]),
            "spelled": _by_letter(keys[0] for keys in exact if len(keys) == 1),
            "known": _known(self._catalog),
            "weak": _weak(self._catalog),
            "fits": fits,
            "having": _having(fits),
            "shorts": _shorts(self._catalog),
        }

    def _phrase(self, keys: tuple[str, ...]) -> list[Any]:
        term = self._terms[keys]
        aliases = [a for a in self._aliases.get(term, {}) if a != term]
        plain = len(keys) == 1 and (keys[0] in PLAIN or len(keys[0]) == 1)
        return [term, aliases, [list(sense) for sense in self._senses[keys]], plain]

    def _add(self, text: str, kind: str, ecosystem: Ecosystem, *, term: str = "", repository: str = "") -> None:
        """Add one phrase's sense; vocabulary and topics match by stem too."""
        keys = tuple(BUILDER if k in BUILDERS else k for k in keys_of(text))
        if not keys or keys == (BUILDER,):
            return
        strength = _STRENGTHS[kind]
        if kind == "repository" and repository not in {r.name for r in ecosystem.repositories}:
            strength *= _SHARED
        self._senses[keys].setdefault((kind, ecosystem.name, strength, repository))
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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _longest(phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for keys in phrases:
        found[keys[0]] = max(len(keys), found.get(keys[0], 0))
    return found


def _by_letter(words: Iterable[str]) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for word in sorted(set(words)):
        if len(word) >= _MENDED_FROM and word.isascii() and word.isalpha() and word not in PLAIN:
            found[f"{word[0]}{len(word)}"].append([word, mask_of(word)])
    return dict(found)


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


def _known(catalog: Catalog) -> list[str]:
    texts = [t for e in catalog.ecosystems for t in _texts(e)] + list(GLOSSARY) + list(GLOSSARY.values())
    keys = tuple(k for t in texts for k in keys_of(t))
    return sorted({*keys, *stems_of(keys)})


def _weak(catalog: Catalog) -> dict[str, str]:
    """Return BM25-like weights of every word for every ecosystem (k1 1.2, b 0.75)."""
    counts = {e.name: Counter(stems_of(keys_of(" ".join(_texts(e))))) for e in catalog.ecosystems}
    mean = sum(c.total() for c in counts.values()) / len(counts) if counts else 1.0
    spread = Counter(stem for c in counts.values() for stem in c)
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for name, words in counts.items():
        bend = 1.2 * (0.25 + 0.75 * words.total() / mean)
        for stem, count in words.items():
            rarity = log(1 + (len(counts) - spread[stem] + 0.5) / (spread[stem] + 0.5))
            found[stem].append([name, rarity * count * 2.2 / (count + bend)])
    return {stem: _json(weights) for stem, weights in found.items()}


def _fits(catalog: Catalog) -> dict[str, list[str]]:
    found = {}
    for repository in (r for e in catalog.ecosystems for r in e.repositories):
        words = keys_of(" ".join((repository.shows, *repository.topics, repository.name)))
        found[repository.name] = sorted(set(stems_of(words)))
    return found


def _having(fits: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(fits):
        for stem in fits[name]:
            found[stem].append(name)
    return dict(found)


def _shorts(catalog: Catalog) -> list[str]:
    repositories = [r for e in catalog.ecosystems for r in e.repositories]
    return sorted({n.rpartition("/")[2].lower() for r in repositories for n in (r.name, *r.former_names)})
