"""What a handler is given: the app, what was asked with the address or a form, and who asks."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from handiwork.errors import NotFoundError
from handiwork.faces.web.users import User

if TYPE_CHECKING:
    from starlette.requests import Request

    from handiwork.app import Handiwork
    from handiwork.faces.web.guard import Guard

__all__ = ["Ask"]

_MOST_DIGITS = 9
"""Longer numbers are beyond what a database holds in a column of theirs."""


class Ask:
    """One request, as handlers see it.

    Attributes
    ----------
    app
        Over the home folder.
    path
        Parts of the address by name.
    query, form
        The checked models that the route declares; None where it declares none.
    user
        Who asks.
    guard
        Who knows about users and forms.
    """

    def __init__(
        self,
        app: "Handiwork",
        request: "Request",
        *,
        user: User,
        guard: "Guard",
        query: Any = None,
        form: Any = None,
    ) -> None:
        self.app, self.request, self.user, self.guard = app, request, user, guard
        self.query, self.form = query, form
        self.path: Mapping[str, str] = request.path_params

    def number(self, part: str, of: str) -> int:
        """Return a part of the address as a number.

        Parameters
        ----------
        part
            Its name in the route.
        of
            What has such numbers, for the error.

        Raises
        ------
        NotFoundError
            If it is none that a row can have.
        """
        text = self.path[part]
        if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
            raise NotFoundError(f"{text[:40]!r} is no number of {of}")
        return int(text)

    @property
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def url(self) -> str:
        """Path and query of the page, without the ending of a twin."""
        path = self.request.url.path
        path = path.removesuffix(self.request.scope.get("twin", ""))
        path = "/" if path == "/index" else path
        return path + (f"?{self.request.url.query}" if self.request.url.query else "")

    @property
    def blind(self) -> bool:
        """Whether names, logins and own repositories' owners are hidden: the address says so, else this browser."""
        asked = self.request.query_params.get("blind")
        return (self.request.cookies.get("blind") if asked is None else asked) == "1"

    def with_query(self, **changes: Any) -> str:
        """Return the page's address with some parameters set, or left out where the value is None."""
        kept = [(name, value) for name, value in self.request.query_params.multi_items() if name not in changes]
        for name, value in changes.items():
            values = value if isinstance(value, list | tuple) else [] if value is None else [value]
            kept += [(name, str(each)) for each in values]
        path = self.url.partition("?")[0]
        return path + (f"?{urlencode(kept)}" if kept else "")
