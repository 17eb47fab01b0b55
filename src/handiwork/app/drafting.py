"""Drafting one message to one person about their own public work; nothing is sent, and no text is kept."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from handiwork.app.person import person_number
from handiwork.errors import ConfigError, NotFoundError, UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.asking import Asked
    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import Brief, BriefEdits
    from handiwork.desk.drafts import Act, Check, Draft, Matter, Operator, Pay
    from handiwork.desk.lists import Entry, PeopleList
    from handiwork.index import Index, Person
    from handiwork.index.told import PublicProfile
    from handiwork.search import SearchOptions

__all__ = [
    "DraftAnswer",
    "DraftChoices",
    "DraftRequest",
    "Drafting",
    "draft_checked",
    "draft_choices",
    "draft_for",
    "draft_made",
    "draft_sent",
    "operator_of",
]

_CHOICES = 12
_NOTHING = "nothing of theirs in the index matches this role and can be named: there is no draft without"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """What a draft is asked for with.

    Attributes
    ----------
    role
        The role's text.
    title
        What the role is called; empty takes it from the text.
    evidence
        Keys of one or two acts, or their places from 1; empty takes the strongest.
    language, length, variant
        As :func:`handiwork.desk.drafts.write` has them.
    salary
        The operator's own yearly band; empty for the published one, if there is one.
    edits, options
        What is changed in the brief, and filters of the search it comes from; None means nothing.
    is_blind
        Whether the person must not be named.
    """

    role: str
    title: str = ""
    evidence: tuple[str, ...] = ()
    language: str = "en"
    length: str = "short"
    variant: int = 0
    salary: str = ""
    edits: "BriefEdits | None" = None
    options: "SearchOptions | None" = None
    is_blind: bool = False


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
class DraftChoices:
    """What there is to write about.

    Attributes
    ----------
    person
        Whom it is for.
    brief
        How the role was understood.
    called
        What the role is called; empty if neither the operator nor the text says it.
    acts
        Contributions that match the role and can be named, the most telling first.
    pay
        The published band of the role's field; None if there is none.
    index
        Name of the index.
    seen_on
        The day of its data.
    profile
        What the person publishes about themselves on GitHub; None if nobody asked, or they must not be named.
    lists
        Every list with the person's entry on it; None where they are not on it.
    refusal
        Why no draft can be written; empty if one can.
    """

    person: "Person"
    brief: "Brief"
    called: str
    acts: "tuple[Act, ...]"
    pay: "Pay | None"
    index: str
    seen_on: date
    profile: "PublicProfile | None"
    lists: "tuple[tuple[PeopleList, Entry | None], ...]"
    refusal: str


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


def draft_choices(
    app: "Handiwork", person: str, request: DraftRequest, *, today: date, index_name: str | None = None
) -> DraftChoices:
    """Return which acts of a person a draft for a role may name.

    Parameters
    ----------
    app
        Gives index, catalogue and suppressions.
    person
        A login the person has or had, in any case, or ``no:`` and their number in the index.
    request
        Role and whether the person must not be named.
    today
        What a pause is counted from.
    index_name
        Ask this index; None for the current one.

    Raises
    ------
    NotFoundError
        If nobody in the index is that, or the person is left out.
    UsageError
        If the role is empty.
    """
    return _found(app, person, request, today=today, index_name=index_name)[0]


def draft_for(
    app: "Handiwork", person: str, request: DraftRequest, *, by: "Drafting", index_name: str | None = None
) -> DraftAnswer:
    """Write a draft and count it.

    Parameters
    ----------
    app, person, request, index_name
        As for :func:`draft_choices`.
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
    return _looked_over(app, (choices, matter, draft), draft.text, request, made=made)


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
    return _looked_over(app, (choices, matter, draft), draft.text, request, made=made)


