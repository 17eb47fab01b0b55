"""Which columns a system imports, and what of a list goes into each; no address, ever.

Every row carries where its data is from, under which terms, and until when it was observed, in a column that the
system keeps (a note or a tag): a line of its own would be imported as a person.

Sources, read on 2026-11-23: Greenhouse's article 203871039 on the bulk import of prospects (first and last name are
required; names of people are not split here, as nobody can tell how: the whole name is the first one, the login the
last); Lever's articles 204498425 and 20087301434013 on importing many candidates (links are parted by a comma and a
space, tags by a comma); Ashby's guide on bulk import options (columns are matched by hand, notes are not imported).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handiwork.errors import UsageError

__all__ = ["LAYOUTS", "Exported", "Layout", "rows_of"]

_SOURCE = "Handiwork (public contributions)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One person of a list, ready for any layout.

    Attributes
    ----------
    login, name
        None where not known, or hidden.
    stage, due, reason
        Where they are; why they were closed, empty if they were not.
    role
        The role they were found for.
    rank, score
        Place and score then; None if they were put there by hand.
    evidence
        Linked contributions, a line each.
    links
        Addresses of their account and of the contributions.
    notes
        Notes, a line each.
    data
        Where the data is from, its terms, and what it covers.
    list_name
        The list.
    added
        The day they were put on it.
    """

    login: str | None
    name: str | None
    stage: str
    due: date | None
    reason: str
    role: str
    rank: int | None
    score: float | None
    evidence: tuple[str, ...]
    links: tuple[str, ...]
    notes: tuple[str, ...]
    data: str
    list_name: str
    added: date

    @property
    def shown(self) -> str:
        """What they are called."""
        return self.name or self.login or "account not known"


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one system.

    Attributes
    ----------
    name, title
        What it is called in addresses and for people.
    columns
        Header → what goes there.
    hint
        What to do with the file.
    """

    name: str
    title: str
    columns: Mapping[str, Callable[[Exported], str]]
    hint: str


def rows_of(layout: str, people: Sequence[Exported]) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Return rows by column, and the columns in order.

    Raises
    ------
    UsageError
        If there is no such layout.
    """
    if layout not in LAYOUTS:
        raise UsageError(f"there is no export {layout!r}; there are: {', '.join(LAYOUTS)}, json")
    columns = LAYOUTS[layout].columns
    return [{name: fill(person) for name, fill in columns.items()} for person in people], tuple(columns)


# --- private ---


def _empty(_: Exported) -> str:
    return ""


def _notes(person: Exported) -> str:
    lines = [
        f"Role: {person.role}" if person.role else "",
        *person.evidence,
        *person.notes,
        f"Handiwork stage: {person.stage}" + (f" ({person.reason})" if person.reason else ""),
        person.data,
    ]
    return "\n".join(line for line in lines if line)


def _account(person: Exported) -> str:
    return f"https://github.com/{person.login}" if person.login else ""


LAYOUTS: dict[str, Layout] = {
    each.name: each
    for each in (
        Layout(
            "csv",
            "Spreadsheet",
            {
                "login": lambda p: p.login or "",
                "name": lambda p: p.name or "",
                "stage": lambda p: p.stage,
                "reason": lambda p: p.reason,
                "due": lambda p: p.due.isoformat() if p.due else "",
                "list": lambda p: p.list_name,
                "role": lambda p: p.role,
                "rank": lambda p: "" if p.rank is None else str(p.rank),
                "score": lambda p: "" if p.score is None else f"{p.score:.6f}",
                "evidence": lambda p: "\n".join(p.evidence),
                "notes": lambda p: "\n".join(p.notes),
                "added": lambda p: p.added.isoformat(),
                "data": lambda p: p.data,
            },
            "One row a person, with all that the list holds.",
        ),
        Layout(
            "greenhouse",
            "Greenhouse",
            {
                "First Name": lambda p: p.shown,
                "Last Name": lambda p: f"({p.login})" if p.login and p.name else "(none)",
                "Company": _empty,
                "Title": _empty,
                "Email": _empty,
                "Phone": _empty,
                "Social Media": _account,
                "Website": _empty,
                "Address": _empty,
                "Source": lambda _: _SOURCE,
                "Who gets credit": _empty,
                "Notes": _notes,
                "Job": _empty,
                "Department": _empty,
                "Office": _empty,
                "Prospect Pool": lambda p: p.list_name,
                "Prospect Stage": _empty,
            },
            "Configure > Bulk Import > Begin Prospect Import; match the columns by their names.",
        ),
        Layout(
            "lever",
            "Lever",
            {
                "Full name": lambda p: p.shown,
                "Email": _empty,
                "Lever Posting URL": _empty,
                "Stage": lambda _: "New Lead",
                "Sources": lambda _: _SOURCE,
                "Origin": lambda _: "Sourced",
                "Links": lambda p: ", ".join(p.links),
                "Tags": lambda p: p.list_name.replace(",", ""),
                "Note": _notes,
            },
            "Candidates > Add candidate > Bulk Candidate Import; fill in the posting where there is one.",
        ),
        Layout(
            "ashby",
            "Ashby",
            {
                "Name": lambda p: p.shown,
                "Email": _empty,
                "GitHub": _account,
                "Website": lambda p: p.links[-1] if p.links and p.links[-1] != _account(p) else "",
                "Source": lambda _: _SOURCE,
                "Tags": lambda p: p.list_name.replace(",", ""),
                "Notes": _notes,
            },
            "Admin > Data Management > Bulk Import; match the columns by hand. Notes are not imported: keep the file.",
        ),
    )
}
"""The layouts by name."""
