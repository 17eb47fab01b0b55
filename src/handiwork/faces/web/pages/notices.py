"""Notices: who is to be told what is held of them, the text that tells it, and that it was given."""

from pydantic import BaseModel, Field

from handiwork.app.noticing import give_notice, notice_for_all, notices_due
from handiwork.desk.notices import LANGUAGES, WAYS
from handiwork.errors import ConfigError
from handiwork.faces.present_trust import notices_view
from handiwork.faces.web.answers import Done, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Notices")


class NoticesQuery(BaseModel):
    """In which language the text is shown."""

    language: str = Field("en", pattern="^(en|de|fr|es)$", description="en, de, fr or es.")


class GivenForm(BaseModel):
    """That somebody was told."""

    person: str = Field(max_length=300, description="Their login, or their key as the page tells it.")
    language: str = Field("en", pattern="^(en|de|fr|es)$", description="In which language.")
    way: str = Field("message", max_length=20, description="message, letter, profile or other.")


@routes.page(
    "/notices",
    template="notices.html",
    query=NoticesQuery,
    role="recruiter",
    summary="Who is to be told what is held of them, and until when",
)
def notices(ask: Ask) -> Page:
    """Show who is due, and the text."""
    view = notices_view(notices_due(ask.app, ask.now.date()), is_blind=ask.blind)
    try:
        view["text"], view["missing"] = notice_for_all(ask.app, ask.query.language), None
    except ConfigError as error:
        view["text"], view["missing"] = None, str(error)
    extra = {"languages": LANGUAGES, "language": ask.query.language, "ways": WAYS}
    return Page(view, "Notices", extra=extra, is_private=True)


@routes.action("/notices/given", form=GivenForm, role="recruiter", summary="Write down that somebody was told")
def given(ask: Ask) -> Done:
    """Note a notice."""
    form: GivenForm = ask.form
    give_notice(ask.app, form.person, language=form.language, way=form.way, by=ask.user.name)
    return Done(to="/notices", view={"given": form.person}, said="It is noted that they were told.", status=201)
