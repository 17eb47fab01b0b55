"""Plain values as table, JSON, JSON lines or CSV text; the same rows whatever the format."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

__all__ = ["Format", "aligned", "csv_text", "json_lines", "json_text", "plain"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Format(StrEnum):
    """How to print an answer."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def json_text(value: Any) -> str:
    """Return one JSON document, indented, as UTF-8 text."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def json_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return one JSON document per row."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


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
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not isinstance(value, int | float) else text
