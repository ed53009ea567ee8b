"""A CSV of the team's own, through a mapping that a person confirmed and the profile keeps (`[usage.columns]`).

The mapping names, for each canonical column, the column of the file. Columns of a file are never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from model.usage import rows
from model.usage.counting import API
from model.usage.readers import Context, Format
from model.usage.readers.tables import columns_of, rows_of
from model.usage.records.common import amount, moment, whole, words
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

NAME = "csv"
_COUNTS = (
    "fresh_tokens", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "cache_write_tokens",
    "output_tokens", "searches",
)  # fmt: skip
_TEXTS = ("session_id", "request_id", "agent", "model", "speed", "region")
COLUMNS = (*_TEXTS, "at", *_COUNTS, "usd", "list_usd", "billed_usd", "axis", "active_seconds")


def sniff(source: SourceFile) -> bool:  # noqa: ARG001 - one signature for all
    """Never by itself: what a column means is the team's to say."""
    return False


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:
    """Each row becomes a request, or a charge where the mapping names money and no tokens."""
    mapping = context.columns or {}
    unknown = [name for name in mapping if name not in COLUMNS]
    if not mapping or unknown:
        known = ", ".join(COLUMNS)
        said = f"{unknown[0]!a} is none of them" if unknown else "none is given"
        raise Unreadable(f"a CSV needs a mapping of columns ({known}); {said}: --column output_tokens=Output")
    for source, sink in sources:
        missing = sorted(set(mapping.values()) - set(columns_of(source)))
        if missing:
            raise Unreadable(f"no column {missing[0]!a} in the file")
        for entry in rows_of(source, sink):
            _take({name: entry.get(column) for name, column in mapping.items()}, sink)


def _take(entry: dict[str, Any], sink: Sink) -> None:
    at = moment(entry.get("at")) if entry.get("at") else None
    if not any(name in entry for name in _COUNTS):
        billed, listed = amount(entry.get("billed_usd")), amount(entry.get("list_usd"))
        if billed is None and listed is None:
            sink.skip("row without a number")
            return
        sink.add(
            rows.BillLine(
                source=NAME, starts_at=at, agent=words(entry.get("agent")), session_id=words(entry.get("session_id")),
                axis=words(entry.get("axis")), model=words(entry.get("model")), list_usd=listed, billed_usd=billed,
                effective_usd=billed,
            )
        )  # fmt: skip
        return
    counts = {name: whole(entry.get(name)) for name in _COUNTS if name in entry}
    if all(value is None for value in counts.values()):
        sink.skip("row without a number")
        return
    texts = {name: words(entry.get(name)) for name in _TEXTS if name in entry}
    sink.convention(API)
    sink.add(rows.Request(source=NAME, at=at, convention=API, usd=amount(entry.get("usd")), **texts, **counts))  # type: ignore[arg-type]


FORMATS = (Format(NAME, "a CSV through a mapping", sniff, read_all, together=False),)
