"""What a history shows: how its commits are spread, how much of the code came at once, and what is not the upstream's.

The thresholds are those with which labelled repositories are told apart best on one half of a set; how well on the
other half is measured in :mod:`handiwork.evaluation.signals_ml_work`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from handiwork.model.history import CommitFact, History
from handiwork.signals.likeness.tutorials import COMMIT_LETTERS, Tutorial

__all__ = [
    "DUMP_MOST_EARLIER",
    "DUMP_MOST_LATER",
    "DUMP_SHARE",
    "ITERATIVE_COMMITS",
    "ITERATIVE_DAYS",
    "ITERATIVE_MOST_IN_ONE",
    "LEAST_LINES",
    "Course",
    "Origin",
    "course_of",
    "is_dump",
    "is_iterative",
    "origin_of",
    "own_commits",
]

DUMP_SHARE = 0.9
"""From this share of the standing lines on in one commit, the code came at once."""

DUMP_MOST_LATER = 10
"""With more later commits that added code, work went on after it."""

DUMP_MOST_EARLIER = 5
"""With more earlier commits that added code, the large one came in the course of work: often other people's code."""

ITERATIVE_COMMITS = 15
"""Commits that added code, at least, for a history that shows work as it went."""

ITERATIVE_DAYS = 7
"""Days with such commits, at least."""

ITERATIVE_MOST_IN_ONE = 0.75
"""The largest commit has less of the standing lines than this."""

LEAST_LINES = 50
"""With fewer lines of code nothing is said about how they came."""

_DAY_S = 86_400
_MONTH_DAYS = 30.44


@dataclass(frozen=True, slots=True)
class Course:
    """How code came into a history.

    Attributes
    ----------
    n_commits, n_coding
        Commits that are no merges, and those of them that added lines of code.
    n_days, n_months
        Days with a commit that added code; months (of 30.44 days) from the first of them to the last.
    n_lines
        Lines of code that stand.
    largest_share
        Share of them that one commit brought, 0 to 1.
    largest_sha
        That commit.
    n_later
        Commits that added code after it.
    n_earlier
        Commits that added code before it.
    """

    n_commits: int
    n_coding: int
    n_days: int
    n_months: float
    n_lines: int
    largest_share: float
    largest_sha: str
    n_later: int
    n_earlier: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose history a history goes on from.

    Attributes
    ----------
    name
        The upstream's: of the remote called so, or of a known tutorial.
    n_shared, n_own
        Commits that the upstream has too, and others; merges are not among the others.
    is_recorded
        True if the upstream's commits are those that were recorded with a tutorial's fingerprints: a commit it got
        later looks like an own one.
    """

    name: str
    n_shared: int
    n_own: int
    is_recorded: bool


def own_commits(history: History, shared: Collection[str] = frozenset()) -> tuple[CommitFact, ...]:
    """Return the commits, newest first, that are neither merges nor among those of an upstream."""
    letters = {s[:COMMIT_LETTERS] for s in shared}
    return tuple(c for c in history.commits if not c.is_merge and c.sha[:COMMIT_LETTERS] not in letters)


def course_of(commits: Iterable[CommitFact]) -> Course | None:
    """Return how code came in by some commits, given newest first; None if their lines are unknown, or none stand."""
    every = tuple(commits)
    if any(c.n_added is None for c in every):
        return None
    coding = [c for c in every if c.n_added]
    n_lines = sum(c.n_standing or 0 for c in coding)
    if not n_lines:
        return None
    place, largest = max(enumerate(coding), key=lambda found: (found[1].n_standing or 0, found[0]))
    days = {c.at_s // _DAY_S for c in coding}
    return Course(
        n_commits=len(every),
        n_coding=len(coding),
        n_days=len(days),
        n_months=(max(days) - min(days)) / _MONTH_DAYS,
        n_lines=n_lines,
        largest_share=(largest.n_standing or 0) / n_lines,
        largest_sha=largest.sha,
        n_later=place,
        n_earlier=len(coding) - 1 - place,
    )


def is_dump(course: Course) -> bool:
    """Return True if nearly all code came in one commit, with little work before it and after."""
    return (
        course.largest_share >= DUMP_SHARE
        and course.n_later <= DUMP_MOST_LATER
        and course.n_earlier <= DUMP_MOST_EARLIER
    )


def is_iterative(course: Course) -> bool:
    """Return True if code came in many commits on many days, and not most of it at once."""
    return (
        course.n_coding >= ITERATIVE_COMMITS
        and course.n_days >= ITERATIVE_DAYS
        and course.largest_share < ITERATIVE_MOST_IN_ONE
    )


def origin_of(history: History, tutorials: Iterable[Tutorial]) -> Origin | None:
    """Return the upstream whose history this one goes on from; None if none is known.

    Notes
    -----
    A remote called ``upstream`` is asked first. A tutorial is the upstream if it has one of the oldest commits here.
    """
    if history.upstream is not None and history.upstream_shas:
        n_own = len(own_commits(history, history.upstream_shas))
        return Origin(history.upstream, len(history.upstream_shas), n_own, is_recorded=False)
    roots = {c.sha[:COMMIT_LETTERS] for c in history.commits if c.is_root}
    shas = {c.sha[:COMMIT_LETTERS] for c in history.commits}
    found = [t for t in tutorials if not roots.isdisjoint(t.commits)]
    if not found:
        return None
    best = max(found, key=lambda t: (len(shas & t.commits), t.name))
    n_own = len(own_commits(history, best.commits))
    return Origin(best.name, len(shas & best.commits), n_own, is_recorded=True)
