"""What a resolution does, as steps that are worked out once and run on any lake."""

from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from handiwork.lake.engine import Dialect, to_sql
from handiwork.lake.schema import TABLES

__all__ = ["GIVEN", "Plan", "Step", "given_schema", "kept_name", "lake_name"]

GIVEN: dict[str, dict[str, str]] = {
    "catalogue": {
        "entry": "int32",
        "cat_id": "int64",
        "canonical": "string",
        "all_names": "array<string>",
        "ecosystems": "array<string>",
        "catalog_text": "string",
    },
    "listed_bots": {"login_key": "string"},
    "moves": {"from_node": "string", "node": "string"},
    "address_reasons": {"node": "string", "reason": "string"},
    "decided_lines": {
        "repo_name": "string",
        "author_key": "string",
        "verb": "string",
        "other_id": "int64",
        "other_login": "string",
        "other_repo": "string",
        "other_key": "string",
    },
    "decided_logins": {"login_key": "string", "verb": "string", "other_id": "int64"},
    "decided_owners": {"key": "string"},
    "claims": {
        "account": "string",
        "origin": "string",
        "handle": "string",
        "person_id": "int32",
        "status": "string",
        "reason": "string",
        "weight": "float64",
        "source": "string",
        "seen_at": "timestamp(6)",
    },
    "covered_ids": {"account_id": "int64"},
    "covered_logins": {"login_key": "string"},
}
"""Tables that are not worked out from the lake by expressions but handed in, with their columns and types."""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement.

    Attributes
    ----------
    name
        Of the table it makes.
    query
        What fills it.
    is_kept
        Whether that is a working table.
    schema
        Its columns, as Arrow has them.
    """

    name: str
    query: str
    is_kept: bool
    schema: pa.Schema


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in phases; between phases the tables of :data:`GIVEN` are handed in.

    Attributes
    ----------
    dialect
        Who runs the steps.
    phases
        Steps by phase, in order; steps are added to the last one.
    """

    dialect: Dialect = "duckdb"
    phases: dict[str, list[Step]] = field(default_factory=dict)

    def begin(self, phase: str) -> None:
        """Begin a phase."""
        self.phases[phase] = []

    def lake_table(self, name: str) -> ir.Table:
        """Return a table of the lake."""
        return ibis.table(ibis.Schema.from_pyarrow(TABLES[name].arrow), name=lake_name(name))

    def given(self, name: str) -> ir.Table:
        """Return a table of :data:`GIVEN`."""
        return ibis.table(GIVEN[name], name=kept_name(name))

    def kept(self, name: str, **columns: str) -> ir.Table:
        """Return a working table that an earlier phase made."""
        return ibis.table(columns, name=kept_name(name))

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Add a step and return the working table that it makes."""
        return self._add(kept_name(name), expression, is_kept=True)

    def publish(self, name: str, expression: ir.Table) -> None:
        """Add a step that makes a table of exactly that name, which stays, rows in order."""
        self._add(name, expression, is_kept=False)

    def needed_from(self, phase: str) -> set[str]:
        """Return the working tables that a phase or a later one mentions."""
        names = list(self.phases)
        later = [step for name in names[names.index(phase) :] for step in self.phases[name]]
        kept = {step.name for steps in self.phases.values() for step in steps if step.is_kept}
        quote = "`" if self.dialect == "spark" else '"'
        return {name for name in kept if any(f"{quote}{name}{quote}" in step.query for step in later)}

    def read_in_passing(self) -> set[str]:
        """Return the working tables that are read once at most, and by a working table: no rows need be kept.

        A table that stays looks at its rows twice, since those that put rows in order count them first.
        """
        quote = "`" if self.dialect == "spark" else '"'
        steps = [step for steps in self.phases.values() for step in steps]
        looks = {
            step.name: sum(
                other.query.count(f"{quote}{step.name}{quote}") * (1 if other.is_kept else 2) for other in steps
            )
            for step in steps
            if step.is_kept
        }
        return {name for name, times in looks.items() if times < 2}

    # --- private ---

    def _add(self, name: str, expression: ir.Table, *, is_kept: bool) -> ir.Table:
        query, schema = to_sql(expression, self.dialect), expression.schema()
        next(reversed(self.phases.values())).append(Step(name, query, is_kept, schema.to_pyarrow()))
        return ibis.table(schema, name=name)


def given_schema(name: str) -> pa.Schema:
    """Return the Arrow schema of a table of :data:`GIVEN`."""
    schema: pa.Schema = ibis.schema(GIVEN[name]).to_pyarrow()
    return schema


def kept_name(name: str) -> str:
    """Return the name in the engine of a working table."""
    return f"identity_{name}"


def lake_name(name: str) -> str:
    """Return the name in the engine of a table of the lake."""
    return f"lake_{name}"
