"""Fixtures of evaluation: an engine, a function that builds a world and opens it, and one that makes topics."""

from datetime import date, datetime

import pytest

from handiwork.evaluation import Topic
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine

BUILT_ON = date(2024, 6, 1)


@pytest.fixture(scope="session")
def eval_engine():
    """Return an engine for all builds."""
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture(scope="session")
def open_acts(eval_engine, tmp_path_factory):
    """Return a function: acts (who, title, and anything else), facts of persons → opened index."""

    def open_acts(acts, persons=()):
        rows = [
            {
                "repo": "acme/web",
                "kind": "commit",
                "at": datetime(2024, 1, 1, n % 24),
                "sha": f"{n:040x}",
                "paths": [f"src/f{n}.py"],
                "n_files": 1,
                **act,
            }
            for n, act in enumerate(acts)
        ]
        inputs = inputs_from_acts(rows, persons=persons)
        return Index.open(build_index(eval_engine, inputs, tmp_path_factory.mktemp("built"), built_on=BUILT_ON))

    return open_acts


@pytest.fixture
def topic():
    """Return a function that makes a topic of acme/web."""

    def topic(query="routing", relevant=("ada_l",), *, name=None, project="acme/web", query_nl=None, as_of=None):
        return Topic(
            id=name or f"{project}:{query}",
            project=project,
            query=query,
            query_nl=query_nl,
            relevant=tuple(relevant),
            as_of=as_of,
        )

    return topic
