"""How many were never caught: closed-population estimators over occasions, from how often each person was caught.

Source of the formulae: Chao 1987, doi:10.2307/2531532 (Chao2); Burnham and Overton 1978,
doi:10.1093/biomet/65.3.625 (jackknives); Lee and Chao 1994, doi:10.2307/2533000 (ICE); the interval where nobody
was caught once: Colwell et al. 2012, doi:10.1093/jpe/rtr044.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["INFREQUENT", "Frequencies", "Interval", "chao2", "ice", "jackknife", "variation"]

INFREQUENT = 10
"""ICE learns from persons caught on so many occasions at most, as Lee and Chao propose."""

_NORMAL_95 = 1.959963984540054
"""97.5 % of a normal distribution lie below it."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often persons were caught.

    Attributes
    ----------
    occasions
        On how many occasions they could be caught, not negative.
    persons
        Shape (occasions + 1,), int64: how many persons were caught on exactly 0 (always 0), 1, 2, … occasions.
    rare_occasions
        On how many occasions a person was caught who was caught :data:`INFREQUENT` times at most.
    """

    occasions: int
    persons: npt.NDArray[np.int64]
    rare_occasions: int

    @classmethod
    def of(cls, histories: npt.NDArray[np.uint64], occasions: int) -> "Frequencies":
        """Count persons by how many bits of their histories are set.

        Parameters
        ----------
        histories
            Shape (persons,), uint64: one bit an occasion; persons without a bit are left out.
        occasions
            How many bits can be set at all.

        Examples
        --------
        >>> Frequencies.of(np.array([0b01, 0b11, 0b10], np.uint64), 2).persons.tolist()
        [0, 2, 1]
        """
        caught = np.bitwise_count(histories).astype(np.int64)
        persons = np.bincount(caught, minlength=occasions + 1).astype(np.int64)
        persons[0] = 0
        rare = np.bitwise_or.reduce(histories[caught <= INFREQUENT], initial=0)
        return cls(occasions, persons, int(rare).bit_count())

    @property
    def observed(self) -> int:
        """How many persons were caught at all."""
        return int(self.persons.sum())

    @property
    def captures(self) -> int:
        """How often anybody was caught."""
        return int(self.persons @ np.arange(len(self.persons)))

    def exactly(self, times: int) -> int:
        """Return how many were caught exactly so often."""
        return int(self.persons[times]) if times < len(self.persons) else 0


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with the bounds that hold it in 95 of 100 cases if the model holds.

    Attributes
    ----------
    estimate, low
        Numbers of persons, at least those observed.
    high
        Upper bound; None where the data set none.
    """

    estimate: float
    low: float
    high: float | None


def chao2(frequencies: Frequencies) -> Interval:
    """Estimate a population from below, by Chao2 in its bias-corrected form.

    With m occasions, S persons observed, Q₁ caught once and Q₂ twice, and a = (m - 1)/m::

        N = S + a · Q₁(Q₁ - 1) / (2(Q₂ + 1))

    The interval is log-normal in the number not seen, T = N - S: from S + T/K to S + T·K with
    K = exp(1.96 · √ln(1 + var/T²)). Where nobody is missing by the estimate (T = 0) the upper bound is that of
    catches at random, S/(1 - P) + 1.96 · √(S·P/(1 - P)) with P = exp(-catches/S).

    Parameters
    ----------
    frequencies
        How often persons were caught.

    Returns
    -------
    Interval
        A lower bound of the population where persons differ in how easily they are caught. With fewer than two
        occasions nothing says how many were missed: ``high`` is None.

    Examples
    --------
    >>> found = chao2(Frequencies(12, np.array([0, 20, 9, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 12))
    >>> f"{found.estimate:.1f} ({found.low:.1f} to {found.high:.1f})"
    '50.4 (38.9 to 84.5)'
    """
    seen, occasions = frequencies.observed, frequencies.occasions
    if not seen or occasions < 2:
        return Interval(float(seen), float(seen), None)
    once, twice = frequencies.exactly(1), frequencies.exactly(2)
    part = (occasions - 1) / occasions
    missing = part * once * (once - 1) / (2 * (twice + 1))
    if missing == 0:
        return Interval(float(seen), float(seen), _random_high(seen, frequencies.captures))
    spread = math.sqrt(math.log1p(_variance(seen, once, twice, part) / missing**2))
    factor = math.exp(_NORMAL_95 * spread)
    return Interval(seen + missing, seen + missing / factor, seen + missing * factor)


