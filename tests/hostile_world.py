"""A small invented world whose every text was written by somebody who means harm."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.world import tiny_world

__all__ = ["FORMULAS", "MARK", "PLANTED", "ROLE", "hostile_home", "poisoned"]

MARK = "x-planted"
"""Stands in everything that was planted: where a page has it as a tag, an attribute or a target, it was let in."""

ROLE = "Python engineer for FastAPI: routing, dependency injection"

FORMULAS = ("=HYPERLINK(", "+cmd|", "-2+3+cmd|", "@SUM(", "\t=1", "\r=1")
"""How a cell of a spreadsheet begins that acts."""

PLANTED = (
    f'"><{MARK} a=1></{MARK}><script src=//{MARK}></script>',
    f"' {MARK}=1 onload={MARK}() x='",
    f"</title></textarea></style></script><{MARK}>",
    f"{{{{7*7}}}}{{% if 1 %}}{MARK}{{% endif %}}${{7*7}}",
    f"]]></title><{MARK}/>&{MARK};<!--",
    f"\x1b[31m\x1b]0;{MARK}\x07\x1b]8;;http://{MARK}\x1b\\x\x1b]52;c;eA==\x07\x9b2J\x07\r",
    f"\u202e{MARK}\u2066\u200f",
    f"'; drop table people; --\" or 1=1 -- {MARK}",
    f"[{MARK}](javascript:{MARK}) ![{MARK}](http://{MARK}/x.png)",
)

_TEXTS = frozenset({"title", "body", "description", "message"})
_NAMES = ("author.name", "labels.name", "release.name", "head.label", "milestone.title")


def poisoned(lines: bytes, poison: Callable[[str, str], str]) -> bytes:
    """Return lines of an archive file with every text that a stranger chooses changed by ``poison(kind, text)``."""
    return b"\n".join(_line(line, poison) for line in lines.split(b"\n"))


def hostile_home(folder: Path) -> Settings:
    """Load and index the world in a home, and return its settings."""
    world = folder / "world"
    tiny_world(world)
    turn = [0]

    def poison(kind: str, text: str) -> str:
        turn[0] += 1
        planted = PLANTED[turn[0] % len(PLANTED)]
        if kind == "name":
            return f"{FORMULAS[turn[0] % len(FORMULAS)]}{text} {PLANTED[sum(map(ord, text)) % len(PLANTED)]}"
        return f"{text} {planted}" if kind != "homepage" else f"javascript:{MARK}"

    for file in sorted((world / "gharchive").iterdir()):
        file.write_bytes(gzip.compress(poisoned(gzip.decompress(file.read_bytes()), poison), mtime=0))
    settings = Settings(home=folder / "home")
    with Handiwork(settings) as app:
        app.ingest_archive_files([world / "gharchive"])
        app.build_index(built_on=date(2025, 12, 1))
    return settings


# --- private ---


def _line(line: bytes, poison: Callable[[str, str], str]) -> bytes:
    try:
        event = json.loads(line)
    except ValueError:
        return line
    return json.dumps(_walked(event, "", poison), ensure_ascii=True, separators=(",", ":")).encode()


def _walked(value: Any, key: str, poison: Callable[[str, str], str]) -> Any:
    if isinstance(value, dict):
        return {k: _walked(v, f"{key}.{k}", poison) for k, v in value.items()}
    if isinstance(value, list):
        if key.endswith(".shas") and value and isinstance(value[0], list):
            return [[s[0], s[1], poison("message", s[2]), poison("name", s[3]), *s[4:]] for s in value]
        return [_walked(each, key, poison) for each in value]
    return _poisoned(value, key, poison) if isinstance(value, str) else value


def _poisoned(value: str, key: str, poison: Callable[[str, str], str]) -> str:
    last = key.rpartition(".")[2]
    if last in _TEXTS or last == "homepage":
        return poison("text" if last in _TEXTS else last, value)
    return poison("name", value) if key.endswith(_NAMES) else value
