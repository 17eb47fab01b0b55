"""What the levels of a criterion look like: the family of a criterion is read from its words."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from handiwork.desk.exercises.nouns import Criterion

__all__ = ["count_cues", "criterion_of", "read_table"]

_OTHER = "correct"
"""The family of a criterion without a cue."""


def criterion_of(text: str) -> Criterion:
    """Return a criterion with what its levels 0 to 3 look like; its text begins with a capital.

    Examples
    --------
    >>> found = criterion_of("Tests would catch a broken rule")
    >>> found.family, len(found.levels)
    ('tested', 4)
    """
    families = read_table("families.toml")
    counts = {name: count_cues(text, family["cues"]) for name, family in families.items()}
    best = max(counts, key=lambda name: counts[name])
    name = best if counts[best] else _OTHER
    return Criterion(text[:1].upper() + text[1:], name, tuple(families[name]["levels"]))


def count_cues(text: str, cues: Iterable[str]) -> int:
    """Return how many of the cues begin a word of the text, in any case.

    Examples
    --------
    >>> count_cues("Memory is measured", ["measur", "memory", "easure"])
    2
    """
    return sum(re.search(rf"\b{re.escape(cue)}", text, re.IGNORECASE) is not None for cue in cues)


@cache
def read_table(name: str) -> Mapping[str, Any]:
    """Return a file of this package's ``data``."""
    return tomllib.loads((files("handiwork.desk.exercises") / "data" / name).read_text(encoding="utf-8"))
