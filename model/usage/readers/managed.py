"""Managed Agents: pages of sessions, threads and events, in any mix; together they say more than each alone.

The clock is the billed one (`usage.active_seconds`, overlapping threads once), never the sum over threads (`stats`).
Sessions that run are excluded and counted. Totals are running totals: the newest record of a session holds. Threads give
each model its tokens; events give requests and pauses. Amounts of the API are whole cents; rows are dollars.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from model.prices.records import TOKEN_KINDS
from model.usage import rows
from model.usage.counting import API, Counts, api_counts, searches_of
from model.usage.pricing import fitting, other_usd
from model.usage.readers import Context, Format, looked_at
from model.usage.readers.documents import Pages, documents, entries, first_entry
from model.usage.readers.managed_requests import by_request, has_tier
from model.usage.records.common import read
from model.usage.records.managed import (
    Agent,
    AgentModel,
    Evaluation,
    ManagedSession,
    SessionEvent,
    SessionUsage,
    Thread,
)
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable, files_under

NAME = "managed-agents"
RUNNING = frozenset({"running", "rescheduling"})
_REACHED = frozenset({"satisfied"})
_MISSED = frozenset({"max_iterations_reached", "failed", "interrupted"})
_SESSION_ID = re.compile(r"sesn_[A-Za-z0-9]+")
_EVENT_TYPES = ("session.", "span.", "user.", "agent.", "workflow_run.")


class FoundSessions(Struct):
    """Everything the sources say, by session."""

    sessions: dict[str, tuple[ManagedSession, Sink]] = field(default_factory=dict)
    threads: dict[str, dict[str, tuple[Thread, Sink]]] = field(default_factory=dict)
    events: dict[str, dict[str, tuple[SessionEvent, Sink]]] = field(default_factory=dict)


def sniff(source: SourceFile) -> bool:
    """Whether a file, or a file of a folder, is a page of sessions, threads or events."""
    if source.is_folder:
        files, _ = files_under(source)
        return any(path.suffix in (".json", ".jsonl", ".gz") and _sniff(SourceFile(path)) for path in files[:50])
    return _sniff(source)


def _sniff(source: SourceFile) -> bool:
    try:
        first = first_entry(source)
    except Unreadable:
        return False
    kind = first.get("type")
    if kind in ("session", "session_thread"):
        return True
    return isinstance(kind, str) and kind.startswith(_EVENT_TYPES) and ("processed_at" in first or "id" in first)


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Read every page, then write each session once with the best that is known of it."""
    found = FoundSessions()
    for source, sink in sources:
        pages = Pages()
        for each in _files(source, sink):
            try:
                for _, value in documents(each, sink):
                    pages.next(value, sink)
                    _take(found, each, sink, value)
            except Unreadable as error:
                sink.skip(str(error))
    for session_id in dict.fromkeys((*found.sessions, *found.threads, *found.events)):
        _write(found, session_id)


def _files(source: SourceFile, sink: Sink) -> list[SourceFile]:
    if not source.is_folder:
        return [source]
    files, refused = files_under(source)
    for reason in refused:
        sink.skip(reason)
    chosen = [SourceFile(path) for path in files if path.name.endswith((".json", ".jsonl", ".json.gz", ".jsonl.gz"))]
    return [each for each in chosen if _of_ours(each, sink)]


def _of_ours(source: SourceFile, sink: Sink) -> bool:
    """Whether a file is one of this reader's; one that nobody knows is named, a page without entries is not."""
    ours = _sniff(source)
    if not ours and not _is_empty(source) and looked_at(source) is None:
        sink.skip("file that holds no sessions, threads or events")
    return ours


def _is_empty(source: SourceFile) -> bool:
    value = source.first_document
    return isinstance(value, dict) and value.get("data") == []


def _take(found: FoundSessions, source: SourceFile, sink: Sink, value: Any) -> None:
    holder = _SESSION_ID.search(source.name)
    for entry in entries(value):
        kind = entry.get("type") if isinstance(entry, dict) else None
        if kind == "session":
            _take_session(found, sink, read(ManagedSession, entry))
        elif kind == "session_thread":
            _take_thread(found, sink, read(Thread, entry))
        elif isinstance(kind, str) and kind.startswith(_EVENT_TYPES):
            _take_event(found, sink, read(SessionEvent, entry), holder.group() if holder else None)
        elif entry != {} and not (isinstance(value, dict) and "data" in value and entry is value):
            sink.skip("object that is no session, thread or event")


def _take_session(found: FoundSessions, sink: Sink, session: ManagedSession | None) -> None:
    if session is None or session.id is None:
        sink.skip("session without an id or of another shape")
        return
    sink.told.rows += 1
    sink.foreign(session, session.usage, session.agent)
    held = found.sessions.get(session.id)
    if held is not None:
        sink.skip("session that occurs again (the newest record holds)")
        if (held[0].updated_at or datetime.min) >= (session.updated_at or datetime.min):
            return
    found.sessions[session.id] = (session, sink)


