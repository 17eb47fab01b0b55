"""How an ML repository's code came: single commits, iterative work, forks; each failure has a benign reading."""

import pytest
from tests.signal_trees import MemoryTree

from handiwork.model.history import CommitFact, History
from handiwork.signals import Result, check_tree
from handiwork.signals.history import course_of, is_dump, is_iterative, origin_of, own_commits
from handiwork.signals.likeness.tutorials import Likeness, Shared, Tutorial
from handiwork.signals.python.reading import read_module

DAY_S = 86_400
CODE = b"import torch\nx = 1\n"
COURSE = Tutorial("course", "", "", "", 4, frozenset(), frozenset(f"{n:08x}" for n in range(5)))


class Known:
    def __init__(self, history=None, likeness=None, tutorials=(COURSE,)):
        self._told = history, likeness or Likeness(0, 0, len(tutorials), ()), tutorials

    def history(self):
        return self._told[0]

    def likeness(self):
        return self._told[1]

    def tutorials(self):
        return self._told[2]


def commit(n: int, lines: int | None, day: int | None = None, *, standing: int | None = None, root: bool = False):
    kept = lines if standing is None else standing
    return CommitFact(f"{n:08x}" + "0" * 32, (n if day is None else day) * DAY_S, False, root, lines, kept)


def history(*commits: CommitFact, **told) -> History:
    return History(tuple(reversed(commits)), **told)


def outcome(check, lineage):
    tree = MemoryTree({"a.py": CODE})
    reports = check_tree(tree, {"a.py": read_module(CODE)}, ["ml-work"], lineage=lineage)
    return next(r.outcome for r in reports if r.check == check)


def of(check, *commits, **told):
    return outcome(check, Known(history(*commits, **told)))


def test_a_tree_that_came_at_once_fails_with_a_benign_reading():
    found = of("ml-single-commit", commit(100, 500, root=True))

    assert (found.result, found.figure) == (Result.FAIL, 1.0)
    assert found.message == (
        "The whole tree came in one commit (000000640000), and 0 later ones added code; often an import from elsewhere, "
        "the release of a paper's code, or a squashed history."
    )


@pytest.mark.parametrize(
    ("lines", "is_one"),
    [
        ([900, 100], True),
        ([899, 101], False),
        ([1000, *[1] * 10], True),
        ([1000, *[1] * 11], False),
        ([*[1] * 5, 1000], True),
        ([*[1] * 6, 1000], False),
    ],
)
def test_a_dump_is_nine_tenths_in_one_commit_and_few_before_and_after(lines, is_one):
    commits = [commit(100 + n, some) for n, some in enumerate(lines)]
    assert is_dump(course_of(reversed(commits))) is is_one


def test_lines_that_were_taken_away_later_do_not_count():
    course = course_of([commit(101, 100), commit(100, 900, standing=100)])
    assert (course.n_lines, course.largest_share) == (200, 0.5)


@pytest.mark.parametrize(
    ("n", "n_days", "largest", "is_one"),
    [(15, 7, 10, True), (14, 7, 10, False), (15, 6, 10, False), (15, 7, 1_000, False)],
)
def test_iterative_is_many_commits_on_many_days_without_one_that_is_most(n, n_days, largest, is_one):
    commits = [commit(100 + i, largest if i == 0 else 10, min(i, n_days - 1)) for i in range(n)]
    assert is_iterative(course_of(reversed(commits))) is is_one


def test_iterative_work_passes_with_its_figures():
    found = of("ml-iterative-history", *(commit(100 + n, 10, 2 * n) for n in range(20)))

    assert found.result is Result.PASS
    assert found.message == (
        "20 commits, 20 of them added code, on 20 days over 1.2 months; the largest brought 5% of the lines that stand."
    )


