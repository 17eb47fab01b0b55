"""Entity tags: a page that has not changed since it was read is not sent again."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from handiwork.faces.web.twins import json_bytes

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["tag_of", "tagged"]

_KEPT = frozenset({"etag", "vary", "link", "cache-control"})

_UNLIKE = ("timing_ms",)
"""What differs from answer to answer, though nothing changed."""


def tag_of(view: Mapping[str, Any]) -> str:
    """Return the tag of a view model: the same as long as it says the same.

    Examples
    --------
    >>> tag_of({"hits": [], "timing_ms": 1.5}) == tag_of({"hits": [], "timing_ms": 9.0}) != tag_of({"hits": [1]})
    True
    """
    return _tag(json_bytes({name: value for name, value in view.items() if name not in _UNLIKE}))


def tagged(request: "Request", response: Response, *, tag: str | None = None) -> Response:
    """Return an answer with its tag, or "not modified" if the client says it has it.

    Parameters
    ----------
    request
        What was asked, with ``If-None-Match`` perhaps.
    response
        The whole answer.
    tag
        Its tag; None makes one of its bytes.
    """
    found = tag or _tag(bytes(response.body))
    response.headers["etag"] = found
    asked = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if found.removeprefix("W/") not in asked and "*" not in asked:
        return response
    kept = {name: value for name, value in response.headers.items() if name in _KEPT}
    return Response(status_code=304, headers=kept)


# --- private ---


def _tag(content: bytes) -> str:
    return f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
