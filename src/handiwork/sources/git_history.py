"""The history of a repository → when its commits were made and how much of their code stands; no names, no messages."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from handiwork.errors import NotARepositoryError
from handiwork.model.history import CommitFact, History
from handiwork.sources.git_command import Git
from handiwork.sources.git_target import name_from_url
from handiwork.sources.trees.git_store import git_folder

__all__ = ["MOST_COMMITS", "Kept", "read_history"]

MOST_COMMITS = 20_000
"""Of a longer history the newest commits are read."""

_SUFFIXES = (
    "py", "pyi", "ipynb", "java", "kt", "scala", "go", "rs", "ts", "tsx", "js", "jsx", "c", "cc", "cpp", "cxx", "cu",
    "h", "hpp", "jl", "r", "R", "m", "lua", "sh", "rb", "swift",
)  # fmt: skip
_FORMAT = "lines 1"
_HEADER = b"commit:"
_COUNTED = re.compile(rb"\n?(\d+)\t(\d+)\t(.*)", re.DOTALL)
_LAST_S = 4_102_444_800


class Kept(Protocol):
    """Where what was read is kept, by a key."""

    def get(self, blobs: Iterable[str], /) -> dict[str, bytes]:
        """Return what is kept for these keys."""
        ...

    def put(self, kept: Mapping[str, bytes], /) -> None:
        """Keep these."""
        ...


def read_history(folder: Path, kept: Kept | None = None) -> History | None:
    """Return the history of a checkout, a bare repository or a ``.git`` folder; None if it is none, or is empty.

    Parameters
    ----------
    folder
        What is looked at itself, never a folder above it.
    kept
        Where the lines of its commits are kept by the newest commit; None to count them each time.

    Notes
    -----
    One pass of ``git log --numstat`` over files of code. Nothing is fetched: of a partial clone commits are told
    without lines, or without those of notebooks. Lines of a file that stand are what a commit added less what later
    commits took from the file, from the newest addition on; so a line counts for the commit that brought it, not for
    one that moved its file.
    """
    try:
        git = Git(git_folder(folder))
    except (NotARepositoryError, OSError):
        return None
    head = git.text("rev-parse", "--quiet", "--verify", "HEAD^{commit}")
    if head is None:
        return None
    commits, is_cut = _commits(git, head, kept)
    upstream, shas = _upstream(git, head)
    shallow = git.text("rev-parse", "--is-shallow-repository") == "true"
    return History(commits, is_shallow=shallow, is_cut=is_cut, upstream=upstream, upstream_shas=shas)


# --- private ---


def _commits(git: Git, head: str, kept: Kept | None) -> tuple[tuple[CommitFact, ...], bool]:
    told = git.run(
        "log", "--no-color", "--no-notes", f"--max-count={MOST_COMMITS + 1}", "--format=%H %at %P", "--topo-order", head
    )
    heads = [line.split(" ") for line in told.output.decode("ascii", "replace").splitlines()]
    lines = _kept_lines(git, head, kept)
    found = []
    for sha, at, *parents in heads[:MOST_COMMITS]:
        is_root = parents in ([], [""])
        added, standing = (None, None) if lines is None else lines.get(sha, (0, 0))
        found.append(CommitFact(sha, _instant(at), len(parents) > 1, is_root, added, standing))
    return tuple(found), len(heads) > MOST_COMMITS


def _kept_lines(git: Git, head: str, kept: Kept | None) -> dict[str, tuple[int, int]] | None:
    key = f"{_FORMAT} {head}"
    known = kept.get([key]).get(key) if kept is not None else None
    if known is not None:
        return {sha: (added, standing) for sha, (added, standing) in json.loads(known).items()}
    lines = _lines_of(git, head, _SUFFIXES)
    if lines is None and _is_of_scripts(git, head):  # notebooks are what partial clones lack most often
        return _lines_of(git, head, tuple(s for s in _SUFFIXES if s != "ipynb"))
    if kept is not None and lines is not None:
        kept.put({key: json.dumps(lines, separators=(",", ":")).encode()})
    return lines


def _is_of_scripts(git: Git, head: str) -> bool:
    names = git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", head).output.split(b"\0")
    return sum(n.endswith(b".ipynb") for n in names) * 2 <= sum(n.endswith(b".py") for n in names)


def _lines_of(git: Git, head: str, suffixes: tuple[str, ...]) -> dict[str, tuple[int, int]] | None:
    """Return the lines each commit added to such files and those that stand; None if contents lack."""
    try:
        return _lines(git, head, suffixes)
    except NotARepositoryError:
        return None


def _lines(git: Git, head: str, suffixes: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    paths = {n for n in git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", head).output.split(b"\0") if n}
    names = {path: path for path in paths}  # what a file is called at this point of the walk → at the head
    owed: Counter[bytes] = Counter()
    found: dict[str, tuple[int, int]] = {}
    for sha, files in _counts(git, head, suffixes):
        n_added = n_standing = 0
        renamed: dict[bytes, bytes] = {}
        for added, removed, old, new in files:
            n_added += added
            now = names.get(new)
            if now is None:
                continue
            taken = min(added, owed[now])
            owed[now] += removed - taken
            n_standing += added - taken
            if old != new:
                renamed[old] = now
                del names[new]
        names.update(renamed)
        found[sha] = (n_added, n_standing)
    return found


def _counts(
    git: Git, head: str, suffixes: tuple[str, ...]
) -> Iterator[tuple[str, list[tuple[int, int, bytes, bytes]]]]:
    """Yield each commit with its files: lines added and removed, the path before and after."""
    wanted = [f":(top,glob)**/*.{suffix}" for suffix in suffixes]
    command = (
        "log", "-z", "--numstat", "-M", "-l400", "--no-ext-diff", "--no-textconv", "--no-color", "--no-notes",
        "--topo-order", f"--max-count={MOST_COMMITS}", f"--format={_HEADER.decode()}%H", head, "--", *wanted,
    )  # fmt: skip
    sha = ""
    files: list[tuple[int, int, bytes, bytes]] = []
    fields = _fields(git.stream(*command))
    for told in fields:
        field = told
        start = field.find(_HEADER)
        if start in (0, 1):
            if sha:
                yield sha, files
            head_line, _, rest = field[start + len(_HEADER) :].partition(b"\n")
            sha, files = head_line.decode("ascii"), []
            field = rest
        counted = _COUNTED.fullmatch(field)
        if counted is None:
            continue
        added, removed, path = int(counted[1]), int(counted[2]), counted[3]
        old, new = (path, path) if path else (next(fields, b""), next(fields, b""))
        files.append((added, removed, old, new))
    if sha:
        yield sha, files


def _fields(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest


def _upstream(git: Git, head: str) -> tuple[str | None, frozenset[str]]:
    address = git.text("config", "--local", "--get", "remote.upstream.url")
    if address is None:
        return None, frozenset()
    refs = (git.text("for-each-ref", "--format=%(objectname)", "refs/remotes/upstream/") or "").split()
    own = git.text("rev-list", head, "--not", *refs) if refs else None
    every = git.text("rev-list", head) or ""
    shas = frozenset(every.split()) - frozenset((own or "").split()) if refs else frozenset()
    return name_from_url(address) or "upstream", shas


def _instant(text: str) -> int:
    return int(text) if text.isdigit() and int(text) <= _LAST_S else 0
