"""Variants of the ranking for ablation: constants set by name, and which of them need another index."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from difflib import get_close_matches
from typing import Any

from handiwork.errors import UsageError
from handiwork.index import IndexSettings

__all__ = ["QUERY_TIME", "built_with", "parse_overrides", "with_overrides"]

_OF_A_KIND = ("cut", "sharpness", "least_relevance", "sure", "share")

QUERY_TIME: frozenset[str] = frozenset(
    {
        "repository_boost",
        "query_part_weight",
        "sharpness_within",
        "inferred_share",
        *(f"{k}.{n}" for k in ("repository", "area", "title") for n in _OF_A_KIND),
    }
)
"""Constants that only a search reads; any other one needs an index that was built with it."""

Number = int | float


def parse_overrides(texts: Iterable[str]) -> dict[str, Number]:
    """Read ``NAME=VALUE`` texts; a kind's own constants are written ``area.sharpness``.

    Raises
    ------
    UsageError
        If a name is unknown (with the nearest known one), a value is no number, or a name comes twice.

    Examples
    --------
    >>> parse_overrides(["area.sharpness=4", "creator_weight=2.5"])
    {'area.sharpness': 4.0, 'creator_weight': 2.5}
    """
    known = _values(IndexSettings())
    found: dict[str, Number] = {}
    for text in texts:
        name, _, value = text.partition("=")
        name = name.strip()
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise UsageError(f"--set {text!r}: there is no constant {name!r}" + (f"; {near[0]!r}?" if near else ""))
        if name in found:
            raise UsageError(f"--set {text!r}: {name} is set twice")
        try:
            found[name] = type(known[name])(value)
        except ValueError as error:
            kind = "a whole number" if isinstance(known[name], int) else "a number"
            raise UsageError(f"--set {text!r}: {name} must be {kind}, for example {known[name]}") from error
    return found


def with_overrides(settings: IndexSettings, overrides: Mapping[str, Number]) -> IndexSettings:
    """Return settings with some constants changed.

    Raises
    ------
    UsageError
        If a value is out of range.
    """
    for name, value in overrides.items():
        kind, dot, own = name.partition(".")
        if dot:
            changed: Any = {kind: replace(getattr(settings, kind), **{own: value})}
        else:
            changed = {name: value}
        settings = replace(settings, **changed)
    return settings


def built_with(settings: IndexSettings) -> dict[str, Any]:
    """Return what an index with these settings is built with: settings with equal ones can share an index.

    Returns
    -------
    dict
        Every constant by its dotted name; None for those that only a search reads.
    """
    found: dict[str, Any] = {}
    for name, value in settings.to_dict().items():
        own = value if isinstance(value, dict) else {"": value}
        found |= {f"{name}.{key}".rstrip("."): v for key, v in own.items()}
    return {name: None if name in QUERY_TIME else value for name, value in found.items()}


# --- private ---


def _values(settings: IndexSettings) -> dict[str, Number]:
    """Return every number of the settings by its dotted name."""
    found: dict[str, Number] = {}
    for field in fields(settings):
        value = getattr(settings, field.name)
        if is_dataclass(value):
            found |= {f"{field.name}.{own.name}": getattr(value, own.name) for own in fields(value)}
        elif isinstance(value, int | float):
            found[field.name] = value
    return found
