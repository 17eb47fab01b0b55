"""What people's own lines show, read from an index: figures by signal, period and repository, and one value a person.

A figure is told or not observed; what is not observed is never a zero. Rows of one person lie together, and whose each
row is lies beside them; the values that searches ask for lie by signal and person.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.index.columns import open_table

__all__ = ["OBSERVED_SCHEMA", "VALUES_SCHEMA", "Observation", "Observed", "SignalValues"]

_TEXT: pa.DataType = pa.string()

OBSERVED_SCHEMA: pa.Schema = pa.schema(
    [
        ("signal", _TEXT),
        ("period", _TEXT),
        ("repo_name", _TEXT),
        ("value", pa.float64()),
        ("hits", pa.int64()),
        ("n", pa.int64()),
        ("examples", _TEXT),
        ("revision", _TEXT),
        ("checked_at", pa.timestamp("us")),
    ]
)
"""Columns of ``signals.arrow``; ``repo_name`` is null where several repositories are taken together."""

VALUES_SCHEMA: pa.Schema = pa.schema([("signal", _TEXT), ("person_id", pa.int32()), ("value", pa.float64())])
"""Columns of ``signal_values.arrow``, sorted by signal and person: what was observed over everything that was read."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a person's own lines.

    Attributes
    ----------
    signal, period
        A name of :data:`handiwork.signals.own.figures.SIGNALS`; ``all``, a year or a quarter.
    repo_name
        owner/name; None for all repositories that were read together.
    value
        None if it was not observed: too little to say anything.
    hits, n
        So many of so many; hits are None where the value is no share.
    examples
        Places behind it: ``repo_name``, ``sha``, ``path``, ``line``, ``text``, ``number``; none if all are together.
    revision, checked_at
        The commit the repository was read at and when that was, UTC; together: None, and the last time.
    """

    signal: str
    period: str
    repo_name: str | None
    value: float | None
    hits: int | None
    n: int
    examples: tuple[dict[str, Any], ...]
    revision: str | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class SignalValues:
    """What is observed of one signal: shape (persons with a value,), parallel; persons ascending."""

    persons: npt.NDArray[np.int32]
    values: npt.NDArray[np.float64]

    def of(self, person_ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the value of each of some persons; not a number where nothing was observed."""
        found = np.full(len(person_ids), np.nan)
        if len(self.persons):
            places = np.minimum(np.searchsorted(self.persons, person_ids), len(self.persons) - 1)
            is_theirs = self.persons[places] == person_ids
            found[is_theirs] = self.values[places[is_theirs]]
        return found


class Observed:
    """What people's own lines show.

    Parameters
    ----------
    folder
        Of the artifact.
    """

    def __init__(self, folder: Path) -> None:
        self._rows = open_table(folder / "signals.arrow")
        self._persons: npt.NDArray[np.int32] = np.asarray(
            np.load(folder / "signals.persons.npy", mmap_mode="r", allow_pickle=False)
        )
        self._values = open_table(folder / "signal_values.arrow")

    @cached_property
    def values(self) -> dict[str, SignalValues]:
        """By name of signal, in order of name: everybody's value; shares and ratios as such, counts as numbers."""
        names = np.array(self._values.column("signal").to_pylist(), dtype=object)
        persons = np.array(self._values.column("person_id").to_pylist(), dtype=np.int32)
        values = np.array(self._values.column("value").to_pylist(), dtype=np.float64)
        return {name: SignalValues(persons[names == name], values[names == name]) for name in sorted(set(names))}

    @cached_property
    def n_persons(self) -> int:
        """How many people's own lines were looked at."""
        return len(np.unique(self._persons))

    def of(self, person_id: int) -> tuple[Observation, ...]:
        """Return what was observed of one person, by signal; ``all`` before periods, repositories together first."""
        first, last = np.searchsorted(self._persons, [person_id, person_id + 1]).tolist()
        return tuple(_observation(row) for row in self._rows.slice(first, last - first).to_pylist())


# --- private ---


def _observation(row: dict[str, Any]) -> Observation:
    return Observation(**{**row, "examples": tuple(json.loads(row["examples"]))})
