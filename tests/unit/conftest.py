"""Fixtures of what answers from an index: an engine, and a function that builds a world and opens it."""

from datetime import date

import pytest

from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine


@pytest.fixture(scope="session")
def index_engine():
    """Return an engine for all builds."""
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture
def open_world(index_engine, tmp_path):
    """Return a function: acts, facts of repositories → opened index."""

    def open_world(acts, repositories=()):
        inputs = inputs_from_acts(acts, repositories=repositories)
        return Index.open(build_index(index_engine, inputs, tmp_path, built_on=date(2024, 6, 1)))

    return open_world
