"""What the catalogue and a brief say for an index: the options a search is really asked with."""

from collections.abc import Iterable
from dataclasses import replace

from handiwork.brief import Brief
from handiwork.catalog import Catalog
from handiwork.errors import NotFoundError
from handiwork.index import Index
from handiwork.search import SearchOptions
from handiwork.search.filters import MAINTAINER_KINDS, kinds_mask

__all__ = ["ecosystem_numbers", "with_brief", "without_ecosystems"]


def with_brief(index: Index, brief: Brief, options: SearchOptions) -> SearchOptions:
    """Return the options with what the role's text itself asks of the work; what is given beside it counts over it.

    Notes
    -----
    A role for maintainers is only narrowed to them where the index knows who reviews, merges or releases in most of
    the brief's repositories: histories alone hardly say it. Work for an owner is only left out where the index has
    repositories of theirs.
    """
    wanted = [c for c in brief.constraints if c.is_about_work]
    keeps = any(c.kind == "contribution" for c in wanted)
    if keeps:
        numbers = [n for r in brief.repositories for n in r.repo_numbers]
        told = (index.documents["repository"].seen[numbers] & kinds_mask(MAINTAINER_KINDS)) != 0
        keeps = 2 * int(told.sum()) > len(numbers)
    # "Not from Pallets' repositories" may mean either.
    named = (n for c in wanted if c.kind == "exclude-owner" for n in (c.value, f"{c.value}s"))
    owners = [name for name in named if index.repositories_of(name)]
    return replace(
        options,
        since=options.since or brief.since,
        maintainers_only=options.maintainers_only or keeps,
        exclude_owners=tuple(dict.fromkeys([*options.exclude_owners, *owners])),
    )


def without_ecosystems(catalog: Catalog, index: Index, options: SearchOptions) -> SearchOptions:
    """Return the options with the key repositories of their ecosystems among ``repositories``.

    Parameters
    ----------
    catalog
        Where ecosystems are looked up.
    index
        Only repositories that it has are taken, by any name they had.
    options
        As they were asked for.

    Raises
    ------
    NotFoundError
        If the catalogue has no such ecosystem, or the index none of its repositories.
    """
    if not options.ecosystems:
        return options
    found = list(options.repositories)
    for name in options.ecosystems:
        keys = catalog.ecosystem(name).key_repositories
        named = ((key.name, *key.former_names) for key in keys)
        held = [next((n for n in names if index.repository_numbers(n)), None) for names in named]
        if not any(held):
            raise NotFoundError(
                f"the index {index.name} has none of the {len(keys)} key repositories of {name!r}: "
                f"load them (`handiwork ecosystem pull {name}`) and build the index again"
            )
        found += [name for name in held if name]
    return replace(options, ecosystems=(), repositories=tuple(dict.fromkeys(found)))


def ecosystem_numbers(catalog: Catalog, index: Index, names: Iterable[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return for some ecosystems the numbers of their key repositories that an index has, none for those it lacks.

    Raises
    ------
    NotFoundError
        If the catalogue has no such ecosystem.
    """
    found: dict[str, tuple[int, ...]] = {}
    for name in dict.fromkeys(names):
        numbers: set[int] = set()
        for key in catalog.ecosystem(name).key_repositories:
            held = (index.repository_numbers(each) for each in (key.name, *key.former_names))
            numbers.update(next((each for each in held if each), ()))
        found[name] = tuple(sorted(numbers))
    return tuple(found.items())
