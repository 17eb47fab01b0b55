"""What each reason weighs, and from which strength on a link is accepted, or shown as possible.

=====================  ======  ===================================================================================
reason                 weight  this account and that person are the same, because
=====================  ======  ===================================================================================
``operator``             1.0   an operator decided so
``mutual_link``          1.0   each names the other on the profile its owner keeps
``profile_link``         0.95  one of them names the other on the profile its owner keeps
``programme``            0.95  a programme entry that the speaker gave names the GitHub account
``attested_commits``     0.95  a package this account owns or maintains was published from a repository, which its
                               publishing attests, where the GitHub account of the same handle committed
``role_commits``         0.9   the same, but the package's own metadata or record names the repository
``official_commits``     0.9   a paper of this author names a repository as its own, where somebody of the same full
                               name committed
``rare_handle_name``     0.75  both have the same handle, which is rare, and show the same full name
``rare_handle``          0.5   both have the same handle, which is rare
``name``                 0.2   both show the same full name; it never makes a link by itself
``contested``            0     another account has as good a claim, so neither is accepted
=====================  ======  ===================================================================================

Author lines of git histories were joined before the ledger looks at them; these are the weights their reasons are
shown with. Those that were measured are told in ``docs/explanation/identity.md``.

A link is as strong as its strongest reason, not as their sum. The reasons are not independent (who copies a handle
copies the name as well, and commits under the same handle), so adding them, or multiplying their doubts, would let
two weak guesses pass for a proof; and what is shown as a strength can be checked by looking at one reason.
"""

from typing import Literal

__all__ = ["ACCEPTED", "LINE_WEIGHTS", "POSSIBLE", "WEIGHTS", "Status", "status_of"]

Status = Literal["accepted", "possible"]

ACCEPTED = 0.9
"""Least strength of a link that is accepted."""

POSSIBLE = 0.5
"""Least strength of a link that is shown; below it, it is hidden."""

WEIGHTS: dict[str, float] = {
    "operator": 1.0,
    "mutual_link": 1.0,
    "profile_link": 0.95,
    "programme": 0.95,
    "attested_commits": 0.95,
    "role_commits": 0.9,
    "official_commits": 0.9,
    "rare_handle_name": 0.75,
    "rare_handle": 0.5,
    "name": 0.2,
    "contested": 0.0,
}
"""Reasons of links between origins, strongest first."""

LINE_WEIGHTS: dict[str, float] = {
    "noreply": 1.0,
    "commit": 1.0,
    "operator": 1.0,
    "mailmap": 0.95,
    "trailer": 0.95,
    "address": 0.95,
    "merge_line": 0.95,
    "mention": 0.95,
    "login": 0.95,
    "handle": 0.9,
    "name": 0.9,
}
"""Reasons of author lines: those of :mod:`handiwork.ingest.git_authors`; ``commit``: GitHub's API says which account
a commit of theirs belongs to; ``login``: the login is that of one account."""


def status_of(strength: float) -> Status | None:
    """Return what a strength makes of a link that nobody contests; None if it is hidden.

    Examples
    --------
    >>> status_of(0.9), status_of(0.5), status_of(0.49)
    ('accepted', 'possible', None)
    """
    if strength >= ACCEPTED:
        return "accepted"
    return "possible" if strength >= POSSIBLE else None
