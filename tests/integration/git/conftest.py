"""Fixtures of the tests that load git histories: a history to write, the folder it is written to, a lake."""

import runpy
from pathlib import Path

import pytest

_TOOLS = runpy.run_path(str(Path(__file__).parents[2] / "git_history.py"))


@pytest.fixture
def lake(tmp_path):
    """Return an empty lake that histories are loaded into."""
    return _TOOLS["GitLake"](tmp_path / "home")


@pytest.fixture
def history():
    """Return an empty history."""
    return _TOOLS["History"]()


@pytest.fixture
def folder(tmp_path):
    """Return where a repository is to be made."""
    return tmp_path / "octo_org__engine.git"
