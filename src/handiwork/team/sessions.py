"""Sessions of browsers: begun at sign-in with a new secret, ended by idleness, age, or on purpose."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from handiwork.errors import NotFoundError
from handiwork.privacy.secrets import digest_of, keyed, new_secret
from handiwork.state.team_models import SessionRow, UserRow
from handiwork.team.members import member_of
from handiwork.team.nouns import Member, Session

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["IDLE", "LONGEST", "Sessions"]

IDLE = timedelta(hours=12)
"""A session ends after so long without a request."""

LONGEST = timedelta(days=7)
"""A session ends so long after sign-in."""

_NOTED_EVERY = timedelta(minutes=5)


class Sessions:
    """All sessions.

    Parameters
    ----------
    database
        The opened state database.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, database: "Database", clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def begin(self, member: Member, *, instead_of: str | None = None) -> str:
        """Begin a session and return its secret, which is always new; the one the browser came with ends."""
        secret, now = new_secret(), self._clock()
        with self._database.transaction() as session:
            over = or_(SessionRow.seen_at < now - IDLE, SessionRow.made_at < now - LONGEST)
            session.execute(delete(SessionRow).where(over))
            if instead_of:
                session.execute(delete(SessionRow).where(SessionRow.digest == digest_of(instead_of)))
            row = SessionRow(digest=digest_of(secret), user_id=member.number, made_at=now, seen_at=now)
            session.add(row)
        return secret

    def whose(self, secret: str) -> Member | None:
        """Return whose session it is; None if it ended, never was, or its user is shut out."""
        now = self._clock()
        with self._database.transaction() as session:
            found = session.execute(
                select(SessionRow, UserRow)
                .join(UserRow, UserRow.id == SessionRow.user_id)
                .where(SessionRow.digest == digest_of(secret))
            ).one_or_none()
            if found is None:
                return None
            row, user = found
            if user.disabled_at is not None or now - row.seen_at >= IDLE or now - row.made_at >= LONGEST:
                session.delete(row)
                return None
            if now - row.seen_at >= _NOTED_EVERY:
                row.seen_at = now
            return member_of(user)

    def of(self, member: Member) -> list[Session]:
        """Return the sessions of a user, the newest first."""
        with self._database.transaction() as session:
            rows = session.scalars(
                select(SessionRow).where(SessionRow.user_id == member.number).order_by(SessionRow.id.desc())
            )
            return [Session(row.id, row.made_at, row.seen_at) for row in rows]

    def end(self, secret: str) -> None:
        """End a session; one that ended already may be ended again."""
        with self._database.transaction() as session:
            session.execute(delete(SessionRow).where(SessionRow.digest == digest_of(secret)))

    def end_number(self, member: Member, number: int) -> None:
        """End one of a user's own sessions.

        Raises
        ------
        NotFoundError
            If the user has no such session.
        """
        with self._database.transaction() as session:
            row = session.get(SessionRow, number)
            if row is None or row.user_id != member.number:
                raise NotFoundError(f"you have no session {number}")
            session.delete(row)

    @staticmethod
    def csrf(secret: str) -> str:
        """Return the token that forms of a session carry: made from its secret, of no use for anything else."""
        return keyed(secret.encode(), "csrf")
