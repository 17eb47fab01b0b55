"""The brief and the results: a role's address answered."""

from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from handiwork.app.briefing import brief_answer
from handiwork.app.comparing import comparison
from handiwork.app.standing import Relaxed, relaxations, standing
from handiwork.errors import UsageError
from handiwork.faces.present import pool_view
from handiwork.faces.present_briefs import brief_page_view
from handiwork.faces.present_results import comparison_view, results_view, standing_view
from handiwork.faces.web.answers import Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.listing import choices_of_lists
from handiwork.faces.web.reading import FieldsError
from handiwork.faces.web.role_query import RoleQuery
from handiwork.faces.web.routes import Routes
from handiwork.search import SORTS

__all__ = ["routes"]

routes = Routes("Search")

_CHIPS = {
    "repo": "only {}",
    "ecosystem": "only {}",
    "since": "work since {}",
    "active_since": "active since {}",
    "kind": "{}",
    "exclude_repo": "not {}",
    "exclude_owner": "not of {}",
    "signal": "shows {}",
    "prefer": "prefers {}",
    "has": "has a {}",
}


@routes.page("/brief", template="brief.html", query=RoleQuery, summary="How a role is understood, before searching")
def brief(ask: Ask) -> Page:
    """Show a brief with what each of its repositories brings, and how many people it reaches."""
    query: RoleQuery = ask.query
    answer = brief_answer(ask.app, query.role, edits=query.edits(), today=date.today(), index_name=query.index)
    pool, reason = None, "There is no index yet."
    if answer.brief.index is not None:
        try:
            pool = pool_view(
                ask.app.pool(query.role, options=query.options(), edits=query.edits(), index_name=query.index)
            )["pool"]
        except UsageError as error:
            reason = str(error)
    view = brief_page_view(answer, pool, reason, is_blind=ask.blind)
    return Page(view, "How the role is understood", extra={"query": query})


