"""A search's options, looked up in an index: which documents, ties and persons take part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from handiwork.errors import NotFoundError, UsageError
from handiwork.index import CONTRIBUTION_KINDS, Documents, Index
from handiwork.search.options import SearchOptions
from handiwork.search.signals import parse_bound, reaching

__all__ = ["MAINTAINER_KINDS", "Filters", "day_number", "day_of", "kinds_mask", "resolve_filters"]

MAINTAINER_KINDS: tuple[str, ...] = ("commit_review", "review", "release", "maintain")
"""Kinds of contribution that keep others' work: reviewing it, publishing it, merging or sorting it."""

_EPOCH = date(1970, 1, 1)
_MOST_NAMES = 5000

_Eligible = Callable[[npt.NDArray[np.int32]], npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What may take part.

    Attributes
    ----------
    repositories
        Repository numbers in ascending order; None means all.
    since_day
        Ties' last act, days since 1970-01-01; None means any.
    excluded
        Person ids to leave out, int64, sorted.
    barred
        Repository numbers to leave out, ascending; none of them is in ``repositories``.
    active_day
        Persons' last act, days since 1970-01-01; None means any.
    kinds
        Bit mask of kinds of contribution, one of which a tie must contain; 0 means any.
    maintainers_only
        True if a tie's person must keep others' work in its repository.
    min_evidence
        Least number of acts behind a score; 0 means any.
    showing
        Shape (persons of the index,), bool: whose own lines show what is asked for; None means anybody.
    """

    repositories: tuple[int, ...] | None
    since_day: int | None
    excluded: npt.NDArray[np.int64]
    barred: tuple[int, ...] = field(default=(), kw_only=True)
    active_day: int | None = field(default=None, kw_only=True)
    kinds: int = field(default=0, kw_only=True)
    maintainers_only: bool = field(default=False, kw_only=True)
    min_evidence: int = field(default=0, kw_only=True)
    showing: npt.NDArray[np.bool_] | None = field(default=None, kw_only=True)

    @property
    def least_acts(self) -> int:
        """How many acts a person must have behind the score; 0 if they need not be counted.

        A tie can have an act of the right kind and another that is recent enough: where both are asked for,
        one act must be both.
        """
        both = self.kinds != 0 and self.since_day is not None
        return max(self.min_evidence, int(both))

    @property
    def is_one_repository(self) -> bool:
        """Whether the ranking is limited to a single repository."""
        return self.repositories is not None and len(self.repositories) == 1

    def ranges(self, documents: Documents) -> list[tuple[int, int]]:
        """Return the half-open ranges of documents that may take part, ascending."""
        if self.repositories is None and not self.barred:
            return [(0, documents.count)]
        first, last = _edges(documents, self.barred if self.repositories is None else self.repositories)
        if self.repositories is None:
            first, last = [0, *last], [*first, documents.count]
        return [(a, b) for a, b in zip(first, last, strict=True) if a < b]

    def eligible(self, documents: Documents) -> _Eligible | None:
        """Return a function that says which documents can have a tie that takes part; None if all can."""
        if self.since_day is None and not self.kinds:
            return None

        def eligible(docs: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
            found = np.ones(len(docs), bool)
            if self.since_day is not None:
                found &= documents.newest[docs] >= self.since_day
            if self.kinds:
                found &= (documents.seen[docs] & self.kinds) != 0
            return found

        return eligible


def resolve_filters(index: Index, options: SearchOptions) -> Filters:
    """Look up the names of a search's options.

    Raises
    ------
    NotFoundError
        If the index has no repository of a name or of an owner; with the nearest ones.
    UsageError
        If ecosystems are named (an index alone does not know them), or a signal is unknown.
    """
    if options.ecosystems:
        raise UsageError(f"the ecosystems {', '.join(options.ecosystems)} are not looked up: ask the app")
    barred = _numbers(index, options.exclude_repositories)
    for owner in options.exclude_owners:
        barred.update(_owned(index, owner))
    only = _numbers(index, options.repositories) - barred if options.repositories else None
    return Filters(
        repositories=None if only is None else tuple(sorted(only)),
        since_day=day_number(options.since),
        excluded=np.array(sorted(options.excluded_persons), dtype=np.int64),
        barred=tuple(sorted(barred)),
        active_day=day_number(options.active_since),
        kinds=kinds_mask(options.kinds),
        maintainers_only=options.maintainers_only,
        min_evidence=options.min_evidence,
        showing=reaching(index, [parse_bound(text) for text in options.signals]),
    )


def kinds_mask(names: Iterable[str]) -> int:
    """Return the bit mask of some kinds of contribution.

    Examples
    --------
    >>> kinds_mask(["commit", "commit_review"])
    5
    """
    wanted = set(names)
    return sum(1 << kind.code for kind in CONTRIBUTION_KINDS if kind.name in wanted)


def day_number(day: date | None) -> int | None:
    """Return a date as days since 1970-01-01; None stays None."""
    return None if day is None else (day - _EPOCH).days


def day_of(number: int) -> date:
    """Return days since 1970-01-01 as a date.

    Examples
    --------
    >>> day_of(1).isoformat()
    '1970-01-02'
    """
    return _EPOCH + timedelta(days=number)


# --- private ---


def _edges(documents: Documents, repositories: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Return where the documents of each repository begin and end."""
    wanted = np.asarray(repositories, dtype=np.int32)
    first: list[int] = np.searchsorted(documents.repositories, wanted, side="left").tolist()
    last: list[int] = np.searchsorted(documents.repositories, wanted, side="right").tolist()
    return first, last


def _numbers(index: Index, names: tuple[str, ...]) -> set[int]:
    found: set[int] = set()
    for name in names:
        numbers = index.repository_numbers(name)
        if not numbers:
            near = _nearest(index, name.strip().lower())
            raise NotFoundError(f"the index {index.name} has no repository {name!r}{_hint(near)}")
        found.update(numbers)
    return found


def _owned(index: Index, owner: str) -> list[int]:
    found = index.repositories_of(owner)
    if not found:
        wanted = owner.strip().lower()
        near = get_close_matches(wanted, sorted({n.partition("/")[0] for n in _beginning(index, wanted[:2])}), n=3)
        raise NotFoundError(f"the index {index.name} has no repository that {owner!r} owns or owned{_hint(near)}")
    return found


def _hint(near: list[str]) -> str:
    return f"; the nearest are {', '.join(near)}" if near else ""


def _nearest(index: Index, name: str) -> list[str]:
    """Return up to three names like this one, those with the same last part first."""
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to load, and only for a name that is not there

    names = index.names.column("name")
    part = name.rsplit("/", 1)[-1]
    same = names.filter(pc.ends_with(names, f"/{part}")).slice(0, 3).to_pylist()
    near = get_close_matches(name, _beginning(index, name[:3]), n=3, cutoff=0.5)
    return list(dict.fromkeys([*map(str, same), *near]))[:3]


def _beginning(index: Index, start: str) -> list[str]:
    """Return the names of all repositories if they are few, else the first that begin with a text."""
    import pyarrow.compute as pc  # noqa: PLC0415 - as above

    names = index.names.column("name")
    if len(names) > _MOST_NAMES:
        names = names.filter(pc.starts_with(names, start)).slice(0, _MOST_NAMES)
    return [str(name) for name in names.to_pylist()]
