"""A known tutorial as hashes of its code and ids of its commits, and what share of a tree it has too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from handiwork.signals.likeness.sketch import BASE_SCALE, Hashes, below

__all__ = [
    "COMMIT_LETTERS",
    "LEAST_COMPARED",
    "MOST_HASHES",
    "Likeness",
    "Shared",
    "Tutorial",
    "likeness_of",
    "scale_for",
]

MOST_HASHES = 2_000
"""At most about so many hashes are kept of a tutorial."""

LEAST_COMPARED = 12
"""With fewer hashes of a tree at a tutorial's scale nothing is said."""

COMMIT_LETTERS = 8
"""Of a commit's id so many letters are kept."""

_SHORT = np.uint64(0xFFFFFFFF)
_NAMED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Tutorial:
    """A repository of a course, a book or a tutorial.

    Attributes
    ----------
    name
        The work's name, as ``owner/name`` where an organisation owns it.
    licence
        As its repository says it, "" if it does not.
    commit, on
        The commit the hashes were made from, and its day (``YYYY-MM-DD``).
    scale
        One of so many hashes is kept, a power of two.
    hashes
        The lower 32 bits of each kept hash, sorted; about one of ``scale`` runs of the code.
    commits
        The first :data:`COMMIT_LETTERS` letters of its commits' ids.
    """

    name: str
    licence: str
    commit: str
    on: str
    scale: int
    hashes: frozenset[int]
    commits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shared:
    """What a tree has in common with one tutorial.

    Attributes
    ----------
    name
        The tutorial's.
    share
        Of the tree's hashes at the tutorial's scale those it has too, 0 to 1.
    n_compared
        How many hashes of the tree that is a share of.
    files
        Files with at least half of their hashes in it, with that share, the largest first; none below a share of 0.05.
    """

    name: str
    share: float
    n_compared: int
    files: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a tree's code has in common with known tutorials.

    Attributes
    ----------
    n_hashes
        Hashes kept of the tree's own code.
    n_files
        Files of code (Python, notebooks) they come from.
    n_known
        Tutorials it was compared with.
    shared
        Those with which it has anything in common, the largest share first.
    """

    n_hashes: int
    n_files: int
    n_known: int
    shared: tuple[Shared, ...]


def scale_for(n_hashes: int) -> int:
    """Return the scale at which about :data:`MOST_HASHES` of a tutorial's hashes are kept.

    Examples
    --------
    >>> scale_for(1_900), scale_for(2_500), scale_for(64_000)
    (4, 8, 128)
    """
    scale = BASE_SCALE
    while n_hashes * BASE_SCALE > MOST_HASHES * scale:
        scale *= 2
    return scale


def likeness_of(files: Mapping[str, Hashes], tutorials: Iterable[Tutorial]) -> Likeness:
    """Compare a tree's code with tutorials.

    Parameters
    ----------
    files
        Hashes by path (:func:`~handiwork.signals.likeness.sketch.sketch`), of the tree's own code.
    tutorials
        What it is compared with.

    Notes
    -----
    A hash that stands in several of the tree's files counts once. The standard error of a share from n hashes is at
    most 0.5 / √n.
    """
    every = _union(files.values())
    known = tuple(tutorials)
    found = [shared for t in known if (shared := _shared(files, every, t)) is not None]
    found.sort(key=lambda s: (-s.share, s.name))
    return Likeness(len(every), sum(len(h) > 0 for h in files.values()), len(known), tuple(found))


# --- private ---


def _union(some: Iterable[Hashes]) -> Hashes:
    held = [h for h in some if len(h)]
    return np.unique(np.concatenate(held)) if held else np.empty(0, dtype=np.uint64)


def _shared(files: Mapping[str, Hashes], every: Hashes, tutorial: Tutorial) -> Shared | None:
    chosen = below(every, tutorial.scale)
    if len(chosen) < LEAST_COMPARED:
        return None
    theirs = np.fromiter(tutorial.hashes, dtype=np.uint64)
    common = chosen[np.isin(chosen & _SHORT, theirs)]
    if not len(common):
        return None
    share = len(common) / len(chosen)
    places = _files(files, common, tutorial.scale) if share >= _NAMED_SHARE else ()
    return Shared(tutorial.name, share, len(chosen), places)


def _files(files: Mapping[str, Hashes], common: Hashes, scale: int) -> tuple[tuple[str, float], ...]:
    counted = []
    for path, hashes in files.items():
        some = below(hashes, scale)
        n_common = int(np.isin(some, common).sum())
        if n_common and n_common * 2 >= len(some):
            counted.append((-n_common, path, n_common / len(some)))
    return tuple((path, share) for _, path, share in sorted(counted))
