"""From estimates to the inputs of a profile: each with its 90 % range, basis, source and what was left out.

A range is written so that its mean is the measured mean: a bill made of means must come out as the data's own. Where one
pair of ends cannot say that, the middle is written too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite

from msgspec import Struct
from msgspec.structs import replace

from model.prices.records import UnpricedName
from model.profile import declared_for
from model.quantities import NumberSpec, Quantity, read_number
from model.quantities.cleaning import clean
from model.quantities.figures import day, plural, share, to_digits
from model.usage.estimate import WEEKS_FOR_GROWTH, Estimates, ModelShare, Range
from model.usage.pricing import price_of, row_of

DIGITS = 4
CLOSE = 0.001
"""How far the mean of a written range may be from the measured one."""
KEYS: Mapping[str, str] = {
    "sessions_per_month": "sessions_per_month", "growth_per_month": "growth_per_month",
    "active_minutes": "active_minutes", "waiting_minutes": "waiting_minutes",
    "pauses_over_5_minutes": "pauses_over_5_minutes", "pauses_over_1_hour": "pauses_over_1_hour",
    "searches": "searches_per_session", "success_rate": "success_rate", "input": "tokens.input",
    "output": "tokens.output", "requests": "tokens.requests", "cached_share": "tokens.cached_share",
    "write_5m_share": "tokens.write_5m_share", "write_1h_share": "tokens.write_1h_share",
}  # fmt: skip


TITLES = {
    "managed-agents": "Managed Agents", "claude-code": "Claude Code", "agent-sdk-result": "Agent SDK",
    "otlp": "OpenTelemetry", "openinference": "OpenInference", "litellm": "LiteLLM", "langfuse": "Langfuse",
    "parquet": "Table of",
}  # fmt: skip


class MeasuredInput(Struct, frozen=True):
    """One input as it would stand in a profile. `value` is what is written: text of a range, a number, a word or a flag.

    `p5`, `mean` and `p95` are None for words and flags.
    """

    key: str
    value: str | float | bool
    p5: float | None
    mean: float | None
    p95: float | None
    source: str
    note: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it has a range."""
        return self.mean is not None

    @property
    def text(self) -> str:
        """As a person would write it."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return self.value if isinstance(self.value, str) else _digits(self.value)

    def raw(self) -> object:
        """The TOML value: a number's table with basis, source and note, or the plain word."""
        if not self.is_number:
            return self.value
        more = {"note": self.note} if self.note else {}
        return {"value": self.value, "basis": "measured", "source": self.source, **more}


class Reproduced(Struct, frozen=True):
    """A session's list cost as the inputs give it and as the data have it (tokens and searches), US dollars.

    `why` names what the inputs cannot say where they are more than 1 % apart.
    """

    agent: str
    from_inputs_usd: float
    from_data_usd: float
    why: tuple[str, ...]

    @property
    def off(self) -> float:
        """How far apart, relative to the data."""
        return self.from_inputs_usd / self.from_data_usd - 1.0 if self.from_data_usd else 0.0

    def sentence(self) -> str:
        """Whether the profile reproduces the data, or by how much not and why."""
        if abs(self.off) <= 0.01:
            return f"{self.agent}: the inputs reproduce the data's list cost of a session within {share(max(abs(self.off), 0.001))}"
        reasons = "; ".join(self.why) or "not explained"
        return f"{self.agent}: the inputs give {share(abs(self.off))} {'more' if self.off > 0 else 'less'} than the data: {reasons}"


SHARES_OF_PROMPT = ("cached_share", "write_5m_share", "write_1h_share")
HALVINGS = 8


