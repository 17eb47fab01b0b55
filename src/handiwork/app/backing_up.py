"""One file with what a home cannot get again, and a home from it; who was left out or erased since stays so."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from handiwork import __version__
from handiwork.app.auditing import note
from handiwork.errors import InputError, UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork

__all__ = ["Kept", "back_up", "bring_back_left_out", "restore"]

FORMAT = 1
"""Version of a backup."""

_ALWAYS = ("handiwork.toml", "ages.json", "team.key", "audit", "catalog")
_MANIFEST = "manifest.json"
_MOST_TEXT = 64 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was written or read: its file, how many files it has, their bytes, and when it was made."""

    file: Path
    files: int
    bytes: int
    made_at: str


def back_up(app: "Handiwork", file: Path, *, has_lake: bool = False, has_index: bool = False) -> Kept:
    """Write the state, the settings and the log into one file, and the lake and the current index if they are wanted.

    It is written whole or not at all, while others read; with the lake nobody else may write to it meanwhile. It holds
    keys, digests of passwords and data about people: only its owner may read it.

    Parameters
    ----------
    app
        Over the home folder.
    file
        A gzipped tar archive; not one that exists.
    has_lake, has_index
        Whether these are in it, too; they can be got again from their origins.

    Raises
    ------
    UsageError
        If the file is there already, or the state is in PostgreSQL, whose own tools back it up.
    LockedError
        If another process is writing to the lake that is wanted.
    """
    home = app.settings.home
    if file.exists():
        raise UsageError(f"{file} is there already: choose another name, or remove it")
    if app.settings.state_url:
        raise UsageError("the state is in PostgreSQL: back it up with pg_dump, and this home's folder as files")
    note(app, "export", of="backup", lake=has_lake, index=has_index)
    aside = file.with_name(f"{file.name}.part")
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": __version__,
        "made_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    files: dict[str, dict[str, Any]] = {}
    try:
        with ExitStack() as held:
            if has_lake:
                held.enter_context(app.lake.writing())
            raw = held.enter_context(os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"))
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive:
                with tempfile.TemporaryDirectory(dir=file.parent) as folder:
                    if (home / "state.sqlite").exists():
                        _add(archive, files, _copied(home / "state.sqlite", Path(folder)), "state.sqlite")
                for path, name in _wanted(app, has_lake=has_lake, has_index=has_index):
                    _add(archive, files, path, name)
                content = json.dumps({**told, "files": files}, indent=1, sort_keys=True).encode()
                about = tarfile.TarInfo(_MANIFEST)
                about.size = len(content)
                archive.addfile(about, io.BytesIO(content))
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)
    return Kept(file, len(files), sum(each["bytes"] for each in files.values()), told["made_at"])


