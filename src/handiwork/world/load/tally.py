"""Counting what was drawn: who and where, and under which names; hours are counted apart and added up."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from handiwork.world.load.drawing import Drawn
from handiwork.world.load.mixes import KINDS
from handiwork.world.load.population import NOBODY, PERSON, Population, placed

__all__ = ["Sum", "Tally", "renamed_people", "renamed_repositories", "tallied"]

_Numbers = npt.NDArray[np.int64]
_EVERY = 64


@dataclass(frozen=True, slots=True)
class Tally:
    """What was seen in an hour, or in several.

    Attributes
    ----------
    kinds
        Events by place in :data:`~handiwork.world.load.mixes.KINDS`.
    machines
        Events by place in :attr:`Population.machines`.
    people
        Ids of the people who acted, each once, rising.
    repositories
        Ids of the repositories of the events, each once, rising.
    renamed_people, renamed_repositories
        Of those that have two names: twice the id, plus 1 if seen under the later one; each once, rising.
    """

    kinds: _Numbers
    machines: _Numbers
    people: _Numbers
    repositories: _Numbers
    renamed_people: _Numbers
    renamed_repositories: _Numbers


@dataclass
class Sum:
    """Tallies added up, merged now and then so that people seen twice take memory once."""

    parts: list[Tally] = field(default_factory=list)

    def add(self, tally: Tally) -> None:
        """Add one."""
        self.parts.append(tally)
        if len(self.parts) >= _EVERY:
            self.parts = [self.total()]

    def total(self) -> Tally:
        """Return all of them as one; at least one must have been added."""
        sets = ("people", "repositories", "renamed_people", "renamed_repositories")
        return Tally(
            np.sum([part.kinds for part in self.parts], axis=0),
            np.sum([part.machines for part in self.parts], axis=0),
            *(np.unique(np.concatenate([getattr(part, name) for part in self.parts])) for name in sets),
        )


def tallied(world: Population, drawn: Drawn) -> Tally:
    """Count an hour."""
    people, repositories = np.unique(drawn.person[drawn.person != NOBODY]), np.unique(drawn.repo_id)
    return Tally(
        np.bincount(drawn.kind, minlength=len(KINDS)),
        np.bincount(drawn.machine[drawn.machine != NOBODY], minlength=len(world.machines)),
        PERSON + people,
        repositories,
        _seen(PERSON + people, world.renamed_at(people), drawn.hour),
        _seen(repositories, world.moved_at(*placed(repositories)), drawn.hour),
    )


def renamed_people(world: Population, tally: Tally) -> list[tuple[int, str, str]]:
    """Return id, login before and login after of people seen under both."""
    ids = _twice(tally.renamed_people)
    before, after = (world.logins(ids - PERSON, hour) for hour in (0, None))
    return _named(ids, before, after)


def renamed_repositories(world: Population, tally: Tally) -> list[tuple[int, str, str]]:
    """Return id, ``owner/name`` before and after of repositories seen under both; some moved with their owners."""
    ids = _twice(tally.renamed_repositories)
    before, after = (world.full_names(*placed(ids), hour) for hour in (0, None))
    return _named(ids, before, after)


# --- private ---


def _seen(ids: _Numbers, renamed_at: _Numbers, hour: int) -> _Numbers:
    rows = renamed_at > 0
    return ids[rows] * 2 + (renamed_at[rows] <= hour)


def _twice(seen: _Numbers) -> _Numbers:
    early = seen[:-1]
    made: _Numbers = early[(early % 2 == 0) & (seen[1:] == early + 1)] // 2
    return made


def _named(ids: _Numbers, before: list[bytes], after: list[bytes]) -> list[tuple[int, str, str]]:
    return [(i, a.decode(), b.decode()) for i, a, b in zip(ids.tolist(), before, after, strict=True)]
