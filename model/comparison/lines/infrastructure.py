"""`infrastructure.*`: items that the team lists, by the session, the running hour or the month, or as a fee with tiers, an amount
included, a minimum, a first and a last month."""

from __future__ import annotations

import numpy as np

from model.comparison.case.case import Case, FeePlan, OptionPlan
from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines, own_key, source_of
from model.comparison.lines.tokens import token_charges
from model.comparison.monthly import FullMonths, Monthly, by_month, running, use_by_month
from model.comparison.session import clock
from model.comparison.sheet import Sheet
from model.formulas import fees, runtime
from model.formulas.sums import ONE, ZERO, total_of
from model.prices import Source
from model.quantities import Array


def item_charges(desk: Desk) -> tuple[Charge, ...]:
    """The parts of infrastructure items that follow sessions or running hours.

    Shape: ``(n,)``. Unit: sessions or session-hours × US dollars for each.
    """
    charges, shaped = [], {plan.id for plan in desk.option.fees}
    for item, title in desk.option.items:
        if item in shaped:
            continue
        table = f"items.{item}"
        for path, unit in (("per_session_usd", "sessions"), ("per_active_hour_usd", "session-hours")):
            if desk.option_key(f"{table}.{path}") in desk.sheet:
                quantity = ONE if unit == "sessions" else runtime.active_hours(clock(desk))
                rate, source = desk.own(f"{table}.{path}"), desk.source(desk.option_key(f"{table}.{path}"))
                key = f"infrastructure.{item}"
                charges.append(Charge(key, "infrastructure", unit, quantity, rate, title, source=source))
    return tuple(charges)


def month_charges(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> tuple[Charge, ...]:
    """The parts of infrastructure items that come every month.

    Shape: ``(n,)``. Unit: one month × US dollars a month.
    """
    charges, shaped = [], {plan.id for plan in option.fees}
    for item, title in option.items:
        key = own_key(option, f"items.{item}.monthly_usd")
        if item not in shaped and key in sheet:
            rate, source = sheet.value(key, segment), source_of(case, key)
            line = f"infrastructure.{item}"
            charges.append(Charge(line, "infrastructure", "months", ONE, rate, title, "month", source=source))
    return tuple(charges)


def _counted(desk: Desk, per: str) -> Array:
    """Units of a fee that a mean session uses."""
    if per == "active_hour":
        return runtime.active_hours(clock(desk))
    if per == "mtok":
        counts = [charge.quantity for charge in token_charges(desk) if charge.unit == "million tokens"]
        return total_of([ZERO, *counts])
    return ONE


def _used(case: Case, sheet: Sheet, option: OptionPlan, per: str) -> Array:
    if per == "month":
        return np.ones((1, sheet.months))
    name = ("month use", option.id, per)
    return sheet.step(name, lambda: use_by_month(case, sheet, option, lambda desk: _counted(desk, per)))


FLAT = (("monthly_usd", "month"), ("per_session_usd", "session"), ("per_active_hour_usd", "active_hour"))


def fee_line(case: Case, option: OptionPlan, plan: FeePlan) -> Monthly:
    """An item with a first or last month, units included, tiers or a minimum: max(minimum, price of what is beyond) a month.

    Shape: ``(..., months)``. Unit: US dollars a month, 0 or more.
    """

    def key(path: str) -> str:
        return own_key(option, f"items.{plan.id}.{path}")

    def work_out(sheet: Sheet, _: Array) -> FullMonths:
        def get(path: str) -> Array:
            return by_month(sheet, lambda segment: sheet.value(key(path), segment))

        def paid_for(per: str) -> Array:
            used = _used(case, sheet, option, per)
            return fees.beyond(used, get("included")) if key("included") in sheet and per == plan.per else used

        parts = [paid_for(per) * get(path) for path, per in FLAT if key(path) in sheet]
        if plan.tiers:
            tiers = [
                fees.FeeTier(get(f"{tier}.up_to") if key(f"{tier}.up_to") in sheet else None, get(f"{tier}.usd"))
                for tier in (f"tiers.{name}" for name in plan.tiers)
            ]
            parts.append(fees.tiered_usd(paid_for(plan.per), tiers))
        elif key("usd") in sheet:
            parts.append(paid_for(plan.per) * get("usd"))
        usd = total_of(parts)
        if key("minimum_usd") in sheet:
            usd = np.maximum(usd, get("minimum_usd"))
        kept = running(sheet, key("starts_month"), key("ends_month"))
        return FullMonths(kept, usd[..., 0], kept * usd)

    return Monthly(
        f"infrastructure.{plan.id}", "infrastructure", "months", plan.rule, _source(case, option, plan), work_out
    )


def _source(case: Case, option: OptionPlan, plan: FeePlan) -> Source | None:
    """Where the price of an item was read: that of its first number that names a page."""
    keys = (key for key in case.inputs if key.startswith(own_key(option, f"items.{plan.id}.")))
    return next((source for key in keys if (source := source_of(case, key)) is not None), None)


SESSION = SessionLines("items", item_charges, lambda desk: bool(desk.option.items))
