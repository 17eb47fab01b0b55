"""The tables of the state, one class each; a change here needs a migration beside it.

Text is scrubbed of addresses by the room that writes it, before it comes here.
"""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Index, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = ["Base", "DecisionRow", "SuppressionRow", "UtcInstant"]


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant in UTC; stored without a zone where the database knows none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the instant in UTC; a naive one is refused.

        Raises
        ------
        ValueError
            If the instant has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored instant, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables of the state share: one list of tables and one way to name constraints."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class SuppressionRow(Base):
    """One name of somebody who is left out: the one that was asked for, or one learned from it.

    Attributes
    ----------
    id
        Number of the row.
    login
        Login in lower case.
    account_id
        Numeric account id; None if only the login was given.
    learned_from
        The row of the request this name was learned from; None for the request itself.
    reason
        Why, in the words of whoever asked; never an address.
    added_at
        When the row was written.
    """

    __tablename__ = "suppressions"
    __table_args__ = (
        Index("ix_suppressions_name", "learned_from", "login", "account_id", unique=True),
        Index("ix_suppressions_login", "login"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(100))
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    learned_from: Mapped[int | None] = mapped_column(ForeignKey("suppressions.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcInstant)


class DecisionRow(Base):
    """One decision of an operator about who is who; rows are only ever added.

    Attributes
    ----------
    id
        Number of the decision, ascending in time.
    verb
        accept | reject | split | undo.
    account
        Key of the account it is about; that of the decision taken back if it is ``undo``.
    other
        Key of the account it is joined to or kept from; None for ``split``.
    undoes
        The decision that it takes back; None unless it is ``undo``.
    before
        What had been decided about the same until then: accepted, rejected, split, or empty.
    operator
        Who decided, as the settings say; empty if they say nothing.
    note
        Why, in the operator's words; never an address.
    decided_at
        When.
    """

    __tablename__ = "identity_decisions"
    __table_args__ = (Index("ix_identity_decisions_undoes", "undoes", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str] = mapped_column(String(10))
    account: Mapped[str] = mapped_column(Text)
    other: Mapped[str | None] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("identity_decisions.id"))
    before: Mapped[str] = mapped_column(String(10))
    operator: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcInstant)
