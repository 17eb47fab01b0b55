"""What every benchmark reports: figures with their spread, what a process cost, the machine it ran on.

A file of figures is JSON: ``machine``, ``revision`` and ``figures``, each with name, unit, value (the median of its
runs), better (``lower`` or ``higher``), spread (largest minus smallest run, as a part of the median) and the runs.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

__all__ = [
    "PARTIAL",
    "ROOT",
    "Cost",
    "Figure",
    "environment_of",
    "figures_in",
    "machine",
    "machine_line",
    "markdown",
    "measured",
    "revision",
    "write_figures",
]

ROOT = Path(__file__).resolve().parents[1]
"""The checkout this benchmark belongs to."""

PARTIAL = 7
"""The exit code of a load that kept what could be read of damaged files."""

_PACKAGES = ("duckdb", "ibis-framework", "numpy", "pyarrow", "isal")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of several runs.

    Attributes
    ----------
    name
        What is measured; the same in every release.
    unit
        For example ``s``, ``ms``, ``MiB``, ``events/s``, ``ratio``.
    better
        ``lower`` or ``higher``.
    runs
        The value of each run, in order; at least one.
    """

    name: str
    unit: str
    better: str
    runs: tuple[float, ...]

    @property
    def value(self) -> float:
        """The median of the runs."""
        return statistics.median(self.runs)

    @property
    def spread(self) -> float:
        """Largest minus smallest run, as a part of the median; 0 for a single run."""
        return (max(self.runs) - min(self.runs)) / self.value if self.value else 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost: wall and processor seconds (user and system), peak resident memory in MiB.

    Processes that it started and waited for are in the processor time; the peak is that of the largest one.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float


def measured(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
    accepted: Collection[int] = (0,),
) -> Cost:
    """Run a command in a process of its own and return what it cost.

    Parameters
    ----------
    command
        Program and arguments.
    environment
        Added to this process's own.
    output
        Where its standard output goes; None throws it away. Its standard error is told if it fails.
    accepted
        Exit codes that are no failure.

    Raises
    ------
    RuntimeError
        If the command fails; the message ends with the last lines it wrote.
    """
    words = [str(word) for word in command]
    with tempfile.TemporaryDirectory() as folder, (output or Path(os.devnull)).open("wb") as out:
        result, errors = Path(folder) / "cost.json", Path(folder) / "errors"
        launcher = [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "launch.py"), str(result)]
        with errors.open("wb") as err:
            done = subprocess.run(
                [*launcher, *words], stdout=out, stderr=err, env={**os.environ, **(environment or {})}, check=False
            )
        if done.returncode not in accepted:
            told = errors.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"exit {done.returncode} of: {' '.join(words)[:300]}\n{told}")
        return Cost(*json.loads(result.read_text(encoding="utf-8")))


def environment_of(tree: Path, **more: str) -> dict[str, str]:
    """Return the environment in which Python imports the package and the benchmarks of a checkout."""
    path = os.pathsep.join([str(tree / "src"), str(tree / "benchmarks")])
    return {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", **more}


def machine() -> dict[str, Any]:
    """Return what limits a measurement here: cores, memory in MiB, system, how busy it is, versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "cores": cores,
        "memory_mib": memory,
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
        "python": platform.python_version(),
        **{name: _version(name) for name in _PACKAGES},
    }


def machine_line(found: Mapping[str, Any] | None = None) -> str:
    """Return a machine in one line; None means this one."""
    told = dict(found or machine())
    first = f"{told.pop('cores')} cores, {told.pop('memory_mib') / 1024:.0f} GiB, {told.pop('system')}"
    return ", ".join([first, *(f"{name} {number}" for name, number in told.items())])


def revision(tree: Path = ROOT) -> str:
    """Return the commit a checkout is at, with a + where files are changed; empty where there is no git."""
    told = subprocess.run(
        ["git", "-C", tree, "describe", "--always", "--abbrev=10", "--exclude=*", "--dirty=+"],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip()


def write_figures(path: Path, figures: Sequence[Figure], *, of: str) -> None:
    """Write figures with the machine and the revision they are of."""
    rows = [
        {
            "name": f.name,
            "unit": f.unit,
            "value": _short(f.value),
            "better": f.better,
            "spread": round(f.spread, 3),
            "runs": [_short(run) for run in f.runs],
        }
        for f in figures
    ]
    text = json.dumps({"machine": machine(), "revision": of, "figures": rows}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def figures_in(path: Path) -> tuple[dict[str, Figure], dict[str, Any], str]:
    """Return the figures of a file by name, the machine they were measured on and their revision."""
    told = json.loads(path.read_text(encoding="utf-8"))
    figures = {f["name"]: Figure(f["name"], f["unit"], f["better"], tuple(f["runs"])) for f in told["figures"]}
    return figures, told["machine"], told["revision"]


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose first column is text and whose others are figures."""
    widths = [max(len(line[i]) for line in (header, *rows)) for i in range(len(header))]
    ruler = ["-" * widths[0], *("-" * (w - 1) + ":" for w in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        aligned = [cells[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))]
        return f"| {' | '.join(aligned)} |"

    return "\n".join([line(header), line(ruler), *map(line, rows)])


# --- private ---


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _short(value: float) -> float:
    """Return a value with five digits: no more are ever measured."""
    return float(f"{value:.5g}")
