"""Where one person stands for a role, and if they do not, what keeps them out."""

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import Brief, BriefEdits
    from handiwork.evidence import Mentions
    from handiwork.index import Index, Person
    from handiwork.search import Hit, SearchOptions

__all__ = ["Kept", "Relaxed", "Standing", "relaxations", "standing"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter that keeps somebody out by itself.

    Attributes
    ----------
    option, value
        The filter.
    rank
        Their place without it.
    theirs
        What is theirs where the filter asks for something else: the day of their last act, the number of acts, their
        repositories or kinds of contribution, what they have; empty if nothing was observed, None if nothing says it.
    """

    option: str
    value: Any
    rank: int
    theirs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands.

    Attributes
    ----------
    person
        Who.
    hit
        Their place in the ranking as asked; None if they are not in it.
    kept
        Filters each of which keeps them out by itself.
    without_filters
        Their place if all filters are dropped; None if they have nothing that matches even then.
    repositories
        For each repository of the brief: its name and their acts in it.
    skills
        For each skill of the brief: as it is written in the role, and their acts whose titles name it.
    total
        How many acts of theirs there are.
    brief, options, index
        What was asked, and of what.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    """

    person: "Person"
    hit: "Hit | None"
    kept: tuple[Kept, ...]
    without_filters: "Hit | None"
    repositories: "tuple[tuple[str, Mentions], ...]"
    skills: "tuple[tuple[str, Mentions], ...]"
    total: int
    brief: "Brief"
    options: "SearchOptions"
    index: "Index"
    hidden_owners: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """How many people there would be without one filter, or with one changed: the option, its value, the count."""

    option: str
    value: Any
    people: int


def standing(
    app: "Handiwork",
    person: str,
    role: "str | Brief",
    *,
    options: "SearchOptions",
    edits: "BriefEdits | None" = None,
    index_name: str | None = None,
) -> Standing:
    """Return where a person stands for a role.

    Parameters
    ----------
    app
        Over the home folder.
    person
        A login they have or had, or ``no:`` and their number in the index.
    role, options, edits, index_name
        As for a search.

    Raises
    ------
    NotFoundError
        If nobody in the index is that; who is left out is not told apart.
    """
    from handiwork.app.asking import asked_of
    from handiwork.app.person import person_number
    from handiwork.evidence import acts_in, acts_naming
    from handiwork.search import hit_of
    from handiwork.search.standing import their_side

    index, suppressions = app.open_index(index_name), app.suppressions()
    person_id = person_number(index, suppressions, person)
    asked = asked_of(index, app.catalog, suppressions, role, options=options, edits=edits)
    hit = hit_of(index, asked.brief, person_id, options=asked.resolved)
    kept: list[Kept] = []
    bare = None
    if hit is None:
        for name in asked.resolved.narrowing:
            without = _without(asked.resolved, name)
            found = hit_of(index, asked.brief, person_id, options=without)
            if found is not None:
                theirs = their_side(index, asked.brief, without, found, name)
                kept.append(Kept(*_as_asked(asked.options, name), found.rank, theirs))
        all_dropped = asked.resolved
        for name in asked.resolved.narrowing:
            all_dropped = _without(all_dropped, name)
        bare = hit_of(index, asked.brief, person_id, options=all_dropped)
    named = acts_naming(index, person_id, [{s.term, s.written, *s.aliases} for s in asked.brief.skills])
    done = acts_in(index, person_id, [r.repo_numbers for r in asked.brief.repositories])
    return Standing(
        person=index.person(person_id),
        hit=hit,
        kept=tuple(kept),
        without_filters=bare,
        repositories=tuple((r.name, m) for r, m in zip(asked.brief.repositories, done, strict=True)),
        skills=tuple((s.written, m) for s, m in zip(asked.brief.skills, named, strict=True)),
        total=int(index.contribution_offsets[person_id + 1] - index.contribution_offsets[person_id]),
        brief=asked.brief,
        options=asked.options,
        index=index,
        hidden_owners=suppressions.logins,
    )


def relaxations(
    app: "Handiwork",
    role: "str | Brief",
    *,
    options: "SearchOptions",
    edits: "BriefEdits | None" = None,
    index_name: str | None = None,
) -> tuple[Relaxed, ...]:
    """Return how many people each filter costs: who there would be without it, the most first.

    Parameters
    ----------
    app, role, options, edits, index_name
        As for a search.
    """
    from handiwork.app.asking import asked_of
    from handiwork.search import search

    index = app.open_index(index_name)
    asked = asked_of(index, app.catalog, app.suppressions(), role, options=options, edits=edits)
    found = []
    for name in asked.resolved.narrowing:
        result = search(
            index, asked.brief, options=replace(_without(asked.resolved, name), limit=1, count_facets=False)
        )
        people = result.n_candidates - (result.n_unnamed if options.accounts == "known" else 0)
        found.append(Relaxed(*_as_asked(asked.options, name), people))
    return tuple(sorted(found, key=lambda each: (-each.people, each.option)))


# --- private ---


def _as_asked(options: "SearchOptions", name: str) -> tuple[str, Any]:
    """Return a filter as it was asked for: ecosystems act as their repositories."""
    shown = "ecosystems" if name == "repositories" and options.ecosystems and not options.repositories else name
    return shown, getattr(options, shown)


def _without(options: "SearchOptions", name: str) -> "SearchOptions":
    """Return options without one filter."""
    changed: Any = replace  # the name says which field, and its default is of the field's type
    found: SearchOptions = changed(options, **{name: next(f.default for f in fields(options) if f.name == name)})
    return found
