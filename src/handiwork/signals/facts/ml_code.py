"""Machine learning in a tree as facts: which files import it, and what was recognised in them."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Protocol

from handiwork.model.history import History
from handiwork.signals.facts.book import fact
from handiwork.signals.likeness.tokens import code_of_notebook
from handiwork.signals.likeness.tutorials import Likeness, Tutorial
from handiwork.signals.nouns import Example
from handiwork.signals.own.exclusions import is_test_path
from handiwork.signals.python.marks_ml import LIBRARIES
from handiwork.signals.python.nouns import ModuleFacts
from handiwork.signals.tree import Entry, Tree, is_vendored

__all__ = ["Lineage", "ml_files", "ml_marks"]

_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)
_MOST_NOTEBOOKS = 200
_LEAST_SHARE = 0.02


class Lineage(Protocol):
    """Where a tree comes from, looked up when it is asked for."""

    def history(self) -> History | None:
        """Return the history beside the tree; None if there is none."""
        ...

    def likeness(self) -> Likeness:
        """Return what the tree has in common with known tutorials."""
        ...

    def tutorials(self) -> tuple[Tutorial, ...]:
        """Return the known tutorials."""
        ...


@fact
def ml_files(modules: Mapping[str, ModuleFacts], own_files: tuple[Entry, ...], tree: Tree) -> tuple[str, ...]:
    """Return the project's own files that import a library of machine learning, notebooks among them, by path.

    Where they are hardly any of the project's files (fewer than one in fifty), the project is about something else,
    and there are none.
    """
    own = [path for path in modules if not is_vendored(path)]
    notebooks = [e.path for e in own_files if e.suffix == ".ipynb"][:_MOST_NOTEBOOKS]
    found = [path for path in own if _imports_ml(modules[path])]
    found += [path for path in notebooks if _notebook_imports_ml(tree.read(path) or b"")]
    return tuple(sorted(found)) if len(found) >= _LEAST_SHARE * (len(own) + len(notebooks)) else ()


@fact
def ml_marks(modules: Mapping[str, ModuleFacts]) -> Mapping[str, tuple[Example, ...]]:
    """Return what was recognised in the project's own Python files, as examples by kind; tests come last."""
    found: defaultdict[str, list[Example]] = defaultdict(list)
    for path in sorted(modules, key=lambda p: (is_test_path(p), p)):
        if is_vendored(path):
            continue
        for mark in modules[path].marks:
            if mark.kind.startswith("ml_"):
                found[mark.kind].append(Example(path, mark.line, mark.text))
    return {kind: tuple(examples) for kind, examples in found.items()}


# --- private ---


def _imports_ml(module: ModuleFacts) -> bool:
    return any(name.split(".")[0] in LIBRARIES for name, _ in module.imports)


def _notebook_imports_ml(content: bytes) -> bool:
    try:
        code = code_of_notebook(content) or ""
    except RecursionError:
        return False
    return not LIBRARIES.isdisjoint(_IMPORT.findall(code))
