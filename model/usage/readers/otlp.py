"""OpenTelemetry: traces, metrics and logs as JSON, one export a line or a file.

Which convention holds is decided by the scope that made a record. Input of the general convention and of OpenInference
holds the cache; Claude Code's own fields do not. One request counts once: the SDK makes spans of its own beside those of an
instrumentation, joined by the answer's id or, where that is missing, by model, time and counts. Sums on agents' spans
repeat their requests and are never added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from model.usage.readers import Context, Format
from model.usage.readers.documents import documents
from model.usage.readers.otlp_metrics import CounterPoints
from model.usage.readers.otlp_spans import Clocks, Usage, joined, usage_of_log, usage_of_span
from model.usage.records.common import listed, read
from model.usage.records.otlp import LogRecord, Point, Span, Value, attributes
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable, files_under

NAME, OPENINFERENCE = "otlp", "openinference"
_KEYS = ("resourceSpans", "resourceMetrics", "resourceLogs")
OPENINFERENCE_SCOPE = "openinference."


def sniff(source: SourceFile) -> bool:
    """Whether a file, or one of the first files of a folder, is an export of OpenTelemetry."""
    if source.is_folder:
        files, _ = files_under(source)
        return any(sniff(SourceFile(path)) for path in files[:20] if path.name.endswith((".json", ".jsonl", ".gz")))
    try:
        first = source.first_document
    except Unreadable:
        return False
    return isinstance(first, dict) and any(key in first for key in _KEYS)


def sniff_openinference(source: SourceFile) -> bool:
    """Whether an export's first scopes are all OpenInference's."""
    if source.is_folder or not sniff(source):
        return False
    scopes = [str(scope.get("name")) for _, scope, _, _ in _parts(source.first_document)]
    return bool(scopes) and all(scope.startswith(OPENINFERENCE_SCOPE) for scope in scopes)


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Read every export, then write each request once, and what metrics say where nothing finer does."""
    usages: list[Usage] = []
    series, clocks = CounterPoints(), Clocks()
    seen: set[tuple[str | None, ...]] = set()
    for source, sink in sources:
        for each in _files(source, sink):
            try:
                for number, value in documents(each, sink):
                    usages.extend(_usages(value, number, sink, series, clocks, seen))
            except Unreadable as error:
                sink.skip(str(error))
    kept = joined(usages)
    for usage in kept:
        usage.sink.convention(usage.convention)
        usage.sink.keep(usage.request(clocks.session_of(usage)))
    finer = {clocks.session_of(usage) for usage in kept}
    series.write(finer)
    if sources:
        for session in clocks.sessions(kept, series.active):
            sources[0][1].keep(session)


def _files(source: SourceFile, sink: Sink) -> Iterator[SourceFile]:
    if not source.is_folder:
        yield source
        return
    files, refused = files_under(source)
    for reason in refused:
        sink.skip(reason)
    yield from (SourceFile(path) for path in files if path.name.endswith((".json", ".jsonl", ".json.gz", ".jsonl.gz")))


Part = tuple[dict[str, Value], dict[str, Any], str, dict[str, Any]]


def _parts(value: Any) -> Iterator[Part]:
    """Every scope of an export: the resource's attributes, the scope, which signal, and what stands there."""
    if not isinstance(value, dict):
        return
    for key, inner in zip(_KEYS, ("scopeSpans", "scopeMetrics", "scopeLogs"), strict=True):
        for resource in listed(value.get(key)):
            if not isinstance(resource, dict):
                continue
            held = resource.get("resource")
            known = attributes(held.get("attributes")) if isinstance(held, dict) else {}
            for scope in listed(resource.get(inner)):
                if isinstance(scope, dict):
                    named = scope.get("scope")
                    yield known, named if isinstance(named, dict) else {}, key, scope


def _usages(
    value: Any, number: int, sink: Sink, series: CounterPoints, clocks: Clocks, seen: set[tuple[str | None, ...]]
) -> Iterator[Usage]:
    if not isinstance(value, dict) or not any(key in value for key in _KEYS):
        sink.skip("line that is no export")
        return
    for resource, scope, signal, part in _parts(value):
        name, version = str(scope.get("name") or ""), str(scope.get("version") or "")
        if signal == "resourceMetrics":
            _metrics(part, resource, sink, series)
            continue
        for entry in listed(part.get("spans" if signal == "resourceSpans" else "logRecords")):
            kind: type[Span] | type[LogRecord] = Span if signal == "resourceSpans" else LogRecord
            record: Span | LogRecord | None = read(kind, entry)
            if record is None:
                sink.skip("record of another shape")
                continue
            if isinstance(record, Span):
                key = (record.trace_id, record.span_id)
                if None not in key and key in seen:
                    sink.skip("span that was exported twice")
                    continue
                seen.add(key)
                clocks.look(record)
                usage = usage_of_span(record, resource, name, version, number, sink)
            else:
                usage = usage_of_log(record, resource, name, sink)
            if usage is not None:
                sink.told.rows += 1
                yield usage


def _metrics(part: dict[str, Any], resource: dict[str, Value], sink: Sink, series: CounterPoints) -> None:
    for metric in listed(part.get("metrics")):
        if not isinstance(metric, dict):
            continue
        name, total = str(metric.get("name") or ""), metric.get("sum")
        if name == "gen_ai.client.token.usage":
            sink.note("token histograms have no cache and no sessions: they are not read")
        if not isinstance(total, dict):
            continue
        cumulative = total.get("aggregationTemporality") in (2, "2", "AGGREGATION_TEMPORALITY_CUMULATIVE")
        for entry in listed(total.get("dataPoints")):
            point = read(Point, entry)
            if point is not None:
                series.take(name, cumulative, point, resource, sink)


FORMATS = (
    Format(OPENINFERENCE, "spans of OpenInference (Phoenix, Arize)", sniff_openinference, read_all),
    Format(NAME, "OpenTelemetry traces, metrics, logs", sniff, read_all),
)
