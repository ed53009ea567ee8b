"""Tables that have the canonical columns already: Parquet, CSV or lines of JSON, read by DuckDB itself.

Columns are matched by name and cast to their declared types; what a table lacks is unknown. Any other Parquet file goes to
the reader that knows its columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.usage.readers import Context, Format
from model.usage.readers.tables import columns_of, is_parquet
from model.usage.sink import Sink
from model.usage.sources import Source, Unreadable
from model.usage.store import quoted

NAME = "parquet"
_MARKS = {
    "requests": {"fresh_tokens", "output_tokens"},
    "sessions": {"session_id", "started_at", "active_seconds"},
    "charges": {"axis", "billed_usd", "starts_at"},
    "hours": {"day", "kind", "hours", "source"},
}


_SOURCE = {"source": f"'{NAME}'"}
_DEFAULTS = {
    "requests": {"part": "0", "level": "0", "failed": "false", "floor": "false", "stands_for": "1", **_SOURCE},
    "sessions": _SOURCE, "charges": _SOURCE, "hours": _SOURCE,
}  # fmt: skip
"""What rows need beyond the contract, where a table does not have it."""


def table_of(columns: Sequence[str]) -> str | None:
    """Which canonical table these columns are, if any."""
    names = set(columns)
    return next((table for table, marks in _MARKS.items() if marks <= names), None)


def sniff(source: Source) -> bool:
    """Whether a file is a table with canonical columns."""
    return table_of(columns_of(source)) is not None


def read_all(sources: Sequence[tuple[Source, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Insert every row by column name."""
    import duckdb

    for source, sink in sources:
        columns = columns_of(source)
        table = table_of(columns)
        if table is None or source.path is None:
            raise Unreadable("no table with the columns of sessions, requests, charges or hours")
        store = sink.store
        known = dict(
            store.rows("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ?", [table])
        )
        taken = [name for name in columns if name in known]
        for name in columns:
            if name not in known:
                sink.told.unknown_fields[name] += 1
        path = quoted(str(source.path))
        scan = (
            f"read_parquet('{path}')"
            if is_parquet(source)
            else f"read_csv('{path}', all_varchar = true, nullstr = ['', 'NULL'])"
        )
        values = [f'try_cast("{name}" AS {known[name]})' for name in taken]
        extra = {name: value for name, value in _DEFAULTS[table].items() if name not in taken}
        names = ", ".join(f'"{name}"' for name in (*taken, *extra))
        chosen = ", ".join((*values, *extra.values()))
        before = store.rows(f"SELECT count(*) FROM {table}")[0][0]
        try:
            store.run(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {scan}")
        except duckdb.Error:
            raise Unreadable("a damaged table") from None
        sink.told.rows += store.rows(f"SELECT count(*) FROM {table}")[0][0] - before
        sink.advance(source.size)


FORMATS = (Format(NAME, "a table with the canonical columns", sniff, read_all, together=False),)
