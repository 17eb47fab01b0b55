"""The brief and the results: a role's address answered."""

from dataclasses import replace
from datetime import date

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
from handiwork.faces.web.steering import chips, facet_links, filter_words, relaxed_links, sort_links, without_filter

__all__ = ["routes"]

routes = Routes("Search")


@routes.page("/brief", template="brief.html", query=RoleQuery, summary="How a role is understood, before searching")
def brief(ask: Ask) -> Page:
    """Show a brief with what each of its repositories brings, and how many people it reaches."""
    query: RoleQuery = ask.query
    answer = brief_answer(ask.app, query.role, edits=query.edits(), today=date.today(), index_name=query.index)
    pool, reason = None, "There is no index yet."
    if answer.brief.index is not None:
        try:
            options = replace(query.options(), has=(), facets=())  # these choose of a list, which no estimate can
            pool = pool_view(ask.app.pool(query.role, options=options, edits=query.edits(), index_name=query.index))[
                "pool"
            ]
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
    options = replace(query.options(), count_facets=True)
    first = (query.page - 1) * query.per_page
    answer = ask.app.search(query.role, options=options, edits=query.edits(), index_name=query.index, first=first)
    relaxed: tuple[Relaxed, ...] = ()
    if answer.result.reason is not None and answer.options.narrowing:
        relaxed = relaxations(ask.app, query.role, options=query.options(), edits=query.edits(), index_name=query.index)
    view = results_view(answer, is_blind=ask.blind, relaxed=relaxed)
    listed = view["candidates"] - (view["candidates_unnamed"] if query.accounts == "known" else 0)
    pages = max(1, -(-listed // query.per_page))
    view["pages"] = {"page": query.page, "pages": pages, "per_page": query.per_page, "people": listed}
    asked = query.to_query(page=1)
    for hit in (*view["hits"], *view["unnamed"]):
        hit["href"] = f"/people/{hit['at']}?{asked}"
    titles = {each["name"]: each["title"] for each in view["brief"]["ecosystems"]}
    extra = {
        "query": query,
        "page": query.page,
        "pages": pages,
        "most": max((hit["score"] for hit in view["hits"]), default=0.0),
        "chips": chips(query),
        "facets": facet_links(query, view["facets"], titles),
        "relaxed": relaxed_links(query, view["relaxed"]),
        "sorts": sort_links(query),
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
        page = (each["rank_without"] - 1) // query.per_page + 1
        each["words"] = filter_words(each["option"], each["value"])
        each["without"] = without_filter(plain, each["option"], page=page)
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
