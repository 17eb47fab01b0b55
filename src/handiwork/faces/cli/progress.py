"""Progress on stderr: bars where a person watches, a line now and then where nobody does."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from handiwork.faces.formats import steady
from handiwork.model.progress import Collector

__all__ = ["shown_progress"]

_QUIET_S = 10.0
_BYTES = frozenset({"bytes", "downloaded"})


@contextmanager
def shown_progress() -> Iterator[Collector]:
    """Give a collector that shows what it is told, and take its display down at the end."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _LineCollector()
        return
    columns = (
        TextColumn("{task.description:>10}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _BarCollector(bars)


def amount(name: str, done: int, total: int | None) -> str:
    """Return how much of a counter is done, in readable units.

    Examples
    --------
    >>> amount("bytes", 1_500_000, 3_000_000)
    '1.5 of 3.0 MB'
    >>> amount("events", 66125, None)
    '66,125'
    """
    if name in _BYTES:
        return f"{done / 1e6:.1f} of {total / 1e6:.1f} MB" if total else f"{done / 1e6:.1f} MB"
    return f"{done:,} of {total:,}" if total else f"{done:,}"


# --- private ---


class _BarCollector:
    """One bar for each counter."""

    def __init__(self, bars: Progress) -> None:
        self._bars, self._lock = bars, Lock()
        self._tasks: dict[str, TaskID] = {}
        self._done: dict[str, int] = {}
        self._totals: dict[str, int | None] = {}

    def update(self, name: str, inc: int = 1, total: int | None = None) -> None:
        with self._lock:
            self._done[name] = self._done.get(name, 0) + inc
            if total is not None or name not in self._totals:
                self._totals[name] = total
            text = amount(name, self._done[name], self._totals[name])
            if name not in self._tasks:
                self._tasks[name] = self._bars.add_task(name, total=self._totals[name], amount=text)
            self._bars.update(self._tasks[name], completed=self._done[name], total=self._totals[name], amount=text)

    def note(self, message: str) -> None:
        self._bars.console.print(steady(message), highlight=False, markup=False)


class _LineCollector:
    """A line on stderr every few seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._done: dict[str, int] = {}
        self._totals: dict[str, int | None] = {}
        self._told = time.monotonic()

    def update(self, name: str, inc: int = 1, total: int | None = None) -> None:
        with self._lock:
            self._done[name] = self._done.get(name, 0) + inc
            if total is not None:
                self._totals[name] = total
            if time.monotonic() - self._told >= _QUIET_S:
                self._told = time.monotonic()
                parts = [f"{n} {amount(n, d, self._totals.get(n))}" for n, d in self._done.items()]
                sys.stderr.write("  " + ", ".join(parts) + "\n")

    def note(self, message: str) -> None:
        sys.stderr.write(f"  {steady(message)}\n")