def _take_thread(found: FoundSessions, sink: Sink, thread: Thread | None) -> None:
    if thread is None or thread.id is None or thread.session_id is None:
        sink.skip("thread without an id or of another shape")
        return
    sink.told.rows += 1
    sink.foreign(thread, thread.usage)
    held = found.threads.setdefault(thread.session_id, {})
    if thread.id in held:
        sink.skip("thread that occurs again (the newest record holds)")
        if (held[thread.id][0].updated_at or datetime.min) >= (thread.updated_at or datetime.min):
            return
    held[thread.id] = (thread, sink)


def _take_event(found: FoundSessions, sink: Sink, event: SessionEvent | None, holder: str | None) -> None:
    session_id = (event.session_id if event else None) or holder
    if event is None or session_id is None:
        sink.skip("event without its session: name the file after the session's id")
        return
    sink.told.rows += 1
    key = event.id or f"{event.type} {event.processed_at}"
    held = found.events.setdefault(session_id, {})
    if key in held:
        sink.skip("event that occurs again")
    held[key] = (event, sink)


def _write(found: FoundSessions, session_id: str) -> None:
    session, sink = found.sessions.get(session_id, (None, None))
    threads = [thread for thread, _ in found.threads.get(session_id, {}).values()]
    events = [event for event, _ in found.events.get(session_id, {}).values()]
    sinks = [
        held for _, held in (*found.threads.get(session_id, {}).values(), *found.events.get(session_id, {}).values())
    ]
    sink = sink or sinks[0]
    if session is not None and session.status in RUNNING:
        sink.unfinished(session_id, session.status)
        return
    if session is not None and session.archived_at is not None:
        sink.note("archived sessions are counted")
    ordered = sorted(events, key=lambda event: event.processed_at or datetime.min)
    usage = _usage(session, ordered)
    lead = next((thread.agent for thread in threads if thread.parent_thread_id is None), None)
    agent = (session.agent if session else None) or lead
    clock = _clock(ordered)
    active = usage.active_seconds if usage and usage.active_seconds is not None else clock.active_seconds
    list_cost = usage.list_cost if usage else None
    reported = list_cost.amount / 100.0 if list_cost and list_cost.amount is not None else None
    if list_cost and list_cost.currency not in (None, "USD"):
        sink.skip(f"list cost in another currency than US dollars: {list_cost.currency[:3]!a}")
        reported = None
    sink.reported(reported)
    started = session.created_at if session else (ordered[0].processed_at if ordered else _started(threads))
    sink.keep(
        rows.Session(
            source=NAME,
            session_id=session_id,
            agent=(agent.name or agent.id) if agent else None,
            agent_id=agent.id if agent else None,
            agent_version=agent.version if agent else None,
            started_at=started,
            ended_at=session.updated_at if session else (ordered[-1].processed_at if ordered else None),
            status=session.status if session else None,
            active_seconds=active,
            waiting_seconds=clock.waiting_seconds,
            pauses_over_5_minutes=clock.pauses_over_5_minutes,
            pauses_over_1_hour=clock.pauses_over_1_hour,
            outcome=_outcome(session.outcome_evaluations if session else None),
            list_usd=reported,
            hosting="managed",
            clock="billed" if active is not None else None,
        )
    )
    if started is None:
        sink.note("sessions without a day: they have no price and no week")
    _write_requests(sink, session_id, agent, usage, threads, ordered, started)


def _started(threads: Sequence[Thread]) -> datetime | None:
    return min((thread.created_at for thread in threads if thread.created_at), default=None)


def _usage(session: ManagedSession | None, events: Sequence[SessionEvent]) -> SessionUsage | None:
    """The newest running total of the session: of the session itself, else its last snapshot among the events."""
    if session is not None and session.usage is not None and not api_counts(session.usage).is_empty:
        return session.usage
    snapshots = [event.usage for event in events if event.type == "session.usage" and event.usage is not None]
    if snapshots:
        return snapshots[-1]
    return session.usage if session else None


def _outcome(evaluations: Sequence[Evaluation] | None) -> rows.Outcome | None:
    """Reached where every judged outcome was satisfied; None where none was judged to an end."""
    results = [each.result for each in evaluations or () if each.result in _REACHED | _MISSED]
    if not results:
        return None
    return "reached" if all(result in _REACHED for result in results) else "missed"


class _Clock(Struct, frozen=True):
    active_seconds: float | None = None
    waiting_seconds: float | None = None
    pauses_over_5_minutes: int | None = None
    pauses_over_1_hour: int | None = None


