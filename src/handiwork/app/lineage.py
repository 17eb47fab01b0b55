"""Where a tree comes from: its git history and its likeness to known tutorials, each looked up when it is asked for."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.app.tutorials import SKETCH_FORMAT
from handiwork.model.progress import Collector

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.model.history import History
    from handiwork.signals.likeness.tutorials import Likeness, Tutorial

__all__ = ["PathLineage"]

_FILE_BYTES = 8 << 20
_VERSION = f"sketch {SKETCH_FORMAT}"


class PathLineage:
    """The history and the likeness of what a path holds.

    Parameters
    ----------
    path
        A checkout, a git repository or a source archive; the last has no history.
    home
        Where an operator's tutorials are; None for the shipped ones alone.
    cache
        File in which fingerprints are kept by blob; None to make all.
    collector
        Told of progress.
    """

    def __init__(self, path: Path, *, home: Path | None, cache: Path | None, collector: Collector) -> None:
        self._path = path
        self._home = home
        self._cache = cache
        self._collector = collector

    def history(self) -> "History | None":
        """Return the history beside the tree; None if there is none."""
        return self._history

    def likeness(self) -> "Likeness":
        """Return what the tree has in common with known tutorials."""
        return self._likeness

    def tutorials(self) -> "tuple[Tutorial, ...]":
        """Return the known tutorials."""
        return self._tutorials

    # --- private ---

    @cached_property
    def _history(self) -> "History | None":
        from handiwork.sources.git_history import read_history
        from handiwork.state.fact_cache import FactCache

        if not self._path.is_dir():
            return None
        if self._cache is None:
            return read_history(self._path)
        with FactCache(self._cache, version=_VERSION) as kept:
            return read_history(self._path, kept)

    @cached_property
    def _tutorials(self) -> "tuple[Tutorial, ...]":
        from handiwork.app.tutorials import known_tutorials

        return known_tutorials(self._home)

    @cached_property
    def _likeness(self) -> "Likeness":
        from handiwork.app.tutorials import sketches_of
        from handiwork.model.tree import Bounds
        from handiwork.signals.likeness.tutorials import likeness_of
        from handiwork.sources.trees.opening import open_tree
        from handiwork.state.fact_cache import FactCache

        tree = open_tree(self._path, Bounds(file_bytes=_FILE_BYTES))
        if self._cache is None:
            return likeness_of(sketches_of(tree, None, collector=self._collector), self._tutorials)
        with FactCache(self._cache, version=_VERSION) as kept:
            return likeness_of(sketches_of(tree, kept, collector=self._collector), self._tutorials)
