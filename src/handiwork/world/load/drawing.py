"""Who does what where in an hour: one row per event, drawn from the plan and the hour alone."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from handiwork.world.load.chance import Keys, keyed, scrambled, skewed, uniform
from handiwork.world.load.mixes import BOT_SHARES, KINDS, shares
from handiwork.world.load.population import NOBODY, Population, repo_ids

__all__ = ["Drawn", "draw_hour"]

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Events of one hour, in the order of time; all columns have one length.

    Attributes
    ----------
    hour
        Number of the hour.
    key
        Key of everything else about an event.
    second
        Second of the hour, 0 to 3,599, not falling.
    kind
        Place in :data:`~handiwork.world.load.mixes.KINDS`.
    person
        Number of the person; :data:`NOBODY` for a machine.
    machine
        Place in :attr:`Population.machines`; :data:`NOBODY` for a person.
    owner
        Number of the person whose repository it is; :data:`NOBODY` for a shared one.
    place
        Which of the owner's repositories, or which shared one.
    """

    hour: int
    key: Keys
    second: _Numbers
    kind: _Numbers
    person: _Numbers
    machine: _Numbers
    owner: _Numbers
    place: _Numbers

    @property
    def repo_id(self) -> _Numbers:
        """Id of the repository."""
        return repo_ids(self.owner, self.place)

    def take(self, rows: npt.NDArray[np.intp]) -> "Drawn":
        """Return some of the rows."""
        columns = ("key", "second", "kind", "person", "machine", "owner", "place")
        return replace(self, **{name: getattr(self, name)[rows] for name in columns})


def draw_hour(world: Population, hour: int, count: int) -> Drawn:
    """Draw the events of an hour.

    Parameters
    ----------
    world
        Everybody.
    hour
        Number of the hour.
    count
        How many events.

    Returns
    -------
    Drawn
        Its rows. People come in sessions of about 2.4 events, some much longer, mostly in one repository.
    """
    plan = world.plan
    key = keyed(np.arange(count, dtype=np.uint64) + np.uint64(plan.before[hour]), 7919 * plan.seed)
    session, turn = _sessions(key)
    rank = skewed(uniform(session, 1), plan.people, steepness=0.66, shoulder=1 + plan.people / 20_000)
    person = scrambled(rank, plan.people, plan.seed)
    by_machine = uniform(session, 2) < BOT_SHARES[plan.form]
    machine = skewed(uniform(key, 3), len(world.machines), steepness=0.95, shoulder=0.3)
    kind = np.searchsorted(np.cumsum(shares(plan.form)), uniform(key, 4), side="right").clip(0, len(KINDS) - 1)
    owner, place = _places(world, np.stack([key, session]), kind, person)
    second = (uniform(session, 5) * 3600 + turn * (4 + 90 * uniform(session, 6))).astype(np.int64) % 3600
    drawn = Drawn(
        hour,
        key,
        second,
        kind,
        np.where(by_machine, NOBODY, person),
        np.where(by_machine, machine, NOBODY),
        owner,
        place,
    )
    return drawn.take(np.argsort(second, kind="stable"))


# --- private ---


def _sessions(key: Keys) -> tuple[Keys, _Numbers]:
    """Return the key of each event's session, and how many of its events came before."""
    # Long stretches of the day's events belong to busy people: their sessions are four times as long.
    busy = uniform(np.arange(len(key)) // 96, 12 + int(key[0] % np.uint64(1 << 20))) < 0.25
    starts = uniform(key, 8) < np.where(busy, 0.16, 0.56)
    starts[::96] = True
    first = np.maximum.accumulate(np.where(starts, np.arange(len(key)), 0))
    return key[first], np.arange(len(key)) - first


def _places(world: Population, keys: Keys, kind: _Numbers, person: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return the owner (nobody of a shared repository) and the place of each event."""
    key, session = keys
    strays = uniform(key, 9) < 0.07
    draws = np.where(strays, uniform(key, 10), uniform(session, 10))
    elsewhere = np.array([kind.shared for kind in KINDS])[kind] > np.where(
        strays, uniform(key, 11), uniform(session, 11)
    )
    shared = world.favourites(person, draws)
    return np.where(elsewhere, NOBODY, person), np.where(elsewhere, shared, world.owns(person, draws))
