"""Words, topics and languages → repositories of an index, each with the reasons that add up to its score.

The score of a repository is, over the kinds of reason that any repository has,

    Σ_kind λ_kind / Σλ · value / (the largest value of any repository)

rounded to millionths. The values are: BM25 of its texts, times the part of the words that they have, each counted by
its rarity (``words``); the same times n / (n + 10) for n people who worked on it (``people``); ln(1 + Σ relevance) over
the best matching titles of its contributions (``titles``); the part of the asked topics it has; 1 for an asked
language; and how strongly it shares contributors with the best matches. Only repositories that pass the filters take
part in anything.
"""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import numpy.typing as npt

from handiwork.errors import NotFoundError, UsageError
from handiwork.index import Index
from handiwork.search.relevance import match
from handiwork.search.repository_results import FoundRepositories, RepositoryHit, RepositoryPart, RepositoryQuery
from handiwork.search.repository_words import Asked, asked_words, covered, field_parts
from handiwork.search.results import MICRO
from handiwork.search.scoring import whole_parts

__all__ = ["SHARES", "find_repositories"]

SHARES: dict[str, float] = {
    "words": 0.5,
    "people": 0.5,
    "titles": 0.15,
    "topic": 0.3,
    "language": 0.05,
    "contributors": 0.15,
}
"""How much each kind of reason can give (λ); kinds that nothing has give theirs to the others.

That of people, and how many of them give half of it, did best in ``benchmarks/finding.py``; there the others hardly
matter, and nobody asks for topics and languages.
"""

_HALF_PEOPLE = 10

_NO_FACTS = (
    "this index does not keep topics, languages and descriptions apart, nor which repositories are forks: "
    "build it again (`handiwork index build`)"
)
_MOST_MATCHED = 1000
_SEEDS = 5

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


def find_repositories(index: Index, query: RepositoryQuery) -> FoundRepositories:
    """Find the repositories of an index that a query is about.

    Parameters
    ----------
    index
        An opened index.
    query
        Words, topics, languages.

    Returns
    -------
    FoundRepositories
        With text: repositories whose texts or titles have its words, or that share contributors far above chance
        with the best of these. Without: those with an asked topic or language.

    Raises
    ------
    UsageError
        If no word of the text says what to look for, or the index does not keep topics and languages.
    NotFoundError
        If no repository of the index has an asked topic or language; with names spelled like it.

    Notes
    -----
    At most the 1,000 best by words and those of the 1,000 best titles take part, as in a search for people. Cost: the
    postings of the rarer terms. Same index, same query: same answer.
    """
    started = perf_counter()
    asked = asked_words(index, query.text)
    scored = _score(index, query, asked)
    order = _best(scored, index, query.limit)
    hits = tuple(_hit(index, asked, query, scored, place, rank + 1) for rank, place in enumerate(order.tolist()))
    return FoundRepositories(
        query=query,
        hits=hits,
        n_found=int(np.count_nonzero(scored.micros)),
        unknown=asked.unknown,
        ignored=asked.ignored,
        missing=_missing(index),
        reason=None if hits else _reason(query, asked),
        timing_ms=1000 * (perf_counter() - started),
    )


# --- private ---


@dataclass(frozen=True, slots=True)
class _Values:
    """What one kind of reason says: repositories, ascending and each once, and their values above 0."""

    ids: Ids
    values: Scores

    def at(self, ids: Ids) -> Scores:
        """Return the values of some repositories, 0 for those without."""
        if not len(self.ids):
            return np.zeros(len(ids))
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[places] == ids, self.values[places], 0.0)

    @classmethod
    def summed(cls, ids: Ids, values: Scores) -> "_Values":
        """Return the sums of values of equal repositories."""
        found, places = np.unique(ids, return_inverse=True)
        return cls(found.astype(np.int64), np.bincount(places, values, len(found)).astype(np.float64))


