"""The organization's reports. Analytics and cost report are bills in fractional cents; usage reports are counts.

A page that says there are more pages is incomplete, and said so. Groups of people overlap and are left out. A day's total
beside its own lines is left out too. Claude Code's report has estimates and subscriptions: tokens count, the estimate is a
check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from model.usage import rows
from model.usage.counting import API, Counts, api_counts, searches_of, split_writes
from model.usage.readers import Context, Format
from model.usage.readers.documents import documents, entries, first_entry
from model.usage.records.admin import AnalyticsRow, Bucket, ClaudeCodeDay, CostResult, UsageResult
from model.usage.records.common import listed, read
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

ANALYTICS, COST, USAGE, CLAUDE_CODE = (
    "anthropic-analytics", "anthropic-cost-report", "anthropic-usage-report", "anthropic-claude-code",
)  # fmt: skip
AXES = {"tokens": "tokens", "web_search": "searches", "session_usage": "runtime", "code_execution": "tools"}


def _first(source: SourceFile) -> dict[str, Any]:
    if source.is_folder:
        return {}
    try:
        return first_entry(source)
    except Unreadable:
        return {}


def _result(source: SourceFile) -> dict[str, Any]:
    """The keys of all lines of the first buckets of a report."""
    value = _document(source)
    found: dict[str, Any] = {}
    for bucket in entries(value)[:50]:
        for result in listed(bucket.get("results")) if isinstance(bucket, dict) else ():
            if isinstance(result, dict):
                found.update(result)
    return found


def _document(source: SourceFile) -> Any:
    if source.is_folder:
        return None
    try:
        return source.first_document
    except Unreadable:
        return None


def sniff_analytics(source: SourceFile) -> bool:
    """Whether a file has rows with a group and a cost or a usage."""
    first = _first(source)
    return isinstance(first.get("group"), dict) and ("cost" in first or "usage" in first)


def sniff_cost(source: SourceFile) -> bool:
    """Whether a file has buckets whose lines are amounts."""
    return "amount" in (found := _result(source)) and "currency" in found


def sniff_usage(source: SourceFile) -> bool:
    """Whether a file has buckets whose lines are tokens."""
    return "uncached_input_tokens" in _result(source)


def sniff_claude_code(source: SourceFile) -> bool:
    """Whether a file has days of actors with tokens by model."""
    return "model_breakdown" in _first(source)


def _pages(sources: Sequence[tuple[SourceFile, Sink]]) -> Iterator[tuple[Sink, Any]]:
    for source, sink in sources:
        for _, value in documents(source, sink):
            if isinstance(value, dict):
                if value.get("has_more") is True:
                    sink.note("this page says that there are more pages: what is read here is not the whole")
                if isinstance(value.get("data_refreshed_at"), str):
                    sink.note(f"complete up to {value['data_refreshed_at'][:25]}")
            for entry in entries(value):
                yield sink, entry


def read_analytics(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Rows of cost become charges, rows of usage become counts of a session or a bucket."""
    for sink, entry in _pages(sources):
        row = read(AnalyticsRow, entry)
        if row is None or row.group is None:
            sink.skip("row of another shape")
            continue
        sink.foreign(row)
        if row.group.rbac_group_id is not None:
            sink.skip("row of a group of people: such groups overlap")
        elif row.cost is not None:
            _cost_row(sink, row)
        elif row.usage is not None:
            _usage_row(sink, row)
        else:
            sink.skip("row without cost and usage")


def _cost_row(sink: Sink, row: AnalyticsRow) -> None:
    group, cost = row.group, row.cost
    assert group is not None
    assert cost is not None
    if not _in_dollars(sink, cost.currency):
        return
    sink.add(
        rows.BillLine(
            source=ANALYTICS, starts_at=row.starting_at, ends_at=row.ending_at, agent=group.agent_id,
            session_id=group.session_id, service="Claude", axis=AXES.get(group.cost_type or ""), model=group.model,
            token_kind=group.token_type, list_usd=_dollars(cost.list_amount), billed_usd=_dollars(cost.amount),
            effective_usd=_dollars(cost.amount), category=group.cost_type,
        )
    )  # fmt: skip


