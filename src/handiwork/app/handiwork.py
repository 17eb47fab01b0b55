"""The composition root: settings in, one object out, with a method for everything a face can ask for.

Heavy rooms are imported inside the methods that need them, so that ``--help`` and ``search`` stay light.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from handiwork.app.recent import Recent
from handiwork.app.shelf import Shelf
from handiwork.app.values import Answer, PoolAnswer, Status
from handiwork.catalog import Catalog, Ecosystem, load_catalog
from handiwork.config import Settings
from handiwork.model.progress import Collector, NullCollector

if TYPE_CHECKING:  # pragma: no branch - names for annotations only; importing them would load the engine
    from handiwork.brief import Brief, BriefEdits
    from handiwork.catalog import CatalogReport
    from handiwork.desk.drafts import DraftLog
    from handiwork.desk.lists import ListBook
    from handiwork.desk.notices import NoticeBook
    from handiwork.desk.saved import SavedBook
    from handiwork.identity.decisions import DecisionList, Decisions
    from handiwork.index import Index
    from handiwork.ingest.gharchive.run import FileResult
    from handiwork.lake.engine import Engine
    from handiwork.lake.manifest import PackageRecord
    from handiwork.lake.store import Lake
    from handiwork.privacy.audit import AuditLog
    from handiwork.privacy.disputes import Dispute, DisputeBook
    from handiwork.privacy.suppression import SuppressionList, Suppressions
    from handiwork.search import SearchOptions
    from handiwork.state.database import Database
    from handiwork.team import Team

__all__ = ["Handiwork"]


class Handiwork:
    """One Handiwork over one home folder.

    Parameters
    ----------
    settings
        Validated settings.
    collector
        Told about progress; None shows nothing.
    """

    def __init__(self, settings: Settings, *, collector: Collector | None = None) -> None:
        self.settings = settings
        self.collector: Collector = collector or NullCollector()
        self.recent = Recent()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open.close()

    # --- what the rooms need ---

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue, with the ecosystem files in the home folder's ``catalog/``."""
        return load_catalog(self.own_catalog)

    @property
    def own_catalog(self) -> Path | None:
        """The folder of the user's own ecosystem files; None if it holds none."""
        folder = self.settings.home / "catalog"
        return folder if next(folder.glob("*.toml"), None) else None

    def check_catalog(self, own: Path | None = None) -> "CatalogReport":
        """Check the catalogue strictly, with a user's own folder: the one given, else the home's.

        Raises
        ------
        CatalogError
            Listing everything that is wrong.
        """
        from handiwork.catalog import check_catalog

        return check_catalog(own or self.own_catalog)

    @cached_property
    def lake(self) -> "Lake":
        """The lake: in the home folder, unless the settings say otherwise."""
        from handiwork.lake.places import LakeAddress
        from handiwork.lake.store import Lake

        chosen, home = self.settings, self.settings.home
        root = chosen.lake or str(home / "lake")
        return Lake.at(LakeAddress(root, chosen.lake_endpoint.rstrip("/"), chosen.lake_region), home / "tmp")

    @cached_property
    def state(self) -> "Database":
        """The state database, opened and migrated."""
        from handiwork.state.database import Database, sqlite_url

        self.settings.home.mkdir(parents=True, exist_ok=True)
        return self._open.enter_context(Database(self.settings.state_url or sqlite_url(self.settings.home)))

    @cached_property
    def suppression_list(self) -> "SuppressionList":
        """Who asked to be left out; opens (and migrates) the state database."""
        from handiwork.privacy.suppression import SuppressionList

        return SuppressionList(self.state)

    @cached_property
    def decision_list(self) -> "DecisionList":
        """What operators decided about who is who; opens (and migrates) the state database."""
        from handiwork.identity.decisions import DecisionList

        return DecisionList(self.state, operator=self.settings.operator)

    @cached_property
    def draft_log(self) -> "DraftLog":
        """How many drafts were made; opens (and migrates) the state database."""
        from handiwork.desk.drafts import DraftLog

        return DraftLog(self.state)

    @cached_property
    def notice_book(self) -> "NoticeBook":
        """Who was told what is held of them; opens (and migrates) the state database."""
        from handiwork.desk.notices import NoticeBook

        return NoticeBook(self.state)

    @cached_property
    def dispute_book(self) -> "DisputeBook":
        """Which acts somebody said are wrong; opens (and migrates) the state database."""
        from handiwork.privacy.disputes import DisputeBook

        return DisputeBook(self.state)

    def disputes(self) -> "tuple[Dispute, ...]":
        """Return which acts are disputed; does not make a database where there is none."""
        return self.dispute_book.all() if self.has_state else ()

    @cached_property
    def saved_book(self) -> "SavedBook":
        """The saved searches; opens (and migrates) the state database."""
        from handiwork.desk.saved import SavedBook

        return SavedBook(self.state)

    @cached_property
    def list_book(self) -> "ListBook":
        """The sourcer's lists; opens (and migrates) the state database."""
        from handiwork.desk.lists import ListBook

        return ListBook(self.state)

    @cached_property
    def team(self) -> "Team":
        """The users of this home; opens (and migrates) the state database."""
        from handiwork.team import Team

        return Team(self.state, self.settings.home / "team.key")

    @cached_property
    def audit(self) -> "AuditLog":
        """The log of what was done in this home."""
        from handiwork.privacy.audit import AuditLog

        return AuditLog(self.settings.home / "audit")

    def decisions(self) -> "Decisions":
        """Return what operators decided, as in force; does not make a database where there is none."""
        from handiwork.identity.decisions import Decisions

        return self.decision_list.current() if self.has_state else Decisions()

    def suppressions(self) -> "Suppressions":
        """Return who is left out now; does not make a database where there is none."""
        from handiwork.privacy.suppression import Suppressions, read_suppressions

        if not self.has_state:
            return Suppressions()
        found = None if self.settings.state_url else read_suppressions(self.settings.home / "state.sqlite")
        return self.suppression_list.current() if found is None else found

    @property
    def has_state(self) -> bool:
        """Whether there is a state: anything was decided or kept yet, or a database is set."""
        return bool(self.settings.state_url) or (self.settings.home / "state.sqlite").exists()

    def engine(self) -> "Engine":
        """Return a new engine over the lake, to be closed by the caller."""
        from handiwork.lake.engine import Engine

        return Engine(
            threads=self.settings.threads,
            memory_limit_mib=self.settings.memory_limit_mib,
            temp_folder=self.settings.home / "tmp",
        )

    # --- getting data in ---

    def ingest_archive_files(self, targets: Sequence[Path]) -> "list[FileResult]":
        """Load archive files and folders from disk."""
        from handiwork.app.loading import load_files

        return load_files(self, targets)

    def ingest_archive_address(self, address: str) -> "list[FileResult]":
        """Load what an address names: a file that is downloaded, or the files below a prefix of an object store."""
        from handiwork.app.loading import load_address

        return load_address(self, address)

    def ingest_archive_hours(self, since: datetime, until: datetime, *, refresh: bool = False) -> "list[FileResult]":
        """Download a range of hours and load each as it arrives.

        Parameters
        ----------
        since, until
            First hour; hour after the last one.
        refresh
            Download hours again that are in the lake already.
        """
        from handiwork.app.loading import load_hours

        return load_hours(self, since, until, refresh=refresh)

    def ingest_git(
        self, locations: Sequence[str], *, repo_name: str | None = None, sizes: str = "auto"
    ) -> "list[PackageRecord]":
        """Load the histories of local repositories or addresses.

        Parameters
        ----------
        locations
            Folders or addresses.
        repo_name
            ``owner/name`` for a single location that does not say it itself.
        sizes
            auto | always | never: whether lines added and deleted are counted.
        """
        from handiwork.app.loading import load_histories

        return load_histories(self, [(location, repo_name) for location in locations], sizes=sizes)

    def pull_ecosystem(self, name: str) -> "list[PackageRecord]":
        """Load the histories of an ecosystem's key repositories.

        Raises
        ------
        NotFoundError
            If the catalogue has no such ecosystem.
        """
        from handiwork.app.loading import load_histories

        base = self.settings.git_url.rstrip("/")
        targets = [(f"{base}/{r.name}", r.name) for r in self.ecosystem(name).key_repositories]
        return load_histories(self, targets, sizes="auto")

    def ecosystem(self, name: str) -> Ecosystem:
        """Return one ecosystem of the catalogue."""
        return self.catalog.ecosystem(name)

    # --- the index ---

    def build_index(self, *, built_on: date) -> Path:
        """Resolve who is who, build a new index from the lake and let it answer from now on.

        Parameters
        ----------
        built_on
            The day the decay of old work is measured from.

        Raises
        ------
        NotFoundError
            If the lake is empty.
        """
        from handiwork.app.dated import DatedIndexes
        from handiwork.app.engines import resolved
        from handiwork.app.report import coverage_lines, require_rows
        from handiwork.index import IndexInputs, IndexSettings, build_index
        from handiwork.index.works import told_inputs

        records = require_rows(self.lake.records(), self.settings.home)
        with self.engine() as engine, resolved(self, engine) as found:
            self.collector.note("building the index")
            told = told_inputs(engine, self.lake, links=found.links, suppressions=self.suppressions())
            has_own = any(file.table == "own_work" and file.rows for record in records for file in record.files)
            own_work = engine.table(self.lake, "own_work") if has_own else None
            folder = build_index(
                engine,
                IndexInputs(found.persons, found.repos, found.contributions, told, own_work),
                self._shelf.folder,
                built_on=built_on,
                settings=IndexSettings(),
                manifest_extra={"coverage": coverage_lines(records, self.catalog)},
            )
        self.use_index(folder.name)
        DatedIndexes(self).remove_superseded()
        return folder

    def indexes(self) -> list[str]:
        """Return the names of the indexes, oldest first."""
        return self._shelf.names()

    def current_index(self) -> str | None:
        """Return the name of the index that answers, None if there is none."""
        return self._shelf.current()

    def use_index(self, name: str) -> None:
        """Let another index answer.

        Raises
        ------
        NotFoundError
            If there is no such index.
        """
        self._shelf.use(name)

    def open_index(self, name: str | None = None, *, as_of: date | None = None) -> "Index":
        """Open an index: the named one, that as of a day (built if it is not there), else the current one."""
        if as_of is not None:
            from handiwork.app.dated import index_as_of

            return index_as_of(self, as_of)
        return self._shelf.open(name)

    # --- answers ---

    def search(
        self,
        role: "str | Brief",
        *,
        options: "SearchOptions",
        edits: "BriefEdits | None" = None,
        index_name: str | None = None,
        as_of: date | None = None,
        first: int = 0,
    ) -> Answer:
        """Rank people for a role, with the evidence of each, and note in the audit log what was answered.

        Parameters
        ----------
        role
            The text, or a brief that was kept.
        options
            Limits and filters; what the role's text asks of the work is added to them.
        edits
            What is changed in the brief; None means nothing.
        index_name
            Answer from this index; None for the current one.
        as_of
            Answer as it would have been when this day began, from an index that is built if it is not there.
        first
            So many of the best are on an earlier page, and not among the hits.
        """
        from handiwork.app.auditing import note_search

        found = self.find(role, options=options, edits=edits, index_name=index_name, as_of=as_of, first=first)
        note_search(self, found, options=options, first=first)
        return found

    def find(
        self,
        role: "str | Brief",
        *,
        options: "SearchOptions",
        edits: "BriefEdits | None" = None,
        index_name: str | None = None,
        as_of: date | None = None,
        first: int = 0,
    ) -> Answer:
        """Do what :meth:`search` does, without noting it: for what nobody looks at."""
        from handiwork.app.asking import asked_of, with_offered
        from handiwork.evidence import evidence
        from handiwork.search import search

        index, suppressions = self.open_index(index_name, as_of=as_of), self.suppressions()

        def find() -> Answer:
            asked = asked_of(index, self.catalog, suppressions, role, options=options, edits=edits)
            resolved = with_offered(self.catalog, index, asked) if options.count_facets else asked.resolved
            result = search(index, asked.brief, options=resolved, first=first)
            since, kinds = asked.options.since, asked.options.kinds
            shown = (*result.hits, *result.unnamed)
            found = [evidence(index, hit, since=since, kinds=kinds) for hit in shown]
            coverage = index.manifest.extra.get("coverage", [])
            return Answer(result, found, index, coverage, asked.options, suppressions.logins)

        return self.recent.answer(f"search {role!r} {options!r} {edits!r} {first}", index, suppressions, find)

    def pool(
        self,
        role: "str | Brief",
        *,
        options: "SearchOptions",
        edits: "BriefEdits | None" = None,
        months: int | None = None,
        index_name: str | None = None,
        as_of: date | None = None,
    ) -> PoolAnswer:
        """Estimate how many people a role could reach, and how that moves with its constraints.

        Parameters
        ----------
        role, options, edits, index_name, as_of
            As for a search.
        months
            Length of the window; None means 24.
        """
        from handiwork.app.asking import asked_of
        from handiwork.pool import MONTHS, pool_moves

        index, suppressions = self.open_index(index_name, as_of=as_of), self.suppressions()
        length = MONTHS if months is None else months

        def find() -> PoolAnswer:
            asked = asked_of(index, self.catalog, suppressions, role, options=options, edits=edits)
            pool, moves = pool_moves(index, asked.brief, options=asked.resolved, months=length)
            coverage = index.manifest.extra.get("coverage", [])
            return PoolAnswer(asked.brief.text, pool, moves, index, coverage, asked.options, suppressions.logins)

        return self.recent.answer(f"pool {role!r} {options!r} {edits!r} {length}", index, suppressions, find)

    # --- privacy ---

    def suppress(self, login: str, account_id: int | None = None, *, reason: str = "") -> int:
        """Leave a person out of every later ingest, index and answer, under every name they had or will have.

        Returns
        -------
        int
            How many other names or ids of theirs are known by now and left out too.
        """
        from handiwork.app.learning import learn_names

        self.suppression_list.add(login, account_id, reason=reason)
        with self.engine() as engine:
            return learn_names(self.lake, engine, self.suppression_list)

    # --- what there is ---

    def status(self) -> Status:
        """Return what is in the home folder."""
        from handiwork.app.report import status_of

        return status_of(self.lake, self.catalog, self.settings.home, index=self.current_index())

    # --- private ---

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.settings.home / "index")
