"""What the desk keeps about somebody, removed for good when they are left out."""

from typing import TYPE_CHECKING

from handiwork.app.auditing import note

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork

__all__ = ["forget_left_out", "suppress"]


def suppress(app: "Handiwork", login: str, *, reason: str = "") -> int:
    """Leave a person out of every later ingest, index and answer, and forget what the desk keeps about them.

    Returns
    -------
    int
        How many other names or ids of theirs are known by now and left out too.
    """
    learned = app.suppress(login, reason=reason)
    forget_left_out(app)
    note(app, "suppression", persons=[f"login:{login.lower()}"], learned=learned)
    return learned


def forget_left_out(app: "Handiwork") -> int:
    """Remove everybody who is left out from lists and saved answers; return from how many entries of lists."""
    left_out = app.suppressions()
    if not left_out:
        return 0
    keys: set[str] = {f"github:{number}" for number in left_out.ids}
    if app.current_index():
        index = app.open_index()
        keys |= {index.person(i).key for i in index.persons_named(left_out.ids, left_out.logins)}
    app.saved_book.forget(keys)
    app.notice_book.forget(keys)
    return app.list_book.forget(persons=keys, github_ids=left_out.ids, logins=left_out.logins)
