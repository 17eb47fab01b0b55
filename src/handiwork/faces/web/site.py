"""The desk as one ASGI application: every declared route with its twins, errors that say what to do, safe headers."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as Address

from handiwork.app.auditing import acting, note
from handiwork.errors import HandiworkError
from handiwork.faces.web.answers import Answered, Done, Download, Leave, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.assets import asset, asset_names
from handiwork.faces.web.describing import described
from handiwork.faces.web.guard import Guard
from handiwork.faces.web.headers import SafeHeaders
from handiwork.faces.web.pages import ALL
from handiwork.faces.web.problems import Problem, problem_of
from handiwork.faces.web.reading import FieldsError, read_json, read_pairs
from handiwork.faces.web.rendering import rendered
from handiwork.faces.web.routes import Route, Routes
from handiwork.faces.web.tags import tag_of, tagged
from handiwork.faces.web.tools import Tools
from handiwork.faces.web.twins import csv_bytes, json_bytes, twin_path, wants_json
from handiwork.faces.web.users import User

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from handiwork.app import Handiwork

__all__ = ["MOST_BODY_BYTES", "create_site"]

MOST_BODY_BYTES = 1_000_000
"""The longest form or JSON body that is read."""

_AT_ONCE = 1
"""Handlers at work in one process: more threads only wait for each other (Python runs one at a time)."""

_HTML, _JSON = "text/html; charset=utf-8", "application/json"
_SAID_SECONDS = 60
_PREFERENCE_SECONDS = 31_536_000
_AGES = {"session": 604_800, "sign-in": 600}
"""Seconds after which a browser forgets cookies whose name ends so."""

_Endpoint = Callable[[Request], Any]


def create_site(app: "Handiwork", *, parts: Sequence[Routes] = ALL, guard: Guard | None = None) -> SafeHeaders:
    """Return the desk over one home folder.

    Parameters
    ----------
    app
        Over the home folder; closed by whoever opened it.
    parts
        Parts of the desk; all unless a test asks for fewer.
    guard
        Who decides about requests; None makes one.
    """
    site = _Site(app, guard or Guard(app))
    tools = Tools(app, site.guard)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> "AsyncIterator[None]":
        site.limiter = CapacityLimiter(_AT_ONCE)
        async with tools.running():
            yield

    web = Starlette(lifespan=lifespan)
    web.router.redirect_slashes = False  # the address would be made of the name that the request gives this host
    routes = [route for part in parts for route in part.found]
    # Twins first: `/lists/{list_id}` would take `/lists/3.json` for a list of that name.
    for route in routes:
        if route.kind == "page":
            web.add_route(twin_path(route.path, ".json"), site.endpoint(route, twin=".json"), methods=["GET"])
            if route.csv is not None:
                web.add_route(twin_path(route.path, ".csv"), site.endpoint(route, twin=".csv"), methods=["GET"])
    for route in routes:
        web.add_route(route.path, site.endpoint(route), methods=["POST" if route.kind == "action" else "GET"])
    web.add_route("/static/{digest}/{name}", _static, methods=["GET"])
    web.add_route("/openapi.json", _openapi(routes), methods=["GET"])
    web.add_route("/healthz", _healthy, methods=["GET"])
    web.router.routes.append(Address("/mcp", endpoint=tools))
    web.add_exception_handler(HTTPException, site.failed)
    web.add_exception_handler(HandiworkError, site.failed)
    web.add_exception_handler(Exception, site.failed)
    return SafeHeaders(web)


class _Site:
    """What all endpoints share."""

    def __init__(self, app: "Handiwork", guard: Guard) -> None:
        self.app, self.guard = app, guard
        self.limiter = CapacityLimiter(_AT_ONCE)

    def endpoint(self, route: Route, *, twin: str = "") -> _Endpoint:
        """Return what answers a route, or one of its twins."""

        async def answer(request: Request) -> Response:
            request.scope["twin"] = twin
            body = await _body_of(request) if route.kind == "action" else None
            return await run_sync(self._answer, route, request, body, limiter=self.limiter)

        return answer

    async def failed(self, request: Request, error: Exception) -> Response:
        """Tell an error, as a page or as problem+json."""
        problem = problem_of(error, status=getattr(error, "status_code", None))
        return await run_sync(self._told, request, problem, limiter=self.limiter)

    # --- private ---

    def _answer(self, route: Route, request: Request, body: "_Body | None") -> Response:
        user = self.guard.who(request)
        self.guard.require(user, route.role)
        query = read_pairs(route.query, request.query_params.multi_items()) if route.query else None
        form = None
        if body is not None:
            self.guard.check_form(request, body.fields)
            if route.form is not None:
                form = read_json(route.form, body.json) if body.is_json else read_pairs(route.form, body.pairs)
        ask = Ask(self.app, request, user=user, guard=self.guard, query=query, form=form)
        is_json = wants_json(request) or (body is not None and body.is_json)
        with acting(None if user.is_local else user.name):
            answer = route.handler(ask)
            if route.kind == "action" and isinstance(answer, Done):
                note(self.app, "action", route=route.path, numbers=_numbers_of(request))
        return self._response(route, ask, answer, is_json=is_json)

    def _response(self, route: Route, ask: Ask, answer: Answered, *, is_json: bool) -> Response:
        if isinstance(answer, Leave):
            leaving = RedirectResponse(answer.to, 302, {"cache-control": "no-store"})
            _set_cookies(ask.request, leaving, answer.cookies)
            return leaving
        if isinstance(answer, Download):
            headers = {}
            if answer.filename:
                headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(answer.filename)}"
            return Response(answer.body, media_type=answer.media_type, headers=headers)
        if isinstance(answer, Done):
            return _done(ask, answer, is_json=is_json)
        return self._page(route, ask, answer, is_json=is_json)

    def _page(self, route: Route, ask: Ask, answer: Page, *, is_json: bool) -> Response:
        headers = {"link": ", ".join(f'<{to}>; rel="{name}"' for name, to in answer.links.items())}
        headers = {"vary": "accept, cookie"} | {k: v for k, v in headers.items() if v}
        if answer.is_private:
            headers["cache-control"] = "no-store"
        if ask.request.scope["twin"] == ".csv" and route.csv is not None:
            table = Response(csv_bytes(answer.view, route.csv), media_type="text/csv; charset=utf-8", headers=headers)
            return table if answer.is_private else tagged(ask.request, table)
        can_be_kept = answer.status == 200 and not answer.is_private
        if is_json:
            twin = Response(json_bytes(answer.view), answer.status, headers, media_type=_JSON)
            return tagged(ask.request, twin, tag=tag_of(answer.view)) if can_be_kept else twin
        said = ask.request.cookies.get("said")
        page = {
            "view": answer.view,
            "title": answer.title,
            "said": unquote(said) if said else None,
            "twin": _twin_of(ask, ".json") if route.template else None,
            "csv": _twin_of(ask, ".csv") if route.csv else None,
        }
        response = Response(
            rendered(route.template or "", ask, page | dict(answer.extra)), answer.status, headers, media_type=_HTML
        )
        if said:
            response.delete_cookie("said", path="/")
            return response
        return tagged(ask.request, response) if can_be_kept else response

    def _told(self, request: Request, problem: Problem) -> Response:
        wants = wants_json(request) or request.headers.get("content-type", "").startswith(_JSON)
        if wants or "text/html" not in request.headers.get("accept", "text/html"):
            return Response(json_bytes(problem.to_dict()), problem.status, media_type="application/problem+json")
        user = User("nobody", "public")
        with suppress(HandiworkError):  # whoever may not even ask is shown the page without a name
            user = self.guard.who(request)
        ask = Ask(self.app, request, user=user, guard=self.guard)
        page = {"title": problem.title, "problem": problem, "view": problem.to_dict(), "twin": None, "csv": None}
        return Response(rendered("problem.html", ask, page), problem.status, media_type=_HTML)


class _Body:
    """What was posted: pairs of a form, or a JSON value."""

    def __init__(self, pairs: list[tuple[str, str]], json: Any = None, *, is_json: bool = False) -> None:
        self.pairs, self.json, self.is_json = pairs, json, is_json

    @property
    def fields(self) -> dict[str, Any]:
        """The fields by name; the last of several."""
        return dict(self.pairs) if not self.is_json else dict(self.json) if isinstance(self.json, dict) else {}


async def _body_of(request: Request) -> _Body:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MOST_BODY_BYTES:
            raise HTTPException(413, f"more than {MOST_BODY_BYTES:,} bytes were sent")
    if kind == _JSON:
        try:
            import json  # noqa: PLC0415 - beside its only use

            return _Body([], json.loads(bytes(read) or b"{}"), is_json=True)
        except (ValueError, RecursionError) as error:
            raise FieldsError(f"the body is not JSON: {str(error)[:100]}") from None
    if kind in {"application/x-www-form-urlencoded", ""}:
        from urllib.parse import parse_qsl  # noqa: PLC0415 - beside its only use

        try:
            text = bytes(read).decode()
            return _Body(parse_qsl(text, keep_blank_values=True, max_num_fields=5000))
        except ValueError as error:
            raise FieldsError(f"the form cannot be read: {str(error)[:100]}") from None
    if kind == "multipart/form-data":
        raise FieldsError("send the form as application/x-www-form-urlencoded, or as JSON")
    raise FieldsError(f"a body of the type {kind[:60]!r} is not read: send a form or JSON")


def _done(ask: Ask, answer: Done, *, is_json: bool) -> Response:
    response: Response
    if is_json:
        response = Response(json_bytes(answer.view), answer.status, media_type=_JSON)
    else:
        response = RedirectResponse(_own(answer.to), 303)
        if answer.said:
            response.set_cookie(
                "said", quote(answer.said[:300]), max_age=_SAID_SECONDS, path="/", httponly=True, samesite="lax"
            )
    _set_cookies(ask.request, response, answer.cookies)
    return response


def _set_cookies(request: Request, response: Response, cookies: Mapping[str, str | None]) -> None:
    """Set or remove cookies of this site; over https they never go another way."""
    is_https = request.url.scheme == "https"
    for name, value in cookies.items():
        kept = next((age for ending, age in _AGES.items() if name.endswith(ending)), _PREFERENCE_SECONDS)
        age = 0 if value is None else kept
        response.set_cookie(name, value or "", max_age=age, path="/", httponly=True, samesite="lax", secure=is_https)


def _own(to: str) -> str:
    """Return a path of this site; anything that leads elsewhere becomes the first page."""
    return to if to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable() else "/"


def _numbers_of(request: Request) -> dict[str, int]:
    """Return which rows an address names; texts of addresses, such as logins, are not for the log."""
    given = request.path_params.items()
    return {name: int(value) for name, value in given if str(value).isascii() and str(value).isdigit()}


def _twin_of(ask: Ask, ending: str) -> str:
    path, _, query = ask.url.partition("?")
    return twin_path(path, ending) + (f"?{query}" if query else "")


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in asset_names():
        raise HTTPException(404, f"there is no file {name!r}")
    found = asset(name)
    return Response(
        found.body, media_type=found.media_type, headers={"cache-control": "public, max-age=31536000, immutable"}
    )


def _openapi(routes: Sequence[Route]) -> _Endpoint:
    document = json_bytes(described(routes))

    async def answer(request: Request) -> Response:
        return tagged(request, Response(document, media_type=_JSON))

    return answer


async def _healthy(_: Request) -> Response:
    return Response(b"ok\n", media_type="text/plain")
