"""Other tools that count annotations and docstrings, run on a folder of files: mypy, ruff and interrogate.

Each is that of this interpreter's environment, if it is installed there, and reads files that are named to it, with
none of their own configuration. None of them executes what it reads.
"""

import ast
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handiwork.errors import InputError, UsageError

__all__ = [
    "Counted",
    "Documented",
    "annotated_functions",
    "documented_definitions",
    "missing_annotations",
    "require_tools",
]

TOOLS: tuple[str, ...] = ("mypy", "interrogate", "ruff")
"""What is run, by the name of its module."""

_MYPY_SETTINGS = """[mypy]
follow_imports = skip
follow_imports_for_stubs = True
ignore_missing_imports = True
explicit_package_bases = True
namespace_packages = True
no_site_packages = True
"""
_SLOT_RULES = "ANN001,ANN002,ANN003,ANN201,ANN202,ANN204,ANN205,ANN206"
_TIMEOUT_S = 1200
_MYPY_FINISHED = (0, 1)
"""Exit codes of a run that came to its end, without and with findings."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a tool counted: ``n_with`` of ``n``."""

    n_with: int
    n: int


@dataclass(frozen=True, slots=True)
class Documented:
    """What interrogate lists, and what of it has no counterpart among ours.

    Attributes
    ----------
    printed
        What interrogate itself counts.
    compared
        The same without what is told apart below.
    n_overloads
        Overload declarations it lists.
    n_within
        Functions and classes it lists that stand within a function.
    """

    printed: Counted
    compared: Counted
    n_overloads: int
    n_within: int


def require_tools(names: Sequence[str] = TOOLS) -> None:
    """Make sure that tools can be run.

    Raises
    ------
    UsageError
        If one is not installed.
    """
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"{' and '.join(missing)} cannot be run here: install {' '.join(missing)} beside handiwork, in the same "
            "environment, to measure against it; the figures kept with the documentation are printed without --packages"
        )


def annotated_functions(folder: Path, paths: Sequence[str]) -> Counted:
    """Return what mypy's line count report says: functions with any annotation, of all that stand in no function.

    Parameters
    ----------
    folder
        Where the files are.
    paths
        The files below it, a module's stub or the module, never both.

    Raises
    ------
    InputError
        If mypy gives no report (one file that it cannot read stops it), or breaks off: what it reports then is of the
        files it had come to, and says nothing of the others.

    Notes
    -----
    Imports are not followed, so that what mypy's plugins write into classes (``__init__`` of a dataclass) is not
    counted: it is nobody's annotation.
    """
    with tempfile.TemporaryDirectory() as beside:
        place = Path(beside)
        (place / "mypy.ini").write_text(_MYPY_SETTINGS, encoding="utf-8")
        options = [
            "--config-file",
            str(place / "mypy.ini"),
            "--linecount-report",
            str(place),
            "--cache-dir",
            os.devnull,
        ]
        told, code = _run("mypy", [*options, *_listed(place, paths)], folder)
        if code not in _MYPY_FINISHED:
            raise InputError(f"mypy broke off with exit code {code}: {_why(told)}")
        report = place / "linecount.txt"
        if not report.exists():
            raise InputError(f"mypy gave no report: {_first_line(told)}")
        _, _, annotated, total, _ = report.read_text(encoding="utf-8").split(None, 4)
    return Counted(int(annotated), int(total))


