"""Invented trees for checks, written as text: path → content."""

from collections.abc import Mapping

from handiwork.model.tree import Entry
from handiwork.signals import CheckReport, check_tree
from handiwork.signals.facts import FactBook
from handiwork.signals.python.reading import read_module

__all__ = ["MemoryTree", "facts_of", "reports_of"]


class MemoryTree:
    """A tree that is given in the test."""

    label = "invented"

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = {p: c.encode() if isinstance(c, str) else c for p, c in files.items()}

    def entries(self) -> tuple[Entry, ...]:
        return tuple(sorted(Entry(p, len(c)) for p, c in self._files.items()))

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)

    def left_out(self) -> dict[str, int]:
        return {}


def facts_of(files: Mapping[str, str | bytes]) -> FactBook:
    """Return the facts of such a tree, as a real run computes them."""
    tree = MemoryTree(files)
    modules = {e.path: read_module(tree.read(e.path) or b"") for e in tree.entries() if e.suffix in {".py", ".pyi"}}
    return FactBook(tree=tree, modules=modules)


def reports_of(files: Mapping[str, str | bytes], *families: str) -> dict[str, CheckReport]:
    """Return what the checks of some families say of such a tree, by check."""
    tree = MemoryTree(files)
    modules = {e.path: read_module(tree.read(e.path) or b"") for e in tree.entries() if e.suffix in {".py", ".pyi"}}
    return {r.check: r for r in check_tree(tree, modules, families or None)}
