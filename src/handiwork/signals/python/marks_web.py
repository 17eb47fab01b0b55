"""Recognised places of web code: routes with their methods, statuses they answer, bodies they read.

Kinds: ``route`` (text: methods joined by ``|``), ``get_writes``, ``status`` (text: the number), ``error_as_ok``,
``body_validated``, ``body_raw``. Routes are those of FastAPI, Starlette, Litestar, Flask and its kin, aiohttp,
Django's class views and decorated views, and Django REST framework's views and view sets.
"""

import ast
import re
from collections.abc import Iterator

from handiwork.signals.python.marks_calls import Found
from handiwork.signals.python.scopes import Frame, keyword, plain

__all__ = ["has_route_decorator", "route_marks", "status_marks"]

Definition = ast.FunctionDef | ast.AsyncFunctionDef

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_BODIES = frozenset({"POST", "PUT", "PATCH"})
_ACTIONS = {"list": "GET", "retrieve": "GET", "create": "POST", "update": "PUT", "partial_update": "PATCH",
            "destroy": "DELETE"}  # fmt: skip
_REQUIRED = {"require_GET": "GET", "require_POST": "POST", "require_safe": "GET"}
_VIEW_BASE = re.compile(r"(?:View|Resource|HTTPEndpoint|ViewSet|APIController|Controller|RequestHandler)(?:Mixin)?$")
_SESSION = re.compile(r"(?:^|[._])(?:db|session|database|db_session|dbsession|async_session|uow)$", re.IGNORECASE)
_SESSION_WRITES = frozenset({"add", "add_all", "delete", "commit", "merge", "bulk_save_objects"})
_MANAGER_WRITES = frozenset({"create", "bulk_create", "update_or_create", "get_or_create", "bulk_update"})
_CHAIN_WRITES = frozenset({"delete", "update"})
_STATUS_NAME = re.compile(r"(?:^|_)([2345]\d\d)(?:_|$)")
_NAMED = {
    "Http404": 404, "get_object_or_404": 404, "get_list_or_404": 404, "get_or_404": 404, "first_or_404": 404,
    "HttpResponseBadRequest": 400, "HttpResponseNotFound": 404, "HttpResponseForbidden": 403,
    "HttpResponseNotAllowed": 405, "HttpResponseGone": 410, "PermissionDenied": 403, "NotFound": 404,
    "BadRequest": 400, "Unauthorized": 401, "Forbidden": 403, "NotAuthenticated": 401, "AuthenticationFailed": 401,
    "NotFoundException": 404, "ClientException": 400, "NotAuthorizedException": 401, "PermissionDeniedException": 403,
    "ValidationException": 400, "HTTPNotFound": 404, "HTTPBadRequest": 400, "HTTPForbidden": 403,
    "HTTPUnauthorized": 401, "HTTPConflict": 409, "HTTPCreated": 201, "HTTPNoContent": 204, "Conflict": 409,
    "HTTPUnprocessableEntity": 422, "RequestValidationError": 422, "SuspiciousOperation": 400,
}  # fmt: skip
_WEB = frozenset({"django", "rest_framework", "werkzeug", "flask", "litestar", "aiohttp", "fastapi", "starlette", "quart",
                  "sanic", "ninja", "flask_restful", "flask_restx", "flask_smorest", "flask_sqlalchemy"})  # fmt: skip
_HTTP_STATUS = {"CREATED": 201, "NO_CONTENT": 204, "BAD_REQUEST": 400, "UNAUTHORIZED": 401, "FORBIDDEN": 403,
                "NOT_FOUND": 404, "CONFLICT": 409, "UNPROCESSABLE_ENTITY": 422, "ACCEPTED": 202, "OK": 200}  # fmt: skip
