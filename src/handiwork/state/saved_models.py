"""The tables of saved searches: what is asked, and what each index answered."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handiwork.state.models import Base, UtcInstant

__all__ = ["SavedRow", "TakenRow"]


class SavedRow(Base):
    """One saved search.

    Attributes
    ----------
    id
        Its number.
    name
        What it is called.
    query
        Role, edits and filters as the canonical query of a role's address.
    top
        How many of the first people are watched.
    feed_digest
        SHA-256 of the secret under which its feed is read, hexadecimal; None if there is none.
    made_by, made_at
        Who, and when.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (Index("ix_saved_searches_feed_digest", "feed_digest", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(Text)
    top: Mapped[int] = mapped_column(Integer)
    feed_digest: Mapped[str | None] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)


class TakenRow(Base):
    """What an index answered to a saved search.

    Attributes
    ----------
    id
        Its number, ascending in time.
    saved_id
        The saved search.
    index_name, built_on
        The index, and the day it was built on.
    people
        JSON: for each of the first people in order [key, score in millionths, last act in ISO 8601 or null].
    taken_at
        When.
    """

    __tablename__ = "saved_answers"
    __table_args__ = (Index("ix_saved_answers_saved_id_index_name", "saved_id", "index_name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"))
    index_name: Mapped[str] = mapped_column(String(100))
    built_on: Mapped[date] = mapped_column(Date)
    people: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(UtcInstant)
