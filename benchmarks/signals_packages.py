"""Measures annotations and docstrings of real packages against mypy, ruff and interrogate, and keeps the figures.

Run: ``python benchmarks/signals_packages.py FOLDER`` with a folder of source distributions, as
``pip download --no-deps --no-binary :all: NAME …`` makes it. It prints what ``handiwork eval signals --packages FOLDER``
prints, and writes the table of counts that the documentation shows: names, versions and numbers, no code.
"""

import argparse
import json
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

from handiwork.app.measuring_signals import measure_packages
from handiwork.evaluation.signals_packages import as_kept, package_rows, summary_rows
from handiwork.faces.formats import aligned
from handiwork.model.progress import NullCollector

KEPT = Path(__file__).parents[1] / "src" / "handiwork" / "evaluation" / "data" / "signals_packages.json"
REASONS = {
    "celery": {"slots": "annotations in comments (`# type: (str) -> int`), which mypy and we count, and ruff does not"},
    "click": {"functions": "mypy passes over a module that asserts to be on Windows, with 20 functions"},
    "isort": {
        "functions": (
            "mypy 2.4 breaks off where the tables that isort generates, no part of the library, are absent; "
            "given them too, it counts 175 of 175 as we do"
        )
    },
    "mypy-extensions": {"functions": "mypy refuses a file of the name of one of its own"},
    "typer": {"functions": "mypy passes over a module that asserts to be on Windows, with 20 functions"},
}
"""What is behind a difference, looked up by hand in the packages' files."""


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = measure_packages(asked.folder, cache=Path(place) / "facts.db", collector=NullCollector())
    print("\n".join(aligned(package_rows(found))))
    print("\n".join(aligned([{**row, "beyond": ", ".join(row["beyond"])} for row in summary_rows(found)])))
    tools = ", ".join(f"{name} {version(name)}" for name in ("mypy", "ruff", "interrogate"))
    names = {figures.package for figures in found}
    kept = {
        "measured_on": date.today().isoformat(),
        "tools": tools,
        "reasons": {name: why for name, why in REASONS.items() if name in names},
        "packages": as_kept(found),
    }
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"kept in {KEPT.relative_to(Path.cwd()) if KEPT.is_relative_to(Path.cwd()) else KEPT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
