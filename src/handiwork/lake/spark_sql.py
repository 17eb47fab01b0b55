r"""Ibis expressions as Spark's SQL, with the answers that embedded DuckDB gives.

What would differ, and what is done about it:

====================================  ==========================================================================
None inside a row that is compared    DuckDB takes it for the greatest value, Spark for the least: each field of
(``struct`` under ``max``, ``min``)   a struct is preceded by whether it is None
an aggregate list of nothing          None in DuckDB, an empty list in Spark: made None
an aggregate list in order            Spark has none: pairs of order and value are collected and sorted
an element beyond a list's end        None in DuckDB, an error in Spark: made None
``$`` in a regular expression         the very end in DuckDB, also before a last line break in Java: made ``\z``
====================================  ==========================================================================

Lower case of letters beyond ASCII follows each engine's own tables; logins and repository names have none.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import ibis.common.exceptions as com
import ibis.expr.types as ir
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import PySparkCompiler
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify_columns import qualify_columns
from sqlglot.optimizer.scope import traverse_scope
from sqlglot.schema import MappingSchema

__all__ = ["columns_read", "to_spark_sql"]


def to_spark_sql(expression: ir.Expr) -> str:
    """Return the SQL text of an expression for Spark.

    Examples
    --------
    >>> import ibis
    >>> print(to_spark_sql(ibis.table({"a": "array<string>"}, name="x").select(first=lambda t: t.a[0])))
    SELECT TRY_ELEMENT_AT(`t0`.`a`, 0 + 1) AS `first` FROM `x` AS `t0`
    """
    return str(_COMPILER.to_sqlglot(expression).sql(dialect="spark"))


def columns_read(query: str, tables: Mapping[str, Sequence[str]], wanted: Collection[str]) -> dict[str, list[str]]:
    """Return which columns of which tables a query needs.

    Parameters
    ----------
    query
        In Spark's SQL.
    tables
        Every table it mentions, with its columns.
    wanted
        The tables to tell of.

    Examples
    --------
    >>> tables = {"x": ["a", "b", "c"], "y": ["k"]}
    >>> columns_read("SELECT t.a FROM (SELECT * FROM x AS u WHERE u.c > 0) AS t JOIN y ON t.a = y.k", tables, ["x"])
    {'x': ['a', 'c']}
    """
    schema = MappingSchema(
        {name: dict.fromkeys(columns, "string") for name, columns in tables.items()}, normalize=False
    )
    needed = pushdown_projections(qualify_columns(sg.parse_one(query, dialect="spark"), schema=schema))
    found: dict[str, set[str]] = {}
    for scope in traverse_scope(needed):
        for alias, source in scope.sources.items():
            if isinstance(source, sge.Table) and source.name in wanted:
                found.setdefault(source.name, set()).update(c.name for c in scope.columns if c.table == alias)
    return {name: [c for c in tables[name] if c in found[name]] for name in sorted(found)}


# --- private ---


class _Compiler(PySparkCompiler):  # type: ignore[misc]
    """Ibis' compiler for Spark with DuckDB's answers."""

    __slots__ = ()

    def visit_StructColumn(self, _op: Any, *, names: Any, values: Any) -> Any:  # noqa: N802 - Ibis' name
        fields = []
        for name, value in zip(names, values, strict=True):
            fields += [sge.convert(f"{name} is none"), value.is_(sge.Null()), sge.convert(name), value]
        return self.f.anon.named_struct(*fields)

    def visit_ArrayCollect(self, _op: Any, **parts: Any) -> Any:  # noqa: N802 - Ibis' name
        arg, where, order = parts["arg"], parts["where"], parts["order_by"]
        if parts["include_null"]:
            raise com.UnsupportedOperationError("a list with None in it")
        is_wanted = arg.is_(sge.Null()).not_()
        is_wanted = is_wanted if where is None else sge.and_(where, is_wanted)
        item = self.f.anon.named_struct(*_sortable(order), sge.convert("value"), arg) if order else arg
        chosen = self.if_(is_wanted, item, sge.Null())
        found = self.f.anon["collect_set" if parts["distinct"] else "collect_list"](chosen)
        if order:
            pair = sge.to_identifier("pair")
            value = sge.Dot(this=pair, expression=sge.to_identifier("value"))
            each = sge.Lambda(this=value, expressions=[pair])
            found = self.f.anon.transform(self.f.anon.array_sort(found), each)
        return self.f.anon.nullif(found, self.f.anon.array())

    def visit_ArrayIndex(self, _op: Any, *, arg: Any, index: Any) -> Any:  # noqa: N802 - Ibis' name
        return self.f.anon.try_element_at(arg, index + 1)

    def visit_RegexSearch(self, _op: Any, *, arg: Any, pattern: Any) -> Any:  # noqa: N802 - Ibis' name
        text = str(pattern.this)
        if "\\$" in text or "[$" in text:
            raise com.UnsupportedOperationError(f"a dollar sign that is no end in {text!r}")
        return sge.RegexpLike(this=arg, expression=sge.convert(text.replace("$", r"\z")))


_COMPILER = _Compiler()


def _sortable(order: Any) -> list[Any]:
    """Return the fields that sort as the keys do, None last."""
    fields = []
    for place, key in enumerate(order):
        if key.args.get("desc"):
            raise com.UnsupportedOperationError("a list in descending order")
        fields += [sge.convert(f"n{place}"), key.this.is_(sge.Null()), sge.convert(f"k{place}"), key.this]
    return fields