@dataclass(frozen=True, slots=True)
class _Scored:
    """Every repository with a reason.

    ``exact`` is what each kind gives in millionths, by kind; ``titles`` the documents of matching titles with their
    relevance; ``links`` for each repository that shares contributors its strongest match and the shared people.
    """

    ids: Ids
    micros: Ids
    exact: dict[str, Scores]
    titles: tuple[Ids, Scores]
    links: dict[int, tuple[int, int]]


def _score(index: Index, query: RepositoryQuery, asked: Asked) -> _Scored:
    allowed = _allowed(index, query)
    words = _by_words(index, asked, allowed)
    titles = _titles(index, query, asked, allowed)
    places = index.documents["title"].repositories[titles[0]].astype(np.int64)
    said = _Values.summed(places, titles[1])
    kinds = {"words": words, "people": _by_people(index, words), "titles": _Values(said.ids, np.log1p(said.values))}
    matched = np.union1d(words.ids, said.ids) if query.text.strip() else np.flatnonzero(_all(index, allowed))
    for kind, facet, names in (("topic", "topics", query.topics), ("language", "languages", query.languages)):
        kinds[kind] = _asked_facet(index, facet, names, matched)
    near, links = _by_contributors(index, *_seeds(index, query, kinds, matched), allowed)
    kinds["contributors"] = near
    ids = np.union1d(matched, near.ids)
    for kind, facet, names in (("topic", "topics", query.topics), ("language", "languages", query.languages)):
        kinds[kind] = _asked_facet(index, facet, names, ids)
    exact = _shared_out(kinds, ids)
    micros = np.rint(sum(exact.values(), np.zeros(len(ids)))).astype(np.int64)
    return _Scored(ids, micros, exact, titles, links)


def _allowed(index: Index, query: RepositoryQuery) -> npt.NDArray[np.bool_] | None:
    """Return which repositories pass the filters; None if all do."""
    left_out = [n for owner in sorted(query.excluded_owners) for n in index.repositories_of(owner)]
    forks = index.forks if not query.forks else index.forks[:0]
    if not (query.topics or query.languages or left_out or len(forks)):
        return None
    allowed = np.ones(index.n_repositories, bool)
    for facet, names in (("topics", query.topics), ("languages", query.languages)):
        if names:
            chosen = np.zeros(index.n_repositories, bool)
            for name in names:
                chosen[_having(index, facet, name)] = True
            allowed &= chosen
    allowed[forks] = False
    allowed[np.array(left_out, np.int64)] = False
    return allowed


def _all(index: Index, allowed: npt.NDArray[np.bool_] | None) -> npt.NDArray[np.bool_]:
    return np.ones(index.n_repositories, bool) if allowed is None else allowed


def _having(index: Index, facet: str, name: str) -> npt.NDArray[np.int32]:
    """Return the repositories with a topic or language.

    Raises
    ------
    UsageError
        If the index does not keep them.
    NotFoundError
        If there are none.
    """
    found = index.facet(facet)
    if found is None:
        raise UsageError(
            f"index {index.name} was built before {facet} were kept: build it again (`handiwork index build`)"
        )
    key = _key(facet, name)
    numbers = found.having(key)
    if not len(numbers):
        near = found.near(key)
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        what = facet.removesuffix("s")
        raise NotFoundError(f"no repository of index {index.name} has the {what} {name!r}{hint}")
    return numbers


def _key(facet: str, name: str) -> str:
    """Return a name as facets are sorted: topics have hyphens where people write spaces."""
    return "-".join(name.lower().split()) if facet == "topics" else name.strip().lower()


def _by_words(index: Index, asked: Asked, allowed: npt.NDArray[np.bool_] | None) -> _Values:
    documents = index.documents["repository"]
    settings = replace(index.settings.repository, cut=_MOST_MATCHED, sharpness=1.0, least_relevance=0.0)
    eligible = None if allowed is None else (lambda docs: allowed[docs])
    found = match(documents, asked.terms, settings, ranges=[(0, documents.count)], eligible=eligible)
    return _Values(found.docs, found.relevance * covered(index, asked, found.docs))


