"""Acts that somebody said are wrong: written down, left out of every index, and taken back."""

from typing import TYPE_CHECKING

from handiwork.app.auditing import note

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork

__all__ = ["dispute", "settle"]


def dispute(app: "Handiwork", login: str, link: str, *, reason: str = "", by: str = "") -> int:
    """Write down that an act of somebody is wrong, and build the index without it; return the dispute's number.

    Raises
    ------
    NotFoundError
        If nobody in the index is that, or the person is left out.
    UsageError
        If the link is no commit, pull request or issue.
    """
    from handiwork.app.person import person_number

    index = app.open_index()
    key = index.person(person_number(index, app.suppressions(), login)).key
    number = app.dispute_book.add(key, link, reason=reason, by=by)
    note(app, "dispute", persons=[key], number=number)
    app.build_index(built_on=index.built_on)
    return number


def settle(app: "Handiwork", number: int) -> None:
    """Take a dispute back, and build the index with the act.

    Raises
    ------
    NotFoundError
        If there is none of that number.
    """
    app.dispute_book.remove(number)
    note(app, "dispute", number=number, taken_back=True)
    if app.current_index():
        app.build_index(built_on=app.open_index().built_on)
