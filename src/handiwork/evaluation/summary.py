"""A run in numbers: means overall and by project, intervals, speed, and the paired test against each baseline."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from handiwork.evaluation.measures import MEASURES
from handiwork.evaluation.runs import Run, TopicResult
from handiwork.evaluation.statistics import bootstrap_interval, holm, paired_p

__all__ = ["summarise"]

Values = npt.NDArray[np.float64]
Reading = Callable[[TopicResult, str], float]


def summarise(run: Run) -> dict[str, Any]:
    """Return the numbers of a run as plain values.

    Parameters
    ----------
    run
        At least one topic was asked.

    Returns
    -------
    dict
        ``plan``, ``topics``, ``skipped``, ``indexes``; ``overall`` with a mean for each measure, ``ci95`` (a pair
        for each measure), ``reachable`` (the means without topics whose experts nobody in the index can be),
        ``unreachable`` (how many those are), ``everybody`` (the means with people without a known account in their
        places, and the same for ``reachable`` topics) and ``ms`` (median and p95); ``projects`` by name with the
        same but the intervals; ``baselines`` by name with means, and ``difference`` and ``p`` for each measure: ours
        minus theirs, the paired test's p-value, and ``p_holm`` corrected for the number of baselines.
    """
    results = run.results
    names = list(results[0].baselines) if results else []
    projects = sorted({r.project for r in results})
    plan = run.to_dict()["plan"]
    return {
        "plan": plan,
        "topics_file": run.topics,
        "skipped": run.skipped,
        "indexes": sorted({r.index for r in results}),
        "overall": {**_view(results, _own), "ci95": _intervals(results)},
        "projects": {p: _project(results, p, names) for p in projects},
        "baselines": _baselines(results, names),
    }


# --- private ---


def _own(result: TopicResult, measure: str) -> float:
    return result.measures[measure]


def _everybody(result: TopicResult, measure: str) -> float:
    return result.everybody[measure]


def _of(name: str) -> Reading:
    def reading(result: TopicResult, measure: str) -> float:
        return result.baselines[name][measure]

    return reading


def _values(results: Sequence[TopicResult], measure: str, reading: Reading = _own) -> Values:
    return np.array([reading(r, measure) for r in results], dtype=np.float64)


def _means(results: Sequence[TopicResult], reading: Reading = _own) -> dict[str, float | None]:
    """Return the mean of each measure; None without topics."""
    return {m: round(float(_values(results, m, reading).mean()), 6) if results else None for m in MEASURES}


def _view(results: Sequence[TopicResult], reading: Reading) -> dict[str, Any]:
    reachable = [r for r in results if r.is_reachable]
    times = np.array([r.ms for r in results])
    ms = {"median": round(float(np.median(times)), 3), "p95": round(float(np.quantile(times, 0.95)), 3)}
    return {
        "topics": len(results),
        **_means(results, reading),
        "unreachable": len(results) - len(reachable),
        "reachable": {"topics": len(reachable), **_means(reachable, reading)},
        "everybody": {**_means(results, _everybody), "reachable": _means(reachable, _everybody)},
        "ms": ms if len(times) else None,
    }


def _intervals(results: Sequence[TopicResult]) -> dict[str, list[float] | None]:
    found = {m: bootstrap_interval(_values(results, m)) for m in MEASURES}
    return {m: None if pair is None else [round(v, 6) for v in pair] for m, pair in found.items()}


def _project(results: Sequence[TopicResult], project: str, names: Sequence[str]) -> dict[str, Any]:
    own = [r for r in results if r.project == project]
    return {**_view(own, _own), "baselines": {name: _means(own, _of(name)) for name in names}}


def _baselines(results: Sequence[TopicResult], names: Sequence[str]) -> dict[str, Any]:
    differences = {name: {m: _values(results, m) - _values(results, m, _of(name)) for m in MEASURES} for name in names}
    p = {name: {m: paired_p(d) for m, d in found.items()} for name, found in differences.items()}
    corrected = {m: holm({name: p[name][m] for name in names}) for m in MEASURES}
    return {
        name: {
            **_means(results, _of(name)),
            "reachable": _means([r for r in results if r.is_reachable], _of(name)),
            "difference": {m: round(float(d.mean()), 6) for m, d in differences[name].items()},
            "p": dict(p[name]),
            "p_holm": {m: corrected[m][name] for m in MEASURES},
        }
        for name in names
    }
