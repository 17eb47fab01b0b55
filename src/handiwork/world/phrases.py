"""The sentence templates and syllables of the invented world, read from ``phrases.toml``."""

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["phrases"]


@cache
def phrases() -> dict[str, list[str]]:
    """Return the lists of ``phrases.toml`` by their names; do not change them."""
    found: dict[str, list[str]] = tomllib.loads((files(__package__) / "phrases.toml").read_text("utf-8"))
    return found
