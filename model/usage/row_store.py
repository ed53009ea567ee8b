"""Where canonical rows live: an embedded DuckDB in a folder of its own that is gone afterwards.

The SQL is ours and stands in the files of `sql`. Memory is capped; what does not fit spills into the folder. Times are
UTC. Rows come in as lines of JSON with declared columns: that is much faster than one INSERT a row.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import json

from model.usage.rows import TABLES, Row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "512MB"
"""What DuckDB may hold; the process stays under 1 GiB with it, whatever the size of the files."""

ON_DISK_FROM_BYTES = 150 * 2**20
"""Bytes of Parquet (about eight million requests) from which on tables are kept in a file, where they are packed. In memory they are
faster as long as they fit; beyond that they would go to the disk and back as they are."""

MOST_ROWS_AT_ONCE = 50_000


class QueryEngine(Protocol):
    """Where the questions go: the store of this process, or an engine that has the rows."""

    def records(self, name: str, parameters: Mapping[str, object] | None = None, /) -> list[dict[str, Any]]:
        """Every row of the query in ``sql/<name>.sql``, by column name."""


class RowStore:
    """An embedded database with the canonical tables; a context manager that removes everything it wrote.

    table_bytes: how many bytes of Parquet will be read, which decides where the tables are kept.
    """

    def __init__(self, memory_limit: str = MEMORY_LIMIT, table_bytes: int = 0) -> None:
        import duckdb

        self.folder = Path(tempfile.mkdtemp(prefix="switchpoint-usage-"))
        self._waiting: dict[type[Row], list[Row]] = {}
        self._scans: dict[str, Callable[[], None]] = {}
        try:
            kept = str(self.folder / "rows.duckdb") if table_bytes >= ON_DISK_FROM_BYTES else ":memory:"
            self.connection: DuckDBPyConnection = duckdb.connect(kept)
            self.run("SET TimeZone = 'UTC'")
            self.run("SET enable_progress_bar = false")
            self.run(f"SET memory_limit = '{memory_limit}'")
            self.run(f"SET temp_directory = '{quoted(str(self.folder / 'spill'))}'")
            self.script("schema")
            self.view()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def __enter__(self) -> RowStore:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the database and removes its folder, whatever happened."""
        self.close()

    def close(self) -> None:
        """Close the database and remove its folder."""
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, sql: str, parameters: object = None) -> None:
        """Run one statement for its effect."""
        self._executed(sql, parameters)

    def rows(self, sql: str, parameters: object = None) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        self.flush()
        return self._executed(sql, parameters).fetchall()

    def records(self, name: str, parameters: object = None) -> list[dict[str, Any]]:
        """Every row of the query in ``sql/<name>.sql``, by column name."""
        self.flush()
        found = self._executed(statement(name), parameters)
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    def _executed(self, sql: str, parameters: object = None) -> DuckDBPyConnection:
        """Execute; Ctrl+C during a query is a RuntimeError of DuckDB and becomes what it is everywhere else."""
        try:
            return self.connection.execute(sql, parameters)
        except RuntimeError as error:
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from None
            raise

    def scan(self, select: str, damaged: Callable[[], None]) -> None:
        """Count the rows of a query of the canonical columns of `requests` among the requests, without copying them.

        damaged: told where the rows turn out not to be readable, which only reading them shows.
        """
        self._scans[select] = damaged
        self.view()

    def without_damaged(self) -> bool:
        """Leave out every query whose rows cannot be read; whether there was one."""
        import duckdb

        whole = len(self._scans)
        for select, damaged in tuple(self._scans.items()):
            try:
                self.run(f"SELECT max(hash(COLUMNS(*))) FROM ({select})")
            except duckdb.Error:
                del self._scans[select]
                damaged()
        self.view()
        return len(self._scans) < whole

    def view(self) -> None:
        """Make `asked`: all requests, those that were handed over and those that are read where they lie."""
        columns = ", ".join(f'"{name}"' for name in self.columns("requests"))
        selects = [f"SELECT {columns} FROM requests", *(f"SELECT {columns} FROM ({each})" for each in self._scans)]
        self.run(f"CREATE OR REPLACE VIEW asked AS {' UNION ALL '.join(selects)}")

    def columns(self, table: str) -> dict[str, str]:
        """The columns of a canonical table with their types."""
        return dict(
            self._executed(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ?", [table]
            ).fetchall()
        )

    def make(self, table: str, select: str, parameters: object = None) -> None:
        """Make a table of what the query in ``sql/<select>.sql`` gives."""
        self.flush()
        self._executed(f"CREATE OR REPLACE TABLE {table} AS {statement(select)}", parameters)

    def script(self, name: str) -> None:
        """Run all statements of ``sql/<name>.sql`` for their effect."""
        self.flush()
        self._executed(statement(name))

    def add(self, rows: Iterable[Row]) -> None:
        """Keep canonical rows; they are in the tables by the next query."""
        for row in rows:
            waiting = self._waiting.setdefault(type(row), [])
            waiting.append(row)
            if len(waiting) >= MOST_ROWS_AT_ONCE:
                self._insert(type(row))

    def flush(self) -> None:
        """Put every row that waits into its table."""
        for kind in tuple(self._waiting):
            self._insert(kind)

    def load(self, table: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> None:
        """Make a table of these columns (name to DuckDB type) and rows."""
        declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.run(f"CREATE OR REPLACE TEMP TABLE {table} ({declared})")
        if rows:
            self._insert_lines(table, dict(columns), [json.encode(row) for row in rows])

    def _insert(self, kind: type[Row]) -> None:
        waiting = self._waiting.pop(kind, [])
        if waiting:
            table = TABLES[kind]
            self._insert_lines(table, self.columns(table), [json.encode(row) for row in waiting])

    def _insert_lines(self, table: str, columns: Mapping[str, str], lines: Sequence[bytes]) -> None:
        spool = self.folder / "rows.jsonl"
        spool.write_bytes(b"\n".join(lines))
        declared = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        names = ", ".join(f'"{name}"' for name in columns)
        self.run(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM read_json('{quoted(str(spool))}', "
            f"format = 'newline_delimited', columns = {{{declared}}}, maximum_object_size = 67108864)"
        )
        spool.unlink()


def statement(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return files("model.usage").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def quoted(text: str) -> str:
    """A text inside single quotes of SQL."""
    return text.replace("'", "''")
