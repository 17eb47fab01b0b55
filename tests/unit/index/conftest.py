"""Fixtures of the index: an engine, and a small world built once."""

from datetime import date, datetime

import pytest

from handiwork.index import build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine

ACTS = [
    {
        "who": "ada_l",
        "repo": "acme/web",
        "kind": "commit",
        "at": datetime(2024, 1, 1),
        "sha": "a" * 40,
        "title": "Fix websocket routing",
        "paths": ["web/routing.py", "web/socket.py"],
        "created_paths": ["web/routing.py"],
        "n_files": 2,
    },
    {
        "who": "bob_k",
        "repo": "acme/web",
        "kind": "commit",
        "at": datetime(2024, 2, 1),
        "sha": "b" * 40,
        "title": "Mount apps",
        "paths": ["web/routing.py"],
        "n_files": 1,
    },
    {
        "who": "cyd_m",
        "repo": "zeta/api",
        "kind": "review",
        "at": datetime(2024, 3, 1),
        "number": 7,
        "title": "Route by host",
        "labels": ["routing"],
        "comment_id": 99,
    },
    {"who": "cyd_m", "repo": "zeta/api", "kind": "push", "at": datetime(2024, 3, 2), "count": 3},
    {"who": "cyd_m", "repo": "zeta/api", "kind": "create", "at": datetime(2025, 3, 2)},
]
FACTS = [{"name": "zeta/api", "names": ["zeta/api", "Old/Api"], "description": "A web API", "topics": ["http"]}]
PEOPLE = [{"login": "cyd_m", "github_id": 42, "name": "Cyd M", "logins": ["cyd_m", "cyd_old"], "joins": ["rename"]}]


@pytest.fixture(scope="session")
def engine():
    """Return an engine for all builds."""
    with Engine(threads=2, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture
def build(engine, tmp_path):
    """Return a function that builds the small world, or other acts, into a folder."""

    def build(acts=ACTS, folder=None, engine=engine, **options):
        inputs = inputs_from_acts(
            acts, repositories=FACTS if acts is ACTS else (), persons=PEOPLE if acts is ACTS else ()
        )
        return build_index(engine, inputs, folder or tmp_path / "index", built_on=date(2024, 6, 1), **options)

    return build
