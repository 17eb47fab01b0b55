"""The table of notices that were given to people about what is held of them."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from handiwork.state.models import Base, UtcInstant

__all__ = ["NoticeRow"]


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
