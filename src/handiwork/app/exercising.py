"""Exercises for a field or for a role: the catalogue's tasks as kits, chosen by how the role was understood."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.catalog import Ecosystem
    from handiwork.desk.exercises import ChosenKit, Kit

__all__ = ["exercise_named", "exercises_for", "exercises_in"]


def exercises_in(app: "Handiwork", ecosystem: str) -> "tuple[Ecosystem, tuple[Kit, ...]]":
    """Return an ecosystem and its kits, those of its own first.

    Raises
    ------
    NotFoundError
        If the catalogue has no such ecosystem; with the nearest ones.
    """
    from handiwork.desk.exercises import kits_of

    found = app.ecosystem(ecosystem)
    return found, kits_of(found)


def exercise_named(app: "Handiwork", ecosystem: str, key: str) -> "Kit":
    """Return one kit of an ecosystem by its key or title.

    Raises
    ------
    NotFoundError
        If there is no such ecosystem or exercise; with those there are.
    """
    from handiwork.desk.exercises import kit_named

    return kit_named(app.ecosystem(ecosystem), key)


def exercises_for(app: "Handiwork", role: str, *, today: date, limit: int = 4) -> "tuple[ChosenKit, ...]":
    """Return the kits that fit a role, best first; needs no index.

    Parameters
    ----------
    app
        Gives catalogue and, where there is one, the index whose words help to understand the role.
    role
        The text.
    today
        What "in the last year" is counted from where there is no index.
    limit
        At most so many, at least 1.

    Raises
    ------
    NotFoundError
        If the role names no field that the catalogue knows.
    UsageError
        If no word of the text says what to look for.
    """
    from handiwork.app.asking import brief_of
    from handiwork.desk.exercises import chosen_for

    index = None if app.current_index() is None else app.open_index()
    brief = brief_of(index, app.catalog, role, edits=None, today=index.built_on if index else today)
    return chosen_for(app.catalog, brief, limit=limit)
