"""Measures of rankings, by ir-measures (trec_eval's definitions), one value a topic.

===========  ==========================================================================================
ndcg@10      Σ 1/log2(1 + rank) over the relevant of the first 10, ÷ the largest such sum (Järvelin and
             Kekäläinen 2002, doi:10.1145/582415.582418)
mrr          1 ÷ rank of the first relevant person, 0 if none is ranked
precision@5  relevant among the first 5, ÷ 5
recall@20    relevant among the first 20, ÷ all relevant
success@1    1 if the first is relevant, else 0
===========  ==========================================================================================
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from handiwork.errors import UsageError
from handiwork.evaluation.topics import Topic

__all__ = ["MEASURES", "Ranking", "measure", "measure_rankings"]

MEASURES: tuple[str, ...] = ("ndcg@10", "mrr", "precision@5", "recall@20", "success@1")
"""Names of the measures, as printed and as keys."""

Ranking = Sequence[str | None]
"""Logins, best first; None holds the place of a person without a login."""


def measure(run: Mapping[str, Ranking], topics: Sequence[Topic]) -> dict[str, dict[str, float]]:
    """Measure a run.

    Parameters
    ----------
    run
        A ranking for each topic id; those of other topics are ignored.
    topics
        Who is right; a topic without a ranking counts as an empty one, as in trec_eval with ``-c``.

    Returns
    -------
    dict
        Topic id → measure → value from 0 to 1; both in the order given.
    """
    found = measure_rankings(
        [run.get(t.id, ()) for t in topics], [[login.lower() for login in t.relevant] for t in topics]
    )
    return {t.id: {name: float(found[name][i]) for name in MEASURES} for i, t in enumerate(topics)}


def measure_rankings(
    rankings: Sequence[Ranking], relevant: Sequence[Sequence[str]]
) -> dict[str, npt.NDArray[np.float64]]:
    """Measure rankings, each against its own relevant logins.

    Parameters
    ----------
    rankings
        Logins, best first, compared case-insensitively; None, and a login that came before, hold a place and
        are never relevant.
    relevant
        Logins for each ranking, at least one.

    Returns
    -------
    dict
        Measure → values from 0 to 1, shape (rankings,), float64.

    Raises
    ------
    UsageError
        If the library that measures is not installed.
    """
    try:
        import ir_measures as library  # noqa: PLC0415 - an extra, and only the evaluation needs it
    except ImportError as error:
        raise UsageError("evaluation needs the extra `eval`: install handiwork[eval]") from error
    wanted = {
        library.nDCG @ 10: "ndcg@10",
        library.RR: "mrr",
        library.P @ 5: "precision@5",
        library.R @ 20: "recall@20",
        library.Success @ 1: "success@1",
    }
    judged = {str(i): dict.fromkeys((login.lower() for login in logins), 1) for i, logins in enumerate(relevant)}
    scored = {str(i): _scored(ranking) for i, ranking in enumerate(rankings) if len(ranking)}
    values = {name: np.zeros(len(rankings)) for name in MEASURES}
    for metric in library.pytrec_eval.evaluator(list(wanted), judged).iter_calc(scored):
        values[wanted[metric.measure]][int(metric.query_id)] = metric.value
    return values


# --- private ---


def _scored(ranking: Ranking) -> dict[str, float]:
    """Return distinct names with scores that keep the order given, whatever the library does about ties."""
    scored: dict[str, float] = {}
    for place, login in enumerate(ranking):
        name = (login or "").lower()
        if not name or name in scored:
            name = f" {place}"  # a place of its own: no login has a space
        scored[name] = float(len(ranking) - place)
    return scored
