"""Hours of people and bills of the own side as inputs of an option: upkeep, incidents, on-call, build; items and idle share.

Upkeep in full-time engineers is hours in the window over the working hours of the window. Logged hours are usually too low,
and say so. What a label was counted as stands in the note.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from msgspec import Struct

from model.profile import declared_for
from model.quantities.figures import plural
from model.quantities.units import HOURS_PER_WORKING_WEEK
from model.usage.estimate import ENOUGH_WEEKS, FEW_WEEKS_FACTOR, WEEKS_IN_A_MONTH, Range, mean_range
from model.usage.measured_inputs import MeasuredInput, slug, span_of, written
from model.usage.queries import ChargeLine
from model.usage.row_store import RowStore

HOURS_IN_A_WEEK = 168.0
LOW = "logged hours are usually too low"


class Worked(Struct, frozen=True):
    """Hours by kind and week. `weeks` are all weeks from the first to the last with an entry, those without hours included."""

    first_day: date
    last_day: date
    weeks: int
    hours: Mapping[str, tuple[float, ...]]
    incidents: tuple[float, ...]
    incident_hours: Range | None
    incident_people: float | None
    unknown: int
    labels: Mapping[str, tuple[str, ...]]


def worked(store: RowStore) -> Worked | None:
    """The hours in the store by kind and week; None where there are none."""
    rows = store.rows(
        "SELECT kind, CAST(date_trunc('week', day) AS DATE), day, hours, people, coalesce(label, 'no label'), source FROM hours "
        "ORDER BY day"
    )
    return _worked(rows) if rows else None


def _worked(rows: Sequence[tuple[Any, ...]]) -> Worked:
    first, last = rows[0][1], rows[-1][1]
    weeks = (last - first).days // 7 + 1
    hours: dict[str, list[float]] = {}
    incidents = [0.0] * weeks
    lengths: list[float] = []
    people: list[int] = []
    labels: dict[str, dict[str, None]] = {}
    unknown = 0
    for kind, week, _, spent, count, label, source in rows:
        place = (week - first).days // 7
        labels.setdefault(kind, {})[label] = None
        if source == "pagerduty":
            if label != "auto-resolved":
                incidents[place] += 1.0
                if spent is None:
                    unknown += 1
                else:
                    lengths.append(spent / max(1, count or 1))
                    people.append(max(1, count or 1))
        elif spent is not None:
            hours.setdefault(kind, [0.0] * weeks)[place] += spent
    length = mean_range(np.array(lengths), np.ones(len(lengths))) if lengths else None
    return Worked(
        first, last + timedelta(days=6), weeks, {kind: tuple(found) for kind, found in hours.items()}, tuple(incidents),
        length, sum(people) / len(people) if people else None, unknown, {kind: tuple(found) for kind, found in labels.items()},
    )  # fmt: skip


def inputs_of_people(found: Worked, option: str) -> list[MeasuredInput]:
    """Upkeep, build, incidents and the number of rotas on call as inputs of an option."""
    start = f"options.{option}"
    span = span_of(found.first_day, found.last_day)
    said: list[MeasuredInput] = []
    if "upkeep" in found.hours:
        said.append(
            _of(
                f"{start}.upkeep_fte",
                _weekly(found.hours["upkeep"], 1.0 / HOURS_PER_WORKING_WEEK),
                f"Time sheets, {span}",
                _note(found, "upkeep"),
            )
        )
    if "build" in found.hours:
        total = math.fsum(found.hours["build"]) / HOURS_PER_WORKING_WEEK
        said.append(
            _of(
                f"{start}.build_engineer_weeks",
                Range(total, total, total, 1),
                f"Time sheets, {span}",
                _note(found, "build"),
            )
        )
    if any(found.incidents):
        source = f"Incidents, {span}"
        said.append(
            _of(
                f"{start}.incidents_per_month",
                _weekly(found.incidents, WEEKS_IN_A_MONTH),
                source,
                "auto-resolved ones took no work",
            )
        )
        if found.incident_hours is not None:
            note = (
                f"{plural(found.unknown, 'incident')} do not say it"
                if found.unknown
                else "hours engaged, not the time until resolved"
            )
            said.append(_of(f"{start}.incident_hours", found.incident_hours, source, note))
        if found.incident_people is not None:
            mean = found.incident_people
            said.append(_of(f"{start}.incident_people", Range(mean, mean, mean, len(found.incidents)), source, ""))
    elif "incident" in found.hours:
        said.append(
            _of(
                f"{start}.upkeep_fte",
                _weekly(_added(found, "upkeep", "incident"), 1.0 / HOURS_PER_WORKING_WEEK),
                f"Time sheets, {span}",
                f"incidents included; {LOW}",
            )
        )
    tiers = _tiers(found)
    if tiers:
        source = f"Time sheets, {span}"
        said.append(
            _of(f"{start}.oncall_tiers", Range(tiers, tiers, tiers, found.weeks), source, "whole weeks of shifts")
        )
    return [each for place, each in enumerate(said) if each.key not in [later.key for later in said[place + 1 :]]]


def _tiers(found: Worked) -> int:
    """Rotas that are on call at the same time, where the hours are those of shifts: whole weeks of 168; else 0."""
    if "on-call" not in found.hours:
        return 0
    rotas = math.fsum(found.hours["on-call"]) / found.weeks / HOURS_IN_A_WEEK
    return round(rotas) if abs(rotas - round(rotas)) <= 0.1 else 0


def said_of(found: Worked | None) -> list[str]:
    """What the hours cannot say of the inputs, in a sentence each."""
    if found is None or "on-call" not in found.hours:
        return []
    a_week = math.fsum(found.hours["on-call"]) / found.weeks
    money = "what a week on call is paid (oncall_usd_per_week) is money and stands in no time sheet"
    if _tiers(found):
        return [f"on-call: {a_week:,.0f} hours a week are {plural(_tiers(found), 'rota')} round the clock; {money}"]
    return [f"on-call: {a_week:,.1f} hours a week are neither upkeep nor whole rotas and change no input; {money}"]


def _added(found: Worked, *kinds: str) -> tuple[float, ...]:
    lists = [found.hours[kind] for kind in kinds if kind in found.hours]
    return tuple(sum(values) for values in zip(*lists, strict=True))


def _note(found: Worked, kind: str) -> str:
    return f"labels: {', '.join(found.labels.get(kind, ()))[:120]}; {LOW}"


def _weekly(weeks: Sequence[float], factor: float) -> Range:
    """The mean of a week times a factor, with the range of that mean over weeks."""
    sums = np.array(weeks)
    widen = 1.0 if len(weeks) >= ENOUGH_WEEKS else FEW_WEEKS_FACTOR
    found = mean_range(sums, np.ones(len(sums)), widen)
    assert found is not None
    return Range(found.mean * factor, found.p5 * factor, found.p95 * factor, found.n)


def _of(key: str, found: Range, source: str, note: str) -> MeasuredInput:
    declared = declared_for(key)
    assert declared is not None
    assert declared.spec is not None
    return MeasuredInput(key, written(found, declared.spec), found.p5, found.mean, found.p95, source, note)


class OwnSide(Struct, frozen=True):
    """What the own side's bills say: US dollars a month by agent at effective cost, the idle share of a cluster, unit costs."""

    usd_per_month: Mapping[str, float]
    idle_share: float | None
    usd_per_vcpu_hour: float | None
    usd_per_gib_hour: float | None
    source: str


