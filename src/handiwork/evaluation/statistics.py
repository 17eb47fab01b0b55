"""Uncertainty of means over topics: bootstrap intervals, paired tests, correction for several of them."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["bootstrap_interval", "holm", "paired_p"]

RESAMPLES = 2000
"""Resamples of a bootstrap interval."""

_SEED = 20251201
_BATCH = 250

Values = npt.NDArray[np.float64]


def bootstrap_interval(values: Values, *, confidence: float = 0.95) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of a mean over topics; the same values give the same interval.

    Parameters
    ----------
    values
        One value a topic, shape (topics,).
    confidence
        Between 0 and 1.

    Returns
    -------
    tuple or None
        Lower and upper bound; None without values.

    Notes
    -----
    Efron and Tibshirani 1993, chapter 13. Topics are drawn as if independent; those of one project are not
    quite, so the interval says how much other topics of the same projects would differ, not other projects.

    Examples
    --------
    >>> bootstrap_interval(np.array([0.5, 0.5]))
    (0.5, 0.5)
    """
    if not len(values):
        return None
    random = np.random.default_rng(_SEED)
    means = np.concatenate(
        [
            values[random.integers(0, len(values), (_BATCH, len(values)))].mean(axis=1)
            for _ in range(RESAMPLES // _BATCH)
        ]
    )
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail]).tolist()
    return low, high


def paired_p(differences: Values) -> float:
    """Return the two-sided p-value that the mean difference over topics is 0, by the paired t test.

    Parameters
    ----------
    differences
        One difference a topic, shape (topics,).

    Returns
    -------
    float
        1.0 if all differences are 0 or there are fewer than two topics.

    Notes
    -----
    On per-topic measures the t test agrees with randomization and bootstrap tests (Smucker, Allan and
    Carterette 2007, doi:10.1145/1321440.1321528), and needs no seed.
    """
    from scipy.stats import ttest_1samp  # noqa: PLC0415 - takes longer to load than the tests to run

    if len(differences) < 2 or not differences.any():
        return 1.0
    if np.ptp(differences) == 0:
        return 0.0
    return float(ttest_1samp(differences, 0.0).pvalue)


def holm(p_values: Mapping[str, float] | Sequence[tuple[str, float]]) -> dict[str, float]:
    """Return p-values corrected for their number, by name, in the order given.

    Notes
    -----
    Holm 1979: the smallest of n is multiplied with n, the next with n - 1, …, and none is smaller than the one
    before.

    Examples
    --------
    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'b': 0.06, 'c': 0.06}
    """
    given = dict(p_values)
    corrected: dict[str, float] = {}
    least = 0.0
    for place, name in enumerate(sorted(given, key=lambda n: (given[n], n))):
        least = max(least, min(1.0, given[name] * (len(given) - place)))
        corrected[name] = least
    return {name: corrected[name] for name in given}
