"""The changes of a person's commits → the functions and lines that are their own, and why the rest is not counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handiwork.model.changes import ChangedFile, CommitNode
from handiwork.signals.own.exclusions import is_test_path, module_names
from handiwork.signals.own.nouns import FileFacts, FunctionChange, OwnFunction, OwnLines

__all__ = ["MOST_FILES", "Attribution", "OwnCommit", "attribute", "changes_by_merge", "why_commit_is_left_out"]

MOST_FILES = 50
"""A commit that changes more Python files than this is a mass change: nobody writes so much by hand at once."""

_REFORMATTED_FILES = 20
_REFORMATTED_SHARE = 0.8
_MOST_MERGED = 30
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class OwnCommit:
    """One commit of the person, with what each of its files shows.

    Attributes
    ----------
    node
        The commit.
    files
        Changed files and what each shows, in the order git told them.
    """

    node: CommitNode
    files: tuple[tuple[ChangedFile, FileFacts], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is a person's own in one repository.

    Attributes
    ----------
    functions
        Outside tests, ordered by time, commit, file and line.
    tests
        Test functions, in the same order.
    lines
        Counted lines, in the order of the commits.
    left_out
        How often something was not counted, by reason: commits for ``merge``, ``revert``, ``mass_change`` and
        ``reformatting``, functions for ``moved`` and ``again``, files for the others.
    """

    functions: tuple[OwnFunction, ...] = ()
    tests: tuple[OwnFunction, ...] = ()
    lines: tuple[OwnLines, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def why_commit_is_left_out(node: CommitNode, files: Sequence[ChangedFile]) -> str | None:
    """Return why a whole commit does not count: ``merge``, ``revert``, ``mass_change``; None if it may."""
    if len(node.parents) > 1:
        return "merge"
    if node.says_revert:
        return "revert"
    return "mass_change" if len(files) > MOST_FILES else None


def changes_by_merge(nodes: Sequence[CommitNode]) -> dict[str, str]:
    """Return for each commit the change it is a part of: the merge that brought it in with others, else itself.

    Parameters
    ----------
    nodes
        A whole history, parents first; the last is its newest commit.

    Notes
    -----
    Followed are the first parents from the newest commit back. A merge of more than 30 commits is no one change.
    """
    parents = {node.sha: node.parents for node in nodes}
    line: list[str] = []
    sha = nodes[-1].sha if nodes else ""
    while sha in parents:
        line.append(sha)
        sha = parents[sha][0] if parents[sha] else ""
    known = set(line)
    change = {sha: sha for sha in parents}
    for sha in reversed(line):
        merged = _brought_in(parents, parents[sha][1:], known)
        if len(merged) <= _MOST_MERGED:
            change |= dict.fromkeys(merged, sha)
    return change


def attribute(repo_name: str, commits: Sequence[OwnCommit], change_of: Mapping[str, str]) -> Attribution:
    """Return what is the person's own.

    Parameters
    ----------
    repo_name
        owner/name.
    commits
        Theirs that may count, parents first.
    change_of
        For each commit the change it is a part of (:func:`changes_by_merge`).

    Notes
    -----
    A function counts as tested if a test function that was added or changed in the same change uses its name, its
    class' or its module's, or stands in a file of tests that is called after its module. Names of one or two letters
    and names like ``__init__`` name nothing.
    """
    left_out: Counter[str] = Counter()
    kept: list[_Counted] = []
    seen: set[tuple[int, str, str, str]] = set()
    for commit in commits:
        if _is_reformatting(commit.files):
            left_out["reformatting"] += 1
            continue
        moved = _moved(commit.files)
        for file, facts in commit.files:
            counted = _counted(commit.node, file, facts, moved, seen)
            left_out.update(counted.left_out)
            kept.append(counted)
    tested = _Tests(repo_name, kept, change_of)
    found = [(c.is_test and _is_test(f), tested.own(c, f)) for c in kept for f in c.functions]
    return Attribution(
        functions=tuple(sorted((f for is_test, f in found if not is_test and not is_test_path(f.path)), key=_order)),
        tests=tuple(sorted((f for is_test, f in found if is_test), key=_order)),
        lines=tuple(c.lines for c in kept if c.lines.lines),
        left_out=dict(sorted(left_out.items())),
    )


# --- private ---


@dataclass(frozen=True, slots=True)
class _Counted:
    node: CommitNode
    is_test: bool
    functions: tuple[FunctionChange, ...]
    lines: OwnLines
    left_out: Mapping[str, int]


def _brought_in(parents: Mapping[str, Sequence[str]], tips: Iterable[str], known: set[str]) -> list[str]:
    found, stack = list[str](), list(tips)
    while stack:
        sha = stack.pop()
        if sha in known or sha not in parents:
            continue
        known.add(sha)
        found.append(sha)
        stack.extend(parents[sha])
    return found


def _is_reformatting(files: Sequence[tuple[ChangedFile, FileFacts]]) -> bool:
    same = sum(facts.same_tree for _, facts in files)
    return same >= _REFORMATTED_FILES and same >= _REFORMATTED_SHARE * len(files)


def _moved(files: Sequence[tuple[ChangedFile, FileFacts]]) -> Counter[str]:
    """Return the digests of what stood elsewhere before the commit and is not there any more."""
    return Counter(digest for _, facts in files for digest in facts.gone)


def _counted(
    node: CommitNode, file: ChangedFile, facts: FileFacts, moved: Counter[str], seen: set[tuple[int, str, str, str]]
) -> _Counted:
    left_out: Counter[str] = Counter()
    functions, elsewhere = list[FunctionChange](), list[FunctionChange]()
    reason = facts.problem or ("same_tree" if facts.same_tree else None)
    if reason:
        left_out[reason] += 1
    for function in () if reason else facts.functions:
        key = (node.authored_s, file.path, function.name, function.digest)
        if function.is_new and moved[function.digest]:
            moved[function.digest] -= 1
            left_out["moved"] += 1
            elsewhere.append(function)
        elif key in seen:
            left_out["again"] += 1
            elsewhere.append(function)
        else:
            seen.add(key)
            functions.append(function)
    lines = () if reason else tuple(_without(facts.lines, [(f.line, f.end_line) for f in elsewhere]))
    is_test = is_test_path(file.path)
    own = OwnLines(node.sha, file.path, node.authored_s, is_test, lines)
    return _Counted(node, is_test, tuple(functions), own, left_out)


def _without(ranges: Iterable[tuple[int, int]], holes: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    for first, last in ranges:
        start = first
        for hole_first, hole_last in sorted(holes):
            if hole_last < start or hole_first > last:
                continue
            if start < hole_first:
                yield start, hole_first - 1
            start = hole_last + 1
        if start <= last:
            yield start, last


def _is_test(function: FunctionChange) -> bool:
    return function.name.rpartition(".")[2].lower().startswith("test")


class _Tests:
    """What the test functions of each change name."""

    def __init__(self, repo_name: str, counted: Sequence[_Counted], change_of: Mapping[str, str]) -> None:
        self._repo_name, self._change_of = repo_name, change_of
        self._names: dict[str, set[str]] = defaultdict(set)
        self._about: dict[str, set[str]] = defaultdict(set)
        for file in counted:
            tests = [f for f in file.functions if file.is_test and _is_test(f)]
            change = self._change(file.node.sha)
            for test in tests:
                self._names[change].update(test.names)
            if tests:
                self._about[change].add(module_names(file.lines.path)[1])

    def own(self, file: _Counted, function: FunctionChange) -> OwnFunction:
        """Return a function with whether it was tested in its change."""
        change = self._change(file.node.sha)
        stem, about = module_names(file.lines.path)
        words = {w for w in (*function.name.split("."), stem) if len(w) >= _SHORTEST_NAME and not w.startswith("__")}
        named = not words.isdisjoint(self._names.get(change, ()))
        is_about = len(about) >= _SHORTEST_NAME and about in self._about.get(change, ())
        node, path = file.node, file.lines.path
        is_tested = named or is_about
        return OwnFunction(self._repo_name, node.sha, path, node.authored_s, function, is_tested, node.says_shared)

    def _change(self, sha: str) -> str:
        return self._change_of.get(sha, sha)


def _order(function: OwnFunction) -> tuple[int, str, str, int]:
    return function.at_s, function.sha, function.path, function.change.line