def jackknife(frequencies: Frequencies, order: int) -> float:
    """Estimate a population by leaving out one or two occasions at a time.

    Parameters
    ----------
    frequencies
        How often persons were caught.
    order
        1: S + Q₁(m - 1)/m; 2: S + Q₁(2m - 3)/m - Q₂(m - 2)²/(m(m - 1)).

    Returns
    -------
    float
        At least the persons observed; just those with fewer occasions than ``order`` + 1.
    """
    seen, m = frequencies.observed, frequencies.occasions
    once, twice = frequencies.exactly(1), frequencies.exactly(2)
    if m <= order:
        return float(seen)
    if order == 1:
        return seen + once * (m - 1) / m
    return max(float(seen), seen + once * (2 * m - 3) / m - twice * (m - 2) ** 2 / (m * (m - 1)))


def ice(frequencies: Frequencies) -> float | None:
    """Estimate a population by how much of it the catches cover, with a term for unlike persons (ICE).

    With R the persons caught at most :data:`INFREQUENT` times, C = 1 - Q₁/Σ jQⱼ their coverage and γ² their
    coefficient of variation::

        N = (S - R) + R/C + Q₁/C · γ²
        γ² = max(R/C · r/(r - 1) · Σ j(j - 1)Qⱼ / (Σ jQⱼ)² - 1, 0)        sums over j ≤ 10; r rare occasions

    Parameters
    ----------
    frequencies
        How often persons were caught.

    Returns
    -------
    float or None
        None where it is not defined: fewer than two rare occasions, or everybody infrequent was caught once.
    """
    q = frequencies.persons[: INFREQUENT + 1].astype(np.float64)
    j = np.arange(len(q))
    catches, rare, occasions = float(q @ j), float(q.sum()), frequencies.rare_occasions
    frequent = frequencies.observed - rare
    if not rare:
        return float(frequencies.observed) if frequent else None
    once = frequencies.exactly(1)
    covered = 1 - once / catches
    if covered == 0 or occasions < 2:
        return None
    pairs = float(q @ (j * (j - 1)))
    variation = max(rare / covered * occasions / (occasions - 1) * pairs / catches**2 - 1, 0.0)
    return frequent + rare / covered + once / covered * variation


def variation(frequencies: Frequencies) -> float | None:
    """Return how much persons differ in how easily they are caught: their coefficient of variation.

    As in :func:`ice`, but over everybody. 0 says that all are alike.

    Returns
    -------
    float or None
        Not negative; None where it is not defined: one occasion, or nobody caught twice.
    """
    j = np.arange(len(frequencies.persons))
    catches, m = frequencies.captures, frequencies.occasions
    if m < 2 or catches == frequencies.exactly(1):
        return None
    covered = 1 - frequencies.exactly(1) / catches
    pairs = float(frequencies.persons @ (j * (j - 1)))
    return math.sqrt(max(frequencies.observed / covered * m / (m - 1) * pairs / catches**2 - 1, 0.0))


# --- private ---


def _variance(seen: int, once: int, twice: int, part: float) -> float:
    """Return the variance of the number not seen, of the bias-corrected form."""
    if not twice:
        missing = part * once * (once - 1) / 2
        return (
            part * once * (once - 1) / 2
            + part**2 * once * (2 * once - 1) ** 2 / 4
            - part**2 * once**4 / (4 * (seen + missing))
        )
    more = twice + 1
    return (
        part * once * (once - 1) / (2 * more)
        + part**2 * once * (2 * once - 1) ** 2 / (4 * more**2)
        + part**2 * once**2 * twice * (once - 1) ** 2 / (4 * more**4)
    )


def _random_high(seen: int, captures: int) -> float:
    """Return the upper bound where catches come at random and the estimate misses nobody."""
    missed = math.exp(-captures / seen)
    return seen / (1 - missed) + _NORMAL_95 * math.sqrt(seen * missed / (1 - missed))
