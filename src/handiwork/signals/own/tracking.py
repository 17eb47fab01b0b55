"""Counted lines → until when they stood: every line followed through the whole graph of commits, as blame does it.

A commit hands its files on to its children. An ordinary commit's hunks take lines away and move the others. A merge
takes a file whole from the parent that has the same content, else line by line from the parents in their order.
What is left of a line in the newest commit is what ``git blame`` attributes to the commit that added it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from handiwork.model.changes import ChangedFile, CommitNode, Hunk

__all__ = ["Birth", "LineFates", "follow", "paths_of_interest"]

HunksOf = Callable[[str, str], Sequence[Hunk]]
"""Old blob, new blob → the hunks between them."""


class Birth(NamedTuple):
    """Lines that begin: the commit, the file after it, and their numbers, ascending."""

    sha: str
    path: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineFates:
    """What became of lines; each list has one entry a line, in the order of the births.

    Attributes
    ----------
    born_s
        Commit date, seconds since 1970.
    removed_s
        Commit date of the first commit that took it away, None if none did; never before ``born_s``.
    stands
        Where it stands in the newest commit: path and line; None if it does not.
    lost_s
        Commit date of the merge that did not take it over, where no commit took it away; None else.
    """

    born_s: list[int]
    removed_s: list[int | None]
    stands: list[tuple[str, int] | None]
    lost_s: list[int | None]


def paths_of_interest(
    nodes: Sequence[CommitNode],
    files: Mapping[str, Sequence[ChangedFile]],
    births: Mapping[str, set[str]],
    *,
    renames_unknown: bool = False,
) -> list[CommitNode]:
    """Return the commits whose hunks are needed to follow lines: those touching a file with lines, or its later names.

    Parameters
    ----------
    nodes
        The whole history, parents first.
    files
        Sha → changed files.
    births
        Sha → paths in which lines begin.
    renames_unknown
        True if a renamed file is told as one less and one more.
    """
    interesting: set[str] = set()
    found: list[CommitNode] = []
    for node in nodes:
        changed = files.get(node.sha, ())
        touched = [f for f in changed if f.old_path in interesting or f.path in interesting]
        interesting.update(f.path for f in touched if f.status == "R")
        if renames_unknown and any(f.status == "D" for f in touched):
            interesting.update(f.path for f in changed if f.status == "A")
        if touched:
            found.append(node)
        interesting |= births.get(node.sha, set())
    return found


def follow(
    nodes: Sequence[CommitNode],
    files: Mapping[str, Sequence[ChangedFile]],
    births: Sequence[Birth],
    hunks_of: HunksOf,
) -> LineFates:
    """Follow lines from their births to the newest commit.

    Parameters
    ----------
    nodes
        The whole history, parents first; the last is the newest commit.
    files
        Sha → changed files, compared with the first parent.
    births
        Where lines begin; of commits that are no merges.
    hunks_of
        Tells the hunks between two contents; asked only for files that hold followed lines.

    Notes
    -----
    Time grows with the changes to files that hold followed lines, times the lines in them.
    """
    followed = _Followed(births)
    children = Counter(p for node in nodes for p in node.parents)
    states: dict[str, _State] = {}
    state: _State = {}
    for node in nodes:
        parents = [_handed_on(states, children, parent) for parent in node.parents]
        state = parents[0] if parents else {}
        changed = files.get(node.sha, ())
        if len(parents) > 1:
            state = _merged(node, parents, changed, hunks_of, followed)
        else:
            _apply(node, state, changed, hunks_of, followed)
        followed.begin(node, state, changed)
        states[node.sha] = state
    return followed.fates(state)


# --- private ---


class _Held(NamedTuple):
    """The followed lines of one file in one commit: its content, line numbers ascending, and each one's number.

    One without lines is held as well where the path had some in any commit before: a merge must know that content.
    """

    blob: str
    lines: tuple[int, ...]
    ids: tuple[int, ...]


_State = dict[str, _Held]


class _Followed:
    def __init__(self, births: Sequence[Birth]) -> None:
        self._births: dict[str, list[tuple[int, Birth]]] = {}
        n_lines = 0
        for birth in births:
            self._births.setdefault(birth.sha, []).append((n_lines, birth))
            n_lines += len(birth.lines)
        self.born = [0] * n_lines
        self.removed: list[int | None] = [None] * n_lines
        self.lost: list[int | None] = [None] * n_lines
        self.paths: set[str] = set()

    def begin(self, node: CommitNode, state: _State, changed: Sequence[ChangedFile]) -> None:
        blobs = {f.path: f.blob for f in changed}
        for first, birth in self._births.get(node.sha, ()):
            ids = range(first, first + len(birth.lines))
            for number in ids:
                self.born[number] = node.committed_s
            held = state.get(birth.path, _Held("", (), ()))
            both = sorted([*zip(held.lines, held.ids, strict=True), *zip(birth.lines, ids, strict=True)])
            state[birth.path] = _Held(blobs[birth.path], tuple(x for x, _ in both), tuple(i for _, i in both))
            self.paths.add(birth.path)

    def without_lines(self, file: ChangedFile) -> _State:
        """Return what is held of a file that holds none of the lines, where its path ever held some."""
        return {file.path: _Held(file.blob, (), ())} if file.blob and file.path in self.paths else {}

    def take_away(self, ids: Sequence[int], node: CommitNode) -> None:
        for number in ids:
            at = max(node.committed_s, self.born[number])
            earlier = self.removed[number]
            self.removed[number] = at if earlier is None else min(earlier, at)

    def lose(self, ids: set[int], node: CommitNode) -> None:
        for number in ids:
            self.lost[number] = max(node.committed_s, self.born[number])

    def fates(self, newest: _State) -> LineFates:
        stands: list[tuple[str, int] | None] = [None] * len(self.born)
        for path, held in newest.items():
            for line, number in zip(held.lines, held.ids, strict=True):
                stands[number] = (path, line)
        removed = [None if place else at for at, place in zip(self.removed, stands, strict=True)]
        lost = [
            None if place or at is not None else gone
            for place, at, gone in zip(stands, removed, self.lost, strict=True)
        ]
        return LineFates(self.born, removed, stands, lost)


def _handed_on(states: dict[str, _State], children: Counter[str], parent: str) -> _State:
    """Return a parent's state, to be changed: the last child has it itself, the others a copy."""
    children[parent] -= 1
    if children[parent] > 0:
        return dict(states.get(parent, {}))
    return states.pop(parent, {})