_RAW = frozenset({"json", "body", "get_json", "form", "data", "POST", "values"})
_VALIDATES = frozenset({
    "model_validate", "model_validate_json", "parse_obj", "parse_raw", "validate_python", "is_valid", "validate",
    "validate_on_submit", "load", "loads", "parse_args", "decode", "convert", "structure", "from_dict", "full_clean",
    "get_data_or_error", "validated", "validate_json", "validate_or_abort",
})  # fmt: skip
_SIMPLE = frozenset({"str", "int", "float", "bool", "bytes", "UUID", "uuid.UUID", "None", "date", "datetime", "Any"})
_NOT_BODY = re.compile(
    r"(?:^|\.)(?:Request|Response|WebSocket|BackgroundTasks|HTTPConnection|Session|AsyncSession|\w*Dep|Depends|\w*Session"
    r"|HttpRequest|SecurityScopes|Current\w*|OAuth2\w*)$"
)


def has_route_decorator(node: Definition) -> bool:
    """Return whether a function looks like a route by its decorators alone; cheap, asked of every function."""
    return any(
        isinstance(d, ast.Call)
        and isinstance(d.func, ast.Attribute)
        and d.func.attr in (*_VERBS, "route", "api_route")
        and bool(d.args)
        and _is_path(d.args[0])
        for d in node.decorator_list
    )


def route_marks(node: Definition, frame: Frame) -> Iterator[Found]:
    """Yield what a function that answers requests shows; nothing of others.

    Parameters
    ----------
    node
        The function.
    frame
        Where it stands.
    """
    methods = _methods(node, frame)
    if not methods:
        return
    yield "route", node.lineno, "|".join(sorted(methods))
    inner = Frame(node, frame)
    if methods <= _READS:
        yield from _writes(node)
    if methods & _BODIES:
        yield from _body(node, inner)
    yield from _errors_as_ok(node)


def status_marks(node: ast.AST, frame: Frame) -> Iterator[Found]:
    """Yield the explicit status that a call, or a returned pair of Flask's, answers with."""
    if isinstance(node, ast.Call):
        status = keyword(node, "status_code", "status", "code", "default_status")
        last = plain(node.func).rpartition(".")[2]
        if last in _NAMED and frame.meaning(node.func).split(".")[0] in _WEB | {"", "self"}:
            yield "status", node.lineno, str(_NAMED[last])
            return
        if status is None and last in ("HTTPException", "abort", "HTTPError", "HttpError") and node.args:
            status = node.args[0]
        if status is not None and (number := _number(status)):
            yield "status", node.lineno, str(number)
    elif isinstance(node, ast.Raise) and node.exc is not None and not isinstance(node.exc, ast.Call):
        last = plain(node.exc).rpartition(".")[2]
        if last in _NAMED and frame.meaning(node.exc).split(".")[0] in _WEB:
            yield "status", node.lineno, str(_NAMED[last])
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) in (2, 3):
        if (number := _number(node.value.elts[1])) and isinstance(frame.node, Definition):
            if _methods(frame.node, frame.outer or frame):
                yield "status", node.lineno, str(number)


# --- private ---


def _is_path(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1] in ("/", "")


def _methods(node: Definition, frame: Frame) -> set[str]:
    """Return the HTTP methods that a function answers; empty if it is none."""
    found: set[str] = set()
    for decorator in node.decorator_list:
        found |= _of_decorator(decorator, frame)
    if found or not isinstance(frame.node, ast.ClassDef):
        return found
    if not any(_VIEW_BASE.search(plain(b)) for b in frame.node.bases):
        return found
    is_set = any(plain(b).endswith("ViewSet") for b in frame.node.bases)
    if node.name in _VERBS and _takes_request(node, frame.node):
        return {node.name.upper()}
    return {_ACTIONS[node.name]} if is_set and node.name in _ACTIONS else found


def _takes_request(node: Definition, owner: ast.ClassDef) -> bool:
    """Return True for views: those of Django take a request, those of Flask and others are told by their base."""
    names = [a.arg for a in node.args.args]
    bases = {plain(b).rpartition(".")[2] for b in owner.bases}
    return "request" in names or bool(bases & {"MethodView", "Resource", "View", "RequestHandler"})


