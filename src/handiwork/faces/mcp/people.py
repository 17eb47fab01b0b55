"""Tools that read about people: how a role is understood, who fits it, why, and with what evidence."""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from handiwork.faces.mcp.telling import cleaned
from handiwork.faces.mcp.values import (
    BriefValue,
    Compared,
    EvidencePage,
    Explanation,
    Filters,
    PeopleFound,
    PersonValue,
    PoolValue,
    Role,
    Who,
)

if TYPE_CHECKING:
    from handiwork.app import Handiwork
    from handiwork.app.person import PersonPage

__all__ = ["MOST_PEOPLE", "PeopleTools", "described"]

MOST_PEOPLE = 50
"""At most so many people, repositories or contributions in one answer."""

_MOST_PAGES = 200

Edits = Annotated[
    tuple[str, ...],
    Field(
        description="Changes to the brief: 'repo:owner/name', 'skill:kafka=0.5', '-ecosystem:frontend' (takes away).",
    ),
]
Limit = Annotated[int, Field(ge=1, le=MOST_PEOPLE, description=f"How many, at most {MOST_PEOPLE}.")]
PageNumber = Annotated[int, Field(ge=1, le=_MOST_PAGES, description="Page, 1 first.")]
NO_FILTERS = Filters.model_validate({})


