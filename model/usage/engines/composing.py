"""One statement for one question: the tables that have the rows, the texts of `sql/` as common table expressions, the prices as rows.

Everything is written in DuckDB's words; `dialects` says it in an engine's own. Values are ours alone: days and figures of the
book; no text of a user but the names of tables and columns, which are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property

from msgspec import Struct

from model.usage.attribute import NOBODY
from model.usage.pricing import COLUMNS, RATES, prompt_beyond, rates_of, row_of
from model.usage.readers.canonical import DEFAULTS, floor_of
from model.usage.row_store import statement

FINITE = "BETWEEN -1e300 AND 1e300"  # NaN and infinity are above or beside it in every engine
WHOLE = "BETWEEN -9000000000000000 AND 9000000000000000"
KINDS = ("requests", "sessions")


class There(Struct, frozen=True):
    """A table of an engine: its name as SQL has it, and each canonical column that it has, by name: the expression for it."""

    name: str
    columns: Mapping[str, str]


@cache
def canonical(table: str) -> dict[str, str]:
    """The columns of a canonical table with their types."""
    (body,) = re.findall(rf"CREATE TABLE {table} \((.*?)\n\);", statement("schema"), flags=re.S)
    return {
        name.strip('"'): kind
        for name, kind in re.findall(r'("?\w+"?) (VARCHAR|TIMESTAMP|DOUBLE|BIGINT|INTEGER|BOOLEAN|DATE)', body)
    }


def as_canonical(found: str, wanted: str, column: str) -> str:
    """A column as its declared type; what is no whole number, and no amount, is unknown.

    found: what the engine has there: integer, number, text, boolean, zoned, time or other.
    """
    if wanted in ("BIGINT", "INTEGER"):
        cast = f"CAST({column} AS {wanted})"
        return (
            f"CASE WHEN {column} {WHOLE} AND {column} = floor({column}) THEN {cast} END" if found == "number" else cast
        )
    if wanted == "DOUBLE":
        cast = f"CAST({column} AS DOUBLE)"
        return f"CASE WHEN {column} {FINITE} THEN {cast} END" if found == "number" else cast
    if wanted == "TIMESTAMP":
        return f"utc({column})" if found == "zoned" else f"CAST({column} AS TIMESTAMP)"
    alike = {"VARCHAR": "text", "BOOLEAN": "boolean"}
    return column if alike.get(wanted) == found else f"CAST({column} AS {wanted})"


def _rows_of(kind: str, table: There | None) -> str:
    """A canonical table as a query: what it lacks is unknown, or what every row without it means."""
    listed = []
    for name, type_ in canonical(kind).items():
        default = DEFAULTS[kind].get(name)
        value = table.columns.get(name) if table is not None else None
        if name == "floor" and table is not None:
            value = floor_of(table.columns)
        value = value or f"CAST({default or 'NULL'} AS {type_})"
        listed.append(f'{f"coalesce({value}, CAST({default} AS {type_}))" if default else value} AS "{name}"')
    source = f"FROM {table.name}" if table is not None else "WHERE 1 = 0"
    return f"SELECT {', '.join(listed)} {source}"


def _literal(value: object, type_: str) -> str:
    if value is None:
        return f"CAST(NULL AS {type_})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"DATE '{value}'" if isinstance(value, date) else f"CAST({value!r} AS {type_})"


def _spans(rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Rows of following days, with neighbors that say the same as one row from `first_day` to `last_day`."""
    found: list[dict[str, object]] = []
    for row in rows:
        same = {name: value for name, value in row.items() if name != "day"}
        if found and all(found[-1].get(name) == value for name, value in same.items()):
            found[-1]["last_day"] = row["day"]
        else:
            found.append({**same, "first_day": row["day"], "last_day": row["day"]})
    return found


def _values(columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> str:
    types = {
        **{name: type_ for name, type_ in columns.items() if name != "day"},
        "first_day": "DATE",
        "last_day": "DATE",
    }
    selects = [
        "SELECT " + ", ".join(f'{_literal(row.get(name), type_)} AS "{name}"' for name, type_ in types.items())
        for row in rows
    ]
    return " UNION ALL ".join(
        selects or ["SELECT " + ", ".join(f'CAST(NULL AS {type_}) AS "{name}"' for name, type_ in types.items())]
    )


class Composer(Struct, frozen=True, dict=True):
    """The statements about two tables. `models` occur in them; `days` is the first and the last day of all there is."""

    requests: There | None
    sessions: There | None
    as_of: date
    models: Sequence[str] = ()
    days: tuple[date, date] | None = None

    def before_prices(self, final: str) -> str:
        """A question that needs no prices, about `asked` and `told_sessions`."""
        return f"WITH {self._tables()} {statement(final)}"

    def question(self, name: str, parameters: Mapping[str, object] | None = None) -> str:
        """The question in ``sql/<name>.sql``."""
        return self.about(statement(name), parameters)

    def about(self, final: str, parameters: Mapping[str, object] | None = None) -> str:
        """What `final` asks about the tables that are made of the rows: `used`, `use_costs`, `spent` and those before."""
        given = {"as_of": self.as_of, "nobody": NOBODY, **(parameters or {})}
        parts = [self._tables()]
        parts += [f"{made} AS ({statement(name)})" for made, name in
                  (("counted", "used"), ("sessions", "named_sessions"), ("used", "dated_use"))]  # fmt: skip
        parts += [
            f"price_spans AS ({_values(COLUMNS, self._prices)})", f"rate_spans AS ({_values(RATES, self._rates())})",
            'priced_days AS (SELECT DISTINCT coalesce(day, $as_of) AS "day" FROM used UNION SELECT CAST(started_at AS DATE) '
            'FROM sessions WHERE started_at IS NOT NULL UNION SELECT $as_of)',
            *(f"{made} AS (SELECT s.*, d.day FROM {spans} s JOIN priced_days d ON d.day BETWEEN s.first_day AND s.last_day)"
              for made, spans in (("prices", "price_spans"), ("rates", "rate_spans"))),
            f"use_costs AS ({statement('use_costs')})", f"spent AS ({statement('spent')})",
        ]  # fmt: skip
        text = f"WITH {', '.join(parts)} {final}"
        return re.sub(r"\$(\w+)", lambda match: _literal(given[match[1]], "DATE"), text)

    @cached_property
    def macros(self) -> dict[str, str]:
        """The functions of ours that the texts use, by head: what each is."""
        found = dict(re.findall(r"CREATE MACRO (\w+\([^)]*\)) AS (.*?);", statement("schema"), flags=re.S))
        return {**found, "prompt_beyond(prompt)": prompt_beyond(self._prices)}

    def _tables(self) -> str:
        return f"asked AS ({_rows_of('requests', self.requests)}), told_sessions AS ({_rows_of('sessions', self.sessions)})"

    def _every_day(self) -> list[date]:
        first, last = self.days or (self.as_of, self.as_of)
        within = [first + timedelta(days=at) for at in range((last - first).days + 1)]
        return within if first <= self.as_of <= last else [*within, self.as_of]

    @cached_property
    def _prices(self) -> list[dict[str, object]]:
        """The prices of every model over its days; `number` stands for the model of the book."""
        by_model = {model: _spans([row_of(model, day) for day in self._every_day()]) for model in self.models}
        ids = dict.fromkeys(str(row["id"]) for rows in by_model.values() for row in rows)
        numbers = {name: place for place, name in enumerate(ids)}
        return [{**row, "number": numbers[str(row["id"])]} for rows in by_model.values() for row in rows]

    def _rates(self) -> list[dict[str, object]]:
        return _spans([rates_of(day) for day in self._every_day()])
