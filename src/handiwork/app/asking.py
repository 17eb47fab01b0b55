"""What is really asked of an index: the role understood, the filters with what its text and the catalogue add."""

from dataclasses import dataclass, replace
from datetime import date

from handiwork.app.narrowing import with_brief, without_ecosystems
from handiwork.brief import Brief, reopen_brief, understand_brief
from handiwork.catalog import Catalog
from handiwork.index import Index
from handiwork.privacy.suppression import Suppressions
from handiwork.search import SearchOptions

__all__ = ["Asked", "asked_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question ready for an index.

    Attributes
    ----------
    brief
        How the role was understood.
    options
        As they were given, with what the role's text asks of the work; they can be shown and replayed.
    resolved
        The same with ecosystems looked up and with who must not appear.
    """

    brief: Brief
    options: SearchOptions
    resolved: SearchOptions


def asked_of(
    index: Index,
    catalog: Catalog,
    suppressions: Suppressions,
    role: str | Brief,
    *,
    options: SearchOptions,
    today: date | None = None,
) -> Asked:
    """Understand a role for an index.

    Parameters
    ----------
    index
        What is asked.
    catalog
        Ecosystems and key repositories.
    suppressions
        Who must not appear.
    role
        The text, or a brief that was kept.
    options
        Limits and filters as given.
    today
        What "in the last year" is counted from; None for the day the index was built on: the same index then gives
        the same answer for ever.
    """
    day = today or index.built_on
    if isinstance(role, str):
        brief = understand_brief(index, catalog, role, today=day)
    else:
        brief = reopen_brief(index, catalog, role, today=day)
    given = with_brief(index, brief, options)
    excluded = index.persons_named(suppressions.ids, suppressions.logins)
    resolved = replace(without_ecosystems(catalog, index, given), excluded_persons=excluded)
    return Asked(brief, given, resolved)
