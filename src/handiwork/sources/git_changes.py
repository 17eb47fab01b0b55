"""What commits changed in Python files: the graph, the files, the hunks and the contents, each in one pass of git.

Nothing of a repository's settings has a say: no external diff, no text conversion, no hooks, no transport. Lines are
told apart as ``git blame`` does it: Myers, with the indent heuristic, renames from half of a file's content on.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence

from handiwork.errors import NotARepositoryError
from handiwork.model.changes import NO_BLOB, ChangedFile, CommitNode, Hunk
from handiwork.sources.git_command import Git

__all__ = ["MOST_CHANGED_FILES", "PATHS", "changed_files", "contents", "graph", "hunks_between", "hunks_of"]

PATHS: tuple[str, ...] = ("*.py", "*.pyi")
"""Which files are looked at."""

MOST_CHANGED_FILES = 20_000
"""Of a commit that changes more Python files than this, these are read."""

_GRAPH = "%H%x00%P%x00%at%x00%ct%x00%B"
_GRAPH_FIELDS = 5
_LAST_S = 4_102_444_800
_REVERT = re.compile(rb"^(?:Revert\b|revert[: ]|\[?Revert\]?:?\s)|^This reverts commit [0-9a-f]{7,}", re.MULTILINE)
_SHARED = re.compile(rb"^[ \t]*co-authored-by[ \t]*:", re.IGNORECASE | re.MULTILINE)
_MESSAGE_BYTES = 1 << 16

_DIFF = (
    "-r", "--root", "-M", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-color", "--no-relative"
)  # fmt: skip
_PATCH = (
    "-p",
    "-U0",
    "--full-index",
    "--text",
    "--diff-algorithm=myers",
    "--indent-heuristic",
    "--irreversible-delete",
)
_LINE = re.compile(
    rb"^(?:index ([0-9a-f]{40,64})\.\.([0-9a-f]{40,64})|@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@)", re.MULTILINE
)
_LONGEST_LINE = 1 << 22


def graph(git: Git, head: str) -> Iterator[CommitNode]:
    """Yield every commit reachable from one, parents before children.

    Parameters
    ----------
    git
        The repository.
    head
        Commit id.

    Raises
    ------
    NotARepositoryError
        If objects are missing or damaged.

    Notes
    -----
    Instants that are none (damaged, before 1970 or after 2100) are taken from the commit's other instant, else 0.
    """
    chunks = git.stream(
        "log", "-z", "--topo-order", "--reverse", "--no-color", "--no-notes", f"--format={_GRAPH}", head
    )
    fields = _fields(chunks)
    for sha, parents, authored, committed, message in zip(*[fields] * _GRAPH_FIELDS, strict=True):
        at, landed = _instant(authored), _instant(committed)
        text = message[:_MESSAGE_BYTES]
        yield CommitNode(
            sha.decode("ascii"),
            tuple(parents.decode("ascii").split()),
            (landed or 0) if at is None else at,
            (at or 0) if landed is None else landed,
            _REVERT.search(text) is not None,
            _SHARED.search(text) is not None,
        )


def changed_files(
    git: Git, commits: Sequence[CommitNode], *, with_renames: bool = True
) -> Iterator[tuple[str, list[ChangedFile]]]:
    """Yield for each commit the Python files it changed, compared with its first parent, in the given order.

    Parameters
    ----------
    git
        The repository.
    commits
        Which.
    with_renames
        Whether renamed files are recognised, which reads contents; without it a rename is a file less and one more.

    Raises
    ------
    NotARepositoryError
        If objects are missing or damaged.
    """
    renames = () if with_renames else ("--no-renames",)
    lines = (_compared(c) for c in commits)
    fields = _fields(_told(git, (*_DIFF, "--raw", "-z", "--no-abbrev", "--always", *renames), lines))
    sha, found = "", list[ChangedFile]()
    for field in fields:
        if field[:1] == b":":
            file = _changed(field, fields)
            if file is not None and len(found) < MOST_CHANGED_FILES:
                found.append(file)
            continue
        if sha:
            yield sha, found
        sha, found = field.decode("ascii"), []
    if sha:
        yield sha, found


def hunks_of(git: Git, commits: Sequence[CommitNode]) -> Iterator[tuple[str, str, list[Hunk]]]:
    """Yield the hunks of every Python file that commits changed, compared with their first parents.

    Yields
    ------
    tuple of str, str and list of Hunk
        Old blob, new blob (:data:`~handiwork.model.changes.NO_BLOB` for none) and the hunks between them; deleted
        files have no hunks.

    Raises
    ------
    NotARepositoryError
        If objects are missing or damaged.
    """
    yield from _pairs(_told(git, (*_DIFF, *_PATCH), (_compared(c) for c in commits)))


def hunks_between(git: Git, old_blob: str, new_blob: str) -> list[Hunk]:
    """Return the hunks between two contents; one call of git each, for the few pairs no commit tells."""
    chunks = git.stream("diff", "--no-ext-diff", "--no-textconv", "--no-color", *_PATCH, old_blob, new_blob)
    return [hunk for _old, _new, found in _pairs(chunks) for hunk in found]


def contents(git: Git, blobs: Iterable[str], *, most_bytes: int) -> Iterator[tuple[str, bytes | None]]:
    """Yield the contents of blobs in the given order.

    Parameters
    ----------
    git
        The repository.
    blobs
        Object ids.
    most_bytes
        Of a larger one only the size is read: its content is None.

    Raises
    ------
    NotARepositoryError
        If one is not there.
    """
    wanted = list(blobs)
    if not wanted:
        return
    with tempfile.TemporaryFile() as given:
        given.writelines(f"{blob}\n".encode("ascii") for blob in wanted)
        given.seek(0)
        reader = _Reader(git.stream("cat-file", "--batch", given=given))
        for blob in wanted:
            header = reader.line().split()
            if len(header) != 3:
                raise NotARepositoryError(f"{git.folder}: the content {blob} is not there; clone it again")
            size = int(header[2])
            content = reader.take(size, keep=size <= most_bytes)
            reader.take(1, keep=False)
            yield blob, content
        reader.finish()


# --- private ---


def _told(git: Git, arguments: tuple[str, ...], lines: Iterable[str]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as given:
        given.writelines(f"{line}\n".encode("ascii") for line in lines)
        given.seek(0)
        yield from git.stream("diff-tree", "--stdin", *arguments, "--", *PATHS, given=given)


def _compared(commit: CommitNode) -> str:
    """Return what tells git to compare a commit with its first parent alone."""
    return f"{commit.sha} {commit.parents[0]}" if commit.parents else commit.sha


def _instant(written: bytes) -> int | None:
    seconds = int(written) if written.isdigit() and len(written) < 12 else -1
    return seconds if 0 <= seconds < _LAST_S else None


def _fields(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest


def _changed(header: bytes, fields: Iterator[bytes]) -> ChangedFile | None:
    """Return a file from its raw line and the paths that follow; None for what is no regular file."""
    old_mode, mode, old_blob, blob, status = header[1:].decode("ascii").split()
    old_path = next(fields).decode("utf-8", "surrogateescape")
    path = next(fields).decode("utf-8", "surrogateescape") if status[0] in "RC" else old_path
    was_file, is_file = old_mode.startswith("100"), mode.startswith("100")
    if not (was_file or is_file):
        return None
    letter = status[0] if was_file and is_file else "A" if is_file else "D"
    return ChangedFile(letter, old_path, path, _blob(old_blob) if was_file else "", _blob(blob) if is_file else "")


def _blob(written: str) -> str:
    return NO_BLOB if not written.strip("0") else written


def _pairs(chunks: Iterator[bytes]) -> Iterator[tuple[str, str, list[Hunk]]]:
    pair, hunks = None, list[Hunk]()
    for text in _whole_lines(chunks):
        for found in _LINE.finditer(text):
            old, new, *place = found.groups()
            if old is None:
                start, count, new_start, new_count = (1 if n is None else int(n) for n in place)
                hunks.append(Hunk(start, count, new_start, new_count))
                continue
            if pair is not None:
                yield *pair, hunks
            pair, hunks = (_blob(old.decode("ascii")), _blob(new.decode("ascii"))), []
    if pair is not None:
        yield *pair, hunks


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield text that ends where a line ends; of a line that goes on for megabytes, its beginning is enough."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        end = text.rfind(b"\n") + 1
        yield text[:end]
        rest = text[end:] if len(text) - end < _LONGEST_LINE else text[end : end + 1]
    yield rest


class _Reader:
    """Reads lines and counted bytes from chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, b""

    def line(self) -> bytes:
        while (end := self._held.find(b"\n")) < 0:
            more = next(self._chunks, None)
            if more is None:
                return b""
            self._held += more
        found, self._held = self._held[:end], self._held[end + 1 :]
        return found

    def take(self, size: int, *, keep: bool) -> bytes | None:
        parts, missing = list[bytes](), size
        while missing:
            if not self._held:
                self._held = next(self._chunks, b"")
                if not self._held:
                    return None
            part, self._held = self._held[:missing], self._held[missing:]
            missing -= len(part)
            if keep:
                parts.append(part)
        return b"".join(parts) if keep else None

    def finish(self) -> None:
        """Read on to the end, so that a failure of git is told."""
        for _chunk in self._chunks:
            pass
