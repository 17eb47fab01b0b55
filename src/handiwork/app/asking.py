"""What is really asked of an index: the role understood, the filters with what its text and the catalogue add."""

from dataclasses import dataclass, replace
from datetime import date

from handiwork.app.narrowing import ecosystem_numbers, with_brief, without_ecosystems
from handiwork.brief import Brief, BriefEdits, reopen_brief, understand_brief
from handiwork.catalog import Catalog
from handiwork.index import Index
from handiwork.privacy.suppression import Suppressions
from handiwork.search import SearchOptions

__all__ = ["Asked", "asked_of", "brief_of", "with_offered"]


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
    edits: BriefEdits | None = None,
) -> Asked:
    """Understand a role for an index.

    "In the last year" is counted from the day the index was built on: the same index gives the same answer for ever.

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
    edits
        What the user changes in the brief; None means nothing.
    """
    brief = brief_of(index, catalog, role, edits=edits, today=index.built_on)
    given = with_brief(index, brief, options)
    excluded = index.persons_named(suppressions.ids, suppressions.logins)
    chosen = [facet.partition(":")[2] for facet in options.facets if facet.startswith("ecosystem:")]
    resolved = replace(
        without_ecosystems(catalog, index, given),
        excluded_persons=excluded,
        ecosystem_numbers=ecosystem_numbers(catalog, index, chosen),
    )
    return Asked(brief, given, resolved)


def with_offered(catalog: Catalog, index: Index, asked: Asked) -> SearchOptions:
    """Return what is really asked, with the ecosystems of the brief looked up too, so that facets count them."""
    names = [ecosystem.name for ecosystem in asked.brief.ecosystems]
    numbers = dict((*ecosystem_numbers(catalog, index, names), *asked.resolved.ecosystem_numbers))
    return replace(asked.resolved, ecosystem_numbers=tuple(numbers.items()))


def brief_of(
    index: Index | None, catalog: Catalog, role: str | Brief, *, edits: BriefEdits | None, today: date
) -> Brief:
    """Understand a role text, or a kept brief again."""
    if isinstance(role, str):
        return understand_brief(index, catalog, role, edits=edits, today=today)
    return reopen_brief(index, catalog, role, edits=edits, today=today)
