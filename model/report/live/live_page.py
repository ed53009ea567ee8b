"""The part of a web page that answers back: what it holds, its controls, and the check that it says what the product says.

The controls are the inputs that decide, widest effect first; the horizon and the discount rate always. What is typed counts
as typed: a number is that number in every future, `a to b` is a range, exactly as ``--set`` reads them. Scenarios of the
profile that change numbers alone can be ticked; others are named with the command that shows them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import numpy as np

from model.comparison import Case, evaluate, middle
from model.comparison.following.traced import NotFollowedError
from model.comparison.run import complete
from model.comparison.sheet import HORIZON
from model.comparison.unpriced import priced_without
from model.decision.futures.draws import futures
from model.decision.futures.searchable import Movable, movables
from model.decision.learning.sensitivity import ends_of
from model.decision.pair.monthly_costs import POCKETS
from model.decision.records.analysis import Analysis
from model.decision.verdict.must_haves import kept_by_numbers
from model.profile import declared_for, ships
from model.quantities import Array, NumberSpec, Quantity
from model.report.alike import as_numbers, besides
from model.report.live import answering, embedded
from model.report.live.follow import Followed, Following, LiveChoice, chosen, follow
from model.telling import pockets
from model.telling.answer import WORDS
from model.telling.option_names import short, title

FUTURES = 2_000
CHECKED = 40  # futures on which a page is compared with the product before it is written
SAME = 1e-9
LEAST_WIDTH, MOST_WIDTH = 60, 120  # months laid out
SHOWN, MOST = 8, 40  # controls at first sight, and in all
NEAR = 3.0  # a slider reaches to three times today's value, as flips that are near do
ALWAYS = (HORIZON, "discount_rate")


def holds(analysis: Analysis) -> dict[str, Any]:
    """Everything the page works with, as plain values; NotFollowedError where it would not say what the product says."""
    case = analysis.case
    following = follow(case, _width(case))
    _check(following, case)
    out = frozenset(row.id for row in analysis.options if _is_out(analysis, row.id))
    choices = chosen(case, following, out)
    table = embedded.table(following, embedded.outputs(following, choices))
    draws = FUTURES if case.events or any(found.quantity.is_range for found in case.inputs.values()) else 1
    controls = _controls(analysis, table.inputs)
    at = table.places
    return {
        "draws": draws,
        "seed": analysis.seed,
        "profile": _called(case),
        "asOf": case.as_of.isoformat(),
        "scenario": analysis.scenario,
        "table": {
            "operations": table.operations,
            "constants": table.constants,
            "inputs": table.inputs,
            "rows": table.rows,
            "months": following.width,
            "horizon": HORIZON,
        },
        "functions": embedded.constants(table.operations),
        "inputs": embedded.drawn(case, table.inputs, draws, analysis.seed),
        "live": {option: at[place] for option, place in following.live.items()},
        "bridges": following.bridges,
        "today": following.today,
        "plans": [_plan(plan, at) for plan in following.plans],
        "options": [_option(analysis, choice, at) for choice in choices],
        "pair": case.pair if case.pair_named else None,
        "pockets": POCKETS,
        "pocketTitles": [pockets.TITLES[name] for name in POCKETS],
        "words": WORDS,
        "headline": analysis.verdict.headline,
        "horizon": HORIZON,
        "width": following.width,
        "controls": controls,
        "swings": _swings(case, table.inputs),
        "scenarios": _scenarios(following, case),
    }


def _plan(plan: Followed, at: Mapping[int, int]) -> dict[str, Any]:
    """Where the figures of one option stand in the table of the page."""
    return {
        "option": plan.option,
        "chain": plan.chain,
        "worth": at[plan.worth],
        **{name: _at(at, getattr(plan, name)) for name in ("interim", "every", "served")},
        "months": [at[place] for place in plan.months],
        "build": at[plan.build],
    }


def _option(analysis: Analysis, choice: LiveChoice, at: Mapping[int, int]) -> dict[str, Any]:
    """An option as the page names it, and what says whether it may be chosen."""
    return {
        "id": choice.option,
        "title": title(analysis, choice.option),
        "short": short(analysis, choice.option),
        "out": choice.out,
        "kept": [at[place] for place in choice.kept],
    }


def _called(case: Case) -> str:
    """The profile as a command names it: a starter by its name, a file by its own."""
    file = case.profile.file
    if file is None:
        return "profile.toml"
    return file.stem if ships(file) else file.name


def _at(places: Mapping[int, int], place: int | None) -> int | None:
    return None if place is None else places[place]


def _width(case: Case) -> int:
    return min(max(LEAST_WIDTH, case.horizon_months), max(MOST_WIDTH, case.horizon_months))


def _is_out(analysis: Analysis, option: str) -> bool:
    """Whether an option cannot be chosen for reasons that no number here changes."""
    case, plan, row = analysis.case, analysis.case.option(option), analysis.option(option)
    kept = kept_by_numbers(case, plan, middle(case))
    uses = {(gap.line_key, gap.write, gap.why) for work in plan.works for _, gap in priced_without(case, plan, work)}
    if any(have.status == "fail" and have.key not in kept for have in row.must_haves):
        return True
    return any((gap.key, gap.write, gap.why) not in uses for gap in row.unpriced)


def _check(following: Following, case: Case) -> None:
    """Compares some futures with the product's own: a page that says something else is not written."""
    _compare(following, case, case)


