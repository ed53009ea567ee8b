"""Fees of one shape for items, commitments and credits of an option, each worked out for a whole month.

An item may have tiers, an amount included, a minimum, a first and a last month. A commitment is paid whatever is used. A
credit pays bills until it is used up. What they rest on is the option's own month: its use, or its invoices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from model.comparison import serving
from model.comparison.case.case import Case, FeePlan, OptionPlan
from model.comparison.lines import engineering as fixed
from model.comparison.lines import hosts as machines
from model.comparison.lines import tokens as work
from model.comparison.lines.axes import Axis
from model.comparison.lines.charges import Charge
from model.comparison.lines.engineering import own_key, source_of
from model.comparison.lines.tokens import Desk
from model.comparison.monthly import Month, Monthly, by_month, included_lines, sessions_by_month, use_by_month
from model.comparison.serving import ONE, ZERO, total_of
from model.comparison.sheet import Sheet
from model.formulas import fees, runtime
from model.prices import Source
from model.quantities import Array

Drifting = Callable[[int], tuple[Charge, ...]]


def monthly_lines(case: Case, sheet: Sheet, option: OptionPlan) -> Iterator[Monthly]:
    """Every line of an option that rests on a whole month, whatever the numbers: hours in a plan, fees, commitment, credits."""
    yield from _priced_lines(case, sheet, option)
    if has_commitment(sheet, option):
        yield from _commitment(case, option)
    for name, _, _ in option.credits:
        yield _credit(case, option, name)


def _priced_lines(case: Case, sheet: Sheet, option: OptionPlan) -> Iterator[Monthly]:
    """The lines of this kind that are bills themselves."""
    yield from included_lines(case, sheet, option)
    for plan in option.fees:
        yield _fee(case, option, plan)


# ---- items


def _counted(desk: Desk, per: str) -> Array:
    """Units of a fee that a mean session uses."""
    if per == "active_hour":
        return runtime.active_hours(work.clock(desk))
    if per == "mtok":
        counts = [charge.quantity for charge in work.token_charges(desk) if charge.unit == "million tokens"]
        return total_of([ZERO, *counts])
    return ONE


def _used(case: Case, sheet: Sheet, option: OptionPlan, per: str) -> Array:
    if per == "month":
        return np.ones((1, sheet.months))
    name = ("month use", option.id, per)
    return sheet.step(name, lambda: use_by_month(case, sheet, option, lambda desk: _counted(desk, per)))


FLAT = (("monthly_usd", "month"), ("per_session_usd", "session"), ("per_active_hour_usd", "active_hour"))


def _fee(case: Case, option: OptionPlan, plan: FeePlan) -> Monthly:
    """An item with a first or last month, units included, tiers or a minimum: max(minimum, price of what is beyond) a month."""

    def key(path: str) -> str:
        return own_key(option, f"items.{plan.id}.{path}")

    def work_out(sheet: Sheet, _: Array) -> Month:
        def get(path: str) -> Array:
            return by_month(sheet, lambda segment: sheet.value(key(path), segment))

        def paid_for(per: str) -> Array:
            used = _used(case, sheet, option, per)
            return fees.beyond(used, get("included")) if key("included") in sheet and per == plan.per else used

        parts = [paid_for(per) * get(path) for path, per in FLAT if key(path) in sheet]
        if plan.tiers:
            tiers = [
                fees.Tier(get(f"{tier}.up_to") if key(f"{tier}.up_to") in sheet else None, get(f"{tier}.usd"))
                for tier in (f"tiers.{name}" for name in plan.tiers)
            ]
            parts.append(fees.tiered_usd(paid_for(plan.per), tiers))
        elif key("usd") in sheet:
            parts.append(paid_for(plan.per) * get("usd"))
        usd = total_of(parts)
        if key("minimum_usd") in sheet:
            usd = np.maximum(usd, get("minimum_usd"))
        running = _running(sheet, key("starts_month"), key("ends_month"))
        return Month(running, usd[..., 0], running * usd)

    return Monthly(
        f"infrastructure.{plan.id}", "infrastructure", "months", plan.rule, _source(case, option, plan), work_out
    )


def _source(case: Case, option: OptionPlan, plan: FeePlan) -> Source | None:
    """Where the price of an item was read: that of its first number that names a page."""
    keys = (key for key in case.inputs if key.startswith(own_key(option, f"items.{plan.id}.")))
    return next((source for key in keys if (source := source_of(case, key)) is not None), None)


def _running(sheet: Sheet, first: str, last: str) -> Array:
    """1 in the months from ``first`` to ``last``, both keys optional, else 0."""
    months, running = serving.month_axis(sheet), np.ones((1, sheet.months))
    if first in sheet:
        running = running * np.where(months >= sheet.value(first)[..., None], 1.0, 0.0)
    if last in sheet:
        running = running * np.where(months <= sheet.value(last)[..., None], 1.0, 0.0)
    return running


# ---- what the option's vendors bill


def invoices_by_month(case: Case, sheet: Sheet, option: OptionPlan, covers: tuple[str, ...] = ()) -> Array:
    """What vendors bill in each month that the option serves in full, at list price, of these axes (none: of all);
    commitments and credits left out; shape ``(..., months)``."""

    def counts(axis: Axis) -> bool:
        return not covers or axis in covers

    def work_out() -> Array:
        parts = [*_charged(case, sheet, option, counts)]
        if machines.is_priced(sheet, option) and counts("infrastructure"):
            parts.append(machines.fleet(case, sheet, option).hours_and_usd[1])
        lines = (line for line in _priced_lines(case, sheet, option) if counts(line.axis))
        parts.extend(line.month(sheet, option.id).usd for line in lines)
        return total_of([np.zeros((1, sheet.months)), *parts])

    return sheet.step(("month bills", option.id, covers), work_out)


def _charged(case: Case, sheet: Sheet, option: OptionPlan, counts: Callable[[Axis], bool]) -> Iterator[Array]:
    """The charges of sessions and of months that are invoices, laid out over the months with their drift."""

    def laid_out(charges: Drifting, often: Array) -> Iterator[Array]:
        for drift in dict.fromkeys(charge.drift for charge in charges(0)):

            def amount(segment: int, drift: str = drift) -> Array:
                found = charges(segment)
                kept = [c.amount_usd for c in found if c.drift == drift and c.pays == "invoice" and counts(c.axis)]
                return total_of([ZERO, *kept])

            level = serving.drift(sheet, drift)
            months = by_month(sheet, amount) * often
            yield months if level is None else months * level

    for planned in option.works:
        for axis in work.session_axes(Desk(case, sheet, option, planned, 0)):

            def of_session(segment: int, axis=axis, planned=planned) -> tuple[Charge, ...]:  # type: ignore[no-untyped-def]
                found: tuple[Charge, ...] = axis(Desk(case, sheet, option, planned, segment))
                return found

            yield from laid_out(of_session, sessions_by_month(sheet, planned.id))
        if case.key_for(option.id, planned.id, "runaways_per_year") in sheet:

            def left_running(segment: int, planned=planned) -> tuple[Charge, ...]:  # type: ignore[no-untyped-def]
                return work.runaway_charges(Desk(case, sheet, option, planned, segment))

            yield from laid_out(left_running, np.ones((1, sheet.months)))
    yield from laid_out(lambda segment: fixed.monthly_charges(case, sheet, option, segment), np.ones((1, sheet.months)))


# ---- commitment


def has_commitment(sheet: Sheet, option: OptionPlan) -> bool:
    """Whether the option has committed to pay so much a month."""
    return own_key(option, "commitment.usd_per_month") in sheet


def commitment(sheet: Sheet, option: OptionPlan) -> fees.Commitment:
    """The commitment, month by month."""
    usd, share = (own_key(option, f"commitment.{path}") for path in ("usd_per_month", "discount_share"))
    return fees.Commitment(
        by_month(sheet, lambda segment: sheet.value(usd, segment)),
        by_month(sheet, lambda segment: sheet.value(share, segment)),
    )


def committed(case: Case, sheet: Sheet, option: OptionPlan) -> Array:
    """1 in the months that the commitment runs for, from the day the option is live, else 0."""
    term = own_key(option, "commitment.months")
    if term not in sheet:
        return np.ones((1, sheet.months))
    until = serving.live(case, sheet, option.id) + sheet.value(term)
    return np.where(serving.month_axis(sheet) - 1.0 < until[..., None], 1.0, 0.0)


def _commitment(case: Case, option: OptionPlan) -> Iterator[Monthly]:
    """Two lines: the discount on what is used and covered, as a month taken off, and what is paid for and not used."""
    source = source_of(case, own_key(option, "commitment.usd_per_month"))

    def line(key: str, rule: str, amount: Callable[[fees.Commitment, Array], Array], sign: float) -> Monthly:
        def work_out(sheet: Sheet, _: Array) -> Month:
            bills = invoices_by_month(case, sheet, option, option.covers)
            usd = amount(commitment(sheet, option), bills) * committed(case, sheet, option)
            return Month(np.full((1, sheet.months), sign), sign * usd[..., 0], usd)

        return Monthly(key, "infrastructure", "months", rule, source, work_out)

    yield line(
        "commitment.discount",
        "discount on what the commitment covers and the month uses",
        lambda held, bills: held.discount_usd(bills),
        -1.0,
    )
    yield line(
        "commitment.unused",
        "what the commitment covers and the month does not use; nothing comes back",
        lambda held, bills: held.unused_usd(bills),
        1.0,
    )


# ---- credits


def _bills(case: Case, sheet: Sheet, option: OptionPlan) -> Array:
    """What vendors bill in each month after the commitment, served in full."""
    bills = invoices_by_month(case, sheet, option)
    if has_commitment(sheet, option):
        bills = total_of([bills, *(line.month(sheet, option.id).usd for line in _commitment(case, option))])
    return bills


def _credit(case: Case, option: OptionPlan, name: str) -> Monthly:
    """What one credit pays, after those listed before it: bills of the months that the option serves, while it lasts."""
    title, per = next((title, per) for each, title, per in option.credits if each == name)
    amount_key, until_key = (own_key(option, f"credits.{name}.{path}") for path in ("amount", "until"))

    def paid(sheet: Sheet, share: Array) -> Array:
        bills = share * _bills(case, sheet, option)
        for earlier, _, _ in option.credits:
            if earlier == name:
                break
            bills = bills + _credit(case, option, earlier).work_out(sheet, share).usd
        amount, good = by_month(sheet, lambda s: sheet.value(amount_key, s)), _running(sheet, "", until_key)
        if per == "month":
            return np.minimum(bills * good, amount)
        return fees.credited_usd(bills, amount, good)

    def work_out(sheet: Sheet, share: Array) -> Month:
        usd = paid(sheet, share)
        return Month(np.full((1, sheet.months), -1.0), usd[..., 0], -usd)

    rule = f"{title}: pays bills until it is used up" if per == "once" else f"{title}: pays bills, so much a month"
    return Monthly(
        f"credits.{name}", "infrastructure", "months", rule, source_of(case, amount_key), work_out, as_served=True
    )
