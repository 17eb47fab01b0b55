"""How a role is understood, over the current index if there is one, with each repository's measured lift."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import Brief, BriefEdits
    from handiwork.search.lift import RepositoryLift

__all__ = ["BriefAnswer", "brief_answer"]


@dataclass(frozen=True, slots=True)
class BriefAnswer:
    """A brief with what its repositories give.

    Attributes
    ----------
    brief
        How the role was understood.
    lifts
        One for each repository of the brief, in order; empty without an index.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    """

    brief: "Brief"
    lifts: "tuple[RepositoryLift, ...]"
    hidden_owners: frozenset[str] = frozenset()


def brief_answer(
    app: "Handiwork", role: "str | Brief", *, edits: "BriefEdits", today: date, index_name: str | None
) -> BriefAnswer:
    """Understand a role text, or a kept brief again, and measure its repositories.

    Parameters
    ----------
    app
        Gives catalogue, index and suppressions.
    role
        The text, or a brief that was kept.
    edits
        What the user changes.
    today
        What "in the last year" is counted from where there is no index; else the day it was built on, so that the
        same index gives the same answer for ever.
    index_name
        Use this index; None for the current one, or none if there is none.
    """
    from handiwork.app.asking import asked_of, brief_of
    from handiwork.search import SearchOptions
    from handiwork.search.lift import repository_lifts

    suppressions = app.suppressions()
    if index_name is None and app.current_index() is None:
        return BriefAnswer(brief_of(None, app.catalog, role, edits=edits, today=today), (), suppressions.logins)
    index = app.open_index(index_name)
    asked = asked_of(index, app.catalog, suppressions, role, options=SearchOptions(), edits=edits)
    return BriefAnswer(asked.brief, repository_lifts(index, asked.brief, asked.resolved), suppressions.logins)
