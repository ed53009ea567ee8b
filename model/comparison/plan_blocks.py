"""The table of contents of the calculation: every block of lines that a plan to host one way consists of.

A plan runs its own option once live and its bridges before. Each block is one axis of one server on one workload (or
month by month, or once), so that a change of one input touches only the blocks that read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from model.comparison import serving
from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines, own_key, source_of
from model.comparison.line_block import Block, ChargedAmount, Segmented, once, weighed
from model.comparison.lines import engineering, hosts, other
from model.comparison.lines.commitment import commitment_lines, has_commitment
from model.comparison.lines.credits import credit_line
from model.comparison.lines.exit import leaving_charge, leaving_costs
from model.comparison.lines.in_order import month_charges, session_lines
from model.comparison.lines.invoices import priced_lines
from model.comparison.lines.runaway import runaway_charges
from model.comparison.monthly import Monthly
from model.comparison.sheet import Sheet
from model.formulas import time
from model.formulas.sums import ONE, ZERO, total_of
from model.quantities import Array

Recipe = Callable[[Sheet], Block]


def recipes(case: Case, sheet: Sheet, plan: OptionPlan) -> tuple[Recipe, ...]:
    """How to set up every block of the plan that ends in this option on any sheet with these inputs: its own blocks first,
    then its bridges', then nobody's. Which blocks there are does not depend on the numbers."""
    return sheet.step(("recipes", plan.id), lambda: tuple(_recipes(case, sheet, plan)))


def plan_blocks(case: Case, sheet: Sheet, plan: OptionPlan) -> Iterator[Block]:
    """Every block of the plan that ends in this option."""
    return (recipe(sheet) for recipe in recipes(case, sheet, plan))


def first_month_usd(case: Case, sheet: Sheet, plan: OptionPlan) -> Array:
    """What the first month in which this option serves in full costs, in US dollars: bridges, waits and leaving have none.

    Shape: ``(n,)``. Unit: US dollars of one month.
    """
    blocks = (recipe(sheet) for recipe in _server_recipes(case, sheet, plan, plan))
    own = [amount.month_1_usd for block in blocks for amount in block.amounts()]
    return total_of([*own, *(first_month_usd(case.of_team(part.team), sheet, part) for part in plan.parts)])


def worths(case: Case, sheet: Sheet, plan: OptionPlan) -> tuple[Array, ...]:
    """The present value of each block of the plan; a block that reads nothing that changed is the one of the sheet before.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    return sheet.row(
        ("present value", plan.id), recipes(case, sheet, plan), lambda recipe: recipe(sheet).present_value()
    )


def _recipes(case: Case, sheet: Sheet, plan: OptionPlan) -> Iterator[Recipe]:
    """The blocks of a plan; of teams together, what the company pays once, then the plan of each team's part."""
    yield from _server_recipes(case, sheet, plan, plan)
    if plan.parts:
        if leaving_costs(case, plan):
            yield partial(_leaving_block, case, plan)
        yield from _left_recipes(case, plan)
        for part in plan.parts:
            yield from _recipes(case.of_team(part.team), sheet, part)
        return
    yield from _interim_recipes(case, sheet, plan)
    if leaving_costs(case, plan):
        yield partial(_leaving_block, case, plan)
    yield from _left_recipes(case, plan)


def _interim_recipes(case: Case, sheet: Sheet, plan: OptionPlan) -> Iterator[Recipe]:
    """Who serves until the option is live, and what it costs while nobody does."""
    bridges, somebody = serving.chain(case, plan)
    for server in bridges:
        yield from _server_recipes(case, sheet, plan, server)
    if not somebody and not plan.is_today and _takes_time(sheet, plan):
        for workload in case.workloads:
            yield partial(_waiting_block, case, plan, workload)


def interim_blocks(case: Case, sheet: Sheet, plan: OptionPlan) -> Iterator[Block]:
    """Every block of the time until the option is live, leaving those who serve then included."""
    return (recipe(sheet) for recipe in (*_interim_recipes(case, sheet, plan), *_left_recipes(case, plan)))


def interim_worth(case: Case, sheet: Sheet, plan: OptionPlan) -> Array:
    """What it costs until the option is live, at its worth today.

    Shape: ``(n,)``. Unit: US dollars of present value.
    """
    return sheet.step(
        ("interim", plan.id), lambda: total_of([block.present_value() for block in interim_blocks(case, sheet, plan)])
    )


def _takes_time(sheet: Sheet, plan: OptionPlan) -> bool:
    return any(own_key(plan, path) in sheet for path in ("weeks_until_live", "build_engineer_weeks"))


