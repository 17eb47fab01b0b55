"""Lists over a home: putting people of an index on them, and showing them without who is left out."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from handiwork.errors import NotFoundError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import Brief, BriefEdits
    from handiwork.desk.lists import Entry, PeopleList, Share
    from handiwork.index import Index
    from handiwork.search import SearchOptions

__all__ = [
    "ListAnswer",
    "Listed",
    "add_to_list",
    "entry_told",
    "list_answer",
    "lists_told",
    "lists_with",
    "move_entry",
    "note_export",
    "pause_of",
    "shared_answer",
]

_FACTS = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with who it is by the current index.

    Attributes
    ----------
    entry
        As it is kept.
    person_id
        Their number in the current index; None if they are not in it.
    login, name
        As the current index has them, else as they were kept; None where not known.
    elsewhere
        Numbers of other lists they are on.
    """

    entry: "Entry"
    person_id: int | None
    login: str | None
    name: str | None
    elsewhere: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """One list as it is shown.

    Attributes
    ----------
    people_list
        Which.
    listed
        Its entries in the order they were added, without anybody who is left out.
    shares
        Links to it that have not ended.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    index
        Name of the current index; None if there is none.
    coverage
        What the current index covers, one line per origin.
    """

    people_list: "PeopleList"
    listed: tuple[Listed, ...]
    shares: "tuple[Share, ...]"
    hidden_owners: frozenset[str]
    index: str | None
    coverage: list[dict[str, Any]]


def lists_told(app: "Handiwork") -> "list[tuple[PeopleList, Counter[str]]]":
    """Return every list with how many people are at each stage, the newest list first."""
    left_out = app.suppressions()
    counts: dict[int, Counter[str]] = {}
    for entry in app.list_book.entries():
        if not left_out.covers(entry.github_id, entry.login):
            counts.setdefault(entry.list_number, Counter())[entry.stage] += 1
    return [(each, counts.get(each.number, Counter())) for each in app.list_book.all()]


def list_answer(app: "Handiwork", number: int) -> ListAnswer:
    """Return one list.

    Raises
    ------
    NotFoundError
        If there is no such list.
    """
    left_out = app.suppressions()
    book = app.list_book
    people_list = book.read(number)
    entries = [e for e in book.entries(number) if not left_out.covers(e.github_id, e.login)]
    on: dict[str, set[int]] = {}
    for each in book.entries(persons={e.person for e in entries}):
        on.setdefault(each.person, set()).add(each.list_number)
    index = app.open_index() if app.current_index() else None
    listed = tuple(_listed(index, entry, on[entry.person]) for entry in entries)
    covered = {i for each in listed if (i := each.person_id) is not None}
    if index is not None:  # who is left out under a name that only the index knows
        hidden = index.persons_named(left_out.ids, left_out.logins) & covered
        listed = tuple(each for each in listed if each.person_id not in hidden)
    coverage = index.manifest.extra.get("coverage", []) if index else []
    return ListAnswer(
        people_list, listed, tuple(book.shares(number)), left_out.logins, index.name if index else None, coverage
    )


def shared_answer(app: "Handiwork", secret: str) -> "tuple[Share, ListAnswer]":
    """Return what the secret of a link shows.

    Raises
    ------
    NotFoundError
        If there is no such link, or it has ended.
    """
    share = app.list_book.shared(secret)
    return share, list_answer(app, share.list_number)


def entry_told(app: "Handiwork", number: int) -> "Entry":
    """Return one entry.

    Raises
    ------
    NotFoundError
        If there is none of that number, or its person is left out.
    """
    entry = app.list_book.entry(number)
    if app.suppressions().covers(entry.github_id, entry.login):
        raise NotFoundError(f"there is no entry {number} on any list: was the person taken off?")
    return entry