def documented_definitions(folder: Path, paths: Sequence[str]) -> Documented:
    """Return what interrogate says: public classes and functions with a docstring, of all.

    Parameters
    ----------
    folder
        Where the files are.
    paths
        The files below it.

    Raises
    ------
    InputError
        If interrogate stops at a file, for example at one that is not UTF-8.

    Notes
    -----
    Asked to pass over overload declarations and nested functions, interrogate 1.7 knows the former only as
    ``overload`` and ``typing.overload``, and the latter only directly within a plain ``def``: declarations under
    another name of the module (``t.overload``) and functions within a coroutine stay in its list. So do classes within
    functions, and what stands in those, which it was not asked to pass over. Neither is counted by us, so that both
    are told apart by where they stand; what interrogate prints is given beside.
    """
    from interrogate.config import InterrogateConfig  # noqa: PLC0415 - a tool to measure with
    from interrogate.coverage import InterrogateCoverage  # noqa: PLC0415

    settings = InterrogateConfig(
        ignore_module=True,
        ignore_private=True,
        ignore_semiprivate=True,
        ignore_magic=True,
        ignore_init_method=True,
        ignore_nested_functions=True,
        ignore_property_setters=True,
        ignore_overloaded_functions=True,
    )
    try:
        found = InterrogateCoverage([str(folder / path) for path in paths], settings).get_coverage()
    except (OSError, ValueError, SyntaxError) as error:
        raise InputError(f"interrogate gave no figures: {error}") from error
    listed = [each for file in found.file_results for each in _listed_nodes(Path(file.filename), file.nodes)]
    kinds = Counter(kind for _, kind in listed)
    compared = [covered for covered, kind in listed if kind is None]
    return Documented(
        printed=Counted(sum(covered for covered, _ in listed), len(listed)),
        compared=Counted(sum(compared), len(compared)),
        n_overloads=kinds[_OVERLOAD],
        n_within=kinds[_WITHIN],
    )


def missing_annotations(folder: Path, paths: Sequence[str]) -> int:
    """Return how many parameters and returns ruff says are not annotated, ``__init__``'s return left out.

    Parameters
    ----------
    folder
        Where the files are.
    paths
        The files below it.

    Raises
    ------
    InputError
        If ruff's answer is none.
    """
    options = ["check", "--isolated", "--ignore-noqa", "--no-cache", "--quiet", "--exit-zero", "--select", _SLOT_RULES]
    told, _ = _run("ruff", [*options, "--output-format", "json", *paths], folder)
    try:
        found = json.loads(told)
    except ValueError as error:
        raise InputError(f"ruff gave no answer: {_first_line(told)}") from error
    return sum(f["code"].startswith("ANN") and "`__init__`" not in f["message"] for f in found if f["code"])


# --- private ---


_CRASH = "INTERNAL ERROR"
_OVERLOAD = "overload"
_WITHIN = "within"


def _listed_nodes(file: Path, nodes: Iterable[Any]) -> Iterator[tuple[bool, str | None]]:
    """Yield whether what interrogate lists of a file is documented, and why it is not compared; None if it is."""
    kinds = dict(_not_compared(ast.parse(file.read_bytes()), within=False))
    for node in nodes:
        if node.node_type != "Module" and not node.is_nested_func:
            yield bool(node.covered), kinds.get(node.lineno)


def _not_compared(node: ast.AST, *, within: bool) -> Iterator[tuple[int, str]]:
    """Yield the lines of overload declarations, by any name, and of what is defined anywhere within a function."""
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = {ast.unparse(decorator).rpartition(".")[2] for decorator in child.decorator_list}
            if is_function and "overload" in names:
                yield child.lineno, _OVERLOAD
            elif within:
                yield child.lineno, _WITHIN
        yield from _not_compared(child, within=within or is_function)


def _run(tool: str, arguments: Sequence[str], folder: Path) -> tuple[str, int]:
    """Return what a tool printed, its errors where that is nothing, and its exit code."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MYPY", "RUFF", "PYTHONPATH"))}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", tool, *arguments],
            cwd=folder,
            env={**kept, "NO_COLOR": "1", "COLUMNS": "400"},
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{tool} took longer than {_TIMEOUT_S} s") from error
    except OSError as error:
        raise InputError(f"{tool} could not be run: {error.strerror}") from error
    output = done.stdout.decode("utf-8", "replace")
    errors = done.stderr.decode("utf-8", "replace")
    return (output if output.strip() and _CRASH not in errors else errors), done.returncode


def _listed(place: Path, paths: Sequence[str]) -> list[str]:
    """Return an argument for many files: mypy reads their names from a file."""
    (place / "files.txt").write_text("\n".join(paths) + "\n", encoding="utf-8")
    return [f"@{place / 'files.txt'}"]


def _why(told: str) -> str:
    return "it reports an internal error" if _CRASH in told else _first_line(told)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:200] or "it said nothing"
