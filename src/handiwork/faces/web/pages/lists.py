"""Lists: all of them, one with its people and stages, a link that a hiring manager reads, and exports."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from handiwork.app.listing import (
    add_to_list,
    entry_told,
    list_answer,
    lists_told,
    move_entry,
    note_export,
    shared_answer,
)
from handiwork.desk.exports import LAYOUTS, rows_of
from handiwork.desk.lists import STAGES
from handiwork.faces.formats import csv_text, json_text
from handiwork.faces.present_lists import exported, list_view, lists_view
from handiwork.faces.web.answers import Done, Download, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.listing import LIST_COOKIE, last_list
from handiwork.faces.web.reading import FieldsError
from handiwork.faces.web.role_query import RoleQuery
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Lists")

_MOST_DIGITS = 10
_COLUMNS = ("login", "name", "stage", "due", "role", "rank", "score", "facts", "notes", "added_at")


class ListQuery(BaseModel):
    """How a list is shown."""

    stage: str = Field("", max_length=20, description="Only people at this stage.")
    view: str = Field("cards", pattern="^(cards|board)$", description="cards, or a board with a column a stage.")


class NewList(BaseModel):
    """A list to make."""

    name: str = Field(max_length=200, description="What it is called.")
    role: str = Field("", max_length=50_000, description="The role it is for.")


class AddPeople(RoleQuery):
    """People to put on a list, and the search they were found by."""

    model_config = ConfigDict(frozen=True)

    role: str = Field("", max_length=50_000, description="The role they were found for; empty if by hand.")
    person: tuple[str, ...] = Field(min_length=1, max_length=50, description="Logins, or no:NUMBER of the index.")
    list: str = Field("", pattern=r"^(\d{1,9}|new)?$", description="Number of the list; new, or none, makes one.")
    new_list: str = Field("", max_length=200, description="What a new list is called.")
    stage: str = Field("shortlisted", max_length=20, description="Where they begin.")
    to: str = Field("", max_length=6000, description="Where to go on, a path of this site.")


class MoveForm(BaseModel):
    """A move to another stage."""

    stage: str = Field(max_length=20, description=f"One of {', '.join(STAGES)}.")
    reason: str = Field("", max_length=40, description="Why, needed to close.")
    words: str = Field("", max_length=1000, description="More about the reason.")
    to: str = Field("", max_length=2000, description="Where to go on, a path of this site.")


class NoteForm(BaseModel):
    """A note."""

    text: str = Field(max_length=10_000, description="Its text; addresses in it are replaced.")
    to: str = Field("", max_length=2000, description="Where to go on, a path of this site.")


class DueForm(BaseModel):
    """When something is to be done."""

    due: date | None = Field(None, description="The day; none takes it away.")
    to: str = Field("", max_length=2000, description="Where to go on, a path of this site.")


class BackForm(BaseModel):
    """Nothing but where to go on."""

    to: str = Field("", max_length=2000, description="Where to go on, a path of this site.")


class ShareForm(BaseModel):
    """A link to make."""

    days: int = Field(14, ge=1, le=90, description="How long it lasts.")
    is_blind: bool = Field(False, description="Whether names and logins are hidden.")
    has_notes: bool = Field(False, description="Whether notes, reasons and dates are shown.")


class ExportQuery(BaseModel):
    """Which export."""

    layout: str = Field("csv", max_length=20, description=f"{', '.join(LAYOUTS)} or json.")


def csv_rows(view: Any) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return the people of a list as rows."""
    return view["people"], _COLUMNS


@routes.page("/lists", template="lists.html", summary="All lists with how many people are at each stage")
def lists(ask: Ask) -> Page:
    """Show all lists."""
    return Page(lists_view(lists_told(ask.app)), "Lists")


@routes.action("/lists", form=NewList, summary="Make a list")
def make(ask: Ask) -> Done:
    """Make a list."""
    form: NewList = ask.form
    number = ask.app.list_book.make(form.name, role=form.role, by=ask.user.name)
    return Done(
        to=f"/lists/{number}",
        view={"number": number},
        said="The list is made.",
        status=201,
        cookies={LIST_COOKIE: str(number)},
    )


