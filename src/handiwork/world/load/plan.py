"""The plan of a load world: how many events each hour has, which hours are missing, how many people there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import pi, sin
from typing import Literal

import numpy as np

from handiwork.errors import UsageError
from handiwork.world.load.chance import below, uniform

__all__ = ["Form", "LoadPlan"]

Form = Literal["full", "trimmed"]
"""Which of the two recent formats."""

_STARTS = {"full": datetime(2025, 9, 1), "trimmed": datetime(2026, 8, 1)}
_MOST_HOURS = 744


@dataclass(frozen=True)
class LoadPlan:
    """The arguments of a load world, and what follows from them.

    Attributes
    ----------
    events
        Distinct well-formed events, at least 100.
    form
        Format.
    seed
        At least 0.
    hours
        Hours the events are spread over, 1 to 744, missing ones included.
    """

    events: int
    form: Form
    seed: int
    hours: int

    def __post_init__(self) -> None:
        """Refuse what cannot be made.

        Raises
        ------
        UsageError
            If an argument is out of its range.
        """
        if self.form not in _STARTS:
            raise UsageError(f"a load world is of the form full or trimmed, not {self.form!r}")
        if self.events < 100 or not 1 <= self.hours <= _MOST_HOURS or self.seed < 0:
            raise UsageError(
                f"a load world needs 100 events, 1 to {_MOST_HOURS} hours and a seed of 0 or more: "
                f"{self.events}, {self.hours}, {self.seed}"
            )

    @property
    def start(self) -> datetime:
        """The first instant, naive UTC."""
        return _STARTS[self.form]

    @property
    def people(self) -> int:
        """How many people the dice choose from; some never come up."""
        return max(40, self.events // 7)

    @property
    def shared(self) -> int:
        """How many repositories are there for everybody."""
        return max(20, self.people // 10)

    @cached_property
    def missing(self) -> frozenset[int]:
        """Hours without a file, as numbers from 0: about one in a hundred, some of them in a row."""
        found: set[int] = set()
        for turn in range(self.hours // 150):
            at = int(below(self.seed, 500 + turn, self.hours - 4)[0]) + 1
            found.update(range(at, at + 1 + turn % 3))
        return frozenset(found)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Events of each hour: more in the afternoon and on weekdays; 0 for a missing one; they sum to ``events``."""
        weights = np.array([self._weight(hour) for hour in range(self.hours)])
        wanted = weights / weights.sum() * self.events
        made = wanted.astype(np.int64)
        most_cut = np.argsort(made - wanted, kind="stable")
        made[most_cut[: self.events - int(made.sum())]] += 1
        return tuple(made.tolist())

    @cached_property
    def before(self) -> tuple[int, ...]:
        """Events before each hour."""
        return tuple(np.concatenate(([0], np.cumsum(self.counts)))[:-1].tolist())

    def at(self, hour: int) -> datetime:
        """Return the first instant of an hour."""
        return self.start + timedelta(hours=hour)

    def file_name(self, hour: int) -> str:
        """Return the name of an hour's file, as the archive names it: the hour is not padded."""
        at = self.at(hour)
        return f"{at:%Y-%m-%d}-{at.hour}.json.gz"

    def is_dirty(self, hour: int) -> bool:
        """Return whether an hour has malformed and repeated lines: the first one and about one in twelve."""
        return hour == min(set(range(self.hours)) - self.missing) or bool(uniform(hour, 900 + self.seed)[0] < 1 / 12)

    # --- private ---

    def _weight(self, hour: int) -> float:
        if hour in self.missing:
            return 0.0
        at = self.at(hour)
        weekend = 0.72 if at.weekday() >= 5 else 1.0
        noise = 0.94 + 0.12 * float(uniform(hour, 901 + self.seed)[0])
        return weekend * noise * (1.0 + 0.38 * sin((at.hour - 9) / 24 * 2 * pi))
