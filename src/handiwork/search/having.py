"""What people made elsewhere, as something a search can ask for: a package, a talk, a model, a paper."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from handiwork.errors import NotFoundError
from handiwork.index import Index

__all__ = ["HAVING", "having"]

HAVING: dict[str, tuple[str, ...]] = {
    "package": ("package",),
    "talk": ("talk",),
    "model": ("model", "dataset", "space"),
    "paper": ("paper",),
}
"""What can be asked for, and the kinds of work that it is."""


def having(index: Index, names: Sequence[str], *, missing_is_nobody: bool = False) -> npt.NDArray[np.bool_]:
    """Return who has a part in works of each kind, by accounts that are accepted as theirs; all must hold.

    Parameters
    ----------
    index
        Where works are.
    names
        Of :data:`HAVING`.
    missing_is_nobody
        True to take an index that knows of no works for one in which nobody has any.

    Returns
    -------
    ndarray
        Shape (persons of the index,), bool.

    Raises
    ------
    NotFoundError
        If the index knows of no works, and ``missing_is_nobody`` is False.
    """
    found = np.ones(index.n_persons, bool)
    if index.told is None:
        if not missing_is_nobody:
            raise NotFoundError(
                f"the index {index.name} knows of no packages, talks, models or papers: load some "
                "(`handiwork ingest pypi`, `conferences`, `huggingface` or `papers`) and build the index again"
            )
        return ~found
    for name in names:
        some = np.zeros(index.n_persons, bool)
        for kind in HAVING[name]:
            some[index.told.makers(kind)] = True
        found &= some
    return found