def _server_recipes(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Iterator[Recipe]:
    served = () if server.parts else case.workloads
    for workload in served:
        for lines in session_lines(Desk(case, sheet, server, server.work(workload), 0)):
            yield partial(_session_block, case, plan, server, workload, lines)
    yield partial(_month_block, case, plan, server)
    for workload in served:
        if case.key_for(server.id, workload, "runaways_per_year") in sheet:
            yield partial(_runaway_block, case, plan, server, workload)
    if hosts.is_priced(sheet, server):
        yield partial(_hosts_block, case, plan, server)
    for line in _monthly_lines(case, sheet, server):
        yield partial(_monthly_block, case, plan, server, line)
    if own_key(server, "build_engineer_weeks") in sheet and not server.is_today:
        yield partial(_build_block, case, plan, server)


def _monthly_lines(case: Case, sheet: Sheet, option: OptionPlan) -> Iterator[Monthly]:
    """Every line that rests on a whole month, whatever the numbers: hours in a plan, fees, commitment, credits."""
    yield from priced_lines(case, sheet, option)
    if has_commitment(sheet, option):
        yield from commitment_lines(case, option)
    for name, _, _ in option.credits:
        yield credit_line(case, option, name)


def _session_charges(case: Case, server: OptionPlan, workload: str, lines: SessionLines, sheet: Sheet) -> Segmented:
    """What a session is charged for; runs done late are charged the same."""
    planned = server.work(workload)
    return sheet.by_segment(
        ("charges", lines.name, server.id, workload),
        lambda segment: lines.charges(Desk(case, sheet, server, planned, segment)),
    )


def _session_block(
    case: Case,
    plan: OptionPlan,
    server: OptionPlan,
    workload: str,
    lines: SessionLines,
    sheet: Sheet,
) -> Block:
    return weighed(
        sheet,
        (plan.id, server.id, workload, lines.name),
        None if server.id == plan.id else server.id,
        workload,
        partial(_session_charges, case, server, workload, lines, sheet),
        (case, sheet, plan, server.id, workload),
    )


def _runaway_block(case: Case, plan: OptionPlan, server: OptionPlan, workload: str, sheet: Sheet) -> Block:
    """Loops of one workload left running: so many a month, whatever the sessions."""
    planned = server.work(workload)
    return weighed(
        sheet,
        (plan.id, server.id, None, f"runaway {workload}"),
        None if server.id == plan.id else server.id,
        None,
        lambda: sheet.by_segment(
            ("charges", "runaway", server.id, workload),
            lambda segment: runaway_charges(Desk(case, sheet, server, planned, segment)),
        ),
        (case, sheet, plan, server.id, None),
    )


def _month_block(case: Case, plan: OptionPlan, server: OptionPlan, sheet: Sheet) -> Block:
    return weighed(
        sheet,
        (plan.id, server.id, None, "monthly"),
        None if server.id == plan.id else server.id,
        None,
        lambda: sheet.by_segment(
            ("charges", "monthly", server.id), lambda segment: month_charges(case, sheet, server, segment)
        ),
        (case, sheet, plan, server.id, None),
    )


def _hosts_block(case: Case, plan: OptionPlan, server: OptionPlan, sheet: Sheet) -> Block:
    def amounts() -> tuple[ChargedAmount, ...]:
        cost, key = hosts.fleet_cost(case, sheet, plan, server), own_key(server, "hosts.usd_per_hour")
        rate = hosts.hours_and_usd(case, sheet, server)[0][1]
        capped = own_key(server, "hosts.usd_per_month_cap") in sheet
        rule = f"whole machines for the peak, month by month{', each at most its price of a month' * capped}"
        source = source_of(case, key)
        charge = Charge(
            "hosts.machines", "infrastructure", "machine-hours", cost.hours_month_1, rate, rule, "step", source=source
        )
        return (ChargedAmount(charge, cost.hours_month_1, cost.month_1_usd, cost.total_usd, cost.present_value_usd),)

    name = (plan.id, server.id, None, "hosts")
    return Block(
        name,
        None if server.id == plan.id else server.id,
        None,
        lambda: sheet.step(("amounts", *name), amounts),
        lambda: hosts.fleet_worth(case, sheet, plan, server),
        paid=lambda _: hosts.fleet_by_month(case, sheet, plan, server),
        full=lambda: hosts.fleet(case, sheet, server).hours_and_usd,
    )


def _monthly_block(case: Case, plan: OptionPlan, server: OptionPlan, line: Monthly, sheet: Sheet) -> Block:
    """A block of one line that rests on a whole month's use, paid for the share of each month that the server serves."""
    own = server.id == plan.id
    name = (plan.id, server.id, None, line.key)

    def by_month() -> Array:
        share = serving.served(case, sheet, plan, server.id)
        if not line.as_served:
            return share * line.month(sheet, server.id).usd
        return sheet.step(("month paid", *name), lambda: line.work_out(sheet, share)).usd

    def present_value() -> Array:
        worth: Array = (by_month() * serving.discount(sheet)).sum(axis=-1)
        return worth

    def amounts() -> tuple[ChargedAmount, ...]:
        found = line.month(sheet, server.id)
        charge = Charge(
            line.key,
            line.axis,
            line.unit,
            found.quantity[..., 0],
            found.rate_usd,
            line.rule,
            "step",
            source=line.source,
        )
        first = (found.quantity[..., 0], found.usd[..., 0]) if own else (ZERO, ZERO)
        return (ChargedAmount(charge, *first, by_month().sum(axis=-1), present_value()),)

    def full() -> tuple[Array, Array]:
        found = line.month(sheet, server.id)
        return found.quantity, found.usd

    return Block(
        name,
        None if own else server.id,
        None,
        lambda: sheet.step(("amounts", *name), amounts),
        lambda: sheet.step(("worth", *name), present_value),
        paid=lambda _: by_month(),
        full=full,
    )


def _build_block(case: Case, plan: OptionPlan, server: OptionPlan, sheet: Sheet) -> Block:
    bridge = None if server.id == plan.id else server.id

    def work_out() -> tuple[Charge, Array, Array]:
        charge = engineering.build_charge(case, sheet, server)
        assert charge is not None
        serves = ONE if bridge is None else serving.bridge_serves(case, sheet, plan, server.id)[0]
        return charge, serves, ONE

    return once(sheet, (plan.id, server.id, None, "build"), bridge, work_out, lambda: ZERO)


def _waiting_block(case: Case, plan: OptionPlan, workload: str, sheet: Sheet) -> Block:
    planned = plan.work(workload)
    monthly = case.key_for(plan.id, workload, "waiting_usd_per_month") in sheet

    of = None if monthly else workload

    def charges(segment: int) -> tuple[Charge, ...]:
        desk = Desk(case, sheet, plan, planned, segment)
        if waiting := other.waiting_charges(desk):
            return waiting
        charged = (_session_charges(case, plan, workload, lines, sheet)[segment] for lines in session_lines(desk))
        return other.late_charges(desk, [charge for charges in charged for charge in charges])

    return weighed(
        sheet,
        (plan.id, None, workload, "waiting"),
        None,
        workload,
        lambda: sheet.by_segment(("charges", "waiting", plan.id, workload), charges),
        (case, sheet, plan, None, of),
    )


def _left_recipes(case: Case, plan: OptionPlan) -> Iterator[Recipe]:
    """What it costs to leave those whom the plan replaces, in full when they are: its bridges, and what serves today."""
    bridges, _ = serving.chain(case, plan)
    today = tuple(option for option in case.options if option.is_today and option not in bridges)
    replaced = bridges if plan.is_today else (*bridges, *today)
    for option in replaced:
        if leaving_costs(case, option):
            yield partial(_left_block, case, plan, option)


def _leaving_block(case: Case, plan: OptionPlan, sheet: Sheet) -> Block:
    def middle() -> Array:
        return sheet.horizon / 2.0

    def work_out() -> tuple[Charge, Array, Array]:
        chance = sheet.value(own_key(plan, "leave_probability"))
        charge = leaving_charge(case, sheet, plan, chance, "leave_usd × its probability, mid-horizon")
        return charge, ONE, time.present_value_at(sheet.value("discount_rate"), middle())

    return once(sheet, (plan.id, plan.id, None, "leaving"), None, work_out, middle)


def _left_block(case: Case, plan: OptionPlan, left: OptionPlan, sheet: Sheet) -> Block:
    def replaced() -> tuple[Array, Array]:
        """Whether it is there to be replaced, and when its successor is live: what serves today always is, from the start."""
        if left.is_today:
            return ONE, serving.replaced_after(case, sheet, plan, left)
        return serving.bridge_serves(case, sheet, plan, left.id)

    def work_out() -> tuple[Charge, Array, Array]:
        serves, month = replaced()
        paid = serves * np.where(month <= sheet.horizon, 1.0, 0.0)
        charge = leaving_charge(case, sheet, left, ONE, "paid in full in the month the successor is live")
        return charge, paid, time.present_value_at(sheet.value("discount_rate"), month)

    return once(sheet, (plan.id, left.id, None, "left"), left.id, work_out, lambda: replaced()[1])
