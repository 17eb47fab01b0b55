"""Search: a brief, or a role text, and an opened index → ranked people whose parts add up to their scores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import numpy.typing as npt

from handiwork.brief import Brief
from handiwork.brief.terms import understand
from handiwork.errors import UsageError
from handiwork.index import KINDS, Index, KindSettings
from handiwork.search.candidates import Candidates
from handiwork.search.facets import chosen_marks, count_facets
from handiwork.search.filters import Filters, resolve_filters
from handiwork.search.options import SearchOptions
from handiwork.search.relevance import Boost, Matched, match
from handiwork.search.results import MICRO, DocumentShare, Hit, Part, SearchResult
from handiwork.search.scoring import Shares, rank, score_kinds, shares_of, whole_parts
from handiwork.search.signals import Preference, preferences

__all__ = ["brief_for", "brief_of_words", "candidates_of", "hit_of", "match_all", "search", "sorted_places"]

_MOST_SHARES = 20
_MOST_UNNAMED = 5
_KIND_BITS = 40
_ONE_NAME = 0.5

Ids = npt.NDArray[np.int64]


def search(
    index: Index,
    role: Brief | str,
    *,
    options: SearchOptions | None = None,
    first: int = 0,
) -> SearchResult:
    """Rank the people of an index for a role.

    Parameters
    ----------
    index
        An opened index.
    role
        How a role was understood (:func:`handiwork.brief.understand_brief`), or its words alone, for example
        ``"FastAPI and SQLAlchemy, async REST APIs"``. A brief must be made with this index.
    options
        Limits and filters; None means the defaults.
    first
        So many of the best are not told, as they were on an earlier page; the limit counts them.

    Returns
    -------
    SearchResult
        Hits in the order of their scores, of equal ones in the order of the persons' keys. Nobody without a
        score is shown. If nothing in the index fits, there are no hits and ``reason`` says so.

    Raises
    ------
    UsageError
        If no word of the text says what to look for, or the brief's numbers are those of another index.
    NotFoundError
        If a repository to limit the ranking to is not in the index.

    Notes
    -----
    Same index, same role, same options: same result. Cost: the postings of the role's rarer terms, plus the
    associations of the best documents, see :mod:`handiwork.search.relevance`.
    """
    started = perf_counter()
    options = options or SearchOptions()
    found = candidates_of(index, brief_for(index, role), options)
    chosen = chosen_marks(found, options)
    kept = np.logical_and.reduce([np.ones(len(found.ids), bool), *chosen.values()])
    known = index.has_account(found.ids)
    listed = kept & (known if options.accounts == "known" else True)
    ranked = sorted_places(found, listed, options.limit, sort=options.sort)
    told = ranked[first:]
    apart = sorted_places(found, kept & ~listed, min(options.limit, _MOST_UNNAMED), sort=options.sort)
    ids, kinds = found.ids, found.kinds
    shares = shares_of(index, kinds, ids[np.concatenate([told, apart])])
    scores = _Scores(ids, found.work, found.preferred)
    hits = _hits(index, scores, told, shares[: len(told)], rank=first + 1, explain=options.explain)
    unnamed = _hits(index, scores, apart, shares[len(told) :], explain=options.explain)
    return SearchResult(
        brief=found.brief,
        index=index.name,
        hits=hits,
        unnamed=unnamed,
        n_candidates=int(np.count_nonzero(kept)),
        n_unnamed=int(np.count_nonzero(kept & ~known)),
        only=tuple(index.repository_name(r) for r in found.filters.repositories or ()),
        reason=None if len(ranked) else _reason(found.brief, options, found_unnamed=bool(kept.any())),
        facets=count_facets(found, options, chosen) if options.count_facets else (),
        timing_ms=1000 * (perf_counter() - started),
    )


def hit_of(index: Index, role: Brief | str, person_id: int, *, options: SearchOptions | None = None) -> Hit | None:
    """Return one person's hit, wherever they stand in the ranking; None if nothing of theirs matches.

    Parameters
    ----------
    index, role, options
        As for :func:`search`; the limit says nothing here.
    person_id
        Who.

    Returns
    -------
    Hit or None
        With the rank it would have in the whole list: that of people with an account if the options list these alone
        and the person has one, else that of people without.
    """
    options = options or SearchOptions()
    found = candidates_of(index, brief_for(index, role), options)
    place = int(np.searchsorted(found.ids, person_id))
    if place == len(found.ids) or found.ids[place] != person_id:
        return None
    kept = np.logical_and.reduce([np.ones(len(found.ids), bool), *chosen_marks(found, options).values()])
    if not kept[place]:
        return None
    known = index.has_account(found.ids)
    listed = kept & (known == known[place]) if options.accounts == "known" else kept
    order = sorted_places(found, listed, len(found.ids), sort=options.sort)
    (shares,) = shares_of(index, found.kinds, found.ids[place : place + 1])
    rank = int(np.flatnonzero(order == place)[0]) + 1
    scores = _Scores(found.ids, found.work, found.preferred)
    return _hit(index, rank, scores, place, shares, explain=options.explain)


def candidates_of(index: Index, brief: Brief, options: SearchOptions) -> Candidates:
    """Return everybody who scores for a brief with some filters, whatever ``has`` and ``facets`` say.

    Raises
    ------
    UsageError, NotFoundError
        As :func:`search`.
    """
    filters = resolve_filters(index, options)
    kinds, ids, work = score_kinds(index, match_all(index, brief, filters), filters)
    preferred = preferences(index, options.prefer, ids, work)
    micros = work + sum((each.micros for each in preferred), np.zeros(len(ids), np.int64))
    return Candidates(index, brief, filters, kinds, ids, work, preferred, micros)


def sorted_places(found: Candidates, listed: npt.NDArray[np.bool_], limit: int, *, sort: str = "fit") -> Ids:
    """Return the places of the first of those who are listed, in an order of :data:`handiwork.search.options.SORTS`.

    Of equal ones the higher score comes first, then the lower number.
    """
    places = np.flatnonzero(listed)
    if sort == "fit":
        return places[rank(found.ids[places], found.micros[places], limit)]
    column = {"recency": "last_days", "depth": "strongest", "breadth": "breadth"}[sort]
    values = getattr(found, column)[places].astype(np.int64)
    return places[np.lexsort((found.ids[places], -found.micros[places], -values))][:limit]


def brief_for(index: Index, role: Brief | str) -> Brief:
    """Return a brief to search an index with: a role's words alone are turned into one.

    Raises
    ------
    UsageError
        If no word of the text says what to look for, or the brief's numbers are those of another index.
    """
    if isinstance(role, str):
        return brief_of_words(index, role)
    if role.index not in {None, index.name}:
        raise UsageError(
            f"the brief has the numbers of index {role.index}, not of {index.name}: understand it again (reopen_brief)"
        )
    return role


def brief_of_words(index: Index, text: str) -> Brief:
    """Return what the words of a text alone say, without a catalogue: terms, and the words the index lacks.

    Raises
    ------
    UsageError
        If no word of the text says what to look for.
    """
    meaning = understand(index, text)
    return Brief(
        text=text,
        understood=meaning.understood,
        unknown=meaning.unknown,
        ignored=meaning.ignored,
        terms=meaning.terms,
        index=index.name,
    )


def match_all(index: Index, brief: Brief, filters: Filters) -> list[Matched]:
    """Return the matched documents of every kind, in the order of :data:`handiwork.index.KINDS`.

    Repositories come first, as they lift the areas and titles within them: those of the brief, or where it
    proposes none the ones whose own words match. Within a single repository they say nothing about the role.
    """
    repositories = _repositories_of(index, brief, filters)
    boost = _boost(index, repositories)
    matches = [repositories]
    for kind in KINDS[1:]:
        documents = index.documents[kind]
        matches.append(
            match(
                documents,
                brief.terms,
                _settings(index, kind, filters),
                ranges=filters.ranges(documents),
                eligible=filters.eligible(documents),
                boost=boost,
            )
        )
    return matches


# --- private ---


def _settings(index: Index, kind: str, filters: Filters) -> KindSettings:
    """Return the settings of a kind: fewer documents need less sharpness."""
    settings = index.settings.kind(kind)
    return replace(settings, sharpness=index.settings.sharpness_within) if filters.is_one_repository else settings


def _repositories_of(index: Index, brief: Brief, filters: Filters) -> Matched:
    """Return the repositories that count as a whole, with how sure it is that they should."""
    documents = index.documents["repository"]
    ranges, eligible = filters.ranges(documents), filters.eligible(documents)
    if filters.is_one_repository:
        return Matched(documents, np.zeros(0, np.int64), np.zeros(0), 0.0)
    if not any(r.repo_numbers for r in brief.repositories):
        found = match(documents, brief.terms, index.settings.repository, ranges=ranges, eligible=eligible)
        return replace(found, confidence=index.settings.inferred_share)
    sureness = _sureness(brief, index.settings.inferred_share)
    weights: dict[int, float] = {}
    for repository in brief.repositories:
        weight = repository.weight * sureness[repository.origin == "named"]
        for number in repository.repo_numbers:
            weights[number] = max(weights.get(number, 0.0), weight)
    numbers = sorted(n for n, w in weights.items() if w > 0 and any(first <= n < last for first, last in ranges))
    docs = np.array(numbers, dtype=np.int64)
    if eligible is not None:
        docs = docs[eligible(docs.astype(np.int32))]
    values = np.array([weights[n] for n in docs.tolist()], dtype=np.float64)
    best = float(values.max(initial=0.0))
    return Matched(documents, docs, values / best if best else np.zeros(0), min(best, 1.0))


def _sureness(brief: Brief, inferred: float) -> tuple[float, float]:
    """Return how much repositories count that the role infers, and that it names.

    Who writes a job title, or names two repositories, asks for people of these; a single name may be the subject
    of a question about something else.
    """
    if brief.titles:
        return 1.0, 1.0
    n_named = sum(r.origin == "named" for r in brief.repositories)
    return inferred, 1.0 if n_named > 1 else _ONE_NAME


def _boost(index: Index, repositories: Matched) -> Boost | None:
    strength = index.settings.repository_boost * repositories.confidence
    if not len(repositories.docs) or not strength:
        return None
    lifts = np.zeros(index.n_repositories)
    lifts[repositories.docs] = strength * repositories.relevance
    return Boost(lifts, strength)


@dataclass(frozen=True, slots=True)
class _Scores:
    """What persons' work gives in millionths, and what preferred signals add; shape (persons,) each."""

    ids: Ids
    work: Ids
    preferred: Sequence[Preference]

    def signal_parts(self, place: int) -> tuple[Part, ...]:
        """Return what preferred signals add to one person."""
        return tuple(
            Part("signal", None, f"{each.name} {each.values[place]:.2f}", None, int(each.micros[place]))
            for each in self.preferred
            if each.micros[place] > 0
        )


