"""What the desk keeps about somebody, removed for good when they are left out."""

from contextlib import suppress as ignoring
from typing import TYPE_CHECKING, Any

from handiwork.app.auditing import note
from handiwork.app.learning import learn_names
from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.suppression import checked_digest, checked_login

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork

__all__ = ["adopt_list", "forget_left_out", "shared_list", "suppress", "suppress_handle"]

LIST_FORMAT = 1
"""Version of a shared list."""


def suppress(app: "Handiwork", login: str, account_id: int | None = None, *, reason: str = "") -> int:
    """Leave a person out of every later ingest, index and answer, and forget what the desk keeps about them.

    Returns
    -------
    int
        How many other names or ids of theirs are known by now and left out too.
    """
    learned = app.suppress(login, account_id, reason=reason)
    forget_left_out(app)
    note(app, "suppression", persons=[f"login:{login.lower()}"], learned=learned)
    return learned


def suppress_handle(app: "Handiwork", handle: str, *, reason: str = "") -> str | None:
    """Leave an account at another origin out, by a digest of its name, and build the index without it.

    Parameters
    ----------
    handle
        ``huggingface:NAME``, ``pypi:NAME``, ``speaker:NAME`` or ``author:NAME``.

    Returns
    -------
    str or None
        Name of the index that answers from now on; None if there is none.
    """
    origin, _, name = handle.partition(":")
    app.suppression_list.add_handle(origin.lower(), name, reason=reason)
    note(app, "suppression", origin=origin.lower())
    return _rebuilt(app)


def shared_list(app: "Handiwork") -> dict[str, Any]:
    """Return who is left out, to hand to another home: no reason, no name; handles elsewhere as digests."""
    entries = app.suppression_list.entries() if app.has_state else []
    people = {(each.login, each.account_id) for each in entries if ":" not in each.login}
    note(app, "export", of="suppressions", entries=len(entries))
    return {
        "format": LIST_FORMAT,
        "kind": "people who are left out",
        "people": [{"login": login, "account_id": number} for login, number in sorted(people, key=str)],
        "handles": sorted(each.login for each in entries if ":" in each.login),
    }


def adopt_list(app: "Handiwork", value: object) -> int:
    """Leave everybody out whom a shared list names, at once; return how many entries are new.

    Raises
    ------
    UsageError
        If it is no such list; then nobody of it is left out.
    """
    people, handles = _checked_list(value)
    before = len(app.suppression_list.entries())
    for login, number in people:
        app.suppression_list.add(login, number, reason="from a shared list")
    app.suppression_list.add_digests(handles, reason="from a shared list")
    with app.engine() as engine:
        learn_names(app.lake, engine, app.suppression_list)
    forget_left_out(app)
    found = len(app.suppression_list.entries()) - before
    note(app, "suppression", adopted=found)
    if found:
        _rebuilt(app)
    return found


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
    app.dispute_book.forget(keys)
    return app.list_book.forget(persons=keys, github_ids=left_out.ids, logins=left_out.logins)


# --- private ---


def _rebuilt(app: "Handiwork") -> str | None:
    """Build the current index anew, as of its day; return its name."""
    current = app.current_index()
    if current is None:
        return None
    with ignoring(NotFoundError):  # nothing is left to build one from
        return app.build_index(built_on=app.open_index(current).built_on).name
    return None


def _checked_list(value: object) -> tuple[list[tuple[str, int | None]], list[str]]:
    """Read a shared list whole, before anything of it is kept."""
    told = value if isinstance(value, dict) else {}
    people, handles = told.get("people"), told.get("handles")
    if told.get("format") != LIST_FORMAT or not isinstance(people, list) or not isinstance(handles, list):
        raise UsageError(f"this is no list of people who are left out (format {LIST_FORMAT}, people, handles)")
    found: list[tuple[str, int | None]] = []
    for place, each in enumerate(people, start=1):
        login, number = (each.get("login"), each.get("account_id")) if isinstance(each, dict) else (None, None)
        is_number = number is None or (isinstance(number, int) and not isinstance(number, bool) and number > 0)
        if not isinstance(login, str) or not is_number:
            raise UsageError(f"entry {place} of the list has no login, or an account id that is none")
        found.append((checked_login(login), number))
    return found, [checked_digest(each) for each in handles]
