"""Whatever the history: lines followed through the graph stand where ``git blame`` says, and come from there."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.git_history import ADA, History
from tests.own_history import BOB, shas_of

from handiwork.signals.own.tracking import Birth, follow
from handiwork.sources.git import GitTarget, open_repository
from handiwork.sources.git_blame import blame
from handiwork.sources.git_changes import changed_files, graph, hunks_between, hunks_of

FEW = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "10")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
PATHS = ("a.py", "b.py", "pkg/c.py")
Trees = dict[int, dict[str, list[str]]]


class Writer:
    """Writes lines that are all different, so that nobody can take one for another."""

    def __init__(self) -> None:
        self.n_lines = 0

    def lines(self, n: int) -> list[str]:
        self.n_lines += n
        return [f"name_{self.n_lines - k} = work({(self.n_lines - k) * 7919})" for k in range(n)]


@st.composite
def histories(draw):
    """Draw a history in which files are edited, removed, brought anew, renamed and merged."""
    history, trees, writer = History(), Trees(), Writer()
    for number in range(1, draw(st.integers(3, 14)) + 1):
        parents = [draw(st.integers(max(1, number - 3), number - 1))] if number > 1 else []
        if parents and number > 3 and draw(st.integers(0, 2)) == 0:
            parents.append(draw(st.sampled_from([p for p in range(1, number) if p not in parents])))
        before = trees[parents[0]] if parents else {}
        after = merged(draw, [trees[p] for p in parents]) if len(parents) > 1 else edited(draw, before, writer)
        trees[number] = after
        gone = dict.fromkeys(before.keys() - after.keys())
        texts = {path: "".join(f"{line}\n" for line in lines) for path, lines in after.items()}
        history.commit("work", by=draw(st.sampled_from([ADA, BOB])), files={**gone, **texts}, parents=parents)
    return history


def edited(draw, before, writer):
    after = {path: list(lines) for path, lines in before.items()}
    path = draw(st.sampled_from(PATHS))
    if path not in after:
        return {**after, path: writer.lines(draw(st.integers(4, 8)))}
    act = draw(st.sampled_from(["insert", "insert", "cut", "replace", "rename", "remove", "rewrite"]))
    lines = after.pop(path)
    at = draw(st.integers(0, len(lines)))
    n = draw(st.integers(1, 2))
    if act == "remove":
        return after
    if act == "rename":
        free = [p for p in (*PATHS, "d.py") if p not in before]
        return {**after, draw(st.sampled_from(free)): lines} if free else {**after, path: lines}
    if act == "rewrite":
        return {**after, path: writer.lines(5)}
    put = [] if act == "cut" else writer.lines(n)
    cut = 0 if act == "insert" else n
    return {**after, path: (lines[:at] + put + lines[at + cut :]) or writer.lines(3)}


def merged(draw, parents):
    """Return what a merge makes of its parents' files; a line is never in two of them."""
    first, second = parents
    after, seen = {}, set()
    for path in sorted(first.keys() | second.keys()):
        sides = [tree[path] for tree in (first, second) if path in tree]
        lines = draw(st.sampled_from([*sides, list(dict.fromkeys(sides[0] + sides[-1]))]))
        if not seen.intersection(lines):
            after[path] = lines
            seen.update(lines)
    return after


@FEW
@given(history=histories())
def test_lines_stand_where_blame_says(history):
    with tempfile.TemporaryDirectory() as place:
        folder = history.write(Path(place, "repo.git"))
        repository = open_repository(GitTarget(str(folder), "acme/web"), Path(place))
        nodes = list(graph(repository.git, repository.head))
        files = dict(changed_files(repository.git, nodes))
        hunks = {(old, new): found for old, new, found in hunks_of(repository.git, nodes)}
        own = [n for n in nodes if n.sha in shas_of(folder) and len(n.parents) < 2]
        births = [
            Birth(node.sha, file.path, tuple(added(hunks.get((file.old_blob, file.blob), ()))))
            for node in own
            for file in files[node.sha]
            if file.blob
        ]

        def told(old, new):
            if (old, new) not in hunks:
                hunks[old, new] = hunks_between(repository.git, old, new)
            return hunks[old, new]

        fates = follow(nodes, files, births, told)
        origins = [(b.sha, b.path, line) for b in births for line in b.lines]
        ours = {place: origin for place, origin in zip(fates.stands, origins, strict=True) if place}
        single = {n.sha for n in own}
        paths = (repository.git.text("ls-tree", "-r", "--name-only", repository.head) or "").split()
        theirs = {
            (path, line.line_now): (line.sha, line.path, line.line)
            for path in paths
            for line in blame(repository.git, repository.head, path)
            if line.sha in single
        }
        assert ours == theirs


def added(hunks):
    return [n for hunk in hunks for n in range(hunk.new_start, hunk.new_start + hunk.new_count)]
