"""What a team is spoken of with: roles and their order, users, sessions, tokens and invitations."""

from dataclasses import dataclass
from datetime import date, datetime

from handiwork.errors import UsageError

__all__ = ["ROLES", "Invitation", "Member", "Session", "Token", "WaitError", "check_role", "lower_role"]

ROLES = ("viewer", "recruiter", "admin")
"""Each may do what those before it may: read; work with lists and drafts; look after users and data."""


@dataclass(frozen=True, slots=True)
class Member:
    """One user.

    Attributes
    ----------
    number
        Of the user.
    name
        In lower case, without ``@``.
    role
        One of :data:`ROLES`.
    is_disabled
        Whether they are shut out.
    has_password
        False for who signs in by a provider alone.
    made_at
        When, aware.
    seen_on
        Day of the last sign-in.
    """

    number: int
    name: str
    role: str
    is_disabled: bool
    has_password: bool
    made_at: datetime
    seen_on: date | None


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in: its number, sign-in and last request, both aware."""

    number: int
    made_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a program, without its secret; as :class:`handiwork.state.team_models.TokenRow`."""

    number: int
    owner: str
    title: str
    role: str
    made_at: datetime
    expires_at: datetime
    is_revoked: bool
    used_on: date | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invitation, without its secret: the role it gives, by whom, and until when."""

    number: int
    role: str
    made_by: str
    expires_at: datetime


def check_role(role: str) -> str:
    """Return a role.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if role not in ROLES:
        raise UsageError(f"{role[:40]!r} is no role: choose one of {', '.join(ROLES)}")
    return role


def lower_role(one: str, other: str) -> str:
    """Return the role of two that may do less.

    Examples
    --------
    >>> lower_role("admin", "viewer"), lower_role("recruiter", "admin")
    ('viewer', 'recruiter')
    """
    return min(one, other, key=ROLES.index)


class WaitError(UsageError):
    """Too many attempts failed of late.

    Parameters
    ----------
    seconds
        How long to wait.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts failed: wait {seconds} seconds, then try again")
        self.seconds = seconds
