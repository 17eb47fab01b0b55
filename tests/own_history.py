"""What is somebody's own in small git histories: written, read through the whole machinery, told shortly."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from tests.git_history import ADA, History, git

from handiwork.app.own_work import OwnReader, RepositoryWork, Wanted
from handiwork.model.progress import NullCollector
from handiwork.sources.git import GitTarget, open_repository

BOB = "Bob Kell <bob@example.org>"

__all__ = ["ADA", "BOB", "functions_of", "own_tests", "read_own", "shas_of"]


def shas_of(repository: Path, by: str = ADA) -> frozenset[str]:
    """Return the commits of an author line."""
    lines = git(repository, "log", "--format=%H %an <%ae>", "HEAD").splitlines()
    return frozenset(line[:40] for line in lines if line[41:] == by)


def read_own(history: History, folder: Path, *, by: str = ADA, cache: Path | None = None) -> RepositoryWork:
    """Write a history and return what one author's own work in it is."""
    bare = history.write(Path(mkdtemp(dir=folder)) / "repo.git")
    repository = open_repository(GitTarget(str(bare), "acme/web"), folder)
    with OwnReader(cache or bare.parent / "facts.db", collector=NullCollector(), workers=1) as reader:
        return reader.read(Wanted(repository, shas_of(bare, by)))


def functions_of(work: RepositoryWork) -> list[str]:
    """Return the names of own functions outside tests, each as often as it was added or changed."""
    return _names(work.found.functions)


def own_tests(work: RepositoryWork) -> list[str]:
    """Return the names of own test functions."""
    return _names(work.found.tests)


def _names(functions: Sequence) -> list[str]:
    return [function.change.name for function in functions]
