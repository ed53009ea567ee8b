"""Results of the Agent SDK: running totals of a session, of which the last holds.

`modelUsage` and `total_cost_usd` carry the session's whole past, over resume, continue and fork: a fork begins at its
parent's total, which is taken off again where that total was read too. A total below the one before it in the same session
comes from an older SDK (up to 0.2.156), whose resumed process began at 0: then both count. `num_turns` is no number of
requests, and the messages in between are never added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from model.usage import rows
from model.usage.counting import API, Counts, api_counts, split_writes
from model.usage.readers import Context, Format
from model.usage.readers.documents import documents, entries, first_entry
from model.usage.records.agent_sdk import ModelUsage, Result
from model.usage.records.common import read
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

NAME = "agent-sdk-result"
_KINDS = (
    "inputTokens", "outputTokens", "cacheReadInputTokens", "cacheCreationInputTokens",
    "cacheCreationEphemeral5mInputTokens", "cacheCreationEphemeral1hInputTokens", "webSearchRequests",
)  # fmt: skip
Totals = dict[str, dict[str, int | None]]


class ResultRow(Struct, frozen=True):
    """One result: its session, its running totals by model, this query's own main-loop tokens."""

    result: Result
    totals: Totals
    sink: Sink


def sniff(source: SourceFile) -> bool:
    """Whether a file has result messages, alone or among a stream of messages."""
    if source.is_folder:
        return False
    try:
        first = first_entry(source)
        if first.get("type") == "result" and "session_id" in first:
            return True
        return first.get("type") == "system" and b'"result"' in source.head and b"total_cost_usd" in source.head
    except Unreadable:
        return False


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Read every result, then write each session's own part once."""
    found: dict[str, list[ResultRow]] = {}
    for source, sink in sources:
        for _, value in documents(source, sink):
            for entry in entries(value):
                _take(found, sink, entry)
    ends = [rows_[-1].totals for rows_ in found.values()] + [row.totals for rows_ in found.values() for row in rows_]
    for session_id, taken in found.items():
        _write(session_id, taken, ends)


def _take(found: dict[str, list[ResultRow]], sink: Sink, entry: object) -> None:
    result = read(Result, entry)
    if result is None or result.type != "result":
        sink.skip("message that is no result (its counts are partial)")
        return
    if result.session_id is None:
        sink.skip("result without a session")
        return
    sink.told.rows += 1
    totals = {model: _numbers(usage) for model, usage in (result.model_usage or {}).items()}
    found.setdefault(result.session_id, []).append(ResultRow(result, totals, sink))


def _numbers(usage: ModelUsage) -> dict[str, int | None]:
    return {kind: getattr(usage, kind) for kind in _KINDS}


def _write(session_id: str, taken: Sequence[ResultRow], ends: Sequence[Totals]) -> None:
    sink, last = taken[-1].sink, taken[-1].result
    if not any(row.totals for row in taken):
        _write_queries(session_id, taken)
    else:
        base = _parent(taken[0], [end for end in ends if end not in [row.totals for row in taken]])
        if base is not None:
            sink.note("forked sessions: what their parents had used before is counted there, once")
        for model, own in _own(taken, base or {}).items():
            sink.convention(API)
            short, long, rest = split_writes(
                own["cacheCreationInputTokens"], own["cacheCreationEphemeral5mInputTokens"],
                own["cacheCreationEphemeral1hInputTokens"],
            )  # fmt: skip
            counts = Counts(own["inputTokens"], own["cacheReadInputTokens"], short, long, rest, own["outputTokens"])
            sink.keep(
                rows.Request(
                    source=NAME, session_id=session_id, model=model, convention=API, level=rows.SESSION,
                    stands_for=None, searches=own["webSearchRequests"], **counts.columns(),
                )
            )  # fmt: skip
        if base is None:
            sink.reported(last.total_cost_usd)
    guessed = [each.costBasis for row in taken for each in (row.result.model_usage or {}).values()]
    if "unknown" in guessed:
        sink.note("some costs in the file are guesses at another model's price; they are not used")
    durations = [row.result.duration_ms for row in taken if row.result.duration_ms is not None]
    sink.keep(
        rows.Session(
            source=NAME, session_id=session_id, status=last.subtype,
            active_seconds=sum(durations) / 1000.0 if durations else None, list_usd=last.total_cost_usd,
            clock="estimated" if durations else None,
        )
    )  # fmt: skip
    sink.note("results carry no dates: they are priced on the day of the measurement and belong to no week")


def _write_queries(session_id: str, taken: Sequence[ResultRow]) -> None:
    """Without totals by model only each query's main loop is known, and not its model: a floor."""
    for row in taken:
        if row.result.usage is None:
            row.sink.skip("result without usage: unknown")
            continue
        row.sink.note("results without usage by model: only the main loop is known, its model is not")
        row.sink.keep(
            rows.Request(
                source=NAME, session_id=session_id, convention=API, stands_for=None, floor=True, level=rows.SESSION,
                **api_counts(row.result.usage).columns(),
            )
        )  # fmt: skip


def _own(taken: Sequence[ResultRow], base: Totals) -> Totals:
    """What a session used itself: the last of its running totals less the parent's, plus each total that began anew."""
    before: Totals = base
    own: Totals = {}
    for row in taken:
        anew = any(_less(row.totals.get(model, {}), numbers) for model, numbers in before.items())
        if anew:
            row.sink.note("totals that begin at 0 again in one session: an older SDK, both count")
        reference = {} if anew else before
        for model, numbers in row.totals.items():
            held = own.setdefault(model, dict.fromkeys(_KINDS))
            for kind, value in numbers.items():
                if value is not None:
                    held[kind] = (held[kind] or 0) + value - (reference.get(model, {}).get(kind) or 0)
        before = row.totals
    return own


def _less(numbers: Mapping[str, int | None], before: Mapping[str, int | None]) -> bool:
    return any((numbers.get(kind) or 0) < (value or 0) for kind, value in before.items())


def _parent(first: ResultRow, ends: Sequence[Totals]) -> Totals | None:
    """The total of another session at which this one began: what is left then is exactly this query's own usage."""
    if first.result.usage is None:
        return None
    usage = api_counts(first.result.usage)
    written = sum(value or 0 for value in (usage.write_5m, usage.write_1h, usage.unsplit))
    own = (usage.fresh or 0, usage.output or 0, usage.read or 0, written)
    whole = _sums(first.totals)
    if whole == own:
        return None
    fitting = (end for end in ends if tuple(a - b for a, b in zip(whole, _sums(end), strict=True)) == own)
    return next(fitting, None)


def _sums(totals: Totals) -> tuple[int, int, int, int]:
    fresh, output, read_, written = (sum(numbers.get(kind) or 0 for numbers in totals.values()) for kind in _KINDS[:4])
    return fresh, output, read_, written


FORMATS = (Format(NAME, "results of the Agent SDK", sniff, read_all),)
