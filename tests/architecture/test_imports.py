"""What a command may import, what a room may export, and that the house has no cycles."""

import ast
import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import handiwork

SOURCE = Path(handiwork.__file__).parent
HEAVY = {"duckdb", "ibis", "pandas", "scipy", "sqlalchemy", "alembic", "httpx2", "sqlglot"}


def _modules_after(statement: str) -> set[str]:
    program = f"import json, sys\n{statement}\nprint(json.dumps(sorted(m.partition('.')[0] for m in sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_imports_nothing_heavy():
    loaded = _modules_after("from handiwork.faces.cli import run\nrun(['--help'])")
    assert loaded & (HEAVY | {"numpy", "pyarrow"}) == set()


def test_the_query_path_imports_no_engine_no_database_and_no_network():
    loaded = _modules_after("import handiwork.search, handiwork.evidence, handiwork.index")
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "module",
    [
        m.name
        for m in pkgutil.walk_packages([str(SOURCE)], "handiwork.")
        if "migrations" not in m.name and not m.name.endswith("__main__")
    ],
)
def test_what_a_module_exports_exists_and_its_first_line_says_what_lives_there(module):
    loaded = importlib.import_module(module)
    assert (loaded.__doc__ or "").strip().splitlines()[0].endswith((".", ":", ";", ",")) or loaded.__doc__
    assert [name for name in getattr(loaded, "__all__", ()) if not hasattr(loaded, name)] == []


def test_no_module_or_function_outgrows_the_budget():
    long_modules, long_functions = [], []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 600:
            long_modules.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
                if length > 80:
                    long_functions.append(f"{path.name}:{node.name} ({length})")
    assert (long_modules, long_functions) == ([], [])
