"""The bytes of a notebook → its cells: code without commands of the shell, text, and in which order they were run."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["MOST_BYTES", "Cell", "Notebook", "read_notebook"]

MOST_BYTES = 32 << 20
"""Larger files are not read: their weight is pictures and tables in outputs."""

_MOST_CELLS = 2_000
_MOST_CODE = 200_000
_COMMAND = re.compile(r"^[ \t]*[%!?][^\n]*|^[^\n=]*\?\s*$", re.MULTILINE)
_OTHER_CELL = re.compile(r"\s*%%(?!time|capture|timeit|prun)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its number from 1, whether it is code, its text, and the count of its last run (None if not run)."""

    number: int
    is_code: bool
    text: str
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook of Python; ``problem`` says why it has no cells: ``no_notebook``, ``language`` or ``too_large``."""

    cells: tuple[Cell, ...] = ()
    problem: str | None = None


def read_notebook(content: bytes) -> Notebook:
    """Return a notebook's cells.

    Parameters
    ----------
    content
        The file: JSON of nbformat 3 or 4.

    Notes
    -----
    Commands (``%``, ``!``, ``?``) are blanked, so that lines keep their numbers; a cell of another language
    (``%%bash``) has no code. Nothing is executed, and outputs are not kept.
    """
    if len(content) > MOST_BYTES:
        return Notebook(problem="too_large")
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return Notebook(problem="no_notebook")
    if not isinstance(told, dict) or not isinstance(told.get("cells", told.get("worksheets")), list):
        return Notebook(problem="no_notebook")
    if _language(told) not in {"python", "ipython", ""}:
        return Notebook(problem="language")
    cells = [cell for n, raw in enumerate(_raw_cells(told), start=1) if (cell := _cell(n, raw)) is not None]
    return Notebook(tuple(cells[:_MOST_CELLS]))


# --- private ---


def _raw_cells(told: dict[str, Any]) -> Iterator[Any]:
    sheets = told.get("worksheets")
    holders = [told, *(sheets if isinstance(sheets, list) else [])]
    for holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from cells if isinstance(cells, list) else ()


def _language(told: dict[str, Any]) -> str:
    about = told.get("metadata")
    about = about if isinstance(about, dict) else {}
    for part, name in (("language_info", "name"), ("kernelspec", "language")):
        found = about.get(part)
        if isinstance(found, dict) and isinstance(found.get(name), str):
            return str(found[name]).lower()
    return ""


def _cell(number: int, raw: Any) -> Cell | None:
    if not isinstance(raw, dict):
        return None
    kind = raw.get("cell_type")
    text = _text(raw.get("source", raw.get("input", "")))
    if kind == "code":
        code = "" if _OTHER_CELL.match(text) or len(text) > _MOST_CODE else _COMMAND.sub("", text)
        run = raw.get("execution_count", raw.get("prompt_number"))
        return Cell(number, is_code=True, text=code, run=run if isinstance(run, int) else None)
    return Cell(number, is_code=False, text=text) if kind in ("markdown", "heading") else None


def _text(source: Any) -> str:
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""