@routes.page(
    "/search",
    template="results.html",
    query=RoleQuery,
    summary="People for a role, ranked, with the evidence of each",
    csv=lambda view: (view["hits"], ("rank", "person", "login", "score", "parts", "evidence")),
)
def results(ask: Ask) -> Page:
    """Show a page of the ranking."""
    query: RoleQuery = ask.query
    options = replace(query.options(), facets=True)
    first = (query.page - 1) * query.per_page
    answer = ask.app.search(query.role, options=options, edits=query.edits(), index_name=query.index, first=first)
    relaxed: tuple[Relaxed, ...] = ()
    if not answer.result.hits and options.narrowing:
        relaxed = relaxations(ask.app, query.role, options=query.options(), edits=query.edits(), index_name=query.index)
    view = results_view(answer, first=first, is_blind=ask.blind, relaxed=relaxed)
    listed = view["candidates"] - (view["candidates_unnamed"] if query.accounts == "known" else 0)
    pages = max(1, -(-listed // query.per_page))
    view["pages"] = {"page": query.page, "pages": pages, "per_page": query.per_page, "people": listed}
    asked = query.to_query(page=1)
    for hit in (*view["hits"], *view["unnamed"]):
        hit["href"] = f"/people/{hit['at']}?{asked}"
    extra = {
        "query": query,
        "page": query.page,
        "pages": pages,
        "most": max((hit["score"] for hit in view["hits"]), default=0.0),
        "chips": _chips(query),
        "facets": _facets(query, view["facets"]),
        "relaxed": _relaxed(query, view["relaxed"]),
        "sorts": [(name, query.link("/search", sort=name)) for name in SORTS],
        **choices_of_lists(ask),
    }
    links = {}
    if query.page > 1:
        links["prev"] = query.link("/search", page=query.page - 1)
    if query.page < pages:
        links["next"] = query.link("/search", page=query.page + 1)
    return Page(view, "People for the role", extra=extra, links=links)


class WhyQuery(RoleQuery):
    """A role, and somebody who is missed."""

    model_config = ConfigDict(frozen=True)

    person: str = Field(max_length=100, description="A login, or no:NUMBER of the index.")


class CompareQuery(RoleQuery):
    """A role, and two to five people."""

    model_config = ConfigDict(frozen=True)

    role: str = Field("", max_length=50_000, description="The role whose criteria are the rows.")
    person: tuple[str, ...] = Field((), max_length=10, description="Logins, or no:NUMBER of the index; two to five.")


@routes.page("/why", template="why.html", query=WhyQuery, summary="Where somebody stands, or what keeps them out")
def why(ask: Ask) -> Page:
    """Say why somebody is, or is not, among the results."""
    query: WhyQuery = ask.query
    found = standing(
        ask.app,
        query.person.strip().lstrip("@"),
        query.role,
        options=query.options(),
        edits=query.edits(),
        index_name=query.index,
    )
    view = standing_view(found, is_blind=ask.blind)
    plain = RoleQuery(**{name: getattr(query, name) for name in RoleQuery.model_fields})
    for each in view["kept_out_by"]:
        field = _FIELDS[each["option"]]
        page = (each["rank_without"] - 1) // query.per_page + 1
        each["words"] = _FILTERS[each["option"]].format(_shown(each["value"]))
        each["without"] = plain.link("/search", **{field: _default(field), "page": page})
    page_on = None if view["rank"] is None else plain.link("/search", page=(view["rank"] - 1) // query.per_page + 1)
    return Page(view, f"Why {view['shown']}", extra={"query": plain, "on_page": page_on})


@routes.page("/compare", template="compare.html", query=CompareQuery, summary="Two to five people by a role's criteria")
def compare(ask: Ask) -> Page:
    """Show people side by side."""
    query: CompareQuery = ask.query
    if not query.role.strip():
        raise FieldsError("role is missing: the criteria to compare by are those of a role")
    found = comparison(
        ask.app,
        query.person,
        query.role,
        options=query.options(),
        edits=query.edits(),
        index_name=query.index,
    )
    view = comparison_view(found, is_blind=ask.blind)
    plain = RoleQuery(**{name: getattr(query, name) for name in RoleQuery.model_fields})
    return Page(view, "Side by side", extra={"query": plain, **choices_of_lists(ask)})


# --- private ---

_FIELDS = {
    "repositories": "repo",
    "ecosystems": "ecosystem",
    "since": "since",
    "active_since": "active_since",
    "kinds": "kind",
    "maintainers_only": "maintainers_only",
    "min_evidence": "min_evidence",
    "exclude_repositories": "exclude_repo",
    "exclude_owners": "exclude_owner",
    "signals": "signal",
    "has": "has",
}
_FILTERS = {
    "repositories": "only work in {}",
    "ecosystems": "only work in {}",
    "since": "only work since {}",
    "active_since": "only people active since {}",
    "kinds": "only work that contains: {}",
    "maintainers_only": "only work in repositories that they keep",
    "min_evidence": "only people with {} acts at least",
    "exclude_repositories": "no work in {}",
    "exclude_owners": "no work in what {} owns",
    "signals": "only people whose own lines show {}",
    "has": "only people with a {}",
}
_FACETS = {
    "repositories": "Repository",
    "since": "Last matching work",
    "kinds": "Contains",
    "has": "Also",
    "signals": "Own lines were read for",
}


def _facets(query: RoleQuery, facets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each facet with what its values are called, and the addresses that choose and exclude them."""
    return [
        {
            "title": _FACETS[facet["option"]],
            "values": [_value(query, facet["option"], each["value"], each["count"]) for each in facet["values"]],
        }
        for facet in facets
    ]


def _value(query: RoleQuery, option: str, value: str, count: int) -> dict[str, Any]:
    name, without, changes = _FIELDS[option], None, dict[str, Any]()
    if option == "has" and value == "maintainer":
        chosen = query.maintainers_only
        changes["maintainers_only"] = not chosen
    elif name == "since":
        chosen = query.since == date.fromisoformat(value)
        changes["since"] = None if chosen else date.fromisoformat(value)
    else:
        present: tuple[str, ...] = getattr(query, name)
        chosen = value in present
        changes[name] = tuple(each for each in present if each != value) if chosen else (*present, value)
    if name == "repo" and not chosen and not value.startswith("("):
        without = query.link("/search", exclude_repo=(*query.exclude_repo, value))
    words = f"since {value}" if name == "since" else value if name == "repo" else value.replace("_", " ")
    link = query.link("/search", **changes)
    return {"words": words, "count": count, "chosen": chosen, "link": link, "without": without}


def _relaxed(query: RoleQuery, relaxed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what each filter costs, in words, with the address without it."""
    found = []
    for each in relaxed:
        changes: dict[str, Any] = {_FIELDS[each["option"]]: _default(_FIELDS[each["option"]])}
        words = _FILTERS[each["option"]].format(_shown(each["value"]))
        found.append({"words": words, "people": each["people"], "link": query.link("/search", **changes)})
    return found


def _shown(value: Any) -> str:
    """Return a filter's value in words; only kinds of contribution are written with underscores."""
    if not isinstance(value, list):
        return str(value)
    return ", ".join(str(each).replace("_", " ") if "/" not in str(each) else str(each) for each in value)


def _chips(query: RoleQuery) -> list[dict[str, Any]]:
    """Return each narrowing with the address that takes it away."""
    found = []
    for name, words in _CHIPS.items():
        value = getattr(query, name)
        several = value if isinstance(value, tuple) else () if value is None else (value,)
        for each in several:
            changes: dict[str, Any] = {name: tuple(one for one in several if one != each) or _default(name)}
            found.append(
                {
                    "words": words.format(str(each).replace("_", " ") if name == "kind" else each),
                    "without": query.link("/search", **changes),
                }
            )
    if query.maintainers_only:
        found.append({"words": "maintainers", "without": query.link("/search", maintainers_only=False)})
    if query.min_evidence:
        words = f"{query.min_evidence} acts at least"
        found.append({"words": words, "without": query.link("/search", min_evidence=0)})
    return found


def _default(name: str) -> Any:
    return RoleQuery.model_fields[name].default
