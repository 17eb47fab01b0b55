"""What the catalogue says for an index: the options of a search without names of ecosystems."""

from dataclasses import replace

from handiwork.catalog import Catalog
from handiwork.errors import NotFoundError
from handiwork.index import Index
from handiwork.search import SearchOptions

__all__ = ["without_ecosystems"]


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