def _apply(
    node: CommitNode, state: _State, changed: Sequence[ChangedFile], hunks_of: HunksOf, followed: _Followed
) -> None:
    arriving: _State = {}
    for file in changed:
        held = state.get(file.old_path)
        if held is None or file.status == "A":
            arriving |= followed.without_lines(file)
            continue
        del state[file.old_path]
        if file.status == "D":
            followed.take_away(held.ids, node)
            continue
        if file.old_blob == file.blob:
            arriving[file.path] = held
            continue
        kept, gone = _moved_on(held, hunks_of(file.old_blob, file.blob) if held.lines else (), file.blob)
        followed.take_away(gone, node)
        arriving[file.path] = kept
    state.update(arriving)
    followed.paths.update(arriving)


def _moved_on(held: _Held, hunks: Sequence[Hunk], blob: str) -> tuple[_Held, list[int]]:
    """Return the lines where a change put them, and those it took away."""
    lines, ids, gone = list[int](), list[int](), list[int]()
    place, shift = 0, 0
    for line, number in zip(held.lines, held.ids, strict=True):
        while place < len(hunks) and _end(hunks[place]) < line:
            shift += hunks[place].new_count - hunks[place].old_count
            place += 1
        is_inside = place < len(hunks) and hunks[place].old_count > 0 and hunks[place].old_start <= line
        if is_inside:
            gone.append(number)
        else:
            lines.append(line + shift)
            ids.append(number)
    return _Held(blob, tuple(lines), tuple(ids)), gone


def _end(hunk: Hunk) -> int:
    """Return the last old line before what follows a hunk."""
    return hunk.old_start + hunk.old_count - 1 if hunk.old_count else hunk.old_start


def _merged(
    node: CommitNode,
    parents: Sequence[_State],
    changed: Sequence[ChangedFile],
    hunks_of: HunksOf,
    followed: _Followed,
) -> _State:
    """Return what a merge takes over from its parents; a parent's lines that it does not take are lost."""
    first = parents[0]
    files = {f.path: f for f in changed if f.status != "D"}
    gone = {f.old_path for f in changed if f.status in "DR"} - files.keys()
    state = {path: held for path, held in first.items() if path not in files and path not in gone}
    for path, file in files.items():
        held = _of_parents(file, parents, hunks_of)
        state |= followed.without_lines(file) if held is None else {path: held}
    followed.paths.update(state.keys() & files.keys())
    known = {number for held in state.values() for number in held.ids} if _differ(parents, state) else None
    if known is not None:
        before = {number for parent in parents for held in parent.values() for number in held.ids}
        followed.lose(before - known, node)
    return state


def _differ(parents: Sequence[_State], state: _State) -> bool:
    return any(state.get(path) is not held for parent in parents for path, held in parent.items())


def _of_parents(file: ChangedFile, parents: Sequence[_State], hunks_of: HunksOf) -> _Held | None:
    """Return what a merged file takes over: whole from a parent with this content, else line by line from each."""
    held_by = [_held(state, file, is_first=n == 0) for n, state in enumerate(parents)]
    same = next((held for held in held_by if held is not None and held.blob == file.blob), None)
    if same is not None or not any(held is not None and held.lines for held in held_by):
        return same
    is_in_first = file.status != "A"
    fresh = hunks_of(file.old_blob, file.blob) if is_in_first and file.old_blob != file.blob else ()
    pairs: dict[int, int] = {}
    for n, held in enumerate(held_by):
        if held is None or not held.lines:
            continue
        kept, _gone = _moved_on(held, hunks_of(held.blob, file.blob), file.blob)
        for line, number in zip(kept.lines, kept.ids, strict=True):
            if n == 0 or not is_in_first or _is_fresh(line, fresh):
                pairs.setdefault(line, number)
    lines = sorted(pairs)
    return _Held(file.blob, tuple(lines), tuple(pairs[line] for line in lines))


def _held(state: _State, file: ChangedFile, *, is_first: bool) -> _Held | None:
    return state.get(file.old_path) if is_first else state.get(file.path) or state.get(file.old_path)


def _is_fresh(line: int, hunks: Sequence[Hunk]) -> bool:
    return any(h.new_start <= line < h.new_start + h.new_count for h in hunks)
