"""The users: making them, what they may do, their passwords, and shutting them out."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.secrets import digest_of
from handiwork.state.team_models import SessionRow, TokenRow, UserRow
from handiwork.team.nouns import Member, check_role
from handiwork.team.passwords import Passwords

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from handiwork.state.database import Database

__all__ = ["Members", "check_name"]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class Members:
    """All users.

    Parameters
    ----------
    database
        The opened state database.
    passwords
        Hashes and checks passwords.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, database: "Database", passwords: Passwords, clock: Callable[[], datetime]) -> None:
        self._database, self._passwords, self._clock = database, passwords, clock

    def any(self) -> bool:
        """Return whether there are users, shut out or not."""
        with self._database.transaction() as session:
            return session.scalar(select(UserRow.id).limit(1)) is not None

    def all(self) -> list[Member]:
        """Return all users by name."""
        with self._database.transaction() as session:
            return [member_of(row) for row in session.scalars(select(UserRow).order_by(UserRow.name))]

    def named(self, name: str) -> Member:
        """Return the user of a name.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        with self._database.transaction() as session:
            return member_of(_row(session, name))

    def make(self, name: str, role: str, password: str, *, first: bool = False) -> Member:
        """Make a user.

        Parameters
        ----------
        name
            Two to 40 small letters, digits, dots, dashes or underscores; no address.
        role
            What they may do; the first user is an admin.
        password
            As :meth:`Passwords.hashed` asks.
        first
            Refuse if there are users already.

        Raises
        ------
        UsageError
            If the name is taken or no name, the password is weak, or the first user is no admin.
        """
        taken, role = check_name(name), check_role(role)
        hashed = self._passwords.hashed(password, name=taken)
        with self._database.transaction() as session:
            return self.insert(session, taken, role, password=hashed, first=first)

    def insert(
        self,
        session: "Transaction",
        name: str,
        role: str,
        *,
        password: str | None = None,
        subject: str | None = None,
        first: bool = False,
    ) -> Member:
        """Write a user whose name and role were checked, inside a transaction; errors as :meth:`make`."""
        others = session.scalar(select(func.count()).select_from(UserRow)) or 0
        if others and first:
            raise UsageError("there are users already: sign in, or ask an admin for an invitation")
        if not others and role != "admin":
            raise UsageError(f"the first user is an admin, who makes the others: the role {role} was asked")
        if session.scalar(select(UserRow.id).where(UserRow.name == name)) is not None:
            raise UsageError(f"there is a user {name!r} already: take another name")
        row = UserRow(name=name, role=role, password=password, subject=subject, made_at=self._clock())
        session.add(row)
        session.flush()
        return member_of(row)

    def set_role(self, name: str, role: str) -> Member:
        """Change what a user may do; their sessions end, so that each is made anew with the new role.

        Raises
        ------
        UsageError
            If no admin were left.
        """
        check_role(role)
        with self._database.transaction() as session:
            row = _row(session, name)
            if role != "admin":
                _require_other_admin(session, row)
            if row.role != role:
                row.role = role
                _end_sessions(session, row)
            return member_of(row)

    def set_password(self, name: str, password: str) -> Member:
        """Give a user a new password; all their sessions end."""
        with self._database.transaction() as session:
            row = _row(session, name)
            row.password = self._passwords.hashed(password, name=row.name)
            _end_sessions(session, row)
            return member_of(row)

    def change_password(self, name: str, old: str, new: str) -> Member:
        """Change one's own password, saying the old one.

        Raises
        ------
        UsageError
            If the old one is not it.
        """
        if self.checked(name, old) is None:
            raise UsageError("the present password is another: nothing was changed")
        return self.set_password(name, new)

    def disable(self, name: str) -> Member:
        """Shut a user out: sessions end and tokens are revoked, at once.

        Raises
        ------
        UsageError
            If no admin were left.
        """
        with self._database.transaction() as session:
            row = _row(session, name)
            _require_other_admin(session, row)
            row.disabled_at = row.disabled_at or self._clock()
            _end_sessions(session, row)
            for token in session.scalars(select(TokenRow).where(TokenRow.user_id == row.id)):
                token.revoked_at = token.revoked_at or self._clock()
            return member_of(row)

    def enable(self, name: str) -> Member:
        """Let a user in again; revoked tokens stay revoked."""
        with self._database.transaction() as session:
            row = _row(session, name)
            row.disabled_at = None
            return member_of(row)

    def checked(self, name: str, password: str) -> Member | None:
        """Return the user whose name and password these are; None if not, after the same work whatever is wrong."""
        with self._database.transaction() as session:
            row = session.scalar(select(UserRow).where(UserRow.name == name.strip().lower()[:40]))
            stored, number = (row.password, row.id) if row and row.disabled_at is None else (None, None)
        # Hashing takes long, so no transaction is held meanwhile.
        if not self._passwords.fits(password, stored) or stored is None:
            return None
        renewed = self._passwords.renewed(password, stored)
        with self._database.transaction() as session:
            row = session.get(UserRow, number)
            if row is None or row.disabled_at is not None or row.password != stored:
                return None
            row.password = renewed or stored
            row.seen_on = self._clock().date()
            return member_of(row)

    def of_provider(self, issuer: str, subject: str, *, wanted: str, role: str) -> Member | None:
        """Return the user of a provider's subject, made at their first sign-in; None if they are shut out.

        Parameters
        ----------
        issuer, subject
            Who it is, as the provider's token says; only their digest is kept.
        wanted
            The name they go by there; taken if it is a name and free, else one is made from the digest.
        role
            Of a new user.
        """
        digest = digest_of(f"{issuer}\n{subject}")
        with self._database.transaction() as session:
            row = session.scalar(select(UserRow).where(UserRow.subject == digest))
            if row is None:
                name = wanted.lower()
                is_free = session.scalar(select(UserRow.id).where(UserRow.name == name)) is None
                name = name if _NAME.fullmatch(name) and is_free else f"user-{digest[:12]}"
                made = self.insert(session, name, role, subject=digest)
                row = session.get_one(UserRow, made.number)
            row.seen_on = self._clock().date()
            return None if row.disabled_at is not None else member_of(row)


def check_name(name: str) -> str:
    """Return a user's name in lower case.

    Raises
    ------
    UsageError
        If it is none; an address is none.
    """
    found = name.strip().lower()
    if not _NAME.fullmatch(found):
        shown = "an address" if "@" in found else repr(found[:60])
        raise UsageError(f"{shown} is no name of a user: take 2 to 40 of a-z, 0-9, dot, dash and underscore")
    return found


def member_of(row: UserRow) -> Member:
    """Return a user as others see them: without the hash."""
    return Member(
        row.id, row.name, row.role, row.disabled_at is not None, row.password is not None, row.made_at, row.seen_on
    )


# --- private ---


def _row(session: "Transaction", name: str) -> UserRow:
    row = session.scalar(select(UserRow).where(UserRow.name == name.strip().lower()).with_for_update())
    if row is None:
        raise NotFoundError(f"there is no user {name[:40]!r}" if "@" not in name else "an address is no name of a user")
    return row


def _require_other_admin(session: "Transaction", row: UserRow) -> None:
    admins = session.scalars(
        select(UserRow.id).where(UserRow.role == "admin", UserRow.disabled_at.is_(None)).with_for_update()
    ).all()
    if list(admins) == [row.id]:
        raise UsageError(f"{row.name} is the only admin: make another one first")


def _end_sessions(session: "Transaction", row: UserRow) -> None:
    session.execute(delete(SessionRow).where(SessionRow.user_id == row.id))