def _compare(following: Following, base: Case, case: Case) -> None:
    horizon = {HORIZON: np.array([float(case.horizon_months)])}
    values, now = complete(futures(case, CHECKED, 1)), complete(middle(case))
    if set(values) - set(base.inputs) - {key for key in values if key.endswith(".u")} - {"sessions_factor"}:
        raise NotFollowedError("inputs that the profile does not have")
    found = answering.present_values(following, {**values, **horizon}, {**now, **horizon})
    for costs in evaluate(case, values).options:
        if not np.allclose(found[costs.id], costs.present_value_usd, rtol=SAME, atol=1e-6):
            raise NotFollowedError(f"the present value of {costs.id} is not the one that was followed")


# ---- controls


def _controls(analysis: Analysis, read: tuple[str, ...]) -> list[dict[str, Any]]:
    """The inputs that can be moved here, the horizon and the discount rate first, then what the profile
    says and then the rest, by how far each moves the difference."""
    case = analysis.case
    by_key = {each.key: each for each in movables(case) if each.moves_alone}
    ranked = [key for key in _by_effect(case, by_key, read) if key not in ALWAYS]
    found = [_control(case, key, by_key.get(key)) for key in (*ALWAYS, *ranked[:MOST])]
    return [control for control in found if control is not None]


def _by_effect(case: Case, by_key: Mapping[str, Movable], read: tuple[str, ...]) -> list[str]:
    """Keys by how far the difference moves between one in ten and nine in ten of a range, or a quarter down and up of a point."""
    keys = [key for key in by_key if key in read and _spec(case, key) is not None]
    run = evaluate(case, complete(middle(case)))
    rows = 2 * len(keys)
    changes: dict[str, Array] = {}
    for place, key in enumerate(keys):
        column = np.repeat(np.asarray(run.values[key])[None, :], max(rows, 1), axis=0)
        quantity = case.inputs[key].quantity
        ends = ends_of(case, key) if quantity.is_range else (0.75 * quantity.median, 1.25 * quantity.median)
        column[2 * place : 2 * place + 2, 0] = ends
        changes[key] = column
    if not keys:
        return []
    worths = run.present_values(changes, options=case.pair)
    gap = np.broadcast_to(worths[case.pair[1]] - worths[case.pair[0]], (rows, 1))[:, 0]
    effect = {key: abs(float(gap[2 * place + 1] - gap[2 * place])) for place, key in enumerate(keys)}
    known = [key for key in keys if effect[key] > 0.0]
    return sorted(known, key=lambda key: (not _is_own(case, key), -effect[key]))


def _spec(case: Case, key: str) -> NumberSpec | None:
    declared = case.inputs[key].declared
    return declared.spec if declared else None


def _is_own(case: Case, key: str) -> bool:
    """Whether the profile says it, or it is uncertain; defaults and list prices come after these."""
    return case.inputs[key].given or case.inputs[key].quantity.is_range


def _control(case: Case, key: str, movable: Movable | None) -> dict[str, Any] | None:
    found = case.inputs.get(key)
    declared = found.declared if found and found.declared else declared_for(key)
    spec = declared.spec if declared else None
    if declared is None or spec is None:
        return None
    quantity = found.quantity if found else None
    now = quantity.median if quantity else float(case.horizon_months)
    low, high = _reach(key, spec, quantity, now, movable)
    return {
        "key": key,
        "title": declared.title if movable is None else movable.title,
        "help": declared.help,
        "unit": spec.unit.label,
        "share": spec.unit.value == "share",
        "money": spec.unit.is_money,
        "spec": {
            "family": spec.family.value,
            "low": _finite(spec.limits[0]),
            "high": _finite(spec.limits[1] if key != HORIZON else float(_width(case))),
            "whole": spec.whole or key == HORIZON,
            "ranges": declared.ranges and key != HORIZON,
            "most": _finite(declared.most),
        },
        "text": quantity.text if quantity else str(case.horizon_months),
        "ends": list(quantity.ends) if quantity else [now],
        "now": now,
        "mean": quantity.mean if quantity else now,
        "band": [quantity.p5, quantity.p95] if quantity and quantity.is_range else None,
        "low": low,
        "high": high,
        "basis": found.basis if found and found.given else "default",
        "first": key in ALWAYS,
    }


