"""Known tutorials in files: those that are shipped, and those an operator adds in the home folder.

A file has one JSON object a line: name, licence, commit, day, scale, and the hashes and commits as base64 of 4 bytes
each, sorted, most significant byte first. They are facts about public code: no code comes back from them.
"""

import base64
import json
import struct
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from handiwork.errors import InputError

__all__ = ["KnownTutorial", "read_tutorials", "shipped_tutorials", "write_tutorials"]

KnownTutorial = dict[str, Any]
"""A tutorial's fields: ``name``, ``licence``, ``commit``, ``on``, ``scale``, ``hashes``, ``commits`` (sets of int)."""

_FIELDS = ("name", "licence", "commit", "on", "scale")


def shipped_tutorials() -> list[KnownTutorial]:
    """Return the tutorials that come with Handiwork, by name."""
    return _parsed(files("handiwork.state").joinpath("data/tutorials.jsonl").read_text("ascii"), "shipped tutorials")


def read_tutorials(path: Path) -> list[KnownTutorial]:
    """Return the tutorials of a file; none if it does not exist.

    Raises
    ------
    InputError
        If it is damaged.
    """
    if not path.exists():
        return []
    return _parsed(path.read_text("ascii", errors="replace"), str(path))


def write_tutorials(path: Path, tutorials: Iterable[KnownTutorial]) -> None:
    """Write a file whole, by name; the old one stays if it fails."""
    ordered = sorted(tutorials, key=lambda t: t["name"])
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text("".join(f"{_line(t)}\n" for t in ordered), "ascii")
    beside.replace(path)


# --- private ---


def _line(tutorial: KnownTutorial) -> str:
    packed = {name: _packed(tutorial[name]) for name in ("hashes", "commits")}
    return json.dumps({**{f: tutorial[f] for f in _FIELDS}, **packed}, separators=(",", ":"))


def _packed(numbers: Iterable[int]) -> str:
    ordered = sorted(numbers)
    return base64.b64encode(struct.pack(f">{len(ordered)}I", *ordered)).decode("ascii")


def _unpacked(text: str) -> frozenset[int]:
    packed = base64.b64decode(text, validate=True)
    return frozenset(struct.unpack(f">{len(packed) // 4}I", packed))


def _parsed(text: str, place: str) -> list[KnownTutorial]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            told = json.loads(line)
            kept = {f: told[f] for f in _FIELDS} | {n: _unpacked(told[n]) for n in ("hashes", "commits")}
            kept["scale"] = max(int(kept["scale"]), 1)
        except (ValueError, KeyError, TypeError, struct.error) as error:
            raise InputError(
                f"line {number} of {place} is no tutorial: remove it, or add the tutorial again"
            ) from error
        found.append(kept)
    return found
