"""Code → tokens in which variables, numbers and texts look alike, so that renaming and other comments change nothing.

Kept are keywords, operators and what stands behind a dot (``.Linear``, ``.fit``), save on ``self``. Left out are
comments, texts that stand by themselves, imports, white space, and a notebook's commands (``%``, ``!``).
"""

import json
import keyword
import re
from collections.abc import Iterator

__all__ = ["code_of_notebook", "tokens_of"]

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<text>[rRbBuUfF]{0,3}(?:'''(?:[^\\]|\\.?)*?(?:'''|\Z)|\"\"\"(?:[^\\]|\\.?)*?(?:\"\"\"|\Z)
          |'(?:[^'\\\n]|\\.?)*(?:'|$)|"(?:[^"\\\n]|\\.?)*(?:"|$)))
      | (?P<number>\d[\w.]*)
      | (?P<name>[^\W\d]\w*)
      | (?P<line>\n)
      | (?P<sign>\*\*=?|//=?|>>=?|<<=?|->|:=|[-+*/%&|^@<>=!]=|[^\s\w])""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+import[ \t]*(?:\([^)]*\)?|[^\n]*)|import[ \t]+[^\n]*)", re.MULTILINE
)
_COMMAND = re.compile(r"^[ \t]*[%!?][^\n]*", re.MULTILINE)
_KEYWORDS = frozenset(keyword.kwlist) - {"from", "import"}


def tokens_of(code: str) -> Iterator[str]:
    r"""Yield a file's tokens.

    Parameters
    ----------
    code
        Python of any version, complete or not: it is not parsed.

    Examples
    --------
    >>> " ".join(tokens_of("loss = net.fit(x, 'a')  # so\nself.n = 3"))
    'v = v . fit ( v , s ) v . v = n'
    """
    before, on_self, starts_line = "", False, True
    for match in _TOKEN.finditer(_IMPORT.sub("", code)):
        kind, text = match.lastgroup, match.group()
        if kind == "line":
            starts_line = True
            continue
        if kind == "comment" or (kind == "text" and starts_line and before not in ("(", "[", "{", ",", "=")):
            continue
        starts_line = False
        token = _alike(kind or "", text, behind_dot=before == ".", on_self=on_self)
        if text != ".":
            on_self = text == "self"
        before = token
        yield token


def code_of_notebook(content: bytes) -> str | None:
    """Return the code cells of a notebook as one text, without its commands; None if it is none of Python.

    Raises
    ------
    RecursionError
        If it is nested too deeply; nothing else.
    """
    try:
        told = json.loads(content)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    sheets = told.get("worksheets")
    holders = [told, *sheets] if isinstance(sheets, list) else [told]
    cells = [c for h in holders if isinstance(h, dict) and isinstance(h.get("cells"), list) for c in h["cells"]]
    texts = [_source(c) for c in cells if isinstance(c, dict) and c.get("cell_type") == "code"]
    return _COMMAND.sub("", "\n".join(texts))


# --- private ---


def _alike(kind: str, text: str, *, behind_dot: bool, on_self: bool) -> str:
    if kind == "text":
        return "s"
    if kind == "number":
        return "n"
    if kind != "name" or text in _KEYWORDS:
        return text
    return text if behind_dot and not on_self else "v"


def _source(cell: dict[str, object]) -> str:
    told = cell.get("source", cell.get("input", ""))
    if isinstance(told, list):
        return "".join(str(line) for line in told)
    return told if isinstance(told, str) else ""
