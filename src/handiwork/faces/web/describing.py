"""The OpenAPI document, made from the same declarations that answer."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from handiwork.faces.web.problems import PROBLEMS
from handiwork.faces.web.routes import Route
from handiwork.faces.web.twins import twin_path

__all__ = ["described"]

_PART = re.compile(r"\{(\w+)\}")


def described(routes: Iterable[Route]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of some routes: pages by their JSON twins, actions and files."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    for route in routes:
        path = twin_path(route.path, ".json") if route.kind == "page" else route.path
        paths.setdefault(path, {})["post" if route.kind == "action" else "get"] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Handiwork",
            "version": "0.1",
            "description": "The JSON twins of the desk's pages, and its actions. Errors are problem+json (RFC 9457).",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


# --- private ---

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [f"/api#{kind}" for kind in PROBLEMS]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "tags": [route.tag],
        "summary": route.summary,
        "operationId": f"{route.handler.__module__.rpartition('.')[2]}_{route.handler.__name__.strip('_')}",
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in _PART.findall(route.path)
        ],
        "responses": _responses(route),
    }
    if route.query is not None:
        found["parameters"] += _parameters(route.query, schemas)
    if route.form is not None:
        schema = _schema(route.form, schemas)
        found["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {"schema": schema},
                "application/x-www-form-urlencoded": {"schema": schema},
            },
        }
    return found


def _responses(route: Route) -> dict[str, Any]:
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    # A file's type is its own: a feed, a table, a bundle.
    kind = "*/*" if route.kind == "file" else "application/json"
    good = {"description": "The answer", "content": {kind: {"schema": {"type": "object"} if kind != "*/*" else {}}}}
    codes = ["200", "201"] if route.kind == "action" else ["200"]
    found: dict[str, Any] = dict.fromkeys(codes, good)
    if route.kind == "action":
        found["303"] = {"description": "A browser goes on to the page that shows it"}
    found["default"] = {"description": "What was wrong, and what to do"} | problem
    return found


def _parameters(model: type[BaseModel], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    whole = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(whole.pop("$defs", {}))
    required = set(whole.get("required", ()))
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": schema.get("description", ""),
            "schema": {key: value for key, value in schema.items() if key != "description"},
        }
        for name, schema in whole.get("properties", {}).items()
    ]


def _schema(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    whole = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(whole.pop("$defs", {}))
    schemas[model.__name__] = whole
    return {"$ref": f"#/components/schemas/{model.__name__}"}