class PeopleTools:
    """Tools over one home folder.

    Parameters
    ----------
    app
        Over the home folder.
    """

    def __init__(self, app: "Handiwork") -> None:
        self._app = app

    def tools(self) -> dict[str, Callable[..., Any]]:
        """Return the tools by title."""
        return {
            "Understand a role": self.understand_brief,
            "Search people for a role": self.search_people,
            "Explain a person's place": self.explain_match,
            "Contributions of a person": self.get_evidence,
            "Show a person": self.show_person,
            "Compare people for a role": self.compare_people,
            "Size of the pool": self.pool_size,
        }

    def understand_brief(self, role: Role, edits: Edits = ()) -> BriefValue:
        """Say how a role is understood before searching: ecosystems, repositories, skills, what was declined and why.

        Names, places, years and degrees are never used in a ranking. Pass `edits` here and to `search_people` alike.
        """
        from handiwork.app.briefing import brief_answer  # noqa: PLC0415 - heavy
        from handiwork.brief import parse_edits  # noqa: PLC0415 - as above
        from handiwork.faces.present_briefs import brief_page_view  # noqa: PLC0415 - as above

        today = datetime.now(UTC).date()
        answer = brief_answer(self._app, role, edits=parse_edits(edits), today=today, index_name=None)
        view = brief_page_view(answer, None, "")
        shares = {name: lift["share"] for name, lift in view["lifts"].items()}
        found = dict(view["brief"], declined=view["declined"], not_applied=view["not_applied"])
        found["repositories"] = [{**each, "share": shares.get(each["name"])} for each in found["repositories"]]
        return BriefValue.model_validate(cleaned(found))

    def search_people(
        self, role: Role, limit: Limit = 10, page: PageNumber = 1, filters: Filters = NO_FILTERS, edits: Edits = ()
    ) -> PeopleFound:
        """Rank people for a role by their public contributions, each with linked evidence and parts that add up.

        The same question of the same index gives the same answer. People who asked to be left out do not appear.
        """
        from handiwork.brief import parse_edits  # noqa: PLC0415 - heavy
        from handiwork.faces.present import search_view  # noqa: PLC0415 - as above
        from handiwork.faces.present_people import shown_as  # noqa: PLC0415 - as above

        first = (page - 1) * limit
        # One more than the page, to know whether there is a next one.
        options = filters.options(limit=first + limit + 1)
        view = search_view(self._app.search(role, options=options, edits=parse_edits(edits), first=first))
        hits = [shown_as(hit, is_blind=False) for hit in view["hits"]]
        found = {
            **view,
            "hits": [{**hit, "name": hit["person"]} for hit in hits[:limit]],
            "page": page,
            "next_page": page + 1 if len(hits) > limit and page < _MOST_PAGES else None,
            "index": view["index"]["name"],
            "built_on": view["index"]["built_on"],
        }
        return PeopleFound.model_validate(cleaned(found))

    def explain_match(self, role: Role, person: Who, filters: Filters = NO_FILTERS, edits: Edits = ()) -> Explanation:
        """Say why a person stands where they stand for a role: every part of the score with the acts behind it."""
        page, view = self._explained(role, person, filters, edits)
        return Explanation.model_validate(cleaned({**view, **_named(page)}))

    def get_evidence(self, person: Who, limit: Limit = 20, page: PageNumber = 1) -> EvidencePage:
        """List a person's public contributions, newest first, each with its link."""
        from handiwork.faces.present_person import person_page_view  # noqa: PLC0415 - heavy

        first = (page - 1) * limit
        found = self._page(person, limit=limit, first=first)
        view = person_page_view(found)
        is_last = first + limit >= view["contributions"] or page == _MOST_PAGES
        return EvidencePage.model_validate(cleaned({**view, "page": page, "next_page": None if is_last else page + 1}))

    def show_person(self, person: Who) -> PersonValue:
        """Show what the index holds on one person: activity, repositories, telling pull requests, works elsewhere."""
        from handiwork.faces.present_person import person_page_view  # noqa: PLC0415 - heavy

        view = person_page_view(self._page(person, limit=1))
        return PersonValue.model_validate(cleaned({**view, "name": view["person"]}))

    def compare_people(
        self,
        role: Role,
        people: Annotated[tuple[Who, ...], Field(min_length=2, max_length=5, description="Two to five people.")],
        filters: Filters = NO_FILTERS,
        edits: Edits = (),
    ) -> Compared:
        """Compare two to five people by the parts of a role, in the order they are given."""
        from handiwork.faces.present_person import person_page_view  # noqa: PLC0415 - heavy

        columns = []
        for person in people:
            page, why = self._explained(role, person, filters, edits)
            why["parts"] = [{**part, "evidence": part["evidence"][:1]} for part in why["parts"]]
            columns.append({**person_page_view(page), **why, **_named(page)})
        return Compared.model_validate(cleaned({"people": columns}))

    def pool_size(self, role: Role, filters: Filters = NO_FILTERS, edits: Edits = ()) -> PoolValue:
        """Estimate how many people a role could reach, with an interval, and how that moves with each constraint."""
        from handiwork.brief import parse_edits  # noqa: PLC0415 - heavy
        from handiwork.faces.present import pool_view  # noqa: PLC0415 - as above

        view = pool_view(self._app.pool(role, options=filters.options(), edits=parse_edits(edits)))
        return PoolValue.model_validate(cleaned(view["pool"]))

    # --- private ---

    def _page(self, person: str, *, limit: int, first: int = 0) -> "PersonPage":
        from handiwork.app.person import person_page  # noqa: PLC0415 - heavy

        return person_page(self._app, person, limit=limit, first=first)

    def _explained(
        self, role: str, person: str, filters: Filters, edits: tuple[str, ...]
    ) -> "tuple[PersonPage, dict[str, Any]]":
        from handiwork.app.person import explained  # noqa: PLC0415 - heavy
        from handiwork.brief import parse_edits  # noqa: PLC0415 - as above
        from handiwork.faces.present_person import explained_view  # noqa: PLC0415 - as above

        page = self._page(person, limit=1)
        why = explained(self._app, page.person_id, role, options=filters.options(), edits=parse_edits(edits))
        return page, explained_view(why, page)


def described(tool: Callable[..., Any]) -> str:
    """Return what a tool does, in one paragraph for a model."""
    return " ".join((inspect.getdoc(tool) or "").split())


# --- private ---


def _named(page: "PersonPage") -> dict[str, Any]:
    from handiwork.faces.present_people import person_at  # noqa: PLC0415 - heavy

    person = page.profile.person
    return {
        "at": person_at(page.person_id, person.login, is_blind=False),
        "name": person.name or person.login or person.key,
    }