def add_to_list(  # noqa: PLR0913 - what a role's address says
    app: "Handiwork",
    number: int,
    person: str,
    *,
    role: "str | Brief" = "",
    options: "SearchOptions | None" = None,
    edits: "BriefEdits | None" = None,
    index_name: str | None = None,
    by: str = "",
    stage: str = "found",
) -> int:
    """Put somebody of an index on a list, with what they were found by, and return the entry's number.

    Parameters
    ----------
    app
        Over the home folder.
    number
        Of the list.
    person
        A login they have or had, or ``no:`` and their number in the index.
    role, options, edits, index_name
        The search they were found by; an empty role keeps none.
    by
        Who adds them.
    stage
        Where they begin, if they were not on the list.

    Raises
    ------
    NotFoundError
        If there is no such list, or nobody in the index is that.
    """
    from handiwork.app.asking import asked_of
    from handiwork.app.auditing import note
    from handiwork.app.person import person_number
    from handiwork.desk.lists import NewEntry
    from handiwork.evidence import evidence, representative_acts
    from handiwork.search import SearchOptions, hit_of

    index = app.open_index(index_name)
    suppressions = app.suppressions()
    person_id = person_number(index, suppressions, person)
    row = index.persons.slice(person_id, 1).to_pylist()[0]
    new = NewEntry(
        person=row["key"],
        login=row["login"] or None,
        github_id=row["github_id"] if row["github_id"] >= 0 else None,
        index=index.name,
    )
    acts = representative_acts(index, person_id, limit=_FACTS)
    if role:
        asked = asked_of(index, app.catalog, suppressions, role, options=options or SearchOptions(), edits=edits)
        hit = hit_of(index, asked.brief, person_id, options=asked.resolved)
        new = replace(new, role=asked.brief.text)
        if hit is not None:
            new = replace(new, rank=hit.rank, micros=hit.micros)
            acts = evidence(index, hit, limit=_FACTS, since=asked.options.since, kinds=asked.options.kinds)
    facts = tuple(act.to_dict() for act in acts)
    entry = app.list_book.add(number, replace(new, facts=facts), by=by, stage=stage)
    note(app, "stage", persons=[new.person], entry=entry, list=number, stage=stage, reason="")
    return entry


def move_entry(app: "Handiwork", number: int, stage: str, *, reason: str = "", words: str = "", by: str = "") -> None:
    """Move an entry to another stage, and note it; as :meth:`handiwork.desk.lists.ListBook.move`."""
    from handiwork.app.auditing import note

    app.list_book.move(number, stage, reason=reason, words=words, by=by)
    entry = app.list_book.entry(number)
    note(app, "stage", persons=[entry.person], entry=number, list=entry.list_number, stage=stage, reason=reason)


def note_export(app: "Handiwork", answer: ListAnswer, *, layout: str, is_blind: bool) -> None:
    """Note that a list leaves the desk as a file."""
    from handiwork.app.auditing import note

    persons = [each.entry.person for each in answer.listed]
    note(app, "export", persons=persons, list=answer.people_list.number, layout=layout, is_blind=is_blind)


def lists_with(app: "Handiwork", key: str) -> "list[Entry]":
    """Return the entries of one person on all lists, by their key."""
    return app.list_book.entries(persons={key})


def pause_of(app: "Handiwork", key: str) -> date | None:
    """Return the last day on which a person is not to be contacted again, by their key; None if there is none."""
    return app.list_book.pause_of(key)


# --- private ---


def _listed(index: "Index | None", entry: "Entry", on: "Collection[int]") -> Listed:
    """Return an entry with who it is; ``on`` are all lists that the person is on."""
    elsewhere = tuple(sorted(number for number in on if number != entry.list_number))
    found = None
    if index is not None:
        ids = frozenset() if entry.github_id is None else frozenset({entry.github_id})
        logins = frozenset({entry.login.lower()} if entry.login and entry.github_id is None else ())
        if ids or logins:
            found = min(index.persons_named(ids, logins), default=None)
        elif (numbers := index.persons_keyed(entry.person)) is not None:
            found = numbers
    if found is None or index is None:
        return Listed(entry, None, entry.login, None, elsewhere)
    person = index.person(found)
    return Listed(entry, found, person.login or entry.login, person.name, elsewhere)
