"""The three tables an index is built from: their columns, and a way to write small ones by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from handiwork.errors import InputError

__all__ = ["INPUT_SCHEMAS", "IndexInputs", "inputs_from_acts"]

_TEXTS = pa.list_(pa.string())

INPUT_SCHEMAS: dict[str, pa.Schema] = {
    "persons": pa.schema(
        [
            ("person_id", pa.int32()),
            ("key", pa.string()),
            ("login", pa.string()),
            ("name", pa.string()),
            ("is_bot", pa.bool_()),
        ]
    ),
    "repos": pa.schema(
        [
            ("repo_no", pa.int32()),
            ("name", pa.string()),
            ("names", _TEXTS),
            ("description", pa.string()),
            ("topics", _TEXTS),
            ("language", pa.string()),
            ("is_fork", pa.bool_()),
            ("catalog_text", pa.string()),
        ]
    ),
    "contributions": pa.schema(
        [
            ("person_id", pa.int32()),
            ("repo_no", pa.int32()),
            ("kind", pa.string()),
            ("at", pa.timestamp("us")),
            ("number", pa.int32()),
            ("sha", pa.string()),
            ("title", pa.string()),
            ("paths", _TEXTS),
            ("created_paths", _TEXTS),
            ("labels", _TEXTS),
            ("n_files", pa.int32()),
            ("is_bulk", pa.bool_()),
            ("comment_id", pa.int64()),
            ("count", pa.int32()),
        ]
    ),
}
"""The columns the builder reads of each table; their meaning is that of :mod:`handiwork.identity`."""


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

    Raises
    ------
    InputError
        If a table lacks a column of :data:`INPUT_SCHEMAS`.
    """

    persons: ir.Table
    repos: ir.Table
    contributions: ir.Table

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
            {"person_id": i, "key": f"login:{login}", "is_bot": False, **facts}
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
