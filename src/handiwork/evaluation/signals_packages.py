"""How far our figures of annotations and docstrings agree with other tools', package by package.

Three measures, each a share of the same files of a package's library
(:func:`handiwork.signals.facts.python_code.library_modules`):

``functions``
    functions with any annotation, of all that stand in no function; theirs is mypy's line count report
``slots``
    parameters and returns with an annotation, of all functions, those within functions too; theirs is what ruff's ANN
    rules miss, of as many as we count, since ruff names what lacks and not how many there are
``docstrings``
    public classes and functions with a docstring, of all; theirs is interrogate's list without what we count nowhere
    (overload declarations, definitions within functions); what interrogate itself prints is kept beside it

A difference is ours minus theirs in points (hundredths); the goal is at most :data:`GOAL_POINTS` either way.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from typing import Any

from handiwork.signals.facts import FactBook
from handiwork.signals.facts.python_code import DocstringCounts, TypingCounts, n_annotated_slots, n_slots
from handiwork.signals.python.nouns import ModuleFacts

__all__ = [
    "GOAL_POINTS",
    "MEASURES",
    "PRINTED",
    "Counts",
    "OurFigures",
    "PackageFigures",
    "as_kept",
    "difference_points",
    "kept_packages",
    "our_figures",
    "package_rows",
    "summary_rows",
    "told_lines",
]

GOAL_POINTS = 2.0
"""How far a share may be from the other tool's, in points."""

MEASURES: tuple[tuple[str, str], ...] = (("functions", "mypy"), ("slots", "ruff"), ("docstrings", "interrogate"))
"""Each measure, and whose figure ours is compared with."""

PRINTED = "docstrings, as printed"
"""Docstrings once more, against what interrogate itself prints."""

Counts = tuple[int, int]
"""How many have it, of how many."""


@dataclass(frozen=True, slots=True)
class OurFigures:
    """What we count in a package, and where.

    Attributes
    ----------
    typed_paths, documented_paths
        Files in which annotations were counted (a stub in its module's place), and docstrings.
    counts
        By measure.
    """

    typed_paths: tuple[str, ...]
    documented_paths: tuple[str, ...]
    counts: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class PackageFigures:
    """One package: our counts, theirs, and why they differ where they do.

    Attributes
    ----------
    package, version
        The source distribution's.
    n_files
        Files that were compared.
    n_left_out
        Library files in which annotations were not compared, as mypy is told to say nothing of them.
    ours, theirs
        By measure; a measure is absent where a tool gave no figure.
    problems
        Why a tool gave none, by measure.
    printed
        Docstrings as interrogate prints them; None if it gave no figure.
    n_overloads, n_within
        What is in interrogate's list and not compared: overload declarations, definitions within functions.
    """

    package: str
    version: str
    n_files: int
    n_left_out: int
    ours: Mapping[str, Counts]
    theirs: Mapping[str, Counts]
    problems: Mapping[str, str] = field(default_factory=dict)
    printed: Counts | None = None
    n_overloads: int = 0
    n_within: int = 0


def our_figures(modules: Mapping[str, ModuleFacts], silenced: Iterable[str] = ()) -> OurFigures:
    """Return what we count in a package's library.

    Parameters
    ----------
    modules
        Its Python files, by path.
    silenced
        Files in which annotations are not compared.
    """
    book = FactBook(modules=modules)
    library = _modules(book["library_modules"])
    typed = {path: m for path, m in _modules(book["typed_modules"]).items() if path not in set(silenced)}
    counted = FactBook(library_modules=library, typed_modules=typed)
    types, docs = counted["typing_counts"], counted["docstring_counts"]
    assert isinstance(types, TypingCounts)
    assert isinstance(docs, DocstringCounts)
    functions = [f for m in typed.values() for f in m.functions]
    return OurFigures(
        tuple(typed),
        tuple(path for path in library if path.endswith(".py")),
        {
            "functions": (types.n_annotated_functions, types.n_functions),
            "slots": (sum(map(n_annotated_slots, functions)), sum(map(n_slots, functions))),
            "docstrings": (docs.n_documented, docs.n_definitions),
        },
    )