def _by_people(index: Index, words: _Values) -> _Values:
    """Return how well repositories match, less where few worked on them; those where nobody did are left out."""
    people = _people(index, words.ids)
    worked = people > 0
    return _Values(words.ids[worked], (words.values * people / (people + _HALF_PEOPLE))[worked])


def _titles(
    index: Index, query: RepositoryQuery, asked: Asked, allowed: npt.NDArray[np.bool_] | None
) -> tuple[Ids, Scores]:
    """Return the best matching titles and their relevance, without those of people who are left out."""
    documents = index.documents["title"]
    settings = replace(index.settings.title, cut=_MOST_MATCHED)
    eligible = None if allowed is None else (lambda docs: allowed[documents.repositories[docs]])
    found = match(documents, asked.terms, settings, ranges=[(0, documents.count)], eligible=eligible)
    if not query.excluded_persons:
        return found.docs, found.relevance
    rows = index.title_rows[found.docs].tolist()
    people = index.contributions.column("person_id")
    kept = np.array([people[row].as_py() not in query.excluded_persons for row in rows], bool)
    return found.docs[kept], found.relevance[kept]


def _asked_facet(index: Index, facet: str, names: tuple[str, ...], ids: Ids) -> _Values:
    """Return which part of the asked topics or languages each repository has; at most one language counts."""
    keys = sorted({_key(facet, name) for name in names})
    counts = np.zeros(len(ids))
    for key in keys:
        counts += np.isin(ids, _having(index, facet, key))
    return _Values(ids[counts > 0], counts[counts > 0] / max(len(keys), 1))


def _seeds(index: Index, query: RepositoryQuery, kinds: dict[str, _Values], ids: Ids) -> tuple[Ids, Scores]:
    """Return the best matches and their scores so far; none where only a language was asked for."""
    if not (query.text.strip() or query.topics):
        return ids[:0], np.zeros(0)
    scores = sum(_shared_out(kinds, ids).values(), np.zeros(len(ids)))
    order = np.lexsort((ids, -_people(index, ids), -np.rint(scores)))[:_SEEDS]
    return ids[order], scores[order] / MICRO


def _by_contributors(
    index: Index, seeds: Ids, scores: Scores, allowed: npt.NDArray[np.bool_] | None
) -> tuple[_Values, dict[int, tuple[int, int]]]:
    """Return how strongly repositories share contributors with the seeds, and each one's strongest seed."""
    ids, values = [], []
    strongest: dict[int, tuple[float, int, int]] = {}
    for seed, score in zip(seeds.tolist(), scores.tolist(), strict=True):
        near = index.related(seed)
        for other in near:  # strengths compare the neighbours of one repository only
            if allowed is not None and not allowed[other.repo_no]:
                continue
            strength = score * other.strength / near[0].strength
            ids.append(other.repo_no)
            values.append(strength)
            if strength > strongest.get(other.repo_no, (0.0, 0, 0))[0]:
                strongest[other.repo_no] = (strength, seed, other.shared)
    links = {number: (seed, shared) for number, (_, seed, shared) in strongest.items()}
    return _Values.summed(np.array(ids, np.int64), np.array(values, np.float64)), links


def _shared_out(kinds: dict[str, _Values], ids: Ids) -> dict[str, Scores]:
    """Return what each kind of reason gives to some repositories, in millionths."""
    peaks = {kind: float(found.values.max(initial=0.0)) for kind, found in kinds.items()}
    whole = sum(SHARES[kind] for kind, peak in peaks.items() if peak > 0)
    return {
        kind: found.at(ids) * (MICRO * SHARES[kind] / whole / peaks[kind])
        for kind, found in kinds.items()
        if peaks[kind] > 0
    }


