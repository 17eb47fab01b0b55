"""The tables of a sourcer's lists: who is on them, every move from stage to stage, notes and links to share."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handiwork.state.models import Base, UtcInstant

__all__ = ["EntryRow", "ListRow", "MoveRow", "NoteRow", "ShareRow"]


class ListRow(Base):
    """One list.

    Attributes
    ----------
    id
        Its number.
    name
        What it is called.
    role
        The role it is for, as text; empty if none.
    made_by, made_at
        Who made it, and when.
    """

    __tablename__ = "lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)


class EntryRow(Base):
    """One person on one list.

    Attributes
    ----------
    id
        Its number.
    list_id
        The list.
    person
        Key of the person, the same in every index.
    login, github_id
        Of their account when they were put on it; None if it had none.
    stage
        Where they are now, see :data:`handiwork.desk.lists.STAGES`.
    due
        When something is to be done; None if nothing is.
    role, index_name, rank, micros
        What they were found by: role, index, place and score in millionths; empty or None if by hand.
    facts
        Up to three linked contributions as JSON, as they were when the person was added.
    added_by, added_at
        Who, and when.
    """

    __tablename__ = "list_entries"
    __table_args__ = (
        Index("ix_list_entries_list_id_person", "list_id", "person", unique=True),
        Index("ix_list_entries_person", "person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(300))
    login: Mapped[str | None] = mapped_column(String(100))
    github_id: Mapped[int | None] = mapped_column(BigInteger)
    stage: Mapped[str] = mapped_column(String(20))
    due: Mapped[date | None] = mapped_column(Date)
    role: Mapped[str] = mapped_column(Text)
    index_name: Mapped[str | None] = mapped_column(String(100))
    rank: Mapped[int | None] = mapped_column(Integer)
    micros: Mapped[int | None] = mapped_column(BigInteger)
    facts: Mapped[str] = mapped_column(Text)
    added_by: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime] = mapped_column(UtcInstant)


class MoveRow(Base):
    """One move of an entry to another stage; rows are only ever added, and removed with the entry.

    Attributes
    ----------
    id
        Its number, ascending in time.
    entry_id
        The entry.
    before, after
        Stages.
    reason
        One of :data:`handiwork.desk.lists.REASONS`, empty unless the move closes the entry.
    words
        More about the reason, in somebody's words.
    undoes
        The move this one takes back; None for any other.
    moved_by, moved_at
        Who, and when.
    """

    __tablename__ = "list_moves"
    __table_args__ = (Index("ix_list_moves_entry_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("list_entries.id", ondelete="CASCADE"))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(Integer)
    moved_by: Mapped[str] = mapped_column(String(100))
    moved_at: Mapped[datetime] = mapped_column(UtcInstant)


class NoteRow(Base):
    """One note about an entry: its text, who wrote it, and when."""

    __tablename__ = "list_notes"
    __table_args__ = (Index("ix_list_notes_entry_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("list_entries.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[str] = mapped_column(String(100))
    noted_at: Mapped[datetime] = mapped_column(UtcInstant)


class ShareRow(Base):
    """One link under which a list can be read.

    Attributes
    ----------
    id
        Its number.
    list_id
        The list.
    digest
        SHA-256 of the link's secret, hexadecimal; the secret itself is nowhere.
    expires_at
        When it ends.
    is_blind
        Whether names and logins are hidden.
    has_notes
        Whether notes are shown.
    made_by, made_at
        Who, and when.
    """

    __tablename__ = "list_shares"
    __table_args__ = (Index("ix_list_shares_digest", "digest", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcInstant)
    is_blind: Mapped[bool] = mapped_column(Boolean)
    has_notes: Mapped[bool] = mapped_column(Boolean)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
