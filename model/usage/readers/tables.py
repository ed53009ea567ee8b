"""Rows of a table whatever its file: CSV (gzip too) or Parquet, by column name, text as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import DecodeError, json

from model.usage.row_store import quoted
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

_PARQUET = b"PAR1"
_AT_ONCE = 10_000


def is_parquet(source: SourceFile) -> bool:
    """Whether a file is Parquet."""
    if source.is_folder or source.path is None:
        return False
    try:
        with source.path.open("rb") as file:
            return file.read(4) == _PARQUET
    except OSError:
        return False


def columns_of(source: SourceFile) -> tuple[str, ...]:
    """The names of a table's columns; none where it is no table."""
    if source.is_folder:
        return ()
    if not is_parquet(source):
        try:
            return source.columns
        except Unreadable:
            return ()
    import duckdb

    try:
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT * FROM read_parquet('{quoted(str(source.path))}') LIMIT 0")
            return tuple(column[0] for column in found.description or ())
    except duckdb.Error:
        return ()


def rows_of(source: SourceFile, sink: Sink) -> Iterator[Mapping[str, Any]]:
    """Every row by column name; missing and literal NULL are None."""
    if not is_parquet(source):
        try:
            yield from source.table()
        except Unreadable as error:
            sink.skip(str(error))
        sink.advance(source.size)
        return
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        try:
            found = connection.execute(f"SELECT COLUMNS(*)::VARCHAR FROM read_parquet('{quoted(str(source.path))}')")
            names = [column[0] for column in found.description or ()]
            while rows := found.fetchmany(_AT_ONCE):
                for row in rows:
                    yield {
                        name: None if value in ("", "NULL") else value for name, value in zip(names, row, strict=True)
                    }
        except duckdb.Error:
            sink.skip("damaged Parquet file")
    sink.advance(source.size)


TAGS = ("agent", "workload", "app", "user_app", "service", "team", "project")
"""Tags that name a workload, the most telling first; a provider's prefix before a colon or underscore does not matter."""


def tagged(text: str | None) -> str | None:
    """The workload that the tags of a row name: a JSON object in a cell, whose values may be true."""
    if not text or not text.startswith("{"):
        return None
    try:
        tags = json.decode(text)
    except (DecodeError, RecursionError):
        return None
    if not isinstance(tags, dict):
        return None
    plain = {str(key).lower().split(":")[-1].removeprefix("user_"): value for key, value in tags.items()}
    return next((value for name in TAGS if isinstance(value := plain.get(name), str) and value), None)
