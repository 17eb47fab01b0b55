"""Indexes as they would have been on a day: built when first asked for, kept beside the others and used again.

They live in ``index-as-of/<what>-<made from>/<artifact>``: *what* is the day, the repositories and the constants they
were built with, *made from* the lake, the catalogue, who is left out, and the code that builds. When one of these
changes, they go at the next build. Removing the folder loses nothing.
"""

import hashlib
import json
import shutil
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import handiwork
from handiwork.app.engines import Home, resolved
from handiwork.app.report import coverage_lines, require_rows
from handiwork.index import Index, IndexSettings

if TYPE_CHECKING:
    from handiwork.index import IndexInputs
    from handiwork.lake.engine import Engine

__all__ = ["DatedIndexes", "Home", "Moment", "index_as_of"]

_BUILDERS = ("index", "identity")
"""Rooms whose code decides what an index holds."""

_NOT_BUILDING = "settings.py"
"""The constants: those that an index is built with are part of what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Which index is asked for.

    Attributes
    ----------
    built_on
        The day ages are counted from.
    before
        Only acts before this day are in it; None means all until ``built_on``.
    repositories
        Only work in these; None means everything.
    settings
        The ranking's constants.
    """

    built_on: date
    before: date | None
    repositories: tuple[str, ...] | None = None
    settings: IndexSettings = field(default_factory=IndexSettings)

    @classmethod
    def as_of(cls, day: date, repositories: Collection[str] | None = None, **options: Any) -> "Moment":
        """Return the moment when a day began: only what happened before it counts."""
        named = None if repositories is None else tuple(sorted({r.lower() for r in repositories}))
        return cls(built_on=day, before=day, repositories=named, **options)

    @property
    def fingerprint(self) -> str:
        """A digest; the same for settings that differ only in what a search reads."""
        from handiwork.evaluation.variants import built_with

        names = None if self.repositories is None else sorted(self.repositories)
        return _digest([self.built_on.isoformat(), str(self.before), names, built_with(self.settings)])


class DatedIndexes:
    """The dated indexes of a home folder; resolves who is who at most once.

    Parameters
    ----------
    app
        Over the home folder.
    """

    def __init__(self, app: Home) -> None:
        self._app = app
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def folder(self) -> Path:
        """Where they live."""
        return self._app.settings.home / "index-as-of"

    def find(self, moment: Moment) -> Path | None:
        """Return the artifact of a moment, None if it is not built yet."""
        return next((p.parent for p in sorted(self._home(moment).glob("*/manifest.json"))), None)

    def path(self, moment: Moment) -> Path:
        """Return the artifact of a moment; builds it if it is not there.

        Raises
        ------
        NotFoundError
            If the lake is empty.
        """
        return self.find(moment) or self._build(moment)

    def open(self, moment: Moment) -> Index:
        """Open the index of a moment with its settings; builds it if it is not there."""
        index = Index.open(self.path(moment))
        index.settings = moment.settings
        return index

    def remove_superseded(self) -> None:
        """Remove those that were made from another lake, or while others were left out: none is used again."""
        for old in self.folder.glob("*-*"):
            if not old.name.endswith(f"-{self._made_from}"):
                shutil.rmtree(old, ignore_errors=True)

    # --- private ---

    def _home(self, moment: Moment) -> Path:
        return self.folder / f"{moment.fingerprint}-{self._made_from}"

    @cached_property
    def _made_from(self) -> str:
        """A digest of everything else that decides what an index holds."""
        from handiwork.identity.repositories import catalogue_rows
        from handiwork.privacy.disputes import fingerprint_of

        catalog = self._app.catalog
        return _digest(
            [
                self._app.lake.fingerprint(),
                self._app.suppressions().fingerprint,
                self._app.decisions().fingerprint + fingerprint_of(self._app.disputes()),
                catalogue_rows(catalog).to_pylist(),
                sorted(catalog.bots.logins),
                list(catalog.bots.name_patterns),
                _code(),
            ]
        )

    @cached_property
    def _resolved(self) -> "tuple[Engine, IndexInputs]":
        from handiwork.index import IndexInputs

        engine = self._open.enter_context(self._app.engine())
        found = self._open.enter_context(resolved(self._app, engine))
        return engine, IndexInputs(found.persons, found.repos, found.contributions)

    def _build(self, moment: Moment) -> Path:
        from handiwork.index import build_index
        from handiwork.index.narrowing import narrowed

        records = require_rows(self._app.lake.records(), self._app.settings.home)
        engine, inputs = self._resolved
        if moment.before is not None or moment.repositories is not None:
            inputs = narrowed(inputs, before=moment.before, repositories=moment.repositories)
        where = f" of {', '.join(moment.repositories)}" if moment.repositories else ""
        self._app.collector.note(f"building the index{where} as of {moment.built_on}")
        home = self._home(moment)
        made = build_index(
            engine,
            inputs,
            home,
            built_on=moment.built_on,
            settings=moment.settings,
            manifest_extra={
                "as_of": None if moment.before is None else moment.before.isoformat(),
                "repositories": None if moment.repositories is None else list(moment.repositories),
                "coverage": coverage_lines(records, self._app.catalog),
            },
        )
        self.remove_superseded()
        return made


def index_as_of(app: Home, day: date) -> Index:
    """Open the index of everything as it was when a day began; builds it if it is not there.

    Parameters
    ----------
    app
        Over the home folder.
    day
        Only what happened before it (UTC) counts, and ages are counted from it.

    Raises
    ------
    NotFoundError
        If it is to be built and the lake is empty.

    Notes
    -----
    It builds instead of asking for a command: there is one way to answer, and it takes as long either way.
    """
    with DatedIndexes(app) as dated:
        return dated.open(Moment.as_of(day))


# --- private ---


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _code() -> dict[str, str]:
    """Return the digests of the code that builds, by name."""
    root = Path(handiwork.__file__).parent
    files = [p for room in _BUILDERS for p in (root / room).rglob("*") if p.suffix in {".py", ".sql"}]
    return {p.relative_to(root).as_posix(): _file_digest(p) for p in sorted(files) if p.name != _NOT_BUILDING}
