"""What commands load, from the shell to the answer: a search no engine, one more hour no compiler of expressions."""

import gzip
import json
import subprocess
import sys
from datetime import date, datetime

import pytest

from handiwork.app import Handiwork
from handiwork.config import resolve_settings
from handiwork.index import IndexInputs, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine

PROGRAM = """
import json, sys
from handiwork.faces.cli import run
code = run(["--home", sys.argv[1], "--quiet", *sys.argv[2:], "--format", "json"])
print(json.dumps({"code": code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


HEAVY = {"duckdb", "ibis", "pandas", "scipy", "alembic", "httpx2", "sqlglot", "sqlalchemy", "rich", "pyarrow.compute"}
OTHER_ROOMS = {"ingest", "identity", "lake", "sources", "world", "evaluation", "pool"}


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    acts = [
        {"who": who, "repo": "acme/web", "kind": "commit", "title": "Fix scheduler locking", "at": datetime(2025, 1, 1)}
        for who in ("ada_l", "grace_h")
    ]
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs: IndexInputs = inputs_from_acts(acts)
        built = build_index(engine, inputs, folder / "index", built_on=date(2025, 2, 1))
    (folder / "index" / "current").write_text(built.name)
    return folder


def ran(home, *command):
    """Return the exit code and the answer of a command in its own process, and the modules it loaded."""
    arguments = [sys.executable, "-c", PROGRAM, str(home), *command]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    told = json.loads(done.stderr.splitlines()[-1])
    return told["code"], json.loads(done.stdout), set(told["modules"])


def searched(home):
    """Return the exit code and the logins of a search in its own process, and the modules it loaded."""
    code, answer, modules = ran(home, "search", "scheduler locking")
    return code, [hit["login"] for hit in answer["hits"]], modules


def test_a_whole_search_loads_no_engine_and_no_data_frames(home):
    code, logins, modules = searched(home)
    assert (code, logins) == (0, ["ada_l", "grace_h"])
    assert modules & HEAVY == set()
    assert {
        m for m in modules if m.split(".")[:1] == ["handiwork"] and m.split(".")[1:2] in [[r] for r in OTHER_ROOMS]
    } == set()


def test_finding_repositories_loads_no_engine_and_no_data_frames(home):
    code, answer, modules = ran(home, "repos", "find", "scheduler")
    assert (code, [hit["repository"] for hit in answer["repositories"]]) == (0, ["acme/web"])
    assert modules & HEAVY == set()


def test_a_search_with_people_left_out_leaves_them_out_and_loads_no_database_layer(home):
    with Handiwork(resolve_settings({}, flags={"home": home}).settings) as app:
        app.suppression_list.add("ada_l")
    code, logins, modules = searched(home)
    assert (code, logins) == (0, ["grace_h"])
    assert modules & HEAVY == set()


def test_one_more_hour_is_loaded_without_compiling_expressions_or_a_database_layer(tmp_path):
    event = {
        "id": "1",
        "type": "PushEvent",
        "actor": {"id": 7, "login": "ada_l"},
        "repo": {"id": 1, "name": "acme/web"},
        "payload": {"push_id": 9, "ref": "refs/heads/main"},
        "created_at": "2026-01-01T00:00:00Z",
    }
    hour = tmp_path / "2026-01-01-0.json.gz"
    hour.write_bytes(gzip.compress((json.dumps(event) + "\n").encode()))
    code, rows, modules = ran(tmp_path / "home", "ingest", "gharchive", str(hour))
    assert (code, [(row["status"], row["events"]) for row in rows]) == (0, [("complete", 1)])
    assert (
        modules & {"ibis", "sqlglot", "sqlalchemy", "alembic", "pandas", "handiwork.brief", "handiwork.search"} == set()
    )