def _clock(events: Sequence[SessionEvent]) -> _Clock:
    """Running from each `status_running` to the next idle, rescheduled or terminated; a pause is idle to running."""
    active, pauses = 0.0, []
    since: datetime | None = None
    idle: datetime | None = None
    seen = False
    for event in events:
        if event.processed_at is None:
            continue
        if event.type == "session.status_running":
            seen = True
            if idle is not None:
                pauses.append((event.processed_at - idle).total_seconds())
            since, idle = since or event.processed_at, None
        elif event.type in ("session.status_idle", "session.status_rescheduled", "session.status_terminated"):
            if since is not None:
                active += (event.processed_at - since).total_seconds()
            since = None
            idle = event.processed_at if event.type == "session.status_idle" else None
    if not seen:
        return _Clock()
    return _Clock(active, sum(pauses), sum(pause > 300.0 for pause in pauses), sum(pause > 3600.0 for pause in pauses))


def _write_requests(
    sink: Sink,
    session_id: str,
    agent: Agent | None,
    usage: SessionUsage | None,
    threads: Sequence[Thread],
    events: Sequence[SessionEvent],
    started: datetime | None,
) -> None:
    """Threads where they are known, each at its own model, and what they leave of the session's total; else the total."""
    requests = [event for event in events if event.type == "span.model_request_end"]
    failed = sum(event.is_error is True for event in requests)
    if failed:
        sink.note("failed requests are counted and cost nothing")
    if agent is None and started is not None:
        agent = _by_cost(sink, [event.usage for event in events if event.usage is not None], started)
    base: dict[str, Any] = {"source": NAME, "session_id": session_id, "at": started, "batch": False, "convention": API}
    priced = [(thread, thread.usage) for thread in threads if thread.usage and not api_counts(thread.usage).is_empty]
    total = api_counts(usage) if usage else Counts()
    model = agent.model.id if agent and agent.model else None
    single = (
        by_request(total, requests) if len(priced) < 2 and has_tier(model, started.date() if started else None) else []
    )
    if single:
        sink.convention(API, len(single))
        for place, counts in enumerate(single):
            searches = searches_of(usage) if usage and not place else 0
            sink.keep(
                rows.Request(**base, **counts.columns(), **_model(agent), request_id=str(place), searches=searches)
            )
        return
    stands_for = len(requests) - failed if requests and not threads else None
    if not priced:
        if not total.is_empty:
            sink.convention(API)
            several = agent is not None and isinstance(agent.multiagent, dict)
            if several:
                sink.note("sessions with several agents and no threads: all tokens are priced at the lead's model")
            sink.keep(
                rows.Request(
                    **base, **total.columns(), **_model(agent), level=rows.SESSION, stands_for=stands_for,
                    searches=searches_of(usage) if usage else None, floor=several,
                )
            )  # fmt: skip
        return
    for thread, own in priced:
        sink.convention(API)
        sink.keep(
            rows.Request(
                **base, **api_counts(own).columns(), **_model(thread.agent), thread_id=thread.id, level=rows.THREAD,
                stands_for=None, searches=searches_of(own),
            )
        )  # fmt: skip
    rest = _rest(total, [api_counts(own) for _, own in priced])
    if rest is not None:
        sink.note("threads that do not add up to their session: the rest is priced at the lead's model")
        sink.keep(rows.Request(**base, **rest.columns(), **_model(agent), level=rows.THREAD, stands_for=None))


def _by_cost(sink: Sink, snapshots: Sequence[SessionUsage], started: datetime) -> Agent | None:
    """An agent without a name at the only model whose prices give every list cost that the session reports."""
    amounts = []
    for usage in snapshots:
        counts, searches = api_counts(usage), searches_of(usage) or 0
        if usage.list_cost is None or usage.list_cost.amount is None or usage.list_cost.currency not in (None, "USD"):
            return None
        if usage.active_seconds is None or counts.unsplit:
            return None
        tokens = dict(
            zip(TOKEN_KINDS, (counts.fresh, counts.output, counts.read, counts.write_5m, counts.write_1h), strict=True)
        )
        amounts.append(
            (tokens, other_usd(started.date(), searches, usage.active_seconds), usage.list_cost.amount / 100.0)
        )
    found = fitting(started.date(), amounts)
    if found is None:
        return None
    sink.note(f"sessions without their agent: {found} is the only model at whose prices their reported cost comes out")
    return Agent(model=AgentModel(id=found))


def _rest(total: Counts, parts: Sequence[Counts]) -> Counts | None:
    if total.is_empty:
        return None
    left = {}
    for name in Counts.__struct_fields__:
        whole = getattr(total, name)
        left[name] = None if whole is None else max(0, whole - sum(getattr(part, name) or 0 for part in parts))
    return Counts(**left) if any(left.values()) else None


def _model(agent: Agent | None) -> dict[str, Any]:
    model = agent.model if agent else None
    return {"model": model.id, "speed": model.speed, "region": model.inference_geo} if model else {}


FORMATS = (Format(NAME, "Managed Agents: sessions, threads, events", sniff, read_all),)
