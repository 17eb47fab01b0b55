"""The table of people who are left out: reading and writing its rows inside one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handiwork.state.models import SuppressionRow

__all__ = ["SuppressionTable"]


class SuppressionTable:
    """The rows of ``suppressions`` as one transaction sees them.

    Parameters
    ----------
    session
        The transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def rows(self) -> Sequence[SuppressionRow]:
        """Return all rows, in the order they were written."""
        return self._session.scalars(select(SuppressionRow).order_by(SuppressionRow.id)).all()

    def insert(
        self,
        login: str,
        account_id: int | None,
        *,
        learned_from: int | None,
        reason: str,
        added_at: datetime,
    ) -> None:
        """Write one row; the columns are described at :class:`handiwork.state.models.SuppressionRow`."""
        self._session.add(
            SuppressionRow(
                login=login,
                account_id=account_id,
                learned_from=learned_from,
                reason=reason,
                added_at=added_at,
            )
        )
        self._session.flush()

    def delete(self, row: SuppressionRow) -> None:
        """Delete one row and those learned from it."""
        self._session.delete(row)
        self._session.flush()
