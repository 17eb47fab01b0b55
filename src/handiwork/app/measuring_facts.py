"""Measuring facts of packages against what was read by hand in their repositories."""

from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.model.progress import Collector

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.measuring_sections import Asked, Section

__all__ = ["facts_section"]


def facts_section(asked: "Asked", collector: Collector) -> "Section | None":
    """Return how our facts agree with those read by hand, for folders ``name-version`` that were read.

    Without anything to measure on, the kept figures; None where none of the packages given was read.
    """
    from handiwork.app.measuring_sections import Section
    from handiwork.evaluation.signals_facts import (
        agreement_rows,
        disagreements,
        kept_agreement,
        our_facts,
        read_by_hand,
    )
    from handiwork.sources.trees.opening import open_tree

    if asked.is_nothing:
        kept = kept_agreement()
        first = kept["first_look"]
        told = (
            f"kept figures of {kept['measured_on']}; at the first look {first['differed']} of {first['facts']} facts "
            f"differed, {first['of_them_errors_of_the_table']} of them by an error of the table; the code was mended "
            "on the same packages"
        )
        return Section("facts", kept["rows"], [_summary(kept["rows"])], (told,))
    read = {(p.name, p.version): p for p in read_by_hand()}
    given = _given(asked.packages) if asked.packages else {}
    collector.update("repositories", 0, len(read.keys() & given.keys()))
    found = []
    for key in sorted(read.keys() & given.keys()):
        found.append((read[key], our_facts(open_tree(given[key]))))
        collector.update("repositories", 1)
    if not found:
        return None
    notes = [
        f"{p.name}, {fact}: read {theirs}, ours {ours}" for p, o in found for fact, theirs, ours in disagreements(p, o)
    ]
    rows = agreement_rows(found)
    return Section("facts", rows, [_summary(rows)], notes)


# --- private ---


def _given(folder: Path) -> dict[tuple[str, str], Path]:
    """Return the unpacked repositories of a folder by name and version; not source distributions."""
    found = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name, _, version = path.name.rpartition("-")
        if name and path.is_dir() and not (path / "PKG-INFO").exists():
            found[name.lower().replace("_", "-"), version] = path
    return found


def _summary(rows: list[dict[str, object]]) -> dict[str, object]:
    n = [sum(int(str(row[key])) for row in rows) for key in ("packages", "agree")]
    return {"facts": n[0], "agree": n[1], "differ": n[0] - n[1]}