@pytest.mark.parametrize("check", ["ml-iterative-history", "ml-single-commit"])
@pytest.mark.parametrize(
    "past",
    [
        None,
        history(commit(100, 500), is_shallow=True),
        history(commit(100, 500), is_cut=True),
        history(commit(100, None)),
        history(commit(100, 49)),
        history(*(commit(n, 50, root=n == 0) for n in range(5))),
    ],
    ids=["none", "shallow", "cut", "partial", "hardly any code", "all the upstream's"],
)
def test_where_lines_or_commits_are_unknown_nothing_is_said(check, past):
    assert outcome(check, Known(past)).result is Result.NOT_OBSERVED


def test_a_fork_without_own_commits_fails_with_a_benign_reading():
    found = of("ml-own-commits", *(commit(n, 10, root=n == 0) for n in range(5)))

    assert (found.result, found.figure) == (Result.FAIL, 0.0)
    assert found.message.endswith(
        "a fork without own commits; often kept to read or to build on later, or the upstream itself."
    )


def test_own_commits_beside_a_tutorials_pass_and_are_counted():
    found = of("ml-own-commits", *(commit(n, 10, root=n == 0) for n in range(8)))
    assert (found.result, found.figure) == (Result.PASS, 3.0)
    assert found.message == "5 commits are those of course; 3 are others (its own newer commits look alike)."


def test_without_a_known_upstream_nothing_is_said_of_forks():
    assert of("ml-own-commits", commit(100, 10, root=True)).result is Result.NOT_OBSERVED


def test_a_tutorials_commit_that_is_no_root_here_makes_no_fork():
    past = history(commit(100, 10, root=True), commit(3, 10))
    assert origin_of(past, [COURSE]) is None


def test_a_remote_called_upstream_is_asked_first():
    commits = [commit(n, 100, root=n == 0) for n in range(6)]
    past = history(*commits, upstream="octo_org/net", upstream_shas=frozenset(c.sha for c in commits[:4]))
    origin = origin_of(past, [COURSE])

    assert (origin.name, origin.n_shared, origin.n_own, origin.is_recorded) == ("octo_org/net", 4, 2, False)


def test_an_upstreams_commits_do_not_count_as_own_work():
    commits = [commit(n, 1_000, root=n == 0) for n in range(5)] + [commit(100 + n, 30, n) for n in range(20)]
    found = outcome("ml-iterative-history", Known(history(*commits)))

    assert found.message.startswith("20 commits beside those of course, 20 of them added code, on 20 days")


def test_merges_are_nobodys_own():
    merge = CommitFact("f" * 40, 0, is_merge=True, n_added=0, n_standing=0)
    assert own_commits(History((merge, commit(7, 1)))) == (commit(7, 1),)


@pytest.mark.parametrize(
    ("n_hashes", "share", "result"),
    [(29, 1.0, Result.NOT_OBSERVED), (30, 0.5, Result.FAIL), (30, 0.49, Result.PASS)],
)
def test_code_of_a_tutorial_is_told_from_half_on(n_hashes, share, result):
    likeness = Likeness(n_hashes, 1, 1, (Shared("course", share, n_hashes, (("a.py", 0.9),)),))
    assert outcome("ml-tutorial-code", Known(likeness=likeness)).result is result


def test_what_stands_in_a_tutorial_is_shown_by_file():
    likeness = Likeness(90, 2, 1, (Shared("course", 0.8, 90, (("a.py", 0.9), ("b.py", 0.7))),))
    found = outcome("ml-tutorial-code", Known(likeness=likeness))

    assert found.message == (
        "80% of the code stands in course too (2 files for the most part); often course work, notes while learning, a base "
        "to build on, or that work itself."
    )
    assert [(e.path, e.text) for e in found.examples] == [("a.py", "90% in course"), ("b.py", "70% in course")]


def test_code_that_is_in_no_tutorial_passes():
    found = outcome("ml-tutorial-code", Known(likeness=Likeness(90, 2, 7, ())))
    assert found.message == "None of the code stands in the 7 known tutorials."
