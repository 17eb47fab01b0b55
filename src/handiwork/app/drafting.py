"""Drafting one message to one person about their own public work; nothing is sent, and no text is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from handiwork.app.auditing import note
from handiwork.app.draft_choices import (
    DraftChoices,
    DraftRequest,
    chosen_acts,
    draft_choices,
    operator_of,
    shared_skills,
)
from handiwork.app.person import person_number
from handiwork.errors import UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.desk.drafts import Check, Draft, Matter

__all__ = ["DraftAnswer", "DraftRequest", "Drafting", "draft_checked", "draft_for", "draft_made", "draft_sent"]


@dataclass(frozen=True, slots=True)
class Drafting:
    """Who drafts.

    Attributes
    ----------
    operator
        What they are called; drafts count against their limit of the day.
    now
        The present instant, aware.
    """

    operator: str
    now: datetime


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """A draft, looked over.

    Attributes
    ----------
    choices
        What it could be about.
    matter
        What it is about.
    draft
        As it was written.
    text
        As it stands, edited or not.
    checks
        The checklist of the text.
    made_today
        How many drafts the operator made today.
    """

    choices: DraftChoices
    matter: "Matter"
    draft: "Draft"
    text: str
    checks: "tuple[Check, ...]"
    made_today: int

    @property
    def is_ready(self) -> bool:
        """Whether nothing of the checklist failed."""
        return all(check.passed for check in self.checks)


def draft_for(
    app: "Handiwork", person: str, request: DraftRequest, *, by: "Drafting", index_name: str | None = None
) -> DraftAnswer:
    """Write a draft and count it.

    Parameters
    ----------
    app, person, request, index_name
        As for :func:`handiwork.app.draft_choices.draft_choices`.
    by
        Who drafts, and when.

    Raises
    ------
    ConfigError
        If the settings do not say who the operator is.
    NotFoundError
        If nobody is that, the person is left out, or there is no such act.
    UsageError
        If no act of theirs matches the role, or the operator made too many drafts today.
    """
    choices, matter, draft = _written(app, person, request, by=by, index_name=index_name)
    made = app.draft_log.count(draft.text, person=choices.person.key, operator=by.operator)
    note(app, "draft", persons=[choices.person.key], language=choices.language)
    return _looked_over(app, (choices, matter, draft), draft.text, made=made)


def draft_made(
    app: "Handiwork", person: str, request: DraftRequest, *, by: "Drafting", index_name: str | None = None
) -> DraftAnswer | None:
    """Return a draft that the operator has made before, without counting it again; None if it was not made.

    Parameters and errors are those of :func:`draft_for`.
    """
    choices, matter, draft = _written(app, person, request, by=by, index_name=index_name)
    if not app.draft_log.is_made(draft.text, person=choices.person.key, operator=by.operator):
        return None
    made = app.draft_log.made_today(by.operator)
    return _looked_over(app, (choices, matter, draft), draft.text, made=made)


def draft_checked(
    app: "Handiwork", person: str, request: DraftRequest, *, by: "Drafting", text: str, index_name: str | None = None
) -> DraftAnswer:
    """Look a draft over as it was edited; the text is not kept, and not counted.

    Parameters and errors are those of :func:`draft_for`; ``text`` is the draft as it stands.
    """
    found = _written(app, person, request, by=by, index_name=index_name)
    return _looked_over(app, found, text, made=app.draft_log.made_today(by.operator))


def draft_sent(  # noqa: PLR0913 - what a form says
    app: "Handiwork",
    person: str,
    request: DraftRequest,
    *,
    by: Drafting,
    list_number: int,
    text: str = "",
    index_name: str | None = None,
) -> int:
    """Note that the operator sent a message themselves: on a list the person is contacted from now on.

    Parameters
    ----------
    app, person, request, index_name
        As for :func:`handiwork.app.draft_choices.draft_choices`; who is not on the list yet is put on it with the role.
    by
        Who wrote.
    list_number
        Of the list.
    text
        What was sent, as far as it is known here: its digest is kept, so that a copy is noticed; the text is not.

    Returns
    -------
    int
        Number of the entry.

    Raises
    ------
    NotFoundError
        If there is no such list, or nobody in the index is that.
    UsageError
        If they were contacted within the pause and have not replied.
    """
    from handiwork.app.listing import add_to_list, lists_with, move_entry

    index = app.open_index(index_name)
    key = index.person(person_number(index, app.suppressions(), person)).key
    entry = next((e.number for e in lists_with(app, key) if e.list_number == list_number), None)
    if entry is None:
        entry = add_to_list(
            app,
            list_number,
            person,
            role=request.role,
            options=request.options,
            edits=request.edits,
            index_name=index_name,
            by=by.operator,
            stage="contacted",
        )
    else:
        move_entry(app, entry, "contacted", by=by.operator)
    if text.strip():
        app.draft_log.note(text, person=key, operator=by.operator)
    return entry


# --- private ---

_Written = tuple[DraftChoices, "Matter", "Draft"]


def _written(
    app: "Handiwork", person: str, request: DraftRequest, *, by: Drafting, index_name: str | None
) -> "_Written":
    """Return the draft of a request, with what it is made from."""
    from handiwork.desk.drafts import Matter, parse_pay, write

    choices = draft_choices(app, person, request, today=by.now.date(), index_name=index_name)
    writer = operator_of(app)
    if choices.refusal:
        raise UsageError(choices.refusal)
    acts = chosen_acts(choices.acts, request.evidence)
    matter = Matter(
        name=None if request.is_blind else choices.person.name or choices.person.login,
        acts=acts,
        counts=choices.counts,
        role=choices.called,
        skills=shared_skills(app, choices.brief, acts),
        pay=parse_pay(request.salary, as_of=by.now.date().isoformat()) or choices.pay,
        operator=writer,
        seen_on=choices.seen_on,
        is_field=choices.is_field,
    )
    draft = write(matter, language=choices.language, length=request.length, variant=request.variant)
    return choices, matter, draft


def _looked_over(app: "Handiwork", found: "_Written", text: str, *, made: int) -> DraftAnswer:
    from handiwork.desk.drafts import check

    choices, matter, draft = found
    used = app.draft_log.is_used_for_another(text, person=choices.person.key)
    checks = check(text, matter, language=choices.language, used_for_another=used)
    return DraftAnswer(choices, matter, draft, text, checks, made)
