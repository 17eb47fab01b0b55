"""Everything of one state copied into another, empty one: all rows or none."""

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, text

from handiwork.errors import StoreError, UsageError
from handiwork.state.models import Base

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["copy_state"]

_AT_ONCE = 1000


def copy_state(source: "Database", target: "Database") -> dict[str, int]:
    """Copy all rows, with their numbers.

    Parameters
    ----------
    source
        An opened state; nobody writes to it meanwhile, if it is SQLite.
    target
        An opened state without rows.

    Returns
    -------
    dict
        Rows by table.

    Raises
    ------
    UsageError
        If the target holds something: nothing is written then.
    StoreError
        If a row does not fit, or fewer arrived than were sent: nothing is kept of it then.
    """
    counts: dict[str, int] = {}
    with source.transaction() as taken, target.transaction() as given:
        tables = Base.metadata.sorted_tables
        full = [table.name for table in tables if given.execute(select(1).select_from(table).limit(1)).first()]
        if full:
            raise UsageError(f"the target is not empty: there are rows in {', '.join(full)}; name an empty database")
        for table in tables:
            # In the order of their numbers, as a row may refer to one before it in the same table.
            rows = taken.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            for some in rows.partitions(_AT_ONCE):
                given.execute(insert(table), [dict(row) for row in some])
            counts[table.name] = taken.execute(select(func.count()).select_from(table)).scalar_one()
            arrived = given.execute(select(func.count()).select_from(table)).scalar_one()
            if arrived != counts[table.name]:
                raise StoreError(f"{arrived} of {counts[table.name]} rows of {table.name} arrived: nothing is kept")
            if counts[table.name] and given.get_bind().dialect.name == "postgresql" and "id" in table.columns:
                # The numbers came with the rows: the next one is told where to go on.
                told = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
                given.execute(told, {"name": table.name, "last": given.execute(select(func.max(table.c.id))).scalar()})
    return counts
