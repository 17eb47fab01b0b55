"""A person's acts by what their titles name, and by where they were: counts, and the newest with links."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from handiwork.evidence.items import Evidence, read_acts
from handiwork.index import CONTRIBUTION_KINDS, Index
from handiwork.search.filters import MAINTAINER_KINDS, day_number

__all__ = ["Mentions", "acts_in", "acts_kept", "acts_naming", "upkeep_of"]

_NOTHING = re.compile(r"(?!)")
_IS_UPKEEP = np.isin(np.arange(64), [kind.code for kind in CONTRIBUTION_KINDS if kind.name in MAINTAINER_KINDS])
"""By code of a kind of contribution."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """How many acts there are, and the newest of them, one a thing."""

    count: int
    newest: tuple[Evidence, ...]


def acts_naming(
    index: Index, person_id: int, namings: Sequence[Collection[str]], *, limit: int = 2
) -> tuple[Mentions, ...]:
    """Return a person's acts that name each of some things, as words of their own, in any case.

    An act names what its title, a label or folder that it belongs to, or its repository's own name (without the owner)
    has: work in ``sqlalchemy/sqlalchemy`` is work on SQLAlchemy, whatever the titles say.

    Parameters
    ----------
    index
        Where the acts are.
    person_id
        Whose.
    namings
        The spellings of each thing.
    limit
        So many of the newest acts of each.
    """
    first, last = index.contribution_offsets[person_id : person_id + 2].tolist()
    rows = index.contributions.slice(first, last - first)
    titles: list[Any] = rows.column("title").to_pylist()
    repos, days = index.acts(person_id, "repo_no"), index.acts(person_id, "day")
    names = {n: index.repository_name(n).partition("/")[2] for n in np.unique(repos).tolist()}
    areas: list[Any] = rows.column("areas").to_pylist()
    labels = {n: str(index.areas.column("name")[n].as_py()) for n in {n for each in areas for n in each}}
    found = []
    for spellings in namings:
        words = sorted({re.escape(each) for each in spellings if each}, key=len, reverse=True)
        pattern = re.compile(rf"(?<![\w+#])(?:{'|'.join(words)})(?![\w+#])", re.IGNORECASE) if words else _NOTHING
        own = {n for n, name in names.items() if pattern.search(name)}
        inside = {n for n, label in labels.items() if pattern.search(label)}
        places = [
            i
            for i, title in enumerate(titles)
            if int(repos[i]) in own or (title and pattern.search(title)) or not inside.isdisjoint(areas[i])
        ]
        found.append(_mentions(index, first, places, days[places], limit))
    return tuple(found)


def acts_in(index: Index, person_id: int, places: Sequence[Collection[int]], *, limit: int = 2) -> tuple[Mentions, ...]:
    """Return a person's acts in each of some sets of repositories, by their numbers; as :func:`acts_naming`."""
    first = int(index.contribution_offsets[person_id])
    repos, days = index.acts(person_id, "repo_no"), index.acts(person_id, "day")
    found = []
    for numbers in places:
        own = np.flatnonzero(np.isin(repos, list(numbers))).tolist()
        found.append(_mentions(index, first, own, days[own], limit))
    return tuple(found)


def acts_kept(
    index: Index, person_id: int, places: Collection[int], *, since: date | None, is_upkeep: bool, limit: int = 2
) -> Mentions:
    """Return a person's acts in some repositories (in any, if none is named) under a condition on the work.

    Parameters
    ----------
    index, person_id, limit
        As for :func:`acts_naming`.
    places
        Numbers of repositories.
    since
        Only acts on or after this day; None means all.
    is_upkeep
        Only acts that keep others' work: reviewing, releasing, merging or sorting.
    """
    first, days = int(index.contribution_offsets[person_id]), index.acts(person_id, "day")
    kept = np.ones(len(days), bool)
    if places:
        kept &= np.isin(index.acts(person_id, "repo_no"), list(places))
    if since is not None:
        kept &= days >= day_number(since)
    if is_upkeep:
        kept &= _IS_UPKEEP[index.acts(person_id, "kind")]
    own = np.flatnonzero(kept).tolist()
    return _mentions(index, first, own, days[own], limit)


def upkeep_of(index: Index, person_id: int) -> tuple[int, ...]:
    """Return the repositories in which a person keeps others' work, those with most such acts first.

    Keeping is reviewing, releasing, merging or sorting (as the filter for maintainers has it), at any time.
    """
    kept = index.acts(person_id, "repo_no")[_IS_UPKEEP[index.acts(person_id, "kind")]]
    if not len(kept):
        return ()
    numbers, counts = np.unique(kept, return_counts=True)
    return tuple(numbers[np.lexsort((numbers, -counts))].tolist())


# --- private ---


def _mentions(index: Index, first: int, places: list[int], days: npt.NDArray[np.int32], limit: int) -> Mentions:
    order = np.lexsort((np.arange(len(places)), -days))
    chosen: list[int] = []
    things = set()
    for i in order.tolist():
        row = first + places[i]
        act = index.contribution(row)
        thing = (act["repo_no"], act["number"] if act["number"] >= 0 else act["sha"] or act["title"])
        if thing not in things:
            things.add(thing)
            chosen.append(row)
        if len(chosen) >= limit:
            break
    return Mentions(len(places), read_acts(index, chosen, [0.0] * len(chosen)))
