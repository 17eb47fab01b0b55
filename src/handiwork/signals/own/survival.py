"""How long lines stood: Kaplan and Meier's estimate, where lines that still stand were seen only until now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["HORIZONS", "Survival", "estimate"]

_MONTH_S = 365.25 / 12 * 86_400

HORIZONS: tuple[int, ...] = (6, 12, 24)
"""Months after which it is asked whether a line still stands."""


@dataclass(frozen=True, slots=True)
class Survival:
    """The share of lines that stood for so long.

    Attributes
    ----------
    months
        How long.
    share
        Estimate, 0 to 1; None if no line was watched for so long.
    n_lines
        Lines it was estimated from.
    n_watched
        Those that were seen for at least so long, or were removed before.
    """

    months: int
    share: float | None
    n_lines: int
    n_watched: int


def estimate(durations: Sequence[tuple[int, bool]], months: int) -> Survival:
    """Return the share of lines that stand after some months.

    Parameters
    ----------
    durations
        For each line the seconds it was watched, and whether it was removed then (False: it was only seen so long).
    months
        The horizon.

    Notes
    -----
    The product over all times t up to the horizon of 1 - removed(t) / watched(t): Kaplan and Meier 1958,
    doi:10.1080/01621459.1958.10501452. Lines of one commit are no independent observations, so no interval is told.

    Examples
    --------
    >>> day = 86_400
    >>> estimate([(10 * day, True), (400 * day, False), (90 * day, False), (400 * day, True)], 6)
    Survival(months=6, share=0.75, n_lines=4, n_watched=3)
    """
    horizon_s = months * _MONTH_S
    leaving = Counter(seconds for seconds, _ in durations)
    removed = Counter(seconds for seconds, is_removed in durations if is_removed)
    watched, share = len(durations), 1.0
    for seconds in sorted(leaving):
        if seconds > horizon_s:
            break
        share *= 1 - removed[seconds] / watched
        watched -= leaving[seconds]
    n_watched = sum(is_removed or seconds >= horizon_s for seconds, is_removed in durations)
    is_seen = any(seconds >= horizon_s for seconds, _ in durations) or (bool(durations) and share == 0)
    return Survival(months, share if is_seen else None, len(durations), n_watched)
