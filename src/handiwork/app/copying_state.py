"""Moving a home's state to another database."""

from typing import TYPE_CHECKING

from handiwork.errors import UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork

__all__ = ["copy_state_to"]


def copy_state_to(app: "Handiwork", url: str) -> dict[str, int]:
    """Copy the state into an empty database and return the rows by table.

    Parameters
    ----------
    app
        Over the home whose state is copied; its setting is not changed.
    url
        As the setting ``state_url``.

    Raises
    ------
    UsageError
        If there is no state, or the target is not empty.
    """
    from handiwork.state.copying import copy_state
    from handiwork.state.database import Database, sqlite_url

    if not app.has_state:
        raise UsageError(f"there is no state in {app.settings.home} yet: nothing to copy")
    mine = app.settings.state_url or sqlite_url(app.settings.home)
    with Database(mine) as source, Database(url) as target:
        return copy_state(source, target)
