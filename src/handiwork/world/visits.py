"""Everything besides the work of areas: stars, forks, questions, typo fixes, hobby pushes, releases, machines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from handiwork.world.acts import Ids, Noted, act_out, commit_by, push
from handiwork.world.cast import Cast, Team
from handiwork.world.dice import Random, dice, hexes
from handiwork.world.nouns import (
    Act,
    CommitComment,
    Create,
    Delete,
    Fork,
    Gollum,
    IssueComment,
    Member,
    Public,
    PullRequest,
    Push,
    Release,
    Repository,
    ReviewComment,
    Watch,
    fork_of,
)
from handiwork.world.people import FIRST_ID, Person
from handiwork.world.phrases import phrases
from handiwork.world.places import Place
from handiwork.world.story import FIRST_NUMBER, Story, Window, say, tell_issue, tell_typo

__all__ = ["hobby", "machines", "old_times", "upkeep", "visits"]

_BORN = datetime(2019, 4, 1, 12, 0, 0)
_OLD_KINDS = ("push", "watch", "pull_request", "issue", "line_comment", "release", "create", "member", "watch")
_OLD_WEIGHTS = (50, 8, 8, 9, 4, 2, 10, 3, 6)

_KINDS = ("watch", "fork", "issue", "typo", "gollum", "commit_comment")
_WEIGHTS = (45, 14, 20, 15, 2, 4)


def visits(seed: int, cast: Cast, window: Window, turn: int, busy: set[int]) -> Iterator[Noted]:
    """Yield what passers-by and regulars do in a window.

    Parameters
    ----------
    seed
        Of the world.
    cast
        Who does what.
    window
        When.
    turn
        Number of the window; passers-by come in one window each.
    busy
        Ids of passers-by who already have a part in a story.

    Yields
    ------
    Noted
        Acts, not in time order.
    """
    r = dice(seed, "visits", window.era)
    ids = Ids(remark=count(9_400_000_000 + turn * 50_000_000), push=count(29_400_000_000))
    numbers = count(FIRST_NUMBER + 200_000 + 20_000 * turn)
    for place in cast.places:
        teams = cast.of(place)
        for person in cast.passers_by[place.name][turn::2]:
            for _ in range(0 if person.id in busy else 1 + (r.random() < 0.3)):
                yield from _visit(r, r.choice(teams), person, window, (seed, ids, numbers))
    for person in cast.regulars:
        for _ in range(2 + r.randrange(4)):
            yield from _visit(r, r.choice(cast.teams), person, window, (seed, ids, numbers))


def hobby(seed: int, cast: Cast, window: Window, share: float) -> Iterator[Noted]:
    """Yield pushes of hobbyists to throw-away repositories of their own; ``share`` of them are active."""
    r = dice(seed, "hobby", window.era)
    ids = Ids(push=count(29_800_000_000))
    for person in cast.hobbyists:
        if r.random() > share:
            continue
        at = window.instant(r)
        place = _own_place(person, r.randrange(40))
        if r.random() < 0.4:
            yield Noted(Create(0, person.at(at), place.at(at), at, None, "repository"))
        if r.random() < 0.05:
            yield Noted(Public(0, person.at(at), place.at(at), at))
        for _ in range(3 + r.randrange(6)):
            at += timedelta(seconds=30 + r.randrange(2400))
            commits = tuple(commit_by(r, person, r.choice(phrases()["throwaway"])) for _ in range(1 + r.randrange(2)))
            yield Noted(push(r, ids, place, person, at, commits))


def upkeep(seed: int, cast: Cast, window: Window) -> Iterator[Noted]:
    """Yield what maintainers do: releases with their tags, new collaborators, pushes of others' commits."""
    r = dice(seed, "upkeep", window.era)
    ids = Ids(remark=count(9_700_000_000), push=count(29_900_000_000))
    for place in cast.places:
        teams = cast.of(place)
        who = teams[0].maintainer
        at = window.instant(r)
        actor, repo = who.at(at), place.at(at)
        tag = f"v{1 + r.randrange(9)}.{r.randrange(20)}.{r.randrange(9)}"
        yield Noted(Create(0, actor, repo, at, tag, "tag"))
        notes = say(r, "bodies", teams[0].area)
        yield Noted(Release(0, actor, repo, at + timedelta(seconds=40), next(ids.remark), tag, tag, notes))
        if r.random() < 0.4:
            member = teams[-1].experts[-1].at(at)
            yield Noted(Member(0, actor, repo, at + timedelta(seconds=90), member))
        yield Noted(_sync(r, ids, teams, window))


def machines(seed: int, cast: Cast, bots: tuple[Person, ...], window: Window) -> Iterator[Noted]:
    """Yield what machines do: version bumps, labels with a remark, mirrored pushes."""
    r = dice(seed, "machines", window.era)
    helper, keeper, carrier = bots
    ids = Ids(remark=count(9_800_000_000), push=count(29_950_000_000))
    numbers = count(FIRST_NUMBER + 280_000)
    for team in cast.teams:
        at = window.instant(r)
        story = _bump(r, team, helper, at, next(numbers))
        yield from (Noted(noted.act) for noted in act_out(seed, story, ids, {}))
        after = at + timedelta(seconds=7)
        actor, repo, thread = keeper.at(after), team.place.at(after), story.thread(after)
        yield Noted(PullRequest(0, actor, repo, after, "labeled", thread, story.labels[0]))
        yield Noted(IssueComment(0, actor, repo, after, thread, next(ids.remark), "Labels added."))
        noon = window.instant(r)
        actor, repo, thread = carrier.at(noon), team.place.at(noon), story.thread(noon)
        yield Noted(IssueComment(0, actor, repo, noon, thread, next(ids.remark), "Mirrored."))
        for minute in range(3):
            then = noon + timedelta(minutes=10 * minute)
            yield Noted(push(r, ids, team.place, carrier, then, (commit_by(r, carrier, "Sync upstream mirror"),)))


