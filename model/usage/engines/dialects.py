"""A statement in DuckDB's words said in those of an engine: our functions written out, every name of ours quoted.

sqlglot translates; what it gets wrong for these statements is not written in them (see `sql/schema.sql` on whole numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp

DIALECTS = ("duckdb", "postgres", "spark", "bigquery", "snowflake")
OWN_TABLE = "given_"
"""What the names of tables that are not ours begin with, until they are put in."""
_DATES = {"day", "first_day", "last_day", "first_request", "last_request", "first_session", "last_session"}
_TEXTS = {"agent", "model", "why", "source"}
_CAST = {
    exp.DataType.Type.BIGINT: "whole",
    exp.DataType.Type.INT: "whole",
    exp.DataType.Type.VARCHAR: "text",
    exp.DataType.Type.TEXT: "text",
    exp.DataType.Type.DATE: "date",
}


def said_in(dialect: str, text: str, macros: Mapping[str, str], tables: Mapping[str, str]) -> str:
    """The statement for an engine. tables: name after `OWN_TABLE` to the name that the engine knows."""
    tree = _parsed(text).copy()
    known = {head.partition("(")[0]: (_parameters(head), body) for head, body in macros.items()}
    known["utc"] = (("stamp",), _UTC.get(dialect, "CAST(stamp AS TIMESTAMP)"))
    tree = tree.transform(lambda node: _written_out(node, known), copy=False)
    for name in tree.find_all(exp.Identifier):
        name.set("quoted", True)
    for table in tuple(tree.find_all(exp.Table)):
        if table.name.startswith(OWN_TABLE):
            table.replace(exp.to_table(tables[table.name.removeprefix(OWN_TABLE)], dialect=dialect))
    return str(tree.sql(dialect=dialect, comments=False))


_UTC = {"snowflake": "CAST(CONVERT_TIMEZONE('UTC', stamp) AS TIMESTAMP)"}
"""A stamp with a zone in UTC: engines whose session is in UTC cast it; Snowflake would keep the wall clock of its zone."""


@lru_cache(maxsize=16)
def _parsed(text: str) -> exp.Expression:
    return sqlglot.parse_one(text, read="duckdb")


def _parameters(head: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in head.partition("(")[2].rstrip(")").split(","))


def _written_out(node: exp.Expression, known: Mapping[str, tuple[tuple[str, ...], str]]) -> exp.Expression:
    if not isinstance(node, exp.Anonymous) or node.name.lower() not in known:
        return node
    names, body = known[node.name.lower()]
    given = dict(zip(names, node.expressions, strict=True))

    def put_in(inner: exp.Expression) -> exp.Expression:
        if isinstance(inner, exp.Column) and inner.name in given:
            return exp.paren(given[inner.name].copy(), copy=False)
        return inner

    return exp.paren(_parsed(body).copy().transform(put_in, copy=False), copy=False)


def columns_of(text: str) -> dict[str, str]:
    """The columns that a statement in DuckDB's words gives, each as text, date, whole (number) or number."""
    tree = _parsed(text)
    return {each.alias_or_name: _kind(each.alias_or_name, each.unalias()) for each in tree.selects}


def _kind(name: str, value: exp.Expression) -> str:
    if name in _DATES:
        return "date"
    if name in _TEXTS:
        return "text"
    whole = value.find(exp.Count) is not None and value.find(exp.Sum) is None
    cast = value if isinstance(value, exp.Cast) else next(iter(value.find_all(exp.Cast)), None)
    if cast is not None and (value is cast or isinstance(value, exp.Case)):
        return _CAST.get(cast.to.this, "number")
    return "whole" if whole else "number"
