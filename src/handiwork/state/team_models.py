"""The tables of a team: users, sessions, sign-in attempts, tokens for programs, invitations, sign-ins under way."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handiwork.state.models import Base, UtcInstant

__all__ = ["AttemptRow", "InvitationRow", "ProviderRow", "SessionRow", "TokenRow", "UserRow"]


class UserRow(Base):
    """One user; never deleted, as others' rows name them.

    Attributes
    ----------
    id
        Number of the user.
    name
        In lower case, without ``@``.
    role
        viewer | recruiter | admin.
    password
        Argon2id hash with its parameters; None for who signs in by a provider alone.
    subject
        SHA-256 of the provider's issuer and subject, which may be an address; None without a provider.
    disabled_at
        When the user was shut out; None while they may sign in.
    made_at
        When.
    seen_on
        Day of the last sign-in.
    """

    __tablename__ = "users"
    __table_args__ = (
        Index("ix_users_name", "name", unique=True),
        Index("ix_users_subject", "subject", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(10))
    password: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(String(64))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    seen_on: Mapped[date | None] = mapped_column(Date)


class SessionRow(Base):
    """One browser that somebody signed in with.

    Attributes
    ----------
    id
        Number of the session.
    digest
        SHA-256 of what the cookie holds.
    user_id
        Whose.
    made_at, seen_at
        Sign-in, and the last request (to five minutes).
    """

    __tablename__ = "user_sessions"
    __table_args__ = (
        Index("ix_user_sessions_digest", "digest", unique=True),
        Index("ix_user_sessions_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    seen_at: Mapped[datetime] = mapped_column(UtcInstant)


class AttemptRow(Base):
    """How often a sign-in failed, under a name, from an address, or both.

    Attributes
    ----------
    digest
        Keyed hash of the name or address.
    failures
        In a row; 0 where a sign-in from there succeeded before.
    at
        The last one.
    """

    __tablename__ = "sign_in_attempts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcInstant)


class TokenRow(Base):
    """One token of a program.

    Attributes
    ----------
    id
        Number of the token.
    digest
        SHA-256 of the token.
    user_id
        Whose.
    title
        What it is for.
    role
        The most it may do; never more than its owner.
    made_at, expires_at, revoked_at
        When; the last is None while it is in force.
    used_on
        Day of the last use.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        Index("ix_api_tokens_digest", "digest", unique=True),
        Index("ix_api_tokens_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    expires_at: Mapped[datetime] = mapped_column(UtcInstant)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    used_on: Mapped[date | None] = mapped_column(Date)


class InvitationRow(Base):
    """One link by which somebody makes themselves a user.

    Attributes
    ----------
    id
        Number of the invitation.
    digest
        SHA-256 of what the link holds.
    role
        Of the user to be.
    made_by
        Who invited.
    made_at, expires_at, used_at
        When; the last is None until it was used.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index("ix_invitations_digest", "digest", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(10))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    expires_at: Mapped[datetime] = mapped_column(UtcInstant)
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class ProviderRow(Base):
    """One sign-in by a provider that is under way; deleted when the browser comes back.

    Attributes
    ----------
    digest
        SHA-256 of ``state``.
    browser
        SHA-256 of the cookie of the browser that began.
    nonce, verifier
        What the answer must repeat, and the secret of PKCE.
    goes_to
        Where to go on, a path of this site.
    made_at
        When.
    """

    __tablename__ = "provider_sign_ins"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(100))
    verifier: Mapped[str] = mapped_column(String(100))
    goes_to: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
