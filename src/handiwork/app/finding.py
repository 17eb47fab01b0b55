"""Finding repositories: the current index asked, without people who are left out, with links to matching titles."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.evidence import Evidence
    from handiwork.index import Index
    from handiwork.search import FoundRepositories, RepositoryQuery

__all__ = ["RepositoriesAnswer", "repositories_answer"]

_MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class RepositoriesAnswer:
    """Repositories that came up, with what they were found in.

    Attributes
    ----------
    found
        The query, the hits and what the index cannot tell.
    titles
        For each hit, in order, up to three contributions whose titles match best.
    index
        The index that answered.
    coverage
        One line per origin: what it delivered and when.
    """

    found: "FoundRepositories"
    titles: "list[tuple[Evidence, ...]]"
    index: "Index"
    coverage: list[dict[str, Any]]


def repositories_answer(
    app: "Handiwork", query: "RepositoryQuery", *, index_name: str | None = None
) -> RepositoriesAnswer:
    """Find repositories in an index.

    Parameters
    ----------
    app
        Gives index and suppressions.
    query
        What is asked; who is left out is added to it.
    index_name
        Ask this index; None for the current one.
    """
    from handiwork.evidence.items import read_acts
    from handiwork.search import find_repositories

    index = app.open_index(index_name)
    suppressions = app.suppressions()
    excluded = index.persons_named(suppressions.ids, suppressions.logins)
    asked = replace(query, excluded_persons=excluded, excluded_owners=suppressions.logins)
    found = find_repositories(index, asked)
    titles = []
    for hit in found.hits:
        rows = [row for part in hit.parts for row in part.title_rows][:_MOST_TITLES]
        titles.append(read_acts(index, rows, [0.0] * len(rows)))
    return RepositoriesAnswer(found, titles, index, index.manifest.extra.get("coverage", []))
