"""Getting data in: archive files from disks, addresses and hours; git histories."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from handiwork.app.engines import Home, crew_of

if TYPE_CHECKING:  # names for annotations only; importing them would load the engine
    from handiwork.config import Settings
    from handiwork.ingest.gharchive.run import FileResult
    from handiwork.lake.manifest import PackageRecord
    from handiwork.privacy.suppression import SuppressionList, Suppressions
    from handiwork.sources.gharchive import AbsentHour, ArchiveFile
    from handiwork.sources.gharchive_download import DownloadOptions

__all__ = ["LoadingHome", "known_accounts", "load_address", "load_files", "load_histories", "load_hours"]


class LoadingHome(Home, Protocol):
    """What a load needs of the app: where things are, and the list of those who are left out, to add to."""

    @property
    def suppression_list(self) -> "SuppressionList":
        """The list; opens (and migrates) the state database."""
        ...


def load_files(app: LoadingHome, targets: Sequence[Path]) -> "list[FileResult]":
    """Load archive files and folders from disk.

    Parameters
    ----------
    app
        Where to load to.
    targets
        Files and folders.
    """
    from handiwork.sources.gharchive import discover

    files = discover(targets)
    app.collector.update("files", 0, len(files))
    app.collector.update("bytes", 0, sum(f.path.stat().st_size for f in files))
    return _load(app, files)


def load_address(app: LoadingHome, address: str) -> "list[FileResult]":
    """Load what an address names.

    Parameters
    ----------
    app
        Where to load to.
    address
        Of a file that is downloaded, or a prefix of an object store that holds files.
    """
    if address.startswith("s3://"):
        from handiwork.ingest.gharchive.crew import hours_in_store

        stored = hours_in_store(address, app.lake.place.where)
        app.collector.update("files", 0, len(stored))
        return _load(app, stored)
    from handiwork.sources.gharchive_download import download_address

    app.collector.update("files", 0, 1)
    return _load(app, [download_address(address, options=_downloads(app.settings), collector=app.collector)])


def load_hours(app: LoadingHome, since: datetime, until: datetime, *, refresh: bool) -> "list[FileResult]":
    """Download a range of hours and load each as it arrives.

    Parameters
    ----------
    app
        Where to load to.
    since, until
        First hour; hour after the last one.
    refresh
        Download hours again that are in the lake already.
    """
    from handiwork.ingest.gharchive.run import FileResult
    from handiwork.sources.gharchive import hour_name, hours_between
    from handiwork.sources.gharchive_download import download_hours

    hours = hours_between(since, until)
    have = {} if refresh else {r.package: r for r in app.lake.records("gharchive") if r.status == "complete"}
    known = [FileResult(have[hour_name(h)], unchanged=True) for h in hours if hour_name(h) in have]
    wanted = [h for h in hours if hour_name(h) not in have]
    app.collector.update("files", len(known), len(hours))
    return known + _load(app, download_hours(wanted, options=_downloads(app.settings), collector=app.collector))


def load_histories(app: Home, targets: Sequence[tuple[str, str | None]], *, sizes: str) -> "list[PackageRecord]":
    """Load the histories of git repositories.

    Parameters
    ----------
    app
        Where to load to.
    targets
        Folder or address of each, with its ``owner/name`` where that does not say it itself.
    sizes
        auto | always | never: whether lines added and deleted are counted.
    """
    from handiwork.ingest.git import GitOptions, ingest_git
    from handiwork.sources.git import GitTarget

    return ingest_git(
        app.lake,
        [GitTarget(location, repo_name) for location, repo_name in targets],
        suppressions=app.suppressions(),
        bots=app.catalog.bots,
        options=GitOptions(mirrors=app.settings.home / "mirrors", sizes=sizes),
        collector=app.collector,
    )


def known_accounts(app: Home) -> Iterator[tuple[int, str]]:
    """Yield the (id, login) pairs that the lake has seen."""
    if not app.lake.addresses("accounts"):
        return
    with app.engine() as engine:
        table = engine.table(app.lake, "accounts")
        pairs = table.filter(table.account_id.notnull()).select("account_id", "login").distinct()
        found = engine.arrow(pairs)
    yield from zip(found["account_id"].to_pylist(), found["login"].to_pylist(), strict=True)


# --- private ---


class _LeftOut:
    """Who is left out, for a load: the state database is opened only when there is a name to add to it."""

    def __init__(self, app: LoadingHome) -> None:
        self._app = app

    def current(self) -> "Suppressions":
        """Return who is left out now."""
        return self._app.suppressions()

    def learn(self, pairs: Iterable[tuple[int, str]]) -> int:
        """Cover the other names of people who are left out; return how many were new."""
        seen = list(pairs)
        return self._app.suppression_list.learn(seen) if seen else 0


def _load(app: LoadingHome, files: "Iterable[ArchiveFile | AbsentHour]") -> "list[FileResult]":
    from handiwork.ingest.gharchive.run import ingest_with

    with app.engine() as engine, crew_of(app.settings, app.lake, engine) as crew:
        return ingest_with(crew, app.lake, engine, files, suppressor=_LeftOut(app), collector=app.collector)


def _downloads(settings: "Settings") -> "DownloadOptions":
    from handiwork.sources.gharchive_download import DownloadOptions

    return DownloadOptions(
        base_url=settings.gharchive_url,
        folder=settings.home / "cache" / "gharchive",
        contact=settings.contact,
        at_once=settings.gharchive_downloads,
        is_disposable=not settings.keep_downloads,
    )
