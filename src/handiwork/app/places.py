"""Fields and repositories as places where people work: their people, related ones, and what the catalogue says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handiwork.errors import NotFoundError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.catalog import Ecosystem
    from handiwork.index import Documents, Index, Related
    from handiwork.index.facts import RepositoryFacts
    from handiwork.pool.funnel import People

__all__ = [
    "EcosystemPlace",
    "EcosystemRow",
    "RepositoryPlace",
    "ecosystem_place",
    "ecosystems_told",
    "repository_place",
]

_RELATED = 10
_AREAS = 10


@dataclass(frozen=True, slots=True)
class EcosystemRow:
    """One ecosystem with how many of its key repositories the index has, and how many people these have."""

    ecosystem: "Ecosystem"
    loaded: int
    people: int


@dataclass(frozen=True, slots=True)
class EcosystemPlace:
    """One ecosystem with its people.

    Attributes
    ----------
    ecosystem
        As the catalogue has it.
    people
        Of all its key repositories that are loaded; None without an index.
    repositories
        For each key repository its people; None where it is not loaded.
    related
        Repositories that share contributors with the loaded ones and are not among them, with how many they share.
    index
        The index; None if there is none.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    """

    ecosystem: "Ecosystem"
    people: "People | None"
    repositories: "tuple[People | None, ...]"
    related: tuple[tuple[str, int], ...]
    index: "Index | None"
    hidden_owners: frozenset[str]


@dataclass(frozen=True, slots=True)
class RepositoryPlace:
    """One repository with its people.

    Attributes
    ----------
    name
        Its present name.
    facts
        What origins say; None where the index keeps nothing.
    people
        Who worked on it.
    related
        Repositories that share contributors far above chance, best first.
    areas
        Its parts with the most people: name, how many.
    ecosystems
        Those of the catalogue that it is a key repository of: name and title.
    shows
        What working on it shows; None if the catalogue does not list it.
    coverage
        What origins delivered of it.
    index
        The index.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    """

    name: str
    facts: "RepositoryFacts | None"
    people: "People"
    related: "tuple[Related, ...]"
    areas: tuple[tuple[str, int], ...]
    ecosystems: tuple[tuple[str, str], ...]
    shows: str | None
    coverage: list[dict[str, Any]]
    index: "Index"
    hidden_owners: frozenset[str]


def ecosystems_told(app: "Handiwork") -> list[EcosystemRow]:
    """Return every ecosystem, those with most people first."""
    from handiwork.pool.funnel import people_of

    index = app.open_index() if app.current_index() else None
    excluded = _excluded(app, index)
    rows = []
    for ecosystem in app.catalog.ecosystems:
        held = [_numbers(index, key) for key in ecosystem.key_repositories] if index else []
        numbers = [n for some in held for n in some]
        people = people_of(index, numbers, excluded=excluded, limit=0).total if index and numbers else 0
        rows.append(EcosystemRow(ecosystem, sum(map(bool, held)), people))
    return sorted(rows, key=lambda row: (-row.people, row.ecosystem.title.lower()))


def ecosystem_place(app: "Handiwork", name: str) -> EcosystemPlace:
    """Return one ecosystem with its people.

    Raises
    ------
    NotFoundError
        If the catalogue has no such ecosystem.
    """
    from handiwork.pool.funnel import people_of

    ecosystem = app.ecosystem(name)
    index = app.open_index() if app.current_index() else None
    hidden = app.suppressions().logins
    if index is None:
        return EcosystemPlace(ecosystem, None, (None,) * len(ecosystem.key_repositories), (), None, hidden)
    excluded = _excluded(app, index)
    numbers = [_numbers(index, key) for key in ecosystem.key_repositories]
    own = {n for some in numbers for n in some}
    shared: dict[int, int] = {}
    for number in sorted(own):
        for each in index.related(number):
            if each.repo_no not in own:
                shared[each.repo_no] = shared.get(each.repo_no, 0) + each.shared
    related = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:_RELATED]
    return EcosystemPlace(
        ecosystem,
        people_of(index, own, excluded=excluded),
        tuple(people_of(index, some, excluded=excluded, limit=0) if some else None for some in numbers),
        tuple((index.repository_name(number), count) for number, count in related),
        index,
        hidden,
    )


def repository_place(app: "Handiwork", name: str) -> RepositoryPlace:
    """Return one repository of the current index, by any name it had.

    Raises
    ------
    NotFoundError
        If the index has no such repository, with how to load it; or its owner is left out.
    """
    import numpy as np

    from handiwork.pool.funnel import people_of

    index, suppressions = app.open_index(), app.suppressions()
    numbers = index.repository_numbers(name)
    names = {name, *(index.repository_name(number) for number in numbers)}
    if not numbers or any(each.partition("/")[0].lower() in suppressions.logins for each in names):
        raise NotFoundError(
            f"index {index.name} has no repository {name!r}: load it "
            f"(`handiwork ingest git {app.settings.git_url}/{name}`) and build the index again"
        )
    excluded = _excluded(app, index)
    present = index.repository_name(numbers[0])
    areas = index.documents["area"]
    first, last = (int(np.searchsorted(areas.repositories, numbers[0], side=side)) for side in ("left", "right"))
    sizes = np.diff(areas.offsets[first : last + 1])
    top = first + np.lexsort((np.arange(len(sizes)), -sizes))[:_AREAS]
    key = app.catalog.repository(present)
    coverage = [
        line
        for line in index.manifest.extra.get("coverage", [])
        if str(line.get("repository", "")).lower() in {present.lower(), name.lower()}
        or line.get("origin") == "gharchive"
    ]
    return RepositoryPlace(
        name=present,
        facts=index.facts(numbers[0]),
        people=people_of(index, numbers, excluded=excluded),
        related=index.related(numbers[0])[:_RELATED],
        areas=tuple((index.document_name("area", int(n)) or "", _others(areas, int(n), excluded)) for n in top),
        ecosystems=tuple((e.name, e.title) for e in app.catalog.ecosystems_of(present)),
        shows=key.shows if key else None,
        coverage=coverage,
        index=index,
        hidden_owners=suppressions.logins,
    )


# --- private ---


def _others(documents: "Documents", doc: int, excluded: frozenset[int]) -> int:
    """Return how many people are tied to a document, without some."""
    import numpy as np

    persons = documents.persons[documents.offsets[doc] : documents.offsets[doc + 1]]
    return int(np.count_nonzero(~np.isin(persons, np.fromiter(excluded, np.int64, len(excluded)))))


def _excluded(app: "Handiwork", index: "Index | None") -> frozenset[int]:
    left_out = app.suppressions()
    return index.persons_named(left_out.ids, left_out.logins) if index else frozenset()


def _numbers(index: "Index", key: Any) -> list[int]:
    return sorted({n for name in (key.name, *key.former_names) for n in index.repository_numbers(name)})
