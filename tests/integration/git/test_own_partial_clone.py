"""Own lines in a clone without file contents: what is needed is told, and only that is fetched."""

from pathlib import Path

import pytest
from tests.git_history import History, git
from tests.own_history import ADA, BOB, functions_of, shas_of

from handiwork.app.own_work import OwnReader, RepositoryWork, Wanted
from handiwork.errors import NotARepositoryError
from handiwork.model.progress import NullCollector
from handiwork.sources.git import GitTarget, open_repository

PARSE = "def parse(text):\n    words = text.split()\n    return words[0], words[1:]\n"


@pytest.fixture
def whole(tmp_path):
    history = History()
    history.commit("begin", by=BOB, files={"a.py": PARSE, "other.py": PARSE.replace("parse", "other")})
    history.commit("change", by=ADA, files={"a.py": PARSE.replace("words[0]", "words[-1]")})
    history.commit("move", by=BOB, files={"a.py": None, "b.py": PARSE.replace("words[0]", "words[-1]")})
    history.commit("elsewhere", by=BOB, files={"other.py": PARSE.replace("parse", "others")})
    folder = history.write(tmp_path / "whole.git")
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    return folder


@pytest.fixture
def partial(tmp_path, whole):
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{whole}", "partial.git")
    git(tmp_path / "partial.git", "config", "remote.origin.url", str(whole))
    return tmp_path / "partial.git"


def read(folder: Path, *, fetch: bool = False) -> RepositoryWork:
    repository = open_repository(GitTarget(str(folder), "acme/web"), folder.parent)
    with OwnReader(folder.parent / f"{folder.name}.db", collector=NullCollector(), workers=1) as reader:
        return reader.read(Wanted(repository, shas_of(folder), fetch=fetch))


def contents_of(folder: Path) -> int:
    listed = git(folder, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
    return listed.split().count("blob")


def test_without_leave_to_fetch_it_says_how_much_is_missing(partial):
    with pytest.raises(NotARepositoryError, match="2 that are needed are not there: fetch exactly these with --fetch"):
        read(partial)
    assert contents_of(partial) == 0


def test_what_is_fetched_is_what_is_needed_and_the_figures_are_those_of_a_whole_clone(whole, partial):
    found, expected = read(partial, fetch=True), read(whole)
    assert (functions_of(found), found.fates) == (functions_of(expected), expected.fates)
    assert functions_of(found) == ["parse"]
    assert (contents_of(partial), contents_of(whole)) == (2, 4)
