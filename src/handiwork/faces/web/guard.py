"""Who is asking, and what they may do: the operator at this machine until a user is made; then whoever signs in."""

import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handiwork.app.team import has_users
from handiwork.errors import NotFoundError
from handiwork.faces.web.problems import RefusedError
from handiwork.faces.web.users import User

if TYPE_CHECKING:
    from starlette.requests import Request

    from handiwork.app import Handiwork
    from handiwork.team import Member

__all__ = ["CSRF_FIELD", "CSRF_HEADER", "Guard"]

CSRF_FIELD = "csrf"
"""The hidden field that every form carries."""

CSRF_HEADER = "x-csrf-token"
"""Where a script of this site may say the same."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
_CLIENTS = frozenset({"127.0.0.1", "::1", "testclient"})
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "forwarded", "via")
_USER, _SECRET, _BY_TOKEN = "handiwork.user", "handiwork.session", "handiwork.token"
_NOBODY = User("nobody", "public")


class Guard:
    """Decides about every request.

    Parameters
    ----------
    app
        Over the home folder.
    """

    def __init__(self, app: "Handiwork") -> None:
        self._app = app
        self._has_users = False

    def has_users(self) -> bool:
        """Return whether somebody must sign in; once there are users, there always are."""
        self._has_users = self._has_users or has_users(self._app)
        return self._has_users

    def who(self, request: "Request") -> User:
        """Return who asks.

        Raises
        ------
        RefusedError
            Without users: if the request does not come from this machine under one of its own names (a page elsewhere
            may re-bind its name, a proxy may pass strangers on). With users: if a token is given that is none.
        """
        if _USER not in request.scope:
            request.scope[_USER] = self._who(request)
        found: User = request.scope[_USER]
        return found

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

    def check_form(self, request: "Request", given: Mapping[str, Any]) -> None:
        """Refuse a form that did not come from a page of this site, or from one of another session.

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
        expected = self.csrf(request)
        if expected and not request.scope.get(_BY_TOKEN):
            said = str(given.get(CSRF_FIELD) or request.headers.get(CSRF_HEADER, ""))
            if not hmac.compare_digest(said.encode(), expected.encode()):
                raise RefusedError("the form is not of this session, or too old: open the page again and send it anew")

    def csrf(self, request: "Request") -> str:
        """Return the token that forms of this browser carry; empty without a session."""
        secret = request.scope.get(_SECRET)
        return self._app.team.sessions.csrf(secret) if secret else ""

    def member(self, request: "Request") -> "Member":
        """Return the user who is signed in with a browser.

        Raises
        ------
        RefusedError
            If it is a program with a token: it must not make itself more tokens or users.
        NotFoundError
            If there are no users yet.
        """
        user = self.who(request)
        if user.is_local:
            raise NotFoundError("there are no users yet: make the first at /welcome")
        if request.scope.get(_BY_TOKEN):
            raise RefusedError("this is done in a browser by who is signed in there, not with a token")
        return self._app.team.members.named(user.name)

    def secret(self, request: "Request") -> str | None:
        """Return the secret of the session the browser came with, in force or not."""
        return request.cookies.get(self.cookie(request))

    def require_private_line(self, request: "Request") -> None:
        """Refuse to take a password over a network in the clear.

        Raises
        ------
        RefusedError
            If the page is reached by http under a name that is not this machine's.
        """
        if request.url.scheme != "https" and (request.url.hostname or "") not in _LOOPBACK:
            raise RefusedError("passwords are taken over https only: open the desk by https://, see `handiwork serve`")

    @staticmethod
    def cookie(request: "Request") -> str:
        """Return the name of the session's cookie: over https one that no other host and no http page can set."""
        return "__Host-session" if request.url.scheme == "https" else "session"

    # --- private ---

    def _who(self, request: "Request") -> User:
        if not self.has_users():
            return self._local(request)
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind:
            found = self._app.team.tokens.whose(token.strip()) if kind.lower() == "bearer" else None
            if found is None:
                raise RefusedError("the token is none, was revoked or is over: make one at /account", status=401)
            member, role = found
            request.scope[_BY_TOKEN] = True
            return User(member.name, role, number=member.number)
        secret = self.secret(request)
        signed = self._app.team.sessions.whose(secret) if secret else None
        if signed is None:
            return _NOBODY
        request.scope[_SECRET] = secret
        return User(signed.name, signed.role, number=signed.number)

    def _local(self, request: "Request") -> User:
        if (request.url.hostname or "") not in _LOOPBACK:
            raise RefusedError(f"this desk does not answer to the name {request.url.hostname!r}")
        is_passed_on = any(name in request.headers for name in _FORWARDED)
        if is_passed_on or (request.client is not None and request.client.host not in _CLIENTS):
            raise RefusedError("without users the desk answers this machine alone: `handiwork user add NAME` first")
        return User(self._app.settings.operator or "you", "admin", is_local=True)
