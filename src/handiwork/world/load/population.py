"""Who and where: logins of people, names of repositories and machines, each a function of a number.

People are numbered by :func:`~handiwork.world.load.chance.scrambled` ranks; a person's own repositories are
``number * 64 + k``. Logins hold an underscore, which GitHub does not allow; ids are above GitHub's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from handiwork.catalog import load_catalog
from handiwork.world.load.chance import keyed, skewed, uniform
from handiwork.world.load.plan import LoadPlan
from handiwork.world.load.texts import words
from handiwork.world.phrases import phrases

__all__ = ["NOBODY", "OWN", "PERSON", "SHARED", "Machine", "Population", "placed", "repo_ids"]

PERSON = 20_000_000_000
"""Id of the person with the number 0."""

OWN = 100_000_000_000
"""Id of the first repository of the person with the number 0."""

SHARED = 60_000_000_000
"""Id of the shared repository with the number 0; its owner's is 10 milliards lower."""

NOBODY = -1
"""In a column of numbers: none."""

_BITS = 12
_RENAMED = 1 / 200
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Machine:
    """An automation account: login, id, and ``suffix`` or ``list`` for how it can be known."""

    login: str
    github_id: int
    reason: str


@dataclass(frozen=True)
class Population:
    """Everybody and every repository of a plan."""

    plan: LoadPlan

    @cached_property
    def machines(self) -> tuple[Machine, ...]:
        """Machines, busiest first: most with GitHub's suffix, some of the catalogue's list."""
        listed = sorted(load_catalog().bots.logins)
        known = listed[:: max(1, len(listed) // 8)][:8]
        made = [f"{head}{tail}_helper[bot]" for head, tail in zip(phrases()["heads"], phrases()["tails"], strict=False)]
        logins = made[:3] + [login for pair in zip(made[3:11], known, strict=True) for login in pair] + made[11:]
        base = PERSON - 1_000_000
        return tuple(
            Machine(login, base + number, "suffix" if login.endswith("[bot]") else "list")
            for number, login in enumerate(logins)
        )

    def logins(self, people: _Numbers, hour: int | None) -> list[bytes]:
        """Return the logins of people in an hour; None for their last ones."""
        first, second = self._parts
        low, high = _split(people)
        made = [first[a] + b"_" + second[b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
        for at in np.flatnonzero(people >> 2 * _BITS).tolist():
            made[at] += b"%d" % (people[at] >> 2 * _BITS)
        if hour is not None:
            for at in np.flatnonzero(self.renamed_at(people) > hour).tolist():
                a, b = int(low[at]), int(high[at])
                made[at] = second[b] + b"_" + first[a] + b"0%d" % (people[at] >> 2 * _BITS)
        return made

    def renamed_at(self, people: _Numbers) -> _Numbers:
        """Return the hour from which on people have their last login; 0 for most, who were never renamed."""
        return self._renamed(people, 20)

    def moved_at(self, owners: _Numbers, places: _Numbers) -> _Numbers:
        """Return the hour from which on repositories have their last name; 0 for most.

        Shared ones are renamed by themselves, people's own ones when their owner is.
        """
        return np.where(owners == NOBODY, self._renamed(places, 22), self.renamed_at(owners))

    def owns(self, people: _Numbers, draws: npt.NDArray[np.float64]) -> _Numbers:
        """Return which of their own repositories people are in, 0 to 63: most have one, few have many."""
        most = np.minimum(64, uniform(people, 30 + self.plan.seed) ** -0.7)
        return (np.floor(most) * draws**1.6).astype(np.int64)

    def favourites(self, people: _Numbers, draws: npt.NDArray[np.float64]) -> _Numbers:
        """Return which shared repository people are in: each has one favourite, or a few; all like the first best."""
        most = np.floor(np.minimum(48, uniform(people, 31 + self.plan.seed) ** -0.55))
        turn = (most * draws**1.6).astype(np.int64)
        return skewed(uniform(people * 64 + turn, 32), self.plan.shared, steepness=0.82, shoulder=3.0)

    def has_organization(self, shared: _Numbers) -> npt.NDArray[np.bool_]:
        """Return whether shared repositories belong to an organization, rather than to a person."""
        return uniform(shared // 3, 33) < 0.5

    def owners(self, owners: _Numbers, places: _Numbers, hour: int | None) -> list[bytes]:
        """Return the logins of the owners of repositories in an hour; None for their last ones."""
        made = self.logins(np.maximum(owners, 0), hour)
        first, second = self._parts
        rows = np.flatnonzero(owners == NOBODY)
        low, high = _split(places[rows] // 3)
        for at, a, b in zip(rows.tolist(), low.tolist(), high.tolist(), strict=True):
            made[at] = b"%b_%b_hub" % (first[a], second[b])
        return made

    def short_names(self, owners: _Numbers, places: _Numbers, hour: int | None) -> list[bytes]:
        """Return the short names of repositories in an hour; None for their last ones."""
        nouns = self._nouns
        shared = owners == NOBODY
        base, turn = np.where(shared, places // 3, owners), np.where(shared, places % 3, places)
        at = (keyed(base, 34).astype(np.int64) + turn * 77) % len(nouns)
        made = [nouns[i] for i in at.tolist()]
        if hour is not None:
            for row in np.flatnonzero(shared & (self.moved_at(owners, places) > hour)).tolist():
                made[row] = b"old-" + made[row]
        return made

    def full_names(self, owners: _Numbers, places: _Numbers, hour: int | None) -> list[bytes]:
        """Return ``owner/name`` of repositories in an hour; None for their last ones."""
        pairs = zip(self.owners(owners, places, hour), self.short_names(owners, places, hour), strict=True)
        return [b"%b/%b" % pair for pair in pairs]

    # --- private ---

    def _renamed(self, numbers: _Numbers, salt: int) -> _Numbers:
        third = self.plan.hours / 3
        when = (third + third * uniform(numbers, salt + 1)).astype(np.int64)
        return np.where(uniform(numbers, salt + 1000 * self.plan.seed) < _RENAMED, when, 0)

    @cached_property
    def _parts(self) -> tuple[Sequence[bytes], Sequence[bytes]]:
        """Two lists of 4,096 syllable pairs; no pair twice in a list."""
        parts = phrases()
        size = 1 << _BITS
        ends = [*parts["tails"], *parts["surnames"]]
        first = sorted(
            {f"{a}{b}" for a, b in product(parts["heads"], ends)}
            | {f"{a}{b}{c}" for a, b, c in product(parts["heads"], parts["heads"], parts["tails"][:4])}
        )
        order = np.argsort(keyed(np.arange(len(first)), 40 + self.plan.seed), kind="stable")[:size]
        second = sorted(
            {f"{a}{b}" for a, b in product(ends, ends)}
            | {f"{a}{b}{c}" for a, b, c in product(parts["heads"], parts["tails"], ends[:5])}
        )
        other = np.argsort(keyed(np.arange(len(second)), 41 + self.plan.seed), kind="stable")[:size]
        return [first[i].encode() for i in order], [second[i].encode() for i in other]

    @cached_property
    def _nouns(self) -> Sequence[bytes]:
        """Short names of repositories, no two alike."""
        plain = words()
        made = sorted({f"{a}-{b}" for a, b in product(plain["things"], plain["nouns"])} | set(plain["nouns"]))
        order = np.argsort(keyed(np.arange(len(made)), 42), kind="stable")
        return [made[i].encode() for i in order]


def repo_ids(owners: _Numbers, places: _Numbers) -> _Numbers:
    """Return the ids of repositories by their owner (:data:`NOBODY` for a shared one) and place."""
    return np.where(owners == NOBODY, SHARED + places, OWN + owners * 64 + places)


def placed(ids: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return owner and place of repositories by their ids."""
    own = ids >= OWN
    return np.where(own, (ids - OWN) // 64, NOBODY), np.where(own, (ids - OWN) % 64, ids - SHARED)


# --- private ---


def _split(numbers: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return the places of a number's two syllable pairs; no two numbers below 2 ** 24 share both."""
    mask = (1 << _BITS) - 1
    low = numbers & mask
    return low, (numbers >> _BITS) + low * 1237 & mask
