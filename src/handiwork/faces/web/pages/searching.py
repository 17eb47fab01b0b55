"""The brief and the results: a role's address answered."""

from datetime import date
from typing import Any

from handiwork.app.briefing import brief_answer
from handiwork.errors import UsageError
from handiwork.faces.present import pool_view, search_view
from handiwork.faces.present_briefs import brief_page_view
from handiwork.faces.present_people import shown_as
from handiwork.faces.web.answers import Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.listing import choices_of_lists
from handiwork.faces.web.role_query import RoleQuery
from handiwork.faces.web.routes import Routes

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
    answer = ask.app.search(query.role, options=query.options(), edits=query.edits(), index_name=query.index)
    view = search_view(answer, first=(query.page - 1) * query.per_page)
    view["hits"] = [shown_as(hit, is_blind=ask.blind) for hit in view["hits"]]
    view["unnamed"] = [shown_as(hit, is_blind=ask.blind) for hit in view["unnamed"]]
    listed = view["candidates"] - (view["candidates_unnamed"] if query.accounts == "known" else 0)
    pages = max(1, -(-listed // query.per_page))
    view["pages"] = {"page": query.page, "pages": pages, "per_page": query.per_page, "people": listed}
    for hit in (*view["hits"], *view["unnamed"]):
        hit["href"] = f"/people/{hit['at']}?{query.to_query(page=1)}"
    extra = {
        "query": query,
        "page": query.page,
        "pages": pages,
        "most": max((hit["score"] for hit in view["hits"]), default=0.0),
        "chips": _chips(query),
        **choices_of_lists(ask),
    }
    links = {}
    if query.page > 1:
        links["prev"] = query.link("/search", page=query.page - 1)
    if query.page < pages:
        links["next"] = query.link("/search", page=query.page + 1)
    return Page(view, "People for the role", extra=extra, links=links)


# --- private ---


def _chips(query: RoleQuery) -> list[dict[str, Any]]:
    """Return each narrowing with the address that takes it away."""
    found = []
    for name, words in _CHIPS.items():
        value = getattr(query, name)
        several = value if isinstance(value, tuple) else () if value is None else (value,)
        for each in several:
            changes: dict[str, Any] = {name: tuple(one for one in several if one != each) or _default(name)}
            found.append(
                {"words": words.format(str(each).replace("_", " ")), "without": query.link("/search", **changes)}
            )
    if query.maintainers_only:
        found.append({"words": "maintainers", "without": query.link("/search", maintainers_only=False)})
    if query.min_evidence:
        words = f"{query.min_evidence} acts at least"
        found.append({"words": words, "without": query.link("/search", min_evidence=0)})
    return found


def _default(name: str) -> Any:
    return RoleQuery.model_fields[name].default
