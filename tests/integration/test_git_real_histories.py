"""Real histories, compared with what plain git commands say about them."""

import runpy
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

_TOOLS = runpy.run_path(str(Path(__file__).parents[1] / "git_history.py"))
GitLake, git = _TOOLS["GitLake"], _TOOLS["git"]

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(shared, tmp_path_factory):
    if shutil.which("zstd") is None:
        pytest.skip("rebuilding a real history needs the zstd command")
    place = tmp_path_factory.mktemp("real")
    subprocess.run([shared / "tools" / "git-import", place, "encode__httpx"], check=True, capture_output=True)
    return place / "encode__httpx.git"


@pytest.fixture(scope="module")
def loaded(folder, tmp_path_factory):
    lake = GitLake(tmp_path_factory.mktemp("home"))
    lake.load(folder, sizes="always")
    return lake


def test_every_commit_and_merge_is_there(folder, loaded):
    commits = loaded.rows("commits")
    assert sorted(c["sha"] for c in commits) == sorted(git(folder, "rev-list", "HEAD").split())
    assert {c["sha"] for c in commits if c["is_merge"]} == set(git(folder, "rev-list", "--merges", "HEAD").split())


def test_paths_are_those_git_shows(folder, loaded):
    told = git(folder, "log", "--no-merges", "--no-renames", "--name-only", "--format=%x01%H", "HEAD")
    expected = {}
    for block in told.split("\x01")[1:]:
        sha, *paths = block.split("\n")
        expected[sha] = sorted(p for p in paths if p)
    assert {c["sha"]: c["n_files"] for c in loaded.rows("commits") if not c["is_merge"]} == {
        sha: len(paths) for sha, paths in expected.items()
    }
    for commit in loaded.rows("commits"):
        assert commit["paths"] == expected.get(commit["sha"], [])[:200]


def test_lines_are_those_git_counts(folder, loaded):
    told = git(folder, "log", "--no-merges", "--no-renames", "--numstat", "--format=", "HEAD")
    counts = [line.split("\t") for line in told.splitlines() if line]
    assert sum(c["additions"] for c in loaded.rows("commits")) == sum(int(a) for a, _, _ in counts if a != "-")
    assert sum(c["deletions"] for c in loaded.rows("commits")) == sum(int(d) for _, d, _ in counts if d != "-")


def test_no_author_line_is_torn_apart_and_no_address_serves_two_authors(folder, loaded):
    author = {c["sha"]: c["author_key"] for c in loaded.rows("credits") if c["role"] == "author"}
    by_address: dict[str, set[str]] = {}
    for line in git(folder, "log", "--format=%H %aE", "HEAD").splitlines():
        sha, address = line.split(" ", 1)
        by_address.setdefault(address, set()).add(author[sha])
    assert Counter(map(len, by_address.values())) == {1: len(by_address)}


def test_most_subjects_with_a_number_at_their_end_have_it(folder, loaded):
    told = dict(line.split(" ", 1) for line in git(folder, "log", "--format=%H %s", "HEAD").splitlines())
    commits = loaded.by_sha()
    named = {sha: s.rsplit("(#", 1)[1] for sha, s in told.items() if s.endswith(")") and "(#" in s}
    expected = {sha: int(n[:-1]) for sha, n in named.items() if n[:-1].isdigit()}
    assert len(expected) > 1000
    assert {sha: commits[sha]["number"] for sha in expected} == expected


def test_the_newest_noreply_address_gives_its_login_to_the_whole_author(folder, loaded):
    author = {c["sha"]: c["author_key"] for c in loaded.rows("credits") if c["role"] == "author"}
    logins = {a["author_key"]: (a["login"] or "").lower() for a in loaded.rows("authors")}
    lines = git(folder, "log", "--format=%H %ae", "HEAD").splitlines()
    noreply = [line.split(" ", 1) for line in lines if line.endswith("@users.noreply.github.com")]
    named = [(author[sha], address.partition("@")[0].rpartition("+")[2].lower()) for sha, address in noreply]
    expected = dict(reversed(named))
    assert len(expected) > 30
    assert {key: logins[key] for key in expected} == expected


def test_nothing_that_is_kept_holds_an_address(loaded):
    for rows in loaded.content().values():
        assert [r for r in rows if "hashed.invalid" in str(r) or "users.noreply" in str(r)] == []


def test_loading_half_of_it_first_makes_no_difference(folder, loaded, tmp_path):
    copy = tmp_path / "encode__httpx.git"
    git(tmp_path, "clone", "-q", "--bare", str(folder), str(copy))
    git(copy, "remote", "remove", "origin")
    head = git(copy, "rev-parse", "HEAD").strip()
    git(copy, "update-ref", "refs/heads/main", git(copy, "rev-parse", "HEAD~500").strip())
    lake = GitLake(tmp_path / "home")
    lake.load(copy, sizes="always")
    git(copy, "update-ref", "refs/heads/main", head)
    lake.load(copy, sizes="always")
    assert lake.content() == loaded.content()
