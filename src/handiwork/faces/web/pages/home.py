"""The first page: the role box, examples, and how fresh the data is."""

from handiwork.app.saving import saved_news
from handiwork.faces.present_home import home_view
from handiwork.faces.web.answers import Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.asking_again import asked_by
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Home")

_MOST = 6


@routes.page("/", template="home.html", summary="What changed, and where to begin")
def home(ask: Ask) -> Page:
    """Show the role box, and what is new."""
    saved = ask.app.saved_book.all()[:_MOST] if ask.app.has_state else []
    news = [saved_news(ask.app, each, asked_by(each)) for each in saved]
    return Page(home_view(ask.app, news), "Find engineers by their handiwork")
