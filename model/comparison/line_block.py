"""What a block is: lines of one server that are paid alike, how they fall on the months, and what they come to over the horizon.

A block is charges weighed by how often they are paid, or one charge paid once. Which blocks a plan has is `plan_blocks`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from model.comparison import serving
from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Charge, Line
from model.comparison.serving import Weight
from model.comparison.sheet import HORIZON, Reads, Sheet
from model.formulas.sums import ZERO, total_of
from model.quantities import Array

Segmented = tuple[tuple[Charge, ...], ...]
Served = tuple[Case, Sheet, OptionPlan, str | None, str | None]
ENGINE = frozenset({"sessions_factor", HORIZON})


class ChargedAmount(Struct, frozen=True):
    """One charge over the horizon: quantity and cost of month 1, total, present value."""

    charge: Charge
    quantity_month_1: Array
    month_1_usd: Array
    total_usd: Array
    present_value_usd: Array


class Block(Struct, frozen=True):
    """One group of lines of a plan: what it is charged for, how to work it out, and how it falls on the months.

    ``paid`` says how often it is paid in each month (of a block without charges: the dollars themselves), ``paid_for`` for
    whose service of what; ``full``, of a block without charges, the quantity and the dollars of each month that is served in full; ``when``, of a block paid once,
    at which point in time, in months from the start, for each draw.
    """

    name: tuple[str | None, ...]
    bridge: str | None
    workload: str | None
    amounts: Callable[[], tuple[ChargedAmount, ...]]
    present_value: Callable[[], Array]
    charges: Callable[[], Segmented] | None = None
    paid: Callable[[str], Array] | None = None
    paid_for: Served | None = None
    full: Callable[[], tuple[Array, Array]] | None = None
    when: Callable[[], Array] | None = None


def _spread(charges: Segmented, weigh: Callable[[str], Weight]) -> tuple[ChargedAmount, ...]:
    often = {name: weigh(name) for name in dict.fromkeys(charge.drift for charge in charges[0])}
    amounts = []
    for charge, *later in zip(*charges, strict=True):
        weight, cost = often[charge.drift], charge.amount_usd
        # What a bridge does is none of month 1: its weight there is ZERO itself, in every future.
        quantity = ZERO if weight.first is ZERO else charge.quantity * weight.first
        month_1 = ZERO if weight.first is ZERO else quantity * charge.rate_usd
        total, worth = cost * weight.totals[0], cost * weight.present[0]
        for then, count, present in zip(later, weight.totals[1:], weight.present[1:], strict=True):
            cost = then.amount_usd
            total, worth = total + cost * count, worth + cost * present
        amounts.append(ChargedAmount(charge, quantity, month_1, total, worth))
    return tuple(amounts)


def _worth(charges: Segmented, present: Callable[[str], tuple[Array, ...]]) -> Array:
    """Present value of a block, charges that follow the same drift added before they are weighed."""
    return total_of(
        [
            total_of([c.amount_usd for c in part if c.drift == name]) * count
            for name in dict.fromkeys(charge.drift for charge in charges[0])
            for part, count in zip(charges, present(name), strict=True)
        ]
    )


def weighed(
    sheet: Sheet,
    name: tuple[str | None, ...],
    bridge: str | None,
    workload: str | None,
    charges: Callable[[], Segmented],
    paid_for: Served,
) -> Block:
    """A block of charges that are paid as often as ``paid_for`` says.

    Shape: amounts ``(n,)``, ``paid`` ``(..., months)``. Unit: US dollars, and how often a month.
    """

    def weigh(drift: str) -> Weight:
        return serving.weight(*paid_for, drift)

    def worth() -> Array:
        found = charges()
        same = len(found) > 1 and all(part is found[0] for part in found)
        return _worth(found[:1] if same else found, lambda drift: serving.present(*paid_for, drift, whole=same))

    def paid(drift: str) -> Array:
        count = serving.paid_by_month(*paid_for, drift)
        return count if paid_for[-1] is None else count * sheet.value("sessions_factor")[..., None]

    return Block(
        name,
        bridge,
        workload,
        lambda: sheet.step(("amounts", *name), lambda: _spread(charges(), weigh)),
        lambda: sheet.step(("worth", *name), worth),
        charges,
        paid,
        paid_for,
    )


def once(
    sheet: Sheet,
    name: tuple[str | None, ...],
    bridge: str | None,
    work_out: Callable[[], tuple[Charge, Array, Array]],
    when: Callable[[], Array],
) -> Block:
    """A block of one charge paid once: ``work_out`` says how often it is paid, and what a dollar of it is worth today.

    Shape: ``(n,)`` each, ``when`` too. Unit: a share of futures and a factor; ``when`` in months from the start.
    """

    def amounts() -> tuple[ChargedAmount, ...]:
        charge, often, worth = work_out()
        total = charge.amount_usd * often
        return (ChargedAmount(charge, ZERO, ZERO, total, total * worth),)

    def step() -> tuple[ChargedAmount, ...]:
        return sheet.step(("amounts", *name), amounts)

    return Block(name, bridge, None, step, lambda: step()[0].present_value_usd, when=when)


@lru_cache(maxsize=4096)
def _in_order(reads: Reads) -> tuple[str, ...]:
    """The inputs among these by name; what only the engine knows is left out. The same few hundred sets in every evaluation."""
    return tuple(sorted(key for key in reads if key not in ENGINE and not key.endswith(".u")))


def lines_of(sheet: Sheet, block: Block, plan: OptionPlan) -> tuple[Line, ...]:
    """The lines of a block of this plan; of one of its parts they are that team's."""
    team = next((part.team for part in plan.parts if part.id == block.name[0]), None)
    amounts = block.amounts()
    reads = _in_order(sheet.reads(("amounts", *block.name)))
    return tuple(
        Line(
            key=amount.charge.key,
            workload=block.workload,
            axis=amount.charge.axis,
            phase=amount.charge.phase,
            pays=amount.charge.pays,
            unit=amount.charge.unit,
            scales=amount.charge.scales,
            rule=amount.charge.rule,
            quantity_month_1=amount.quantity_month_1,
            rate_usd=amount.charge.rate_usd,
            month_1_usd=amount.month_1_usd,
            total_usd=amount.total_usd,
            present_value_usd=amount.present_value_usd,
            source=amount.charge.source,
            route=amount.charge.route,
            bridge=block.bridge,
            team=team,
            reads=reads,
        )
        for amount in amounts
    )
