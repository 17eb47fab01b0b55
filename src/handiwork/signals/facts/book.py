"""The book of facts: computes what is asked for, in order of need, each once."""

import inspect
from collections.abc import Callable
from typing import Any

__all__ = ["FactBook", "fact", "given_facts", "known_facts"]

_KNOWN: dict[str, Callable[..., Any]] = {}

_GIVEN = ("tree", "modules", "lineage")
_OPTIONAL = ("lineage",)


def given_facts() -> tuple[str, ...]:
    """Return the names of what a run is given: the tree, and its Python modules by path, its lineage (or None)."""
    return _GIVEN


def fact(function: Callable[..., Any]) -> Callable[..., Any]:
    """Register a fact under its function's name.

    Raises
    ------
    ValueError
        If two functions have the same name.
    """
    name = function.__name__
    if name in _GIVEN or (name in _KNOWN and _KNOWN[name].__module__ != function.__module__):
        raise ValueError(f"there are two facts named {name!r}")
    _KNOWN[name] = function
    return function


def known_facts() -> tuple[str, ...]:
    """Return the names of all registered facts, sorted."""
    return tuple(sorted(_KNOWN))


class FactBook:
    """The facts of one tree, computed when they are first asked for.

    Parameters
    ----------
    given
        What the run starts from, by name (:func:`given_facts`).
    """

    def __init__(self, **given: object) -> None:
        self._computed: dict[str, object] = {**dict.fromkeys(_OPTIONAL), **given}
        self._open: list[str] = []

    def __getitem__(self, name: str) -> object:
        """Return a fact, computing first what it needs.

        Raises
        ------
        KeyError
            If nothing has that name.
        RuntimeError
            If facts need each other in a circle.
        """
        if name in self._computed:
            return self._computed[name]
        if name in self._open:
            raise RuntimeError(f"facts need each other: {' → '.join([*self._open, name])}")
        self._open.append(name)
        try:
            function = _KNOWN[name]
            found = function(**{needed: self[needed] for needed in inspect.signature(function).parameters})
        finally:
            self._open.pop()
        self._computed[name] = found
        return found
