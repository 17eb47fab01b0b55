"""Plain values as table, JSON, JSON lines or CSV text; the same rows whatever the format."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

__all__ = [
    "Format",
    "aligned",
    "csv_text",
    "json_escaped",
    "json_lines",
    "json_text",
    "plain",
    "steady",
    "steady_bytes",
]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ASCII_CONTROL = bytes(n for n in (*range(9), *range(11, 32), 127))
# Each begins with its fixed bytes, which a search skips to: one pattern for all takes four times as long.
_FAR_CONTROL = tuple(
    re.compile(p) for p in (rb"\xc2[\x80-\x9f]", rb"\xe2\x80[\x8e\x8f\xaa-\xae]", rb"\xe2\x81[\xa6-\xa9]")
)
_FORMULA = frozenset("=+-@\t\r\uff0b\uff0d\uff1d\uff20")


class Format(StrEnum):
    """How to print an answer."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def json_text(value: Any) -> str:
    """Return one JSON document, indented, as UTF-8 text."""
    return json_escaped(json.dumps(value, ensure_ascii=False, indent=2).encode()).decode()


def json_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return one JSON document per row."""
    return json_escaped("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()).decode()


def json_escaped(document: bytes) -> bytes:
    """Return the same JSON with the characters written as escapes that would steer a terminal it is printed on.

    Parameters
    ----------
    document
        UTF-8; what JSON itself has escaped already, the controls of ASCII, is left.
    """
    for pattern in _FAR_CONTROL:
        document = pattern.sub(_as_escape, document)
    return document.replace(b"\x7f", b"\\u007f")


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return rows as CSV with a header; lists become JSON; cells cannot act as spreadsheet formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue().rstrip("\n")


def plain(text: str) -> str:
    r"""Return text that is safe in a terminal: no control characters, no change of writing direction.

    Examples
    --------
    >>> plain("a\x1b[31mred\tb")
    'a[31mred b'
    """
    return _CONTROL.sub("", text.replace("\t", " ").replace("\n", " "))


def steady(text: str) -> str:
    r"""Return text of several lines that is safe in a terminal.

    Examples
    --------
    >>> steady("one\x1b[2J\n\ttwo\r")
    'one[2J\n\ttwo'
    """
    return _CONTROL.sub("", text)


def steady_bytes(page: bytes) -> bytes:
    """Return UTF-8 without control characters and without changes of writing direction, as :func:`steady`."""
    page = page.translate(None, _ASCII_CONTROL)
    for pattern in _FAR_CONTROL:
        page = pattern.sub(b"", page)
    return page


def aligned(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return rows as lines of aligned cells with a header.

    Examples
    --------
    >>> aligned([{"name": "web", "acts": 1200}, {"name": "api", "acts": None}])
    ['name  acts', 'web   1,200', 'api']
    """
    if not rows:
        return ["(none)"]
    columns = list(rows[0])
    cells = [columns, *([plain(_shown(row[c])) for c in columns] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(columns))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


# --- private ---


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:.2g}" if 0 < abs(value) < 0.001 else f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    text = steady(text)
    return "'" + text if text.lstrip(" \n")[:1] in _FORMULA and not isinstance(value, int | float) else text


def _as_escape(found: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(found[0].decode())
