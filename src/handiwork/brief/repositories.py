"""Which repositories to look for people in: named ones, the catalogue's, and what the index itself adds."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from math import log

from handiwork.brief.beyond import Surroundings, by_contributors, by_text, people_of, quoted
from handiwork.brief.languages import hollow_words
from handiwork.brief.lexicon import Lexicon, Phrase
from handiwork.brief.nouns import BriefEcosystem, BriefRepository
from handiwork.brief.reading import SURE, Mention, Reading
from handiwork.brief.tokens import keys_of, stems_of
from handiwork.catalog import Ecosystem, KeyRepository
from handiwork.index import Index

__all__ = ["propose_repositories"]

_PLACE_SHARE, _FIT_SHARE = 0.45, 0.55
"""What a key repository's place in its ecosystem's file and its fit to the text count."""

_PLACE_STEP = 0.1
_SKILL_FACTOR = 2.0
_LITTLE = 6.0
"""Summed rarities of words at which a fit counts half."""
_MOST_WORDS_SHOWN = 4


def propose_repositories(
    reading: Reading, ecosystems: tuple[BriefEcosystem, ...], around: Surroundings, terms: Mapping[int, float]
) -> tuple[BriefRepository, ...]:
    """Return the repositories of a brief, the named ones first, then by weight; of equal ones by name.

    Parameters
    ----------
    reading, ecosystems, around
        What was understood so far.
    terms
        The brief's weighted terms of the index.
    """
    found = {r.name.lower(): r for r in _named(reading, around)}
    settings = around.settings
    listed = _of_catalogue(reading, ecosystems, around, taken=found.keys())
    _add(found, listed, settings.usual_repositories)
    if around.index is not None:
        _add(found, by_text(around.index, around, terms, found), settings.most_repositories)
        _add(found, by_contributors(around.index, around, found), settings.most_repositories)
    _add(found, listed, settings.most_repositories)
    return tuple(sorted(found.values(), key=lambda r: (r.origin != "named", -r.weight, r.name.lower())))


# --- private ---


def _add(found: dict[str, BriefRepository], more: list[BriefRepository], most: int) -> None:
    for repository in more:
        if len(found) < most:
            found.setdefault(repository.name.lower(), repository)


def _numbers(index: Index | None, repository: KeyRepository | None, name: str) -> tuple[int, ...]:
    if index is None:
        return ()
    names = (name,) if repository is None else (repository.name, *repository.former_names)
    return tuple(sorted({number for n in names for number in index.repository_numbers(n)}))


def _named(reading: Reading, around: Surroundings) -> list[BriefRepository]:
    """Return what the text names: owner/name, or a short name, package or alias of a key repository."""
    found: dict[str, BriefRepository] = {}
    for full in reading.full_names:
        repository = around.catalog.repository(full)
        name = full if repository is None else repository.name
        numbers = _numbers(around.index, repository, full)
        if repository is None and not numbers:
            continue
        if around.index is not None and numbers and repository is None:
            name = around.index.repository_name(numbers[0])
        why = f'The text names it: "{full}"{people_of(around.index, numbers)}.'
        found.setdefault(name.lower(), BriefRepository(name, 1.0, why, "named", numbers))
    for mention in reading.mentions:
        for name in _repositories_of(mention, around.lexicon):
            numbers = _numbers(around.index, around.catalog.repository(name), name)
            why = f'The text names it: "{mention.written}"{people_of(around.index, numbers)}.'
            weight = 1.0 if mention.weight == 1.0 else round(mention.weight, 4)
            found.setdefault(name.lower(), BriefRepository(name, weight, why, "named", numbers))
    return list(found.values())


def _repositories_of(mention: Mention, lexicon: Lexicon) -> list[str]:
    """Return the repositories a sure phrase, or what it is another spelling of, is the name of."""
    if mention.sureness < SURE or not mention.weight:
        return []
    return _names_of(mention.phrase, lexicon)


def _names_of(phrase: Phrase, lexicon: Lexicon) -> list[str]:
    """Return the repositories a phrase, or what it is another spelling of, is the name of."""
    phrases = [phrase]
    if canonical := lexicon.exact.get(keys_of(phrase.term)):
        phrases.append(canonical)
    return list(dict.fromkeys(s.repository for p in phrases for s in p.senses if s.kind == "repository"))


def _of_catalogue(
    reading: Reading, ecosystems: tuple[BriefEcosystem, ...], around: Surroundings, taken: Collection[str]
) -> list[BriefRepository]:
    """Return the ecosystems' key repositories that fit best."""
    if not ecosystems:
        return []
    settings = around.settings
    fit = _Fit(reading, around.lexicon)
    scores: dict[str, tuple[float, BriefEcosystem]] = {}
    for ecosystem in ecosystems:
        share = ecosystem.weight / ecosystems[0].weight
        for place, repository in _in_order(around.catalog.ecosystem(ecosystem.name)):
            score = share * (_PLACE_SHARE / (1 + _PLACE_STEP * place) + _FIT_SHARE * fit.of(repository.name))
            if score > scores.get(repository.name, (0.0, ecosystem))[0]:
                scores[repository.name] = (score, ecosystem)
    refused = {name for phrase in reading.excluded.values() for name in _names_of(phrase, around.lexicon)}
    order = sorted(
        (n for n in scores if n.lower() not in taken and n not in refused), key=lambda n: (-scores[n][0], n.lower())
    )
    best = max((s for s, _ in scores.values()), default=1.0)
    good = [n for n in order if scores[n][0] >= settings.least_fit * best]
    wanted = max(settings.fewest_repositories - len(taken), min(len(good), settings.most_repositories - len(taken)), 0)
    return [
        _catalogue_repository(name, scores[name][0] / best, scores[name][1], fit, around) for name in order[:wanted]
    ]


