"""What people are told who want to know what is held of them: readable without signing in where that is set."""

from pydantic import BaseModel, Field

from handiwork.app.noticing import notice_parts_for_all
from handiwork.desk.notices import LANGUAGES
from handiwork.errors import ConfigError
from handiwork.faces.web.answers import Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.problems import RefusedError
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Notices")


class AboutYouQuery(BaseModel):
    """In which language it is told."""

    language: str = Field("en", pattern="^(en|de|fr|es)$", description="en, de, fr or es.")


@routes.page(
    "/about-you",
    template="about_you.html",
    query=AboutYouQuery,
    role="public",
    summary="What is held of people, for those people; public if `public_notice` is set",
)
def about_you(ask: Ask) -> Page:
    """Show the notice, the same for everybody; nobody is looked up."""
    if not ask.app.settings.public_notice and not ask.user.may("viewer"):
        raise RefusedError("this page is for users of the desk here: sign in", status=401)
    language = ask.query.language
    try:
        (title, _), *parts = notice_parts_for_all(ask.app, language)
        view = {"title": title, "parts": [{"title": head, "text": text} for head, text in parts], "missing": None}
    except ConfigError as error:
        title = "What is held of people"
        view = {"title": title, "parts": [], "missing": str(error)}
    return Page(view, title, extra={"languages": LANGUAGES, "language": language})
