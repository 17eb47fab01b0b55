"""Manifests of npm, Cargo, Go modules, Maven and Gradle, parsed; build scripts of Gradle by words in their code."""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table
from handiwork.signals.tree import Entry, within

__all__ = ["GoModule", "Manifests", "language_manifests"]

_MOST = 200
_GRADLE_COMMENT = re.compile(r"(\"(?:\\.|[^\"\\\n])*+\"|'(?:\\.|[^'\\\n])*+')|//[^\n]*+|/\*[\s\S]*?\*/")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_GO_DIRECTIVE = re.compile(r"^(module|go|toolchain)\s+(\S+)", re.MULTILINE)
_EXAMPLES = ("examples", "example", "fixtures", "__fixtures__", "testdata", "test", "tests", "templates", "template",
             "playground", "playgrounds", "benchmarks", "benches", "fuzz", "website", "sandbox", "e2e")  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoModule:
    """A go.mod: its module path, its language version, and whether it requires others."""

    module: str | None
    go: str | None
    requires: bool


@dataclass(frozen=True, slots=True)
class Manifests:
    """Manifests of the tree's own packages, by path, the shallowest first.

    Attributes
    ----------
    npm, cargo
        package.json and Cargo.toml as they are parsed.
    go
        go.mod.
    java
        Words in the code of pom.xml and Gradle's scripts, lower case, and the parts between their hyphens and dots.
    poms
        Maven's poms.
    """

    npm: dict[str, dict[str, Any]] = field(default_factory=dict)
    cargo: dict[str, dict[str, Any]] = field(default_factory=dict)
    go: dict[str, GoModule] = field(default_factory=dict)
    java: dict[str, frozenset[str]] = field(default_factory=dict)
    poms: dict[str, ET.Element] = field(default_factory=dict)


@fact
def language_manifests(configuration: Configuration, own_files: tuple[Entry, ...]) -> Manifests:
    """Return the manifests; those of examples and of test data are left out, unless they lie at the top."""
    found = Manifests()
    paths = [e.path for e in own_files if "/" not in e.path or not within(e.path, *_EXAMPLES)]
    by_depth = sorted(paths, key=lambda p: (p.count("/"), p))
    for path in [p for p in by_depth if _kind(p)][:_MOST]:
        _add(found, path, configuration)
    return found


# --- private ---


def _kind(path: str) -> str:
    name = path.rpartition("/")[2]
    if name in {"package.json", "Cargo.toml", "go.mod", "pom.xml"}:
        return name
    return "gradle" if name.endswith((".gradle", ".gradle.kts")) or name == "libs.versions.toml" else ""


def _add(found: Manifests, path: str, read: Configuration) -> None:
    kind = _kind(path)
    if kind == "package.json" and (package := read.json(path)):
        found.npm[path] = package
    elif kind == "Cargo.toml" and (cargo := read.toml(path)):
        found.cargo[path] = cargo
    elif kind == "go.mod" and (text := read.text(path)) is not None:
        found.go[path] = _go_module(text)
    elif kind == "pom.xml" and (root := read.xml(path)) is not None:
        found.poms[path] = root
        found.java[path] = _words(" ".join(e.text or "" for e in root.iter() if isinstance(e.tag, str)))
    elif kind == "gradle" and (text := read.text(path)) is not None:
        if path.endswith(".toml"):
            catalog = read.toml(path)
            found.java[path] = _words(" ".join(_strings({k: table(catalog, k) for k in ("plugins", "libraries")})))
        else:
            found.java[path] = _words(_GRADLE_COMMENT.sub(lambda m: m[1] or " ", text))


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [s for v in value.values() for s in _strings(v)]
    return [value] if isinstance(value, str) else []


def _words(text: str) -> frozenset[str]:
    whole = {w.lower() for w in _WORD.findall(text)}
    return frozenset(whole | {part for w in whole if "-" in w for part in w.split("-")})


def _go_module(text: str) -> GoModule:
    bare = re.sub(r"//[^\n]*", "", text)
    said = dict(_GO_DIRECTIVE.findall(bare))
    return GoModule(said.get("module"), said.get("go"), bool(re.search(r"^require\b", bare, re.MULTILINE)))
