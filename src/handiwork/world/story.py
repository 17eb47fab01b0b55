"""Stories: a pull request or issue from its opening to its end, with everybody's part in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from handiwork.world.cast import Cast, Team
from handiwork.world.dice import Random, dice, hexes, spread
from handiwork.world.nouns import Thread
from handiwork.world.payloads import Era
from handiwork.world.people import Person
from handiwork.world.phrases import phrases
from handiwork.world.places import Area, Place

__all__ = ["CONTACTS", "FIRST_NUMBER", "Remark", "Story", "Window", "plan_stories", "say", "tell_issue", "tell_typo"]

FIRST_NUMBER = 700_000
"""Lowest number of an invented thread: far above the real repositories', so that no link hits a real one."""

CONTACTS = tuple(f"contact_{number}@mail.example.org" for number in range(12))
"""Addresses that turn up in titles and texts."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time of one era: naive UTC instants, the end not included.

    Some stories that begin in it go on only at ``resumes``, if that is set.
    """

    era: Era
    start: datetime
    end: datetime
    resumes: datetime | None = None

    def instant(self, r: Random) -> datetime:
        """Return a whole second in it."""
        return self.start + timedelta(seconds=r.randrange(int((self.end - self.start).total_seconds())))


@dataclass(frozen=True, slots=True)
class Remark:
    """A review (with a state), a comment on a line (with a path) or a comment of the conversation."""

    at: datetime
    who: Person
    text: str
    state: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """An issue or pull request with all that happens to it.

    Attributes
    ----------
    place, area
        Where; the area is None for one that belongs to none.
    number, title, body, labels, branch, head_sha
        As of the thread.
    author, opened_at
        Who opened it and when.
    is_pull_request
        True for a pull request.
    size
        Commits, additions, deletions, changed files.
    paths
        Files it changes.
    remarks
        Reviews and comments, in time order.
    ending
        ``merged``, ``closed`` or None while open.
    ended_at, ended_by
        When and by whom; None while open.
    """

    place: Place
    area: Area | None
    number: int
    title: str
    body: str | None
    labels: tuple[str, ...]
    branch: str
    head_sha: str
    author: Person
    opened_at: datetime
    is_pull_request: bool
    size: tuple[int, int, int, int]
    paths: tuple[str, ...]
    remarks: tuple[Remark, ...]
    ending: str | None
    ended_at: datetime | None
    ended_by: Person | None

    def thread(self, at: datetime, merge_sha: str | None = None) -> Thread:
        """Return the thread as it stands at an instant; ``merge_sha`` is what it was merged as."""
        ended = self.ended_at is not None and at >= self.ended_at
        merged = ended and self.ending == "merged"
        commits, additions, deletions, changed = self.size
        return Thread(
            number=self.number,
            title=self.title,
            author=self.author.at(at),
            opened_at=self.opened_at,
            body=self.body,
            is_pull_request=self.is_pull_request,
            labels=self.labels,
            head_ref=self.branch,
            head_sha=self.head_sha,
            commits=commits,
            additions=additions,
            deletions=deletions,
            changed_files=changed,
            comments=sum(remark.at <= at and remark.state is None for remark in self.remarks),
            closed_at=self.ended_at if ended else None,
            merged_at=self.ended_at if merged else None,
            merged_by=self.ended_by.at(at) if merged and self.ended_by is not None else None,
            merge_sha=merge_sha if merged else None,
        )


def say(r: Random, kind: str, area: Area | None) -> str:
    """Return a sentence of a kind about an area; one in fifty titles and bodies holds an e-mail address."""
    lines = phrases()
    if kind in ("titles", "bodies") and r.random() < 0.02:
        kind = f"contact_{kind}"
    elif kind == "titles" and r.random() < 0.04:
        kind = "foreign_titles"
    made = r.choice(lines[kind]).format(
        thing=r.choice(area.things) if area is not None else "the documentation",
        area=area.name if area is not None else "docs",
        when=r.choice(lines["whens"]),
        address=r.choice(CONTACTS),
    )
    return made[:1].upper() + made[1:]


def plan_stories(seed: int, cast: Cast, windows: Sequence[Window], per_area: int) -> list[Story]:
    """Plan the pull requests of every area in every window.

    Parameters
    ----------
    seed
        Of the world.
    cast
        Who does what.
    windows
        When.
    per_area
        Pull requests of an area in a window.

    Returns
    -------
    list
        Stories by window and team. Later events of a story may fall outside all windows.
    """
    numbers = {place.name: count(FIRST_NUMBER + 100_000) for place in cast.places}
    made: list[Story] = []
    for turn, window in enumerate(windows):
        for team in cast.teams:
            r = dice(seed, "stories", window.era, team.place.name, team.area.name)
            pool = cast.passers_by[team.place.name][turn :: len(windows)]
            made += _team_stories(r, team, window, (pool, per_area, numbers[team.place.name]))
    return made


