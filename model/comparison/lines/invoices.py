"""What an option's vendors bill in a month that it serves in full: what commitments, discounts and credits rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from msgspec.structs import replace

from model.comparison import serving
from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Axis, Charge
from model.comparison.desk import Desk
from model.comparison.lines import hosts
from model.comparison.lines.in_order import month_charges, session_lines
from model.comparison.lines.infrastructure import fee_line
from model.comparison.lines.runaway import runaway_charges
from model.comparison.lines.sandbox import included_lines
from model.comparison.monthly import Monthly, by_month, sessions_by_month
from model.comparison.sheet import Sheet
from model.formulas.sums import ZERO, total_of
from model.quantities import Array

Drifting = Callable[[int], tuple[Charge, ...]]


def priced_lines(case: Case, sheet: Sheet, option: OptionPlan) -> Iterator[Monthly]:
    """The lines of this kind that are bills themselves.

    Shape: ``(..., months)``. Unit: US dollars a month.
    """
    yield from included_lines(case, sheet, option)
    for plan in option.fees:
        yield fee_line(case, option, plan)


def invoices_by_month(case: Case, sheet: Sheet, option: OptionPlan, covers: tuple[str, ...] = ()) -> Array:
    """What vendors bill in each month that the option serves in full, at list price, of these axes (none: of all);
    commitments and credits left out; shape ``(..., months)``.

    Unit: US dollars a month.

    Unit: US dollars a month.
    """

    def counts(axis: Axis) -> bool:
        return not covers or axis in covers

    def work_out() -> Array:
        parts = [*_charged(case, sheet, option, counts)]
        parts.extend(_standing(case.of_team(part.team), sheet, part, counts) for part in option.parts)
        if hosts.is_priced(sheet, option) and counts("infrastructure"):
            parts.append(hosts.fleet(case, sheet, option).hours_and_usd[1])
        lines = (line for line in priced_lines(case, sheet, option) if counts(line.axis))
        parts.extend(line.month(sheet, option.id).usd for line in lines)
        return total_of([np.zeros((1, sheet.months)), *parts])

    return sheet.step(("month bills", option.id, covers), work_out)


def _standing(case: Case, sheet: Sheet, part: OptionPlan, counts: Callable[[Axis], bool]) -> Array:
    """What vendors bill each month for a team's part whatever its sessions are, and for its machines.

    Shape: ``(..., months)``. Unit: US dollars a month.
    """
    none = replace(part, works=())
    bills = [np.zeros((1, sheet.months)), *_charged(case, sheet, none, counts)]
    if hosts.is_priced(sheet, part) and counts("infrastructure"):
        bills.append(hosts.fleet(case, sheet, part).hours_and_usd[1])
    bills += [line.month(sheet, part.id).usd for line in priced_lines(case, sheet, part) if counts(line.axis)]
    return total_of(bills)


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
        for lines in session_lines(Desk(case, sheet, option, planned, 0)):

            def of_session(segment: int, lines=lines, planned=planned) -> tuple[Charge, ...]:  # type: ignore[no-untyped-def]
                found: tuple[Charge, ...] = lines.charges(Desk(case, sheet, option, planned, segment))
                return found

            yield from laid_out(of_session, sessions_by_month(sheet, planned.id))
        if case.key_for(option.id, planned.id, "runaways_per_year") in sheet:

            def left_running(segment: int, planned=planned) -> tuple[Charge, ...]:  # type: ignore[no-untyped-def]
                return runaway_charges(Desk(case, sheet, option, planned, segment))

            yield from laid_out(left_running, np.ones((1, sheet.months)))
    yield from laid_out(lambda segment: month_charges(case, sheet, option, segment), np.ones((1, sheet.months)))
