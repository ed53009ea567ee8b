"""`measure` of tables that lie in an engine: the same record as from files, from sums by day and histograms alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from model.usage import queries
from model.usage.attribute import PerSession, totals
from model.usage.engines.composing import KINDS, Composer, There, as_canonical, canonical
from model.usage.engines.dialects import OWN_TABLE
from model.usage.engines.doors import Door, opened, shown
from model.usage.engines.one_reading import put_together, told_apart
from model.usage.estimate import estimates_of
from model.usage.gather_rows import RefusedSource
from model.usage.measured_caps import CostBucket, caps, quantile
from model.usage.measuring import Measured, window_of
from model.usage.sink import Told
from model.usage.source_bytes import Unreadable

SAID = (
    "costs of a session are read from the histogram, within 3 %",
    "no session leaves the engine: the most expensive ones are not listed",
)


TOGETHER = ("histogram", "agents", "routes", "unpriced", "span", "days", "estimates")
"""The questions without parameters: one statement, one reading of the rows. `models_by_agent` waits for the window."""


class Wanted(Struct, frozen=True):
    """An engine by name, its tables by kind (requests, sessions), and the columns that are called something else there.

    A column is named `fresh_tokens`, or `sessions.agent` where the tables call it differently.
    """

    engine: str
    tables: Mapping[str, str]
    columns: Mapping[str, str]


class Engine:
    """An open engine that answers the questions of `queries`."""

    def __init__(self, door: Door, tables: Mapping[str, str], columns: Mapping[str, str], as_of: date) -> None:
        self.door, self.tables = door, tables
        self.unknown: list[str] = []
        there = {kind: self._there(kind, columns) for kind in KINDS}
        first = Composer(there["requests"], there["sessions"], as_of)
        there_is = self._ask(first.before_prices("what_is_there"), first)
        self.repeated = there_is[0]["repeated"]
        self.rows = there_is[0]["sessions"] + sum(row["requests"] or 0 for row in there_is)
        self._told: dict[str, list[dict[str, Any]]] | None = None
        models = sorted(row["model"] for row in there_is if row["model"] is not None)
        days = ("first_request", "last_request", "first_session", "last_session")
        known = [row[name] for row in there_is for name in days if row[name] is not None]
        span = (min(known), max(known)) if known else None
        self._composer = Composer(there["requests"], there["sessions"], as_of, models, span)

    def records(self, name: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Every row of the query in ``sql/<name>.sql``, by column name; those of `TOGETHER` are read in one go."""
        if name not in TOGETHER:
            return self._ask(self._composer.question(name, parameters), self._composer)
        if self._told is None:
            self._told = told_apart(TOGETHER, self._ask(self._composer.about(put_together(TOGETHER)), self._composer))
        return self._told[name]

    def _ask(self, text: str, composer: Composer) -> list[dict[str, Any]]:
        return self.door.ask(text, composer.macros, self.tables)

    def _there(self, kind: str, named: Mapping[str, str]) -> There | None:
        """What a table has of the canonical columns, by their own names or as mapped."""
        if kind not in self.tables:
            return None
        found = self.door.columns(self.tables[kind])
        folded = {name.lower(): name for name in found}
        values: dict[str, str] = {}
        for name, wanted in canonical(kind).items():
            asked = named.get(f"{kind}.{name}") or named.get(name)
            column = asked if asked in found else folded.get((asked or name).lower())
            if asked and column is None:
                raise Unreadable(f"{self.tables[kind]} has no column {asked}")
            if column is not None:
                values[name] = as_canonical(found[column], wanted, f'"{column}"')
        if not values.keys() & {"session_id", "fresh_tokens", "output_tokens", "started_at"}:
            raise Unreadable(
                f"{self.tables[kind]} has none of the columns of {kind}; name them with --column NAME=COLUMN"
            )
        return There(f"{OWN_TABLE}{kind}", values)


def measure_in(wanted: Wanted, as_of: date, fallback_usd: float | None = None) -> Measured:
    """Everything that is said about the tables of an engine; one that cannot be asked is refused, with the reason."""
    door: Door | None = None
    try:
        door = opened(wanted.engine)
        return _measured(Engine(door, wanted.tables, wanted.columns, as_of), fallback_usd)
    except Unreadable as error:
        return _nothing(RefusedSource(shown(wanted.engine), str(error)))
    finally:
        if door is not None:
            door.close()


def _measured(engine: Engine, fallback_usd: float | None) -> Measured:
    rows = engine.records("histogram")
    histograms = queries.histograms_of(rows)
    costs = {agent: _cost(histograms[agent], [row for row in rows if row["agent"] == agent]) for agent in histograms}
    agents = queries.agents(engine, (), costs)
    first_day, last_day = queries.span(engine)
    window = window_of(first_day, last_day)
    merged = queries.merged(histograms)
    told = Told(engine.door.shown, f"engine, {engine.door.dialect}", rows=engine.rows)
    for sentence in SAID:
        told.notes[sentence] = None
    if engine.repeated:
        told.skipped["session id that repeats"] = engine.repeated
    return Measured(
        window=window, sources=(told,), refused=(), agents=tuple(agents), totals=totals(agents, _cost(merged, rows)),
        weeks=tuple(queries.week_list(engine, first_day, last_day)), caps=tuple(caps(merged, fallback_usd)), dearest=(), charges=(),
        hours=(), estimates=tuple(estimates_of(engine, window.first_full, window.last_full)), histograms=histograms, worked=None,
        own_side=None, warnings=tuple(f"{told.path}: {sentence}" for sentence in told.sentences()),
    )  # fmt: skip


def _cost(buckets: Sequence[CostBucket], rows: Sequence[Mapping[str, Any]]) -> PerSession:
    p50, p90, p99 = (quantile(buckets, share) for share in (0.5, 0.9, 0.99))
    return PerSession(p50, p90, p99, max((row["most"] for row in rows), default=None))


def _nothing(refused: RefusedSource) -> Measured:
    return Measured(
        window=window_of(None, None), sources=(), refused=(refused,), agents=(), totals=totals((), PerSession()), weeks=(), caps=(),
        dearest=(), charges=(), hours=(), estimates=(), histograms={}, worked=None, own_side=None, warnings=(),
    )  # fmt: skip
