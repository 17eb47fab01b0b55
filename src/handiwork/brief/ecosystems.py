"""Which fields of work a text is about, and how much."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from handiwork.brief.languages import hollow_words
from handiwork.brief.lexicon import Lexicon, Phrase
from handiwork.brief.nouns import BriefEcosystem
from handiwork.brief.reading import SURE, Mention, Reading
from handiwork.brief.settings import BriefSettings
from handiwork.catalog import Catalog, Ecosystem

__all__ = ["rank_ecosystems", "strengths_of"]

_SPREAD = 0.7
"""A phrase of n ecosystems says n^-this for each; those for which it says little count for little."""

_AGAIN, _MOST_AGAIN = 0.15, 3
"""What each further mention adds, and how many count."""

_MAIN, _ALSO, _FOREIGN = 1.25, 1.05, 0.75
"""What an ecosystem's evidence is multiplied with if the text asks for its main language, another of its
languages, or only for others."""

_WEAK_HALF = 12.0
"""Summed word weights at which half of the weak share is given."""

_LEAST_STRONG, _LEAST_WEAK = 0.3, 10.0
"""Less evidence than this names no ecosystem."""

_MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class _Scores:
    """Evidence by ecosystem: of phrases, with the words that gave it, and of single words."""

    strong: dict[str, float]
    reasons: dict[str, dict[str, float]]
    weak: dict[str, float]


def rank_ecosystems(
    reading: Reading, catalog: Catalog, lexicon: Lexicon, settings: BriefSettings
) -> tuple[BriefEcosystem, ...]:
    """Return the ecosystems of a text, the most fitting first; of equal ones by name.

    Returns
    -------
    tuple of BriefEcosystem
        Weights add up to 1 (rounded to four digits); empty if too little speaks for any.
    """
    scores = _scores(reading, lexicon, settings)
    factors = _language_factors(reading, catalog)
    weakest = max(scores.weak.values(), default=0.0)
    total = {
        e.name: (scores.strong.get(e.name, 0.0) + _weak(scores.weak.get(e.name, 0.0), weakest, settings))
        * factors[e.name]
        for e in catalog.ecosystems
    }
    strongest = max(scores.strong.values(), default=0.0)
    if strongest < _LEAST_STRONG and weakest < _LEAST_WEAK:
        return ()
    best = max(total.values(), default=0.0)
    kept = sorted((n for n, s in total.items() if s >= settings.least_ecosystem * best), key=lambda n: (-total[n], n))
    kept = kept[: settings.most_ecosystems]
    whole = sum(total[n] for n in kept)
    return tuple(
        BriefEcosystem(n, catalog.ecosystem(n).title, round(total[n] / whole, 4), _reasons(scores.reasons.get(n, {})))
        for n in kept
    )


def strengths_of(phrase: Phrase) -> dict[str, float]:
    """Return what a phrase says for each of its ecosystems, shared among them.

    Examples
    --------
    >>> from handiwork.brief.lexicon import Sense
    >>> senses = (Sense("package", "ai", 2.0), Sense("topic", "ai", 1.0))
    >>> strengths_of(Phrase("torch", (), senses, is_plain=False))
    {'ai': 2.0}
    """
    best: dict[str, float] = {}
    for sense in phrase.senses:
        best[sense.ecosystem] = max(sense.strength, best.get(sense.ecosystem, 0.0))
    spread: float = (sum(best.values()) / max(best.values())) ** -_SPREAD if best else 0.0
    return {name: strength * spread for name, strength in best.items()}


# --- private ---


def _scores(reading: Reading, lexicon: Lexicon, settings: BriefSettings) -> _Scores:
    strong: dict[str, float] = defaultdict(float)
    reasons: dict[str, dict[str, float]] = defaultdict(dict)
    for mention in reading.mentions:
        factor = mention.weight * mention.sureness * (1 + _AGAIN * min(mention.count - 1, _MOST_AGAIN))
        factor *= settings.title_factor if mention.in_title else 1.0
        for name, strength in strengths_of(mention.phrase).items():
            strong[name] += strength * factor
            if mention.sureness >= SURE:
                reasons[name][mention.written] = strength * factor
    return _Scores(dict(strong), dict(reasons), _weak_scores(reading, lexicon))


def _weak_scores(reading: Reading, lexicon: Lexicon) -> dict[str, float]:
    hollow = hollow_words(reading.language)
    seen: dict[str, float] = {}
    for key, stem, weight in zip(reading.tokens.keys, reading.tokens.stems, reading.weights, strict=True):
        if weight > 0 and key not in hollow:
            seen[stem] = max(weight, seen.get(stem, 0.0))
    scores: dict[str, float] = defaultdict(float)
    for stem, weight in seen.items():
        for name, value in lexicon.weak(stem):
            scores[name] += value * weight
    return dict(scores)


def _weak(score: float, best: float, settings: BriefSettings) -> float:
    return settings.weak_share * score / (best + _WEAK_HALF)


def _language_factors(reading: Reading, catalog: Catalog) -> Mapping[str, float]:
    asked = {m.phrase.term for m in reading.mentions if _asks_language(m)}
    return {e.name: _factor(e, asked) for e in catalog.ecosystems}


def _asks_language(mention: Mention) -> bool:
    return mention.phrase.has("language") and mention.sureness >= SURE and mention.weight == 1.0


def _factor(ecosystem: Ecosystem, asked: set[str]) -> float:
    languages = [language.lower() for language in ecosystem.languages]
    if not asked or not languages:
        return 1.0
    if languages[0] in asked:
        return _MAIN
    return _ALSO if asked & set(languages) else _FOREIGN


def _reasons(found: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda written: (-found[written], written))[:_MOST_REASONS])
