"""From stories to acts: the events each part of a story leaves in the archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from handiwork.world.dice import Random, dice, hexes
from handiwork.world.nouns import (
    Act,
    Commit,
    Create,
    Delete,
    Fork,
    Issue,
    IssueComment,
    PullRequest,
    Push,
    Review,
    ReviewComment,
    archived_address,
    fork_of,
)
from handiwork.world.people import Person
from handiwork.world.places import Place
from handiwork.world.story import Remark, Story

__all__ = ["Ids", "Noted", "act_out", "commit_by", "push"]


@dataclass(frozen=True, slots=True)
class Noted:
    """An act, and the area it counts for: None for what says nothing about knowing an area, like merging."""

    act: Act
    area: str | None = None


@dataclass(slots=True)
class Ids:
    """Counters for the numbers GitHub gives to comments, reviews, releases and pushes."""

    remark: Iterator[int] = field(default_factory=lambda: count(9_100_000_000))
    push: Iterator[int] = field(default_factory=lambda: count(29_000_000_000))


def commit_by(r: Random, person: Person, message: str, sha: str | None = None) -> Commit:
    """Return a commit of a person as a push delivers it; a missing ``sha`` is invented."""
    name, address = person.line(r)
    return Commit(sha or hexes(r), name, archived_address(address), message, distinct=r.random() > 0.1)


def push(r: Random, ids: Ids, place: Place, who: Person, at: datetime, commits: tuple[Commit, ...]) -> Push:
    """Return a push of commits to a place's default branch; who pushes need not have written them."""
    head = commits[-1].sha if commits else hexes(r)
    ref = f"refs/heads/{place.repository.default_branch}"
    return Push(0, who.at(at), place.at(at), at, next(ids.push), ref, hexes(r), head, commits, len(commits))


def act_out(seed: int, story: Story, ids: Ids, shas: Mapping[tuple[str, int], str]) -> Iterator[Noted]:
    """Yield everything a story leaves in the archive.

    Parameters
    ----------
    seed
        Of the world.
    story
        What happens.
    ids
        Counters.
    shas
        Commit ids of pull requests merged in generated git histories, by repository and number.

    Yields
    ------
    Noted
        Acts, not in time order.
    """
    r = dice(seed, "acts", story.place.name, story.number)
    known_sha = shas.get((story.place.name, story.number))
    yield from _opening(r, story, ids)
    for remark in story.remarks:
        yield _remark(story, remark, next(ids.remark))
    if story.ended_at is not None and story.ended_by is not None:
        yield from _ending(r, story, ids, (story.ended_at, story.ended_by, known_sha))


# --- private ---


def _opening(r: Random, story: Story, ids: Ids) -> Iterator[Noted]:
    at, place, author = story.opened_at, story.place, story.author
    area = None if story.area is None else story.area.name
    actor, repo = author.at(at), place.at(at)
    if not story.is_pull_request:
        yield Noted(Issue(0, actor, repo, at, "opened", story.thread(at)), area)
        return
    if r.random() < 0.15:
        earlier = at - timedelta(seconds=r.randrange(60, 900))
        yield Noted(Fork(0, actor, repo, earlier, fork_of(repo, actor, earlier)))
        fork = Place(fork_of(repo, actor, earlier), None, "", ())
        commit = commit_by(r, author, story.title, story.head_sha)
        yield Noted(push(r, ids, fork, author, at - timedelta(seconds=30), (commit,)))
    yield Noted(PullRequest(0, actor, repo, at, "opened", story.thread(at)), area)
    if r.random() < 0.3:
        after = at + timedelta(seconds=20)
        labeler = story.ended_by or author
        label = story.labels[0]
        yield Noted(PullRequest(0, labeler.at(after), place.at(after), after, "labeled", story.thread(after), label))


def _remark(story: Story, remark: Remark, number: int) -> Noted:
    at = remark.at
    actor, repo, thread = remark.who.at(at), story.place.at(at), story.thread(at)
    area = None if story.area is None else story.area.name
    act: Act
    if remark.state is not None:
        act = Review(0, actor, repo, at, thread, number, remark.state, remark.text)
    elif remark.path is not None:
        act = ReviewComment(0, actor, repo, at, thread, number, number - 1, remark.path, 10 + number % 90, remark.text)
    else:
        act = IssueComment(0, actor, repo, at, thread, number, remark.text)
    return Noted(act, area)


def _ending(r: Random, story: Story, ids: Ids, end: tuple[datetime, Person, str | None]) -> Iterator[Noted]:
    at, who, known_sha = end
    place = story.place
    actor, repo = who.at(at), place.at(at)
    merge_sha = known_sha or hexes(r)
    thread = story.thread(at, merge_sha)
    if not story.is_pull_request:
        yield Noted(Issue(0, actor, repo, at, "closed", thread))
        return
    yield Noted(PullRequest(0, actor, repo, at, story.ending or "closed", thread))
    if story.ending == "merged":
        commits = _merged_commits(r, story, who, merge_sha, squashed=known_sha is not None)
        yield Noted(push(r, ids, place, who, at + timedelta(seconds=1), commits))
        if r.random() < 0.3:
            gone = at + timedelta(seconds=4)
            fork = fork_of(place.at(gone), story.author.at(gone), gone)
            yield Noted(Delete(0, story.author.at(gone), fork, gone, story.branch, "branch"))
    elif r.random() < 0.25:
        again = at + timedelta(minutes=5)
        open_thread = story.thread(story.opened_at)
        yield Noted(PullRequest(0, story.author.at(again), place.at(again), again, "reopened", open_thread))
        tag = f"keep-{story.number}"
        yield Noted(Create(0, who.at(again), place.at(again), again, tag, "tag"))


def _merged_commits(r: Random, story: Story, who: Person, merge_sha: str, *, squashed: bool) -> tuple[Commit, ...]:
    """Return what a merge pushes: one squashed commit, or the author's commits and a merge commit."""
    if squashed or r.random() < 0.6:
        trailer = ""
        if story.remarks and r.random() < 0.15:
            name, address = story.remarks[0].who.line(r)
            trailer = f"\n\nCo-authored-by: {name} <{archived_address(address)}>"
        return (commit_by(r, story.author, f"{story.title} (#{story.number}){trailer}", merge_sha),)
    login = story.author.at(story.opened_at).login
    message = f"Merge pull request #{story.number} from {login}/{story.branch}\n\n{story.title}"
    own = [commit_by(r, story.author, story.title) for _ in range(story.size[0] - 1)]
    last = commit_by(r, story.author, story.title, story.head_sha)
    return (*own, last, commit_by(r, who, message, merge_sha))
