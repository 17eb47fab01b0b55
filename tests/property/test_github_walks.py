"""However loads break off while a repository changes, the next whole load leaves the lake as GitHub is."""

import os
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.github_server import START, GitHubServer, Pull, Repo, World, user

from handiwork.ingest.github import Targets, ingest_github
from handiwork.lake.store import Lake
from handiwork.model.progress import NullCollector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.asking import Manners
from handiwork.sources.github import GitHubApi

ADA = user(1, "ada_l")
_FEW = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "4")),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Change:
    """So many are new, these change, comments come, GitHub cannot tell these; a load breaks off after some requests."""

    n_new: int
    changed: tuple[int, ...]
    n_comments: int
    troubled: frozenset[int]
    break_after: int


_CHANGES = st.builds(
    Change,
    st.integers(0, 12),
    st.lists(st.integers(0, 11), max_size=6).map(tuple),
    st.integers(0, 120),
    st.frozensets(st.integers(1, 20), max_size=2),
    st.integers(1, 25),
)
_SAME_SECOND = st.booleans()


@_FEW
@given(st.lists(_CHANGES, min_size=2, max_size=4), _SAME_SECOND)
def test_broken_loads_of_a_changing_repository_end_in_what_github_has(changes, is_same_second):
    repo = Repo(10, "acme/web")
    clock = START
    with tempfile.TemporaryDirectory() as folder, GitHubServer(World([repo], largest=6)) as server:
        lake = Lake(Path(folder))
        for change in changes:
            clock = _apply(repo, change, clock, is_same_second=is_same_second)
            server.asked.clear()
            server.break_after = change.break_after
            server.world.troubled = set(change.troubled)
            _load(server, lake)
        server.break_after, server.world.troubled = None, set()
        (record,) = _load(server, lake)
        n_asked = len(server.asked)
        assert record.status == "complete"
        assert _titles(lake) == {pull.number: pull.title for pull in repo.pulls}
        assert _comments(lake) == {comment["id"] for comment in repo.comments}
        before = lake.fingerprint()
        server.asked.clear()
        _load(server, lake)
        assert lake.fingerprint() == before
        assert len(server.asked) <= n_asked


# --- private ---


def _apply(repo, change, clock, *, is_same_second):
    """Let the repository change; return the last instant at which it did."""
    step = timedelta(0) if is_same_second else timedelta(seconds=7)
    clock += timedelta(hours=1)
    for _ in range(change.n_new):
        clock += step
        repo.pulls.append(Pull(len(repo.pulls) + 1, ADA, f"at {clock}", clock))
    for place in change.changed:
        if place < len(repo.pulls):
            clock += step
            repo.pulls[place].title, repo.pulls[place].updated_at = f"changed at {clock}", clock
    for _ in range(change.n_comments):
        clock += step
        repo.comment(len(repo.comments) + 1, 1, ADA, clock)
    return clock


def _load(server, lake):
    manners = Manners(retry_wait_s=0, sleep=lambda _: None)
    with GitHubApi(server.url, "t0ken", manners) as api, lake.writing():
        targets = Targets(("acme/web",))
        return ingest_github(api, lake, targets, suppressions=Suppressions(), collector=NullCollector())


def _titles(lake):
    rows = [row for file in lake.files("pull_requests") for row in pq.read_table(file, partitioning=None).to_pylist()]
    assert len(rows) == len({row["number"] for row in rows})
    return {row["number"]: row["title"] for row in rows}


def _comments(lake):
    return {row for file in lake.files("review_comments") for row in pq.read_table(file)["comment_id"].to_pylist()}
