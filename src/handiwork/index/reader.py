"""An artifact opened read-only: memory-mapped arrays and tables, and look-ups by name."""

import mmap
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.errors import StoreError
from handiwork.index.artifact import Manifest
from handiwork.index.columns import are_filled, first_place, open_table, places_of
from handiwork.index.documents import KINDS, Documents
from handiwork.index.facts import FACT_COLUMNS, Facet, RepositoryFacts, facts_of
from handiwork.index.number_columns import ListColumn, NumberColumn
from handiwork.index.observed import Observed
from handiwork.index.presence import Presence
from handiwork.index.related import Related
from handiwork.index.settings import IndexSettings
from handiwork.index.sorted_texts import SortedTexts
from handiwork.index.told import Told

__all__ = ["MONTHS_KEPT", "Index", "Person", "numbers_of"]

MONTHS_KEPT = 64
"""So many calendar months back an index knows in which a person worked on a document."""

_MOST_NUMBERED = 50_000
"""Names of repositories whose numbers are kept once they were asked for: those of the catalogue are, by every role."""

_SHOWN_OF_ACTS = ("person_id", "kind", "repo_no", "number", "comment_id", "sha", "title", "at", "times")

_SCATTERED = frozenset({"title.offsets", "title.persons", "title.weights", "title.repositories"})
"""Read in single places far apart: the system must not read ahead, megabytes for each of a thousand titles."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of an index.

    Attributes
    ----------
    person_id, key
        Place in this index; what stays the same in the next one.
    login, name
        The present login and the name; None where they are not known.
    logins
        Every login the person had, sorted.
    joins
        Why several accounts are taken for one person, sorted.
    """

    person_id: int
    key: str
    login: str | None
    name: str | None
    logins: tuple[str, ...]
    joins: tuple[str, ...]


