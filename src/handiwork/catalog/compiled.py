"""The checked catalogue as one JSON file beside its TOML files, because parsing and checking TOML is slow.

The JSON names the digest of the TOML files it was made of. It is used only as long as that is still theirs, so it can
make reading faster and never different; ``make docs`` writes it, and a test fails when it is behind.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from handiwork.catalog.bots import Bots
from handiwork.catalog.hiring import Community, Conference, Exercise, Fact, Salary, Signal
from handiwork.catalog.nouns import Catalog, Ecosystem, Gap, KeyRepository, Licence

__all__ = ["COMPILED_NAME", "compiled_text", "digest_of", "read_compiled"]

COMPILED_NAME = "compiled.json"
"""Name of the JSON file in the catalogue's folder."""

_FORMAT = 1
_PARTS: dict[str, Any] = {
    "signals": Signal,
    "salaries": Salary,
    "facts": Fact,
    "communities": Community,
    "conferences": Conference,
    "exercises": Exercise,
}


def digest_of(folder: Path) -> str:
    """Return the digest of all TOML files below a folder, of their names and texts."""
    digest = blake2b(f"format {_FORMAT}".encode(), digest_size=16)
    for file in sorted(folder.rglob("*.toml")):
        text = file.read_bytes()
        digest.update(f"\n{file.relative_to(folder).as_posix()} {len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()


def compiled_text(catalog: Catalog, digest: str) -> str:
    """Return a checked catalogue as JSON, a line for each ecosystem."""
    whole = {
        "digest": digest,
        "bots": {
            "logins": sorted(catalog.bots.logins),
            "name_patterns": catalog.bots.name_patterns,
            "categories": dict(catalog.bots.categories),
        },
        "gaps": [_gap_values(gap) for gap in catalog.gaps],
        "licences": [asdict(licence) for licence in catalog.licences],
    }
    lines = [f"{json.dumps(key)}: {_line(value)}" for key, value in whole.items()]
    ecosystems = ",\n".join(_line(_values(e)) for e in catalog.ecosystems)
    return "{\n" + ",\n".join([*lines, f'"ecosystems": [\n{ecosystems}\n]']) + "\n}\n"


def read_compiled(folder: Path) -> Catalog | None:
    """Return the compiled catalogue of a folder; None if there is none, or the TOML files are not those it is of."""
    try:
        found = json.loads((folder / COMPILED_NAME).read_bytes())
        if found["digest"] != digest_of(folder):
            return None
    except (OSError, ValueError, TypeError, KeyError):
        return None
    bots = found["bots"]
    return Catalog(
        ecosystems=_ecosystems(found["ecosystems"]),
        bots=Bots(frozenset(bots["logins"]), tuple(bots["name_patterns"]), bots["categories"]),
        gaps=tuple(_gap(values) for values in found["gaps"]),
        licences=tuple(Licence(**values) for values in found["licences"]),
        digest=found["digest"],
    )


# --- private ---


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _gap_values(gap: Gap) -> dict[str, Any]:
    return asdict(gap) | {"first_hour": gap.first_hour.isoformat(), "last_hour": gap.last_hour.isoformat()}


def _gap(values: dict[str, Any]) -> Gap:
    hours = {key: datetime.fromisoformat(values[key]) for key in ("first_hour", "last_hour")}
    return Gap(**(values | hours))


def _values(ecosystem: Ecosystem) -> dict[str, Any]:
    return asdict(replace(ecosystem, shared=())) | {"shared": [r.name for r in ecosystem.shared]}


def _ecosystems(found: list[dict[str, Any]]) -> tuple[Ecosystem, ...]:
    shared = [values.pop("shared") for values in found]
    alone = [_ecosystem(values) for values in found]
    by_name = {r.name: r for e in alone for r in e.repositories}
    return tuple(
        replace(e, shared=tuple(by_name[n] for n in names)) if names else e
        for e, names in zip(alone, shared, strict=True)
    )


def _ecosystem(values: dict[str, Any]) -> Ecosystem:
    parts = {key: tuple(kind(**_frozen(v)) for v in values.pop(key)) for key, kind in _PARTS.items()}
    repositories = tuple(KeyRepository(**_frozen(v)) for v in values.pop("repositories"))
    values["vocabulary"] = _frozen(values["vocabulary"])
    whole: dict[str, Any] = _frozen(values) | parts | {"repositories": repositories}
    return Ecosystem(**whole)


def _frozen(values: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
