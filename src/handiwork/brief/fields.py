"""Reading checked values out of a JSON object, gathering every problem with the path of its key."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from handiwork.errors import UsageError

__all__ = ["Fields"]

_MOST_SHOWN = 60


class Fields:
    """One JSON object whose keys are asked for by type; what is absent or wrong becomes a problem.

    Parameters
    ----------
    value
        What should be an object.
    path
        Where it stands, for example ``brief.repositories[2]``.
    problems
        Where problems go; None makes a new list.
    """

    def __init__(self, value: object, path: str, problems: list[str] | None = None) -> None:
        self.path = path
        self.problems: list[str] = [] if problems is None else problems
        self._asked: set[str] = set()
        self._values: Mapping[str, Any] = {}
        self._is_object = isinstance(value, Mapping)
        if isinstance(value, Mapping):
            self._values = value
        else:
            self.problems.append(f"{path} is not an object: {_shown(value)}")

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a text; a problem if it is absent (and there is no default) or none."""
        value = self._value(key, default)
        if isinstance(value, str):
            return value
        self._wrong(key, "a text", value)
        return ""

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of a few words."""
        value = self._value(key, default)
        if isinstance(value, str) and value in choices:
            return value
        self._wrong(key, f"one of {', '.join(choices)}", value)
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; absent means empty."""
        value = self._value(key, [])
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        self._wrong(key, "a list of texts", value)
        return ()

    def weight(self, key: str, *, default: float | None = None) -> float:
        """Return a number from 0 to 10."""
        value = self._value(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 10:
            return float(value)
        self._wrong(key, "a number from 0 to 10", value)
        return 1.0

    def weights(self, key: str) -> dict[str, float]:
        """Return an object of weights from 0 to 10; absent means empty."""
        inside = self.inner(key)
        return {name: inside.weight(name) for name in inside.keys()}  # noqa: SIM118 - not a dict

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers, none negative; absent means empty."""
        value = self._value(key, [])
        if isinstance(value, list) and all(type(v) is int and v >= 0 for v in value):
            return tuple(value)
        self._wrong(key, "a list of whole numbers", value)
        return ()

    def day(self, key: str) -> date | None:
        """Return a day written as 2025-01-31; None if it is absent or null."""
        value = self._value(key, None)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self._wrong(key, "a day such as 2025-01-31, or null", value)
        return None

    def flag(self, key: str) -> bool:
        """Return true or false; absent means false."""
        value = self._value(key, False)
        if not isinstance(value, bool):
            self._wrong(key, "true or false", value)
        return value is True

    def inner(self, key: str) -> "Fields":
        """Return the object under a key; absent or null means an empty one."""
        return Fields(self._value(key, {}) or {}, self._where(key), self.problems)

    def format(self, key: str, known: int) -> None:
        """Check the version of a form; absent means the known one."""
        value = self._value(key, known)
        if value != known:
            self._wrong(key, f"{known}, the format this version reads", value)

    def has(self, key: str) -> bool:
        """Whether there is something under a key."""
        self._asked.add(key)
        return self._values.get(key) is not None

    def each(self, key: str) -> Iterator["Fields"]:
        """Yield the objects of a list; absent means empty."""
        value = self._value(key, [])
        if not isinstance(value, list):
            self._wrong(key, "a list of objects", value)
            return
        for place, item in enumerate(value):
            yield Fields(item, f"{self._where(key)}[{place}]", self.problems)

    def keys(self) -> tuple[str, ...]:
        """Return the keys in their order."""
        return tuple(self._values)

    def done(self) -> None:
        """Add a problem for every key that was never asked for, with the nearest one that was."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(str(key), sorted(self._asked), n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(self._asked))}"
                self.problems.append(f"{self._where(key)} is unknown; {hint}")

    def refuse(self, what: str) -> None:
        """Raise a UsageError that lists every problem; nothing if there is none."""
        if self.problems:
            raise UsageError(f"{what} is wrong:\n" + "\n".join(f"  - {p}" for p in self.problems))

    # --- private ---

    def _value(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self._values.get(key, default)

    def _where(self, key: object) -> str:
        return f"{self.path}.{key}"

    def _wrong(self, key: str, wanted: str, value: object) -> None:
        if self._is_object:
            said = "is missing" if value is None else f"is {_shown(value)}"
            self.problems.append(f"{self._where(key)} {said}; it must be {wanted}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
