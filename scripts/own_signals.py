"""Write docs/reference/own-signals.md: what our own checks say of this repository.

The page holds results and no figures, so that it changes only when a result does.
"""

import sys
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from handiwork.app.checking import read_modules
from handiwork.model.progress import NullCollector
from handiwork.signals import CheckReport, check_tree
from handiwork.signals.python.reading import FORMAT
from handiwork.sources.trees.opening import open_tracked
from handiwork.state.fact_cache import FactCache

ROOT = Path(__file__).resolve().parents[1]


def own_reports(root: Path, cache: Path) -> tuple[CheckReport, ...]:
    """Return what the checks say of a checkout's tracked files."""
    tree = open_tracked(root)
    with FactCache(cache, version=f"python {FORMAT}") as kept:
        return check_tree(tree, read_modules(tree, kept, collector=NullCollector(), workers=1))


def own_page(reports: Sequence[CheckReport]) -> str:
    """Return the page: each check that passes or fails, by family; what is not observed is left out."""
    lines = [
        "# What our own checks say of this repository",
        "",
        "<!-- written by scripts/own_signals.py; a test fails when a result changes -->",
        "",
        "`handiwork signals check .` shows the figures and the places. Checks of what this tree does not have, such as",
        "other languages, are not observed and left out here.",
        "",
    ]
    for family, found in groupby(reports, key=lambda r: r.family):
        seen = [r for r in found if r.outcome.result in ("pass", "fail")]
        rows = [f"| {r.check} | {r.outcome.result.value} | {r.looks_for} |" for r in seen]
        lines += [f"## {family}", "", "| check | result | looks for |", "|---|---|---|", *rows, ""] if rows else []
    return "\n".join(lines).rstrip("\n") + "\n"


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as place:
        page = own_page(own_reports(ROOT, Path(place) / "signals.db"))
    (ROOT / "docs" / "reference" / "own-signals.md").write_text(page, encoding="utf-8")
    sys.stdout.write("docs/reference/own-signals.md\n")


if __name__ == "__main__":
    main()
