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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handiwork.errors import InputError, UsageError

__all__ = ["Counted", "annotated_functions", "documented_definitions", "missing_annotations", "require_tools"]

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


@dataclass(frozen=True, slots=True)
class Counted:
    """What a tool counted: ``n_with`` of ``n``."""

    n_with: int
    n: int


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
        If mypy gives no report: one file that it cannot read stops it.

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
        told = _run("mypy", [*options, *_listed(place, paths)], folder)
        report = place / "linecount.txt"
        if not report.exists():
            raise InputError(f"mypy gave no report: {_first_line(told)}")
        _, _, annotated, total, _ = report.read_text(encoding="utf-8").split(None, 4)
    return Counted(int(annotated), int(total))


def documented_definitions(folder: Path, paths: Sequence[str]) -> Counted:
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
    another name of the module (``t.overload``), and functions within a coroutine or within a class of a function, stay
    in its list. They are taken out of it here, by where they stand; nothing else is.
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
    told = [node.covered for file in found.file_results for node in _listed_nodes(Path(file.filename), file.nodes)]
    return Counted(sum(told), len(told))


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
    told = _run("ruff", [*options, "--output-format", "json", *paths], folder)
    try:
        found = json.loads(told)
    except ValueError as error:
        raise InputError(f"ruff gave no answer: {_first_line(told)}") from error
    return sum(f["code"].startswith("ANN") and "`__init__`" not in f["message"] for f in found if f["code"])


# --- private ---


def _listed_nodes(file: Path, nodes: Iterable[Any]) -> Iterator[Any]:
    """Yield what interrogate lists of a file, without modules and what it should have passed over."""
    passed = set(_passed_over(ast.parse(file.read_bytes()), within=False))
    for node in nodes:
        if node.node_type != "Module" and not node.is_nested_func and node.lineno not in passed:
            yield node


def _passed_over(node: ast.AST, *, within: bool) -> Iterator[int]:
    """Yield the lines of overload declarations, by any name, and of what is defined anywhere within a function."""
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = {ast.unparse(decorator).rpartition(".")[2] for decorator in child.decorator_list}
            if within or (is_function and "overload" in names):
                yield child.lineno
        yield from _passed_over(child, within=within or is_function)


def _run(tool: str, arguments: Sequence[str], folder: Path) -> str:
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
    return output if output.strip() else done.stderr.decode("utf-8", "replace")


def _listed(place: Path, paths: Sequence[str]) -> list[str]:
    """Return an argument for many files: mypy reads their names from a file."""
    (place / "files.txt").write_text("\n".join(paths) + "\n", encoding="utf-8")
    return [f"@{place / 'files.txt'}"]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:200] or "it said nothing"
