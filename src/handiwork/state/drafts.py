"""The counter of drafts: reading it and adding to it inside one transaction."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handiwork.state.drafts_models import DraftRow

__all__ = ["DraftTable"]


class DraftTable:
    """The rows of ``drafts`` as one transaction sees them.

    Parameters
    ----------
    session
        The transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def own_digests_since(self, since: datetime, *, operator: str) -> set[str]:
        """Return what an operator drafted from an instant on, as digests of text and person."""
        rows = select(DraftRow.own_digest).where(DraftRow.operator == operator, DraftRow.made_at >= since)
        return set(self._session.scalars(rows))

    def own_digests_of(self, text_digest: str) -> set[str]:
        """Return the digests of text and person of every draft with a text."""
        return set(self._session.scalars(select(DraftRow.own_digest).where(DraftRow.text_digest == text_digest)))

    def insert(self, *, operator: str, text_digest: str, own_digest: str, made_at: datetime) -> None:
        """Write one row; the columns are described at :class:`handiwork.state.drafts_models.DraftRow`."""
        self._session.add(DraftRow(operator=operator, text_digest=text_digest, own_digest=own_digest, made_at=made_at))
        self._session.flush()

    def delete_before(self, instant: datetime) -> None:
        """Delete what was made before an instant."""
        self._session.execute(delete(DraftRow).where(DraftRow.made_at < instant))
