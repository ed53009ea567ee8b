"""What is assumed where a profile gives means only, said where it matters: how prompts grow, how long pauses are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.comparison.case.case import Case, OptionPlan, RoutePlan, WorkPlan
from model.comparison.case.warned import Warned, each_once
from model.formulas import tokens
from model.quantities import Array, figures

NEAR = 2.0  # a mean within this factor of a threshold: what lies on the other side of it counts


def assumptions(case: Case) -> tuple[Warned, ...]:
    """A warning for every mean that lies so near a threshold that what it is the mean of decides."""
    found: list[Warned] = []
    for plan in case.options:
        for work in plan.works:
            found.extend(_tails(case, plan, work))
            for route in work.routes:
                found.extend(_growth(case, plan, work, route))
    return each_once(found)


def _near(mean: float, threshold: float) -> bool:
    return threshold / NEAR < mean < threshold * NEAR


def _middle(case: Case, key: str, default: float = 0.0) -> float:
    found = case.inputs.get(key)
    return default if found is None else found.quantity.median


def _growth(case: Case, plan: OptionPlan, work: WorkPlan, route: RoutePlan) -> Iterator[Warned]:
    """Totals of a model with a tier: how many of the requests are taken to be above it."""

    def middle(path: str, default: float = 0.0) -> Array:
        return np.array([_middle(case, case.key_for(plan.id, work.id, path), default)])

    requests = case.key_for(plan.id, work.id, "tokens.requests")
    if work.shape != "totals" or route.model is None or route.model.tier is None or requests not in case.inputs:
        return
    counted = middle("tokens.requests")
    totals = tokens.Totals(
        input=middle("tokens.input"),
        output=middle("tokens.output"),
        cached_share=middle("tokens.cached_share"),
        write_5m_share=middle("tokens.write_5m_share"),
        write_1h_share=middle("tokens.write_1h_share"),
        requests=counted,
        pauses_included=True,
    )
    prompts = tokens.prompts_of_totals(totals, counted)
    scale = float(middle(f"{route.prefix}token_factor", 1.0)[0]) if route.id else 1.0
    scale *= _middle(case, f"options.{plan.id}.token_count_factor", 1.0)
    threshold = route.model.tier.above_tokens
    count = float(counted[0])
    if count <= 1.0 or scale <= 0.0 or not _near(float(totals.input[0]) / count * scale, threshold):
        return
    above = count - float(prompts.within(np.array([threshold / scale]))[0])
    first = float(prompts.first[0]) * scale
    last = first + float(prompts.step[0]) * (count - 1.0) * scale
    yield Warned(
        requests,
        f"{work.title}: prompts are taken to grow evenly from {figures.count(first)} to {figures.count(last)} tokens, so that"
        f" {figures.share(above / count)} of the requests are above {threshold:,}, where {route.model.title} costs more",
    )


def _tails(case: Case, plan: OptionPlan, work: WorkPlan) -> Iterator[Warned]:
    """Idle tails are no longer than the pause they follow, and pauses are known by their mean."""
    kept = _middle(case, f"options.{plan.id}.kept_while_waiting")
    tail_key = f"options.{plan.id}.idle_tail_minutes"
    tail = _middle(case, tail_key)
    pauses = _middle(case, case.key_for(plan.id, work.id, "pauses_over_5_minutes"))
    waiting = _middle(case, case.key_for(plan.id, work.id, "waiting_minutes")) * (1.0 - kept)
    if plan.place not in ("sandbox", "hosts") or tail <= 0.0 or pauses <= 1.0 or not _near(waiting / pauses, tail):
        return
    each = min(tail, waiting / pauses)
    yield Warned(
        tail_key,
        f"{plan.title}, {work.title}: pauses are taken to be equally long, so that {figures.count(each)} min of idle tail are"
        " paid after each; where some are shorter, less is paid",
    )
