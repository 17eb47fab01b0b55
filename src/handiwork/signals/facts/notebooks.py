"""Notebooks as facts: the project's own, each with what it shows of work on a model."""

from collections.abc import Mapping

from handiwork.signals.facts.book import fact
from handiwork.signals.notebooks.reading import read_notebook
from handiwork.signals.notebooks.steps import Work, work_of
from handiwork.signals.tree import Entry, Tree

__all__ = ["model_notebooks"]

_MOST_NOTEBOOKS = 200
"""So many of a tree are read, by path."""


@fact
def model_notebooks(own_files: tuple[Entry, ...], tree: Tree) -> Mapping[str, Work]:
    """Return the notebooks of Python that fit or train a model, by path."""
    paths = [e.path for e in own_files if e.suffix == ".ipynb" and ".ipynb_checkpoints" not in e.path]
    found = {path: work_of(read_notebook(tree.read(path) or b"")) for path in paths[:_MOST_NOTEBOOKS]}
    return {path: work for path, work in found.items() if work.fits}
