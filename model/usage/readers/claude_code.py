"""Claude Code's own files: a folder of sessions with their sub-agents, read by DuckDB itself.

Counts are the API's own (input without cache). One reply stands on several lines and, after a fork, in several files; SQL
keeps it once. Sub-agents' files are always read. What the program says a session cost is in dollars, a check only.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import DecodeError, json

from model.usage.counting import API
from model.usage.readers import Context, Format
from model.usage.records.common import moment
from model.usage.row_store import RowStore, statement
from model.usage.sink import Sink, counted
from model.usage.source_bytes import MOST_BYTES_OF_A_LINE, SourceFile, Unreadable, files_under

NAME = "claude-code"
_BATCH_BYTES = 256 * 2**20
_HEAD = 32 * 1024
_DATED = re.compile(rb'"timestamp"\s*:\s*"([^"]{10,40})"')
_LINES_LOOKED_AT = 20
_LONG = 100_000
_LINES = re.compile(rb'"(sessionId|parentUuid|isSidechain)"\s*:')


def sniff(source: SourceFile) -> bool:
    """Whether a file has lines of Claude Code, or a folder holds such a file."""
    if not source.is_folder:
        return _sniff(source)
    files, _ = files_under(source)
    return any(_sniff(SourceFile(path)) for path in _sessions(files)[:40])


def _sniff(source: SourceFile) -> bool:
    try:
        head = source.head
    except Unreadable:
        return False
    return any(_is_line(line) for line in head.split(b"\n")[:_LINES_LOOKED_AT])


def _is_line(line: bytes) -> bool:
    """Whether a line is an object with a kind and a session; of one that is longer than the head, its beginning tells."""
    if _LINES.search(line) is None or b'"type"' not in line:
        return False
    try:
        return isinstance(json.decode(line), dict)
    except (DecodeError, RecursionError):
        return len(line) > _LONG and line.lstrip()[:1] == b"{"


def _sessions(files: Sequence[Path]) -> list[Path]:
    return [path for path in files if path.name.endswith((".jsonl", ".jsonl.gz")) and path.name != "journal.jsonl"]


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Read all folders and files together, so that copies of a reply find each other."""
    store = sources[0][1].store
    store.script("claude_tables")
    files = _ordered(sources)
    store.load(
        "claude_files_in",
        {"path": "VARCHAR", "rank": "INTEGER", "begins": "TIMESTAMP"},
        [{"path": str(path), "rank": rank, "begins": begins} for rank, (begins, path, _) in enumerate(files)],
    )
    store.run("INSERT INTO claude_files SELECT * FROM claude_files_in")
    for batch in _batches(files, store):
        _read_batch(store, batch)
    store.script("claude_replies")
    store.script("claude_sessions")
    _account(store, sources[0][1])


def _ordered(sources: Sequence[tuple[SourceFile, Sink]]) -> list[tuple[datetime | None, Path, Sink]]:
    """Every readable file, those that began first before their copies; a file without a date comes last."""
    found: list[tuple[tuple[datetime, float, str], datetime | None, Path, Sink]] = []
    for source, sink in sources:
        for path in _paths(source, sink):
            try:
                with SourceFile(path).open() as file:
                    head = file.read(_HEAD)
                changed = path.stat().st_mtime
            except (Unreadable, OSError, EOFError, zlib.error):
                sink.skip("file without permission to read it or damaged")
                continue
            if not head.strip():
                sink.skip("empty file")
                continue
            dated = _DATED.search(head)
            begins = moment(dated.group(1).decode("ascii", "replace")) if dated else None
            found.append(((begins or datetime.max, changed, str(path)), begins, path, sink))
    return [(begins, path, sink) for _, begins, path, sink in sorted(found, key=lambda each: each[0])]


def _paths(source: SourceFile, sink: Sink) -> list[Path]:
    if source.path is None:  # stdin
        kept = sink.store.folder / "stdin.jsonl"
        with source.open() as file:
            kept.write_bytes(file.read())
        return [kept]
    if not source.is_folder:
        agents = source.path.with_suffix("") / "subagents"  # a session's sub-agents are always read with it
        return [source.path, *_sessions(sorted(agents.rglob("*.jsonl")))]
    files, refused = files_under(source)
    for reason in refused:
        sink.skip(f"folder: {reason}")
    return _sessions(files)


Files = list[tuple[str, int, Sink]]


