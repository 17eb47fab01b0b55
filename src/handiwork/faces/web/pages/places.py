"""Where people work: ecosystems and repositories; what is loaded; how ranking works."""

from pydantic import BaseModel, Field

from handiwork.app.finding import repositories_answer
from handiwork.app.places import ecosystem_place, ecosystems_told, repository_place
from handiwork.faces.present_people import without_names
from handiwork.faces.present_places import (
    data_view,
    ecosystem_page_view,
    ecosystems_view,
    ranking_view,
    repository_view,
)
from handiwork.faces.present_repositories import repositories_view
from handiwork.faces.web.answers import Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.routes import Routes
from handiwork.search import RepositoryQuery

__all__ = ["routes"]

routes = Routes("Places")


class WordQuery(BaseModel):
    """Which ecosystems."""

    word: str = Field("", max_length=100, description="Only ecosystems whose title, summary or words hold this.")


class FindQuery(BaseModel):
    """Which repositories."""

    text: str = Field("", max_length=2000, description="What they are about.")


@routes.page("/ecosystems", template="ecosystems.html", query=WordQuery, summary="All ecosystems of the catalogue")
def ecosystems(ask: Ask) -> Page:
    """Show all ecosystems."""
    word = ask.query.word.strip().lower()
    view = ecosystems_view(ecosystems_told(ask.app))
    if word:
        view["ecosystems"] = [
            e for e in view["ecosystems"] if word in f"{e['title']} {e['summary']} {e['name']}".lower()
        ]
    return Page(view, "Ecosystems", extra={"word": ask.query.word})


@routes.page("/ecosystems/{name}", template="ecosystem.html", summary="One ecosystem: people, repositories, hiring")
def ecosystem(ask: Ask) -> Page:
    """Show one ecosystem."""
    view = ecosystem_page_view(ecosystem_place(ask.app, ask.path["name"]), is_blind=ask.blind)
    return Page(view, view["title"])


@routes.page("/repositories", template="repositories.html", query=FindQuery, summary="Repositories found by words")
def repositories(ask: Ask) -> Page:
    """Find repositories."""
    text = ask.query.text.strip()
    view = repositories_view(repositories_answer(ask.app, RepositoryQuery(text=text))) if text else {"repositories": []}
    return Page(view, "Repositories", extra={"text": ask.query.text})


@routes.page(
    "/repositories/{owner}/{name}", template="repository.html", summary="One repository: people, trend, related ones"
)
def repository(ask: Ask) -> Page:
    """Show one repository."""
    view = repository_view(repository_place(ask.app, f"{ask.path['owner']}/{ask.path['name']}"), is_blind=ask.blind)
    return Page(view, view["repository"])


@routes.page("/data", template="data.html", summary="What is loaded, what it covers, and under which terms")
def data(ask: Ask) -> Page:
    """Show what there is."""
    return Page(data_view(ask.app.status(), ask.app.indexes()), "Data and coverage")


@routes.page("/ranking", template="ranking.html", summary="How ranking works, and how good it was measured to be")
def ranking(ask: Ask) -> Page:
    """Explain the ranking."""
    view = ranking_view(ask.app)
    if ask.blind and view["example"]:
        view["example"] = without_names(view["example"], [view["example"]["login"] or ""]) | {"login": None}
    return Page(view, "How ranking works")
