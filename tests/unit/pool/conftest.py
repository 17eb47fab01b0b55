"""Fixtures of pool: an engine, and a function that builds a world and opens it."""

from datetime import date

import pytest

from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine


@pytest.fixture(scope="session")
def pool_engine():
    """Return an engine for all builds."""
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture(scope="session")
def open_world(pool_engine, tmp_path_factory):
    """Return a function: acts, facts of repositories → opened index."""
    folder = tmp_path_factory.mktemp("indexes")

    def open_world(acts, repositories=(), built_on=date(2024, 6, 15)):
        inputs = inputs_from_acts(acts, repositories=repositories)
        return Index.open(build_index(pool_engine, inputs, folder, built_on=built_on))

    return open_world
