"""Rows of pull requests and reviews → how a person's were reviewed, and how they review others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from handiwork.signals.own.figures import SIGNALS, period_of
from handiwork.signals.own.nouns import Figure, OwnExample

__all__ = ["LEAST_PULLS", "LEAST_REVIEWS", "PULL_COLUMNS", "REVIEW_COLUMNS", "Reader", "review_figures"]

LEAST_PULLS = 5
"""With fewer own pull requests, no share of them is told."""

LEAST_REVIEWS = 5
"""With fewer reviews given, no share of them is told."""

PULL_COLUMNS = ("number", "state", "created_at", "merged_at", "author_id", "author_login")
"""What is read of the table ``pull_requests``."""

REVIEW_COLUMNS = ("number", "reviewer_id", "reviewer_login", "verdict", "submitted_at", "n_comments")
"""What is read of the table ``reviews``."""

_N_EXAMPLES = 5
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose figures are made.

    Attributes
    ----------
    ids, logins
        Numeric ids, and logins in lower case, also former ones.
    """

    ids: Collection[int]
    logins: Collection[str]

    def is_me(self, account_id: int | None, login: str | None) -> bool:
        """Return whether an account is theirs: by its id, or where there is none by its login."""
        return account_id in self.ids if account_id is not None and self.ids else (login or "").lower() in self.logins


@dataclass(frozen=True, slots=True)
class _Counted:
    """One thing that was counted: when, towards which figure, and how much (an int, but for hours)."""

    signal: str
    at: datetime
    number: int
    hits: float


def review_figures(
    pulls: Sequence[_Row], reviews: Sequence[_Row], me: Reader, repo_name: str, *, by: str = "year"
) -> list[Figure]:
    """Return how a person's pull requests in one repository were reviewed, and how they review others there.

    Parameters
    ----------
    pulls, reviews
        Rows with :data:`PULL_COLUMNS` and :data:`REVIEW_COLUMNS`: everything that was told of the repository, but for
        the reviews of machines. Empty pull requests mean that nobody asked for them: nothing is told then.
    me
        Who.
    repo_name
        owner/name.
    by
        ``year`` or ``quarter``.

    Returns
    -------
    list of Figure
        As :func:`~handiwork.signals.own.figures.figures_of`; empty where nothing was asked for.

    Notes
    -----
    A review that only answers in a conversation counts as one, as GitHub counts it. Reviews of one's own pull request
    are left out on both sides. Hours to a review are counted from the pull request's opening: when somebody was asked
    to look at it, nobody tells.
    """
    if not pulls:
        return []
    opened = {row["number"]: row["created_at"] for row in pulls}
    mine = {row["number"]: row for row in pulls if me.is_me(row["author_id"], row["author_login"])}
    received: dict[int, list[_Row]] = {}
    given: list[_Row] = []
    for row in reviews:
        is_by_me = me.is_me(row["reviewer_id"], row["reviewer_login"])
        if row["number"] in mine and not is_by_me:
            received.setdefault(row["number"], []).append(row)
        elif is_by_me and row["number"] not in mine and row["number"] in opened:
            given.append(row)
    counted = [one for number, row in mine.items() for one in _of_own(row, received.get(number, []))]
    counted += [one for row in given for one in _of_given(row)]
    firsts = {row["number"]: row["submitted_at"] for row in sorted(given, key=_newest_first)}
    counted += [_Counted("hours-to-review", at, number, _hours(opened[number], at)) for number, at in firsts.items()]
    return _figures(counted, repo_name, by)


# --- private ---


def _of_own(pull: _Row, reviews: Sequence[_Row]) -> list[_Counted]:
    if pull["state"] == "open":
        return []
    at, number = pull["created_at"], pull["number"]
    found = [
        _Counted("pulls-reviewed", at, number, int(bool(reviews))),
        _Counted("reviews-per-pull", at, number, len(reviews)),
    ]
    if any(row["verdict"] == "changes_requested" for row in reviews):
        found.append(_Counted("pulls-followed-up", at, number, int(pull["merged_at"] is not None)))
    return found


def _of_given(review: _Row) -> list[_Counted]:
    at, number, n_comments = review["submitted_at"], review["number"], review["n_comments"]
    found = [
        _Counted("reviews-given", at, number, 1),
        _Counted("reviews-asking-changes", at, number, int(review["verdict"] == "changes_requested")),
    ]
    if n_comments is not None:
        found.append(_Counted("reviews-with-comments", at, number, int(n_comments > 0)))
        found.append(_Counted("comments-per-review", at, number, n_comments))
    return found


def _newest_first(review: _Row) -> float:
    return -float(review["submitted_at"].replace(tzinfo=UTC).timestamp())


def _hours(opened: datetime, at: datetime) -> float:
    return max(0.0, (at - opened).total_seconds() / 3600)


def _figures(counted: Sequence[_Counted], repo_name: str, by: str) -> list[Figure]:
    told = []
    for signal in (name for name, known in SIGNALS.items() if known.family == "reviews"):
        own = sorted((one for one in counted if one.signal == signal), key=lambda one: (one.at, one.number))
        periods: dict[str, list[_Counted]] = {"all": own}
        for one in own:
            periods.setdefault(period_of(int(one.at.replace(tzinfo=UTC).timestamp()), by), []).append(one)
        told += [_figure(signal, period, some, repo_name) for period, some in periods.items()]
    return told


def _figure(signal: str, period: str, counted: Sequence[_Counted], repo_name: str) -> Figure:
    n, hits = len(counted), sum(one.hits for one in counted)
    numbers = list(dict.fromkeys(one.number for one in reversed(counted) if one.hits))
    examples = tuple(OwnExample(repo_name, "", number=number) for number in numbers[:_N_EXAMPLES])
    if SIGNALS[signal].unit == "count":
        return Figure(signal, period, float(n), n, None, examples)
    least = LEAST_PULLS if "pull" in signal else LEAST_REVIEWS
    if SIGNALS[signal].unit == "hours":
        return Figure(signal, period, median(one.hits for one in counted) if n >= least else None, n, None, examples)
    return Figure(signal, period, hits / n if n >= least else None, n, int(hits), examples)
