"""Tokens by which programs ask as a user: shown once, kept as digests, never able to do more than their owner."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.addresses import scrub
from handiwork.privacy.secrets import digest_of, new_secret
from handiwork.state.team_models import TokenRow, UserRow
from handiwork.team.members import member_of
from handiwork.team.nouns import Member, Token, check_role, lower_role

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["MOST_TOKEN_DAYS", "PREFIX", "Tokens"]

MOST_TOKEN_DAYS = 366
"""A token lasts so many days at most."""

PREFIX = "hw_"
"""What all tokens begin with, so that scanners of secrets find one that leaked."""


class Tokens:
    """All tokens.

    Parameters
    ----------
    database
        The opened state database.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, database: "Database", clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def make(self, owner: Member, title: str, *, role: str, days: int) -> tuple[Token, str]:
        """Make a token; return it with its secret, which is shown this once.

        Raises
        ------
        UsageError
            If it were to do more than its owner, or to last too long, or has no title.
        """
        said = scrub(" ".join(title.split()))
        if not 1 <= len(said) <= 100:
            raise UsageError(f"say in 1 to 100 characters what the token is for: {len(said)} were given")
        if lower_role(check_role(role), owner.role) != role:
            raise UsageError(f"the token would have the role {role}, its owner {owner.name} has only {owner.role}")
        if not 1 <= days <= MOST_TOKEN_DAYS:
            raise UsageError(f"a token lasts 1 to {MOST_TOKEN_DAYS} days: {days} were asked")
        secret, now = PREFIX + new_secret(), self._clock()
        with self._database.transaction() as session:
            row = TokenRow(
                digest=digest_of(secret),
                user_id=owner.number,
                title=said,
                role=role,
                made_at=now,
                expires_at=now + timedelta(days=days),
            )
            session.add(row)
            session.flush()
            return _token(row, owner.name), secret

    def whose(self, secret: str) -> tuple[Member, str] | None:
        """Return whose token it is and the role it has now; None if it is over, revoked, or its owner shut out."""
        now = self._clock()
        with self._database.transaction() as session:
            found = session.execute(
                select(TokenRow, UserRow)
                .join(UserRow, UserRow.id == TokenRow.user_id)
                .where(TokenRow.digest == digest_of(secret))
            ).one_or_none()
            if found is None:
                return None
            row, user = found
            if row.revoked_at is not None or now >= row.expires_at or user.disabled_at is not None:
                return None
            if row.used_on != now.date():
                row.used_on = now.date()
            return member_of(user), lower_role(row.role, user.role)

    def all(self, owner: Member | None = None) -> list[Token]:
        """Return the tokens of a user, or of all, the newest first."""
        asked = select(TokenRow, UserRow.name).join(UserRow, UserRow.id == TokenRow.user_id)
        if owner is not None:
            asked = asked.where(TokenRow.user_id == owner.number)
        with self._database.transaction() as session:
            return [_token(row, name) for row, name in session.execute(asked.order_by(TokenRow.id.desc()))]

    def revoke(self, number: int, *, owner: Member | None = None) -> None:
        """Revoke a token at once.

        Raises
        ------
        NotFoundError
            If there is none of that number, or it is another user's than the one given.
        """
        with self._database.transaction() as session:
            row = session.get(TokenRow, number)
            if row is None or (owner is not None and row.user_id != owner.number):
                raise NotFoundError(f"there is no token {number}")
            row.revoked_at = row.revoked_at or self._clock()


# --- private ---


def _token(row: TokenRow, owner: str) -> Token:
    return Token(
        row.id, owner, row.title, row.role, row.made_at, row.expires_at, row.revoked_at is not None, row.used_on
    )
