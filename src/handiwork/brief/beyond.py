"""Repositories of the index that no catalogue lists: by their own words, and by shared contributors."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.brief.lexicon import Lexicon
from handiwork.brief.nouns import BriefRepository
from handiwork.brief.settings import BriefSettings
from handiwork.catalog import Catalog
from handiwork.index import Index

__all__ = ["Surroundings", "by_contributors", "by_text", "contributors", "people_of", "quoted"]

_LEAST_TEXT_FIT = 0.5
_MOST_LOOKED_AT = 200
_COMMON_FROM, _COMMON_SHARE = 1000, 0.02
_MOST_WORDS_SHOWN = 4
_CONTRIBUTORS_SHARE = 0.5
"""Weight of the nearest repository by contributors beside 1 for one that is named."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text is understood with.

    Attributes
    ----------
    index
        None to use the catalogue alone.
    catalog, lexicon, settings
        As they are.
    """

    index: Index | None
    catalog: Catalog
    lexicon: Lexicon
    settings: BriefSettings


def by_text(
    index: Index, around: Surroundings, terms: Mapping[int, float], found: Mapping[str, BriefRepository]
) -> list[BriefRepository]:
    """Return repositories of the index that no catalogue lists and whose own texts have the brief's words."""
    terms = _telling(index, terms, around.settings.most_text_terms)
    scores, words = _text_scores(index, terms)
    if not len(scores):
        return []
    order = _best(scores, _MOST_LOOKED_AT)
    if not len(order):
        return []
    best = float(scores[order[0]])
    proposed: list[BriefRepository] = []
    for number in order.tolist():
        if scores[number] < _LEAST_TEXT_FIT * best:
            break
        if words[number] < min(2, len(terms)) or not _has_people(index, around, number):
            continue
        name = index.repository_name(number)
        if not _is_proposable(around, name):
            continue
        said = _said(index, number, terms)
        why = f"Its name, topics or description have {quoted(said)}{people_of(index, (number,))}."
        proposed.append(BriefRepository(name, round(float(scores[number]) / best, 4), why, "text", (number,)))
        if len(proposed) == around.settings.from_text:
            break
    return [p for p in proposed if p.name.lower() not in found]


def by_contributors(index: Index, around: Surroundings, found: Mapping[str, BriefRepository]) -> list[BriefRepository]:
    """Return repositories that share contributors with those of the brief far above chance, the nearest first."""
    best: dict[int, tuple[float, int, str]] = {}
    for repository in found.values():
        for number in repository.repo_numbers:
            near = index.related(number)
            for other in near:  # strengths compare the neighbours of one repository only
                strength = repository.weight * other.strength / near[0].strength
                seen = best.get(other.repo_no, (0.0, 0, ""))
                best[other.repo_no] = (seen[0] + strength, *max(seen[1:], (other.shared, repository.name)))
    top = max((s for s, _, _ in best.values()), default=1.0)
    proposed = []
    for number, (strength, shared, name) in sorted(best.items(), key=lambda i: (-i[1][0], i[0])):
        if not _has_people(index, around, number):
            continue
        called = index.repository_name(number)
        if called.lower() in found or not _is_proposable(around, called):
            continue
        why = f"{shared:,} people worked on both it and {name}{people_of(index, (number,))}."
        weight = round(_CONTRIBUTORS_SHARE * strength / top, 4)
        proposed.append(BriefRepository(called, weight, why, "contributors", (number,)))
        if len(proposed) == around.settings.from_contributors:
            break
    return proposed


def contributors(index: Index, repo_no: int) -> int:
    """Return how many people of the index are associated with a repository."""
    offsets = index.documents["repository"].offsets
    return int(offsets[repo_no + 1] - offsets[repo_no])


def people_of(index: Index | None, numbers: tuple[int, ...]) -> str:
    """Return what a sentence about repositories ends with: how many people worked on them."""
    if index is None:
        return ""
    if not numbers:
        return "; not in the index"
    count = sum(contributors(index, n) for n in numbers)
    return f"; {count:,} {'person' if count == 1 else 'people'} of the index worked on it"


def quoted(words: list[str]) -> str:
    """Return words in quotation marks."""
    return ", ".join(f'"{w}"' for w in words)


# --- private ---


def _telling(index: Index, terms: Mapping[int, float], most: int) -> dict[int, float]:
    """Return the heaviest and rarest terms, without those that a large part of all repositories has."""
    documents = index.documents["repository"]
    counts = {term: len(documents.postings(term)[0]) for term in terms}
    commonest = max(_COMMON_FROM, int(documents.count * _COMMON_SHARE))
    kept = sorted((t for t in terms if 0 < counts[t] <= commonest), key=lambda t: (-terms[t], counts[t], t))
    return {term: terms[term] for term in sorted(kept[:most])}


def _text_scores(index: Index, terms: Mapping[int, float]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Return the summed impacts of every repository, and how many terms each has."""
    documents = index.documents["repository"]
    scores = np.zeros(documents.count)
    words = np.zeros(documents.count, np.int32)
    for term, weight in sorted(terms.items()):
        docs, impacts = documents.postings(term)
        scores[docs] += weight * impacts.astype(np.float64)
        words[docs] += 1
    return scores, words


def _best(scores: npt.NDArray[np.float64], most: int) -> npt.NDArray[np.int64]:
    """Return the places of the best scores above 0, best first, of equal ones the first."""
    places = np.flatnonzero(scores > 0)
    if len(places) > most:
        least = np.partition(scores[places], len(places) - most)[len(places) - most]
        places = places[scores[places] >= least]
    return places[np.lexsort((places, -scores[places]))][:most]


def _has_people(index: Index, around: Surroundings, number: int) -> bool:
    """Whether it is more than nearly nobody's."""
    return contributors(index, number) >= around.settings.fewest_contributors


def _is_proposable(around: Surroundings, name: str) -> bool:
    """Whether it is neither the catalogue's nor a copy of what the catalogue knows."""
    short = name.lower().rpartition("/")[2]
    return around.catalog.repository(name) is None and short not in around.lexicon.shorts


def _said(index: Index, number: int, terms: Mapping[int, float]) -> list[str]:
    """Return the terms a repository's texts have, those that give most first."""
    documents = index.documents["repository"]
    gains = []
    for term, weight in sorted(terms.items()):
        docs, impacts = documents.postings(term)
        place = int(np.searchsorted(docs, np.int32(number)))  # another type would convert all of them
        if place < len(docs) and docs[place] == number:
            gains.append((-weight * float(impacts[place]), str(index.terms.column("term")[term].as_py())))
    return [word for _, word in sorted(gains)[:_MOST_WORDS_SHOWN]]
