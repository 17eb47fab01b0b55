"""A file on disk becomes plain lines in a working file; everything odd about it is noted, the rest kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

__all__ = ["Unpacked", "unpack"]

_CHUNK_BYTES = 1 << 16
"""How much is read, and at most written, at once: what a damaged place can cost beside itself."""

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Plain lines and what was noticed on the way.

    Attributes
    ----------
    path
        The working file with the lines; empty if nothing could be read.
    size_bytes
        Bytes of the file as it was on disk.
    plain_bytes
        Bytes of the lines.
    newlines
        Line ends, plus one if the last line has none.
    longest
        Bytes of the longest line, or of a chunk if no line is longer than that.
    problems
        ``not_gzip``, ``truncated``, ``corrupt`` or ``too_large``; empty for a sound file.
    """

    path: Path
    size_bytes: int
    plain_bytes: int
    newlines: int
    longest: int
    problems: tuple[str, ...]


def unpack(source: Path, target: Path, *, max_bytes: int) -> Unpacked:
    """Write the lines of an archive file to ``target``.

    Gzip with one or several members; a name without ``.gz`` may also be plain text. Bytes before
    a damaged place are kept, so a truncated hour loses its tail only.

    Parameters
    ----------
    source
        The file.
    target
        Where to write the lines; replaced.
    max_bytes
        Plain bytes after which the rest is refused (a guard against decompression bombs).
    """
    problems: list[str] = []
    size = newlines = begun = 0
    longest = _CHUNK_BYTES
    with target.open("wb") as out:
        for chunk in _plain_chunks(source, problems):
            kept = chunk[: max(0, max_bytes - size)]
            out.write(kept)
            size += len(kept)
            newlines += kept.count(b"\n")
            first = kept.find(b"\n")
            longest = max(longest, begun + (first if first >= 0 else len(kept)))
            begun = len(kept) - 1 - kept.rfind(b"\n") if first >= 0 else begun + len(kept)
            if len(kept) < len(chunk):
                problems.append("too_large")
                break
    newlines += begun > 0
    return Unpacked(target, source.stat().st_size, size, newlines, longest, tuple(problems))


# --- private ---


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
