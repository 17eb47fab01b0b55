"""Who is to be told what is held of them, until when, and the text that tells it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handiwork.app.auditing import note
from handiwork.app.draft_choices import operator_of
from handiwork.errors import NotFoundError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.desk.lists import Entry
    from handiwork.desk.notices import Given, NoticeMatter

__all__ = ["Due", "give_notice", "notice_for_all", "notice_parts_for_all", "notices_due"]

_CONTACT = frozenset({"contacted", "replied", "in process"})

_ORIGINS = {
    "gharchive": ("GH Archive", "https://www.gharchive.org"),
    "git": ("public git repositories", "https://github.com"),
    "github": ("GitHub's API", "https://docs.github.com/rest"),
    "pypi": ("the Python package index", ""),
    "conferences": ("public programmes of conferences", ""),
    "huggingface": ("the Hugging Face Hub", "https://huggingface.co"),
    "papers": ("public records of papers and their code", ""),
    "own_work": ("public git repositories, read for what the code shows", "https://github.com"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who was singled out, and the notice they are owed.

    Attributes
    ----------
    person, login
        Their key; their login when they were put on a list, None if they had none.
    lists
        Numbers of the lists they are on.
    since
        When they were first put on one.
    due
        Until when they are to be told.
    given
        How they were told; None if they were not.
    status
        given | late (given after it was due) | due | overdue.
    """

    person: str
    login: str | None
    lists: tuple[int, ...]
    since: date
    due: date
    given: "Given | None"
    status: str


def notices_due(app: "Handiwork", today: date) -> list[Due]:
    """Return everybody on a list with the notice they are owed, the most urgent first, those who were told last."""
    from handiwork.desk.notices import due_on

    if not app.has_state:
        return []
    left_out, given = app.suppressions(), app.notice_book.given()
    by_person: dict[str, list[Entry]] = {}
    for entry in app.list_book.entries():
        if not left_out.covers(entry.github_id, entry.login):
            by_person.setdefault(entry.person, []).append(entry)
    found = []
    for person, entries in by_person.items():
        since = min(entry.at for entry in entries).date()
        contacts = [move.at.date() for entry in entries for move in entry.moves if move.after in _CONTACT]
        due, told = due_on(since, min(contacts, default=None)), given.get(person)
        if told is not None:
            status = "given" if told.at.date() <= due else "late"
        else:
            status = "overdue" if due < today else "due"
        lists = tuple(sorted({entry.list_number for entry in entries}))
        found.append(Due(person, entries[-1].login, lists, since, due, told, status))
    return sorted(found, key=lambda each: (each.given is not None, each.due, each.person))


def give_notice(app: "Handiwork", login: str, *, language: str, way: str, by: str = "") -> None:
    """Write down that somebody on a list was told.

    Raises
    ------
    NotFoundError
        If nobody on a list has that login or key, or they are left out.
    UsageError
        If the language or the way is unknown.
    """
    left_out = app.suppressions()
    entries = [e for e in app.list_book.entries() if login.lower() in {(e.login or "").lower(), e.person.lower()}]
    entries = [entry for entry in entries if not left_out.covers(entry.github_id, entry.login)]
    if not entries:
        raise NotFoundError(f"nobody on a list is {login!r}: notices are for people who were singled out")
    app.notice_book.give(entries[0].person, language=language, way=way, by=by)
    note(app, "notice", persons=[entries[0].person], language=language, way=way)


def notice_for_all(app: "Handiwork", language: str) -> str:
    """Return the notice, the same for everybody, with the origins that are loaded here.

    Raises
    ------
    ConfigError
        If the settings do not say who the operator is.
    UsageError
        If there is none in that language.
    """
    from handiwork.desk.notices import notice_text

    return notice_text(_matter(app), language)


def notice_parts_for_all(app: "Handiwork", language: str) -> list[tuple[str, str]]:
    """Return the notice as its title and its parts, see :func:`notice_for_all`."""
    from handiwork.desk.notices import notice_parts

    return notice_parts(_matter(app), language)


# --- private ---


def _matter(app: "Handiwork") -> "NoticeMatter":
    from handiwork.desk.notices import NoticeMatter

    loaded = {record.origin for record in app.lake.records()}
    origins = [told for origin, told in _ORIGINS.items() if origin in loaded] or list(_ORIGINS.values())
    months, cap = app.settings.retention_months, app.settings.retention_cap_months
    return NoticeMatter(operator_of(app), origins, months, cap)
