"""The table that counts drafts of messages: digests and instants, no text and no person."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from handiwork.state.models import Base, UtcInstant

__all__ = ["DraftRow"]


class DraftRow(Base):
    """One draft that was made.

    Attributes
    ----------
    id
        Number of the row.
    operator
        Who made it.
    text_digest
        SHA-256 of the message without its greeting, hexadecimal.
    own_digest
        SHA-256 of the message together with whom it is for: the same text for another person has another one.
    made_at
        When.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        Index("ix_drafts_operator_made_at", "operator", "made_at"),
        Index("ix_drafts_text_digest", "text_digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    operator: Mapped[str] = mapped_column(String(100))
    text_digest: Mapped[str] = mapped_column(String(64))
    own_digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