def slug(name: str) -> str:
    """An id for a workload or a route: lower case letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "measured"


def written(found: Range, spec: NumberSpec) -> str | float:
    """A range as text whose mean is the measured one; a plain number where there is nothing to doubt."""
    low, high = spec.limits
    mean = min(max(found.mean, low), high)
    ends = [min(max(end, low), high) for end in (found.p5, found.p95)]
    if not ends[0] < mean < ends[1] or ends[1] - ends[0] < CLOSE * abs(mean):
        return float(to_digits(mean, DIGITS))
    if ends[0] == low or ends[1] == high:  # an end on a hard limit means evenly: step inside
        ends = [ends[0] if ends[0] > low else mean * 0.001, ends[1] if ends[1] < high else high - (high - mean) * 0.001]
    text = f"{_digits(ends[0])} to {_digits(ends[1])}"
    if _off(text, spec, mean) <= CLOSE:
        return text
    return _with_middle(ends, mean, spec) or text


def _with_middle(ends: Sequence[float], mean: float, spec: NumberSpec) -> str | None:
    """The range with the middle whose mean is the measured one, found by halving."""
    below, above = ends
    for _ in range(60):
        middle = (below + above) / 2.0
        quantity = read_number(f"{ends[0]!r} / {middle!r} / {ends[1]!r}", spec)
        if not isinstance(quantity, Quantity):
            return None
        if quantity.mean < mean:
            below = middle
        else:
            above = middle
    text = f"{_digits(ends[0])} / {_digits(below)} / {_digits(ends[1])}"
    return text if _off(text, spec, mean) <= 0.01 else None


def _off(text: str, spec: NumberSpec, mean: float) -> float:
    quantity = read_number(text, spec)
    return (
        abs(quantity.mean / mean - 1.0) if isinstance(quantity, Quantity) and mean and isfinite(quantity.mean) else 1.0
    )


def _digits(value: float) -> str:
    """A number in few digits, without exponent, and never with three decimals, which could be thousands."""
    whole, point, decimals = f"{to_digits(value, DIGITS):f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}{point}{decimals}{'0' if len(decimals) == 3 else ''}" if decimals else whole


def source_of(found: Estimates) -> str:
    """Where the values come from: what was read, the window, how many sessions."""
    of = f" of {found.sessions + found.left_out:,}" if found.left_out else ""
    title = TITLES.get(found.source, found.source)
    agent = clean(found.agent)[:60]
    return f"{title} sessions of {agent}, {span_of(found.first_day, found.last_day)}, {found.sessions:,}{of}"


def span_of(first: date, last: date) -> str:
    """A window in words, the year said once where it is one: `6 Oct to 2 Nov 2026`."""
    begin = day(first).removesuffix(f" {first.year}") if first.year == last.year else day(first)
    return f"{begin} to {day(last)}"


def inputs_of(found: Estimates, workload: str) -> list[MeasuredInput]:
    """Every input that the data say about a workload, in the order of a profile."""
    source = source_of(found)
    said: list[MeasuredInput] = []
    ranges = {**found.ranges, **_fitting_shares(found.ranges)}
    for name, key in KEYS.items():
        range_ = ranges.get(name)
        declared = declared_for(f"workloads.{workload}.{key}")
        if range_ is None or declared is None or declared.spec is None:
            continue
        if name == "growth_per_month" and range_.p5 <= 0.0 <= range_.p95:
            continue  # said beside the number of sessions
        note = _note(found, name, range_)
        said.append(
            MeasuredInput(
                f"workloads.{workload}.{key}",
                written(range_, declared.spec),
                range_.p5,
                range_.mean,
                range_.p95,
                source,
                note,
            )
        )
    if any(each.key.endswith("tokens.input") for each in said):
        said.append(_word(f"workloads.{workload}.tokens.pauses_included", True, source))
    return said + _model_inputs(found, workload, source)


def _fitting_shares(ranges: Mapping[str, Range]) -> dict[str, Range]:
    """The shares of the prompt with ranges that fit into one whole: the middle of a wide range of a large share lies above its
    mean, and a profile whose middles add to more than 1 is refused. Narrowed to half around their means until they fit."""
    shares = {name: ranges[name] for name in SHARES_OF_PROMPT if name in ranges}
    for _ in range(HALVINGS):
        if sum(_middle_of(name, found) for name, found in shares.items()) <= 1.0:
            return shares
        shares = {
            name: replace(found, p5=(found.p5 + found.mean) / 2.0, p95=(found.p95 + found.mean) / 2.0)
            for name, found in shares.items()
        }
    return {name: replace(found, p5=found.mean, p95=found.mean) for name, found in shares.items()}


def _middle_of(name: str, found: Range) -> float:
    """The middle of a share as it will be written."""
    declared = declared_for(f"workloads.w.{KEYS[name]}")
    assert declared is not None
    assert declared.spec is not None
    said = read_number(str(written(found, declared.spec)), declared.spec)
    return said.median if isinstance(said, Quantity) else found.mean


def _note(found: Estimates, name: str, range_: Range) -> str:
    parts = []
    if name == "active_minutes" and found.clock == "estimated":
        parts.append("estimated from time stamps, no billed clock: at least 30 % either way")
    if name in ("sessions_per_month", "growth_per_month"):
        parts.append(f"from {plural(found.weeks, 'full week')}")
        growth = found.ranges.get("growth_per_month")
        if name == "sessions_per_month" and growth is None:
            empty = found.weeks >= WEEKS_FOR_GROWTH
            parts.append(
                f"growth left alone: {'most weeks have no session' if empty else 'it takes eight full weeks to see one'}"
            )
        elif name == "sessions_per_month" and growth is not None and growth.p5 <= 0.0 <= growth.p95:
            parts.append("growth left alone: none that chance does not explain")
    elif not found.by_week:
        weeks = f"from {plural(found.weeks, 'full week')}" if found.weeks else "no full week"
        parts.append(f"{weeks}: the range comes from days and is widened")
    if found.left_out and name != "growth_per_month":
        parts.append(f"{plural(found.left_out, 'session')} in weeks that are not full left out")
    if range_.n < found.sessions and name not in ("sessions_per_month", "growth_per_month"):
        parts.append(f"said by {range_.n:,} of {found.sessions:,} sessions")
    return "; ".join(parts)


def _word(key: str, value: str | bool, source: str) -> MeasuredInput:
    return MeasuredInput(key, value, None, None, None, source)


def priced(found: Estimates) -> list[ModelShare]:
    """The models with a price, dearest first."""
    return [each for each in found.models if each.usd > 0.0]


def _model_inputs(found: Estimates, workload: str, source: str) -> list[MeasuredInput]:
    """The model, or a route for each of several by its share of the tokens' list cost; fast and US where all requests are."""
    models = priced(found)
    if not models:
        return []
    start = f"workloads.{workload}"
    said = [_word(f"{start}.model", models[0].model, source)]
    if all(each.all_fast for each in models):
        said.append(_word(f"{start}.speed", "fast", source))
    if all(each.all_us for each in models):
        said.append(_word(f"{start}.inference", "us", source))
    if len(models) == 1:
        return said
    whole = sum(each.usd for each in models)
    left = 1.0
    for place, each in enumerate(models):
        part = left if place == len(models) - 1 else float(to_digits(each.usd / whole, 4))
        left = round(left - part, 6)
        route = f"{start}.routes.{slug(each.model)}"
        note = f"{share(each.usd / whole)} of the tokens' list cost"
        factor = _route_factor(found, each.model)
        said += [
            _word(f"{route}.model", each.model, source),
            MeasuredInput(f"{route}.share", part, part, part, part, source, note),
            MeasuredInput(f"{route}.token_factor", factor, factor, factor, factor, source, "so that the tokens' cost comes out as in the data"),
        ]  # fmt: skip
    return said


