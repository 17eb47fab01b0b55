"""The draft of a message: what to write about, the text with its checklist; copied by a person, sent by nobody."""

from pydantic import Field

from handiwork.app.draft_choices import DraftRequest, draft_choices
from handiwork.app.drafting import Drafting, draft_checked, draft_for, draft_made, draft_sent
from handiwork.faces.present_draft import choices_view, draft_view
from handiwork.faces.present_people import person_at
from handiwork.faces.web.answers import Done, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.role_query import RoleQuery
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Drafts")


class DraftQuery(RoleQuery):
    """A role and how a draft for it is written."""

    role: str = Field("", description="The role in plain language, or a whole advert.", max_length=50_000)
    evidence: tuple[str, ...] = Field((), description="One or two acts: their keys, or their places from 1.")
    language: str = Field("", description="en, de, fr or es; empty for that of the role's text.", max_length=10)
    length: str = Field("short", description="short or medium.", max_length=10)
    title: str = Field("", description="What the role is called; empty as its text calls it.", max_length=200)
    salary: str = Field("", description="Your own yearly band, as 70000-90000 EUR.", max_length=60)
    variant: int = Field(0, ge=0, le=99, description="Another number may begin in another way.")


class DraftForm(DraftQuery):
    """The same, and the draft as it was edited."""

    text: str | None = Field(
        None, description="An edited draft to look over; without it one is written.", max_length=20_000
    )


class SentForm(DraftForm):
    """On which list the person is contacted."""

    list: int = Field(ge=1, description="Number of the list.")


@routes.page(
    "/people/{person}/draft",
    template="draft.html",
    query=DraftQuery,
    role="recruiter",
    summary="What a message to a person may be about, and the draft where one was made",
)
def choose(ask: Ask) -> Page:
    """Show what there is to write about, and the draft as soon as it was made."""
    query: DraftQuery = ask.query
    if not query.role.strip():
        return Page({"role": "", "draft": None}, "A draft", extra={"query": query, "person": ask.path["person"]})
    request = _request(query, ask)
    choices = draft_choices(ask.app, ask.path["person"], request, today=ask.now.date(), index_name=query.index)
    made = None
    if choices.called and not choices.refusal:
        made = draft_made(ask.app, ask.path["person"], request, by=_by(ask), index_name=query.index)
    return _page(ask, query, choices_view(choices, request) if made is None else draft_view(made, request))


@routes.action(
    "/people/{person}/draft",
    template="draft.html",
    form=DraftForm,
    summary="Write a draft, or look an edited one over; nothing is sent, and no text is kept",
)
def write(ask: Ask) -> Done | Page:
    """Write a draft, which counts, or look one over, which does not."""
    form: DraftForm = ask.form
    query = DraftQuery(**{name: getattr(form, name) for name in DraftQuery.model_fields})
    request = _request(query, ask)
    person, index = ask.path["person"], query.index
    if form.text is None:
        answer = draft_for(ask.app, person, request, by=_by(ask), index_name=index)
        to = f"{_address(ask, answer.choices.person.person_id, answer.choices.person.login)}?{query.to_query()}"
        return Done(to=f"{to}#draft", view=draft_view(answer, request), status=201)
    answer = draft_checked(ask.app, person, request, by=_by(ask), text=_text(form), index_name=index)
    return _page(ask, query, draft_view(answer, request))


@routes.action(
    "/people/{person}/draft/sent",
    form=SentForm,
    summary="Note that you sent the message yourself: the person is contacted on a list",
)
def sent(ask: Ask) -> Done:
    """Move a person to contacted, which begins the pause."""
    form: SentForm = ask.form
    request = _request(form, ask)
    person = ask.path["person"]
    entry = draft_sent(
        ask.app, person, request, by=_by(ask), list_number=form.list, text=_text(form), index_name=form.index
    )
    view = {"entry": entry, "list": form.list, "stage": "contacted"}
    return Done(to=f"/lists/{form.list}", view=view, said="Noted: you sent it yourself. The pause has begun.")


# --- private ---


def _page(ask: Ask, query: DraftQuery, view: dict[str, object]) -> Page:
    here = _address(ask, int(str(view["person_id"])), None if view["login"] is None else str(view["login"]))
    view = {**view, "at": here.removeprefix("/people/").removesuffix("/draft")}
    return Page(view, "A draft", extra={"query": query, "action": f"{here}?{query.to_query()}"}, is_private=True)


def _address(ask: Ask, person_id: int, login: str | None) -> str:
    return f"/people/{person_at(person_id, login, is_blind=ask.blind)}/draft"


def _text(form: DraftForm) -> str:
    """Return an edited text with the line ends it was written with: browsers send others."""
    return (form.text or "").replace("\r\n", "\n")


def _by(ask: Ask) -> Drafting:
    return Drafting(ask.user.name, ask.now)


def _request(query: DraftQuery, ask: Ask) -> DraftRequest:
    return DraftRequest(
        role=query.role,
        title=query.title,
        evidence=query.evidence,
        language=query.language,
        length=query.length,
        variant=query.variant,
        salary=query.salary,
        edits=query.edits(),
        options=query.options(),
        is_blind=ask.blind,
    )
