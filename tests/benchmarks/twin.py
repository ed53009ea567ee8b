"""The formulas of one realistic profile written by hand in plain NumPy: what the engine is held against.

A support desk: one workload that grows by a range, two options, the managed one as the bridge of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Values: TypeAlias = Mapping[str, Array]
Money: TypeAlias = tuple[Array | float, Array | float, Array | float]
Lines: TypeAlias = dict[tuple[str, str | None], Money]

MONTHS = 36
PROFILE = """
schema = 1
name = "Support desk, by hand"
as_of = 2026-11-22
horizon_months = 36
discount_rate = 0.10
today = "none"
[workloads.tickets]
sessions_per_month = "8k to 15k"
growth_per_month = "0% to 5%"
active_minutes = "8 to 20"
waiting_minutes = 45
pauses_over_5_minutes = 1
searches_per_session = 2
success_rate = "80% to 90%"
fallback_usd = 6.0
model = "claude-opus-4-8"
[workloads.tickets.tokens]
input = "40k to 60k"
output = 15_000
cached_share = 0.8
requests = 20
[engineering]
loaded_usd_per_year = "200k to 300k"
[options.managed]
build_engineer_weeks = 2
weeks_until_live = 2
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "0.1 to 0.8"
meanwhile = "managed"
oncall_usd_per_week = 540
oncall_tiers = 1
incidents_per_month = 1.5
incident_hours = 6
incident_people = 1
idle_tail_minutes = 5
search_usd_per_1000 = 5.0
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
[options.own.items.postgres]
monthly_usd = 47.45
"""


def session_rates(v: Values) -> tuple[dict[str, Array], dict[str, Array]]:
    """US dollars per session by line, for the managed option and for the own stack."""
    work, own = "workloads.tickets.", "options.own."
    prompt, share = v[work + "tokens.input"], v[work + "tokens.cached_share"]
    read = prompt * share
    lost = np.minimum(v[work + "pauses_over_5_minutes"] * prompt / v[work + "tokens.requests"], read)
    counts = {
        "input": prompt - read,
        "output": v[work + "tokens.output"],
        "cache_read": read - lost,
        "cache_write_5m": lost,
        "cache_write_1h": np.zeros(1),
    }
    both = {
        f"tokens.{kind}": count / 1e6 * v[f"prices.models.claude-opus-4-8.{kind}"] for kind, count in counts.items()
    }
    both["other.fallback"] = (1.0 - v[work + "success_rate"]) * v[work + "fallback_usd"]
    active, searches = v[work + "active_minutes"], v[work + "searches_per_session"] / 1000.0
    managed = both | {
        "runtime.session": active / 60.0 * v["prices.runtime_usd_per_hour"],
        "tools.web_search": searches * v["prices.search_usd_per_1000"],
    }
    tail = v[own + "idle_tail_minutes"]
    tails = np.minimum(v[work + "pauses_over_5_minutes"] * tail, v[work + "waiting_minutes"]) + tail
    hours = (active + tails) / 60.0
    hosted = both | {
        "tools.web_search": searches * v[own + "search_usd_per_1000"],
        "sandbox.vcpu": hours * v[own + "sandbox.vcpu"] * v[own + "sandbox.usd_per_vcpu_hour"],
        "sandbox.memory": hours * v[own + "sandbox.memory_gib"] * v[own + "sandbox.usd_per_gib_hour"],
    }
    return managed, hosted


def month_rates(v: Values) -> tuple[dict[str, Array], dict[str, Array]]:
    """US dollars per live month by line, for the managed option and for the own stack."""
    own, loaded = "options.own.", v["engineering.loaded_usd_per_year"]
    hours = v[own + "incidents_per_month"] * v[own + "incident_hours"] * v[own + "incident_people"]
    managed = {"engineering.upkeep": v["options.managed.upkeep_fte"] * loaded / 12.0}
    return managed, {
        "engineering.upkeep": v[own + "upkeep_fte"] * loaded / 12.0,
        "engineering.oncall": v[own + "oncall_usd_per_week"] * v[own + "oncall_tiers"] * 52.0 / 12.0,
        "engineering.incidents": hours * loaded / v["engineering.hours_per_year"],
        "infrastructure.postgres": v[own + "items.postgres.monthly_usd"],
    }


def build(v: Values, option: str) -> Array:
    """US dollars of building an option."""
    hourly = v["engineering.loaded_usd_per_year"] / v["engineering.hours_per_year"]
    return v[f"options.{option}.build_engineer_weeks"] * 40.0 * hourly


def run_lines(
    sessions: Array,
    share: Array,
    discount: Array,
    per_session: Mapping[str, Array],
    per_month: Mapping[str, Array],
    bridge: str | None,
) -> Lines:
    """Month 1, total and present value of what is paid while one option serves this share of each month."""
    lines: Lines = {}
    for paid, rates in ((sessions * share, per_session), (share, per_month)):
        count, worth = paid.sum(axis=-1), paid @ discount
        first = np.zeros(1) if bridge else (sessions[:, 0] if rates is per_session else np.ones(1))
        lines |= {(key, bridge): (rate * first, rate * count, rate * worth) for key, rate in rates.items()}
    return lines


def lines(v: Values) -> dict[str, Lines]:
    """Every line of both options: month 1, total and present value in US dollars, by key and bridge."""
    months = np.arange(1.0, MONTHS + 1.0)
    growth = np.log1p(v["workloads.tickets.growth_per_month"])
    sessions = v["workloads.tickets.sessions_per_month"][:, None] * np.exp(growth[:, None] * (months - 1.0))
    discount = (1.0 + v["discount_rate"]) ** (-months / 12.0)
    live = v["options.managed.weeks_until_live"][:, None] * 12.0 / 52.0
    live_own = v["options.own.build_engineer_weeks"][:, None] * 12.0 / 52.0
    managed_session, own_session = session_rates(v)
    managed_month, own_month = month_rates(v)
    waiting = {"other.waiting": v["workloads.tickets.fallback_usd"]}

    def served(start: Array) -> Array:
        return np.clip(months - np.maximum(months - 1.0, start), 0.0, 1.0)

    def until(end: Array, start: Array | float = 0.0) -> Array:
        return np.clip(np.minimum(months, end) - np.maximum(months - 1.0, start), 0.0, 1.0)

    managed = run_lines(sessions, served(live), discount, managed_session, managed_month, None)
    managed |= run_lines(sessions, until(live), discount, waiting, {}, "nobody")
    managed["engineering.build", None] = (0.0, *[build(v, "managed")] * 2)
    own = run_lines(sessions, served(live_own), discount, own_session, own_month, None)
    own |= run_lines(sessions, until(live_own, live), discount, managed_session, managed_month, "managed")
    own |= run_lines(sessions, until(np.minimum(live, live_own)), discount, waiting, {}, "nobody")
    own["engineering.build", None] = (0.0, *[build(v, "own")] * 2)
    serves = (live < np.minimum(live_own, float(MONTHS)))[:, 0]
    own["engineering.build", "managed"] = (0.0, *[build(v, "managed") * serves] * 2)
    return {"managed": managed, "own": own}


def present_values(found: Mapping[str, Lines]) -> dict[str, Array]:
    """Present value of each option, in US dollars."""
    return {option: np.asarray(sum(money[2] for money in rows.values())) for option, rows in found.items()}
