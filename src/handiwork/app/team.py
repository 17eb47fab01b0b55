"""The team of a home: whether there is one, without opening what need not be opened."""

from typing import TYPE_CHECKING

from handiwork.state.reading import read_has_users

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork

__all__ = ["has_users"]


def has_users(app: "Handiwork") -> bool:
    """Return whether somebody must sign in; makes no database where there is none."""
    if not app.has_state:
        return False
    found = None if app.settings.state_url else read_has_users(app.settings.home / "state.sqlite")
    return app.team.members.any() if found is None else found
