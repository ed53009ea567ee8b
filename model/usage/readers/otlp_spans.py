"""From spans and log records to requests: whose convention holds, which spans are one request, what a clock can be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import DecodeError, Struct, json
from msgspec.structs import replace

from model.usage import rows
from model.usage.counting import API, INCLUSIVE, Counts, api_counts, inclusive, searches_of
from model.usage.records.common import ApiUsage, read, whole, words
from model.usage.records.otlp import LogRecord, Span, Value
from model.usage.sink import Sink

SDK = "com.anthropic.sdk.python"
CLAUDE_CODE = "com.anthropic.claude_code"
TRACELOOP = "opentelemetry.instrumentation.anthropic"
_MODEL_CALLS = (None, "chat", "text_completion", "generate_content")
NEAR_SECONDS = 2.0


class Usage(Struct, frozen=True):
    """The counts of one record before copies are sorted out."""

    scope: str
    sink: Sink
    convention: str
    counts: Counts
    at: datetime | None
    model: str | None
    session: str | None = None
    trace: str | None = None
    answer: str | None = None
    request_id: str | None = None
    agent: str | None = None
    searches: int | None = None
    speed: str | None = None
    region: str | None = None
    tier: str | None = None
    usd: float | None = None
    failed: bool = False
    floor: bool = False

    def request(self, session: str | None) -> rows.Request:
        """The canonical row."""
        source = "openinference" if self.scope.startswith("openinference.") else "otlp"
        return rows.Request(
            source=source, session_id=session, request_id=self.request_id, reply_id=self.answer, agent=self.agent,
            at=self.at, model=self.model, speed=self.speed, region=self.region, batch=self.tier == "batch",
            searches=self.searches, failed=self.failed, convention=self.convention, usd=self.usd, floor=self.floor,
            **self.counts.columns(),
        )  # fmt: skip

    @property
    def total(self) -> tuple[int, int]:
        """Prompt and output tokens, to recognize a copy."""
        prompt = sum(
            value or 0
            for value in (
                self.counts.fresh,
                self.counts.read,
                self.counts.write_5m,
                self.counts.write_1h,
                self.counts.unsplit,
            )
        )
        return prompt, self.counts.output or 0


def usage_of_span(
    span: Span, resource: Mapping[str, Value], scope: str, version: str, line: int, sink: Sink
) -> Usage | None:
    """The usage of a span; None where it has none or repeats that of others."""
    held = span.attributes
    failed = span.status is not None and span.status.code in (2, "2", "STATUS_CODE_ERROR")
    base = Usage(
        scope, sink, "", Counts(), span.start, _model(held), _session(held), span.trace_id,
        words(held.get("gen_ai.response.id")), words(held.get("request_id") or held.get("anthropic.request.id")),
        _agent(held, resource, scope), speed=words(held.get("speed") or held.get("gen_ai.request.speed")), failed=failed,
    )  # fmt: skip
    if scope.startswith(CLAUDE_CODE):
        return _own_fields(base, held) if held.get("span.type") == "llm_request" else None
    if held.get("openinference.span.kind") is not None or "llm.token_count.prompt" in held:
        return _openinference(base, span, line)
    operation = held.get("gen_ai.operation.name")
    if operation not in _MODEL_CALLS:
        if any(key.startswith(("gen_ai.usage.", "gen_ai.aggregated_usage.")) for key in held):
            sink.skip("sum on an agent's span: its requests are counted")
        return None
    raw = _raw(held)
    if raw is not None:
        counts = api_counts(raw)
        return replace(
            base, convention=API, counts=counts, searches=searches_of(raw), speed=raw.speed or base.speed,
            region=raw.inference_geo, tier=raw.service_tier,
        )  # fmt: skip
    if not any(f"gen_ai.usage.{name}" in held for name in (*_PROMPT, *_COMPLETION)):
        return None
    return _general(base, held, version, line)


def usage_of_log(record: LogRecord, resource: Mapping[str, Value], scope: str, sink: Sink) -> Usage | None:
    """The usage of an event; only Claude Code's requests carry counts."""
    held = record.attributes
    name = str(held.get("event.name") or "").removeprefix("claude_code.")
    if name == "api_error":
        sink.skip("failed request without tokens")
    if name != "api_request":
        return None
    base = Usage(
        scope, sink, API, Counts(), record.at, _model(held), _session(held), record.trace_id, None,
        words(held.get("request_id")), _agent(held, resource, scope), speed=words(held.get("speed")),
        usd=float(cost) if isinstance(cost := held.get("cost_usd"), int | float) else None,
    )  # fmt: skip
    sink.reported(base.usd)
    return _own_fields(base, held)


def _own_fields(base: Usage, held: Mapping[str, Value]) -> Usage:
    """Claude Code's own fields: input without cache. The general fields beside them say the same the other way."""
    usage = read(
        ApiUsage,
        {
            "input_tokens": held.get("input_tokens"),
            "output_tokens": held.get("output_tokens"),
            "cache_read_input_tokens": held.get("cache_read_tokens"),
            "cache_creation_input_tokens": held.get("cache_creation_tokens"),
            "cache_creation": {
                "ephemeral_5m_input_tokens": held.get("cache_creation_5m_tokens"),
                "ephemeral_1h_input_tokens": held.get("cache_creation_1h_tokens"),
            },
        },
    )
    assert usage is not None
    return replace(base, convention=API, counts=api_counts(usage), answer=base.request_id)