def _usage_row(sink: Sink, row: AnalyticsRow) -> None:
    group, usage = row.group, row.usage
    assert group is not None
    assert usage is not None
    sink.convention(API)
    sink.add(
        rows.Request(
            source=ANALYTICS, session_id=group.session_id, agent=group.agent_id, at=row.starting_at, model=group.model,
            speed=group.speed, region=group.inference_geo, batch=group.service_tier == "batch", convention=API,
            searches=searches_of(usage), level=rows.SESSION if group.session_id else rows.BUCKET,
            stands_for=usage.requests, **api_counts(usage).columns(),
        )
    )  # fmt: skip


def read_cost(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Lines become charges; the total of a day whose lines are there as well is left out."""
    found: list[tuple[Sink, Bucket, CostResult]] = []
    for sink, entry in _pages(sources):
        bucket = read(Bucket, entry)
        for each in listed(entry.get("results")) if isinstance(entry, dict) else ():
            result = read(CostResult, each)
            if bucket is None or result is None or result.amount is None:
                sink.skip("line of another shape")
            elif _in_dollars(sink, result.currency):
                sink.foreign(result)
                found.append((sink, bucket, result))
    itemized = {bucket.starting_at for _, bucket, result in found if result.cost_type is not None}
    for sink, bucket, result in found:
        if result.cost_type is None and bucket.starting_at in itemized:
            sink.skip("total of a day whose lines are read as well")
            continue
        sink.add(
            rows.BillLine(
                source=COST, starts_at=bucket.starting_at, ends_at=bucket.ending_at, service="Claude",
                axis=AXES.get(result.cost_type or ""), model=result.model, token_kind=result.token_type,
                billed_usd=_dollars(result.amount), effective_usd=_dollars(result.amount), category=result.cost_type,
            )
        )  # fmt: skip


def read_usage(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Lines become counts of a bucket: sessions and runtime are not in this report."""
    for sink, entry in _pages(sources):
        bucket = read(Bucket, entry)
        for each in listed(entry.get("results")) if isinstance(entry, dict) else ():
            result = read(UsageResult, each)
            if bucket is None or result is None:
                sink.skip("line of another shape")
                continue
            sink.foreign(result)
            sink.convention(API)
            sink.note("this report has no sessions, no runtime and no code execution")
            sink.add(
                rows.Request(
                    source=USAGE, at=bucket.starting_at, model=result.model, speed=result.speed,
                    region=result.inference_geo, batch=result.service_tier == "batch", convention=API,
                    searches=searches_of(result), level=rows.BUCKET, stands_for=None, **api_counts(result).columns(),
                )
            )  # fmt: skip


def read_claude_code(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Days of actors become counts of a bucket; actors are not kept."""
    sessions = 0
    for sink, entry in _pages(sources):
        day = read(ClaudeCodeDay, entry)
        if day is None or day.date is None:
            sink.skip("day of another shape")
            continue
        sink.foreign(day)
        sessions += (day.core_metrics.num_sessions or 0) if day.core_metrics else 0
        if day.customer_type == "subscription":
            sink.note("rows of subscriptions are counted, but not billed by the token")
        for each in day.model_breakdown or ():
            tokens = each.tokens
            if tokens is None:
                sink.skip("model without tokens")
                continue
            cost = each.estimated_cost
            usd = _dollars(cost.amount) if cost and cost.currency in (None, "USD") else None
            sink.reported(usd)
            short, long, rest = split_writes(tokens.cache_creation, None, None)
            counts = Counts(tokens.input, tokens.cache_read, short, long, rest, tokens.output)
            sink.convention(API)
            sink.add(
                rows.Request(
                    source=CLAUDE_CODE, agent="claude-code", at=day.date, model=each.model, convention=API, usd=usd,
                    level=rows.BUCKET, stands_for=None, **counts.columns(),
                )
            )  # fmt: skip
    if sources and sessions:
        sources[-1][1].note(f"{sessions:,} sessions by the report's own count; they cannot be told apart")


def _dollars(cents: float | None) -> float | None:
    return None if cents is None else cents / 100.0


def _in_dollars(sink: Sink, currency: str | None) -> bool:
    if currency in (None, "USD"):
        return True
    sink.skip("row in another currency than US dollars")
    return False


FORMATS = (
    Format(CLAUDE_CODE, "Claude Code analytics", sniff_claude_code, read_claude_code),
    Format(ANALYTICS, "usage and cost analytics", sniff_analytics, read_analytics),
    Format(USAGE, "usage report of the Messages API", sniff_usage, read_usage),
    Format(COST, "cost report", sniff_cost, read_cost),
)
