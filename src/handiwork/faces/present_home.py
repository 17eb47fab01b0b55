"""The view model of the first page: example roles, and what answers."""

from typing import TYPE_CHECKING, Any

from handiwork.faces.present_saved import saved_views

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handiwork.app import Handiwork
    from handiwork.app.saving import SavedNews

__all__ = ["home_view"]

_EXAMPLES = 6
_MOST = 6


def home_view(app: "Handiwork", news: "Sequence[SavedNews]" = ()) -> dict[str, Any]:
    """Return where to begin and what changed: examples of roles, the index (None if there is none), saved, lists.

    ``saved`` has the saved searches in which something is new, ``lists`` those with somebody on them.
    """
    name = app.current_index()
    index = None
    if name is not None:
        opened = app.open_index(name)
        index = {
            "name": name,
            "built_on": opened.built_on.isoformat(),
            "people": opened.n_persons,
            "repositories": opened.n_repositories,
            **_hours(opened.manifest.extra.get("coverage", [])),
        }
    views = saved_views(news)["saved"]
    saved = [each for each in views if each["came"] or each["fresh"] or each["left"] or each["moved"]]
    examples = [each.example_roles[0] for each in app.catalog.ecosystems if each.example_roles]
    return {"examples": examples[:_EXAMPLES], "index": index, "saved": saved, "lists": _lists(app)}


# --- private ---


def _hours(coverage: "Sequence[Mapping[str, Any]]") -> dict[str, Any]:
    """Return how many hours of the archive were read, and the last of them; 0 and None where none was."""
    read = [each for each in coverage if each["origin"] == "gharchive" and each["status"] != "missing"]
    last = max((each["until"] for each in read), default=None)
    return {"hours": sum(each["hours"] for each in read), "last_hour": last and f"{last[:16]}Z"}


def _lists(app: "Handiwork") -> list[dict[str, Any]]:
    from handiwork.app.listing import lists_told  # noqa: PLC0415 - opens the state
    from handiwork.faces.present_lists import lists_view  # noqa: PLC0415 - as above

    if not app.has_state:
        return []
    found = lists_view(lists_told(app))["lists"]
    return [each for each in found if each["people"]][:_MOST]
