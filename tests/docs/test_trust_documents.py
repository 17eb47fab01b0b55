"""The documents that ship say nothing that is not there: every requirement, file, test, setting, command and link exists."""

import ast
import re
from pathlib import Path

import pytest

from handiwork.config import Settings
from handiwork.lake.schema import TABLES

ROOT = Path(__file__).parents[2]
TRUST = ROOT / "docs" / "trust"
PAGES = sorted(path.name for path in TRUST.glob("*.md"))


def defined():
    found = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found.setdefault(path.name, set()).update(n.name for n in nodes if isinstance(n, ast.FunctionDef))
    return found


def test_every_requirement_has_a_row_and_every_test_it_names_exists():
    page = (TRUST / "requirements.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split(" | ")] for line in page.splitlines() if line.startswith("| R")]
    assert [row[0].strip("| ") for row in rows] == [f"R{n}" for n in range(1, 25)]
    there = defined()
    for row in rows:
        named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", row[4])
        assert named, row[0]
        assert [(file, name) for file, name in named if file not in there or (name and name not in there[file])] == []
        for path in re.findall(r"`([^`]+)`", row[3]):
            assert (ROOT / path if path.startswith("docs/") else ROOT / "src" / "handiwork" / path).exists(), path


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_and_a_heading(page):
    text = (TRUST / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, place = target.partition("#")
        file = (TRUST / path).resolve() if path else TRUST / page
        assert file.is_file(), target
        headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        slugs = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
        assert not place or place in slugs, target


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_setting_it_names_is_there(page):
    text = (TRUST / page).read_text(encoding="utf-8")
    commands = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    for command in re.findall(r"`handiwork ([a-z][a-z -]+?)(?: --[^`]*)?`", text):
        assert f"\n## handiwork {command.strip()}\n" in commands, command
    settings = set(Settings.model_fields)
    assert set(re.findall(r"`((?:controller|retention|public)_\w+)`", text)) <= settings


def test_the_record_of_processing_names_every_table_of_the_lake():
    page = (TRUST / "processing-record.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(TABLES)


def test_what_is_the_operators_is_marked_as_that():
    for page in ("dpia.md", "legitimate-interest.md", "processing-record.md", "technical-documentation.md"):
        assert (TRUST / page).read_text(encoding="utf-8").count("[OPERATOR") >= 3, page