def tell_issue(r: Random, team: Team, author: Person, at: datetime, number: int) -> Story:
    """Return an issue of an area, mostly answered by one of its experts, sometimes closed by the maintainer."""
    lead = team.experts[0]
    remarks = [Remark(_later(r, at), lead, say(r, "comments", team.area))] if r.random() < 0.7 else []
    closed = r.random() < 0.35
    return Story(
        place=team.place,
        area=team.area,
        number=number,
        title=say(r, "issue_titles", team.area),
        body=say(r, "bodies", team.area),
        labels=(team.area.name, "bug"),
        branch="",
        head_sha="",
        author=author,
        opened_at=at,
        is_pull_request=False,
        size=(0, 0, 0, 0),
        paths=(),
        remarks=tuple(remarks),
        ending="closed" if closed else None,
        ended_at=_later(r, at, 90) if closed else None,
        ended_by=team.maintainer if closed else None,
    )


def tell_typo(r: Random, team: Team, author: Person, at: datetime, number: int) -> Story:
    """Return a passer-by's pull request that corrects a word in the documentation."""
    merged = r.random() < 0.7
    return Story(
        place=team.place,
        area=None,
        number=number,
        title=r.choice(phrases()["typo_titles"]),
        body=None,
        labels=("documentation",),
        branch="patch-1",
        head_sha=hexes(r),
        author=author,
        opened_at=at,
        is_pull_request=True,
        size=(1, 1, 1, 1),
        paths=(f"docs/page_{r.randrange(90):03d}.md",),
        remarks=(),
        ending="merged" if merged else None,
        ended_at=_later(r, at) if merged else None,
        ended_by=team.maintainer if merged else None,
    )


# --- private ---


def _later(r: Random, at: datetime, minutes: int = 40) -> datetime:
    return at + timedelta(seconds=60 + r.randrange(minutes * 120))


def _team_stories(
    r: Random, team: Team, window: Window, how: tuple[Sequence[Person], int, Iterator[int]]
) -> Iterator[Story]:
    pool, per_area, numbers = how
    shares, others = spread(per_area, len(team.experts), pool, r)
    authors = [person for person, share in zip(team.experts, shares, strict=True) for _ in range(share)] + others
    for author in authors:
        at = window.instant(r)
        goes_on = at if window.resumes is None or r.random() < 0.85 else window.resumes
        yield _pull_request(r, team, author, (at, goes_on), next(numbers))


def _pull_request(r: Random, team: Team, author: Person, when: tuple[datetime, datetime], number: int) -> Story:
    area = team.area
    at, goes_on = when
    remarks = sorted(_remarks(r, team, author, goes_on), key=lambda remark: remark.at)
    lasted = max(remark.at for remark in remarks)
    ending = r.choices(("merged", "closed", None), (72, 10, 18))[0]
    lead = team.experts[0]
    judge = team.maintainer if author == lead or r.random() < 0.5 else lead
    paths = sorted({area.path(r) for _ in range(1 + r.randrange(3))})
    additions, deletions = 1 + int(r.expovariate(1 / 40)), int(r.expovariate(1 / 25))
    return Story(
        place=team.place,
        area=area,
        number=number,
        title=say(r, "titles", area),
        body=say(r, "bodies", area),
        labels=(area.name, r.choice(("bug", "enhancement", "performance"))),
        branch=f"{area.name}/change-{number % 1000}",
        head_sha=hexes(r),
        author=author,
        opened_at=at,
        is_pull_request=True,
        size=(1 + r.randrange(3), additions, deletions, len(paths)),
        paths=tuple(paths),
        remarks=tuple(remarks),
        ending=ending,
        ended_at=None if ending is None else _later(r, lasted),
        ended_by=None if ending is None else judge,
    )


def _remarks(r: Random, team: Team, author: Person, at: datetime) -> Iterator[Remark]:
    """Yield reviews and comments: the lead's work is waved through, everybody else's is looked at closely."""
    lead = team.experts[0]
    reviewers = [expert for expert in team.experts if expert != author]
    weights = [3**-rank for rank in range(len(reviewers))]
    for reviewer in r.choices(reviewers, weights, k=1 + (author != lead and r.random() < 0.3)):
        when = _later(r, at)
        state = r.choices(("approved", "commented", "changes_requested"), (6, 3, 2))[0]
        state = "approved" if author == lead else state
        yield Remark(when, reviewer, say(r, "reviews", team.area), state=state)
        if state != "approved" or (author != lead and r.random() < 0.3):
            path = team.area.path(r)
            yield Remark(when + timedelta(seconds=1), reviewer, say(r, "line_comments", team.area), path=path)
    if r.random() < 0.5:
        yield Remark(_later(r, at), r.choice([author, lead]), say(r, "comments", team.area))
