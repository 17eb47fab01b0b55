"""The log of decisions about who is who: reading it and adding to it inside one transaction."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handiwork.state.models import DecisionRow

__all__ = ["DecisionTable"]


class DecisionTable:
    """The rows of ``identity_decisions`` as one transaction sees them; none is ever changed or removed.

    Parameters
    ----------
    session
        The transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def rows(self) -> Sequence[DecisionRow]:
        """Return all rows, in the order they were written."""
        return self._session.scalars(select(DecisionRow).order_by(DecisionRow.id)).all()

    def append(self, row: DecisionRow) -> int:
        """Write one row, whose columns are described at its class, and return its number."""
        self._session.add(row)
        self._session.flush()
        return row.id