def _hits(
    index: Index, scores: _Scores, places: Ids, shares: Sequence[Shares], *, rank: int = 1, explain: bool
) -> tuple[Hit, ...]:
    return tuple(
        _hit(index, number, scores, place, own, explain=explain)
        for number, (place, own) in enumerate(zip(places.tolist(), shares, strict=True), start=rank)
    )


def _hit(index: Index, rank: int, scores: _Scores, place: int, shares: Shares, *, explain: bool) -> Hit:
    person_id, work = int(scores.ids[place]), int(scores.work[place])
    person = index.person(person_id)
    added = scores.signal_parts(place)
    repositories = _repositories(index, shares)
    parts = (*_parts(index, shares, repositories, work, explain=explain), *added)
    return Hit(
        rank=rank,
        person_id=person_id,
        key=person.key,
        login=person.login,
        name=person.name,
        micros=work + sum(part.micros for part in added),
        parts=tuple(sorted(parts, key=lambda part: -part.micros)),
        shares=_strongest(shares),
        repositories=tuple(sorted(set(repositories.tolist()))),
    )


def _parts(
    index: Index, shares: Shares, repositories: npt.NDArray[np.int64], total: int, *, explain: bool
) -> tuple[Part, ...]:
    """Group a person's shares and round them so that they add up."""
    groups = shares.docs if explain else repositories
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


def _reason(brief: Brief, options: SearchOptions, *, found_unnamed: bool) -> str:
    if found_unnamed:
        return "everybody whose work matches has no account that the loaded data names"
    if not brief.terms and not any(r.repo_numbers for r in brief.repositories):
        return f"no document of the index has any of the words {', '.join(brief.unknown)}"
    narrowed = ", ".join(name.replace("_", " ") for name in options.narrowing)
    within = f" under the filters {narrowed}" if narrowed else ""
    return f"nobody's work matches {', '.join(brief.understood)}{within}"
