"""Exports to the byte: two people in the columns of each system, one with hard cells and one of whom little is known."""

from datetime import date
from pathlib import Path

import pytest

from handiwork.desk.exports import LAYOUTS, Exported, rows_of
from handiwork.errors import UsageError
from handiwork.faces.formats import csv_text

ADA = Exported(
    login="ada_l",
    name='=Ada "L", Lóve',
    stage="closed",
    due=date(2026, 4, 1),
    reason="other: later, perhaps",
    role="Backend, FastAPI",
    rank=3,
    score=0.25,
    evidence=("2024-01-01 commit acme/web “Route” https://github.com/acme/web/commit/a1",),
    links=("https://github.com/ada_l", "https://github.com/acme/web/commit/a1"),
    notes=("2026-03-01 mira_k: -1 for now",),
    data="Data: CC-BY-4.0; 2 x gharchive.",
    list_name="Team, north",
    added=date(2026, 3, 1),
)
NOBODY = Exported(
    login=None,
    name=None,
    stage="found",
    due=None,
    reason="",
    role="",
    rank=None,
    score=None,
    evidence=(),
    links=(),
    notes=(),
    data="Data: CC-BY-4.0; 2 x gharchive.",
    list_name="Team, north",
    added=date(2026, 3, 1),
)

FOLDER = Path(__file__).parent / "exports"


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_an_export_is_what_was_approved(layout):
    assert csv_text(*rows_of(layout, [ADA, NOBODY])) + "\n" == (FOLDER / f"{layout}.csv").read_text(encoding="utf-8")


def test_an_export_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="ashby, json"):
        rows_of("workday", [ADA])
