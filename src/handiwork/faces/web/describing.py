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
            "responses": {name: _problem_response(statuses) for name, statuses in _FAILURES.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


# --- private ---

_FAILURES = {
    "Asked": {400, 422},
    "SignIn": {401},
    "Refused": {403},
    "Absent": {404},
    "Setting": {409},
    "TooLarge": {413},
    "TooMany": {429},
    "Failed": {500, 502},
    "Busy": {503},
}
"""Answers about what was wrong, by the name of their component: the statuses of the problems they tell."""

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
    is_page = route.kind == "page"
    good: dict[str, Any] = {
        "description": f"{route.summary}: what the page shows, of the same view model" if is_page else "The answer",
        "content": {route.media: {"schema": {"type": "object"} if route.kind != "file" else {}}},
    }
    if is_page:
        good["headers"] = _HEADERS
        if route.csv is not None:
            good["description"] += "; as a table at the same address with .csv"
    codes = ["200", "201"] if route.kind == "action" else ["200"]
    found: dict[str, Any] = dict.fromkeys(codes, good)
    if route.kind == "action":
        found["303"] = {"description": "A browser goes on to the page that shows it"}
    if is_page:
        found["304"] = {"description": "Not modified since the tag that was given"}
    for name, statuses in _FAILURES.items():
        if route.kind == "action" or name != "TooLarge":
            found |= {str(status): {"$ref": f"#/components/responses/{name}"} for status in sorted(statuses)}
    return found


_HEADERS = {
    "ETag": {"description": "Give it back as If-None-Match", "schema": {"type": "string"}},
    "Link": {"description": "rel=next and rel=prev, where there are pages (RFC 8288)", "schema": {"type": "string"}},
}


def _problem_response(statuses: set[int]) -> dict[str, Any]:
    titles = [title for status, title in PROBLEMS.values() if status in statuses]
    return {
        "description": "; ".join(titles),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


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
