"""Facets as values."""

from dataclasses import dataclass

__all__ = ["Facet", "FacetValue"]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: as an option of a search takes it, and how many of the people found have matching work with it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One sort of value: the option's name (repositories, since, kinds, has, signals) and its values."""

    option: str
    values: tuple[FacetValue, ...]
