"""The benchmarks that need no other package still run, on tiny worlds, and print their tables."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SCRIPTS = ("regressions.py", "profiles.py", "indexing.py", "peers")


def run(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=BENCHMARKS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_benchmark_explains_itself(script):
    assert "--help" in run(script, "--help")


def test_headline_figures_of_a_tiny_world_are_measured_and_kept(tmp_path):
    told = run("regressions.py", "--smoke", "--parts", "questions", "--json", str(tmp_path / "figures.json"))
    rows = [line.split("|")[1].strip() for line in told.splitlines() if line.startswith("| ")]
    assert {"load, full, per core", "lake ÷ compressed, full", "scoring and top 20, p95"} <= set(rows)
    assert '"load, full, per core"' in (tmp_path / "figures.json").read_text(encoding="utf-8")


def test_a_peer_reads_as_many_events_and_commits_as_we_do(tmp_path):
    told = run("peers", "ingest", "--smoke")
    assert "DuckDB, declared schema" in told
    assert "beside ours" not in told