def draft_checked(
    app: "Handiwork", person: str, request: DraftRequest, *, by: "Drafting", text: str, index_name: str | None = None
) -> DraftAnswer:
    """Look a draft over as it was edited; the text is not kept, and not counted.

    Parameters and errors are those of :func:`draft_for`; ``text`` is the draft as it stands.
    """
    found = _written(app, person, request, by=by, index_name=index_name)
    return _looked_over(app, found, text, request, made=app.draft_log.made_today(by.operator))


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
        As for :func:`draft_choices`; who is not on the list yet is put on it with the role.
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
    from handiwork.app.listing import add_to_list, lists_with

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
        app.list_book.move(entry, "contacted", by=by.operator)
    if text.strip():
        app.draft_log.note(text, person=key, operator=by.operator)
    return entry


def operator_of(app: "Handiwork") -> "Operator":
    """Return who writes, as the settings say.

    Raises
    ------
    ConfigError
        If the settings do not say it; with what is missing.
    """
    from handiwork.desk.drafts import Operator

    needed = ("controller_name", "controller_contact_page", "controller_notice_page")
    if missing := [name for name in needed if not getattr(app.settings, name).strip()]:
        raise ConfigError(
            f"a draft has to say who writes and how to object: set {', '.join(missing)} in handiwork.toml "
            "(`handiwork config show` says where it is read)"
        )
    return Operator(*(getattr(app.settings, name).strip() for name in needed))


# --- private ---

_Written = tuple[DraftChoices, "Matter", "Draft"]


def _written(
    app: "Handiwork", person: str, request: DraftRequest, *, by: Drafting, index_name: str | None
) -> "_Written":
    """Return the draft of a request, with what it is made from."""
    from handiwork.desk.drafts import Matter, parse_pay, write

    choices, counts = _found(app, person, request, today=by.now.date(), index_name=index_name)
    writer = operator_of(app)
    if choices.refusal:
        raise UsageError(choices.refusal)
    acts = _chosen(choices.acts, request.evidence)
    matter = Matter(
        name=None if request.is_blind else choices.person.name or choices.person.login,
        acts=acts,
        counts=counts,
        role=choices.called,
        skills=_shared_skills(app, choices.brief, acts),
        pay=parse_pay(request.salary, as_of=by.now.date().isoformat()) or choices.pay,
        operator=writer,
        seen_on=choices.seen_on,
    )
    draft = write(matter, language=request.language, length=request.length, variant=request.variant)
    return choices, matter, draft


def _looked_over(app: "Handiwork", found: "_Written", text: str, request: DraftRequest, *, made: int) -> DraftAnswer:
    from handiwork.desk.drafts import check

    choices, matter, draft = found
    used = app.draft_log.is_used_for_another(text, person=choices.person.key)
    checks = check(text, matter, language=request.language, used_for_another=used)
    return DraftAnswer(choices, matter, draft, text, checks, made)


def _paused(app: "Handiwork", key: str, today: date) -> str:
    """Return why a person is not to be written to again yet; empty if they may be."""
    from handiwork.app.listing import pause_of

    until = pause_of(app, key)
    if until is None or until < today:
        return ""
    return f"they were contacted and have not replied: not again until {until} has passed"


def _identity_lacks(app: "Handiwork") -> str:
    """Return what the settings lack to say who writes; empty if nothing."""
    try:
        operator_of(app)
    except ConfigError as error:
        return str(error)
    return ""


def _found(
    app: "Handiwork", person: str, request: DraftRequest, *, today: date, index_name: str | None
) -> tuple[DraftChoices, dict[str, int]]:
    """Return what there is to write about, and how many contributions the person has to each of its repositories."""
    from handiwork.app.asking import asked_of
    from handiwork.app.listing import lists_told, lists_with
    from handiwork.desk.drafts import published_pay
    from handiwork.search import SearchOptions

    if not request.role.strip():
        raise UsageError("say which role the message is about")
    index, suppressions = app.open_index(index_name), app.suppressions()
    found = index.person(person_number(index, suppressions, person))
    options = request.options or SearchOptions()
    asked = asked_of(index, app.catalog, suppressions, request.role, options=options, edits=request.edits)
    owners = {login.lower() for login in found.logins} if request.is_blind else set()
    acts, counts = _acts(index, asked, found.person_id, hidden=suppressions.logins | owners)
    # Of the first field alone: what another one pays is no news about this role.
    fields = [app.catalog.ecosystem(each.name) for each in asked.brief.ecosystems[:1]]
    pay = published_pay(salary for field in fields for salary in field.salaries)
    refusal = _identity_lacks(app) or _paused(app, found.key, today) or ("" if acts else _NOTHING)
    entries = {entry.list_number: entry for entry in lists_with(app, found.key)}
    return DraftChoices(
        person=found,
        brief=asked.brief,
        called=_called(request, asked.brief),
        acts=acts,
        pay=pay,
        index=index.name,
        seen_on=index.built_on,
        profile=None if index.told is None or request.is_blind else index.told.of(found.person_id).profile,
        lists=tuple((each, entries.get(each.number)) for each, _ in lists_told(app)),
        refusal=refusal,
    ), counts


