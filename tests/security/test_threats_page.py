"""The page of threats names tests: each of them exists, and each test of this folder's files is of a file it names."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "explanation" / "threats.md"
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def defined():
    """Return the tests of each file, by the file's name."""
    found = {}
    for path in TESTS.rglob("test_*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found.setdefault(path.name, set()).update(n.name for n in nodes if isinstance(n, ast.FunctionDef))
    return found


def test_every_test_the_page_names_exists():
    there = defined()
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) > 30
    assert [f"{file}::{name}" for file, name in named if name not in there.get(file, ())] == []


def test_every_threat_has_a_test():
    page = PAGE.read_text(encoding="utf-8").partition("## Repositories")[2].partition("## What is not stopped")[0]
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| Threat")]
    assert len(rows) > 25
    assert [row for row in rows if not NAMED.search(row)] == []


def test_every_file_of_this_folder_stands_on_the_page():
    named = {file for file, _ in NAMED.findall(PAGE.read_text(encoding="utf-8"))}
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert here <= named
