"""Precision and recall of identity joins against a gold set."""

from dataclasses import dataclass

from scipy.stats import beta

__all__ = ["GOAL", "JoinScore", "scored"]

GOAL = 0.99
"""Precision that accepted links are to have."""


@dataclass(frozen=True, slots=True)
class JoinScore:
    """How one kind of join did.

    Attributes
    ----------
    what
        Which joins.
    right, wrong
        How many.
    gold
        How many there are to find.
    precision
        ``right / (right + wrong)``; None if nothing was joined.
    low, high
        95 % interval of the precision (Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404); None as above.
    recall
        ``right / gold``; None if there is nothing to find.
    """

    what: str
    right: int
    wrong: int
    gold: int
    precision: float | None
    low: float | None
    high: float | None
    recall: float | None


def scored(what: str, right: int, wrong: int, gold: int) -> JoinScore:
    """Return precision and recall of some joins.

    Examples
    --------
    >>> found = scored("accepted", 99, 1, 200)
    >>> found.precision, found.recall, round(found.low, 3), round(found.high, 4)
    (0.99, 0.495, 0.946, 0.9997)
    """
    n = right + wrong
    low = float(beta.ppf(0.025, right, wrong + 1)) if right else 0.0
    high = float(beta.ppf(0.975, right + 1, wrong)) if wrong else 1.0
    return JoinScore(
        what=what,
        right=right,
        wrong=wrong,
        gold=gold,
        precision=right / n if n else None,
        low=low if n else None,
        high=high if n else None,
        recall=right / gold if gold else None,
    )
