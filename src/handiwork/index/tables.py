"""What an index is built from: three tables and what other origins told; and a way to write small ones by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from handiwork.errors import InputError
from handiwork.privacy.suppression import Suppressions

__all__ = ["INPUT_SCHEMAS", "TOLD_TABLES", "IndexInputs", "ToldInputs", "inputs_from_acts"]

_I32: pa.DataType = pa.int32()
_I64: pa.DataType = pa.int64()
_BOOL: pa.DataType = pa.bool_()
_TEXT: pa.DataType = pa.string()
_TEXTS: pa.DataType = pa.list_(pa.string())
_AT: pa.DataType = pa.timestamp("us")

INPUT_SCHEMAS: dict[str, pa.Schema] = {
    "persons": pa.schema(
        [
            ("person_id", _I32),
            ("key", _TEXT),
            ("login", _TEXT),
            ("github_id", _I64),
            ("name", _TEXT),
            ("logins", _TEXTS),
            ("is_bot", _BOOL),
            ("joins", _TEXTS),
        ]
    ),
    "repos": pa.schema(
        [
            ("repo_no", _I32),
            ("name", _TEXT),
            ("names", _TEXTS),
            ("description", _TEXT),
            ("topics", _TEXTS),
            ("language", _TEXT),
            ("stars", _I32),
            ("is_fork", _BOOL),
            ("catalog_text", _TEXT),
        ]
    ),
    "contributions": pa.schema(
        [
            ("person_id", _I32),
            ("repo_no", _I32),
            ("kind", _TEXT),
            ("at", _AT),
            ("number", _I32),
            ("sha", _TEXT),
            ("title", _TEXT),
            ("paths", _TEXTS),
            ("created_paths", _TEXTS),
            ("labels", _TEXTS),
            ("n_files", _I32),
            ("is_bulk", _BOOL),
            ("comment_id", _I64),
            ("count", _I32),
        ]
    ),
}
"""The columns the builder reads of each table; their meaning is that of :mod:`handiwork.identity`."""

TOLD_TABLES = ("profiles", "works", "work_people", "work_repositories", "account_links")
"""Tables of the lake that hold what other origins told of people."""


@dataclass(frozen=True, slots=True)
class ToldInputs:
    """What other origins told of people, and whose accounts those are.

    Attributes
    ----------
    links
        Of a resolution.
    tables
        The lake's, by each name of :data:`TOLD_TABLES`.
    suppressions
        Who is left out: works of others do not name them.
    """

    links: ir.Table
    tables: Mapping[str, ir.Table]
    suppressions: Suppressions = field(default_factory=Suppressions)


@dataclass(frozen=True, slots=True)
class IndexInputs:
    """What an index is built from: three tables of one engine, as :mod:`handiwork.identity` resolves them.

    Attributes
    ----------
    persons
        One row a person; person_id is dense from 0 in the order of key.
    repos
        One row a repository; repo_no is dense from 0.
    contributions
        One row an act, or several like ones (``count``) of one person.
    told
        What other origins told of these people; None if nothing did.
    own_work
        What their own lines show, as in the lake; None if nobody's were looked at.

    Raises
    ------
    InputError
        If a table lacks a column of :data:`INPUT_SCHEMAS`.
    """

    persons: ir.Table
    repos: ir.Table
    contributions: ir.Table
    told: ToldInputs | None = None
    own_work: ir.Table | None = None

    def __post_init__(self) -> None:
        for name, schema in INPUT_SCHEMAS.items():
            if missing := [c for c in schema.names if c not in getattr(self, name).columns]:
                raise InputError(f"the table {name} lacks {', '.join(missing)}: resolve identities again")


def inputs_from_acts(
    acts: Iterable[Mapping[str, Any]],
    *,
    repositories: Iterable[Mapping[str, Any]] = (),
    persons: Iterable[Mapping[str, Any]] = (),
) -> IndexInputs:
    """Write small inputs by hand, for tests and experiments.

    Parameters
    ----------
    acts
        Each with ``who`` (a login), ``repo`` (owner/name), ``kind``, ``at`` and any other columns of
        contributions.
    repositories
        Facts of repositories by ``name``; those only named by an act need no entry.
    persons
        Facts of persons by ``login``; likewise.

    Returns
    -------
    IndexInputs
        In-memory tables, usable with any engine.
    """
    acts = list(acts)
    people = _numbered("login", "who", acts, persons)
    repos = _numbered("name", "repo", acts, repositories)
    rows = [
        {
            "is_bulk": False,
            "count": 1,
            **act,
            "person_id": list(people).index(act["who"]),
            "repo_no": list(repos).index(act["repo"]),
        }
        for act in acts
    ]
    tables = {
        "persons": [
            {"person_id": i, "key": f"login:{login}", "logins": [login], "is_bot": False, "joins": [], **facts}
            for i, (login, facts) in enumerate(people.items())
        ],
        "repos": [
            {"repo_no": i, "names": [name], "is_fork": False, **facts} for i, (name, facts) in enumerate(repos.items())
        ],
        "contributions": rows,
    }
    made = {n: ibis.memtable(pa.Table.from_pylist(rows, INPUT_SCHEMAS[n])) for n, rows in tables.items()}
    return IndexInputs(**made)


# --- private ---


def _numbered(
    key: str, used: str, acts: list[Mapping[str, Any]], facts: Iterable[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    known = {row[key]: dict(row) for row in facts}
    names = sorted({act[used] for act in acts} | known.keys())
    return {name: {key: name, **known.get(name, {})} for name in names}
