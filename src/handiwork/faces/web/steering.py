"""Links that steer a list of results: chips that take a narrowing away, facets, orders, and filters to loosen."""

from collections.abc import Iterable, Mapping
from typing import Any

from handiwork.faces.web.role_query import RoleQuery

__all__ = ["chips", "facet_links", "filter_words", "relaxed_links", "sort_links", "without_filter"]

_HAS = {
    "maintainer": "maintainer",
    "package": "package owner",
    "talk": "speaker",
    "model": "model author",
    "paper": "paper author",
}
_CHIPS = {
    "repo": "only {}",
    "ecosystem": "only {}",
    "since": "work since {}",
    "active_since": "active since {}",
    "kind": "only {}",
    "exclude_repo": "not {}",
    "exclude_owner": "not of {}",
    "signal": "shows {}",
    "prefer": "prefers {}",
}
_GROUPS = {
    "repository": "Worked on",
    "ecosystem": "Ecosystem",
    "last": "Last matching contribution",
    "kind": "Kind of contribution",
    "has": "Also",
    "signal": "Own lines were read for",
}
_LAST = {"3": "within 3 months", "12": "within 12 months", "24": "within 24 months", "older": "longer ago"}
_SORTS = {
    "fit": ("by fit", ""),
    "recency": ("newest work", "by the last contribution that matches"),
    "depth": ("deepest in one repository", "by what the one repository gives that gives most"),
    "breadth": ("broadest", "by how many of the brief's repositories they worked in"),
}
_FILTERS = {
    "repositories": ("repo", "only work in {}"),
    "ecosystems": ("ecosystem", "only work in {}"),
    "since": ("since", "only work since {}"),
    "active_since": ("active_since", "only people active since {}"),
    "kinds": ("kind", "only work that contains: {}"),
    "maintainers_only": ("maintainers_only", "only work in repositories that they keep"),
    "min_evidence": ("min_evidence", "only people with {} acts at least"),
    "exclude_repositories": ("exclude_repo", "no work in {}"),
    "exclude_owners": ("exclude_owner", "no work in what {} owns"),
    "signals": ("signal", "only people whose own lines show {}"),
    "has": ("has", "only: {}"),
    "facets": ("facet", "only people chosen by: {}"),
}
"""By option of a search: the field of an address, and the words."""


def chips(query: RoleQuery) -> list[dict[str, Any]]:
    """Return each narrowing in words, with the address that takes it away."""
    found = []
    for name, words in _CHIPS.items():
        value = getattr(query, name)
        several = value if isinstance(value, tuple) else () if value is None else (value,)
        for each in several:
            changes: dict[str, Any] = {name: tuple(one for one in several if one != each) or _default(name)}
            said = str(each).replace("_", " ") if name == "kind" else str(each)
            found.append({"words": words.format(said), "without": query.link("/search", **changes)})
    if query.maintainers_only:
        found.append({"words": "maintainers", "without": query.link("/search", maintainers_only=False)})
    if query.min_evidence:
        words = f"{query.min_evidence} acts at least"
        found.append({"words": words, "without": query.link("/search", min_evidence=0)})
    chosen = [("has", name) for name in query.has] + [
        (group, value) for group, _, value in (facet.partition(":") for facet in query.facet)
    ]
    for group, value in chosen:
        without = query.link("/search", **_toggled(query, group, value))
        said = f"last matching work {_words(group, value)}" if group == "last" else _words(group, value)
        found.append({"words": said, "without": without})
    return found


def facet_links(
    query: RoleQuery, facets: Iterable[Mapping[str, Any]], titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return facets with words, and for each value the address that chooses it or takes it away.

    Repositories have one more address: that of the ranking without work in them. ``titles`` are those of ecosystems.
    """
    groups = []
    for facet in facets:
        group, values = facet["group"], []
        for each in facet["values"]:
            value = each["value"]
            is_named = not value.startswith("(")
            without = None
            if group == "repository" and is_named and not each["is_chosen"]:
                without = query.link("/search", exclude_repo=(*query.exclude_repo, value))
            values.append(
                {
                    "words": titles.get(value, value) if group == "ecosystem" else _words(group, value),
                    "count": each["count"],
                    "chosen": each["is_chosen"],
                    "link": query.link("/search", **_toggled(query, group, value)) if is_named else None,
                    "without": without,
                }
            )
        groups.append({"title": _GROUPS[group], "values": values})
    return groups


def sort_links(query: RoleQuery) -> list[dict[str, Any]]:
    """Return each order of the list with its address, what it goes by, and whether it is the present one."""
    return [
        {"words": words, "by": by, "link": query.link("/search", sort=name), "is_now": query.sort == name}
        for name, (words, by) in _SORTS.items()
    ]


def relaxed_links(query: RoleQuery, relaxed: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return filters that keep everybody out in words, how many people come without each, and where."""
    return [
        {
            "words": filter_words(each["option"], each["value"]),
            "people": each["people"],
            "link": without_filter(query, each["option"]),
        }
        for each in relaxed
    ]


def filter_words(option: str, value: Any) -> str:
    """Return a filter in words: the option of a search and its value."""
    if not isinstance(value, list):
        return _FILTERS[option][1].format(value)
    if option == "facets":
        value = [_words(group, one) for group, _, one in (each.partition(":") for each in value)]
    elif option in {"has", "kinds"}:
        value = [_words(option.removesuffix("s") if option == "kinds" else option, each) for each in value]
    return _FILTERS[option][1].format(", ".join(map(str, value)))


def without_filter(query: RoleQuery, option: str, **changes: Any) -> str | None:
    """Return the address of the results without a filter; None where the role's own text asks for it."""
    name = _FILTERS[option][0]
    if getattr(query, name) != _default(name):
        return query.link("/search", **{name: _default(name)}, **changes)
    return query.link("/search", edit="-since:", **changes) if name == "since" else None


# --- private ---


def _words(group: str, value: str) -> str:
    if group == "last":
        return _LAST.get(value, value)
    if group == "has":
        return _HAS.get(value, value)
    return value.replace("_", " ") if group in {"kind", "signal"} else value


def _toggled(query: RoleQuery, group: str, value: str) -> dict[str, Any]:
    """Return the field that choosing a value changes, or taking it away where it is chosen."""
    name, item = ("has", value) if group == "has" else ("facet", f"{group}:{value}")
    now = getattr(query, name)
    return {name: tuple(one for one in now if one != item) if item in now else (*now, item)}


def _default(name: str) -> Any:
    return RoleQuery.model_fields[name].default
