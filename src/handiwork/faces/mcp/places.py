"""Tools that read about places of work: repositories of the index, ecosystems of the catalogue."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from handiwork.faces.mcp.people import Limit
from handiwork.faces.mcp.telling import cleaned
from handiwork.faces.mcp.values import Ecosystems, KeyRepositories, RepositoriesFound

if TYPE_CHECKING:
    from handiwork.app import Handiwork

__all__ = ["PlacesTools"]


class PlacesTools:
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
            "Find repositories": self.find_repositories,
            "Key repositories of an ecosystem": self.list_repositories,
            "Ecosystems": self.list_ecosystems,
        }

    def find_repositories(
        self,
        text: Annotated[str, Field(max_length=2000, description="What they are about, in words.")],
        topics: Annotated[tuple[str, ...], Field(description="Only with one of these topics.")] = (),
        languages: Annotated[tuple[str, ...], Field(description="Only in one of these languages.")] = (),
        limit: Limit = 10,
    ) -> RepositoriesFound:
        """Find repositories by words, topics, languages and shared contributors, and say why each came up."""
        from handiwork.app.finding import repositories_answer  # noqa: PLC0415 - heavy
        from handiwork.faces.present_repositories import repositories_view  # noqa: PLC0415 - as above
        from handiwork.search import RepositoryQuery  # noqa: PLC0415 - as above

        query = RepositoryQuery(text=text, topics=topics, languages=languages, limit=limit)
        return RepositoriesFound.model_validate(cleaned(repositories_view(repositories_answer(self._app, query))))

    def list_repositories(
        self, ecosystem: Annotated[str, Field(max_length=100, description="Its name, as list_ecosystems gives it.")]
    ) -> KeyRepositories:
        """List the key repositories of an ecosystem, with what work in each shows of somebody."""
        from handiwork.faces.present import ecosystem_view  # noqa: PLC0415 - heavy

        return KeyRepositories.model_validate(cleaned(ecosystem_view(self._app.ecosystem(ecosystem))))

    def list_ecosystems(self) -> Ecosystems:
        """List the ecosystems that the catalogue knows, by name and title."""
        found = [{"name": each.name, "title": each.title} for each in self._app.catalog.ecosystems]
        return Ecosystems.model_validate({"ecosystems": found})
