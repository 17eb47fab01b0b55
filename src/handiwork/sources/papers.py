"""The papers-with-code archive: its last tables, read one record at a time from files or addresses.

Two tables are of use, each as a JSON array (``.json``, ``.json.gz``), as JSON lines or as the republished Parquet:

==============================  ================================================================
links-between-papers-and-code   a paper and a repository; official, mentioned in the paper
papers-with-abstracts           a paper's authors, date and abstract
==============================  ================================================================

They come under CC-BY-SA 4.0.
"""

import codecs
import gzip
import hashlib
import json
import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

import httpx2
import pyarrow as pa
import pyarrow.parquet as pq

from handiwork.errors import InputError, PermanentSourceError, TransientSourceError
from handiwork.sources.asking import Manners, page_address
from handiwork.sources.http import client, raise_for_status, with_retries
from handiwork.sources.huggingface_answers import github_repository

__all__ = ["LICENCE", "ArchiveFile", "ArchivedPaper", "CodeLink", "Rejected", "arxiv_id", "opened", "read_records"]

LICENCE = "CC-BY-SA-4.0"
"""Licence of the archive."""

_CHUNK = 1 << 20
_LONGEST_RECORD = 4 << 20
_MOST_BYTES = 4 << 30
_BATCH_ROWS = 2000
_ARXIV = re.compile(r"(?:arxiv:)?([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?", re.IGNORECASE)
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_COLUMNS = {
    *("paper_url", "paper_title", "paper_arxiv_id", "paper_url_abs", "repo_url", "is_official", "framework"),
    *("mentioned_in_paper", "mentioned_in_github", "arxiv_id", "title", "abstract", "url_abs", "authors", "date"),
    "conference",
}


@dataclass(frozen=True, slots=True)
class CodeLink:
    """One statement that a paper has code in a repository.

    Attributes
    ----------
    paper
        arXiv id, else the archive's own name of the paper.
    is_arxiv
        Whether it is an arXiv id.
    title
        Of the paper; None if not told.
    repository
        ``owner/name`` on GitHub.
    is_official
        True if the archive says that the authors made it.
    framework
        What it is written with; None if not told.
    page, source
        The paper's page; the archive's page of it.
    """

    paper: str
    is_arxiv: bool
    title: str | None
    repository: str
    is_official: bool
    framework: str | None
    page: str
    source: str


