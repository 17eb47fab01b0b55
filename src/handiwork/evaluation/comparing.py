"""Two runs side by side: differences, whether they could be chance, and where they come from."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from handiwork.errors import UsageError
from handiwork.evaluation.measures import MEASURES
from handiwork.evaluation.runs import Run, TopicResult
from handiwork.evaluation.statistics import bootstrap_interval, paired_p

__all__ = ["compare"]

_MOST_CHANGED = 10
_LEADING = MEASURES[0]

Pair = tuple[TopicResult, TopicResult]


def compare(first: Run, second: Run, *, intersection: bool = False) -> dict[str, Any]:
    """Compare two runs over the same topics.

    Parameters
    ----------
    first, second
        What was, and what is: differences are second minus first.
    intersection
        True to compare the topics both have, whatever their pool and text; else runs that differ are refused.

    Returns
    -------
    dict
        ``topics``; ``left_out`` (topics only one has, or with other judgments); ``plans``; ``overall`` and
        ``projects`` by name: for each measure ``first``, ``second``, ``difference``, ``p`` (paired test), ``won``,
        ``lost`` and ``tied`` (topics where the second is better, worse, the same), overall with ``ci95`` of the
        difference; ``changed``: the ten topics whose ndcg@10 changed most, with both values and the first
        logins of both.

    Raises
    ------
    UsageError
        If the runs differ in topics, judgments, pool or text, and no intersection is asked for; or share no topic.
    """
    pairs, n_left_out = _pairs(first, second)
    differences = [
        f"{name} is {getattr(first.plan, name)} in one and {getattr(second.plan, name)} in the other"
        for name in ("pool", "text")
        if getattr(first.plan, name) != getattr(second.plan, name)
    ]
    if n_left_out:
        differences.append(f"{n_left_out} topics are in one alone or have other judgments there")
    if differences and not intersection:
        raise UsageError(
            f"these runs cannot be compared as they are: {'; '.join(differences)}; "
            "run both alike, or compare what they share with --intersection"
        )
    if not pairs:
        raise UsageError("these runs have no topic in common")
    projects = sorted({a.project for a, _ in pairs})
    return {
        "topics": len(pairs),
        "left_out": n_left_out,
        "plans": {"first": first.to_dict()["plan"], "second": second.to_dict()["plan"]},
        "overall": _view(pairs, with_interval=True),
        "projects": {
            project: {"topics": len(own), **_view(own, with_interval=False)}
            for project in projects
            if (own := [pair for pair in pairs if pair[0].project == project])
        },
        "changed": _changed(pairs),
    }


# --- private ---


def _pairs(first: Run, second: Run) -> tuple[list[Pair], int]:
    """Return what both answered to the same topics with the same judgments; and how many others there are."""
    other = {(r.id, r.judged): r for r in second.results}
    pairs = [(r, other[r.id, r.judged]) for r in first.results if (r.id, r.judged) in other]
    every = {r.id for r in (*first.results, *second.results)}
    return pairs, len(every) - len(pairs)


def _view(pairs: Sequence[Pair], *, with_interval: bool) -> dict[str, dict[str, Any]]:
    found = {}
    for measure in MEASURES:
        values = np.array([[a.measures[measure], b.measures[measure]] for a, b in pairs])
        change = values[:, 1] - values[:, 0]
        means = values.mean(axis=0)
        interval = bootstrap_interval(change) if with_interval else None
        found[measure] = {
            "first": round(float(means[0]), 6),
            "second": round(float(means[1]), 6),
            "difference": round(float(change.mean()), 6),
            **({"ci95": [round(v, 6) for v in interval]} if interval else {}),
            "p": paired_p(change),
            "won": int((change > 0).sum()),
            "lost": int((change < 0).sum()),
            "tied": int((change == 0).sum()),
        }
    return found


def _changed(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    def change(pair: Pair) -> float:
        return pair[1].measures[_LEADING] - pair[0].measures[_LEADING]

    most = sorted(pairs, key=lambda pair: (-abs(change(pair)), pair[0].id))[:_MOST_CHANGED]
    return [
        {
            "id": a.id,
            "text": b.text,
            "first": round(a.measures[_LEADING], 6),
            "second": round(b.measures[_LEADING], 6),
            "relevant": list(b.relevant),
            "first_ranking": list(a.ranking[:5]),
            "second_ranking": list(b.ranking[:5]),
        }
        for a, b in most
        if change((a, b))
    ]
