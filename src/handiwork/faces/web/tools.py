"""The tools for assistants at ``/mcp`` of the desk: for who may read it, with a token where somebody must sign in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request

if TYPE_CHECKING:
    from handiwork.app import Handiwork
    from handiwork.faces.web.guard import Guard

__all__ = ["Tools"]


class Tools:
    """An ASGI application that reads and changes nothing; without the extra ``mcp`` it is not there.

    Parameters
    ----------
    app
        Over the home folder.
    guard
        Who decides about requests.
    """

    def __init__(self, app: "Handiwork", guard: "Guard") -> None:
        self._app, self._guard = app, guard
        self._answers: Any = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer as long as the context lasts."""
        try:
            from handiwork.faces.mcp import create_server  # noqa: PLC0415 - an extra, and slow to load
            from handiwork.faces.mcp.serving import http_application  # noqa: PLC0415 - as above
        except ModuleNotFoundError:
            yield
            return
        server = create_server(self._app)
        # Names and origins are the guard's matter: the desk may be served beyond this machine.
        self._answers = http_application(server, is_guarded=True)
        async with server.session_manager.run():
            yield
        self._answers = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request.

        Raises
        ------
        HTTPException
            404 without the extra.
        RefusedError
            If who asks may not read the desk, or a page elsewhere asks.
        """
        request = Request(scope, receive)
        await run_sync(self._admit, request)
        if self._answers is None:
            raise HTTPException(404, "tools for assistants need the extra `mcp`: pip install 'handiwork[mcp]'")
        await self._answers(scope, receive, send)

    # --- private ---

    def _admit(self, request: Request) -> None:
        self._guard.require(self._guard.who(request), "viewer")
        # A browser's session would need the token of its forms: programs come with a token of their own.
        self._guard.check_form(request, {})