@dataclass(frozen=True, slots=True)
class ArchivedPaper:
    """What the archive tells of one paper: names of authors in order, when it was published, its abstract."""

    paper: str
    title: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    abstract: str | None
    conference: str | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """One record that cannot be used, and why; a repository elsewhere than on GitHub is none."""

    reason: str


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of the archive, open.

    Attributes
    ----------
    name
        Name of the file: never a path of this machine.
    size_bytes, sha256
        Of the file as it is.
    url
        Where it was downloaded from, without query; None for a file of this machine.
    content
        To be read from its beginning.
    """

    name: str
    size_bytes: int
    sha256: str
    url: str | None
    content: BinaryIO


@contextmanager
def opened(target: str, manners: Manners, scratch: Path) -> Iterator[ArchiveFile]:
    """Open a file of this machine, or download one into a file that has no name and ends with the process.

    Parameters
    ----------
    target
        Path or address.
    manners
        How an origin is treated.
    scratch
        Folder for the download.

    Raises
    ------
    InputError
        If there is no such file.
    SourceError
        If it cannot be downloaded.
    """
    if "://" not in target:
        path = Path(target)
        try:
            content = path.open("rb")
        except OSError as error:
            raise InputError(f"{target} cannot be read ({error.strerror}): name a file of the archive") from error
        with content:
            yield _file(path.name, None, content)
        return
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=scratch) as download:
        with_retries(
            lambda: _download(target, manners, download),
            sleep=manners.sleep,
            first_wait_s=manners.retry_wait_s,
            longest_wait_s=manners.longest_wait_s,
        )
        where = page_address(target)
        yield _file(where.rsplit("/", 1)[-1], where, download)


def read_records(file: ArchiveFile) -> Iterator[CodeLink | ArchivedPaper | Rejected]:
    """Yield what the records of a file say, in their order; those of repositories elsewhere are left out.

    Raises
    ------
    InputError
        If the file is damaged, or is none of the two tables.

    Notes
    -----
    Holds one record, or one batch of Parquet rows, at a time.
    """
    file.content.seek(0)
    for row in _rows(file):
        if not isinstance(row, Mapping):
            yield Rejected("a record is no object")
        elif "repo_url" in row:
            if (link := _link(row)) is not None:
                yield link
        elif "authors" in row:
            yield _paper(row)
        else:
            raise InputError(
                f"{file.name} is none of the archive's tables that are read here: "
                "links-between-papers-and-code, papers-with-abstracts"
            )


def arxiv_id(text: Any) -> str | None:
    """Return an arXiv id without its version; None if the text is none.

    Examples
    --------
    >>> arxiv_id("arXiv:2401.00001v2"), arxiv_id("cs/0301012"), arxiv_id("tiny-models")
    ('2401.00001', 'cs/0301012', None)
    """
    found = _ARXIV.fullmatch(text.strip()) if isinstance(text, str) else None
    return found[1].lower() if found else None


# --- private ---


def _file(name: str, url: str | None, content: Any) -> ArchiveFile:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while part := content.read(_CHUNK):
        digest.update(part)
        size += len(part)
    content.seek(0)
    return ArchiveFile(name, size, digest.hexdigest(), url, content)


def _download(url: str, manners: Manners, content: IO[bytes]) -> None:
    content.seek(0)
    content.truncate()
    where = page_address(url)
    try:
        with client(manners.contact) as session, session.stream("GET", url) as response:
            if response.status_code >= 400:
                response.read()
            raise_for_status(response)
            for part in response.iter_bytes():
                content.write(part)
                if content.tell() > _MOST_BYTES:
                    raise PermanentSourceError(f"{where} is larger than {_MOST_BYTES:,} bytes: refused")
    except httpx2.TransportError as error:
        raise TransientSourceError(f"{where}: {type(error).__name__} ({error})") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise PermanentSourceError(f"{where}: {type(error).__name__}") from error


def _rows(file: ArchiveFile) -> Iterator[Any]:
    begin = file.content.read(4)
    file.content.seek(0)
    try:
        if begin == b"PAR1":
            yield from _parquet_rows(file.content)
        else:
            is_packed = begin[:2] == b"\x1f\x8b"
            yield from _json_rows(gzip.GzipFile(fileobj=file.content) if is_packed else file.content)
    except (EOFError, OSError, RecursionError, ValueError, pa.ArrowException, zlib.error) as error:
        raise InputError(f"{file.name} is damaged ({type(error).__name__}): get it again") from error


def _parquet_rows(content: BinaryIO) -> Iterator[Any]:
    table = pq.ParquetFile(content)
    columns = [name for name in table.schema_arrow.names if name in _COLUMNS]
    for batch in table.iter_batches(_BATCH_ROWS, columns=columns):
        yield from batch.to_pylist()


def _json_rows(content: Any) -> Iterator[Any]:
    """Yield the values of a JSON array or of JSON lines."""
    text = _JsonText(content)
    if not text.skip(" \t\r\n\ufeff"):
        raise ValueError("empty")
    is_array = text.take("[")
    while text.skip(" \t\r\n,"):
        if is_array and text.take("]"):
            if text.skip(" \t\r\n"):
                raise ValueError("more after the end")
            return
        yield text.value()
    if is_array:
        raise ValueError("it ends too early")


class _JsonText:
    """JSON values one after the other, holding one part of the text at a time."""

    def __init__(self, content: Any) -> None:
        self._content, self._decoder = content, json.JSONDecoder()
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._is_whole = "", 0, False

    def skip(self, characters: str) -> bool:
        """Go on to the next character that is none of these; return whether there is one."""
        skipped = 0
        while True:
            start, self._at = self._at, self._end_of(characters)
            skipped += self._at - start
            if self._at < len(self._text):
                return True
            if skipped > _LONGEST_RECORD:
                raise ValueError("nothing but space")
            if not self._grow():
                return False

    def take(self, character: str) -> bool:
        """Go past a character if it is the next one."""
        is_next = self._text[self._at] == character
        self._at += is_next
        return is_next

    def value(self) -> Any:
        """Return the value that begins here."""
        while True:
            try:
                found, self._at = self._decoder.raw_decode(self._text, self._at)
            except ValueError:
                if len(self._text) - self._at > _LONGEST_RECORD or not self._grow():
                    raise
            else:
                return found

    def _end_of(self, characters: str) -> int:
        found = re.compile(f"[{re.escape(characters)}]*").match(self._text, self._at)
        return found.end() if found else self._at

    def _grow(self) -> bool:
        if self._is_whole:
            return False
        part = self._content.read(_CHUNK)
        self._is_whole = not part
        self._text = self._text[self._at :] + self._utf8.decode(part, final=self._is_whole)
        self._at = 0
        return True


def _link(row: Mapping[str, Any]) -> CodeLink | Rejected | None:
    repository = github_repository(row.get("repo_url"))
    if repository is None:
        return None
    page = _page(row.get("paper_url"))
    found = _named(row.get("paper_arxiv_id"), page)
    if found is None or page is None:
        return Rejected("a link names no paper")
    name, is_arxiv = found
    framework = _text(row.get("framework"))
    return CodeLink(
        paper=name,
        is_arxiv=is_arxiv,
        title=_text(row.get("paper_title")),
        repository=repository,
        is_official=row.get("is_official") is True,
        framework=framework if framework != "none" else None,
        page=f"https://arxiv.org/abs/{name}" if is_arxiv else _page(row.get("paper_url_abs")) or page,
        source=page,
    )


def _paper(row: Mapping[str, Any]) -> ArchivedPaper | Rejected:
    found = _named(row.get("arxiv_id"), _page(row.get("paper_url")))
    if found is None:
        return Rejected("a paper has no name")
    authors = row.get("authors")
    return ArchivedPaper(
        paper=found[0],
        title=_text(row.get("title")),
        authors=tuple(name for one in authors if (name := _text(one))) if isinstance(authors, list) else (),
        published_at=_instant(row.get("date")),
        abstract=_text(row.get("abstract")),
        conference=_text(row.get("conference")),
    )


def _named(given_id: Any, page: str | None) -> tuple[str, bool] | None:
    """Return what a paper is called and whether that is an arXiv id."""
    if found := arxiv_id(given_id):
        return found, True
    slug = page.rstrip("/").rsplit("/", 1)[-1] if page else ""
    return (slug, False) if _SLUG.fullmatch(slug) else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _page(value: Any) -> str | None:
    found = _text(value)
    return found if found and found.startswith(("http://", "https://")) else None


def _instant(value: Any) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        return None
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:  # the last hours of the calendar, in a zone that is behind
        return None
