"""Search: a role text and an opened index → ranked people whose parts add up to their scores."""

from time import perf_counter

import numpy as np
import numpy.typing as npt

from handiwork.brief.terms import Understanding, understand
from handiwork.index import KINDS, Index
from handiwork.search.filters import Filters, resolve_filters
from handiwork.search.options import SearchOptions
from handiwork.search.relevance import Boost, Matched, match
from handiwork.search.results import MICRO, Brief, DocumentShare, Hit, MatchedRepository, Part, SearchResult
from handiwork.search.scoring import Shares, rank, score_kinds, shares_of, whole_parts

__all__ = ["match_all", "search"]

_MOST_SHARES = 20
_MOST_REPOSITORIES = 10
_KIND_BITS = 40


def search(index: Index, query: str, *, options: SearchOptions | None = None) -> SearchResult:
    """Rank the people of an index for a role described in plain language.

    Parameters
    ----------
    index
        An opened index.
    query
        The role, for example ``"FastAPI and SQLAlchemy, async REST APIs"``.
    options
        Limits and filters; None means the defaults.

    Returns
    -------
    SearchResult
        Hits in the order of their scores, of equal ones in the order of the persons' keys. Nobody without a
        score is shown. If no document has any of the words, there are no hits and ``reason`` says so.

    Raises
    ------
    UsageError
        If no word of the query says what to look for.
    NotFoundError
        If a repository to limit the ranking to is not in the index.

    Notes
    -----
    Same index, same query, same options: same result. Cost: the postings of the query's rarer terms, plus the
    associations of the best documents, see :mod:`handiwork.search.relevance`.
    """
    started = perf_counter()
    options = options or SearchOptions()
    meaning = understand(index, query)
    filters = resolve_filters(index, options)
    matches = match_all(index, meaning.terms, filters)
    kinds, ids, micros = score_kinds(index, matches, filters)
    best = rank(ids, micros, options.limit)
    shares = shares_of(index, kinds, ids[best])
    hits = tuple(
        _hit(index, place + 1, int(ids[at]), int(micros[at]), share, explain=options.explain)
        for place, (at, share) in enumerate(zip(best.tolist(), shares, strict=True))
    )
    brief = _brief(index, query, meaning, matches[0], filters)
    return SearchResult(
        brief=brief,
        index=index.name,
        hits=hits,
        n_candidates=len(ids),
        reason=None if hits else _reason(meaning, options),
        timing_ms=1000 * (perf_counter() - started),
    )


def match_all(index: Index, terms: dict[int, float], filters: Filters) -> list[Matched]:
    """Return the matched documents of every kind, in the order of :data:`handiwork.index.KINDS`.

    Repositories are matched first, as they lift the areas and titles within them.
    """
    matches: list[Matched] = []
    boost: Boost | None = None
    for kind in KINDS:
        documents = index.documents[kind]
        matches.append(
            match(
                documents,
                terms,
                index.settings.kind(kind),
                ranges=filters.ranges(documents),
                eligible=filters.eligible(documents),
                boost=boost,
            )
        )
        boost = boost or _boost(index, matches[0])
    return matches


# --- private ---


def _boost(index: Index, repositories: Matched) -> Boost | None:
    strength = index.settings.repository_boost
    if not len(repositories.docs) or not strength:
        return None
    lifts = np.zeros(index.n_repositories)
    lifts[repositories.docs] = strength * repositories.relevance
    return Boost(lifts, strength)


def _hit(index: Index, rank: int, person_id: int, micros: int, shares: Shares, *, explain: bool) -> Hit:
    person = index.person(person_id)
    return Hit(
        rank=rank,
        person_id=person_id,
        key=person.key,
        login=person.login,
        name=person.name,
        micros=micros,
        parts=_parts(index, shares, micros, explain=explain),
        shares=_strongest(shares),
    )


def _parts(index: Index, shares: Shares, total: int, *, explain: bool) -> tuple[Part, ...]:
    """Group a person's shares and round them so that they add up."""
    groups = shares.docs if explain else _repositories(index, shares)
    keys, places = np.unique((shares.kinds.astype(np.int64) << _KIND_BITS) | groups, return_inverse=True)
    whole = whole_parts(np.bincount(places, weights=shares.micros).astype(np.float64), total)
    order = np.argsort(-whole, kind="stable")
    return tuple(_part(index, int(keys[i]), int(whole[i]), explain=explain) for i in order if whole[i] > 0)


def _part(index: Index, key: int, micros: int, *, explain: bool) -> Part:
    kind, group = KINDS[key >> _KIND_BITS], key & ((1 << _KIND_BITS) - 1)
    if not explain:
        return Part(kind, index.repository_name(group), None, None, micros)
    repository = index.repository_name(int(index.documents[kind].repositories[group]))
    return Part(kind, repository, index.document_name(kind, group), group, micros)


def _repositories(index: Index, shares: Shares) -> npt.NDArray[np.int64]:
    """Return the repository of each share's document."""
    found = np.zeros(len(shares.docs), np.int64)
    for place, kind in enumerate(KINDS):
        own = shares.kinds == place
        found[own] = index.documents[kind].repositories[shares.docs[own]]
    return found


def _strongest(shares: Shares) -> tuple[DocumentShare, ...]:
    """Return the strongest documents of each kind, all in one order."""
    kept: list[int] = []
    order = np.lexsort((shares.docs, shares.kinds, -shares.micros))
    for place in range(len(KINDS)):
        kept += order[shares.kinds[order] == place][:_MOST_SHARES].tolist()
    kept.sort(key=lambda i: (-shares.micros[i], shares.kinds[i], shares.docs[i]))
    return tuple(
        DocumentShare(KINDS[shares.kinds[i]], int(shares.docs[i]), float(shares.micros[i]) / MICRO)
        for i in kept
        if shares.micros[i] > 0
    )


def _brief(index: Index, query: str, meaning: Understanding, repositories: Matched, filters: Filters) -> Brief:
    order = np.lexsort((repositories.docs, -repositories.relevance))[:_MOST_REPOSITORIES].tolist()
    return Brief(
        text=query,
        understood=meaning.understood,
        unknown=meaning.unknown,
        ignored=meaning.ignored,
        repositories=tuple(
            MatchedRepository(
                index.repository_name(int(repositories.docs[i])), round(float(repositories.relevance[i]), 6)
            )
            for i in order
        ),
        only=tuple(index.repository_name(r) for r in filters.repositories or ()),
    )


def _reason(meaning: Understanding, options: SearchOptions) -> str:
    if not meaning.terms:
        return f"no document of the index has any of the words {', '.join(meaning.unknown)}"
    narrowed = ", ".join(name.replace("_", " ") for name in options.narrowing)
    within = f" under the filters {narrowed}" if narrowed else ""
    return f"nobody's work matches {', '.join(meaning.understood)}{within}"
