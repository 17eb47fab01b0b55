"""What a draft can be about: acts that match the role and can be named, pay, lists, and what forbids a draft."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from handiwork.app.person import person_number
from handiwork.errors import ConfigError, NotFoundError, UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.asking import Asked
    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import Brief, BriefEdits
    from handiwork.desk.drafts import Act, Operator, Pay
    from handiwork.desk.lists import Entry, PeopleList
    from handiwork.index import Index, Person
    from handiwork.index.told import PublicProfile
    from handiwork.search import SearchOptions

__all__ = ["DraftChoices", "DraftRequest", "chosen_acts", "draft_choices", "operator_of", "shared_skills"]

_CHOICES = 12
_WISH = "they say on their profile that they do not want to be asked: no message is drafted"
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
    language
        One that drafts are written in; empty for that of the role's text, or English.
    length, variant
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
    language: str = ""
    length: str = "short"
    variant: int = 0
    salary: str = ""
    edits: "BriefEdits | None" = None
    options: "SearchOptions | None" = None
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class DraftChoices:
    """What there is to write about.

    Attributes
    ----------
    person
        Whom it is for.
    brief
        How the role was understood.
    language
        What a draft is written in.
    called
        What the role is called, else its field of work; empty if neither is known.
    is_field
        Whether it is the field of work.
    acts
        Contributions that match the role and can be named, the most telling first.
    counts
        For each repository how many contributions of theirs the index knows.
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
    language: str
    called: str
    is_field: bool
    acts: "tuple[Act, ...]"
    counts: Mapping[str, int]
    pay: "Pay | None"
    index: str
    seen_on: date
    profile: "PublicProfile | None"
    lists: "tuple[tuple[PeopleList, Entry | None], ...]"
    refusal: str


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
    profile = None if index.told is None else index.told.of(found.person_id).profile
    wish = _WISH if profile is not None and profile.is_hireable is False else ""
    refusal = _identity_lacks(app) or wish or _paused(app, found.key, today) or ("" if acts else _NOTHING)
    entries = {entry.list_number: entry for entry in lists_with(app, found.key)}
    return DraftChoices(
        person=found,
        brief=asked.brief,
        language=request.language or _language(asked.brief),
        called=_called(request, asked.brief),
        is_field=not request.title.strip() and not asked.brief.titles,
        acts=acts,
        counts=counts,
        pay=pay,
        index=index.name,
        seen_on=index.built_on,
        profile=None if request.is_blind else profile,
        lists=tuple((each, entries.get(each.number)) for each, _ in lists_told(app)),
        refusal=refusal,
    )


def chosen_acts(acts: "tuple[Act, ...]", wanted: tuple[str, ...]) -> "tuple[Act, ...]":
    """Return the acts that are named by key or by place from 1; the first two if none is.

    Raises
    ------
    UsageError
        If more than two are named.
    NotFoundError
        If there is no such act.
    """
    if len(wanted) > 2:
        raise UsageError(f"{len(wanted)} pieces of evidence were chosen: name one or two")
    if not wanted:
        return acts[:2]
    by_name = {act.key: act for act in acts} | {str(n): act for n, act in enumerate(acts, start=1)}
    for name in wanted:
        if name not in by_name:
            raise NotFoundError(f"there is no evidence {name[:40]!r}: choose from 1 to {len(acts)}, or by its key")
    return tuple(dict.fromkeys(by_name[name] for name in wanted))


def shared_skills(app: "Handiwork", brief: "Brief", acts: "tuple[Act, ...]") -> tuple[str, ...]:
    """Return the skills that the role asks for and the acts, or what their repositories are about, name."""
    from handiwork.desk.naming import skills_named

    keys = [app.catalog.repository(act.repository) for act in acts[:1]]
    about = [act.title or "" for act in acts[:1]]
    about += [" ".join([key.language, *key.topics]) for key in keys if key is not None]
    languages = {key.language.lower() for key in keys if key is not None}
    named = skills_named(brief.skills, " \n ".join(about))
    # "Python" says little of somebody's work on a project in Python.
    telling = [skill for skill in named if skill.term.lower() not in languages] or named
    # Nor does a repository's own name say more of the work on it.
    repos = {act.repository.rpartition("/")[2].lower() for act in acts[:1]}
    return tuple(dict.fromkeys(skill.written for skill in telling if skill.written.lower() not in repos))


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


def _called(request: DraftRequest, brief: "Brief") -> str:
    """Return what the role is called, as the operator says, else as its text does; else its field of work."""
    named = (request.title, *brief.titles, *(field.title for field in brief.ecosystems[:1]))
    return next((name.strip() for name in named if name.strip()), "")


def _language(brief: "Brief") -> str:
    """Return the language of a role's text if drafts are written in it, else English."""
    from handiwork.desk.drafts import LANGUAGES

    return brief.language if brief.language in LANGUAGES else "en"
