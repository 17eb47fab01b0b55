"""Benchmarks report honestly: a difference is one only beyond noise, and a child's memory is its own."""

import importlib
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch):
    """Import a module of the benchmarks' folder."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


def test_a_difference_within_the_runs_of_both_sides_is_noise(benchmark):
    figures, regressions = benchmark("figures"), benchmark("regressions")
    before = figures.Figure("load", "s", "lower", (1.0, 1.2, 1.5, 2.0))
    now = figures.Figure("load", "s", "lower", (1.9, 2.5, 2.8, 3.0))
    assert regressions.verdict(before, now) == "within noise"


@pytest.mark.parametrize(("better", "word"), [("lower", "worse"), ("higher", "better")])
def test_a_difference_of_every_run_is_told_by_which_way_is_better(benchmark, better, word):
    figures, regressions = benchmark("figures"), benchmark("regressions")
    before = figures.Figure("load", "", better, (1.0, 1.1, 1.0, 1.1))
    now = figures.Figure("load", "", better, (2.0, 2.1, 2.0, 2.1))
    assert regressions.verdict(before, now) == word


def test_a_small_difference_is_noise_even_if_every_run_has_it(benchmark):
    figures, regressions = benchmark("figures"), benchmark("regressions")
    before = figures.Figure("load", "s", "lower", (1.00, 1.01, 1.00, 1.01))
    now = figures.Figure("load", "s", "lower", (1.02, 1.03, 1.02, 1.03))
    assert regressions.verdict(before, now) == "within noise"


def test_two_runs_of_each_side_decide_nothing(benchmark):
    figures, regressions = benchmark("figures"), benchmark("regressions")
    before = figures.Figure("load", "s", "lower", (1.0, 1.1))
    now = figures.Figure("load", "s", "lower", (2.0, 2.1))
    assert regressions.verdict(before, now) == "too few runs"


def test_figures_come_back_from_their_file(benchmark, tmp_path):
    figures = benchmark("figures")
    written = figures.Figure("search command", "s", "lower", (0.5, 0.75, 1.0))
    figures.write_figures(tmp_path / "figures.json", [written], of="abc")
    found, machine, revision = figures.figures_in(tmp_path / "figures.json")
    assert (found, revision) == ({"search command": written}, "abc")
    assert {**machine, "load": 0} == {**figures.machine(), "load": 0}


def test_a_small_process_started_by_a_large_one_has_a_small_peak(benchmark):
    figures = benchmark("figures")
    ballast = bytearray(b"x" * (200 << 20))
    cost = figures.measured([sys.executable, "-I", "-S", "-c", "pass"])
    assert cost.peak_mib < 100
    assert len(ballast) == 200 << 20


def test_a_command_that_fails_says_what_it_wrote(benchmark):
    figures = benchmark("figures")
    with pytest.raises(RuntimeError, match="no such luck"):
        figures.measured([sys.executable, "-I", "-S", "-c", "import sys; sys.exit('no such luck')"])


def test_what_a_library_takes_is_told_under_the_function_of_ours_that_called_it(benchmark):
    profiles = benchmark("profiles")
    ours, library, deeper = ("src/handiwork/search/ranking.py", 1, "search"), ("lib/x.py", 1, "f"), ("lib/x.py", 2, "g")
    stats = {
        ours: (1, 1, 1.0, 6.0, {}),
        library: (1, 1, 2.0, 5.0, {ours: (1, 1, 2.0, 5.0)}),
        deeper: (1, 1, 3.0, 3.0, {library: (1, 1, 3.0, 3.0), deeper: (1, 1, 0.0, 0.0)}),
    }
    assert profiles.by_function(stats) == {"search.ranking: search": 6.0}


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("CREATE OR REPLACE TEMP TABLE raw_modern AS SELECT 1", "create raw_modern"),
        ("COPY (SELECT 1) TO '/tmp/x/events.parquet' (FORMAT parquet)", "copy events"),
        ("-- ix_title   what it holds\nCREATE TEMP TABLE ix_title AS SELECT 1", "create ix_title"),
        ("SELECT count(*) FROM new_events", "SELECT count(*) FROM new_events"),
    ],
)
def test_a_statement_is_called_after_what_it_makes(benchmark, statement, name):
    assert benchmark("profiles").label(statement) == name
