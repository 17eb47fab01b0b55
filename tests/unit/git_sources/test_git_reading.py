"""Reading one repository: what is yielded, and what happens when it cannot be."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from handiwork.errors import NotARepositoryError, PermanentSourceError, SourceError, TransientSourceError
from handiwork.sources.git import GitTarget, RawChange, open_repository
from handiwork.sources.git_command import Git
from handiwork.sources.git_mirror import explained

_TOOLS = runpy.run_path(str(Path(__file__).parents[2] / "git_history.py"))


@pytest.fixture
def repository(tmp_path):
    history = _TOOLS["History"]()
    history.commit("Start", files={"a.py": "1\n"})
    history.commit("More\n\nbody", files={"a.py": "2\n", "b.py": "1\n"})
    return open_repository(GitTarget(str(history.write(tmp_path / "octo_org__engine.git"))), tmp_path / "mirrors")


def test_commits_are_told_as_they_are(repository):
    more, start = repository.commits()
    assert (more.sha, more.parents, more.message) == (repository.head, start.sha, "More\n\nbody")
    assert (start.parents, start.name, start.address, start.authored) == (
        "",
        "Ada Lind",
        "ada@example.org",
        "1700003600",
    )


def test_changes_come_in_the_order_they_are_asked_for(repository):
    more, start = (c.sha for c in repository.commits())
    assert list(repository.changes([start, more], with_sizes=False)) == [
        RawChange(start, [("A", "a.py")], None, None),
        RawChange(more, [("M", "a.py"), ("A", "b.py")], None, None),
    ]
    assert list(repository.changes([more], with_sizes=True)) == [
        RawChange(more, [("M", "a.py"), ("A", "b.py")], 2, 1),
    ]
    assert list(repository.changes([], with_sizes=False)) == []


def test_a_command_that_is_not_read_to_its_end_is_ended(repository):
    stream = repository.git.stream("cat-file", "--batch-all-objects", "--batch")
    assert next(stream)
    stream.close()
    assert list(stream) == []


def test_a_mailmap_that_cannot_be_read_is_an_error(repository, tmp_path):
    gone = replace(repository, mailmap="0" * 40, git=Git(tmp_path))
    with pytest.raises(NotARepositoryError, match="mailmap"):
        gone.mapped([("Ada", "ada@example.org"), ("Bo", "bo@example.org")])


def test_without_a_mailmap_lines_stay(repository):
    assert repository.mapped([("Ada", "ada@example.org")]) == [("Ada", "ada@example.org")]


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        ("couldn't find remote ref HEAD", NotARepositoryError),
        ("repository 'https://x/' not found", PermanentSourceError),
        ("could not read Username for 'https://x': terminal prompts disabled", PermanentSourceError),
        ("unable to access 'https://x/': The requested URL returned error: 403", PermanentSourceError),
        ("unable to access 'https://x/': The requested URL returned error: 503", TransientSourceError),
        ("unable to access 'https://x/': The requested URL returned error: 429", TransientSourceError),
        ("unable to access 'https://x/': Could not resolve host: x", TransientSourceError),
        ("the remote end hung up unexpectedly", TransientSourceError),
        ("something nobody has seen before", SourceError),
    ],
)
def test_what_a_server_says_decides_whether_to_try_again(problem, kind):
    error = explained(problem, GitTarget("https://example.org/octo_org/engine"))
    assert type(error) is kind
    assert "example.org/octo_org/engine" in str(error)
