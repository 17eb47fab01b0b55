"""The twins of a page: which one a client asked for, and its bytes."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handiwork.faces.formats import csv_text, json_escaped

if TYPE_CHECKING:
    from starlette.requests import Request

    from handiwork.faces.web.routes import CsvRows

__all__ = ["csv_bytes", "json_bytes", "twin_path", "wants_json"]


def twin_path(path: str, ending: str) -> str:
    """Return the address of a page's twin.

    Examples
    --------
    >>> twin_path("/lists/{list_id}", ".json"), twin_path("/", ".json")
    ('/lists/{list_id}.json', '/index.json')
    """
    return f"/index{ending}" if path == "/" else f"{path}{ending}"


def wants_json(request: "Request") -> bool:
    """Return whether a client asked for JSON: by the twin's address, or by ``Accept`` without HTML."""
    accept = request.headers.get("accept", "")
    asks = "text/html" not in accept and ("application/json" in accept or "application/problem+json" in accept)
    return request.scope.get("twin") == ".json" or asks


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """Return one JSON document, as UTF-8."""
    return json_escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def csv_bytes(view: Mapping[str, Any], rows_of: "CsvRows") -> bytes:
    """Return the CSV twin of a view model; its cells cannot act as formulas."""
    rows, columns = rows_of(view)
    return (csv_text(rows, columns) + "\n").encode()
