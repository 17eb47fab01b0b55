"""The port for progress: long work tells a Collector what it did; faces decide how to show it."""

from typing import Protocol

__all__ = ["Collector", "DictCollector", "NullCollector"]


class Collector(Protocol):
    """Receives progress; implementations must be safe to call from several threads."""

    def update(self, name: str, inc: int = 1, total: int | None = None) -> None:
        """Add ``inc`` to the counter ``name``; ``total`` (re)states where it will end, None if unknown."""
        ...

    def note(self, message: str) -> None:
        """Tell one line of narration; no personal data."""
        ...


class NullCollector:
    """A collector that shows nothing."""

    def update(self, name: str, inc: int = 1, total: int | None = None) -> None:
        """Ignore the count."""

    def note(self, message: str) -> None:
        """Ignore the line."""


class DictCollector:
    """A collector that remembers counts and notes, for tests.

    Attributes
    ----------
    counts
        Sum of all increments by name.
    totals
        Last stated total by name.
    notes
        Lines in the order they were told.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.totals: dict[str, int] = {}
        self.notes: list[str] = []

    def update(self, name: str, inc: int = 1, total: int | None = None) -> None:
        """Add to the counter and remember the total."""
        self.counts[name] = self.counts.get(name, 0) + inc
        if total is not None:
            self.totals[name] = total

    def note(self, message: str) -> None:
        """Keep the line."""
        self.notes.append(message)
