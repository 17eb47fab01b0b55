"""Repositories by name, dates and persons to leave out, as the scorer wants them."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from handiwork.errors import NotFoundError
from handiwork.index import Documents, Index
from handiwork.search.options import SearchOptions

__all__ = ["Filters", "resolve_filters"]

_EPOCH = date(1970, 1, 1)
_MOST_NAMES = 5000


@dataclass(frozen=True, slots=True)
class Filters:
    """What may take part.

    Attributes
    ----------
    repositories
        Repository numbers in ascending order; None means all.
    since_day
        Days since 1970-01-01; None means any.
    excluded
        Person ids to leave out, int64, sorted.
    """

    repositories: tuple[int, ...] | None
    since_day: int | None
    excluded: npt.NDArray[np.int64]

    def ranges(self, documents: Documents) -> list[tuple[int, int]]:
        """Return the half-open ranges of documents that may take part, ascending."""
        if self.repositories is None:
            return [(0, documents.count)]
        wanted = np.asarray(self.repositories, dtype=np.int32)
        first = np.searchsorted(documents.repositories, wanted, side="left").tolist()
        last = np.searchsorted(documents.repositories, wanted, side="right").tolist()
        return list(zip(first, last, strict=True))


def resolve_filters(index: Index, options: SearchOptions) -> Filters:
    """Look up the names of a search's options.

    Raises
    ------
    NotFoundError
        If the index has no repository of a name; with the nearest ones.
    """
    found: set[int] = set()
    for name in options.repositories:
        numbers = index.repository_numbers(name)
        if not numbers:
            near = _nearest(index, name.strip().lower())
            hint = f"; the nearest are {', '.join(near)}" if near else ""
            raise NotFoundError(f"the index {index.name} has no repository {name!r}{hint}")
        found.update(numbers)
    return Filters(
        repositories=tuple(sorted(found)) if options.repositories else None,
        since_day=None if options.since is None else (options.since - _EPOCH).days,
        excluded=np.array(sorted(options.excluded_persons), dtype=np.int64),
    )


# --- private ---


def _nearest(index: Index, name: str) -> list[str]:
    """Return up to three names like this one, those with the same last part first."""
    names = index.names.column("name")
    part = name.rsplit("/", 1)[-1]
    same = names.filter(pc.ends_with(names, f"/{part}")).slice(0, 3).to_pylist()
    if len(names) > _MOST_NAMES:
        names = names.filter(pc.starts_with(names, name[:3])).slice(0, _MOST_NAMES)
    candidates = [str(candidate) for candidate in names.to_pylist()]
    near = get_close_matches(name, candidates, n=3, cutoff=0.5)
    return list(dict.fromkeys([*map(str, same), *near]))[:3]
