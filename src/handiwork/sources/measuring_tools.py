"""Other tools that count annotations and docstrings, run on a folder of files: mypy, ruff and interrogate.

Each runs as a module of this interpreter's environment, if it is installed there, on files that are named to it, with
none of their own configuration. None of them executes what it reads.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
_WITHOUT = (
    "--ignore-module", "--ignore-private", "--ignore-semiprivate", "--ignore-magic", "--ignore-init-method",
    "--ignore-nested-functions", "--ignore-setters", "--ignore-overloaded-functions",
)  # fmt: skip
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
        If interrogate gives no total: a file that is not UTF-8 stops it.
    """
    with tempfile.TemporaryDirectory() as beside:
        settings = Path(beside) / "pyproject.toml"
        settings.touch()
        options = [*_WITHOUT, "--verbose", "--no-color", "--fail-under", "0", "--config", str(settings)]
        told = _run("interrogate", [*options, *paths], folder)
    for line in told.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and cells[1] == "TOTAL":
            return Counted(int(cells[4]), int(cells[2]))
    raise InputError(f"interrogate gave no total: {_first_line(told)}")


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
