"""Saved searches: asked again of every index, with what is new, and a feed of it."""

from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field

from handiwork.app.saving import Asked, save_search, saved_news
from handiwork.faces.present_saved import atom, saved_view, saved_views
from handiwork.faces.web.answers import Done, Download, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.asking_again import asked_by, query_of
from handiwork.faces.web.problems import RefusedError
from handiwork.faces.web.role_query import RoleQuery
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Saved searches")


class NewSearch(RoleQuery):
    """A search to save."""

    model_config = ConfigDict(frozen=True)

    name: str = Field("", max_length=200, description="What it is called; the role's first words if empty.")
    top: int = Field(50, ge=1, le=200, description="How many of the first people are watched.")


class FeedQuery(BaseModel):
    """The secret of a feed."""

    token: str = Field("", max_length=100, description="As it was told when the feed was opened.")


@routes.page("/saved", template="saved.html", summary="Saved searches, and how much is new in each")
def saved(ask: Ask) -> Page:
    """Show all saved searches."""
    found = [saved_news(ask.app, each, asked_by(each)) for each in ask.app.saved_book.all()]
    return Page(saved_views(found), "Saved searches")


@routes.action("/saved", form=NewSearch, summary="Save a search")
def save(ask: Ask) -> Done:
    """Save a search, and keep what the current index answers."""
    form: NewSearch = ask.form
    query = RoleQuery(**{name: getattr(form, name) for name in RoleQuery.model_fields if name not in {"page", "index"}})
    asked = Asked(query.role, query.edits(), query.options())
    number = save_search(ask.app, form.name, query.to_query(), asked, top=form.top, by=ask.user.name)
    return Done(to=f"/saved/{number}", view={"number": number}, said="The search is saved.", status=201)


@routes.page("/saved/{number}", template="saved_one.html", summary="What is new in one saved search")
def one(ask: Ask) -> Page:
    """Show what is new."""
    kept = ask.app.saved_book.read(_number(ask))
    view = saved_view(saved_news(ask.app, kept, asked_by(kept)), is_blind=ask.blind)
    return Page(view, kept.name, extra={"query": query_of(kept), "asked": parse_qsl(kept.query)})


@routes.action("/saved/{number}/remove", summary="Remove a saved search")
def remove(ask: Ask) -> Done:
    """Remove a saved search with its answers."""
    ask.app.saved_book.remove(_number(ask))
    return Done(to="/saved", view={"removed": _number(ask)}, said="The saved search is removed.")


@routes.action("/saved/{number}/feed", summary="Open the feed; its address is told this once")
def open_feed(ask: Ask) -> Done:
    """Make the secret of a feed; an older one ends."""
    number = _number(ask)
    secret = ask.app.saved_book.open_feed(number)
    address = f"{ask.request.url.scheme}://{ask.request.url.netloc}/saved/{number}/feed.xml?token={secret}"
    return Done(
        to=f"/saved/{number}",
        view={"address": address},
        said=f"Copy the feed's address now, it is told only once: {address}",
        status=201,
    )


@routes.action("/saved/{number}/feed/close", summary="End the feed")
def close_feed(ask: Ask) -> Done:
    """End a feed."""
    ask.app.saved_book.close_feed(_number(ask))
    return Done(to=f"/saved/{_number(ask)}", view={}, said="The feed is ended.")


@routes.file(
    "/saved/{number}/feed.xml",
    query=FeedQuery,
    role="public",
    media="application/atom+xml",
    summary="What is new, as an Atom feed",
)
def feed(ask: Ask) -> Download:
    """Return the feed, to who may read the page or has its secret."""
    number = _number(ask)
    if not ask.app.saved_book.is_feed_open(number, ask.query.token) and not ask.user.may("viewer"):
        raise RefusedError(
            "the feed's address needs its token: open the feed on the page of the saved search", status=401
        )
    kept = ask.app.saved_book.read(number)
    address = f"{ask.request.url.scheme}://{ask.request.url.netloc}"
    found = saved_news(ask.app, kept, asked_by(kept))
    return Download(atom(found, address=address), "application/atom+xml; charset=utf-8")


# --- private ---


def _number(ask: Ask) -> int:
    return ask.number("number", "a saved search")