@routes.action("/lists/add", form=AddPeople, summary="Put people on a list, with what they were found by")
def add(ask: Ask) -> Done:
    """Put people on a list; a new one is made where none is named."""
    form: AddPeople = ask.form
    book = ask.app.list_book
    number = int(form.list) if form.list.isdecimal() and len(form.list) < _MOST_DIGITS else _chosen(ask, form)
    added = [
        add_to_list(
            ask.app,
            number,
            person,
            role=form.role.strip(),
            options=form.options(),
            edits=form.edits(),
            index_name=form.index,
            by=ask.user.name,
            stage=form.stage,
        )
        for person in form.person
    ]
    name = book.read(number).name
    who = form.person[0] if len(form.person) == 1 else f"{len(form.person)} people"
    return Done(
        to=form.to or f"/lists/{number}",
        view={"list": number, "entries": added},
        said=f"{'They are' if len(form.person) > 1 or ask.blind else who + ' is'} on the list “{name}”.",
        status=201,
        cookies={LIST_COOKIE: str(number)},
    )


@routes.page(
    "/lists/{list_id}", template="list.html", query=ListQuery, summary="One list with its people", csv=csv_rows
)
def one(ask: Ask) -> Page:
    """Show one list."""
    query: ListQuery = ask.query
    view = list_view(list_answer(ask.app, _number(ask)), today=ask.now.date(), is_blind=ask.blind)
    if query.stage and query.stage not in STAGES:
        raise FieldsError(f"there is no stage {query.stage!r}; there are: {', '.join(STAGES)}")
    view["people"] = [each for each in view["people"] if query.stage in {"", each["stage"]}]
    extra = {"query": query, "layouts": LAYOUTS.values(), "is_shared": False}
    return Page(view, view["name"], extra=extra)


@routes.action("/lists/{list_id}/rename", form=NewList, summary="Call a list something else")
def rename(ask: Ask) -> Done:
    """Rename a list."""
    form: NewList = ask.form
    ask.app.list_book.rename(_number(ask), form.name)
    return Done(
        to=f"/lists/{_number(ask)}",
        view={"number": _number(ask)},
        said="The list has its new name.",
    )


@routes.action("/lists/{list_id}/delete", summary="Delete a list with everything on it")
def remove_list(ask: Ask) -> Done:
    """Delete a list."""
    ask.app.list_book.delete(_number(ask))
    return Done(to="/lists", view={"deleted": _number(ask)}, said="The list is deleted.")


@routes.file("/lists/{list_id}/export", query=ExportQuery, summary="A list as a file for another system")
def export(ask: Ask) -> Download:
    """Return a list in the columns of a spreadsheet or an applicant tracking system, or as JSON."""
    query: ExportQuery = ask.query
    answer = list_answer(ask.app, _number(ask))
    note_export(ask.app, answer, layout=query.layout, is_blind=ask.blind)
    name = f"handiwork_list_{_number(ask)}_{query.layout}"
    if query.layout == "json":
        view = list_view(answer, today=ask.now.date(), is_blind=ask.blind)
        return Download((json_text(view) + "\n").encode(), "application/json", f"{name}.json")
    rows, columns = rows_of(query.layout, exported(answer, is_blind=ask.blind))
    return Download((csv_text(rows, columns) + "\n").encode(), "text/csv; charset=utf-8", f"{name}.csv")


@routes.action("/lists/{list_id}/share", form=ShareForm, summary="Make a link to read a list; told this once")
def share(ask: Ask) -> Done:
    """Make a link for a hiring manager."""
    form: ShareForm = ask.form
    made = ask.app.list_book.share(
        _number(ask), days=form.days, is_blind=form.is_blind, has_notes=form.has_notes, by=ask.user.name
    )
    address = f"{ask.request.url.scheme}://{ask.request.url.netloc}/shared/{made.secret}"
    view = {"number": made.number, "address": address, "expires_at": f"{made.expires_at:%Y-%m-%dT%H:%M:%SZ}"}
    return Done(
        to=f"/lists/{_number(ask)}#shares",
        view=view,
        said=f"Copy the link now, it is told only once: {address}",
        status=201,
    )