def restore(file: Path, home: Path) -> Kept:
    """Make a home from a backup: every digest is checked before anything is at its place.

    Parameters
    ----------
    file
        What :func:`back_up` wrote.
    home
        A folder that is not there, or is empty.

    Raises
    ------
    InputError
        If the file is no backup, is damaged, or would write outside of the home.
    UsageError
        If something is in the home.
    """
    if home.exists() and any(home.iterdir()):
        raise UsageError(f"{home} is not empty: restore into another home (--home), or let it be set aside with --over")
    home.parent.mkdir(parents=True, exist_ok=True)
    aside = home.with_name(f".{home.name}.restoring")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(mode=0o700)
        told = _unpacked(file, aside)
        if home.exists():
            home.rmdir()
        os.replace(aside, home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    files = told["files"].values()
    return Kept(file, len(files), sum(each["bytes"] for each in files), str(told.get("made_at", "")))


def bring_back_left_out(app: "Handiwork", value: object) -> tuple[int, int]:
    """Leave out, and erase, who was left out after a backup was made; return how many entries and people.

    Parameters
    ----------
    app
        Over the restored home.
    value
        A shared list of the home as it was, see :func:`handiwork.app.forgetting.shared_list`.
    """
    from handiwork.app.erasing import erase
    from handiwork.app.forgetting import adopt_list

    before = {each.login for each in app.suppression_list.entries()}
    new = adopt_list(app, value)
    people = [e for e in app.suppression_list.entries() if e.login not in before and ":" not in e.login]
    for each in people:
        erase(app, each.login, each.account_id, reason="left out since the backup")
    return new, len(people)


# --- private ---


def _wanted(app: "Handiwork", *, has_lake: bool, has_index: bool) -> Iterator[tuple[Path, str]]:
    home = app.settings.home
    for name in _ALWAYS:
        yield from _below(home / name, name)
    current = app.current_index() if has_index else None
    if current is not None:
        yield from _below(home / "index" / current, f"index/{current}")
        yield home / "index" / "current", "index/current"
    if has_lake:
        yield from (each for each in _below(app.lake.root, "lake") if not each[1].startswith("lake/staging/"))


def _below(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    if path.is_file() and not path.is_symlink():
        yield path, name
    elif path.is_dir() and not path.is_symlink():
        for each in sorted(path.iterdir()):
            if each.name not in {"lock", "writer.lock", ".lock"}:
                yield from _below(each, f"{name}/{each.name}")


def _copied(state: Path, folder: Path) -> Path:
    """Return a copy of an SQLite state as it is at one instant, while others write to it."""
    copy = folder / "state.sqlite"
    with closing(sqlite3.connect(state)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _add(archive: tarfile.TarFile, files: dict[str, dict[str, Any]], path: Path, name: str) -> None:
    about = tarfile.TarInfo(name)
    about.mode = 0o600
    with path.open("rb") as opened:
        about.size = os.fstat(opened.fileno()).st_size
        hashed = _Hashed(opened, about.size)
        archive.addfile(about, hashed)
    files[name] = {"bytes": about.size, "sha256": hashed.digest.hexdigest()}


class _Hashed(io.RawIOBase):
    """A file's first bytes, hashed as they are read: what grows meanwhile, as a log does, counts as it was."""

    def __init__(self, raw: Any, size: int) -> None:
        self._raw, self._left, self.digest = raw, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        found: bytes = self._raw.read(wanted)
        self._left -= len(found)
        self.digest.update(found)
        return found


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    """Write an archive's files into a folder and check them; nothing but plain files below it is taken."""
    found: dict[str, tuple[int, str]] = {}
    told: object = None
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            for member in archive:
                content = _plain_file(archive, member, file)
                if member.name == _MANIFEST:
                    told = json.loads(content.read(_MOST_TEXT))
                elif member.name in found:
                    raise InputError(f"{file} has {member.name[:200]!r} twice")
                else:
                    found[member.name] = _taken(content, folder / member.name)
    except (tarfile.TarError, EOFError, ValueError, OSError, RecursionError) as error:
        if isinstance(error, OSError) and error.filename not in {None, str(file)}:
            raise  # this machine's disk, not the archive
        raise InputError(f"{file} is no backup, or is damaged: {str(error)[:200]}") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("files"), dict):
        raise InputError(f"{file} is no backup of format {FORMAT}, or its end is missing")
    wanted = {name: (each.get("bytes"), each.get("sha256")) for name, each in told["files"].items()}
    if wrong := sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)):
        raise InputError(f"{file} is damaged: {wrong[0]!r} is missing or not what was written")
    return told


def _plain_file(archive: tarfile.TarFile, member: tarfile.TarInfo, file: Path) -> Any:
    """Return the content of a member; what is no plain file below the home, no backup has."""
    name = PurePosixPath(member.name)
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts or "\\" in member.name:
        raise InputError(f"{file} has {member.name[:200]!r}, which no backup has: it was made by something else")
    return content


def _taken(content: Any, target: Path) -> tuple[int, str]:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR), "wb") as new:
        while piece := content.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
            new.write(piece)
    return size, digest.hexdigest()
