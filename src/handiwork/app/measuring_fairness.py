"""Selection rates of a list by what its people reported themselves; read, counted, and nothing of it kept."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.app.auditing import note
from handiwork.errors import UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.privacy.selection_rates import StageRates

__all__ = ["Rates", "rates_of"]


@dataclass(frozen=True, slots=True)
class Rates:
    """One column of what people reported, or all of them together.

    Attributes
    ----------
    column
        Its name; names joined by ``" and "`` for people of each combination.
    stages
        Rates of each stage.
    absent
        People who reported something and are not among those who are counted.
    """

    column: str
    stages: "tuple[StageRates, ...]"
    absent: int


def rates_of(
    app: "Handiwork",
    groups: Path,
    *,
    list_number: int | None = None,
    stages: Path | None = None,
    order: Sequence[str] = (),
) -> list[Rates]:
    """Return selection rates for each column of a table of self-reported groups, and for their combinations.

    Parameters
    ----------
    app
        Over the home folder.
    groups
        CSV: ``person`` (login, or any code of yours) and a column for each question; an empty cell is no answer.
    list_number
        Whose people are counted, by the furthest stage each was at; ``closed`` is no step further.
    stages
        Instead of a list, CSV: ``person`` and ``stage``, the furthest of each.
    order
        The stages of that table, first to last; empty means the order in which the table first names them.

    Raises
    ------
    UsageError
        If a table cannot be read as that, with the line; or neither or both of list and stages are given.
    NotFoundError
        If there is no such list.
    """
    from handiwork.privacy.selection_rates import stage_rates

    if (list_number is None) == (stages is None):
        raise UsageError("say whose selection is counted: a list by --list, or a table by --stages")
    reached, order = _of_table(stages, order) if stages is not None else _of_list(app, int(list_number or 0))
    reported = _table(groups)
    columns = [name for name in next(iter(reported.values()), {}) if name != "person"]
    if not columns:
        raise UsageError(f"{groups} has no column beside `person`: name what was asked, one column a question")
    asked: list[tuple[str, dict[str, str]]] = [
        (name, {person: row[name] for person, row in reported.items() if row[name]}) for name in columns
    ]
    if len(columns) > 1:
        whole = {p: " and ".join(row[name] for name in columns) for p, row in reported.items() if all(row.values())}
        asked.append((" and ".join(columns), whole))
    note(app, "export", of="selection rates", people=len(reached))
    return [
        Rates(name, tuple(stage_rates(reached, answers, order)), len(answers.keys() - reached.keys()))
        for name, answers in asked
    ]


# --- private ---


def _of_list(app: "Handiwork", number: int) -> tuple[dict[str, str], Sequence[str]]:
    from handiwork.desk.lists import STAGES

    order = [stage for stage in STAGES if stage != "closed"]
    app.list_book.read(number)
    reached = {}
    for entry in app.list_book.entries(number):
        been = {"found", entry.stage, *(move.after for move in entry.moves if not move.is_undone)}
        reached[(entry.login or entry.person).lower()] = max(been - {"closed"}, key=order.index)
    return reached, order


def _of_table(file: Path, order: Sequence[str]) -> tuple[dict[str, str], Sequence[str]]:
    rows = _table(file)
    if any(not row.get("stage") for row in rows.values()):
        raise UsageError(f"{file}: every line needs a person and a stage (columns `person` and `stage`)")
    found = list(dict.fromkeys(row["stage"] for row in rows.values()))
    if order and (strange := [stage for stage in found if stage not in order]):
        raise UsageError(f"{file} has the stage {strange[0]!r}, which is not in the order {', '.join(order)}")
    return {person: row["stage"] for person, row in rows.items()}, order or found


def _table(file: Path) -> Mapping[str, dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            if not reader.fieldnames or "person" not in reader.fieldnames:
                raise UsageError(f"{file} has no column `person`: its first line must name the columns")
            found: dict[str, dict[str, str]] = {}
            for row in reader:
                if None in row or None in row.values():
                    raise UsageError(f"{file} line {reader.line_num}: more or fewer cells than columns")
                person = row["person"].strip().lower()
                if not person or person in found:
                    raise UsageError(f"{file} line {reader.line_num}: the person is missing, or was there before")
                found[person] = {name: row[name].strip() for name in reader.fieldnames}
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} is no CSV in UTF-8: {error}") from error
    if not found:
        raise UsageError(f"{file} has no line below its header")
    return found
