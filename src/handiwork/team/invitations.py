"""Invitations: a link that makes one user, once, and ends; it is handed on by whoever invites, never sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.secrets import digest_of, new_secret
from handiwork.state.team_models import InvitationRow
from handiwork.team.members import Members, check_name
from handiwork.team.nouns import Invitation, Member, check_role
from handiwork.team.passwords import Passwords

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from handiwork.state.database import Database

__all__ = ["MOST_INVITATION_DAYS", "Invitations"]

MOST_INVITATION_DAYS = 30
"""An invitation lasts so many days at most."""


class Invitations:
    """All invitations.

    Parameters
    ----------
    database
        The opened state database.
    members, passwords
        What users are made with.
    clock
        Tells the present instant, aware.
    """

    def __init__(
        self, database: "Database", members: Members, passwords: Passwords, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._members, self._passwords, self._clock = database, members, passwords, clock

    def make(self, role: str, *, by: str, days: int = 7) -> str:
        """Make an invitation and return what its link holds.

        Raises
        ------
        UsageError
            If there is no such role, or it were to last too long.
        """
        check_role(role)
        if not 1 <= days <= MOST_INVITATION_DAYS:
            raise UsageError(f"an invitation lasts 1 to {MOST_INVITATION_DAYS} days: {days} were asked")
        secret, now = new_secret(), self._clock()
        with self._database.transaction() as session:
            session.add(
                InvitationRow(
                    digest=digest_of(secret),
                    role=role,
                    made_by=by[:100],
                    made_at=now,
                    expires_at=now + timedelta(days=days),
                )
            )
        return secret

    def open(self) -> list[Invitation]:
        """Return the invitations that can be used, the newest first."""
        asked = (
            select(InvitationRow)
            .where(InvitationRow.used_at.is_(None), InvitationRow.expires_at > self._clock())
            .order_by(InvitationRow.id.desc())
        )
        with self._database.transaction() as session:
            return [Invitation(row.id, row.role, row.made_by, row.expires_at) for row in session.scalars(asked)]

    def read(self, secret: str) -> Invitation:
        """Return an invitation that can be used.

        Raises
        ------
        NotFoundError
            If there is none, or it was used or is over.
        """
        with self._database.transaction() as session:
            row = self._usable(session, secret)
            return Invitation(row.id, row.role, row.made_by, row.expires_at)

    def accept(self, secret: str, name: str, password: str) -> Member:
        """Make the user an invitation is for; errors as :meth:`read` and :meth:`Members.make`."""
        self.read(secret)  # nobody gets a hash computed without an invitation
        taken = check_name(name)
        hashed = self._passwords.hashed(password, name=taken)
        with self._database.transaction() as session:
            row = self._usable(session, secret)
            row.used_at = self._clock()
            return self._members.insert(session, taken, row.role, password=hashed)

    def withdraw(self, number: int) -> None:
        """Make an invitation useless.

        Raises
        ------
        NotFoundError
            If there is none of that number.
        """
        with self._database.transaction() as session:
            row = session.get(InvitationRow, number)
            if row is None:
                raise NotFoundError(f"there is no invitation {number}")
            session.delete(row)

    # --- private ---

    def _usable(self, session: "Transaction", secret: str) -> InvitationRow:
        asked = select(InvitationRow).where(InvitationRow.digest == digest_of(secret)).with_for_update()
        row = session.scalar(asked)
        if row is None or row.used_at is not None or self._clock() >= row.expires_at:
            raise NotFoundError("the invitation was used, withdrawn or is over: ask for a new one")
        return row
