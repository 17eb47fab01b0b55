"""A repository's history as lines that stand: renames, removals, merges, partial and shallow clones, upstreams."""

import pytest
from tests.git_history import NOON_S, History, git

from handiwork.sources.git_history import read_history


def lines(n, word="a"):
    return "".join(f"{word} = {i}\n" for i in range(n))


def figures(folder):
    return [(c.n_added, c.n_standing) for c in read_history(folder).commits]


def test_what_a_later_commit_takes_away_does_not_stand(tmp_path):
    history = History()
    history.commit("first", files={"a.py": lines(10)})
    history.commit("second", files={"a.py": lines(4) + lines(3, "b")})
    read = read_history(history.write(tmp_path / "a.git"))

    assert [(c.n_added, c.n_standing) for c in read.commits] == [(3, 3), (10, 4)]
    assert [(c.is_root, c.is_merge) for c in read.commits] == [(False, False), (True, False)]
    assert [c.at_s for c in read.commits] == [NOON_S + 7_200, NOON_S + 3_600]
    assert (read.is_shallow, read.is_cut, read.upstream) == (False, False, None)


def test_a_file_that_was_moved_counts_for_the_commit_that_brought_it(tmp_path):
    history = History()
    history.commit("first", files={"a.py": lines(40)})
    history.commit("move", files={"a.py": None, "src/b c.py": lines(40)})
    history.commit("more", files={"src/b c.py": lines(42)})
    assert figures(history.write(tmp_path / "a.git")) == [(2, 2), (0, 0), (40, 40)]


def test_files_that_are_gone_or_are_no_code_do_not_stand(tmp_path):
    history = History()
    history.commit("first", files={"a.py": lines(5), "data.csv": lines(900), "b.py": lines(7)})
    history.commit("less", files={"b.py": None})
    assert figures(history.write(tmp_path / "a.git")) == [(0, 0), (12, 5)]


def test_merges_bring_nothing_themselves(tmp_path):
    history = History()
    first = history.commit("first", files={"a.py": lines(5)})
    side = history.commit("side", files={"b.py": lines(6)}, parents=[first])
    main = history.commit("main", files={"c.py": lines(7)}, parents=[first])
    history.commit("merge", files={"b.py": lines(6)}, parents=[main, side])
    read = read_history(history.write(tmp_path / "a.git"))

    assert sorted((c.is_merge, c.n_added, c.n_standing) for c in read.commits) == [
        (False, 5, 5), (False, 6, 6), (False, 7, 7), (True, 0, 0),
    ]  # fmt: skip


def test_a_clone_without_contents_has_commits_without_lines_and_fetches_nothing(tmp_path):
    history = History()
    history.commit("first", files={"a.py": lines(5)})
    history.commit("second", files={"a.py": lines(6)})
    whole = history.write(tmp_path / "whole.git")
    git(whole, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{whole}", "part.git")

    assert figures(tmp_path / "part.git") == [(None, None), (None, None)]


def test_a_shallow_clone_says_so(tmp_path):
    history = History()
    history.commit("first", files={"a.py": lines(5)})
    history.commit("second", files={"a.py": lines(6)})
    whole = history.write(tmp_path / "whole.git")
    git(tmp_path, "clone", "-q", "--bare", "--depth=1", f"file://{whole}", "part.git")

    assert read_history(tmp_path / "part.git").is_shallow is True


def test_a_remote_called_upstream_tells_which_commits_are_its(tmp_path):
    history = History()
    for n in range(3):
        history.commit(f"commit {n}", files={f"a{n}.py": lines(5)})
    whole = history.write(tmp_path / "whole.git")
    git(whole, "update-ref", "refs/remotes/upstream/main", "HEAD~1")
    git(whole, "config", "remote.upstream.url", "https://github.com/octo_org/net.git")
    read = read_history(whole)

    assert read.upstream == "octo_org/net"
    assert read.upstream_shas == {c.sha for c in read.commits[1:]}


@pytest.mark.parametrize("what", ["absent", "plain folder", "empty repository"])
def test_where_there_is_no_history_there_is_none(tmp_path, what):
    if what == "empty repository":
        git(tmp_path, "init", "-q", "--bare")
    assert read_history(tmp_path / "no" if what == "absent" else tmp_path) is None
