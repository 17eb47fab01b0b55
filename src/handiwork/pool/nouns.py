"""An estimate of a pool, and how it moves when one constraint does."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Move", "PoolEstimate"]


@dataclass(frozen=True, slots=True)
class PoolEstimate:
    """How many people a brief could reach.

    Attributes
    ----------
    observed
        Persons with an act on a matched document in one of the months.
    estimate, low
        Persons there are, by the method, and the lower bound of its 95 % interval.
    high
        The upper bound; None where the data set none: nobody seen, or a single month.
    months
        Months of the window that were capture occasions.
    months_missing
        Months of the window without any act in the whole index: not observed, so no occasions.
    once, twice
        Persons caught in exactly one month, in exactly two.
    method
        ``chao2`` or, with fewer than two months, ``count``.
    jackknife1, jackknife2, ice
        Other estimates, as a check. None for ICE where it is not defined.
    variation
        How much persons differ in how easily they are caught (coefficient of variation); the more, the more the
        estimate is a lower bound only. None where it is not defined.
    notes
        What to know when reading the numbers, as sentences.
    """

    observed: int
    estimate: float
    low: float
    high: float | None
    months: int
    months_missing: int
    once: int
    twice: int
    method: str
    jackknife1: float
    jackknife2: float
    ice: float | None
    variation: float | None
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return JSON values; persons are rounded to whole ones, the lower bound down, the upper bound up."""
        return {
            "observed": self.observed,
            "estimate": round(self.estimate),
            "low": int(self.low),
            "high": None if self.high is None else -int(-self.high // 1),
            "months": self.months,
            "months_missing": self.months_missing,
            "once": self.once,
            "twice": self.twice,
            "method": self.method,
            "checks": {
                "jackknife1": round(self.jackknife1),
                "jackknife2": round(self.jackknife2),
                "ice": None if self.ice is None else round(self.ice),
                "variation": None if self.variation is None else round(self.variation, 2),
            },
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of the pool when one constraint is relaxed or tightened.

    Attributes
    ----------
    constraint
        ``filter``, ``repository`` or ``window``.
    change
        ``without``, ``with`` or ``months``.
    value
        The filter, the repository, or the number of months.
    pool
        The estimate with the change.
    """

    constraint: str
    change: str
    value: str
    pool: PoolEstimate

    def to_dict(self) -> dict[str, Any]:
        """Return JSON values: the change and the numbers that matter."""
        found = self.pool.to_dict()
        numbers = {name: found[name] for name in ("observed", "estimate", "low", "high", "months")}
        return {"constraint": self.constraint, "change": self.change, "value": self.value, **numbers}
