"""What kind of error each of ours is, in the words that every face tells it with."""

from handiwork.errors import (
    ConfigError,
    HandiworkError,
    InputError,
    LockedError,
    NotFoundError,
    SourceError,
    StoreError,
    UsageError,
)

__all__ = ["KINDS", "kind_of"]

KINDS: tuple[tuple[type[HandiworkError], str], ...] = (
    (NotFoundError, "not-found"),
    (ConfigError, "setting"),
    (UsageError, "usage"),
    (InputError, "input"),
    (LockedError, "busy"),
    (StoreError, "store"),
    (SourceError, "origin"),
    (HandiworkError, "internal"),
)
"""Kinds of errors, the most special class first: stable, as programs tell them apart by it."""


def kind_of(error: HandiworkError) -> str:
    """Return the kind of an error.

    Examples
    --------
    >>> kind_of(NotFoundError("nobody")), kind_of(HandiworkError("?"))
    ('not-found', 'internal')
    """
    return next(kind for known, kind in KINDS if isinstance(error, known))
