"""Our own repository passes its own checks, and the page that says so is fresh in what matters."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("own_signals", ROOT / "scripts" / "own_signals.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reports(script, tmp_path_factory):
    return script.own_reports(ROOT, tmp_path_factory.mktemp("cache") / "signals.db")


def test_no_check_of_ours_fails_on_our_own_tree(reports):
    failed = {r.check: r.outcome.message for r in reports if r.outcome.result == "fail"}
    assert not failed


def test_the_page_of_our_own_signals_says_what_the_checks_say(script, reports):
    written = (ROOT / "docs" / "reference" / "own-signals.md").read_text(encoding="utf-8")
    assert written == script.own_page(reports), "run `python scripts/own_signals.py`"
