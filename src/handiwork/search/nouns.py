"""Facets as values."""

from dataclasses import dataclass

__all__ = ["Facet", "FacetValue"]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value.

    Attributes
    ----------
    value
        As it is chosen, without its group.
    count
        How many people remain with it: beside everything that is chosen in other groups, and in a group whose values
        must all hold beside those too; in a group of alternatives instead of them.
    is_chosen
        Whether it is chosen.
    """

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of values, see :mod:`handiwork.search.facets`: those chosen, and those that somebody has."""

    group: str
    values: tuple[FacetValue, ...]
