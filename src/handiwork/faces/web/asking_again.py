"""What a saved search asks, read from the query text that it keeps; the same for every face."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from handiwork.app.saving import Asked
from handiwork.faces.web.reading import read_pairs
from handiwork.faces.web.role_query import RoleQuery

if TYPE_CHECKING:
    from handiwork.desk.saved import SavedSearch

__all__ = ["asked_by", "query_of"]


def query_of(saved: "SavedSearch") -> RoleQuery:
    """Return the query that a saved search keeps."""
    found: RoleQuery = read_pairs(RoleQuery, parse_qsl(saved.query))
    return found


def asked_by(saved: "SavedSearch") -> Asked:
    """Return what a saved search asks."""
    query = query_of(saved)
    return Asked(query.role, query.edits(), query.options())
