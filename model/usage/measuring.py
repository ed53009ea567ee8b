"""`measure` from end to end: sources in, one record of everything that is said out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from model.usage import queries
from model.usage.attribute import AgentUse, Dear, PerSession, Week, is_full, totals
from model.usage.estimate import Estimates, estimates_of
from model.usage.gather_rows import Advance, RefusedSource, gather, table_bytes
from model.usage.measured_caps import Cap, CostBucket, caps
from model.usage.people import OwnSide, Worked, own_side, said_of, worked
from model.usage.queries import ChargeLine, HoursLine
from model.usage.readers import Context
from model.usage.row_store import RowStore
from model.usage.sink import Told


class Window(Struct, frozen=True):
    """The days between the first and the last session, and the full weeks (Monday to Sunday, UTC) among them."""

    first_day: date | None
    last_day: date | None
    full_weeks: int
    first_full: date | None = None
    last_full: date | None = None


class Deeper(Struct, frozen=True):
    """What a screen goes into from an agent: its weeks, and the dearest sessions of each, by agent and Monday."""

    weeks: Mapping[str, tuple[Week, ...]]
    dearest: Mapping[tuple[str, date], tuple[Dear, ...]]


class Measured(Struct, frozen=True):
    """Everything that was measured. `agents` are dearest first and add up to `totals`; `deeper` only where it was asked for."""

    window: Window
    sources: tuple[Told, ...]
    refused: tuple[RefusedSource, ...]
    agents: tuple[AgentUse, ...]
    totals: AgentUse
    weeks: tuple[Week, ...]
    caps: tuple[Cap, ...]
    dearest: tuple[Dear, ...]
    charges: tuple[ChargeLine, ...]
    hours: tuple[HoursLine, ...]
    estimates: tuple[Estimates, ...]
    histograms: dict[str, list[CostBucket]]
    worked: Worked | None
    own_side: OwnSide | None
    warnings: tuple[str, ...]
    deeper: Deeper | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all could be read."""
        return not self.agents and not self.charges and not self.hours and not any(told.rows for told in self.sources)


def measure(
    names: Sequence[str],
    as_of: date,
    format_name: str | None = None,
    context: Context | None = None,
    fallback_usd: float | None = None,
    advance: Advance | None = None,
    deeper: bool = False,
) -> Measured:
    """Read all sources and work out everything that is said about them. Nothing is left behind, whatever happens.

    deeper: also each agent's weeks and their dearest sessions, for whoever walks into them.
    """
    with RowStore(table_bytes=table_bytes(names)) as store:
        gathered = gather(store, names, format_name, context, advance)
        said = queries.prepare(store, as_of)
        for source, sentence in queries.own_amounts(store).items():
            for told in [each for each in gathered.told if each.format == source][-1:]:
                told.notes[sentence] = None
        charges = queries.charge_lines(store)
        costs = queries.costs(store)
        agents = queries.agents(store, charges, costs)
        first_day, last_day = queries.span(store)
        window = window_of(first_day, last_day)
        histograms = queries.histogram(store)
        people = worked(store)
        return Measured(
            window=window,
            sources=tuple(gathered.told),
            refused=tuple(gathered.refused),
            agents=tuple(agents),
            totals=totals(agents, costs.get("", PerSession())),
            weeks=tuple(queries.week_list(store, first_day, last_day)),
            caps=tuple(caps(queries.merged(histograms), fallback_usd)),
            dearest=tuple(queries.dearest(store)),
            charges=tuple(charges),
            hours=tuple(queries.hours(store)),
            estimates=tuple(estimates_of(store, window.first_full, window.last_full)),
            histograms=histograms,
            worked=people,
            own_side=own_side(charges, *queries.bill_span(store)),
            warnings=(*said, *_warnings(gathered.told), *said_of(people)),
            deeper=Deeper(queries.weeks_of_agents(store, first_day, last_day), queries.dearest_of_weeks(store))
            if deeper
            else None,
        )


def window_of(first_day: date | None, last_day: date | None) -> Window:
    """The window between two days, and its full weeks."""
    if first_day is None or last_day is None:
        return Window(first_day, last_day, 0)
    monday = first_day - timedelta(days=first_day.weekday())
    weeks = []
    while monday <= last_day:
        if is_full(monday, first_day, last_day):
            weeks.append(monday)
        monday += timedelta(days=7)
    return Window(first_day, last_day, len(weeks), weeks[0] if weeks else None, weeks[-1] if weeks else None)


def _warnings(told: Sequence[Told]) -> list[str]:
    return [f"{each.path}: {sentence}" for each in told for sentence in each.sentences()]
