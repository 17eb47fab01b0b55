"""The audit log: one line for each act, chained by digests, so that a change of what was written shows.

::

    audit/
      key              hashes people and users: without it nobody is recognised in the log
      lock             held while a line is written
      2026-11.jsonl    the acts of one month, UTC; a line is one JSON object

A line's ``digest`` is SHA-256 over its number, instant, who, act, the digest of its details and the digest of the line
before it. The details themselves are beside the chain: an erasure may take them away, and the chain still holds.
Whoever changes, inserts or leaves out a line must write all later lines anew, and then ends with another digest: keep
the last one elsewhere from time to time, and ask for it when checking.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from handiwork.errors import NotFoundError, StoreError
from handiwork.privacy.secrets import keyed, read_key

__all__ = ["AuditEntry", "AuditLog", "Checked"]

BEGINNING = "0" * 64
"""What the first line has for the digest before it."""

_CHAINED = ("at", "by", "act", "about", "previous", "digest")
_MONTH = re.compile(r"\d{4}-\d{2}\.jsonl")
_HASTY = frozenset({"search", "view", "compare"})
"""Acts that only read: their lines reach the disk when the system writes them, others at once."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log.

    Attributes
    ----------
    number
        From 1, without gaps.
    at
        When, ISO 8601 in UTC.
    by
        Pseudonym of the user; ``operator`` for whoever sits at this machine.
    act
        search | view | compare | draft | export | stage | decision | suppression | erasure | sign-in | …
    about
        SHA-256 of the details.
    previous, digest
        Of the line before; of this one.
    details
        What was done; None if an erasure or a retention took it away.
    """

    number: int
    at: str
    by: str
    act: str
    about: str
    previous: str
    digest: str
    details: Mapping[str, Any] | None

    def to_line(self) -> str:
        """Return the line, without its end."""
        chained = {
            "n": self.number,
            "at": self.at,
            "by": self.by,
            "act": self.act,
            "about": self.about,
            "previous": self.previous,
            "digest": self.digest,
        }
        return _canonical({**chained, "details": self.details})

    @property
    def problem(self) -> str | None:
        """What is wrong with the line for itself; None if nothing is."""
        if self.digest != _digest(self.number, self.at, self.by, self.act, self.about, self.previous):
            return "its digest is another one: it was changed after it was written"
        if self.details is not None and self.about != _sha256(_canonical(self.details)):
            return "its details are others than those that were written"
        return None


@dataclass(frozen=True, slots=True)
class Checked:
    """A log that was found whole.

    Attributes
    ----------
    entries
        Lines.
    without_details
        Of these, whose details were taken away by an erasure or a retention.
    first, last
        Numbers of the first and last line; 0 without lines.
    head
        Digest of the last line.
    is_torn
        Whether the last line was cut off while it was written: it does not count, and the next one replaces it.
    """

    entries: int
    without_details: int
    first: int
    last: int
    head: str
    is_torn: bool


class AuditLog:
    """The audit log of a home folder; several processes may write to it at once.

    Parameters
    ----------
    folder
        Where it is; made with the first line.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.folder = folder
        self._clock = clock

    def note(self, act: str, details: Mapping[str, Any], *, by: str = "operator") -> AuditEntry:
        """Write one act at the end.

        Parameters
        ----------
        act
            What it was.
        details
            JSON values; people by :meth:`pseudonym`, texts without addresses.
        by
            Pseudonym of the user.

        Raises
        ------
        StoreError
            If it cannot be written: then the act must not happen either.
        """
        # Salted: from the digest of details that were taken away nobody can guess what they were.
        salted = {**details, "salt": secrets.token_hex(8)}
        try:
            with self._locked():
                last = self._last()
                now = self._clock().astimezone(UTC)
                at = f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond:06d}Z"
                about = _sha256(_canonical(salted))
                number, previous = (last.number + 1, last.digest) if last else (1, BEGINNING)
                digest = _digest(number, at, by, act, about, previous)
                entry = AuditEntry(number, at, by, act, about, previous, digest, salted)
                # A clock that was set back does not write into a file before the last one.
                month = max(f"{now:%Y-%m}.jsonl", *(f.name for f in self._files()[-1:]), "")
                _append(self.folder / month, entry.to_line(), hasty=act in _HASTY)
        except OSError as error:
            raise StoreError(
                f"the audit log {self.folder} cannot be written ({error.strerror}): make room or give rights; "
                "nothing is shown without being noted"
            ) from error
        return entry

    def entries(self, *, first: int = 1) -> Iterator[AuditEntry]:
        """Return the lines in their order, from a number on.

        Raises
        ------
        StoreError
            If a line cannot be read.
        """
        for file in self._files():
            for place, line in enumerate(_whole_lines(file), start=1):
                entry = _parsed(line, f"{file.name} line {place}")
                if entry.number >= first:
                    yield entry

    def entry(self, number: int) -> AuditEntry:
        """Return one line.

        Raises
        ------
        NotFoundError
            If there is none of that number.
        """
        found = next(self.entries(first=number), None)
        if found is None or found.number != number:
            raise NotFoundError(f"the audit log has no entry {number}")
        return found

    def check(self, *, head: str | None = None) -> Checked:
        """Check every line and the chain between them.

        Parameters
        ----------
        head
            A digest that the log is known to have had: it must still be in it.

        Raises
        ------
        StoreError
            Naming the first line that is wrong, or saying what is missing.
        """
        count = without = first = last = 0
        previous, cuts, is_met = "", set(), head in {None, BEGINNING}
        for entry in self.entries():
            where = f"entry {entry.number} of the audit log"
            if problem := entry.problem:
                raise StoreError(f"{where}: {problem}")
            if count and (entry.number, entry.previous) != (last + 1, previous):
                raise StoreError(f"{where} does not follow entry {last}: lines were left out, added or put elsewhere")
            if not count:
                first, start = entry.number, entry.previous
            count, last, previous = count + 1, entry.number, entry.digest
            without += entry.details is None
            is_met = is_met or entry.digest == head
            if entry.act == "retention" and entry.details is not None:
                cuts.add((entry.details.get("upto"), entry.details.get("head")))
        if count and (first, start) != (1, BEGINNING) and (first - 1, start) not in cuts:
            raise StoreError(f"the audit log begins with entry {first}, and no retention says that it may")
        if not is_met:
            raise StoreError(f"the audit log has no line with the digest {head}: it was written anew since, or cut off")
        files = self._files()
        return Checked(count, without, first, last, previous or BEGINNING, bool(files) and _is_torn(files[-1]))

    def take_away(self, names: Callable[[str], bool]) -> int:
        """Take the details of lines away for which a test of their text says so; return of how many.

        Parameters
        ----------
        names
            Gets the details as JSON text.
        """
        return self._rewritten(lambda e: e.details is not None and names(_canonical(e.details)))

    def keep_from(self, month: str, *, by: str = "operator") -> int:
        """Remove the months before one (``2026-05``), and note that it was done; return how many lines went.

        Raises
        ------
        StoreError
            If the log is not whole: what is wrong must be seen first.
        """
        checked = self.check()
        old = [file for file in self._files() if file.name < month]
        if not old:
            return 0
        lines = [entry for file in old for entry in _entries(file)]
        upto, head = (lines[-1].number, lines[-1].digest) if lines else (checked.first - 1, BEGINNING)
        self.note("retention", {"before": month, "upto": upto, "head": head, "entries": len(lines)}, by=by)
        with self._locked():
            for file in old:
                file.unlink()
        return len(lines)

    def pseudonym(self, kind: str, value: str) -> str:
        """Return what stands for somebody in the log: the same for the same value, and no way back without the key.

        Parameters
        ----------
        kind
            ``person`` or ``user``.
        value
            The person's key in indexes, or the user's name.
        """
        return f"{kind}:{keyed(self._key, kind, value)[:24]}"

    # --- private ---

    @cached_property
    def _key(self) -> bytes:
        return read_key(self.folder / "key")

    def _files(self) -> list[Path]:
        found = self.folder.glob("*.jsonl") if self.folder.is_dir() else ()
        return sorted(file for file in found if _MONTH.fullmatch(file.name))

    def _last(self) -> AuditEntry | None:
        """Return the last line; a torn one is cut off."""
        for file in reversed(self._files()):
            if _is_torn(file):
                _cut_tail(file)
            if (line := _last_line(file)) is not None:
                return _parsed(line, f"the last line of {file.name}")
        return None

    def _rewritten(self, is_chosen: Callable[[AuditEntry], bool]) -> int:
        changed = 0
        if not self._files():
            return 0
        with self._locked():
            for file in self._files():
                entries = list(_entries(file))
                chosen = [is_chosen(entry) for entry in entries]
                if any(chosen):
                    lines = (_bare(e).to_line() if c else e.to_line() for e, c in zip(entries, chosen, strict=True))
                    _put(file, "".join(line + "\n" for line in lines))
                    changed += sum(chosen)
        return changed

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