def _acts(
    index: "Index", asked: "Asked", person_id: int, *, hidden: Collection[str]
) -> "tuple[tuple[Act, ...], dict[str, int]]":
    """Return the acts that match and can be named, and contributions by repository."""
    from handiwork.desk.drafts import CITABLE, Act
    from handiwork.evidence import evidence
    from handiwork.search import hit_of

    hit = hit_of(index, asked.brief, person_id, options=asked.resolved)
    if hit is None:
        return (), {}
    since = asked.options.since
    found = [
        Act(item.kind, item.repository, item.number, item.sha, item.title, item.at.date(), item.url, _key(item))
        for item in evidence(index, hit, limit=_CHOICES, since=since, kinds=CITABLE)
        if item.url
        and (item.number is not None or item.sha is not None)
        and item.repository.partition("/")[0].lower() not in hidden
    ]
    # An act without a title says little in a message; the others keep their order.
    acts = tuple(sorted(found, key=lambda act: act.title is None))
    first, last = index.contribution_offsets[person_id : person_id + 2].tolist()
    rows = index.contributions.slice(first, last - first)
    counts: dict[str, int] = {}
    for row in rows.select(["repo_no", "times"]).to_pylist():
        name = index.repository_name(row["repo_no"])
        counts[name] = counts.get(name, 0) + row["times"]
    return acts, counts


def _key(item: Any) -> str:
    """Return twelve hexadecimal digits that name an act, also in the next index."""
    told = f"{item.kind} {item.repository} {item.number} {item.sha} {item.at.isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _chosen(acts: "tuple[Act, ...]", wanted: tuple[str, ...]) -> "tuple[Act, ...]":
    if len(wanted) > 2:
        raise UsageError(f"{len(wanted)} pieces of evidence were chosen: name one or two")
    if not wanted:
        return acts[:2]
    by_name = {act.key: act for act in acts} | {str(n): act for n, act in enumerate(acts, start=1)}
    for name in wanted:
        if name not in by_name:
            raise NotFoundError(f"there is no evidence {name[:40]!r}: choose from 1 to {len(acts)}, or by its key")
    return tuple(dict.fromkeys(by_name[name] for name in wanted))


def _called(request: DraftRequest, brief: "Brief") -> str:
    """Return what the role is called: as the operator says, else as its text, else the field."""
    named = [request.title, *brief.titles, *(each.title for each in brief.ecosystems)]
    return next((name.strip() for name in named if name.strip()), "")


def _shared_skills(app: "Handiwork", brief: "Brief", acts: "tuple[Act, ...]") -> tuple[str, ...]:
    """Return the skills that the role asks for and the acts, or what their repositories are about, name."""
    from handiwork.desk.naming import skills_named

    keys = [app.catalog.repository(act.repository) for act in acts[:1]]
    about = [act.title or "" for act in acts[:1]]
    about += [" ".join([key.language, *key.topics]) for key in keys if key is not None]
    languages = {key.language.lower() for key in keys if key is not None}
    named = skills_named(brief.skills, " \n ".join(about))
    # "Python" says little of somebody's work on a project in Python.
    telling = [skill for skill in named if skill.term.lower() not in languages] or named
    return tuple(dict.fromkeys(skill.written for skill in telling))
