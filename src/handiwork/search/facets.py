"""Facets: of those who scored, how many have what; and who remains if some of it is chosen.

Choosing a value keeps people, and no score moves: everything a person did still counts, as it does without the choice.
Filters (``repositories``, ``since``, ``kinds``) are another thing: they rank on some of the work alone.

==============  ==============================================================================================
``repository``  owner/name: they have matched work in it
``ecosystem``   a name of the catalogue: they have matched work in one of its key repositories
``last``        ``3``, ``12``, ``24``: last act on a matched document at most so many months before the index was
                built; ``older``: more than 24
``kind``        a kind of contribution that their matched work contains
``has``         evidence of a role, see ``SearchOptions.has``
``signal``      observed in their own lines
==============  ==============================================================================================

Values of one group are alternatives, save those of ``has`` and ``signal``, which must all hold; groups act together.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

from handiwork.errors import NotFoundError, UsageError
from handiwork.index import CONTRIBUTION_KINDS, Index
from handiwork.search.candidates import Candidates
from handiwork.search.nouns import Facet, FacetValue
from handiwork.search.options import HAS, SearchOptions

__all__ = ["LAST", "chosen_marks", "count_facets", "has_of"]

LAST: dict[str, int] = {"3": 91, "12": 365, "24": 730}
"""Months, and how many days they are taken for."""

_WORKS = {"package": ("package",), "talk": ("talk",), "model": ("model", "dataset", "space"), "paper": ("paper",)}
_TOGETHER = frozenset({"has", "signal"})
_EPOCH = date(1970, 1, 1)

Marks = npt.NDArray[np.bool_]
Ecosystems = Mapping[str, tuple[int, ...]]


def chosen_marks(candidates: Candidates, options: SearchOptions) -> dict[str, Marks]:
    """Return for each group in which something is chosen who remains, shape (candidates,).

    Parameters
    ----------
    candidates
        Who scored.
    options
        Its ``has`` and ``facets``.

    Raises
    ------
    UsageError
        If a value does not belong to its group.
    NotFoundError
        If the index has no such repository, or nobody's own lines.
    """
    found, ecosystems = {}, dict(options.ecosystem_numbers)
    for group, values in _chosen(options).items():
        marks = [_marks(candidates, group, value, ecosystems) for value in values]
        found[group] = (np.logical_and if group in _TOGETHER else np.logical_or).reduce(marks)
    return found


def count_facets(candidates: Candidates, options: SearchOptions, chosen: Mapping[str, Marks]) -> tuple[Facet, ...]:
    """Count every value that is on offer: the brief's repositories, ecosystems, recency, kinds, roles, signals.

    Parameters
    ----------
    candidates, options
        As for :func:`chosen_marks`; every ecosystem whose numbers are given is counted.
    chosen
        What that returned.

    Returns
    -------
    tuple
        Groups in the order of this module's table, without those that have no value.
    """
    picked, ecosystems = _chosen(options), dict(options.ecosystem_numbers)
    groups = []
    for group, offered in _offered(candidates, ecosystems).items():
        base = np.ones(len(candidates.ids), bool)
        for name, marks in chosen.items():
            if name != group or group in _TOGETHER:
                base &= marks
        values = []
        for value in dict.fromkeys([*offered, *picked.get(group, ())]):
            is_chosen = value in picked.get(group, ())
            count = int(np.count_nonzero(base & _marks(candidates, group, value, ecosystems)))
            if count or is_chosen:
                values.append(FacetValue(value, count, is_chosen))
        if values:
            groups.append(Facet(group, tuple(values)))
    return tuple(groups)


def has_of(candidates: Candidates, place: int) -> tuple[str, ...]:
    """Return which evidence of a role (of :data:`handiwork.search.options.HAS`) the candidate at a place has."""
    names = HAS if candidates.index.told else ("maintainer",)
    return tuple(name for name in names if _marks(candidates, "has", name, {})[place])


# --- private ---


def _chosen(options: SearchOptions) -> dict[str, tuple[str, ...]]:
    """Return the values chosen, by group."""
    found: dict[str, list[str]] = {"has": list(options.has)} if options.has else {}
    for facet in options.facets:
        group, _, value = facet.partition(":")
        found.setdefault(group, []).append(value.strip())
    return {group: tuple(dict.fromkeys(values)) for group, values in found.items()}


def _offered(candidates: Candidates, ecosystems: Ecosystems) -> dict[str, list[str]]:
    index = candidates.index
    numbers = dict.fromkeys(n for repository in candidates.brief.repositories for n in repository.repo_numbers)
    return {
        "repository": [index.repository_name(number) for number in numbers],
        "ecosystem": list(ecosystems),
        "last": [*LAST, "older"],
        "kind": list(candidates.kinds_done),
        "has": list(HAS) if index.told else ["maintainer"],
        "signal": list(index.observed.values) if index.observed else [],
    }


def _marks(candidates: Candidates, group: str, value: str, ecosystems: Ecosystems) -> Marks:
    """Return who has a value, shape (candidates,)."""
    if group == "last":
        return _last(candidates, value)
    if group == "kind":
        if value not in {kind.name for kind in CONTRIBUTION_KINDS}:
            names = ", ".join(kind.name for kind in CONTRIBUTION_KINDS)
            raise UsageError(f"{value!r} is no kind of contribution; there are: {names}")
        return candidates.kinds_done.get(value, np.zeros(len(candidates.ids), bool))
    if group == "has" and value == "maintainer":
        return candidates.keeping
    if group in _TOGETHER:
        return np.isin(candidates.ids, _persons(candidates.index, group, value))
    return candidates.in_repositories(_numbers(candidates.index, group, value, ecosystems))


def _numbers(index: Index, group: str, value: str, ecosystems: Ecosystems) -> Iterable[int]:
    if group == "ecosystem":
        if value not in ecosystems:
            raise UsageError(f"the repositories of ecosystem {value!r} are not looked up: ask the app")
        return ecosystems[value]
    if not (numbers := index.repository_numbers(value)):
        raise NotFoundError(f"the index {index.name} has no repository {value!r}: take the facet away")
    return numbers


def _persons(index: Index, group: str, value: str) -> npt.NDArray[np.integer]:
    if group == "has":
        if index.told is None:
            raise NotFoundError(
                f"the index {index.name} knows of no packages, talks, models or papers: load some "
                "(`handiwork ingest pypi`, `conferences`, `huggingface` or `papers`) and build the index again"
            )
        return np.concatenate([index.told.makers(kind) for kind in _WORKS[value]])
    values = index.observed.values if index.observed else {}
    if value not in values:
        there = f"; there are: {', '.join(values)}" if values else ", as nobody's own lines were read"
        raise NotFoundError(f"the index {index.name} has no signal {value!r}{there}")
    return values[value].persons


def _last(candidates: Candidates, value: str) -> Marks:
    if value != "older" and value not in LAST:
        raise UsageError(f"{value!r} is no recency; there are: {', '.join(LAST)} (months), older")
    today = (candidates.index.built_on - _EPOCH).days
    days = LAST["24"] if value == "older" else LAST[value]
    is_recent: Marks = candidates.last_days >= today - days
    return ~is_recent if value == "older" else is_recent