def _of_decorator(decorator: ast.expr, frame: Frame) -> set[str]:
    call = decorator if isinstance(decorator, ast.Call) else None
    name = plain(call.func if call else decorator)
    last = name.rpartition(".")[2]
    if last in _REQUIRED and frame.meaning(call.func if call else decorator).startswith("django."):
        return {_REQUIRED[last]}
    if call is None:
        return set()
    if last in ("api_view", "require_http_methods") and call.args:
        return _strings(call.args[0])
    if last in _VERBS and call.args and _is_path(call.args[0]) and "." in name and not name.startswith("mock"):
        return {last.upper()}
    if last in _VERBS and frame.meaning(call.func).startswith("litestar."):
        return {last.upper()}
    if last in ("route", "api_route") and "." in name and call.args and _is_path(call.args[0]):
        methods = keyword(call, "methods")
        return _strings(methods) if methods is not None else {"GET"}
    return set()


def _strings(node: ast.AST) -> set[str]:
    values = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
    return {v.value.upper() for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)}


def _own(node: Definition) -> Iterator[ast.AST]:
    """Yield the nodes of a function's body, not those of functions within it."""
    stack: list[ast.AST] = [*node.body]
    while stack:
        inner = stack.pop()
        yield inner
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack.extend(ast.iter_child_nodes(inner))


def _writes(node: Definition) -> Iterator[Found]:
    for call in _own(node):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        verb, receiver = call.func.attr, plain(call.func.value)
        is_session = bool(_SESSION.search(receiver)) and not receiver.startswith("request.")
        if (is_session and verb in _SESSION_WRITES and not (verb == "delete" and _is_client(call))) or (
            verb in _MANAGER_WRITES and receiver.endswith(".objects")
        ):
            yield "get_writes", call.lineno, f"{receiver}.{verb}"
        elif verb in _CHAIN_WRITES and _is_queryset(call.func.value):
            yield "get_writes", call.lineno, f"objects….{verb}"


def _is_client(call: ast.Call) -> bool:
    """Return True for a call that has an address: a client's verb, no session's."""
    return bool(call.args) and isinstance(call.args[0], ast.Constant | ast.JoinedStr)


def _is_queryset(node: ast.AST) -> bool:
    """Return True for ``X.objects.filter(…)`` and longer chains."""
    is_chain = False
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        is_chain, node = True, node.func.value
    return is_chain and plain(node).endswith(".objects")


def _number(node: ast.AST) -> int | None:
    """Return the status that an expression names: a number, or a constant such as ``HTTP_404_NOT_FOUND``."""
    if isinstance(node, ast.Constant):
        is_status = type(node.value) is int and 200 <= node.value < 600
        return int(node.value) if is_status and isinstance(node.value, int) else None
    name = plain(node).removesuffix(".value")
    last = name.rpartition(".")[2]
    if found := _STATUS_NAME.search(last):
        return int(found[1])
    return _HTTP_STATUS.get(last) if "HTTPStatus" in name or "http_status" in name else None


def _body(node: Definition, frame: Frame) -> Iterator[Found]:
    validated, raw = _declared_body(node), False
    for inner in _own(node):
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute | ast.Name):
            last = inner.func.attr if isinstance(inner.func, ast.Attribute) else inner.func.id
            is_json = frame.meaning(inner.func).startswith(("json.", "orjson.", "base64."))
            validated |= (last in _VALIDATES and not is_json) or _is_serializer(inner, last)
        if isinstance(inner, ast.Attribute) and inner.attr in _RAW and plain(inner.value) in _REQUESTS:
            raw = True
    if validated:
        yield "body_validated", node.lineno, node.name
    elif raw:
        yield "body_raw", node.lineno, node.name


_REQUESTS = frozenset({"request", "self.request", "flask.request", "req", "info.context"})


