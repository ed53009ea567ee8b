"""For an option with a line that nobody has priced: the price below which it would be the cheapest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

import numpy as np

from model.comparison import Case, OptionCosts, Run, evaluate, resolve
from model.decision.futures.draws import sample
from model.decision.records.analysis import PriceToWin
from model.decision.wording.input_names import amount, titled
from model.profile import Problems, declared_for
from model.quantities import figures


def prices_to_win(run: Run, rivals: Sequence[str], seed: int) -> Mapping[str, PriceToWin]:
    """The price of every option's first unpriced line at which it ties with the cheapest of the `rivals`, which can be
    chosen. Other unpriced lines of the option count as free, so the price is the most that may be paid."""
    found = {}
    for costs in run.options:
        others = [rival for rival in rivals if rival != costs.id]
        if costs.unpriced and others:
            best = min(others, key=lambda rival: float(np.mean(run.option(rival).present_value_usd)))
            price = _price(run, costs, best, seed)
            if price is not None:
                found[costs.id] = price
    return found


def _price(run: Run, costs: OptionCosts, rival: str, seed: int) -> PriceToWin | None:
    keys = list(dict.fromkeys(line.write for line in costs.unpriced))
    key = next((write for write in keys if (found := declared_for(write)) and found.kind == "number"), None)
    declared = declared_for(key) if key else None
    if key is None or declared is None or declared.spec is None:
        return None
    case = _priced(run.case, {write: 1.0 if write == key else 0.0 for write in keys})
    if case is None:
        return None
    priced = evaluate(case, sample(case, run.n, seed), run.sheet.breathe)
    with np.errstate(all="ignore"):  # for nothing may be a division by zero, such as runs that fit on a machine
        rows = priced.present_values({key: np.array([[0.0], [1.0]])}, options=(costs.id,))[costs.id]
    free, one = (float(row) for row in np.broadcast_to(np.atleast_2d(rows).mean(axis=-1), (2,)))
    target = float(np.mean(run.option(rival).present_value_usd))
    if one <= free or not isfinite(one - free):  # more of it makes nothing dearer, such as runs that fit on a machine
        return None
    value = (target - free) / (one - free)
    more = f", with {figures.plural(len(keys) - 1, 'other unpriced line')} counted as free" if len(keys) > 1 else ""
    option, cheapest, title = costs.title, run.case.option(rival).title, titled(run.case, key)
    if value <= 0.0:
        why = f"even for nothing it costs {figures.money(free - target)} more than {cheapest}"
        said = f"{option} would not be the cheapest at any price ({title}): {why}{more}."
        return PriceToWin(key=key, unit=str(declared.spec.unit), value=None, why_never=why, sentence=said)
    said = f"{option} would be cheaper than {cheapest} below {amount(value, declared.spec.unit)} ({title}){more}."
    return PriceToWin(key=key, unit=str(declared.spec.unit), value=value, why_never=None, sentence=said)


def _priced(case: Case, changes: Mapping[str, float]) -> Case | None:
    profile = case.profile.changed(changes)
    if isinstance(profile, Problems):
        return None
    resolved = resolve(profile, case.as_of, case.pair)
    return None if isinstance(resolved, Problems) else resolved
