"""What ``git blame`` says of a file: for each line the commit, and where the line stood in that commit's file."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from handiwork.sources.git_command import Git

__all__ = ["BlamedLine", "blame"]

_HEADER = re.compile(rb"([0-9a-f]{40,64}) (\d+) (\d+)(?: \d+)?")


class BlamedLine(NamedTuple):
    """One line of the newest content: the commit blamed, file and line there, the line now, whether it is blank."""

    sha: str
    path: str
    line: int
    line_now: int
    is_blank: bool


def blame(git: Git, revision: str, path: str) -> Iterator[BlamedLine]:
    """Yield the lines of a file as ``git blame`` attributes them; no text conversion, no ignored commits.

    Raises
    ------
    NotARepositoryError
        If the file is not there, or the repository is damaged.
    """
    arguments = ("blame", "--line-porcelain", "--root", "--no-textconv", "--ignore-revs-file=", revision, "--", path)
    sha, line, line_now, name = "", 0, 0, path
    for told in _lines(git.stream(*arguments)):
        if told[:1] == b"\t":
            yield BlamedLine(sha, name, line, line_now, not told.strip())
        elif told.startswith(b"filename "):
            name = told[9:].decode("utf-8", "surrogateescape")
        elif found := _HEADER.fullmatch(told):
            sha, line, line_now = found[1].decode("ascii"), int(found[2]), int(found[3])


# --- private ---


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest
