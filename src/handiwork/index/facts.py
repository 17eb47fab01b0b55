"""What origins say about repositories: their texts, and which have a topic or a language."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import numpy.typing as npt

from handiwork.index.sorted_texts import SortedTexts

__all__ = ["FACT_COLUMNS", "Facet", "RepositoryFacts", "facts_of"]

FACT_COLUMNS: tuple[str, ...] = ("description", "topics", "language", "stars", "is_fork", "catalog_text")
"""The columns of an index's repositories beside the name; indexes built before they were kept have none."""

_MOST_COMPARED = 20_000


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """What is known of one repository.

    Attributes
    ----------
    description, language
        None where no origin delivered one.
    topics
        As its people set them; empty where none was delivered.
    stars
        The newest number delivered; None if none was.
    is_fork
        True if an origin says so.
    catalog_text
        What the catalogue says about it, empty if it is not listed.
    """

    description: str | None
    topics: tuple[str, ...]
    language: str | None
    stars: int | None
    is_fork: bool
    catalog_text: str


@dataclass(frozen=True, slots=True)
class Facet:
    """Which repositories have each topic, or each language.

    Attributes
    ----------
    names
        A column of different names in lower case, sorted.
    offsets
        Shape (names + 1,), int64: where each name's repositories begin.
    repositories
        Shape (pairs,), int32: the repo_no of each name's repositories, ascending.
    """

    names: Any
    offsets: npt.NDArray[np.int64]
    repositories: npt.NDArray[np.int32]

    def having(self, name: str) -> npt.NDArray[np.int32]:
        """Return the repositories that have a name, ascending; empty if none has."""
        place = SortedTexts(self.names).place(name)
        if place is None:
            return self.repositories[:0]
        return self.repositories[self.offsets[place] : self.offsets[place + 1]]

    def near(self, name: str) -> list[str]:
        """Return up to three names spelled like one, the likest first, of those with the same first letter."""
        first, last = (self._first(name[:1] + end) for end in ("", "\U0010ffff"))
        compared = self.names.slice(first, min(last - first, _MOST_COMPARED)).to_pylist()
        return get_close_matches(name, compared, n=3)

    def _first(self, text: str) -> int:
        """Return the first place whose name does not come before a text."""
        low, high = 0, len(self.names)
        while low < high:
            middle = (low + high) // 2
            if self.names[middle].as_py() < text:
                low = middle + 1
            else:
                high = middle
        return low


def facts_of(row: dict[str, Any]) -> RepositoryFacts:
    """Return a row of an index's repositories as facts: what stands for nothing there becomes None."""
    return RepositoryFacts(
        description=row["description"] or None,
        topics=tuple(row["topics"]),
        language=row["language"] or None,
        stars=row["stars"] if row["stars"] >= 0 else None,
        is_fork=row["is_fork"],
        catalog_text=row["catalog_text"],
    )
