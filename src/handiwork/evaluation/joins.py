"""Precision and recall of identity joins against a gold set."""

from dataclasses import dataclass
from math import sqrt

__all__ = ["GOAL", "JoinScore", "scored"]

GOAL = 0.99
"""Precision that accepted links are to have."""

_Z = 1.959963984540054
# 97.5 % of a normal distribution lie below it.


@dataclass(frozen=True, slots=True)
class JoinScore:
    """How one kind of join did.

    Attributes
    ----------
    what
        Which joins.
    right, wrong
        How many.
    unclear
        How many of the wrong ones may be one person's second account, which the gold set cannot tell from a namesake.
    gold
        How many there are to find.
    precision
        ``right / (right + wrong)``; None if nothing was joined.
    low, high
        95 % interval of the precision (Wilson 1927, doi:10.1080/01621459.1927.10502953); None as above.
    clear_precision
        The precision without the unclear ones; None if nothing else was joined.
    clear_low, clear_high
        Its interval.
    recall
        ``right / gold``; None if there is nothing to find.
    """

    what: str
    right: int
    wrong: int
    unclear: int
    gold: int
    precision: float | None
    low: float | None
    high: float | None
    clear_precision: float | None
    clear_low: float | None
    clear_high: float | None
    recall: float | None


def scored(what: str, right: int, wrong: int, gold: int, *, unclear: int = 0) -> JoinScore:
    """Return precision and recall of some joins.

    Parameters
    ----------
    what
        Which joins.
    right, wrong
        How many.
    gold
        How many there are to find.
    unclear
        How many of the wrong ones the gold set cannot tell.

    Examples
    --------
    >>> found = scored("accepted", 98, 2, 200, unclear=1)
    >>> found.precision, found.recall, round(found.low, 3), round(found.high, 4), round(found.clear_precision, 4)
    (0.98, 0.49, 0.93, 0.9945, 0.9899)
    """
    told, clear = right + wrong, right + wrong - unclear
    low, high = _wilson(right, told)
    clear_low, clear_high = _wilson(right, clear)
    return JoinScore(
        what=what,
        right=right,
        wrong=wrong,
        unclear=unclear,
        gold=gold,
        precision=right / told if told else None,
        low=low,
        high=high,
        clear_precision=right / clear if clear else None,
        clear_low=clear_low,
        clear_high=clear_high,
        recall=right / gold if gold else None,
    )


# --- private ---


def _wilson(right: int, n: int) -> tuple[float, float] | tuple[None, None]:
    """Return the score interval of a share; Nones of none."""
    if not n:
        return None, None
    share, z2 = right / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
