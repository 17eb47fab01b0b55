"""Selection rates by self-reported group, beside the best group's: the four-fifths rule, with how sure a gap is.

29 CFR 1607.4(D): a rate below four fifths of the highest is evidence of adverse impact; groups under two in a hundred
are left out of the comparison (1607.4(C); New York City's rules on local law 144 of 2021). Figures are counts of people
whom the operator asked; nothing is guessed, and nothing of it is kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

__all__ = ["FOUR_FIFTHS", "SMALL", "GroupRate", "StageRates", "exact_p", "stage_rates"]

FOUR_FIFTHS = 0.8
"""Below so much of the highest rate, a group's rate is flagged."""

SMALL = 0.02
"""Groups with less than this share of all who were asked are neither compared nor compared with."""


@dataclass(frozen=True, slots=True)
class GroupRate:
    """One group at one stage.

    Attributes
    ----------
    group
        As it was reported.
    people, reached
        Of the group: all, and those who reached the stage.
    rate
        ``reached / people``, 0 to 1.
    ratio
        Rate beside the highest of the groups that are compared, 0 to 1; None if it is not compared, or nobody at all
        reached the stage.
    is_small
        Whether the group is too small to be compared.
    is_flagged
        Whether the ratio is under :data:`FOUR_FIFTHS`.
    p
        How likely a gap to the best group at least so large would be by chance (Fisher's exact test, two-sided); None
        for the best group and where nothing is compared.
    """

    group: str
    people: int
    reached: int
    rate: float
    ratio: float | None
    is_small: bool
    is_flagged: bool
    p: float | None


@dataclass(frozen=True, slots=True)
class StageRates:
    """One stage: its groups by name, and people whose group is not known, of whom so many reached it."""

    stage: str
    groups: tuple[GroupRate, ...]
    unknown: int
    unknown_reached: int


def stage_rates(reached: Mapping[str, str], groups: Mapping[str, str], stages: Sequence[str]) -> list[StageRates]:
    """Return rates for every stage after the first.

    Parameters
    ----------
    reached
        Furthest stage of each person, one of ``stages``.
    groups
        What people reported, by person; people it lacks are counted as unknown.
    stages
        In their order; everybody is at the first at least.

    Examples
    --------
    >>> reached = {"a": "hired", "b": "found", "c": "hired", "d": "hired"}
    >>> (hired,) = stage_rates(reached, {"a": "x", "b": "x", "c": "y", "d": "y"}, ["found", "hired"])
    >>> [(g.group, g.rate, g.ratio, g.is_flagged) for g in hired.groups]
    [('x', 0.5, 0.5, True), ('y', 1.0, 1.0, False)]
    """
    place = {stage: n for n, stage in enumerate(stages)}
    known = {person: groups[person] for person in reached if person in groups}
    people = Counter(known.values())
    found = []
    for stage in stages[1:]:
        there = {person for person, furthest in reached.items() if place[furthest] >= place[stage]}
        counts = Counter(known[person] for person in there if person in known)
        rated = [(name, people[name], counts[name]) for name in sorted(people)]
        unknown = reached.keys() - known.keys()
        found.append(StageRates(stage, _compared(rated), len(unknown), len(there & unknown)))
    return found


def exact_p(reached: int, people: int, other_reached: int, other_people: int) -> float:
    """Return Fisher's exact p of two groups, two-sided: tables at most as likely as the one that was seen, together.

    Examples
    --------
    >>> round(exact_p(3, 4, 1, 4), 4)
    0.4857
    """
    total, hits = people + other_people, reached + other_reached
    ways = comb(total, hits)

    def weight(k: int) -> int:
        return comb(people, k) * comb(other_people, hits - k)

    seen = weight(reached)
    possible = range(max(0, hits - other_people), min(people, hits) + 1)
    return sum(w for w in map(weight, possible) if w <= seen) / ways


# --- private ---


def _compared(rated: Sequence[tuple[str, int, int]]) -> tuple[GroupRate, ...]:
    total = sum(people for _, people, _ in rated)
    large = [each for each in rated if each[1] >= SMALL * total]
    best = max(large, key=lambda each: (each[2] / each[1], each[1], each[0]), default=None)
    highest = best[2] / best[1] if best else 0.0
    found = []
    for name, people, reached in rated:
        rate, is_small = reached / people, people < SMALL * total
        is_compared = not is_small and best is not None and highest > 0 and len(large) > 1
        ratio = rate / highest if is_compared else None
        p = exact_p(reached, people, best[2], best[1]) if is_compared and best and name != best[0] else None
        found.append(
            GroupRate(name, people, reached, rate, ratio, is_small, ratio is not None and ratio < FOUR_FIFTHS, p)
        )
    return tuple(found)