def _reach(
    key: str, spec: NumberSpec, quantity: Quantity | None, now: float, movable: Movable | None
) -> tuple[float, float]:
    """How far a slider goes: a third to three times today's value or range, within what the input may be."""
    first, last = (quantity.p5, quantity.p95) if quantity else (now, now)
    if key == HORIZON:
        return 1.0, float(max(LEAST_WIDTH, int(now)))
    if spec.family.value == "share":
        low, high = 0.0, min(1.0, max(NEAR * last, 0.2))
    elif first > 0.0:
        low, high = first / NEAR, last * NEAR
    else:
        reach = NEAR * max(abs(first), abs(last), spec.unit.nudge * 5.0)
        low, high = first - reach if spec.limits[0] < 0.0 else 0.0, last + reach
    bounds = (movable.low, movable.high) if movable else spec.limits
    return max(low, bounds[0], spec.limits[0]), min(high, bounds[1], spec.limits[1])


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _swings(case: Case, read: tuple[str, ...]) -> list[dict[str, Any]]:
    """The doubts whose ends are tried: ranges as they are drawn now, and whether an event happens."""
    by_key = {each.key: each.title for each in movables(case)}
    events = [
        {"key": f"events.{event.id}.probability", "title": event.title, "event": True}
        for event in case.events
        if f"events.{event.id}.probability" in read
    ]
    keys = [key for key, found in case.inputs.items() if key in read and key in by_key and found.quantity.is_range]
    return [*({"key": key, "title": by_key[key], "event": False} for key in keys), *events]


# ---- scenarios


def _scenarios(following: Following, case: Case) -> list[dict[str, Any]]:
    """Every scenario of the profile: what it changes where that is numbers alone, else why it cannot be taken in."""
    found = []
    for name in case.profile.ids("scenarios"):
        label = case.profile.text(f"scenarios.{name}.title") or name
        changes = _changes(following, case, name)
        found.append(
            {"id": name, "title": label, "changes": changes, "why": "" if changes is not None else besides(case, name)}
        )
    return found


def _changes(following: Following, case: Case, name: str) -> list[dict[str, Any]] | None:
    """What a scenario changes as inputs drawn anew; None where it changes more than numbers."""
    other = as_numbers(case, name)
    if other is None:
        return None
    try:
        _compare(following, case, other)
    except (NotFollowedError, KeyError):
        return None
    return [dict(each) for each in _changed(case, other)]


def _changed(case: Case, other: Case) -> Iterator[dict[str, Any]]:
    if other.horizon_months != case.horizon_months:
        yield {"key": HORIZON, "ends": [float(other.horizon_months)], "text": str(other.horizon_months)}
    for key, found in other.inputs.items():
        quantity = found.quantity
        if key != HORIZON and quantity != case.inputs[key].quantity:
            spec = found.declared.spec if found.declared else None
            yield {
                "key": key,
                "ends": list(quantity.ends),
                "text": quantity.text,
                "shape": embedded.shape(quantity),
                "middle": quantity.median,
                "spec": {
                    "family": spec.family.value if spec else "positive",
                    "low": _finite(spec.limits[0]) if spec else 0.0,
                    "high": _finite(spec.limits[1]) if spec else None,
                    "whole": bool(spec and spec.whole),
                },
            }


def section(analysis: Analysis) -> str:
    """Where the page answers back, with all it works with: hidden until its script works, for without it nothing here moves."""
    return (
        f'<section class="live" id="live" aria-labelledby="live-title" hidden data-model=\'{written(holds(analysis))}\'>'
        '<div class="inner">\n<h2 id="live-title">Change an assumption</h2>\n'
        f'<p class="live-lead">The model is in this page: {FUTURES:,} futures are worked out again with every change. A number '
        "is that number in every future; a range such as 5 to 20 holds 9 in 10 futures. The band is the range the profile has, "
        "the mark its middle.</p>\n"
        '<div class="live-room"></div></div></section>'
    )


def assets() -> tuple[str, str]:
    """The style sheet and the script of this part."""
    folder = files("model.report.live")
    engine, live = (folder.joinpath(name).read_text("utf-8") for name in ("engine.js", "live.js"))
    return folder.joinpath("live.css").read_text("utf-8"), f"{engine}\n{live}"


def written(held: Mapping[str, Any]) -> str:
    """The data as an attribute in single quotes: no text in it can end the attribute or the element."""
    text = json.dumps(held, separators=(",", ":"), allow_nan=False)
    for sign in "&<>'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
