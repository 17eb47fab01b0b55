"""What other origins told of a person, read from an index: their accounts there, what they made, what was asked when.

A look-up reads the rows of that one person: rows lie by person, and whose each row is lies beside them.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.index.columns import open_table

__all__ = ["TOLD_SCHEMAS", "AccountLink", "Asked", "PersonTold", "PublicProfile", "Reason", "Told", "Work"]

_TEXT: pa.DataType = pa.string()
_TEXTS: pa.DataType = pa.list_(pa.string())
_REAL: pa.DataType = pa.float64()
_AT: pa.DataType = pa.timestamp("us")
_REASON: pa.DataType = pa.struct([("reason", _TEXT), ("weight", _REAL), ("source", _TEXT), ("seen_at", _AT)])
_MADE: pa.DataType = pa.struct([("name", _TEXT), ("proof", _TEXT)])
_TOLD = [("data_licence", _TEXT), ("seen_at", _AT), ("source", _TEXT)]

TOLD_SCHEMAS: dict[str, pa.Schema] = {
    "accounts": pa.schema(
        [
            ("account", _TEXT),
            ("origin", _TEXT),
            ("handle", _TEXT),
            ("page", _TEXT),
            ("status", _TEXT),
            ("strength", _REAL),
            ("reasons", pa.list_(_REASON)),
        ]
    ),
    "works": pa.schema(
        [
            ("work", _TEXT),
            ("kind", _TEXT),
            ("title", _TEXT),
            ("role", _TEXT),
            ("account", _TEXT),
            ("status", _TEXT),
            ("url", _TEXT),
            ("at", _AT),
            ("licence", _TEXT),
            ("facts", _TEXT),
            ("repositories", pa.list_(_MADE)),
            ("origin", _TEXT),
            *_TOLD,
        ]
    ),
    "asked": pa.schema([("origin", _TEXT), ("status", _TEXT), ("asked_at", _AT), ("data_licences", _TEXTS)]),
    "profiles": pa.schema([("name", _TEXT), ("links", _TEXTS), ("is_hireable", pa.bool_()), ("page", _TEXT), *_TOLD]),
}
"""The columns of each table; whose a row is lies beside it. Instants are UTC; null where it was not told."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an account may be a person's.

    Attributes
    ----------
    reason
        Of :data:`handiwork.identity.ledger.weights.WEIGHTS`, or ``same_account``: it is the account they are told by.
    weight
        What it weighs, 0 to 1.
    source
        Address of what says so; None if it is no single page.
    seen_at
        When that was seen, UTC; None if not told.
    """

    reason: str
    weight: float
    source: str | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountLink:
    """An account at another origin that is, or may be, a person's.

    Attributes
    ----------
    account, origin, handle
        Its key; github | pypi | conferences | huggingface | papers; what it is called there, None if it has no handle.
    page
        Its public page; None if none was told.
    status
        accepted | possible.
    strength
        That of the strongest reason, 0.5 to 1.
    reasons
        Strongest first.
    """

    account: str
    origin: str
    handle: str | None
    page: str | None
    status: str
    strength: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A person's part in one work.

    Attributes
    ----------
    work, kind, title
        Its key; package | talk | model | dataset | space | paper; what it is called.
    role
        owner | maintainer | author | speaker.
    link
        The account that has the part, and how strongly it is linked to the person.
    url
        Its public page; None if that would name somebody who is left out.
    at
        When it was published, given or last released, UTC; None if not told.
    licence
        Of the work itself; None if not told.
    facts
        Further ones of :data:`handiwork.index.work_facts.KEPT_FACTS`; what was not observed is not in it.
    repositories
        (owner/name on GitHub, proof) where it is made, the best proof first.
    origin, data_licence, seen_at, source
        Who told it, under which terms, when (UTC), and where.
    """

    work: str
    kind: str
    title: str
    role: str
    link: AccountLink
    url: str | None
    at: datetime | None
    licence: str | None
    facts: dict[str, Any]
    repositories: tuple[tuple[str, str], ...]
    origin: str
    data_licence: str | None
    seen_at: datetime | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An origin that was asked about a person's account, or about a work that the account has a part in.

    Attributes
    ----------
    origin
        github (the profile) | pypi | conferences | huggingface | papers.
    status
        accepted; possible if it was only asked about accounts that may be theirs.
    asked_at
        The last time, UTC; None if not told.
    data_licences
        Terms that it told it under, sorted.
    """

    origin: str
    status: str
    asked_at: datetime | None
    data_licences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """What a person shows on their profile on GitHub.

    Attributes
    ----------
    name, page
        Display name; the profile's address. None if not shown.
    links
        Pages that it names, sorted.
    is_hireable
        What they say about it; None if nothing.
    data_licence, seen_at, source
        Terms, instant (UTC) and address it was told under.
    """

    name: str | None
    links: tuple[str, ...]
    is_hireable: bool | None
    page: str | None
    data_licence: str | None
    seen_at: datetime | None
    source: str | None


@dataclass(frozen=True, slots=True)
class PersonTold:
    """What other origins told of one person.

    Attributes
    ----------
    profile
        On GitHub; None if it was not asked for.
    accounts
        Accepted ones first, the strongest of each first.
    works
        Those of accepted accounts first, newest first; the same work once in each role.
    asked
        By name of origin; one that is not in it was not observed.
    """

    profile: PublicProfile | None = None
    accounts: tuple[AccountLink, ...] = ()
    works: tuple[Work, ...] = ()
    asked: tuple[Asked, ...] = ()


class Told:
    """What other origins told of the people of an index.

    Parameters
    ----------
    folder
        Of the artifact; it has a table and its persons for each of :data:`TOLD_SCHEMAS`.
    """

    def __init__(self, folder: Path) -> None:
        self._tables = {name: open_table(folder / f"{name}.arrow") for name in TOLD_SCHEMAS}
        self._persons = {name: _open_array(folder / f"{name}.persons.npy") for name in TOLD_SCHEMAS}

    def of(self, person_id: int) -> PersonTold:
        """Return what was told of one person."""
        accounts = tuple(_account(row) for row in self._rows("accounts", person_id))
        by_key = {link.account: link for link in accounts}
        profiles = self._rows("profiles", person_id)
        return PersonTold(
            _profile(profiles[0]) if profiles else None,
            accounts,
            tuple(_work(row, by_key) for row in self._rows("works", person_id)),
            tuple(_asked(row) for row in self._rows("asked", person_id)),
        )

    def works_by_kind(self, person_id: int) -> dict[str, int]:
        """Return how many works of each kind a person has a part in by accepted links, in order of kind."""
        span = self._span("works", person_id).select(["work", "kind", "status"])
        kinds = {row["work"]: row["kind"] for row in span.to_pylist() if row["status"] == "accepted"}
        return dict(sorted(Counter(kinds.values()).items()))

    @cached_property
    def _makers(self) -> dict[str, npt.NDArray[np.int32]]:
        columns = [self._tables["works"].column(name).to_pylist() for name in ("kind", "status")]
        kinds = np.array([k if s == "accepted" else "" for k, s in zip(*columns, strict=True)], dtype=object)
        persons = self._persons["works"]
        return {str(kind): np.unique(persons[kinds == kind]) for kind in set(kinds) - {""}}

    def makers(self, kind: str) -> npt.NDArray[np.int32]:
        """Return who has a part in a work of a kind by an accepted link; person ids, ascending."""
        return self._makers.get(kind, np.zeros(0, np.int32))

    # --- private ---

    def _span(self, name: str, person_id: int) -> pa.Table:
        begin, end = np.searchsorted(self._persons[name], [person_id, person_id + 1]).tolist()
        return self._tables[name].slice(begin, end - begin)

    def _rows(self, name: str, person_id: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._span(name, person_id).to_pylist()
        return found


# --- private ---


def _open_array(path: Path) -> npt.NDArray[np.int32]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _account(row: dict[str, Any]) -> AccountLink:
    return AccountLink(**{**row, "reasons": tuple(Reason(**reason) for reason in row["reasons"])})


def _work(row: dict[str, Any], links: dict[str, AccountLink]) -> Work:
    told = {name: value for name, value in row.items() if name not in ("account", "status")}
    told["facts"] = json.loads(row["facts"])
    told["repositories"] = tuple((made["name"], made["proof"]) for made in row["repositories"])
    return Work(**told, link=links[row["account"]])


def _asked(row: dict[str, Any]) -> Asked:
    return Asked(**{**row, "data_licences": tuple(row["data_licences"])})


def _profile(row: dict[str, Any]) -> PublicProfile:
    return PublicProfile(**{**row, "links": tuple(row["links"])})
