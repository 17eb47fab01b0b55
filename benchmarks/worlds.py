"""Invented archive hours for benchmarks, the same for the same arguments."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import simdjson
from isal import igzip

from handiwork.world.load import generate_load

__all__ = ["planted_roles", "undamaged", "write_hours"]


def write_hours(folder: Path, *, events: int, form: str, hours: int) -> list[Path]:
    """Write archive hours of one format and return their files, by name.

    Parameters
    ----------
    folder
        Where; made if it is not there.
    events
        Distinct well-formed events in all files together; a few lines are damaged or repeated.
    form
        ``full`` or ``trimmed``.
    hours
        Number of files.
    """
    generate_load(folder, events=events, form=form, hours=hours)
    return sorted(folder.glob("*.json.gz"))


def planted_roles(folder: Path) -> list[dict[str, Any]]:
    """Return the role texts of a world that was written, each with the logins that were planted, best first."""
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return [{"text": expert["role"], "experts": expert["logins"]} for expert in told["experts"]]


def undamaged(files: Iterable[Path], folder: Path) -> list[Path]:
    """Return copies of archive hours with only the lines that are whole events, each id once.

    Most readers refuse a file with one cut line, so that they can be compared only on files that have none.
    """
    folder.mkdir()
    parser, seen, copies = simdjson.Parser(), set(), []
    for file in files:
        lines = []
        for line in igzip.decompress(file.read_bytes()).split(b"\n"):
            try:
                number = parser.parse(line)["id"]
            except (ValueError, KeyError, TypeError):
                continue
            if number not in seen:
                seen.add(number)
                lines.append(line)
        copies.append(folder / file.name)
        copies[-1].write_bytes(igzip.compress(b"\n".join(lines) + b"\n", 3))
    return copies