def _openinference(base: Usage, span: Span, line: int) -> Usage | None:
    held = span.attributes
    if held.get("openinference.span.kind") not in (None, "LLM"):
        return None
    prompt = whole(held.get("llm.token_count.prompt"))
    if prompt is None:
        if held.get("openinference.span.kind") == "LLM":
            base.sink.skip("model span without counts: unknown")
        return None
    counts = inclusive(
        prompt,
        whole(held.get("llm.token_count.prompt_details.cache_read")),
        whole(held.get("llm.token_count.prompt_details.cache_write")),
        whole(held.get("llm.token_count.completion")),
    )
    if counts is None:
        _refuse(base, line)
        return None
    left_early = span.status is None or span.status.code in (None, 0, "0", "STATUS_CODE_UNSET")
    if left_early:
        base.sink.note("spans without a status were left early: their counts are a floor")
    metadata = _json(held.get("metadata"))
    tools = metadata.get("server_tool_use") if isinstance(metadata, dict) else None
    searches = whole(tools.get("web_search_requests")) if isinstance(tools, dict) else None
    return replace(base, convention=INCLUSIVE, counts=counts, searches=searches, floor=left_early)


def _general(base: Usage, held: Mapping[str, Value], version: str, line: int) -> Usage | None:
    """The general convention: input and output are totals. Both spellings of what was written mean the same."""
    prompt, output = (
        _largest([whole(held.get(f"gen_ai.usage.{name}")) for name in names]) for names in (_PROMPT, _COMPLETION)
    )
    if base.scope == TRACELOOP:
        if not prompt and not output:
            base.sink.skip("span with no counts of a stream (traceloop): unknown, not zero")
            return None
        base.sink.note(
            f"spans of traceloop {version[:20]}: in streams the output is the opening's and the final count together, "
            "input and cache are those of the opening"
        )
    written = [whole(held.get(f"gen_ai.usage.{name}")) for name in _WRITTEN]
    reads = [whole(held.get(f"gen_ai.usage.{name}")) for name in _READ]
    counts = inclusive(
        prompt,
        _largest(reads),
        _largest(written),
        output,
        whole(held.get("anthropic.usage.cache_creation.ephemeral_5m_input_tokens")),
        whole(held.get("anthropic.usage.cache_creation.ephemeral_1h_input_tokens")),
    )
    if counts is None:
        _refuse(base, line)
        return None
    tier = words(held.get("anthropic.response.service_tier"))
    compaction = whole(held.get("anthropic.usage.compaction.input_tokens"))
    if compaction:
        base.sink.note("compaction stands beside the totals and is added")
        extra = whole(held.get("anthropic.usage.compaction.output_tokens")) or 0
        counts = replace(counts, fresh=(counts.fresh or 0) + compaction, output=(counts.output or 0) + extra)
    return replace(
        base, convention=INCLUSIVE, counts=counts, tier=tier, floor=base.scope == TRACELOOP and _streamed(held)
    )


_PROMPT, _COMPLETION = ("input_tokens", "prompt_tokens"), ("output_tokens", "completion_tokens")
"""Today's name and the one before; both say the same and are never added."""
_WRITTEN = (
    "cache_write.input_tokens", "cache_creation.input_tokens", "cache_write_input_tokens", "cache_creation_input_tokens",
)  # fmt: skip
_READ = ("cache_read.input_tokens", "cache_read_input_tokens")


def _streamed(held: Mapping[str, Value]) -> bool:
    return held.get("gen_ai.is_streaming") is True or held.get("gen_ai.request.stream") is True


def _refuse(base: Usage, line: int) -> None:
    base.sink.skip(f"input less than its cache: not the convention of this source (line {line})")