@routes.action("/lists/{list_id}/shares/{share_id}/revoke", summary="End a link now")
def revoke(ask: Ask) -> Done:
    """End a link."""
    ask.app.list_book.revoke(_number(ask, "share_id"))
    return Done(to=f"/lists/{_number(ask)}#shares", view={}, said="The link is ended.")


@routes.page("/shared/{token}", template="list.html", summary="A list as a link shows it", role="public")
def shared(ask: Ask) -> Page:
    """Show a list to whoever has the link: nothing can be changed."""
    made, answer = shared_answer(ask.app, ask.path["token"])
    view = list_view(answer, today=ask.now.date(), is_blind=made.is_blind, has_notes=made.has_notes)
    view["shares"] = []
    for each in view["people"]:
        each |= {"at": None, "person_id": None}
    extra = {"query": ListQuery.model_construct(stage="", view="cards"), "layouts": (), "is_shared": True}
    extra["expires"] = f"{made.expires_at:%Y-%m-%d}"
    return Page(view, view["name"], extra=extra, is_private=True)


@routes.action("/entries/{entry_id}/move", form=MoveForm, summary="Move somebody to another stage")
def move(ask: Ask) -> Done:
    """Move an entry."""
    form: MoveForm = ask.form
    entry = entry_told(ask.app, _number(ask, "entry_id"))
    move_entry(ask.app, entry.number, form.stage, reason=form.reason, words=form.words, by=ask.user.name)
    return _back(form.to, entry.list_number, entry.number, f"Moved to {form.stage}.", {"stage": form.stage})


@routes.action("/entries/{entry_id}/undo", form=BackForm, summary="Take the last move back")
def undo(ask: Ask) -> Done:
    """Take the last move of an entry back."""
    entry = entry_told(ask.app, _number(ask, "entry_id"))
    stage = ask.app.list_book.undo(entry.number, by=ask.user.name)
    return _back(ask.form.to, entry.list_number, entry.number, f"Back at {stage}.", {"stage": stage})


@routes.action("/entries/{entry_id}/note", form=NoteForm, summary="Write a note about somebody on a list")
def note(ask: Ask) -> Done:
    """Write a note."""
    entry = entry_told(ask.app, _number(ask, "entry_id"))
    number = ask.app.list_book.note(entry.number, ask.form.text, by=ask.user.name)
    return _back(ask.form.to, entry.list_number, entry.number, "The note is kept.", {"note": number}, status=201)


@routes.action("/entries/{entry_id}/due", form=DueForm, summary="Say when something is to be done")
def due(ask: Ask) -> Done:
    """Set or take away a date."""
    entry = entry_told(ask.app, _number(ask, "entry_id"))
    form: DueForm = ask.form
    ask.app.list_book.set_due(entry.number, form.due)
    said = f"Due {form.due}." if form.due else "Nothing is due."
    return _back(form.to, entry.list_number, entry.number, said, {"due": form.due and form.due.isoformat()})


@routes.action("/entries/{entry_id}/remove", form=BackForm, summary="Take somebody off a list")
def remove(ask: Ask) -> Done:
    """Take somebody off a list, with notes and moves."""
    entry = entry_told(ask.app, _number(ask, "entry_id"))
    ask.app.list_book.remove(entry.number)
    to = ask.form.to or f"/lists/{entry.list_number}"
    return Done(to=to, view={"removed": entry.number}, said="They are off the list.")


# --- private ---


def _number(ask: Ask, part: str = "list_id") -> int:
    return ask.number(part, "a list or entry")


def _back(to: str, list_number: int, entry: int, said: str, view: dict[str, Any], *, status: int = 200) -> Done:
    return Done(
        to=f"{to or f'/lists/{list_number}'}#entry-{entry}", view={"entry": entry} | view, said=said, status=status
    )


def _chosen(ask: Ask, form: AddPeople) -> int:
    """Return the list that is meant where no number is: a new one, the one used last, the newest, or the first ever."""
    book = ask.app.list_book
    if not form.new_list.strip() and form.list != "new":
        known = [each.number for each in book.all()]
        last = last_list(ask)
        if last in known:
            return last
        if known:
            return known[0]
    return book.make(form.new_list.strip() or "Shortlist", role=form.role, by=ask.user.name)