def _in_order(ecosystem: Ecosystem) -> Iterator[tuple[int, KeyRepository]]:
    """Yield an ecosystem's repositories with their places; those it shares stand between its own."""
    yield from enumerate(ecosystem.repositories)
    for place, repository in enumerate(ecosystem.shared):
        yield 1 + 2 * place, repository


def _catalogue_repository(
    name: str, weight: float, ecosystem: BriefEcosystem, fit: "_Fit", around: Surroundings
) -> BriefRepository:
    numbers = _numbers(around.index, around.catalog.repository(name), name)
    words = fit.words(name)[:_MOST_WORDS_SHOWN]
    shown = f"; the text and what it is about share {quoted(words)}" if words else ""
    why = f"A key repository of {ecosystem.title}{shown}{people_of(around.index, numbers)}."
    return BriefRepository(name, round(min(weight, 1.0), 4), why, "catalogue", numbers)


class _Fit:
    """How well key repositories fit a text: the words it shares with their topics and what they show."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._fits = lexicon.fits
        self._gains: dict[str, float] = {}
        self._written: dict[str, str] = {}
        self._add_words(reading, lexicon)
        self._add_mentions(reading, lexicon)
        self._sums: dict[str, float] = defaultdict(float)
        for stem in sorted(self._gains):
            for name in lexicon.having[stem]:
                self._sums[name] += self._gains[stem]
        best = max(self._sums.values(), default=0.0)
        # The less the text says, the less is it told apart by a chance word.
        self._scale = 1 / (best + _LITTLE)

    def of(self, name: str) -> float:
        """Return the fit of a repository, 0 to less than 1."""
        return self._sums.get(name, 0.0) * self._scale

    def words(self, name: str) -> list[str]:
        """Return the words it shares with the text, the most telling first."""
        stems = self._gains.keys() & self._fits[name]
        order = sorted(stems, key=lambda s: (-self._gains[s], s))
        return list(dict.fromkeys(self._written[s] for s in order))

    def _add_words(self, reading: Reading, lexicon: Lexicon) -> None:
        hollow = hollow_words(reading.language)
        tokens = reading.tokens
        for place, (key, stem, weight) in enumerate(zip(tokens.keys, tokens.stems, reading.weights, strict=True)):
            if weight > 0 and stem in lexicon.having and key not in hollow:
                gain = weight * _rarity(stem, lexicon) * (_SKILL_FACTOR if place in reading.skill_places else 1.0)
                if gain > self._gains.get(stem, 0.0):
                    self._gains[stem], self._written[stem] = gain, tokens.texts[place]

    def _add_mentions(self, reading: Reading, lexicon: Lexicon) -> None:
        """Add the words of what a phrase is another spelling of."""
        for mention in reading.mentions:
            if mention.sureness < SURE or mention.weight <= 0:
                continue
            for stem in stems_of(keys_of(mention.phrase.term)):
                if stem in lexicon.having and stem not in self._gains:
                    self._gains[stem] = mention.weight * _rarity(stem, lexicon)
                    self._written[stem] = mention.written


def _rarity(stem: str, lexicon: Lexicon) -> float:
    return log(1 + len(lexicon.fits) / len(lexicon.having[stem]))