def old_times(seed: int, cast: Cast, people: tuple[Person, ...], window: Window, acts: int) -> Iterator[Noted]:
    """Yield acts of an hour of the first or the timeline era, by people who are no experts now.

    Parameters
    ----------
    seed
        Of the world.
    cast
        Where things happen.
    people
        Who did them.
    window
        When.
    acts
        How many things happen; some leave more than one act.

    Yields
    ------
    Noted
        Acts, not in time order; none counts for an area.
    """
    r = dice(seed, "old", window.era)
    ids = Ids()
    for _ in range(acts):
        yield from (Noted(act) for act in _old_act(r, r.choice(cast.teams), people, window, ids))


# --- private ---


def _visit(
    r: Random, team: Team, person: Person, window: Window, how: tuple[int, Ids, Iterator[int]]
) -> Iterator[Noted]:
    seed, ids, numbers = how
    at = window.instant(r)
    actor, repo = person.at(at), team.place.at(at)
    kind = r.choices(_KINDS, _WEIGHTS)[0]
    if kind == "watch":
        yield Noted(Watch(0, actor, repo, at))
    elif kind == "fork":
        yield Noted(Fork(0, actor, repo, at, fork_of(repo, actor, at)))
    elif kind == "issue":
        yield from act_out(seed, tell_issue(r, team, person, at, next(numbers)), ids, {})
    elif kind == "typo":
        yield from act_out(seed, tell_typo(r, team, person, at, next(numbers)), ids, {})
    elif kind == "gollum":
        page = f"How-to-{r.randrange(90)}"
        yield Noted(Gollum(0, actor, repo, at, page, r.choice(("created", "edited")), hexes(r)))
    else:
        text = say(r, "line_comments", team.area)
        path = r.choice((None, team.area.path(r)))
        line = None if path is None else 1 + r.randrange(200)
        yield Noted(CommitComment(0, actor, repo, at, hexes(r), next(ids.remark), text, path, line))


def _own_place(person: Person, number: int) -> Place:
    account = person.at(_BORN)
    repository = Repository(
        id=FIRST_ID + 2_000_000_000 + (person.id - FIRST_ID) * 40 + number,
        name=f"{account.login}/{('demo', 'homework', 'site', 'notes', 'test-repo')[number % 5]}-{number}",
        owner=account,
        language=None,
        license=None,
        created_at=_BORN,
    )
    return Place(repository, None, "", ())


def _sync(r: Random, ids: Ids, teams: tuple[Team, ...], window: Window) -> Push:
    """Return the maintainer's push of 45 commits by others, of which the event lists 20."""
    writers = [expert for team in teams for expert in team.experts]
    commits = []
    for number in range(20):
        team = r.choice(teams)
        message = say(r, "titles", team.area)
        if number % 5 == 0:
            message = f"Merge branch 'main' into {team.area.name}"
        commits.append(commit_by(r, r.choice(writers), message))
    at = window.instant(r)
    made = push(r, ids, teams[0].place, teams[0].maintainer, at, tuple(commits))
    return Push(0, made.actor, made.repo, at, made.push_id, made.ref, made.before, made.head, made.commits, size=45)


def _bump(r: Random, team: Team, bot: Person, at: datetime, number: int) -> Story:
    """Return a machine's pull request that raises a version."""
    version = f"{r.randrange(9)}.{r.randrange(30)}"
    return replace(
        tell_typo(r, team, bot, at, number),
        title=f"Bump {r.choice(('ruff', 'pytest', 'certifi', 'anyio'))} from {version}.0 to {version}.1",
        body="Raises one dependency. Signed-off-by: a machine.",
        labels=("dependencies",),
        branch=f"deps/change-{number % 1000}",
        paths=("requirements.txt",),
    )


def _old_act(r: Random, team: Team, people: tuple[Person, ...], window: Window, ids: Ids) -> Iterator[Act]:
    """Yield one thing somebody did in the first years, when reviews and labels were not delivered."""
    person, at = r.choice(people), window.instant(r)
    actor, repo, number = person.at(at), team.place.at(at), FIRST_NUMBER + r.randrange(90_000)
    kind = r.choices(_OLD_KINDS, _OLD_WEIGHTS)[0]
    if kind == "push":
        commits = tuple(commit_by(r, r.choice(people), say(r, "titles", team.area)) for _ in range(1 + r.randrange(3)))
        yield push(r, ids, team.place, person, at, commits)
    elif kind in ("pull_request", "issue"):
        tell = tell_typo if kind == "pull_request" else tell_issue
        yield from (noted.act for noted in act_out(0, tell(r, team, person, at, number), ids, {}))
    elif kind == "line_comment" and window.era == "timeline":
        thread = tell_typo(r, team, person, at, number).thread(at)
        text = say(r, "line_comments", team.area)
        yield ReviewComment(0, actor, repo, at, thread, next(ids.remark), 1, team.area.path(r), 5, text)
    elif kind == "release" and window.era == "timeline":
        yield Release(0, actor, repo, at, next(ids.remark), f"v0.{number % 90}", "First release", None)
    elif kind == "create":
        yield Create(0, actor, repo, at, f"topic-{number}", "branch")
        yield Delete(0, actor, repo, at + timedelta(seconds=9), f"topic-{number}", "branch")
    elif kind == "member":
        yield Member(0, actor, repo, at, r.choice(people).at(at))
    else:
        yield Watch(0, actor, repo, at)
