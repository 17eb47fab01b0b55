"""The first page: the role box, examples, and how fresh the data is."""

from handiwork.faces.present_home import home_view
from handiwork.faces.web.answers import Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Home")


@routes.page("/", template="home.html", summary="What changed, and where to begin")
def home(ask: Ask) -> Page:
    """Show the role box."""
    return Page(home_view(ask.app), "Find engineers by their handiwork")
