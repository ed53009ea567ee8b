"""From names on a command line to rows in the store: which reader takes which file, and what could not be read.

A folder is read by the reader that knows it, else file by file. What nobody knows is counted and named; only where nothing
at all could be read is there no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from model.usage.readers import Context, Format, formats, looked_at
from model.usage.row_store import RowStore
from model.usage.sink import Sink, Told
from model.usage.source_bytes import SourceFile, Unreadable, files_under, source_of

Advance = Callable[[int], None]


class RefusedSource(Struct, frozen=True):
    """A source that could not be read, and why."""

    path: str
    why: str

    def sentence(self) -> str:
        """In one line."""
        return f"{self.path}: {self.why}"


class GatheredRows(Struct):
    """What was read from each source, in the order named, and what was refused."""

    told: list[Told]
    refused: list[RefusedSource]


def table_bytes(names: Sequence[str]) -> int:
    """How many of the bytes to read are Parquet, whose rows are counted where they lie."""
    return total_bytes(names, ".parquet")


def total_bytes(names: Sequence[str], ending: str = "") -> int:
    """How many bytes there are to read, for a progress bar; 0 for what has no size. ending: of files whose name ends so."""
    found = 0
    for name in names:
        try:
            source = source_of(name) if name != "-" else None
        except Unreadable:
            continue
        if source is None:
            continue
        found += (
            sum(path.stat().st_size for path in files_under(source)[0] if path.is_file() and path.name.endswith(ending))
            if source.is_folder
            else source.size * name.endswith(ending)
        )
    return found


def gather(
    store: RowStore, names: Sequence[str], format_name: str | None = None, context: Context | None = None,
    advance: Advance | None = None,
) -> GatheredRows:  # fmt: skip
    """Read every named source into the store."""
    groups: dict[str, list[tuple[SourceFile, Sink]]] = {}
    known = formats()
    gathered = GatheredRows([], [])
    for name in names:
        try:
            found = _chosen(source_of(name), known.get(format_name or ""), gathered)
        except Unreadable as error:
            gathered.refused.append(RefusedSource(name, str(error)))
            continue
        for source, chosen in found:
            sink = Sink(store, source.name, chosen.name, advance)
            gathered.told.append(sink.told)
            groups.setdefault(chosen.name, []).append((source, sink))
    for chosen_name, members in groups.items():
        _read(known[chosen_name], members, context or Context(), gathered)
    store.flush()
    return gathered


def _chosen(source: SourceFile, forced: Format | None, gathered: GatheredRows) -> list[tuple[SourceFile, Format]]:
    if forced is not None:
        return [(source, forced)]
    found = looked_at(source)
    if found is not None:
        return [(source, found), *(_others(source, found) if source.is_folder else ())]
    if not source.is_folder:
        raise Unreadable("no format known here; name it with --format, or map a CSV with --column")
    files, refused = files_under(source)
    gathered.refused.extend(RefusedSource(source.name, reason) for reason in refused)
    inside: list[tuple[SourceFile, Format]] = []
    for path in files:
        each = SourceFile(path)
        format_of = looked_at(each)
        if format_of is None:
            gathered.refused.append(RefusedSource(str(path), "no format known here"))
        else:
            inside.append((each, format_of))
    if not inside:
        raise Unreadable("no file of a known format in this folder")
    return inside


def _others(folder: SourceFile, found: Format) -> list[tuple[SourceFile, Format]]:
    """Files of other formats in a folder that a reader takes as a whole; one look does for files of one ending that lie
    together, as long as they are that reader's.
    """
    taken: set[tuple[Path, str]] = set()
    others: list[tuple[SourceFile, Format]] = []
    for path in files_under(folder)[0]:
        if (path.parent, path.suffix) in taken:
            continue
        each = SourceFile(path)
        format_of = looked_at(each)
        if format_of is not None and format_of.read is found.read:
            taken.add((path.parent, path.suffix))
        elif format_of is not None:
            others.append((each, format_of))
    return others


def _read(chosen: Format, members: list[tuple[SourceFile, Sink]], context: Context, gathered: GatheredRows) -> None:
    """Read all sources of a format together; one that breaks off is named, the others are read without it."""
    for source, sink in tuple(members):
        try:
            if not source.is_folder:
                source.head  # noqa: B018 - whether it can be opened at all
        except Unreadable as error:
            _refuse(source, sink, str(error), members, gathered)
    for part in [members] if chosen.together else [[member] for member in members]:
        if not part:
            continue
        try:
            chosen.read(part, context)
        except Unreadable as error:
            for source, sink in tuple(part):
                _refuse(source, sink, str(error), members, gathered)


def _refuse(
    source: SourceFile, sink: Sink, why: str, members: list[tuple[SourceFile, Sink]], gathered: GatheredRows
) -> None:
    if (source, sink) in members:
        members.remove((source, sink))
    gathered.refused.append(RefusedSource(source.name, why))
    if sink.told in gathered.told and not sink.told.rows:
        gathered.told.remove(sink.told)