def _batches(files: Sequence[tuple[datetime | None, Path, Sink]], store: RowStore) -> Iterator[Files]:
    batch: Files = []
    size = 0
    for rank, (_, path, sink) in enumerate(files):
        bytes_of = path.stat().st_size
        given = str(path)
        if bytes_of > MOST_BYTES_OF_A_LINE and path.suffix != ".gz":
            given = _without_long_lines(path, rank, sink, store)
        batch.append((given, bytes_of, sink))
        size += bytes_of
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _without_long_lines(path: Path, rank: int, sink: Sink, store: RowStore) -> str:
    """The file itself, or a copy without the lines that no reader could hold."""
    if not _has_long_line(path):
        return str(path)
    kept = store.folder / f"kept-{rank}.jsonl"
    with kept.open("wb") as out:
        for _, line in SourceFile(path).lines():
            if line is None:
                sink.skip("line too long")
            else:
                out.write(line + b"\n")
    store.run(
        "INSERT INTO claude_files SELECT ?, rank, begins FROM claude_files WHERE path = ?", [str(kept), str(path)]
    )
    return str(kept)


def _has_long_line(path: Path) -> bool:
    import mmap

    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        place = 0
        while len(view) - place > MOST_BYTES_OF_A_LINE:
            end = view.rfind(b"\n", place, place + MOST_BYTES_OF_A_LINE + 1)
            if end < place:
                return True
            place = end + 1
    return False


def _read_batch(store: RowStore, batch: Files) -> None:
    """All files of a batch at once; one by one where one of them cannot be read."""
    import duckdb

    try:
        store.run(statement("claude_lines"), {"files": [path for path, _, _ in batch]})
    except duckdb.Error:
        if len(batch) == 1:
            batch[0][2].skip("damaged file")
        else:
            for each in batch:
                _read_batch(store, [each])
            return
    for _, size, sink in batch:
        sink.advance(size)


def _account(store: RowStore, sink: Sink) -> None:
    """Say what was kept, dropped and unknown."""
    kept, records, retries, reused, old, lost, unsplit, steps = store.rows(
        "SELECT count(*), coalesce(sum(records), 0), count(*) FILTER (WHERE variant <> '' AND NOT starts_with(variant, 'began ')), "
        "count(*) FILTER (WHERE starts_with(variant, 'began ')), count(*) FILTER (WHERE old), "
        "count(*) FILTER (WHERE old AND sure_output IS NULL), "
        "coalesce(sum(greatest(0, coalesce(written, 0) - coalesce(written_5m, 0) - coalesce(written_1h, 0))), 0), "
        "count(*) FILTER (WHERE iterations IS NOT NULL) FROM claude_counted"
    )[0]
    sink.told.rows += kept
    sink.convention(API, kept)
    sink.skip("further record of a reply that is counted already", int(records) - kept)
    damaged, without, failed, nameless = store.rows(
        "SELECT count(*) FILTER (WHERE damaged), "
        "count(*) FILTER (WHERE is_reply AND NOT has_usage), "
        "count(DISTINCT reply_id) FILTER (WHERE is_reply AND model = '<synthetic>'), "
        "count(*) FILTER (WHERE is_reply AND has_usage AND reply_id IS NULL) FROM claude_lines"
    )[0]
    sink.skip("cut or damaged line", damaged)
    sink.skip("reply without a usage record: no usage found", without)
    sink.skip("failed request without tokens", failed)
    sink.skip("usage record without an id", nameless)
    if retries:
        sink.note(f"{retries:,} replies have the same id under different request ids: retries, each counted")
    if reused:
        sink.note(
            f"{reused:,} replies have an id that another session used before, and no request id: other replies, each counted"
        )
    if old:
        sink.note(
            f"{old:,} replies were written by versions before 2.1.97, whose output counts are those of a stream's start: "
            + (f"unknown for {lost:,}, a floor for the others" if 0 < lost < old else "unknown" if lost else "a floor")
        )
    if steps:
        sink.note(f"{steps:,} replies were priced step by step (compaction, advisors)")
    if unsplit:
        sink.note(f"{int(unsplit):,} tokens were written to a cache of unknown lifetime")
    odd = store.rows(
        "SELECT speed FROM claude_counted WHERE speed NOT IN ('standard', 'fast', 'normal') "
        "UNION ALL SELECT tier FROM claude_counted WHERE tier NOT IN ('standard', 'batch', 'priority')"
    )
    if odd:
        sink.note(f"words not known here, priced as standard: {counted(str(word)[:20] for (word,) in odd)}")
    for (backwards,) in store.rows("SELECT count(*) FROM claude_backwards"):
        if backwards:
            sink.note(f"{backwards:,} sessions have lines older than their first: a clock that ran backwards")
    for (usd,) in store.rows("SELECT sum(list_usd) FROM sessions WHERE source = 'claude-code'"):
        sink.reported(usd)


FORMATS = (Format(NAME, "Claude Code's folder of sessions", sniff, read_all),)
