"""Orders other than by score: by recency, by depth in one repository, by breadth over several."""

import numpy as np
import numpy.typing as npt

from handiwork.search.gathered import Gathered

__all__ = ["places_by"]


def places_by(sort: str, gathered: Gathered, micros: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return a number for each candidate that is larger the earlier they come; equal only where scores are equal too.

    Parameters
    ----------
    sort
        recency | depth | breadth, see :class:`handiwork.search.SearchOptions`.
    gathered
        The ties of all candidates.
    micros
        Shape (candidates,): scores in millionths, which decide between equal ones.

    Returns
    -------
    ndarray
        Shape (candidates,), int64: 0 for the last.
    """
    if sort == "recency":
        first: npt.NDArray[np.int64] = gathered.last_days()
    else:
        places, given = gathered.by_repository()
        first = np.zeros(gathered.n, np.int64)
        if sort == "depth":
            np.maximum.at(first, places, np.rint(given).astype(np.int64))
        else:
            first = np.bincount(places, minlength=gathered.n).astype(np.int64)
    pairs = np.stack([first, micros], axis=1)
    _, numbers = np.unique(pairs, axis=0, return_inverse=True)
    return numbers.reshape(-1).astype(np.int64)
