"""Reading checked values out of TOML tables, gathering every problem with its file and key."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

__all__ = ["Problems", "Table"]


class Problems(list[str]):
    """What is wrong, one line each, in the order it was found."""

    def add(self, where: str, what: str) -> None:
        """Add one line: file and key, then what is wrong."""
        self.append(f"{where}: {what}")


class Table:
    """One TOML table whose keys are asked for by type; what is absent or wrong becomes a problem.

    Parameters
    ----------
    values
        The table as parsed.
    where
        File and key, to say in a problem.
    problems
        Where problems go.
    """

    def __init__(self, values: Mapping[str, Any], where: str, problems: Problems) -> None:
        self.where = where
        self._values = values
        self._problems = problems
        self._asked: set[str] = set()

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a non-empty text; the default if it is absent and there is one."""
        value = self._values.get(key, default)
        self._asked.add(key)
        if isinstance(value, str) and (value.strip() or value == default):
            return " ".join(value.split())
        self.wrong(key, "a text is needed" if value is None else f"is not a non-empty text: {value!r}")
        return ""

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Return a list of different non-empty texts; empty if it is absent and optional."""
        value = self._values.get(key, [] if optional else None)
        self._asked.add(key)
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.wrong(key, "a list of non-empty texts is needed")
            return ()
        if not value and not optional:
            self.wrong(key, "is empty")
        for twice in sorted({v for v in value if value.count(v) > 1}):
            self.wrong(key, f"holds {twice!r} more than once")
        return tuple(" ".join(v.split()) for v in value)

    def number(self, key: str) -> int | None:
        """Return a positive integer; None if it is absent."""
        value = self._values.get(key)
        self._asked.add(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        self.wrong(key, f"is not a positive integer: {value!r}")
        return None

    def table(self, key: str, *, optional: bool = False) -> "Table":
        """Return the table under a key; an empty one if it is absent or no table."""
        value = self._values.get(key, {} if optional else None)
        self._asked.add(key)
        if not isinstance(value, dict):
            self.wrong(key, "a table is needed")
            value = {}
        return Table(value, f"{self.where}: {key}", self._problems)

    def tables(self, key: str, *, optional: bool = False) -> list["Table"]:
        """Return the tables under a key, numbered from 1 in problems; at least one unless it is optional."""
        value = self._values.get(key)
        self._asked.add(key)
        if value is None and optional:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            self.wrong(key, "at least one table is needed")
            return []
        return [Table(v, f"{self.where}: {key} {i}", self._problems) for i, v in enumerate(value, 1)]

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """Return a text that is one of those allowed; the nearest one is told if it is not."""
        value = self.text(key)
        if value and value not in allowed:
            near = get_close_matches(value, allowed, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"it can be {', '.join(allowed)}"
            self.wrong(key, f"{value!r} is not known; {hint}")
        return value

    def matching(self, key: str, pattern: str, example: str, *, default: str | None = None) -> str:
        """Return a text that matches a regular expression as a whole, or the default."""
        value = self.text(key, default=default)
        if value and value != default and not re.fullmatch(pattern, value):
            self.wrong(key, f"{value!r} is not written as {example}")
        return value

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order of the file."""
        return tuple(self._values)

    def wrong(self, key: str, what: str) -> None:
        """Add a problem about a key."""
        self._problems.add(f"{self.where}: {key}", what)

    def done(self) -> None:
        """Add a problem for every key that was never asked for, with the nearest one that was."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, sorted(self._asked), n=1)
                self.wrong(key, f"unknown key; did you mean {near[0]}?" if near else "unknown key")
