"""Somebody taken out of every text of the state, the list of those who are left out aside."""

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import String, Text, delete, or_, select, update

from handiwork.state.models import Base, DecisionRow, SuppressionRow

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["forget_decisions", "redact_texts", "texts_of"]


def forget_decisions(database: "Database", keys: Collection[str]) -> int:
    """Delete every decision about some accounts, with those that take them back; return how many.

    The log of decisions is only ever added to, but for this: a decision about somebody names them.
    """
    with database.transaction() as session:
        about = or_(DecisionRow.account.in_(keys), DecisionRow.other.in_(keys))
        theirs = set(session.scalars(select(DecisionRow.id).where(about)))
        undone = set(session.scalars(select(DecisionRow.undoes).where(DecisionRow.id.in_(theirs)))) - {None}
        later = set(session.scalars(select(DecisionRow.id).where(DecisionRow.undoes.in_(theirs))))
        numbers = theirs | {number for number in undone if number is not None} | later
        # Those that take others back first: they refer to them.
        session.execute(delete(DecisionRow).where(DecisionRow.id.in_(numbers), DecisionRow.undoes.is_not(None)))
        session.execute(delete(DecisionRow).where(DecisionRow.id.in_(numbers)))
        return len(numbers)


def texts_of(database: "Database") -> Iterator[tuple[str, str]]:
    """Yield every text of the state with its table and column, the list of those who are left out aside."""
    with database.transaction() as session:
        for table in Base.metadata.sorted_tables:
            texts = [column for column in table.columns if isinstance(column.type, String | Text)]
            if texts and table.name != SuppressionRow.__tablename__:
                for row in session.execute(select(*texts)).mappings():
                    yield from ((f"{table.name}.{name}", value) for name, value in row.items() if value)


def redact_texts(database: "Database", clean: Callable[[str], str]) -> dict[str, int]:
    """Replace texts in every table by what a function makes of them; return how many rows changed, by table.

    Parameters
    ----------
    database
        The opened state.
    clean
        Given a text, returns it without what must not be in it.
    """
    changed: dict[str, int] = {}
    with database.transaction() as session:
        for table in Base.metadata.sorted_tables:
            if table.name == SuppressionRow.__tablename__:
                continue
            texts = [column for column in table.columns if isinstance(column.type, String | Text)]
            keys = list(table.primary_key.columns)
            if not texts or not keys:
                continue
            for row in session.execute(select(*keys, *texts)).mappings().all():
                new = {c.name: clean(row[c.name]) for c in texts if isinstance(row[c.name], str)}
                new = {name: value for name, value in new.items() if value != row[name]}
                if new:
                    session.execute(update(table).where(*(key == row[key.name] for key in keys)).values(new))
                    changed[table.name] = changed.get(table.name, 0) + 1
    return changed
