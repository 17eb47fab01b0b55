"""What a search loads, from the shell to the answer: neither the engine nor a data frame library."""

import json
import subprocess
import sys
from datetime import date, datetime

from handiwork.index import IndexInputs, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine

PROGRAM = """
import json, sys
from handiwork.faces.cli import run
code = run(["--home", sys.argv[1], "--quiet", "search", "scheduler locking", "--format", "json"])
print(json.dumps({"code": code, "modules": sorted({m.partition(".")[0] for m in sys.modules})}), file=sys.stderr)
"""


def test_a_whole_search_loads_no_engine_and_no_data_frames(tmp_path):
    home = tmp_path / "home"
    acts = [{"who": "ada_l", "repo": "acme/web", "kind": "commit", "title": "Fix scheduler locking"}]
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs: IndexInputs = inputs_from_acts([{**a, "at": datetime(2025, 1, 1)} for a in acts])
        folder = build_index(engine, inputs, home / "index", built_on=date(2025, 2, 1))
    (home / "index" / "current").write_text(folder.name)
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(home)], capture_output=True, text=True, check=True)
    told = json.loads(done.stderr.splitlines()[-1])
    assert (told["code"], json.loads(done.stdout)["hits"][0]["login"]) == (0, "ada_l")
    assert set(told["modules"]) & {"duckdb", "ibis", "pandas", "scipy", "alembic", "httpx2", "sqlglot"} == set()
