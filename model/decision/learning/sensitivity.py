"""Which inputs move the result, and which are worth knowing: the tornado and the value of information, input by input.

The tornado moves one input at a time to its own P10 and P90 in the middle case; all ends are rows of one evaluation.
What an input is worth is another question, answered over the draws and over every option that can be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from model.comparison import Case, Run, evaluate, middle
from model.comparison.effort import Breathe, go_on
from model.decision.learning.information import (
    ValueOfInformation,
    basis_of,
    basis_of_group,
    order_of,
    partial_information,
)
from model.decision.records.analysis import LearnRow, SensitivityGroup, SensitivityRow
from model.decision.wording.input_names import happens, titled
from model.profile import Learn, declared_for
from model.profile.dotted_keys import split
from model.quantities import Array, Unit, figures

GROUPS: Mapping[str, str] = {
    "volume": "Volume",
    "session": "What a run needs",
    "tokens": "Tokens",
    "upkeep": "Upkeep and on-call",
    "build": "Build and start",
    "salary": "Engineer cost",
    "prices": "Prices and rates",
    "events": "Events",
    "other": "Other",
}
_VOLUME = frozenset(
    {"sessions_per_month", "growth_per_month", "sessions_at_most", "busy_hours_per_month", "peak_in_busy_hours"}
)
_BY_FORM = {"tokens": "tokens", "routes": "tokens", "upkeep": "upkeep", "build": "build", "engineering": "salary"}
_WHEN = ("now", "after", "wait")
TORNADO_CELLS = 200_000
MOST_LEARNED = 80  # uncertain inputs; no single team has as many


def uncertain_keys(case: Case) -> tuple[str, ...]:
    """The inputs that differ between futures, and for each event the key of its chance, which stands for whether it happens."""
    ranges = tuple(key for key, found in case.inputs.items() if found.quantity.is_range)
    return ranges + tuple(f"events.{event.id}.probability" for event in case.events)


def group_of(key: str) -> str:
    """The named group an input belongs to."""
    parts = split(key)
    declared = declared_for(key)
    form = declared.group if declared else ""
    if parts[0] == "events":
        return "events"
    if parts[-1] in _VOLUME:
        return "volume"
    if form in _BY_FORM:
        return _BY_FORM[form]
    if parts[0] == "prices" or "usd" in parts[-1]:
        return "prices"
    return "session" if "workloads" in parts else "other"


def ends_of(case: Case, key: str) -> tuple[float, float]:
    """P10 and P90 of an input; of an event, whether it happens there (0 or 1)."""
    quantity = case.inputs[key].quantity
    if key.startswith("events.") and key.endswith(".probability"):
        chance = quantity.mean
        return float(chance >= 0.9), float(chance > 0.1)
    low, high = quantity.at(np.array([0.1, 0.9])).tolist()
    return low, high


def tornado(case: Case, keys: Sequence[str], breathe: Breathe = go_on) -> dict[str, tuple[float, float]]:
    """B − A of the pair with each input at its P10 and at its P90, all others in the middle case."""
    run = evaluate(case, middle(case), breathe)
    at_once = max(1, TORNADO_CELLS // (case.horizon_months * len(case.workloads)))
    found: dict[str, tuple[float, float]] = {}
    for start in range(0, len(keys), at_once):
        found.update(_ends_moved(run, keys[start : start + at_once]))
    return found


def _ends_moved(run: Run, keys: Sequence[str]) -> dict[str, tuple[float, float]]:
    """B − A with each of these inputs at both ends, all ends as rows of one evaluation."""
    case, rows = run.case, 2 * len(keys)
    changes: dict[str, Array] = {}
    for place, key in enumerate(keys):
        column = np.repeat(run.values[key][None, :], rows, axis=0)
        column[2 * place : 2 * place + 2, 0] = ends_of(case, key)
        changes[key] = column
    costs = run.present_values(changes, options=case.pair)
    a, b = case.pair
    difference = np.broadcast_to(np.atleast_2d(costs[b] - costs[a]), (rows, 1))[:, 0].tolist()
    return {key: (difference[2 * place], difference[2 * place + 1]) for place, key in enumerate(keys)}


def draws_of(run: Run, key: str) -> Array:
    """The draws of an input; of an event, 1 in the futures in which it happens.

    Shape: ``(n,)``. Unit: that of the input; of an event, share 0 or 1.
    """
    if key.startswith("events.") and key.endswith(".probability"):
        table = key.removesuffix(".probability")
        return np.where(run.values[f"{table}.u"] < run.values[key], 1.0, 0.0)
    return run.values[key]


def costs_of(run: Run, options: Sequence[str]) -> Array:
    """Present values of these options, `(options, n)`.

    Unit: US dollars.
    """
    rows = [np.broadcast_to(run.option(option).present_value_usd, (run.n,)) for option in options]
    return np.stack(rows) if rows else np.zeros((0, run.n))


def sensitivity(
    run: Run, options: Sequence[str], *, information: bool, seed: int = 1
) -> tuple[tuple[SensitivityRow, ...], tuple[SensitivityGroup, ...]]:
    """Tornado and value of information of every uncertain input, widest first, and of every named group.

    `options` are those that can be chosen; with `information` False only the tornado is worked out. Of more uncertain inputs than
    `MOST_LEARNED`, what knowing is worth is worked out for those that move the pair most.
    """
    case, keys = run.case, uncertain_keys(run.case)
    ends = tornado(case, keys, run.sheet.breathe)
    members: dict[str, list[str]] = {}
    for key in keys:
        members.setdefault(group_of(key), []).append(key)
    worths = {key: ValueOfInformation(None, 0.0) for key in keys}
    together = {name: ValueOfInformation(None, 0.0) for name in members}
    if information and keys:
        asked = _widest(keys, ends)
        draws = {key: draws_of(run, key) for key in asked}
        groups_of = {name: [key for key in of if key in draws] for name, of in members.items()}
        several = [name for name, of in groups_of.items() if len(of) > 1]
        orders = {key: order_of(draws[key]) for key in asked}
        bases = [basis_of(draws[key], order=orders[key]) for key in asked]
        bases += [
            basis_of_group([draws[key] for key in groups_of[name]], [orders[key] for key in groups_of[name]])
            for name in several
        ]
        found = partial_information(costs_of(run, options), bases, seed)
        worths.update(zip(asked, found, strict=False))
        together.update({name: worths[of[0]] for name, of in groups_of.items() if of})
        together.update(zip(several, found[len(asked) :], strict=True))
    rows = [_row(case, key, ends[key], worths[key]) for key in keys]
    rows.sort(key=lambda row: -abs(row.difference_at_p90_usd - row.difference_at_p10_usd))
    groups = [
        SensitivityGroup(name=name, title=title, keys=tuple(members[name]), evppi_usd=together[name].usd, noise_usd=together[name].noise_usd)
        for name, title in GROUPS.items()
        if name in members
    ]  # fmt: skip
    return tuple(rows), tuple(groups)


def _widest(keys: Sequence[str], ends: Mapping[str, tuple[float, float]]) -> list[str]:
    """The inputs of which it is worked out what knowing them is worth, in their order: all, or those with the widest swings."""
    swings = sorted(keys, key=lambda key: -abs(ends[key][1] - ends[key][0]))
    kept = set(swings[:MOST_LEARNED])
    return [key for key in keys if key in kept]


def _row(case: Case, key: str, ends: tuple[float, float], worth: ValueOfInformation) -> SensitivityRow:
    declared = declared_for(key)
    is_event = key.startswith("events.") and key.endswith(".probability")
    low, high = ends_of(case, key)
    learn = declared.learn if declared else None
    return SensitivityRow(
        key=key,
        p10=low,
        p90=high,
        difference_at_p10_usd=ends[0],
        difference_at_p90_usd=ends[1],
        evppi_usd=worth.usd,
        title=happens(case, key) if is_event else titled(case, key),
        unit=str(declared.spec.unit if declared and declared.spec else Unit.COUNT),
        noise_usd=worth.noise_usd,
        learn=learn.when if learn else None,
    )


def advice(rows: Sequence[SensitivityRow]) -> tuple[LearnRow, ...]:
    """What to learn: first what can be learned now, by what it is worth, then what only running it will tell, then what
    somebody else decides. Inputs that are worth nothing that can be told from noise are left out."""
    found = []
    for row in rows:
        declared = declared_for(row.key)
        learn = declared.learn if declared else None
        if learn is not None and row.evppi_usd is not None:
            found.append(
                LearnRow(
                    key=row.key,
                    title=row.title,
                    when=learn.when,
                    how=learn.how,
                    how_long=learn.how_long,
                    worth_usd=row.evppi_usd,
                    sentence=_advice(row.title, learn, row.evppi_usd),
                )
            )
    return tuple(sorted(found, key=lambda row: (_WHEN.index(row.when), -row.worth_usd)))


def _advice(title: str, learn: Learn, usd: float) -> str:
    long = f" ({learn.how_long})" if learn.how_long else ""
    return f"{title}: knowing it is worth up to {figures.money(usd)}; {learn.how}{long}."
