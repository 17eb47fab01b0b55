"""A file on disk becomes plain lines in working files; everything odd about it is noted, the rest kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedRandom
from itertools import islice, pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
from isal import isal_zlib

__all__ = ["Unpacked", "unpack"]

_CHUNK_BYTES = 1 << 16
"""How much is read, and at most written, at once: what a damaged place can cost beside itself."""

_BLOCK_BYTES = 1 << 19
"""How much is looked through at once for line ends and pushes."""

_GZIP_MAGIC = b"\x1f\x8b"

_FIRST_LINES = 20

_ID_DIGITS = (10, 11, 9, 12)
_WORDS = tuple(int.from_bytes(word, "little") for word in (b'","type"', b':"PushEv', b'ent","ac'))
"""What stands between a push's id and its actor, in pieces of eight bytes."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Plain lines and what was noticed on the way.

    Attributes
    ----------
    path
        The working file with the lines; empty if nothing could be read.
    pushes_path
        The working file with the lines that look like pushes, where those are kept apart.
    size_bytes
        Bytes of the file as it was on disk.
    plain_bytes
        Bytes of the lines.
    newlines
        Line ends in ``path``, plus one if the last line has none.
    pushes
        Lines in ``pushes_path``.
    longest
        Bytes of the longest line.
    first_lines
        The first lines of the file that are not blank, at most 20.
    problems
        ``not_gzip``, ``truncated``, ``corrupt`` or ``too_large``; empty for a sound file.
    """

    path: Path
    pushes_path: Path
    size_bytes: int
    plain_bytes: int
    newlines: int
    pushes: int
    longest: int
    first_lines: tuple[bytes, ...]
    problems: tuple[str, ...]


def unpack(source: Path, folder: Path, *, max_bytes: int, apart: bool = True) -> Unpacked:
    """Write the lines of an archive file into working files.

    Gzip with one or several members; a name without ``.gz`` may also be plain text. Bytes before
    a damaged place are kept, so a truncated hour loses its tail only.

    Parameters
    ----------
    source
        The file.
    folder
        Where to write the lines; earlier working files in it are replaced.
    max_bytes
        Plain bytes after which the rest is refused (a guard against decompression bombs).
    apart
        Whether lines that look like pushes, by how the archive writes their beginning, get a file of their own.
    """
    problems: list[str] = []
    with _Lines(folder, apart=apart) as lines:
        for chunk in _plain_chunks(source, problems):
            room = max_bytes - lines.size
            lines.add(chunk[: max(0, room)])
            if len(chunk) > room:
                problems.append("too_large")
                break
    return Unpacked(
        lines.path,
        lines.pushes_path,
        source.stat().st_size,
        lines.size,
        lines.newlines,
        lines.pushes,
        lines.longest,
        lines.first_lines,
        tuple(problems),
    )


# --- private ---


class _Lines:
    """Two files that lines are sorted into, a block at a time."""

    def __init__(self, folder: Path, *, apart: bool) -> None:
        self.path, self.pushes_path = folder / "lines.jsonl", folder / "pushes.jsonl"
        self.size = self.newlines = self.pushes = self.longest = 0
        self.first_lines: tuple[bytes, ...] = ()
        self._apart = apart
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0

    def __enter__(self) -> Self:
        self._out, self._pushes_out = _reopened(self.path), _reopened(self.pushes_path)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self._sort(b"".join(self._waiting), is_last=True)
        for out in (self._out, self._pushes_out):
            out.truncate()
            out.close()

    def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self._waiting.append(chunk)
        self._waiting_bytes += len(chunk)
        if self._waiting_bytes >= _BLOCK_BYTES and b"\n" in chunk:
            self._sort(b"".join(self._waiting), is_last=False)

    def _sort(self, block: bytes, *, is_last: bool) -> None:
        """Write the whole lines of a block; what is after the last line end waits, unless it is the end."""
        end = len(block) if is_last else block.rfind(b"\n") + 1
        self._waiting, self._waiting_bytes = [block[end:]], len(block) - end
        if not end:
            return
        if len(self.first_lines) < _FIRST_LINES:
            filled = (line for line in block[:end].split(b"\n", 10 * _FIRST_LINES) if line.strip())
            self.first_lines += tuple(islice(filled, _FIRST_LINES - len(self.first_lines)))
        ends = np.flatnonzero(np.frombuffer(block, np.uint8, end) == ord("\n")) + 1
        bounds = np.concatenate(([0], ends, [end] if not len(ends) or ends[-1] != end else [])).astype(np.int64)
        self.longest = max(self.longest, int(np.diff(bounds).max()))
        is_push = _look_like_pushes(block, bounds[:-1]) if self._apart else np.zeros(len(bounds) - 1, bool)
        self.pushes += int(is_push.sum())
        self.newlines += int((~is_push).sum())
        changes = np.flatnonzero(is_push[1:] != is_push[:-1]) + 1
        cuts = [0, *bounds[changes].tolist(), end]
        pieces = [memoryview(block)[a:b] for a, b in pairwise(cuts)]
        first = int(is_push[0])
        self._pushes_out.write(b"".join(pieces[1 - first :: 2]))
        self._out.write(b"".join(pieces[first::2]))


def _reopened(path: Path) -> BufferedRandom:
    """Open a file to be written over: memory that already holds it is used again."""
    path.touch()
    return path.open("r+b")


def _look_like_pushes(block: bytes, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which lines begin ``{"id":"…","type":"PushEvent","ac``; what they are, the engine decides."""
    found = np.zeros(len(starts), bool)
    last = len(block) - 8 * (len(_WORDS) + 1)
    if last < 0:
        return found
    words: npt.NDArray[np.uint64] = np.ndarray(len(block) - 7, "<u8", block, strides=(1,))
    for digits in _ID_DIGITS:
        at = np.minimum(starts + (len(b'{"id":"') + digits), last)
        fits = words[at] == _WORDS[0]
        if fits.any():
            found |= fits & (words[at + 8] == _WORDS[1]) & (words[at + 16] == _WORDS[2])
    return found


def _plain_chunks(source: Path, problems: list[str]) -> Iterator[bytes]:
    with source.open("rb") as handle:
        head = handle.read(2)
        handle.seek(0)
        if head == _GZIP_MAGIC:
            yield from _inflate(iter(lambda: handle.read(_CHUNK_BYTES), b""), problems)
        elif source.name.endswith(".gz"):
            problems.append("not_gzip")
        else:
            yield from iter(lambda: handle.read(_CHUNK_BYTES), b"")


def _inflate(chunks: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    """Yield plain bytes in bounded pieces; note where the stream ends early or breaks."""
    stream = isal_zlib.decompressobj(wbits=31)
    for chunk in chunks:
        pending = chunk
        while pending:
            if stream.eof:
                if not pending.startswith(_GZIP_MAGIC[: len(pending)]):
                    return  # padding after the last member, as gzip itself ignores it
                stream = isal_zlib.decompressobj(wbits=31)
            try:
                plain = stream.decompress(pending, _CHUNK_BYTES)
            except isal_zlib.error:  # type: ignore[misc]  # the stubs do not say that it is an exception
                problems.append("corrupt")
                return
            if plain:
                yield plain
            pending = stream.unused_data if stream.eof else stream.unconsumed_tail
    if not stream.eof:
        problems.append("truncated")
