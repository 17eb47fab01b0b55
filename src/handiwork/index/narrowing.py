"""The inputs of an index as they were on a day, or in some repositories alone (needs the engine's expressions)."""

from collections.abc import Collection
from datetime import date, datetime

import ibis
import ibis.expr.types as ir

from handiwork.index.tables import IndexInputs

__all__ = ["narrowed"]


def narrowed(
    inputs: IndexInputs, *, before: date | None = None, repositories: Collection[str] | None = None
) -> IndexInputs:
    """Keep the acts before a day and in some repositories, and the persons and repositories that have any.

    Parameters
    ----------
    inputs
        Three tables.
    before
        Only acts before this day (UTC) are kept; None keeps all.
    repositories
        Present or former names, in any case; None keeps all.

    Returns
    -------
    IndexInputs
        Expressions over the given tables; persons and repositories are numbered anew, in the same order.

    Notes
    -----
    What is known of a person or repository stays what is known today: names, joined accounts, descriptions.
    """
    acts, repos = inputs.contributions, inputs.repos
    if before is not None:
        acts = acts.filter(acts["at"] < ibis.literal(datetime(before.year, before.month, before.day)))
    if repositories is not None:
        wanted = sorted({name.strip().lower() for name in repositories})
        names = repos.select("repo_no", one_name=repos.names.unnest()).union(
            repos.select("repo_no", one_name=repos.name)
        )
        repos = repos.semi_join(names.filter(names.one_name.lower().isin(wanted)), "repo_no")
        acts = acts.semi_join(repos, "repo_no")
    persons = _numbered(inputs.persons.semi_join(acts, "person_id"), "person_id")
    repos = _numbered(repos.semi_join(acts, "repo_no"), "repo_no")
    for table, number in ((persons, "person_id"), (repos, "repo_no")):
        fresh = table.select("fresh", **{number: table.former})
        acts = acts.inner_join(fresh, number)
        acts = acts.mutate(**{number: acts.fresh}).drop("fresh")
    return IndexInputs(_renamed(persons, "person_id"), _renamed(repos, "repo_no"), acts)


# --- private ---


def _numbered(table: ir.Table, number: str) -> ir.Table:
    """Return the rows with ``fresh`` numbers from 0 on in the order of the ``former`` ones."""
    place = ibis.row_number().over(order_by=table[number])
    return table.mutate(fresh=place.cast("int32"), former=table[number]).drop(number)


def _renamed(table: ir.Table, number: str) -> ir.Table:
    return table.drop("former").rename({number: "fresh"})
