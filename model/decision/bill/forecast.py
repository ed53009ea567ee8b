"""The expected bill line by line and month by month: what finance tools take.

A month here is a month of the horizon. What is paid once stands in the month it is paid in; the build, paid at the
start, stands in month 1. Every line's months add up to its total.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from model.comparison import Run, evaluate
from model.comparison.line_block import Block
from model.comparison.serving import served
from model.decision.futures.draws import futures
from model.decision.pair.monthly_costs import by_month, mean_months, paid_months
from model.decision.records.analysis import Analysis, LineRow, OptionRow
from model.quantities import Array

Spread = tuple[Array, Array]  # mean quantity and mean US dollars of each month, shape (months,) each
DISCOUNT = "token_discount_share"


class MonthAmount(Struct, frozen=True):
    """One line in one month, means over the futures: quantity in the line's unit, dollars, and dollars without the
    discounts that the team negotiated."""

    month: int
    quantity: float
    usd: float
    list_usd: float


class LineForecast(Struct, frozen=True):
    """One line of one option; months in which nothing is used and nothing is paid are left out."""

    option: OptionRow
    line: LineRow
    months: tuple[MonthAmount, ...]


def forecast(analysis: Analysis) -> tuple[LineForecast, ...]:
    """Every line of every option of an analysis, in its order, over the same futures.

    The case is evaluated again, because the months of single lines are kept by no analysis.
    """
    case = analysis.case
    values = futures(case, analysis.draws, analysis.seed)
    run = evaluate(case, values)
    free = {key: np.zeros(1) for key, value in values.items() if key.endswith(DISCOUNT) and np.any(value)}
    listed = evaluate(case, {**values, **free}) if free else run
    found: list[LineForecast] = []
    for option in analysis.options:
        paid = list(_spreads(run, option.id))
        undiscounted = paid if listed is run else list(_spreads(listed, option.id))
        for line, (quantity, usd), (_, list_usd) in zip(option.lines, paid, undiscounted, strict=True):
            found.append(LineForecast(option, line, _months(quantity, usd, list_usd)))
    return tuple(found)


def _months(quantity: Array, usd: Array, list_usd: Array) -> tuple[MonthAmount, ...]:
    rows = zip(quantity.tolist(), usd.tolist(), list_usd.tolist(), strict=True)
    return tuple(
        MonthAmount(month, used, paid, full)
        for month, (used, paid, full) in enumerate(rows, start=1)
        if used or paid or full
    )


def _spreads(run: Run, option: str) -> Iterator[Spread]:
    """The lines of an option, in the order of its blocks, as the analysis lists them."""
    for block in run.blocks(option):
        if block.charges is not None:
            yield from _charged(run, block)
        elif block.paid is not None:
            yield _whole_months(run, option, block)
        else:
            yield _once(run, block)


def _charged(run: Run, block: Block) -> Iterator[Spread]:
    assert block.charges is not None
    for charges in zip(*block.charges(), strict=True):
        quantities, usd = [charge.quantity for charge in charges], [charge.amount_usd for charge in charges]
        yield paid_months(run, block, quantities, "none"), paid_months(run, block, usd, charges[0].drift)


def _whole_months(run: Run, option: str, block: Block) -> Spread:
    """What rests on a whole month's use, machines and hours in a plan: quantity and dollars of each month as it is served."""
    assert block.paid is not None
    assert block.full is not None
    plan = run.case.option(block.name[0] or option)
    case = run.case.of_team(plan.team) if plan.team else run.case
    share = served(case, run.sheet, plan, block.name[1])
    months = run.sheet.months
    return mean_months(share * block.full()[0], months), mean_months(block.paid("none"), months)


def _once(run: Run, block: Block) -> Spread:
    """What is paid once, in the month that each future pays it in."""
    assert block.when is not None
    amount = block.amounts()[0]
    rate, usd = np.broadcast_arrays(amount.charge.rate_usd, amount.total_usd)
    quantity = np.divide(usd, rate, out=np.zeros(usd.shape), where=rate > 0.0)
    when, months = block.when(), run.sheet.months
    return by_month(quantity, when, months), by_month(usd, when, months)