def own_side(charges: Sequence[ChargeLine], days: float, first: date | None, last: date | None) -> OwnSide | None:
    """Infrastructure charges as unit costs; commitments bought, taxes and credits stay out."""
    used = [
        line
        for line in charges
        if line.axis == "infrastructure"
        and line.category not in ("Purchase", "Tax", "Credit", "Adjustment", "Correction")
    ]
    if not used or days <= 0.0 or first is None or last is None:
        return None
    by_agent: dict[str, float] = {}
    idle = 0.0
    for line in used:
        usd = line.effective_usd or 0.0
        if line.category == "Idle":
            idle += usd
        else:
            by_agent[line.agent] = by_agent.get(line.agent, 0.0) + usd
    whole = idle + sum(by_agent.values())
    month = 365.25 / 12.0 / days
    has_idle = any(line.category == "Idle" for line in used)
    return OwnSide(
        {agent: usd * month for agent, usd in by_agent.items()}, idle / whole if has_idle and whole else None,
        _unit_cost(used, ("vCPU-hours", "vCPU-Hours")), _unit_cost(used, ("GiB-hours", "GB-Hours", "GB-hours")),
        f"{', '.join(sorted({line.source for line in used}))} {span_of(first, last)}",
    )  # fmt: skip


def _unit_cost(lines: Sequence[ChargeLine], units: Sequence[str]) -> float | None:
    """Effective cost over quantity, idle capacity included: it is paid as well. Storage and network are no compute."""
    own = [
        line for line in lines if line.unit in units and "Ephemeral" not in (line.description or "") and line.quantity
    ]
    quantity = sum(line.quantity or 0.0 for line in own)
    return sum(line.effective_usd or 0.0 for line in own) / quantity if quantity else None


def inputs_of_own_side(found: OwnSide, option: str, place: str | None) -> list[MeasuredInput]:
    """The own side's bill as inputs of an option, each dollar once.

    place: "sandbox" where the option pays for sandboxes (unit costs), "hosts" where it has machines (the filled share), None
    where it has neither: then each agent's infrastructure is an item.
    """
    start = f"options.{option}"
    idle = "" if found.idle_share is None else f"; {found.idle_share:.0%} of it idle"
    if place == "sandbox":
        units = {"usd_per_vcpu_hour": found.usd_per_vcpu_hour, "usd_per_gib_hour": found.usd_per_gib_hour}
        known = {f"{start}.sandbox.{name}": usd for name, usd in units.items() if usd is not None}
        return [_of(key, Range(usd, usd, usd, 1), found.source, f"effective cost{idle}") for key, usd in known.items()]
    if place == "hosts":
        if found.idle_share is None:
            return []
        filled = 1.0 - found.idle_share
        return [_of(f"{start}.hosts.utilisation", Range(filled, filled, filled, 1), found.source, "by cost")]
    return [
        _of(f"{start}.items.{slug(agent)}.monthly_usd", Range(usd, usd, usd, 1), found.source, f"effective cost{idle}")
        for agent, usd in found.usd_per_month.items()
    ]
