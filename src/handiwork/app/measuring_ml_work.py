"""Measuring what is said of ML repositories' origins: a section of figures from the kept set, or one made anew."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handiwork.model.progress import Collector

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.measuring_sections import Asked, Section

__all__ = ["figures_of", "ml_work_section"]


def figures_of(path: Path, *, collector: Collector) -> dict[str, Any]:
    """Return the figures by which the facts about a tree's origin are decided.

    Raises
    ------
    InputError
        If the path holds no tree.
    """
    from handiwork.app.lineage import PathLineage
    from handiwork.signals.history import course_of, origin_of, own_commits

    lineage = PathLineage(path, home=None, cache=None, collector=collector)
    likeness = lineage.likeness()
    best = likeness.shared[0] if likeness.shared else None
    found: dict[str, Any] = {
        "share": round(best.share, 4) if best else 0.0,
        "nearest": best.name if best else None,
        "n_hashes": likeness.n_hashes,
        "n_own": None,
        "course": None,
    }
    history = lineage.history()
    if history is None or history.is_shallow or history.is_cut:
        return found
    origin = origin_of(history, lineage.tutorials())
    shared = next((t.commits for t in lineage.tutorials() if origin is not None and t.name == origin.name), frozenset())
    course = course_of(own_commits(history, shared))
    told = None if course is None else {**asdict(course), "largest_sha": "", "n_months": round(course.n_months, 2)}
    return {**found, "n_own": None if origin is None else origin.n_own, "course": told}


def ml_work_section(asked: "Asked", collector: Collector) -> "Section | None":  # noqa: ARG001 - as all sections are
    """Return precision and recall of the facts on the kept set of labelled trees; None where others are measured."""
    if not asked.is_nothing:
        return None
    from handiwork.app.measuring_sections import Section
    from handiwork.evaluation.signals_ml_work import half_of, kept_trees, scores

    trees, about = kept_trees()
    rows = [
        {
            "fact": s.fact,
            "trees": s.half,
            "yes": s.n_yes,
            "no": s.n_no,
            "right": s.n_right,
            "wrong": s.n_wrong,
            "not observed": s.n_unseen,
            "precision": None if s.precision is None else round(s.precision, 3),
            "recall": None if s.recall is None else round(s.recall, 3),
        }
        for half in ("report", "tune")
        for s in scores(trees, half)
    ]
    n_report = sum(half_of(t.group) == "report" for t in trees)
    n_real = sum(t.kind == "real" for t in trees)
    told = (
        f"{len(trees)} labelled trees, {n_real} real and {len(trees) - n_real} generated; thresholds were chosen on "
        f"{len(trees) - n_report} and are reported on {n_report}; labels are one person's; of {about['measured_on']}"
    )
    return Section("ml-work", rows, [r for r in rows if r["trees"] == "report"], [told])
