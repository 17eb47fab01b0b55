"""Signals that a search was asked to mind: bounds that people must reach, and what preferred ones add, told apart.

Nothing here acts unless it was asked for. Where a person's own lines were not looked at, or were too few, a bound is
not reached and a preference adds nothing: a search that minds signals is one among people whose code was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from handiwork.errors import NotFoundError, UsageError
from handiwork.index import Index, Observed

__all__ = ["PREFERRED_SHARE", "Preference", "SignalBound", "parse_bound", "preferences", "reaching"]

PREFERRED_SHARE = 0.05
"""What a preferred signal of 1 adds: this share of what a person's work gives. Judgement: it decides between people
whose work fits about equally well, and cannot lift anybody past somebody whose work fits much better."""

_SIGN = ">="


@dataclass(frozen=True, slots=True)
class SignalBound:
    """What a person's own lines must show: a signal's name and the least value; None asks only that it was observed."""

    name: str
    least: float | None


@dataclass(frozen=True, slots=True)
class Preference:
    """What one preferred signal adds to each of some persons.

    Attributes
    ----------
    name
        The signal's.
    values
        Shape (persons,), 0 to 1; not a number where nothing was observed.
    micros
        Shape (persons,), int64: millionths it adds; 0 where nothing was observed.
    """

    name: str
    values: npt.NDArray[np.float64]
    micros: npt.NDArray[np.int64]


def parse_bound(text: str) -> SignalBound:
    """Read ``NAME`` or ``NAME>=NUMBER``.

    Raises
    ------
    UsageError
        If the number is none.

    Examples
    --------
    >>> parse_bound("typed>=0.6"), parse_bound("tested")
    (SignalBound(name='typed', least=0.6), SignalBound(name='tested', least=None))
    """
    name, sign, number = text.partition(_SIGN)
    try:
        least = float(number) if sign else None
    except ValueError:
        least = float("nan")
    if not name.strip() or (least is not None and not np.isfinite(least)):
        raise UsageError(
            f"{text!r} is no bound of a signal: write its name, or a name and a number like typed{_SIGN}0.6"
        )
    return SignalBound(name.strip(), least)


def reaching(index: Index, bounds: Sequence[SignalBound]) -> npt.NDArray[np.bool_] | None:
    """Return who reaches every bound, shape (persons of the index,); None if there is no bound.

    Raises
    ------
    UsageError
        If the index has no signal of a name; with those it has.
    NotFoundError
        If nobody's own lines are in the index.
    """
    if not bounds:
        return None
    reached = np.ones(index.n_persons, bool)
    for bound in bounds:
        seen = _observed(index, bound.name).values[bound.name]
        own = np.zeros(index.n_persons, bool)
        own[seen.persons if bound.least is None else seen.persons[seen.values >= bound.least]] = True
        reached &= own
    return reached


def preferences(
    index: Index, names: Sequence[str], person_ids: npt.NDArray[np.int64], micros: npt.NDArray[np.int64]
) -> list[Preference]:
    """Return what preferred signals add to persons' scores.

    Parameters
    ----------
    index
        Where signals are looked up.
    names
        Signals that are shares.
    person_ids, micros
        Shape (persons,): who, and what their work gives in millionths.

    Raises
    ------
    UsageError
        If the index has no signal of a name, or it is no share.
    NotFoundError
        If nobody's own lines are in the index.
    """
    found = []
    for name in dict.fromkeys(names):
        seen = _observed(index, name).values[name]
        if len(seen.values) and float(seen.values.max()) > 1:
            raise UsageError(f"{name!r} is no share: prefer one between 0 and 1, or set a bound ({name}{_SIGN}NUMBER)")
        values = seen.of(person_ids)
        added = np.rint(np.nan_to_num(values) * PREFERRED_SHARE * micros).astype(np.int64)
        found.append(Preference(name, values, added))
    return found


# --- private ---


def _observed(index: Index, name: str) -> Observed:
    """Return what is observed, if the signal is among it."""
    observed = index.observed
    if observed is None:
        raise NotFoundError(
            f"the index {index.name} has no signals of people's own lines: read somebody's repositories "
            "(`handiwork signals person LOGIN --repo PATH --save`) and build the index again"
        )
    if name not in observed.values:
        near = get_close_matches(name, observed.values, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}?" if near else ";"
        raise UsageError(f"nobody in the index shows a signal {name!r}{hint} there are: {', '.join(observed.values)}")
    return observed
