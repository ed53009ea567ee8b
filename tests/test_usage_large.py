"""A generated folder with copies, forks and sub-agents: the same totals as one hand-written statement, and a cap on memory."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest
from usage import alike, measured

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

from bench_usage_tables import tables
from usage_folder import folder


def test_totals_equal_one_statement_over_the_same_files(tmp_path: Path) -> None:
    replies = folder(tmp_path, 4)
    whole = measured(tmp_path).totals
    row = duckdb.execute(
        "SELECT count(*), sum(fresh), sum(output) FROM (SELECT json->>'$.message.id' AS id, "
        "max((json->>'$.message.usage.input_tokens')::BIGINT) AS fresh, max((json->>'$.message.usage.output_tokens')::BIGINT) AS output "
        f"FROM read_json_objects('{tmp_path}/**/*.jsonl', format = 'newline_delimited') WHERE json->>'$.type' = 'assistant' GROUP BY 1)"
    ).fetchone()
    assert (whole.requests, whole.tokens.fresh, whole.tokens.output) == row
    assert whole.requests == replies


def test_memory_is_capped_and_what_does_not_fit_spills() -> None:
    from model.usage.row_store import RowStore

    with RowStore("64MB") as store:
        limit, folder_ = store.rows("SELECT current_setting('memory_limit'), current_setting('temp_directory')")[0]
        assert limit.startswith("61.")  # 64 MB in MiB
        assert folder_.startswith(str(store.folder))
        found = store.rows("SELECT count(*) FROM (SELECT i, md5(i::VARCHAR) AS h FROM range(1500000) r(i) ORDER BY h)")
        assert found == [(1_500_000,)]
    assert not store.folder.exists()


def test_large_tables_are_kept_in_a_file_and_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a size on the store is a file, which is gone afterwards; every figure is that of the store in memory, sums
    to 1e-9: several threads add up in any order."""
    from model.usage import row_store

    tables(tmp_path, 2_000)
    small = measured(tmp_path)
    monkeypatch.setattr(row_store, "ON_DISK_FROM_BYTES", 1_000)
    found = measured(tmp_path)
    alike(found, small)
    with row_store.RowStore(table_bytes=1_000) as store:
        assert (store.folder / "rows.duckdb").exists()
    assert not store.folder.exists()
