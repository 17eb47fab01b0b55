"""One person of an index: looked up by a login they have or had, or by their number in a named index."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handiwork.app.values import Profile
from handiwork.errors import NotFoundError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import Brief, BriefEdits
    from handiwork.evidence import Evidence
    from handiwork.evidence.activity import RepositoryMonths
    from handiwork.index import Index
    from handiwork.privacy.suppression import Suppressions
    from handiwork.search import Hit, SearchOptions

__all__ = ["Explained", "PersonPage", "explained", "person_number", "person_page", "profile_of"]

_NUMBER = re.compile(r"no:(\d{1,10})")
_MOST_REPOSITORIES = 12


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What is known of one person, as a page shows it.

    Attributes
    ----------
    profile
        As :func:`profile_of` returns it; its acts are one page of them.
    person_id
        Their number in the index.
    lanes
        What they did where, by month; the repositories with the most recent work first.
    n_repositories
        In how many repositories they did something.
    representative
        The pull requests that stand for their work.
    months
        Acts a month, oldest first.
    words
        The same in words.
    coverage
        One line per origin: what it delivered and when.
    index
        The index.
    """

    profile: Profile
    person_id: int
    lanes: "list[RepositoryMonths]"
    n_repositories: int
    representative: "tuple[Evidence, ...]"
    months: tuple[int, ...]
    words: str
    coverage: list[dict[str, Any]]
    index: "Index"


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a person stands where they stand for a role.

    Attributes
    ----------
    hit
        Rank, score and parts, one a document; None if nothing of theirs matches.
    acts
        For each of the strongest documents (kind, number) the acts behind it, newest first.
    brief
        How the role was understood.
    """

    hit: "Hit | None"
    acts: "dict[tuple[str, int], tuple[Evidence, ...]]"
    brief: "Brief"


def person_number(index: "Index", suppressions: "Suppressions", person: str) -> int:
    """Return a person's number in an index.

    Parameters
    ----------
    index
        Where to look.
    suppressions
        Who must not be found.
    person
        A login they have or had, in any case, or ``no:`` and the number.

    Raises
    ------
    NotFoundError
        If nobody is that, or they are left out.
    """
    left_out = index.persons_named(suppressions.ids, suppressions.logins)
    numbered = _NUMBER.fullmatch(person)
    if numbered:
        found = frozenset({int(numbered[1])} if int(numbered[1]) < index.n_persons else ()) - left_out
        if not found:
            raise NotFoundError(f"index {index.name} has no person {person!r}")
    else:
        found = index.persons_named(frozenset(), frozenset({person.lower()})) - left_out
        if not found:
            raise NotFoundError(f"nobody in index {index.name} has the login {person!r}: is their work loaded?")
    # Of those who had a login, who has it now.
    return min(found, key=lambda each: ((index.person(each).login or "").lower() != person.lower(), each))


def profile_of(app: "Handiwork", person: str, *, limit: int, index_name: str | None = None, first: int = 0) -> Profile:
    """Return what an index holds on one person.

    Parameters
    ----------
    app
        Over the home folder.
    person
        A login they have or had, in any case, or ``no:`` and their number in the index.
    limit
        At most so many contributions, newest first.
    index_name
        Ask this index; None for the current one.
    first
        So many of the newest contributions are on an earlier page.

    Raises
    ------
    NotFoundError
        If nobody in the index is that, or the person is left out.
    """
    from handiwork.app.auditing import note
    from handiwork.app.ml_person import ml_facts_of
    from handiwork.evidence import acts_of

    index = app.open_index(index_name)
    suppressions = app.suppressions()
    person_id = person_number(index, suppressions, person)
    total = int(index.contribution_offsets[person_id + 1] - index.contribution_offsets[person_id])
    acts = acts_of(index, person_id, limit=first + limit)[first:]
    told = None if index.told is None else index.told.of(person_id)
    observed = None if index.observed is None else index.observed.of(person_id)
    ml_work = ml_facts_of(index, app.catalog, person_id, told, suppressions.logins)
    note(app, "view", persons=[index.person(person_id).key], index=index.name)
    key = index.person(person_id).key
    disputed = tuple(each for each in app.disputes() if each.person == key)
    return Profile(
        index.person(person_id), acts, total, index.name, suppressions.logins, told, observed, ml_work, disputed
    )


def person_page(
    app: "Handiwork", person: str, *, limit: int, index_name: str | None = None, first: int = 0
) -> PersonPage:
    """Return what a page shows of one person; arguments and errors as :func:`profile_of`."""
    from handiwork.evidence import representative_acts
    from handiwork.evidence.activity import activity_words, lanes_of, months_of

    profile = profile_of(app, person, limit=limit, index_name=index_name, first=first)
    index = app.open_index(profile.index)
    person_id = profile.person.person_id
    lanes = lanes_of(index, person_id)
    counts = months_of(index, person_id)
    return PersonPage(
        profile=profile,
        person_id=person_id,
        lanes=lanes[:_MOST_REPOSITORIES],
        n_repositories=len(lanes),
        representative=representative_acts(index, person_id),
        months=tuple(counts.tolist()),
        words=activity_words(index, person_id, counts),
        coverage=index.manifest.extra.get("coverage", []),
        index=index,
    )


def explained(
    app: "Handiwork",
    person_id: int,
    role: "str | Brief",
    *,
    options: "SearchOptions",
    edits: "BriefEdits | None" = None,
    index_name: str | None = None,
) -> Explained:
    """Return why a person stands where they stand for a role.

    Parameters
    ----------
    app
        Over the home folder.
    person_id
        Their number in the index.
    role, options, edits, index_name
        As for a search.
    """
    from dataclasses import replace

    from handiwork.app.asking import asked_of
    from handiwork.evidence import acts_behind
    from handiwork.search import hit_of

    index = app.open_index(index_name)
    asked = asked_of(index, app.catalog, app.suppressions(), role, options=options, edits=edits)
    options = replace(asked.resolved, explain=True, has=(), facets=(), sort="fit")
    hit = hit_of(index, asked.brief, person_id, options=options)
    shares = hit.shares[:_MOST_REPOSITORIES] if hit else ()
    acts = {(share.kind, share.doc): acts_behind(index, person_id, share) for share in shares}
    return Explained(hit, acts, asked.brief)