def _largest(values: Sequence[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _raw(held: Mapping[str, Value]) -> ApiUsage | None:
    value = _json(held.get("gen_ai.usage.raw"))
    return read(ApiUsage, value) if isinstance(value, dict) else None


def _json(value: Value) -> object:
    try:
        return json.decode(value) if isinstance(value, str) else None
    except (DecodeError, RecursionError):
        return None


def _model(held: Mapping[str, Value]) -> str | None:
    names = ("gen_ai.response.model", "llm.response.model_name", "llm.model_name", "gen_ai.request.model", "model")
    return next((found for name in names if (found := words(held.get(name)))), None)


def _session(held: Mapping[str, Value]) -> str | None:
    names = ("session.id", "gen_ai.conversation.id", "anthropic.session.id", "langfuse.session.id")
    return next((found for name in names if (found := words(held.get(name)))), None)


def _agent(held: Mapping[str, Value], resource: Mapping[str, Value], scope: str) -> str | None:
    names = () if scope.startswith(CLAUDE_CODE) else ("gen_ai.agent.name", "agent.name", "gen_ai.agent.id")
    own = next((found for name in names if (found := words(held.get(name) or resource.get(name)))), None)
    service = words(resource.get("service.name"))
    return own or (service if service and not service.startswith("unknown_service") else None)


def joined(usages: Sequence[Usage]) -> list[Usage]:
    """Each request once: the n-th use of an answer's id in each scope is the same request, the most complete record first.

    A record without an answer's id is a copy where another scope has the same model and counts within two seconds.
    """
    by_answer: dict[tuple[str, int], list[Usage]] = defaultdict(list)
    nth: dict[tuple[str, str], int] = defaultdict(int)
    nameless: list[Usage] = []
    for usage in sorted(usages, key=lambda each: each.at or datetime.min):
        if usage.answer is None:
            nameless.append(usage)
            continue
        key = (usage.answer, usage.scope)
        by_answer[usage.answer, nth[key]].append(usage)
        nth[key] += 1
    kept = [_best(copies) for copies in by_answer.values()]
    return [*_without_copies(kept, nameless)]


def _without_copies(kept: list[Usage], nameless: Sequence[Usage]) -> Iterator[Usage]:
    free: dict[tuple[str | None, tuple[int, int]], list[int]] = defaultdict(list)
    for place, usage in enumerate(kept):
        free[usage.model, usage.total].append(place)
    for usage in nameless:
        places = free[usage.model, usage.total]
        near = next((place for place in places if _near(kept[place], usage)), None)
        if near is None:
            kept.append(usage)
            places.append(len(kept) - 1)
        else:
            places.remove(near)
            kept[near] = _best([kept[near], usage])
    yield from kept


def _near(one: Usage, other: Usage) -> bool:
    if one.at is None or other.at is None or one.scope == other.scope:
        return False
    return abs((one.at - other.at).total_seconds()) <= NEAR_SECONDS


def _best(copies: Sequence[Usage]) -> Usage:
    """The SDK's own record, or else the one that splits what was written; what it lacks is filled from the others."""
    if len(copies) == 1:
        return copies[0]
    ordered = sorted(copies, key=lambda each: (each.scope != SDK, each.scope == TRACELOOP, bool(each.counts.unsplit)))
    best = ordered[0]
    for other in ordered[1:]:
        other.sink.skip("second record of a request that is counted already")
        gaps = {
            name: getattr(other, name)
            for name in ("session", "agent", "searches", "speed", "region", "tier", "request_id", "usd")
            if getattr(best, name) is None
        }
        best = replace(best, **gaps)
    return best


class Clocks:
    """What spans say about sessions: first and last moment, time waited for a person, traces that are runs of an agent."""

    def __init__(self) -> None:
        self._first: dict[str, datetime] = {}
        self._last: dict[str, datetime] = {}
        self._busy: dict[str, float] = defaultdict(float)
        self._waited: dict[str, float] = defaultdict(float)
        self._runs: set[str] = set()

    def look(self, span: Span) -> None:
        """Take note of a span."""
        held = span.attributes
        agent = held.get("gen_ai.operation.name") == "invoke_agent" or held.get("openinference.span.kind") == "AGENT"
        if agent and span.trace_id:
            self._runs.add(span.trace_id)
        session = _session(held) or (span.trace_id if agent else None)
        if session is None or span.start is None or span.end is None:
            return
        self._first[session] = min(span.start, self._first.get(session, span.start))
        self._last[session] = max(span.end, self._last.get(session, span.end))
        seconds = max(0.0, (span.end - span.start).total_seconds())
        if held.get("span.type") == "tool.blocked_on_user":
            self._waited[session] += seconds
        elif agent and not span.parent:
            self._busy[session] += seconds

    def session_of(self, usage: Usage) -> str | None:
        """The session of a request: as named, else the trace where that is a run of an agent."""
        return usage.session or (usage.trace if usage.trace in self._runs else None)

    def sessions(self, usages: Sequence[Usage], active: Mapping[str, float]) -> Iterator[rows.Session]:
        """One row for each session that spans, logs or metrics name."""
        agents: dict[str, str | None] = {}
        for usage in usages:
            session = self.session_of(usage)
            if session is None:
                continue
            agents[session] = agents.get(session) or usage.agent
            if usage.at is not None:
                self._first[session] = min(usage.at, self._first.get(session, usage.at))
                self._last[session] = max(usage.at, self._last.get(session, usage.at))
        for session in dict.fromkeys((*self._first, *agents, *active)):
            reported = active.get(session)
            waited = self._waited.get(session)
            busy = self._busy.get(session)
            estimated = None if busy is None else max(0.0, busy - (waited or 0.0))
            yield rows.Session(
                source="otlp", session_id=session, agent=agents.get(session), started_at=self._first.get(session),
                ended_at=self._last.get(session), active_seconds=reported if reported is not None else estimated,
                waiting_seconds=waited,
                clock="reported" if reported is not None else "estimated" if estimated is not None else None,
            )  # fmt: skip
