"""Who is asking, and what they may do: the operator at this machine, as long as no users were made."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handiwork.faces.web.problems import RefusedError
from handiwork.faces.web.users import User

if TYPE_CHECKING:
    from starlette.requests import Request

    from handiwork.app import Handiwork

__all__ = ["CSRF_FIELD", "Guard"]

CSRF_FIELD = "csrf"
"""The hidden field that every form carries."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})


class Guard:
    """Decides about every request.

    Parameters
    ----------
    app
        Over the home folder.
    """

    def __init__(self, app: "Handiwork") -> None:
        self._app = app

    def who(self, request: "Request") -> User:
        """Return who asks.

        Raises
        ------
        RefusedError
            If the request comes under a name that is not this machine's (a page elsewhere that re-binds its name).
        """
        if (request.url.hostname or "") not in _LOOPBACK:
            raise RefusedError(f"this desk does not answer to the name {request.url.hostname!r}")
        return User(self._app.settings.operator or "you", "admin", is_local=True)

    def require(self, user: User, role: str) -> None:
        """Refuse a user who has not at least a role.

        Raises
        ------
        RefusedError
            Saying what is needed.
        """
        if not user.may(role):
            if user.role == "public":
                raise RefusedError("sign in first", status=401)
            raise RefusedError(f"this needs the role {role}; {user.name} has the role {user.role}")

    def check_form(self, request: "Request", given: Mapping[str, Any]) -> None:  # noqa: ARG002 - sessions need it
        """Refuse a form that did not come from a page of this site.

        Raises
        ------
        RefusedError
            If it came from elsewhere.
        """
        site = request.headers.get("sec-fetch-site")
        origin = request.headers.get("origin")
        own = f"{request.url.scheme}://{request.url.netloc}"
        if (site is not None and site not in {"same-origin", "none"}) or (origin is not None and origin != own):
            raise RefusedError("the form came from another site: open the page here and send it again")

    def csrf(self, request: "Request") -> str:  # noqa: ARG002 - sessions need it
        """Return the token that forms of this browser carry; empty without sessions."""
        return ""