def _is_serializer(call: ast.Call, last: str) -> bool:
    """Return True where a form, serializer or model is made from what was sent."""
    takes = [*call.args, *(k.value for k in call.keywords)]
    from_request = any(
        (isinstance(a, ast.Attribute) and a.attr in _RAW and plain(a.value) in _REQUESTS) or isinstance(a, ast.Await)
        for a in takes
    )
    by_name = bool(re.search(r"(?:Form|Serializer|Schema|FormSet|Validator)$|serializer|get_form$", last))
    return by_name and (from_request or bool(call.keywords) or bool(call.args) or last.startswith("get_"))


def _declared_body(node: Definition) -> bool:
    """Return True if the signature takes a model of the body (FastAPI, Litestar, arguments of a schema)."""
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    decorated = " ".join(plain(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list)
    if re.search(r"arguments|use_kwargs|use_args|expect|validate|accepts|json_schema|body", decorated):
        return True
    return any(_is_model(a.annotation) for a in every if a.annotation is not None)


def _is_model(annotation: ast.expr) -> bool:
    """Return True for a class that is neither simple, nor a dependency, nor a plain mapping."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return bool(re.fullmatch(r"[A-Z]\w+", annotation.value)) and not _NOT_BODY.search(annotation.value)
    if isinstance(annotation, ast.BinOp):
        return _is_model(annotation.left) or _is_model(annotation.right)
    if isinstance(annotation, ast.Subscript):
        return _is_model_within(annotation)
    name = plain(annotation)
    last = name.rpartition(".")[2]
    return bool(re.match(r"[A-Z]", last)) and name not in _SIMPLE and not _NOT_BODY.search(name)


def _is_model_within(annotation: ast.Subscript) -> bool:
    outer = plain(annotation.value).rpartition(".")[2]
    inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    if outer == "Annotated":
        told = " ".join(plain(i.func) if isinstance(i, ast.Call) else plain(i) for i in inner[1:])
        return (
            "Body" in told
            or "Form" in told
            or (_is_model(inner[0]) and not re.search(r"Depends|Query|Path|Header", told))
        )
    if outer in ("Optional", "List", "list", "Union", "Sequence", "Body", "DTOData"):
        return any(_is_model(i) for i in inner)
    return outer not in ("Dict", "dict", "Mapping", "Literal", "Callable", "Request", "ASGIConnection")


def _errors_as_ok(node: Definition) -> Iterator[Found]:
    """Yield returns of a body that says it is an error, without any status: the client is told 200."""
    if any(isinstance(n, ast.Attribute) and n.attr in ("status_code", "status") and isinstance(n.ctx, ast.Store)
           for n in _own(node)):  # fmt: skip
        return
    for inner in _own(node):
        if isinstance(inner, ast.Return) and (told := _told(inner.value)) is not None and _says_error(told):
            yield "error_as_ok", inner.lineno, node.name


def _told(value: ast.AST | None) -> ast.Dict | None:
    """Return the dict that is answered without a status; None for anything else."""
    if isinstance(value, ast.Dict):
        return value
    if not isinstance(value, ast.Call) or keyword(value, "status", "status_code") is not None or len(value.args) != 1:
        return None
    is_response = plain(value.func).rpartition(".")[2] in ("jsonify", "JSONResponse", "JsonResponse", "json_response",
                                                           "Response", "ORJSONResponse")  # fmt: skip
    return value.args[0] if is_response and isinstance(value.args[0], ast.Dict) else None


def _says_error(told: ast.Dict) -> bool:
    for key, value in zip(told.keys, told.values, strict=True):
        name = key.value if isinstance(key, ast.Constant) else None
        constant = value.value if isinstance(value, ast.Constant) else ...
        if name == "error" and constant not in (None, False, "", 0) and not isinstance(value, ast.Name | ast.Attribute):
            return True
        if name in ("success", "ok") and constant is False:
            return True
        if name == "status" and constant in ("error", "fail", "failed", "failure"):
            return True
    return False