class Index:
    """One artifact, opened; made by :meth:`open`.

    Attributes
    ----------
    path
        Its folder.
    manifest
        What it says about itself.
    settings
        The ranking's constants it was built with.
    documents
        The documents of each kind.
    damping
        Shape (persons,), float32: (1 + total)^-β of each person.
    contribution_offsets
        Shape (persons + 1,), int64: where each person's rows of ``contributions`` begin.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self.settings = IndexSettings.from_dict(manifest.settings)
        self.documents = {kind: self._documents(kind) for kind in KINDS}
        self.damping: npt.NDArray[np.float32] = self._array("persons.damping")
        self.contribution_offsets: npt.NDArray[np.int64] = self._array("contributions.offsets")
        self._act_columns: dict[str, NumberColumn] = {}
        self._numbered: dict[str, list[int]] = {}

    @classmethod
    def open(cls, path: Path) -> "Index":
        """Open the artifact in a folder; reads its manifest, maps the rest.

        Raises
        ------
        StoreError
            If it is no artifact, of another format, or a file is missing or of another size.
        """
        manifest = Manifest.read(path)
        try:
            return cls(path, manifest)
        except (OSError, ValueError, pa.ArrowInvalid) as error:
            raise StoreError(f"{path} is damaged ({error}): build the index again (`handiwork index build`)") from error

    @property
    def name(self) -> str:
        """The folder's name, ``<built_on>-<hash>``."""
        return self.path.name

    @property
    def built_on(self) -> date:
        """The date the acts' ages are counted from."""
        return date.fromisoformat(self.manifest.built_on)

    @property
    def n_persons(self) -> int:
        """Number of persons."""
        return len(self.damping)

    @property
    def n_repositories(self) -> int:
        """Number of repositories."""
        return int(self.repositories.num_rows)

    @cached_property
    def terms(self) -> pa.Table:
        """``term``, sorted; a row's place is the term's number."""
        return self._table("terms")

    @cached_property
    def persons(self) -> pa.Table:
        """``key``, ``login``, ``github_id``, ``name``, ``logins``, ``joins``; a row's place is the person_id.

        An unknown login or name is empty, an unknown id -1.
        """
        return self._table("persons")

    @cached_property
    def logins(self) -> pa.Table:
        """``login`` in lower case, sorted, present and former ones, and its ``person_id``."""
        return self._table("logins")

    @cached_property
    def repositories(self) -> pa.Table:
        """``name`` and, where :attr:`has_facts`, what is known of it; a row's place is the repo_no."""
        return self._table("repositories")

    @cached_property
    def names(self) -> pa.Table:
        """``name`` in lower case, sorted, present and former ones, and its ``repo_no``."""
        return self._table("names")

    @cached_property
    def areas(self) -> pa.Table:
        """``name`` and ``is_label``; a row's place is the area document."""
        return self._table("areas")

    @cached_property
    def contributions(self) -> pa.Table:
        """The acts themselves, sorted by person, repository and time."""
        return self._table("contributions")

    def acts(self, person_id: int, column: str) -> npt.NDArray[Any]:
        """Return a column of numbers of one person's contributions, shape (their acts,), in their order."""
        found = self._act_columns.get(column)
        if found is None:
            found = self._act_columns[column] = NumberColumn(self.contributions.column(column))
        first, last = self.contribution_offsets[person_id : person_id + 2].tolist()
        return found.rows(first, last)

    def contribution(self, row: int) -> dict[str, Any]:
        """Return one contribution by its row: what evidence shows of it."""
        # One by one, because `take` wants an Arrow array, and making one loads pandas where it is installed.
        place = bisect_right(self._act_ends, row)
        columns, row = self._act_batches[place], row - (self._act_ends[place - 1] if place else 0)
        return {name: column[row].as_py() for name, column in columns}

    def areas_of_acts(self, person_id: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return the area documents of one person's contributions, and for each which of them it is of."""
        first, last = self.contribution_offsets[person_id : person_id + 2].tolist()
        return self._act_areas.rows(first, last)

    @cached_property
    def newest(self) -> npt.NDArray[np.int32]:
        """Shape (persons,): day of each person's last act (days since 1970-01-01), the lowest number if none."""
        return self._array("persons.newest")

    @cached_property
    def months(self) -> npt.NDArray[np.int64]:
        """Shape (:data:`MONTHS_KEPT`,): acts of anybody in the month the index was built on, the one before, …."""
        return self._array("months")

    @cached_property
    def title_rows(self) -> npt.NDArray[np.int64]:
        """Shape (title documents,): the row of ``contributions`` that carries the title."""
        return self._array("title.rows")

    def term(self, term: str) -> int | None:
        """Return a term's number, None if no document has it."""
        return self._sorted_terms.place(term)

    @cached_property
    def _sorted_terms(self) -> SortedTexts:
        return SortedTexts(self.terms.column("term"))

    def repository_numbers(self, name: str) -> list[int]:
        """Return the repositories that have or had a name, in any case; usually one."""
        wanted = name.strip().lower()
        found = self._numbered.get(wanted)
        if found is None:
            names = self.names
            found = sorted({names.column("repo_no")[i].as_py() for i in places_of(names.column("name"), wanted)})
            if len(self._numbered) >= _MOST_NUMBERED:
                self._numbered = {}
            self._numbered[wanted] = found
        return list(found)

    def repositories_of(self, owner: str) -> list[int]:
        """Return the repositories that an owner has or had, in any case; by any name they had."""
        names = self.names
        start = f"{owner.strip().lower()}/"
        found: set[int] = set()
        for row in range(first_place(names.column("name"), start), len(names)):
            if not names.column("name")[row].as_py().startswith(start):
                break
            found.add(names.column("repo_no")[row].as_py())
        return sorted(found)

    def repository_name(self, repo_no: int) -> str:
        """Return a repository's present name."""
        return str(self.repositories.column("name")[repo_no].as_py())

    def person(self, person_id: int) -> Person:
        """Return one person."""
        key, name, logins, joins = (
            self.persons.column(column)[person_id].as_py() for column in ("key", "name", "logins", "joins")
        )
        return Person(person_id, key, self.login(person_id), name or None, tuple(logins), tuple(joins))

    def login(self, person_id: int) -> str | None:
        """Return one person's present login, None where it is not known."""
        return self.persons.column("login")[person_id].as_py() or None

    def has_account(self, person_ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return for each of some persons whether their login is known; only theirs are looked at.

        Parameters
        ----------
        person_ids
            In ascending order.
        """
        chunks = self.persons.column("login").chunks
        starts = np.cumsum([0, *map(len, chunks)])
        edges = np.searchsorted(person_ids, starts).tolist()
        known = [
            are_filled(chunk, person_ids[first:last] - start)
            for chunk, start, first, last in zip(chunks, starts.tolist(), edges, edges[1:], strict=False)
        ]
        return np.concatenate([np.zeros(0, bool), *known])

    def persons_named(self, ids: Collection[int], logins: Collection[str]) -> frozenset[int]:
        """Return the persons who have one of the account ids, or have or had one of the logins.

        Parameters
        ----------
        ids
            Numeric account ids.
        logins
            Logins in lower case.
        """
        found: set[int] = set()
        if ids:
            held = numbers_of(self.persons.column("github_id"))
            found.update(np.flatnonzero(np.isin(held, list(ids))).tolist())
        numbers = self.logins.column("person_id")
        for login in logins:
            found.update(numbers[i].as_py() for i in places_of(self.logins.column("login"), login))
        return frozenset(found)

    def persons_keyed(self, key: str) -> int | None:
        """Return the person of a key, None if there is none; persons are in the order of their keys."""
        return next(iter(places_of(self.persons.column("key"), key)), None)

    @cached_property
    def embedding(self) -> npt.NDArray[np.float32]:
        """Shape (embedded repositories, k): vectors of length 1, or 0; see :mod:`handiwork.index.related`."""
        n = len(self.embedding_repositories)
        return self._array("embedding.vectors").reshape(n, -1) if n else np.zeros((0, 1), np.float32)

    @cached_property
    def embedding_repositories(self) -> npt.NDArray[np.int32]:
        """Shape (embedded repositories,), ascending: the repo_no of each vector."""
        return self._array("embedding.repositories")

    @cached_property
    def embedding_namesakes(self) -> npt.NDArray[np.int32]:
        """Shape (embedded repositories,): the same number for the same name after the owner."""
        return self._array("embedding.namesakes")

    def related(self, repo_no: int) -> tuple[Related, ...]:
        """Return the repositories that share contributors with one far above chance, best first, at most 20.

        Parameters
        ----------
        repo_no
            The repository; forks have no neighbours and are nobody's.
        """
        offsets, numbers, shared, strength = self._related
        rows = range(int(offsets[repo_no]), int(offsets[repo_no + 1]))
        return tuple(Related(int(numbers[row]), int(shared[row]), float(strength[row])) for row in rows)

    @property
    def has_facts(self) -> bool:
        """Whether it keeps what origins say about repositories; indexes built by an earlier version do not."""
        return FACT_COLUMNS[0] in self.repositories.column_names

    def facts(self, repo_no: int) -> RepositoryFacts | None:
        """Return what is known of a repository; None where the index does not keep it."""
        return facts_of(self.repositories.slice(repo_no, 1).to_pylist()[0]) if self.has_facts else None

    @cached_property
    def forks(self) -> npt.NDArray[np.int32]:
        """Shape (forks,), ascending: the repo_no of what an origin says is a fork; empty without facts."""
        return self._array("forks") if self.has_facts else np.zeros(0, np.int32)

    def facet(self, name: str) -> Facet | None:
        """Return which repositories have each of the ``topics`` or ``languages``; None without facts."""
        return self._facets.get(name)

    @cached_property
    def told(self) -> Told | None:
        """What other origins told of these people; None where the lake had nothing of it, or the index is older."""
        return Told(self.path) if "works.arrow" in self.manifest.files else None

    @cached_property
    def observed(self) -> Observed | None:
        """What these people's own lines show; None where nobody's were looked at, or the index is older."""
        return Observed(self.path) if "signals.arrow" in self.manifest.files else None

    def document_name(self, kind: str, doc: int) -> str | None:
        """Return what a document is called within its repository; None for the repository itself."""
        if kind == "area":
            row = self.areas.slice(doc, 1).to_pylist()[0]
            return f"label {row['name']}" if row["is_label"] else str(row["name"])
        if kind == "title":
            return str(self.contributions.column("title")[int(self.title_rows[doc])].as_py())
        return None

    def verify(self) -> None:
        """Read every file and compare its sha256; raises StoreError naming the first damaged one."""
        self.manifest.verify(self.path)

    # --- private ---

    @cached_property
    def _act_batches(self) -> list[list[tuple[str, Any]]]:
        batches = self.contributions.select(_SHOWN_OF_ACTS).to_batches()
        return [list(zip(_SHOWN_OF_ACTS, batch.columns, strict=True)) for batch in batches if batch.num_rows]

    @cached_property
    def _act_ends(self) -> list[int]:
        return list(accumulate(len(columns[0][1]) for columns in self._act_batches))

    @cached_property
    def _act_areas(self) -> ListColumn:
        return ListColumn(self.contributions.column("areas"))

    @cached_property
    def _facets(self) -> dict[str, Facet]:
        return {
            name: Facet(
                self._table(name).column("name"), self._array(f"{name}.offsets"), self._array(f"{name}.repositories")
            )
            for name in ("topics", "languages")
            if self.has_facts
        }

    @cached_property
    def _related(self) -> tuple[npt.NDArray[Any], ...]:
        return tuple(self._array(f"related.{name}") for name in ("offsets", "repositories", "shared", "strength"))

    def _documents(self, kind: str) -> Documents:
        return Documents(
            kind,
            self._array(f"{kind}.terms.offsets"),
            self._array(f"{kind}.postings.docs"),
            self._array(f"{kind}.postings.impacts"),
            self._array(f"{kind}.peaks"),
            self._array(f"{kind}.offsets"),
            self._array(f"{kind}.persons"),
            self._array(f"{kind}.weights"),
            self._array(f"{kind}.days"),
            self._array(f"{kind}.repositories"),
            self._array(f"{kind}.newest"),
            self._array(f"{kind}.kinds"),
            self._array(f"{kind}.months"),
            self._array(f"{kind}.seen"),
            self._presence(kind),
        )

    def _presence(self, kind: str) -> Presence | None:
        if f"{kind}.presence.terms.npy" not in self.manifest.files:
            return None
        terms = self._array(f"{kind}.presence.terms")
        return Presence(terms, self._array(f"{kind}.presence.bits").reshape(len(terms), -1))

    def _array(self, name: str) -> npt.NDArray[Any]:
        found = np.load(self.path / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        if name in _SCATTERED and len(found) and hasattr(mmap, "MADV_RANDOM"):
            found.base.madvise(mmap.MADV_RANDOM)
        # A plain view: np.memmap's own slicing costs a Python call each time.
        return np.asarray(found)

    def _table(self, name: str) -> pa.Table:
        return open_table(self.path / f"{name}.arrow")


def numbers_of(column: Any) -> npt.NDArray[Any]:
    """Return an Arrow column or array of numbers without nulls as a numpy array.

    Notes
    -----
    Arrow's own ``to_numpy`` loads pandas where it is installed, which takes longer than a search.
    """
    return np.from_dlpack(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
