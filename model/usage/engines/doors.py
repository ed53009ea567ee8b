"""The ways in: an engine by what somebody types, opened for reading alone, its session in UTC.

DuckDB is opened by itself; every other engine through Ibis, which knows its types, its way of connecting and of fetching.
A password is never part of what is shown or said.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from model.usage.engines.dialects import columns_of, said_in
from model.usage.row_store import MEMORY_LIMIT, quoted
from model.usage.source_bytes import Unreadable

SCHEMES = {
    "postgres": "postgres",
    "postgresql": "postgres",
    "bigquery": "bigquery",
    "snowflake": "snowflake",
    "spark": "spark",
    "duckdb": "duckdb",
}
"""What an engine's name begins with, and the dialect it speaks."""
WANTED = (
    "postgres://HOST/DATABASE, duckdb:FILE, spark, bigquery://PROJECT/DATASET or snowflake://ACCOUNT/DATABASE/SCHEMA"
)
_READ_ONLY: Mapping[str, Mapping[str, Any]] = {
    "postgres": {"options": "-c default_transaction_read_only=on"},
    "snowflake": {"create_object_udfs": False, "session_parameters": {"TIMEZONE": "UTC"}},
}  # fmt: skip
_KINDS = (
    ("is_integer", "integer"),
    ("is_numeric", "number"),
    ("is_string", "text"),
    ("is_boolean", "boolean"),
    ("is_timestamp", "time"),
    ("is_date", "time"),
)


class Door(Protocol):
    """An open engine."""

    shown: str
    dialect: str

    def columns(self, table: str, /) -> dict[str, str]:
        """The columns of a table with what they hold (see `composing.as_canonical`); raises `Unreadable`."""

    def ask(self, text: str, macros: Mapping[str, str], tables: Mapping[str, str], /) -> list[dict[str, Any]]:
        """Every row of a statement in DuckDB's words, by column name; raises `Unreadable`."""

    def close(self) -> None:
        """Leave."""


def shown(name: str) -> str:
    """An engine's name without user, password and parameters."""
    if "://" not in name:
        return name
    parts = urlsplit(name)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def opened(name: str) -> Door:
    """The engine of this name; raises `Unreadable` with what to do about it."""
    scheme = re.split(r"[:/]", name, maxsplit=1)[0]
    dialect = SCHEMES.get(scheme)
    if dialect is None or (scheme != "spark" and ":" not in name):
        raise Unreadable(f"no engine known here; name one of {WANTED}")
    if dialect == "duckdb":
        return DuckDBDoor(name.partition(":")[2].removeprefix("//"))
    return IbisDoor(name, dialect)


class DuckDBDoor:
    """A file of DuckDB, opened for reading."""

    dialect = "duckdb"

    def __init__(self, file: str) -> None:
        import duckdb

        self.shown = f"duckdb:{file}"
        if not Path(file).expanduser().is_file():
            raise Unreadable("no such file")
        try:
            self._open = duckdb.connect(str(Path(file).expanduser()), read_only=True)
            self._open.execute("SET TimeZone = 'UTC'")
            self._open.execute("SET enable_progress_bar = false")
            self._spill = tempfile.TemporaryDirectory(prefix="switchpoint-usage-")
            self._open.execute(f"SET temp_directory = '{quoted(self._spill.name)}'")
            self._open.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
            self._open.execute("SET preserve_insertion_order = false")
        except duckdb.Error as error:
            raise Unreadable(_why(error)) from None

    def columns(self, table: str) -> dict[str, str]:
        """The columns of a table."""
        import duckdb

        try:
            return {row[0]: _of_duckdb(row[1]) for row in self._open.execute(f"DESCRIBE {table}").fetchall()}
        except duckdb.Error as error:
            raise Unreadable(_why(error)) from None

    def ask(self, text: str, macros: Mapping[str, str], tables: Mapping[str, str]) -> list[dict[str, Any]]:
        """Every row."""
        import duckdb

        try:
            found = self._open.execute(said_in(self.dialect, text, macros, tables))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error as error:
            raise Unreadable(_why(error)) from None

    def close(self) -> None:
        """Leave."""
        self._open.close()
        self._spill.cleanup()


class IbisDoor:
    """Any other engine, through Ibis."""

    def __init__(self, name: str, dialect: str) -> None:
        self.shown, self.dialect = shown(name), dialect
        self._secret = urlsplit(name).password if "://" in name else None
        try:
            import ibis
        except ImportError:
            raise Unreadable("this needs Ibis: pip install 'switchpoint[engines]'") from None
        self._ibis = ibis
        try:
            self._open = _spark(ibis) if dialect == "spark" else ibis.connect(name, **_READ_ONLY.get(dialect, {}))
        except Exception as error:  # every engine has errors of its own
            raise self._unreadable(error) from None

    def columns(self, table: str) -> dict[str, str]:
        """The columns of a table."""
        *place, name = [part.strip('"`') for part in table.split(".")]
        try:
            schema = self._open.table(
                name, database=tuple(place) if len(place) > 1 else place[0] if place else None
            ).schema()
        except Exception as error:
            raise self._unreadable(error) from None
        return {column: _of_ibis(type_) for column, type_ in schema.items()}

    def ask(self, text: str, macros: Mapping[str, str], tables: Mapping[str, str]) -> list[dict[str, Any]]:
        """Every row; few hundred of them."""
        kinds = columns_of(text)
        types = {"text": "string", "date": "date", "whole": "int64", "number": "float64"}
        schema = self._ibis.schema({name: types[kind] for name, kind in kinds.items()})
        try:
            query = self._open.sql(said_in(self.dialect, text, macros, tables), schema=schema)
            rows: list[dict[str, Any]] = query.to_pyarrow().to_pylist()
        except Exception as error:
            raise self._unreadable(error) from None
        return rows

    def close(self) -> None:
        """Leave."""
        self._open.disconnect()

    def _unreadable(self, error: Exception) -> Unreadable:
        said = _why(error)
        return Unreadable(said.replace(self._secret, "…") if self._secret else said)


def _spark(ibis: Any) -> Any:
    """The session that this machine's configuration of Spark describes, in UTC."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("switchpoint").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    return ibis.pyspark.connect(session)


def _of_duckdb(type_: str) -> str:
    if "INT" in type_:
        return "integer"
    if type_ in ("DOUBLE", "FLOAT") or type_.startswith("DECIMAL"):
        return "number"
    return {"VARCHAR": "text", "BOOLEAN": "boolean", "DATE": "time"}.get(
        type_, "zoned" if "ZONE" in type_ else "time" if type_.startswith("TIMESTAMP") else "other"
    )


def _of_ibis(type_: Any) -> str:
    if type_.is_timestamp() and type_.timezone is not None:
        return "zoned"
    return next((kind for asked, kind in _KINDS if getattr(type_, asked)()), "other")


def _why(error: Exception) -> str:
    """The first line of an error, short."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