# --- private ---


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(*chained: Any) -> str:
    return _sha256(_canonical(list(chained)))


def _bare(entry: AuditEntry) -> AuditEntry:
    return replace(entry, details=None)


def _parsed(line: bytes, where: str) -> AuditEntry:
    try:
        found = json.loads(line)
        number, details = found["n"], found["details"]
        at, by, act, about, previous, digest = (found[name] for name in _CHAINED)
        texts = (at, by, act, about, previous, digest)
        if type(number) is int and all(isinstance(t, str) for t in texts) and isinstance(details, dict | None):
            return AuditEntry(number, at, by, act, about, previous, digest, details)
    except (ValueError, KeyError, TypeError):
        pass
    raise StoreError(f"{where} of the audit log is no entry: it was changed, or the file is damaged")


def _entries(file: Path) -> Iterator[AuditEntry]:
    for place, line in enumerate(_whole_lines(file), start=1):
        yield _parsed(line, f"{file.name} line {place}")


def _whole_lines(file: Path) -> Iterator[bytes]:
    with file.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield line


def _is_torn(file: Path) -> bool:
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        return bool(size) and os.pread(opened.fileno(), 1, size - 1) != b"\n"


def _cut_tail(file: Path) -> None:
    content = file.read_bytes()
    os.truncate(file, content.rfind(b"\n") + 1)


def _last_line(file: Path) -> bytes | None:
    """Return the last line; read from the end, as a month may have millions."""
    with file.open("rb") as opened:
        end = opened.seek(0, os.SEEK_END)
        tail, at = b"", end
        while at and tail.count(b"\n") < 2:
            step = min(at, 65_536)
            at -= step
            tail = os.pread(opened.fileno(), step, at) + tail
    lines = tail.splitlines()
    return lines[-1] if lines else None


def _append(file: Path, line: str, *, hasty: bool) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        begun = os.fstat(handle).st_size
        content = f"{line}\n".encode("utf-8", "surrogatepass")
        try:
            with os.fdopen(os.dup(handle), "wb") as opened:
                opened.write(content)  # all of it, or an error
        except OSError:
            os.ftruncate(handle, begun)
            raise
        if not hasty:
            os.fsync(handle)
    finally:
        os.close(handle)


def _put(file: Path, text: str) -> None:
    aside = file.with_name(f"{file.name}.new")
    with aside.open("w", encoding="utf-8", errors="surrogatepass") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    aside.chmod(0o600)
    os.replace(aside, file)
