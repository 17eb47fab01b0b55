"""The tables of notices that were given to people, and of acts that they said are wrong."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handiwork.state.models import Base, UtcInstant

__all__ = ["DisputeRow", "NoticeRow"]


class NoticeRow(Base):
    """One notice that was given to somebody.

    Attributes
    ----------
    id
        Number of the row.
    person
        Key of the person, the same in every index.
    language
        Two-letter code of what it was written in.
    way
        How it was given: message, letter, profile or other.
    given_by
        Who gave it.
    given_at
        When.
    """

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_person", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    way: Mapped[str] = mapped_column(String(20))
    given_by: Mapped[str] = mapped_column(String(100))
    given_at: Mapped[datetime] = mapped_column(UtcInstant)


class DisputeRow(Base):
    """One act that somebody said is wrong.

    Attributes
    ----------
    id
        Number of the row.
    person
        Key of the person it was told of, the same in every index.
    repository
        owner/name, lower case.
    sha, number
        Which commit, or which pull request or issue; the other is None.
    reason
        What is wrong, in words; never an address.
    made_by, made_at
        Who wrote it down, and when.
    """

    __tablename__ = "disputes"
    __table_args__ = (Index("ix_disputes_person", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(300))
    repository: Mapped[str] = mapped_column(String(200))
    sha: Mapped[str | None] = mapped_column(String(40))
    number: Mapped[int | None] = mapped_column()
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
