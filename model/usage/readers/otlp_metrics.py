"""Claude Code's counters: tokens by kind, cost and running time, as points that add up or as running totals."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from model.usage import rows
from model.usage.counting import API, Counts, split_writes
from model.usage.records.common import moment, words
from model.usage.records.otlp import Point, Value
from model.usage.sink import Sink

TOKENS, COST, ACTIVE = "claude_code.token.usage", "claude_code.cost.usage", "claude_code.active_time.total"
_KINDS = {"input": "fresh", "output": "output", "cacheRead": "read", "cacheCreation": "written"}


class Key(Struct, frozen=True):
    """What the tokens of one row have in common."""

    session: str | None
    model: str | None
    speed: str | None
    agent: str | None


class CounterPoints:
    """The points of all counters: a point exported twice counts once, of running totals the last one holds."""

    def __init__(self) -> None:
        self._points: dict[tuple[str, ...], tuple[Key, str, str, str, float, Sink]] = {}
        self.active: dict[str, float] = {}

    def take(self, name: str, cumulative: bool, point: Point, resource: dict[str, Value], sink: Sink) -> None:
        """Take one point; a running total replaces the one before it of the same series and start."""
        value = point.value
        if name not in (TOKENS, COST, ACTIVE) or value is None:
            return
        held = point.attributes
        key = Key(
            words(held.get("session.id")), words(held.get("model")), words(held.get("speed")),
            words(resource.get("service.name")),
        )  # fmt: skip
        series = "|".join(f"{each}={held[each]}" for each in sorted(held))
        mark: tuple[str, ...] = (name, series, point.start or "")
        mark = mark if cumulative else (*mark, point.at or "")
        before = self._points.get(mark)
        if before is not None and not cumulative:
            sink.skip("point that was exported twice")
            return
        if before is None or (point.at or "") >= before[3]:
            self._points[mark] = (key, name, str(held.get("type") or ""), point.at or "", value, sink)
        sink.told.rows += 1

    def write(self, finer: set[str | None]) -> None:
        """One row for each session and model that no span or event tells about more finely."""
        tokens: dict[Key, dict[str, float]] = defaultdict(dict)
        first: dict[Key, str] = {}
        sinks: dict[Key, Sink] = {}
        for key, name, kind, at, value, sink in self._points.values():
            if name == COST:
                sink.reported(value)
            elif name == ACTIVE and kind == "cli" and key.session is not None:
                self.active[key.session] = self.active.get(key.session, 0.0) + value
            elif name == TOKENS and kind in _KINDS:
                sums = tokens[key]
                sums[_KINDS[kind]] = sums.get(_KINDS[kind], 0.0) + value
                first[key] = min(first.get(key, at), at)
                sinks[key] = sink
        for key, sums in tokens.items():
            sink = sinks[key]
            if key.session in finer:
                sink.skip("counters of a session whose requests are read one by one")
                continue
            counts = {name: int(value) for name, value in sums.items()}
            short, long, rest = split_writes(counts.get("written"), None, None)
            known = Counts(counts.get("fresh"), counts.get("read"), short, long, rest, counts.get("output"))
            sink.convention(API)
            sink.keep(
                rows.Request(
                    source="otlp", session_id=key.session, agent=key.agent, at=moment(first[key]), model=key.model,
                    speed=key.speed, convention=API, level=rows.SESSION, stands_for=None, **known.columns(),
                )
            )  # fmt: skip