def _route_factor(found: Estimates, model: str) -> float:
    """Cost of all tokens of a session over what they would cost at this route's model alone."""
    at_model = _tokens_usd(found, model)
    tokens = _data_usd(found) - _searches_usd(found)
    return float(to_digits(tokens / at_model, 6)) if at_model else 1.0


def _prices(model: str, when: date) -> Mapping[str, float] | None:
    found = price_of(model, when)
    return None if isinstance(found, UnpricedName) else found.usd_per_mtok


def _tokens_usd(found: Estimates, model: str) -> float:
    """List cost of a mean session's tokens if all of them ran on this model, US dollars."""
    prices = _prices(model, found.last_day)
    if prices is None or "input" not in found.ranges:
        return 0.0
    prompt = found.ranges["input"].mean
    shares = {name: found.ranges[name].mean if name in found.ranges else 0.0 for name in SHARES_OF_PROMPT}
    fresh = max(0.0, 1.0 - sum(shares.values()))
    output = found.ranges["output"].mean if "output" in found.ranges else 0.0
    rate = (
        fresh * prices["input"] + shares["cached_share"] * prices["cache_read"]
        + shares["write_5m_share"] * prices["cache_write_5m"] + shares["write_1h_share"] * prices["cache_write_1h"]
    )  # fmt: skip
    row = row_of(model, found.last_day)
    models = priced(found)
    factor = 1.0
    if all(each.all_fast for each in models):
        factor *= _factor(row, "fast")
    if all(each.all_us for each in models):
        factor *= _factor(row, "us")
    return (prompt * rate + output * prices["output"]) * factor / 1e6


def _factor(row: Mapping[str, object], name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, int | float) else 1.0


def _searches_usd(found: Estimates) -> float:
    return found.ranges["searches"].mean * 0.01 if "searches" in found.ranges else 0.0


def _data_usd(found: Estimates) -> float:
    return found.api_usd_per_session or 0.0


def reproduced(found: Estimates) -> Reproduced | None:
    """A session's list cost from the inputs beside that of the data; None where the data have no price."""
    models = priced(found)
    if not models or not found.api_usd_per_session:
        return None
    tokens = _tokens_usd(found, models[0].model)
    if len(models) > 1:
        tokens *= _route_factor(found, models[0].model)
    why = []
    if any(each.any_fast != each.all_fast or each.any_us != each.all_us for each in models):
        why.append("some requests are fast or in the US, others not")
    if any(each.any_batch for each in models):
        why.append("some requests are Batch, at half the price")
    if any(each.unpriced for each in found.models):
        why.append("some tokens have no price")
    if (
        len(
            {
                tuple(sorted((_prices(each.model, when) or {}).items()))
                for each in models[:1]
                for when in (found.first_day, found.last_day)
            }
        )
        > 1
    ):
        why.append("the price changed within the window")
    if any((row_of(each.model, found.last_day).get("above_tokens")) for each in models):
        why.append("long prompts have a price of their own")
    if found.ranges.get("output", Range(0, 0, 0, 0)).n < found.sessions:
        why.append("some sessions do not say all their tokens")
    return Reproduced(found.agent, tokens + _searches_usd(found), found.api_usd_per_session, tuple(why))
