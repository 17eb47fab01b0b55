"""The view model of the first page: example roles, and what answers."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handiwork.app import Handiwork

__all__ = ["home_view"]

_EXAMPLES = 6


def home_view(app: "Handiwork") -> dict[str, Any]:
    """Return where to begin: ``examples`` of roles, and ``index``, None if there is none yet."""
    name = app.current_index()
    index = None
    if name is not None:
        opened = app.open_index(name)
        index = {
            "name": name,
            "built_on": opened.built_on.isoformat(),
            "people": opened.n_persons,
            "repositories": opened.n_repositories,
        }
    examples = [each.example_roles[0] for each in app.catalog.ecosystems if each.example_roles]
    return {"examples": examples[:_EXAMPLES], "index": index}
