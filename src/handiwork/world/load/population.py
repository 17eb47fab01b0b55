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

__all__ = ["OWN", "PERSON", "SHARED", "Machine", "Population"]

PERSON = 20_000_000_000
"""Id of the person with the number 0."""

OWN = 100_000_000_000
"""Id of the first repository of the person with the number 0."""

SHARED = 60_000_000_000
"""Id of the shared repository with the number 0; its owner's is 10 milliards lower."""

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

    def shared_renamed_at(self, shared: _Numbers) -> _Numbers:
        """Return the hour from which on shared repositories have their last name; 0 for most."""
        return self._renamed(shared, 22)

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

    def own_names(self, people: _Numbers, turns: _Numbers) -> list[bytes]:
        """Return the short names of people's own repositories."""
        nouns = self._nouns
        at = (keyed(people, 34).astype(np.int64) + turns * 77) % len(nouns)
        return [nouns[i] for i in at.tolist()]

    def shared_names(self, shared: _Numbers, hour: int | None) -> list[bytes]:
        """Return the short names of shared repositories in an hour; None for their last ones."""
        nouns = self._nouns
        at = (keyed(shared // 3, 35).astype(np.int64) + (shared % 3) * 77) % len(nouns)
        made = [nouns[i] for i in at.tolist()]
        if hour is not None:
            for at_row in np.flatnonzero(self.shared_renamed_at(shared) > hour).tolist():
                made[at_row] = b"old-" + made[at_row]
        return made

    def shared_owners(self, shared: _Numbers) -> list[bytes]:
        """Return the logins of the owners of shared repositories, who own three in a row."""
        first, second = self._parts
        low, high = _split(shared // 3)
        return [first[a] + b"_" + second[b] + b"_hub" for a, b in zip(low.tolist(), high.tolist(), strict=True)]

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


# --- private ---


def _split(numbers: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return the places of a number's two syllable pairs; no two numbers below 2 ** 24 share both."""
    mask = (1 << _BITS) - 1
    low = numbers & mask
    return low, (numbers >> _BITS) + low * 1237 & mask
