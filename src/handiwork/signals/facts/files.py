"""Files as facts: all of them, the project's own, and those of each language."""

from handiwork.signals.facts.book import fact
from handiwork.signals.tree import Entry, Tree, is_vendored

__all__ = ["files", "own_files"]


@fact
def files(tree: Tree) -> tuple[Entry, ...]:
    """Return all regular files, sorted by path."""
    return tuple(tree.entries())


@fact
def own_files(files: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the files that are not in a folder of other people's or built code."""
    return tuple(e for e in files if not is_vendored(e.path))
