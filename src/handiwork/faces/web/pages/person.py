"""A person: what they did where, what stands for it, and why they stand where they stand for a role."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from handiwork.app.person import explained, person_page
from handiwork.faces.present_person import explained_view, person_page_view
from handiwork.faces.web.answers import Done, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.listing import choices_of_lists, standing_on_lists
from handiwork.faces.web.role_query import RoleQuery
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("People")

_ACTS = 25


class PersonQuery(RoleQuery):
    """A role, to explain a person's place for it; all of it may be left out."""

    model_config = ConfigDict(frozen=True)

    role: str = Field("", description="The role; without it the page says nothing of any ranking.", max_length=50_000)
    acts: int = Field(1, ge=1, le=10_000, description="Page of the contributions, 1 first.")


class Decision(BaseModel):
    """What an operator decides about who is who."""

    verb: str = Field(pattern="^(accept|reject|split)$", description="accept | reject | split")
    account: str = Field(max_length=300, description="Key of the account, as the page shows it.")
    note: str = Field("", max_length=1000, description="Why, in your words.")
    to: str = Field("", max_length=2000, description="Where to go on, a path of this site.")


@routes.page(
    "/people/{person}",
    template="person.html",
    query=PersonQuery,
    summary="One person: contributions, timeline, representative work, works elsewhere, coverage",
)
def person(ask: Ask) -> Page:
    """Show a person."""
    query: PersonQuery = ask.query
    found = person_page(
        ask.app, ask.path["person"], limit=_ACTS, index_name=query.index, first=(query.acts - 1) * _ACTS
    )
    view = person_page_view(found, is_blind=ask.blind)
    view["score"] = None
    if query.role.strip():
        why = explained(
            ask.app,
            found.person_id,
            query.role,
            options=query.options(),
            edits=query.edits(),
            index_name=query.index,
        )
        view["score"] = explained_view(why, found, is_blind=ask.blind)
    pages = max(1, -(-found.profile.total // _ACTS))
    view["pages"] = {"page": query.acts, "pages": pages, "acts": found.profile.total}
    view["decisions"] = _decisions(ask, view, found.profile.person.key)
    shown = view["login"] or view["person"]
    return Page(
        view,
        shown,
        extra={
            "query": query,
            "shown": shown,
            **choices_of_lists(ask),
            **standing_on_lists(ask, found.profile.person.key),
        },
    )


@routes.action("/people/{person}/identity", form=Decision, summary="Decide whether an account is this person's")
def decide(ask: Ask) -> Done:
    """Log a decision about who is who; it acts at the next build of an index."""
    from handiwork.app.identity import accept, reject, split  # noqa: PLC0415 - loads the engine

    form: Decision = ask.form
    who, by = ask.path["person"], "" if ask.user.is_local else ask.user.name
    if form.verb == "split":
        made = split(ask.app, form.account, note=form.note, by=by)
    else:
        made = (accept if form.verb == "accept" else reject)(ask.app, who, form.account, note=form.note, by=by)
    view = {"decision": made.id, "verb": form.verb, "account": form.account}
    to = form.to or f"/people/{who}"
    return Done(to=f"{to}#identity", view=view, said="Decided; it acts at the next build of the index.", status=201)


class Undo(BaseModel):
    """A decision to take back."""

    number: int = Field(ge=1, description="Of the decision.")
    to: str = Field("/", max_length=2000, description="Where to go on, a path of this site.")


@routes.action("/identity/undo", form=Undo, summary="Take a decision about who is who back")
def take_back(ask: Ask) -> Done:
    """Log that a decision is taken back."""
    from handiwork.app.identity import undo  # noqa: PLC0415 - loads the engine

    form: Undo = ask.form
    made = undo(ask.app, form.number, by="" if ask.user.is_local else ask.user.name)
    return Done(to=form.to, view={"decision": made.id}, said="Taken back; it acts at the next build of the index.")


# --- private ---


def _decisions(ask: Ask, view: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return what was decided about this person's accounts, the last first; nothing in a blind reading."""
    if ask.blind:
        return []
    from handiwork.app.identity import decisions_told  # noqa: PLC0415 - loads the engine

    linked = (each["account"] for links in (view["accounts"], view["possible"]["accounts"]) for each in links)
    keys = {key, *linked, *(f"login:{login.lower()}" for login in view["logins"])}
    return [
        {
            "number": each.id,
            "verb": each.verb,
            "account": each.account,
            "other": each.other,
            "operator": each.operator,
            "note": each.note,
            "decided_at": f"{each.decided_at:%Y-%m-%dT%H:%M:%SZ}",
            "is_undone": each.is_undone,
        }
        for each in reversed(decisions_told(ask.app))
        if each.account in keys or each.other in keys
    ]
