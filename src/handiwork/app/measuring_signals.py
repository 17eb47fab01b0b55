"""Measuring the signals against other tools and facts known by hand: sections of figures.

To add a section: write a function ``(Asked, Collector) → Section | None``. Where nothing at all was given
(``asked.is_nothing``), it returns the figures that are kept with the documentation; else it measures, or returns None
if its own input was not given. Add what it needs to :class:`Asked` (and an option to ``handiwork eval signals``), and
put it into :data:`SECTIONS`. Heavy rooms are imported inside it.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handiwork.app.measuring_facts import facts_section
from handiwork.app.measuring_ml_work import ml_work_section
from handiwork.app.measuring_own_lines import attribution_section
from handiwork.app.measuring_sections import Asked, Section
from handiwork.errors import InputError
from handiwork.model.progress import Collector

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.evaluation.signals_packages import OurFigures, PackageFigures
    from handiwork.signals import Tree

__all__ = ["SECTIONS", "Asked", "Section", "measure_packages", "measure_signals"]


def measure_signals(asked: Asked, collector: Collector) -> list[Section]:
    """Return the sections whose input was given; where none was, all of them as they are kept with the documentation.

    Raises
    ------
    UsageError
        If a tool that is compared with is not installed.
    InputError
        If what was given holds nothing to measure.
    """
    return [section for measure in SECTIONS if (section := measure(asked, collector)) is not None]


def measure_packages(folder: Path, *, cache: Path, collector: Collector) -> "list[PackageFigures]":
    """Compare annotations and docstrings in packages with mypy, ruff and interrogate.

    Parameters
    ----------
    folder
        Source distributions (``name-version.tar.gz``, ``.zip``) or folders of that name.
    cache
        File in which what was read is kept by blob.
    collector
        Told of progress.

    Raises
    ------
    UsageError
        If one of the tools is not installed.
    InputError
        If the folder holds no package.
    """
    from handiwork.sources.measuring_tools import require_tools
    from handiwork.sources.trees.opening import open_tree

    require_tools()
    named = _packages(folder)
    collector.update("packages", 0, len(named))
    found = []
    for path, package, version in named:
        found.append(_measured(open_tree(path), package, version, cache=cache, collector=collector))
        collector.update("packages", 1)
    return found


# --- private ---

_NAMED = re.compile(r"(?P<package>[A-Za-z0-9][\w.-]*?)-(?P<version>\d[\w.!+]*?)(?:\.tar\.(?:gz|bz2|xz)|\.tgz|\.zip)?")
_SILENCED = re.compile(rb"^#\s*mypy:.*\bignore[-_]errors\b", re.MULTILINE)


def _packages(folder: Path) -> list[tuple[Path, str, str]]:
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: name one that holds source distributions, as `pip download` makes it")
    found = [(path, named) for path in sorted(folder.iterdir()) if (named := _NAMED.fullmatch(path.name))]
    if not found:
        raise InputError(f"{folder} holds no package: files or folders in it are named NAME-VERSION, as pip names them")
    return [(path, named["package"].lower().replace("_", "-"), named["version"]) for path, named in found]


def _packages_section(asked: Asked, collector: Collector) -> Section | None:
    if asked.is_nothing:
        return _kept_section()
    if asked.packages is None:
        return None
    return _section(measure_packages(asked.packages, cache=asked.cache, collector=collector), {})


def _kept_section() -> Section:
    from handiwork.evaluation.signals_packages import kept_packages

    found, about = kept_packages()
    return _section(found, about)


def _section(found: "Sequence[PackageFigures]", about: Mapping[str, Any]) -> Section:
    from handiwork.evaluation.signals_packages import package_rows, summary_rows, told_lines

    told = told_lines(found)
    told += [
        f"{package}, {measure}: {why}"
        for package, by in about.get("reasons", {}).items()
        for measure, why in by.items()
    ]
    if about:
        told.append(f"kept figures of {about['measured_on']}, made with {about['tools']}")
    return Section("packages", package_rows(found), summary_rows(found), told)


def _measured(tree: "Tree", package: str, version: str, *, cache: Path, collector: Collector) -> "PackageFigures":
    from handiwork.app.checking import read_modules
    from handiwork.evaluation.signals_packages import PackageFigures, our_figures
    from handiwork.signals.python.reading import FORMAT
    from handiwork.state.fact_cache import FactCache

    with FactCache(cache, version=f"python {FORMAT}") as kept:
        modules = read_modules(tree, kept, collector=collector)
    silenced = [path for path in modules if not _comparable(tree, path)]
    ours = our_figures(modules, silenced)
    left_out = set(silenced) & set(our_figures(modules).typed_paths)
    figures = PackageFigures(package, version, len(ours.documented_paths), len(left_out), dict(ours.counts), {})
    with tempfile.TemporaryDirectory() as place:
        _write(tree, {*ours.typed_paths, *ours.documented_paths}, Path(place))
        return _compared(figures, Path(place), ours)


def _comparable(tree: "Tree", path: str) -> bool:
    """Return whether mypy counts a file: it is a module's name, and mypy is not told to pass over it."""
    names = path.rpartition(".")[0].split("/")
    return all(name.isidentifier() for name in names) and not _SILENCED.search(tree.read(path) or b"")


def _write(tree: "Tree", paths: set[str], place: Path) -> None:
    for path in sorted(paths):
        target = place / path
        if not target.resolve().is_relative_to(place.resolve()):
            raise InputError(f"{tree.label} holds a file outside of itself: {path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(tree.read(path) or b"")


def _compared(figures: "PackageFigures", place: Path, ours: "OurFigures") -> "PackageFigures":
    """Return figures with what the tools count, and why one gave nothing."""
    from handiwork.sources import measuring_tools as tools

    theirs: dict[str, tuple[int, int]] = {}
    problems: dict[str, str] = {}
    if ours.typed_paths:
        with _told(problems, "functions", place):
            counted = tools.annotated_functions(place, ours.typed_paths)
            theirs["functions"] = counted.n_with, counted.n
        with _told(problems, "slots", place):
            n = ours.counts["slots"][1]
            theirs["slots"] = n - tools.missing_annotations(place, ours.typed_paths), n
    figures = replace(figures, theirs=theirs, problems=problems)
    if ours.documented_paths:
        with _told(problems, "docstrings", place):
            listed = tools.documented_definitions(place, ours.documented_paths)
            theirs["docstrings"] = listed.compared.n_with, listed.compared.n
            printed = listed.printed.n_with, listed.printed.n
            figures = replace(figures, printed=printed, n_overloads=listed.n_overloads, n_within=listed.n_within)
    return figures


@contextmanager
def _told(problems: dict[str, str], measure: str, place: Path) -> Iterator[None]:
    """Keep why a tool gave no figure, without the temporary folder's name."""
    try:
        yield
    except InputError as error:
        problems[measure] = str(error).replace(f"{place}{os.sep}", "")


SECTIONS: tuple[Callable[[Asked, Collector], Section | None], ...] = (
    _packages_section,
    facts_section,
    attribution_section,
    ml_work_section,
)
"""Every measurement, in the order they are shown."""
