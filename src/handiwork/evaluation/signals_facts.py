"""How far our facts of packages agree with what was read by hand in their repositories.

The table (``data/signals_facts.toml``) holds names, versions and values; what was not read is not in it, and not
compared.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from handiwork.signals.facts import FactBook
from handiwork.signals.facts.python_ci import Publishing, PythonCI
from handiwork.signals.facts.python_package import PythonPackage
from handiwork.signals.facts.python_tools import PythonTools
from handiwork.signals.tree import Tree

__all__ = ["COMPARED", "ReadPackage", "agreement_rows", "disagreements", "kept_agreement", "our_facts", "read_by_hand"]

COMPARED: tuple[str, ...] = (
    "build_backend", "version_source", "requires_python", "licence_kind", "py_typed", "typed_classifier", "linters",
    "formatters", "type_checkers", "hooks", "ci_systems", "ci_tests", "ci_several_pythons", "ci_linters", "ci_types",
    "publishing",
)  # fmt: skip
"""The facts that are compared, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """A package that was read by hand: name, version (or day of the commit), commit, and its facts."""

    name: str
    version: str
    commit: str
    facts: Mapping[str, Any]


def read_by_hand() -> tuple[ReadPackage, ...]:
    """Return the packages that were read by hand, by name."""
    kept = tomllib.loads((files("handiwork.evaluation") / "data" / "signals_facts.toml").read_text(encoding="utf-8"))
    return tuple(
        ReadPackage(p["name"], p["version"], p["commit"], {k: p[k] for k in COMPARED if k in p})
        for p in kept["package"]
    )


def our_facts(tree: Tree) -> dict[str, Any]:
    """Return what our code says of a tree, by the names of :data:`COMPARED`."""
    book = FactBook(tree=tree, modules={})
    package, tools, ci, publishing = (book[n] for n in ("python_package", "python_tools", "python_ci", "publishing"))
    assert package is None or isinstance(package, PythonPackage)
    assert isinstance(tools, PythonTools)
    assert isinstance(ci, PythonCI)
    assert publishing is None or isinstance(publishing, Publishing)
    files_ = book["own_files"]
    assert isinstance(files_, tuple)
    run = {kind: any(t.ci for t in tools.of(kind)) for kind in ("linter", "formatter", "type checker")}
    return {
        **_of_package(package),
        "py_typed": any(e.name == "py.typed" for e in files_),
        "linters": sorted(t.name for t in tools.of("linter")),
        "formatters": sorted(t.name for t in tools.of("formatter")),
        "type_checkers": sorted(t.name for t in tools.of("type checker")),
        "hooks": bool(book["hooks"]),
        "ci_systems": list(ci.systems),
        "ci_tests": bool(ci.tests),
        "ci_several_pythons": len(ci.versions) > 1,
        "ci_linters": run["linter"] or run["formatter"],
        "ci_types": run["type checker"],
        "publishing": publishing.how if publishing else "",
    }


def disagreements(package: ReadPackage, ours: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return each fact that differs, with what was read and what we say."""
    return [(name, read, ours[name]) for name, read in package.facts.items() if ours[name] != read]


def agreement_rows(found: Sequence[tuple[ReadPackage, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return a row for each fact: in how many packages it was read, and in how many we say the same."""
    rows = []
    for name in COMPARED:
        read = [(p, ours) for p, ours in found if name in p.facts]
        other = sorted(p.name for p, ours in read if ours[name] != p.facts[name])
        rows.append({"fact": name, "packages": len(read), "agree": len(read) - len(other), "beyond": other})
    return rows


def kept_agreement() -> dict[str, Any]:
    """Return what was measured and kept: rows by fact, and how many differed at the first look."""
    kept = (files("handiwork.evaluation") / "data" / "signals_facts_kept.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(kept)
    return found


# --- private ---


def _of_package(package: PythonPackage | None) -> dict[str, Any]:
    if package is None:
        return dict.fromkeys(("build_backend", "version_source", "requires_python", "licence_kind"), "") | {
            "typed_classifier": False
        }
    return {
        "build_backend": package.backend or "",
        "version_source": package.version_from or package.version or "",
        "requires_python": package.requires_python or "",
        "licence_kind": package.licence_kind or "",
        "typed_classifier": "Typing :: Typed" in package.classifiers,
    }
