"""View models → values for an assistant: cleaned of what hides in text; errors that say their kind and what to do."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from handiwork.errors import HandiworkError
from handiwork.faces.error_kinds import kind_of
from handiwork.faces.formats import plain
from handiwork.privacy.addresses import scrub

__all__ = ["cleaned", "told"]

# Characters that are not drawn but can be read by a model: zero widths, tags, variation selectors, private use.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ue000-\uf8ff]")
_UNSEEN_FAR = re.compile("[\U000e0000-\U000e0fff\U000f0000-\U0010ffff]")
_MOST_CHARACTERS = 2000

_P = ParamSpec("_P")
_T = TypeVar("_T")


def told(tool: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a tool whose errors of ours tell their kind and message; any other says nothing of itself."""

    @wraps(tool)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return tool(*args, **kwargs)
        except HandiworkError as error:
            raise ToolError(f"{kind_of(error)}: {_text(str(error))}") from error

    return call


def cleaned(value: Any) -> Any:
    r"""Return a view model without addresses and without characters that nobody sees; long texts are cut.

    Examples
    --------
    >>> cleaned({"title": "Fix\u200b it, ada@example.org", "n": 3})
    {'title': 'Fix it, (address)', 'n': 3}
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {key: cleaned(each) for key, each in value.items()}
    return [cleaned(each) for each in value] if isinstance(value, list | tuple) else value


# --- private ---


def _text(text: str) -> str:
    shown = scrub(_UNSEEN_FAR.sub("", _UNSEEN.sub("", plain(text))))
    return shown if len(shown) <= _MOST_CHARACTERS else f"{shown[:_MOST_CHARACTERS]}…"
