"""The evaluation on one real history with the experts its project names."""

import runpy
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from handiwork.app import Handiwork
from handiwork.app.dated import DatedIndexes, Moment
from handiwork.app.evaluating import Selection, evaluate
from handiwork.config import Settings
from handiwork.evaluation import Baselines, Plan, read_topics, summarise
from handiwork.index import Index

git = runpy.run_path(str(Path(__file__).parents[1] / "git_history.py"))["git"]

pytestmark = pytest.mark.real

PROJECT = "huggingface/accelerate"


@pytest.fixture(scope="module")
def measured(shared, tmp_path_factory):
    """The history, the opened index as of the day of the experts' list, and the run."""
    if shutil.which("zstd") is None:
        pytest.skip("rebuilding a real history needs the zstd command")
    folder = tmp_path_factory.mktemp("real")
    name = PROJECT.replace("/", "__")
    subprocess.run([shared / "tools" / "git-import", folder, name], check=True, capture_output=True)
    history, topics = folder / f"{name}.git", shared / "data" / "truth" / "topics_dev.jsonl"
    with Handiwork(Settings(home=folder / "home", threads=2, memory_limit_mib=1024)) as app:
        app.ingest_git([str(history)], sizes="never")
        run = evaluate(app, topics, Plan(), selection=Selection(projects=(PROJECT,)))
        (day,) = {t.as_of for t in read_topics(topics) if t.project == PROJECT}
        path = DatedIndexes(app).find(Moment.as_of(day, [PROJECT]))
    return history, Index.open(path), run, day


def test_nothing_of_the_lists_day_or_later_is_in_its_index_and_everything_before_is(measured):
    history, index, _, day = measured
    # Merges are no work of their own; instants are those of the author, as git prints them.
    lines = git(history, "log", "--no-merges", "--format=%H %at", "HEAD").splitlines()
    epoch_s = (datetime(day.year, day.month, day.day) - datetime(1970, 1, 1)).total_seconds()
    later = {sha for sha, at in (line.split() for line in lines) if int(at) >= epoch_s}
    known = set(index.contributions.column("sha").to_pylist())
    assert len(later) > 100
    assert (known & later, len(known - {""}) > 1000) == (set(), True)


def test_the_commit_count_is_that_of_the_history(measured):
    _, index, _, _ = measured
    counts = Baselines(index, None).commit_count("")
    kinds = index.contributions.column("kind").to_pylist()
    assert counts.sum() == kinds.count(0)
    assert np.all(counts >= 0)


def test_every_named_expert_is_in_the_index_and_most_are_among_the_first_twenty(measured):
    _, _, run, _ = measured
    found = summarise(run)
    assert (found["overall"]["topics"], found["overall"]["unreachable"]) == (4, 0)
    assert found["overall"]["recall@20"] >= 0.75
    assert found["overall"]["ndcg@10"] >= 0.3
