"""Tables that have the canonical columns already: Parquet, CSV or lines of JSON, read by DuckDB itself.

Columns are matched by name and cast to their declared types; what a table lacks is unknown. Any other Parquet file goes to
the reader that knows its columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.usage.readers import Context, Format
from model.usage.readers.tables import columns_of, is_parquet
from model.usage.row_store import quoted
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

NAME = "parquet"
_MARKS = {
    "requests": {"fresh_tokens", "output_tokens"},
    "sessions": {"session_id", "started_at", "active_seconds"},
    "charges": {"axis", "billed_usd", "starts_at"},
    "hours": {"day", "kind", "hours", "source"},
}


_WRITTEN = ("cache_write_5m_tokens", "cache_write_1h_tokens", "cache_write_tokens")
_SOURCE = {"source": f"'{NAME}'"}
DEFAULTS = {
    "requests": {"part": "0", "level": "0", "failed": "false", "stands_for": "1", **_SOURCE},
    "sessions": _SOURCE, "charges": _SOURCE, "hours": _SOURCE,
}  # fmt: skip
"""What rows need beyond the contract, where a table does not have it."""


def floor_of(columns: Mapping[str, str]) -> str:
    """Whether a request's counts may be too low, as SQL, from the expressions of the canonical columns there are: its own word,
    and true where nothing is said about a cache, since what is not said is not 0.
    """
    written = [columns[name] for name in _WRITTEN if name in columns]
    cache = [columns[name] for name in ("cache_read_tokens",) if name in columns]
    unsaid = f"({cache[0]}) IS NULL OR coalesce({', '.join(written)}, NULL) IS NULL" if cache and written else "true"
    return f"coalesce({columns['floor']}, {unsaid})" if "floor" in columns else f"({unsaid})"


def table_of(columns: Sequence[str]) -> str | None:
    """Which canonical table these columns are, if any."""
    names = set(columns)
    return next((table for table, marks in _MARKS.items() if marks <= names), None)


def sniff(source: SourceFile) -> bool:
    """Whether a file is a table with canonical columns."""
    return table_of(columns_of(source)) is not None


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Insert every row by column name."""
    import duckdb

    for source, sink in sources:
        columns = columns_of(source)
        table = table_of(columns)
        if table is None or source.path is None:
            raise Unreadable("no table with the columns of sessions, requests, charges or hours")
        try:
            sink.told.rows += _taken(source, sink, table, columns)
        except duckdb.Error:
            raise Unreadable("a damaged table") from None
        sink.advance(source.size)


def _taken(source: SourceFile, sink: Sink, table: str, columns: Sequence[str]) -> int:
    """Hand the rows over: requests in Parquet are read where they lie, everything else is copied. Returns their number."""
    store = sink.store
    known = store.columns(table)
    taken = [name for name in columns if name in known]
    sink.told.unknown_fields.update(name for name in columns if name not in known)
    path = quoted(str(source.path))
    parquet = is_parquet(source)
    scan = f"read_parquet('{path}')" if parquet else f"read_csv('{path}', all_varchar = true, nullstr = ['', 'NULL'])"
    types = {row[0]: row[1] for row in store.rows(f"DESCRIBE SELECT * FROM {scan}")}
    chosen = {name: _cast(name, types.get(name, ""), known[name]) for name in taken}
    chosen.update({name: value for name, value in DEFAULTS[table].items() if name not in taken})
    chosen.update(
        {name: f"coalesce({chosen[name]}, {value})" for name, value in DEFAULTS[table].items() if name in taken}
    )
    if table == "requests":
        chosen["floor"] = floor_of(chosen)
    if parquet and table == "requests":
        absent = {name: f"CAST(NULL AS {kind})" for name, kind in known.items() if name not in chosen}
        rows = int(store.rows(f"SELECT count(*) FROM {scan}")[0][0])

        def damaged() -> None:
            sink.told.rows -= rows
            sink.skip("row of a damaged table", rows)

        store.scan(f"SELECT {_listed({**chosen, **absent})} FROM {scan}", damaged)
        return rows
    before = store.rows(f"SELECT count(*) FROM {table}")[0][0]
    store.run(f"INSERT INTO {table} BY NAME SELECT {_listed(chosen)} FROM {scan}")
    if table == "sessions" and "session_id" in taken:
        sink.skip(
            "session id that repeats",
            store.rows(f"SELECT count({chosen['session_id']}) - count(DISTINCT {chosen['session_id']}) FROM {scan}")[0][
                0
            ],
        )
    return int(store.rows(f"SELECT count(*) FROM {table}")[0][0] - before)


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f'{value} AS "{name}"' for name, value in values.items())


def _cast(name: str, found: str, wanted: str) -> str:
    """The column as its declared type; a count that is no whole number, and an amount that is none, are unknown."""
    if found == wanted:
        return f'CASE WHEN isfinite("{name}") THEN "{name}" END' if wanted == "DOUBLE" else f'"{name}"'
    if wanted == "BIGINT" and "INT" not in found:
        return f'CASE WHEN try_cast("{name}" AS DOUBLE) = floor(try_cast("{name}" AS DOUBLE)) THEN try_cast("{name}" AS BIGINT) END'
    if wanted == "DOUBLE":
        return f'CASE WHEN isfinite(try_cast("{name}" AS DOUBLE)) THEN try_cast("{name}" AS DOUBLE) END'
    return f'try_cast("{name}" AS {wanted})'


FORMATS = (Format(NAME, "a table with the canonical columns", sniff, read_all, together=False),)
