"""The view model of checks over a tree: what every face shows of each."""

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # names for annotations
    from handiwork.app.checking import TreeAnswer
    from handiwork.signals import CheckReport
    from handiwork.signals.check import Check

__all__ = ["check_view", "report_view", "tree_view"]


def tree_view(answer: "TreeAnswer") -> dict[str, Any]:
    """Return what the checks say of a tree as one object."""
    return {
        "tree": answer.label,
        "files": answer.n_files,
        "python_files": answer.n_modules,
        "python_lines": answer.n_lines,
        "unparsed": [{"path": path, "problem": problem} for path, problem in answer.problems],
        "left_out": answer.left_out,
        "counts": dict(sorted(Counter(r.outcome.result.value for r in answer.reports).items())),
        "checks": [report_view(report) for report in answer.reports],
    }


def check_view(check: "type[Check]") -> dict[str, Any]:
    """Return what a check is, without any tree."""
    return {
        "family": check.family,
        "check": check.name,
        "looks_for": check.looks_for(),
        "why": check.why,
        "url": check.url,
    }


def report_view(report: "CheckReport") -> dict[str, Any]:
    """Return one check with its outcome."""
    outcome = report.outcome
    return {
        "check": report.check,
        "family": report.family,
        "result": outcome.result.value,
        "message": outcome.message,
        "figure": outcome.figure,
        "unit": outcome.unit or None,
        "examples": [{"path": e.path, "line": e.line, "text": e.text} for e in outcome.examples],
        "looks_for": report.looks_for,
        "why": report.why,
        "url": report.url,
        "languages": list(report.languages),
    }
