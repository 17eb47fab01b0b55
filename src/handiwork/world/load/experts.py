"""Planted experts: people with strictly graded work in areas of the catalogue's repositories.

In an area the first expert opens the most merged pull requests and reviews nearly everybody's; each next one does
strictly less of both, with titles of the same words. Everybody else there corrects a word of the documentation at
most. All of them spread their work evenly over the hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from handiwork.catalog import load_catalog
from handiwork.world.dice import Random, dice, hexes
from handiwork.world.load.plan import LoadPlan
from handiwork.world.load.population import PERSON, Population
from handiwork.world.load.truth import ExpertTruth
from handiwork.world.nouns import Account, Act, IssueComment, PullRequest, Review, ReviewComment, Thread
from handiwork.world.phrases import phrases
from handiwork.world.places import Area, Place, make_places
from handiwork.world.story import FIRST_NUMBER, say

__all__ = ["Planted", "plant"]

_FIRST = 1 << 26
_RANKS = (11, 9, 7, 5, 3)
_OTHERS = 12
_STEWARDS = 15
_MOST_AREAS = 6
_EVENTS_FOR_AN_AREA = 5_000


@dataclass(frozen=True)
class Planted:
    """What is planted: acts by hour, in the order of time and with ids still to come, and what they show."""

    acts: dict[int, list[Act]]
    experts: tuple[ExpertTruth, ...]


def plant(plan: LoadPlan, world: Population) -> Planted:
    """Plan the experts of a load world: up to six areas, one for each 5,000 events.

    Parameters
    ----------
    plan
        The world's plan.
    world
        Everybody else.

    Returns
    -------
    Planted
        No more acts in an hour than the plan has events for it, with room for others; fewer areas if need be.
    """
    for n_areas in range(min(_MOST_AREAS, plan.events // _EVENTS_FOR_AN_AREA), 0, -1):
        made = _planted(plan, world, n_areas)
        if all(2 * len(acts) <= plan.counts[hour] for hour, acts in made.acts.items()):
            return made
    return Planted({}, ())


# --- private ---


@dataclass(frozen=True)
class _Team:
    """An area with its experts, best first, those who merge, and passers-by."""

    place: Place
    area: Area
    experts: tuple[Account, ...]
    stewards: tuple[Account, ...]
    others: tuple[Account, ...]


def _planted(plan: LoadPlan, world: Population, n_areas: int) -> Planted:
    places = make_places(load_catalog(), n_areas, 10_000)
    scale = 1 + min(3, plan.events // 1_000_000)
    size = len(_RANKS) + _STEWARDS + _OTHERS
    hours: dict[int, list[Act]] = {}
    truths = []
    for turn, place in enumerate(places):
        area = replace(place.areas[0], things=place.areas[0].things[:2])
        numbers = np.arange(_FIRST + turn * size, _FIRST + (turn + 1) * size)
        logins = [login.decode() for login in world.logins(numbers, None)]
        accounts = tuple(Account(PERSON + int(n), login) for n, login in zip(numbers, logins, strict=True))
        cut = len(_RANKS) + _STEWARDS
        team = _Team(place, area, accounts[: len(_RANKS)], accounts[len(_RANKS) : cut], accounts[cut:])
        shares = tuple(scale * rank for rank in _RANKS)
        for act in _work(dice(plan.seed, "load", "experts", turn), plan, team, shares):
            hours.setdefault(int((act.at - plan.start) // timedelta(hours=1)), []).append(act)
        short, things = place.repository.short, area.things
        role = f"Engineer for {short}: {things[0]}, {things[-1]}"
        truths.append(ExpertTruth(role, place.name, area.name, tuple(a.login for a in team.experts), shares))
    ordered = {hour: sorted(acts, key=lambda act: act.at) for hour, acts in hours.items()}
    return Planted(ordered, tuple(truths))


def _work(r: Random, plan: LoadPlan, team: _Team, shares: tuple[int, ...]) -> Iterator[Act]:
    """Yield what a team does."""
    turn = 0
    everybody = [*zip(team.experts, shares, strict=True), *((account, 1) for account in team.others)]
    for author, share in everybody:
        for number in range(share):
            at = _instant(plan, (number + r.random()) / share)
            alike = dice(plan.seed, "load", team.place.name, number)
            yield from _pull_request(alike, plan, team, (author, at, turn))
            turn += 1


def _instant(plan: LoadPlan, part: float) -> datetime:
    """Return the instant at a part of the time, in an hour that has a file and is not the last."""
    seconds = part * (plan.hours - 1) * 3600 if plan.hours > 1 else part * 1800
    hour = int(seconds // 3600)
    while not plan.counts[hour]:
        hour += 1
    return plan.at(hour) + timedelta(seconds=int(seconds) % 3600)


def _pull_request(r: Random, plan: LoadPlan, team: _Team, what: tuple[Account, datetime, int]) -> Iterator[Act]:
    """Yield a pull request of one shape: opened, labelled (where that is told), reviewed, talked about, merged."""
    author, at, turn = what
    repo, area = team.place.repository, team.area if author in team.experts else None
    reviewer = team.experts[1 if author == team.experts[0] else 0]
    steward = team.stewards[turn % len(team.stewards)]
    opened = Thread(
        number=FIRST_NUMBER + 200_000 + turn,
        title=say(r, "titles", area) if area else r.choice(phrases()["typo_titles"]),
        author=author,
        opened_at=at,
        body=say(r, "bodies", area) if area else None,
        labels=(area.name,) if area else (),
        head_ref=f"{area.name}/change-{turn}" if area else "patch-1",
        head_sha=_sha(team, turn),
        commits=1,
        additions=40,
        deletions=12,
        changed_files=2,
    )
    step = [_later(plan, at, minutes) for minutes in (1, 9, 10, 14, 25)]
    start = (0, author, repo)
    yield PullRequest(*start, at, "opened", opened)
    if plan.form == "trimmed" and area:
        yield PullRequest(0, steward, repo, step[0], "labeled", opened, label=area.name)
    yield Review(0, reviewer, repo, step[1], opened, _object_id(team, turn), "approved", say(r, "reviews", area))
    yield ReviewComment(
        0,
        reviewer,
        repo,
        step[2],
        opened,
        _object_id(team, turn),
        _object_id(team, turn),
        area.path(r) if area else "docs/index.md",
        20,
        say(r, "line_comments", area),
    )
    yield IssueComment(*start, step[3], opened, _object_id(team, turn), say(r, "comments", area))
    yield PullRequest(0, steward, repo, step[4], "merged", _merged(opened, steward, step[4], _sha(team, -1 - turn)))


def _merged(opened: Thread, steward: Account, at: datetime, sha: str) -> Thread:
    return replace(opened, closed_at=at, merged_at=at, merged_by=steward, merge_sha=sha)


def _object_id(team: _Team, turn: int) -> int:
    return 6_000_000_000 + team.experts[0].id % 100_000 * 10_000 + turn


def _sha(team: _Team, turn: int) -> str:
    return hexes(dice(turn, "load", team.place.name))


def _later(plan: LoadPlan, at: datetime, minutes: int) -> datetime:
    """Return an instant some minutes later, or the end of the hour if the next one has no file."""
    then = at + timedelta(minutes=minutes)
    hour = int((then - plan.start) // timedelta(hours=1))
    if hour < plan.hours and plan.counts[hour]:
        return then
    return at.replace(minute=59, second=59)