def _people(index: Index, ids: Ids) -> Ids:
    offsets = index.documents["repository"].offsets
    return np.asarray(offsets[ids + 1] - offsets[ids], dtype=np.int64)


def _best(scored: _Scored, index: Index, limit: int) -> Ids:
    """Return the places of the best, best first."""
    places = np.flatnonzero(scored.micros > 0)
    if len(places) > limit:
        micros = scored.micros[places]
        places = places[micros >= np.partition(micros, len(micros) - limit)[len(micros) - limit]]
    ids = scored.ids[places]
    return places[np.lexsort((ids, -_people(index, ids), -scored.micros[places]))][:limit]


def _hit(index: Index, asked: Asked, query: RepositoryQuery, scored: _Scored, place: int, rank: int) -> RepositoryHit:
    number, micros = int(scored.ids[place]), int(scored.micros[place])
    found = [
        (float(exact[place]) * share, part)
        for kind, exact in scored.exact.items()
        if exact[place] > 0
        for share, part in _reasons(index, asked, query, scored, kind, number)
    ]
    whole = whole_parts(np.array([value for value, _ in found]), micros).tolist()
    parts = [replace(part, micros=given) for given, (_, part) in zip(whole, found, strict=True) if given > 0]
    return RepositoryHit(
        rank=rank,
        repo_no=number,
        name=index.repository_name(number),
        micros=micros,
        parts=tuple(sorted(parts, key=lambda part: -part.micros)),
        people=int(_people(index, np.array([number]))[0]),
        facts=index.facts(number),
    )


def _reasons(
    index: Index, asked: Asked, query: RepositoryQuery, scored: _Scored, kind: str, number: int
) -> list[tuple[float, RepositoryPart]]:
    """Return a kind's reasons for one repository with the share of each, which add up to 1."""
    if kind == "words":
        return field_parts(index, asked, number)
    if kind == "titles":
        docs, relevance = scored.titles
        own = np.flatnonzero(index.documents["title"].repositories[docs] == number)
        best = docs[own[np.argsort(-relevance[own], kind="stable")]]
        rows = tuple(int(index.title_rows[doc]) for doc in best.tolist())
        return [(1.0, RepositoryPart(kind=kind, micros=0, title_rows=rows))]
    if kind == "people":
        return [(1.0, RepositoryPart(kind=kind, micros=0, shared=int(_people(index, np.array([number]))[0])))]
    if kind == "contributors":
        seed, shared = scored.links[number]
        name = index.repository_name(seed)
        return [(1.0, RepositoryPart(kind=kind, micros=0, repository=name, shared=shared))]
    facet, names = ("topics", query.topics) if kind == "topic" else ("languages", query.languages)
    keys = dict.fromkeys(_key(facet, name) for name in names)
    named = tuple(key for key in keys if number in _having(index, facet, key))
    return [(1.0, RepositoryPart(kind=kind, micros=0, named=named))]


def _missing(index: Index) -> tuple[str, ...]:
    """Return what an index cannot tell of repositories."""
    if not index.has_facts:
        return (_NO_FACTS,)
    facets = ((name, index.facet(name)) for name in ("topics", "languages"))
    empty = [name for name, facet in facets if facet is not None and not len(facet.repositories)]
    return tuple(f"no loaded origin delivered {name} of any repository in the index" for name in empty)


def _reason(query: RepositoryQuery, asked: Asked) -> str:
    filters = [f"{what} {' or '.join(names)}" for what, names in _filters(query) if names]
    within = f" with {' and '.join(filters)}" if filters else ""
    if query.text.strip() and not asked.terms:
        return f"no repository, and no title of a contribution, has any of the words {', '.join(asked.unknown)}"
    if asked.understood:
        return f"no repository{within} matches {', '.join(asked.understood)}"
    return f"no repository{within or ' that takes part'} is in the index"


def _filters(query: RepositoryQuery) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("topic", query.topics), ("language", query.languages)
