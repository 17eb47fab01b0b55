"""The statements that come compiled are those of the expressions; a mixture of formats has its own."""

import json
import re
from importlib.resources import files

import pytest

from handiwork.ingest.gharchive import statements
from handiwork.ingest.gharchive.compiling import compiled_text


def test_the_compiled_statements_are_those_of_the_expressions():
    shipped = files("handiwork.ingest.gharchive").joinpath("data", "statements.json")
    assert shipped.read_text(encoding="utf-8") == compiled_text(), "run make docs"


def test_a_statement_is_read_with_every_character_it_was_compiled_with():
    shipped = json.loads(files("handiwork.ingest.gharchive").joinpath("data", "statements.json").read_bytes())
    text = statements.normalized("push_commits", ("timeline",), suppressing=False, repeated=False)
    assert "\r" in text  # between quotes, where it is a character to look for
    assert text.split("\n") == shipped["normalized push_commits timeline suppressing=no repeated=no"]


@pytest.mark.parametrize("table", ["events", "accounts", "repositories", "push_commits"])
def test_a_file_of_mixed_formats_is_read_from_all_its_raw_tables(table):
    text = statements.normalized(table, ("modern", "timeline", "pushes"), suppressing=False)
    assert set(re.findall(r'"raw_(\w+)"', text)) == {"modern", "pushes", "timeline"}
