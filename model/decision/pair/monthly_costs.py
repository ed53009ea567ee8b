"""Expected run cost month by month: as planned with bridges, and as if the option served all along.

Charges that are paid equally often are added before they are spread over the months, so that each stretch of draws and
months is multiplied once.
"""

from collections.abc import Iterator
from functools import reduce

import numpy as np
from msgspec.structs import replace

from model.comparison import Charge, OptionPlan, Run
from model.comparison.charges import Pays
from model.comparison.line_block import Block
from model.comparison.serving import Moment, TimesPaid, served, spread_of, stretches
from model.formulas.sums import total_of
from model.quantities import Array

POCKETS: tuple[Pays, ...] = ("invoice", "people", "elsewhere")

Group = tuple[str | None, str | None, str, Pays]
Service = tuple[OptionPlan, str | None]


def planned_months_usd(run: Run, option: str) -> dict[Pays, Array]:
    """Mean run cost of each month of the plan by who is paid, US dollars undiscounted, shape `(months,)`; build and
    leaving left out. What is paid to vendors, to our engineers, and for work done elsewhere."""
    sums: dict[Pays, Array] = {pays: np.zeros(run.sheet.months) for pays in POCKETS}
    for share, part in run.parts():
        for pays, months in _planned(part, [block for block in part.blocks(option) if block.paid is not None]):
            sums[pays] = sums[pays] + share * months
    return sums


def _planned(run: Run, blocks: list[Block]) -> Iterator[tuple[Pays, Array]]:
    for block in blocks:
        if block.charges is None and block.paid is not None:
            yield "invoice", mean_months(block.paid("none"), run.sheet.months)
    for (_, _, drift, pays), (first, amounts) in _groups(blocks).items():
        yield pays, paid_months(run, first, amounts, drift)


def leaving_months_usd(run: Run, option: str) -> Array:
    """Mean cost of leaving by the month it is paid in, US dollars undiscounted, shape `(months,)`."""
    found = np.zeros(run.sheet.months)
    for share, part in run.parts():
        for block in part.blocks(option):
            if block.when is not None and (amount := block.amounts()[0]).charge.phase == "exit":
                found += share * by_month(amount.total_usd, block.when(), run.sheet.months)
    return found


def by_month(usd: Array, when: Array, months: int) -> Array:
    """Mean over the draws of what is paid once, in the month that each future pays it in, shape `(months,)`; `when` counts
    months from the start, and what is paid at the start stands in month 1."""
    place = np.clip(np.ceil(when), 1, months).astype(np.intp) - 1
    place, usd = np.broadcast_arrays(place, usd)
    return np.bincount(place.ravel(), weights=usd.ravel(), minlength=months) / usd.size


def paid_months(run: Run, block: Block, amounts: list[Array], drift: str) -> Array:
    """Mean over the draws of an amount, one array a segment, times how often a charge of this block that follows this
    drift is paid, month by month, shape `(months,)`."""
    assert block.paid_for is not None
    _, sheet, plan, server, workload = block.paid_for
    spread = spread_of(sheet, workload, drift)
    if workload is not None:
        spread = replace(spread, sessions=spread.sessions * sheet.value("sessions_factor"))
    return _weighted(run, amounts, spread, (plan, server))


def full_months_usd(run: Run, option: str) -> Array:
    """The same if the option served every month in full, without bridges.

    Shape: ``(months,)``. Unit: US dollars a month, expected.
    """
    return sum((share * _full(part, option) for share, part in run.parts()), start=np.zeros(run.sheet.months))


def _full(run: Run, option: str) -> Array:
    own = [b for b in run.blocks(option) if b.paid is not None and b.bridge is None and "waiting" not in b.name]
    months = np.zeros(run.sheet.months)
    for block in own:
        if block.full is not None:
            months += mean_months(block.full()[1], run.sheet.months)
    for (_, workload, name, _), (_, amounts) in _groups(own).items():
        months += _weighted(run, amounts, spread_of(run.sheet, workload, name), None)
    return months


def _groups(blocks: list[Block]) -> dict[Group, tuple[Block, list[Array]]]:
    """Blocks that are paid equally often: by server, workload, yearly change and pocket; amounts added, one array a segment."""
    groups: dict[Group, tuple[Block, list[Array]]] = {}
    for block in blocks:
        for name, pays, amounts in _by_drift(block):
            key = (block.name[1], block.workload, name, pays)
            if key in groups:
                first, sums = groups[key]
                amounts = [a + b for a, b in zip(sums, amounts, strict=True)]
                groups[key] = (first, amounts)
            else:
                groups[key] = (block, amounts)
    return groups


def _by_drift(block: Block) -> Iterator[tuple[str, Pays, list[Array]]]:
    """The amounts of a block by the yearly change they follow and who is paid."""
    if block.charges is None:
        return
    segments = block.charges()
    for name, pays in dict.fromkeys((charge.drift, charge.pays) for charge in segments[0]):
        yield name, pays, [_amount(charges, name, pays) for charges in segments]


def _amount(charges: tuple[Charge, ...], name: str, pays: Pays) -> Array:
    return total_of([charge.amount_usd for charge in charges if charge.drift == name and charge.pays == pays])


def _weighted(run: Run, amounts: list[Array], spread: TimesPaid, service: Service | None) -> Array:
    """Mean over the draws of amount × how often it is paid, month by month: while somebody serves, or (None) always."""
    sheet, count = run.sheet, run.sheet.months
    alike = reduce(np.multiply, (np.ravel(f) for f in spread.months if f.size == count), np.ones(count))
    apart = [factor for factor in spread.months if factor.size > count]
    if apart and service is not None:
        apart.append(served(run.case, sheet, *service))
    by_draw = reduce(np.multiply, apart) if apart else None
    parts = []
    for segment, amount in enumerate(amounts):
        stretch, paid = sheet.slice_of(segment), np.atleast_1d(amount * spread.sessions)
        if by_draw is not None:
            share = np.broadcast_to(paid, by_draw.shape[:1]) @ by_draw / by_draw.shape[0]
        elif service is not None:
            share = _served_means(paid, stretches(run.case, sheet, *service)[segment], count)
        else:
            share = np.full(count, paid.mean())
        parts.append(share[stretch] * alike[stretch])
    return np.concatenate(parts)


def _served_means(paid: Array, within: tuple[Moment, Moment], months: int) -> Array:
    """Mean over the draws of an amount × the part of each month between two moments of each draw."""
    start, end = within
    return _since(paid, start, months) - _since(paid, end, months)


def _since(paid: Array, moment: Moment, months: int) -> Array:
    """The same from a moment on for good: nothing before its month, what is left of that month, then all of each."""
    if moment.month.size == 1:
        paid = paid.mean(keepdims=True)
    paid, month, left = np.broadcast_arrays(paid, moment.month, moment.left)
    begun = np.bincount(month, weights=paid, minlength=months)
    in_part = np.bincount(month, weights=paid * left, minlength=months)
    return np.asarray((np.cumsum(begun) - begun + in_part) / paid.size)


def mean_months(by_draw: Array, months: int) -> Array:
    """Mean over the draws of what each month costs, shape `(months,)`."""
    rows = np.atleast_2d(by_draw)
    return np.asarray(np.broadcast_to(rows.mean(axis=0), (months,)))