def difference_points(figures: PackageFigures, measure: str) -> float | None:
    """Return ours minus theirs in points; None where one of them has nothing to count.

    Parameters
    ----------
    figures
        A package's.
    measure
        One of :data:`MEASURES`, or :data:`PRINTED`.

    Examples
    --------
    >>> found = PackageFigures("a", "1", 1, 0, {"functions": (1, 2)}, {"functions": (12, 25)})
    >>> difference_points(found, "functions")
    2.0
    """
    if measure == PRINTED:
        ours, theirs = _share(figures.ours.get("docstrings")), _share(figures.printed)
    else:
        ours, theirs = _share(figures.ours.get(measure)), _share(figures.theirs.get(measure))
    return None if ours is None or theirs is None else round(100 * (ours - theirs), 6)


def package_rows(found: Sequence[PackageFigures]) -> list[dict[str, Any]]:
    """Return a row for each package: ours, theirs and the difference in points, by measure."""
    rows = []
    for figures in found:
        row: dict[str, Any] = {"package": figures.package, "version": figures.version, "files": figures.n_files}
        row["left out"] = figures.n_left_out
        for measure, tool in MEASURES:
            row[measure] = _percent(figures.ours.get(measure))
            row[f"{tool}"] = _percent(figures.theirs.get(measure))
            points = difference_points(figures, measure)
            row[f"Δ {measure}"] = None if points is None else round(points, 1)
        rows.append(row)
    return rows


def summary_rows(found: Sequence[PackageFigures]) -> list[dict[str, Any]]:
    """Return a row for each measure: packages compared, mean and largest difference, how many are within the goal."""
    rows = []
    for measure, tool in (*MEASURES, (PRINTED, "interrogate")):
        points = {f.package: p for f in found if (p := difference_points(f, measure)) is not None}
        sizes = {package: abs(p) for package, p in points.items()}
        largest = max(sorted(sizes), key=lambda package: sizes[package], default=None)
        beyond = sorted(package for package, size in sizes.items() if size > GOAL_POINTS)
        rows.append(
            {
                "measure": measure,
                "against": tool,
                "packages": len(points),
                "mean": round(sum(sizes.values()) / len(sizes), 2) if sizes else None,
                "largest": round(sizes[largest], 2) if largest else None,
                "largest_in": largest,
                "within": len(points) - len(beyond),
                "beyond": beyond,
            }
        )
    return rows


def told_lines(found: Sequence[PackageFigures]) -> list[str]:
    """Return what shares do not say: tools without a figure, files left out, other counts, what was taken out."""
    told = [f"{p.package}, {measure}: {reason}" for p in found for measure, reason in sorted(p.problems.items())]
    left_out = sum(p.n_left_out for p in found)
    if left_out:
        told.append(
            f"{left_out:,} library files, by package in the column left out, are not compared in functions and slots: "
            "mypy is told in them to ignore errors, or their names are no modules'"
        )
    for p in found:
        ours, theirs = p.ours.get("functions"), p.theirs.get("functions")
        if ours and theirs and ours[1] != theirs[1]:
            told.append(f"{p.package}, functions: {ours[1]:,} by us, {theirs[1]:,} by mypy")
    told += [
        f"{p.package}, {PRINTED}: {points:+.1f} points, as interrogate lists {p.n_overloads:,} overload declarations "
        f"and {p.n_within:,} definitions within functions"
        for p in found
        if abs(points := difference_points(p, PRINTED) or 0.0) > GOAL_POINTS
    ]
    return told


def kept_packages() -> tuple[list[PackageFigures], dict[str, Any]]:
    """Return what was measured on real packages and kept, and what is told about it: halves, tools, reasons."""
    kept = json.loads((files("handiwork.evaluation") / "data" / "signals_packages.json").read_text(encoding="utf-8"))
    found = [
        PackageFigures(
            **{
                **p,
                "ours": _counts(p["ours"]),
                "theirs": _counts(p["theirs"]),
                "printed": tuple(p["printed"]) if p["printed"] else None,
            }
        )
        for p in kept.pop("packages")
    ]
    return found, kept


def as_kept(found: Sequence[PackageFigures]) -> list[dict[str, Any]]:
    """Return packages as they are kept in the table of facts."""
    return [asdict(figures) for figures in found]


# --- private ---


def _modules(fact: object) -> dict[str, ModuleFacts]:
    assert isinstance(fact, dict)
    return fact


def _counts(kept: Mapping[str, Sequence[int]]) -> dict[str, Counts]:
    return {measure: (n_with, n) for measure, (n_with, n) in kept.items()}


def _share(counts: Counts | None) -> float | None:
    return counts[0] / counts[1] if counts and counts[1] else None


def _percent(counts: Counts | None) -> float | None:
    share = _share(counts)
    return None if share is None else round(100 * share, 1)
