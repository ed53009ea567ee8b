"""`commitment.*`: what is paid a month whatever is used, the discount on what that covers, and what of it is not used."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from model.comparison import serving
from model.comparison.case.case import Case, OptionPlan
from model.comparison.desk import own_key, source_of
from model.comparison.lines.invoices import invoices_by_month
from model.comparison.monthly import FullMonths, Monthly, by_month
from model.comparison.sheet import Sheet
from model.formulas import fees
from model.quantities import Array

TITLES = {"commitment.discount": "Discount of the commitment", "commitment.unused": "Commitment not used"}


def has_commitment(sheet: Sheet, option: OptionPlan) -> bool:
    """Whether the option has committed to pay so much a month."""
    return own_key(option, "commitment.usd_per_month") in sheet


def commitment(sheet: Sheet, option: OptionPlan) -> fees.Commitment:
    """The commitment, month by month.

    Shape: ``(..., months)``. Unit: US dollars a month, and a share of 0 to 1.
    """
    usd, share = (own_key(option, f"commitment.{path}") for path in ("usd_per_month", "discount_share"))
    return fees.Commitment(
        by_month(sheet, lambda segment: sheet.value(usd, segment)),
        by_month(sheet, lambda segment: sheet.value(share, segment)),
    )


def committed(case: Case, sheet: Sheet, option: OptionPlan) -> Array:
    """1 in the months that the commitment runs for, from the day the option is live, else 0.

    Shape: ``(..., months)``. Unit: share of a month, 0 or 1.
    """
    term = own_key(option, "commitment.months")
    if term not in sheet:
        return np.ones((1, sheet.months))
    until = serving.live(case, sheet, option.id) + sheet.value(term)
    return np.where(serving.month_axis(sheet) - 1.0 < until[..., None], 1.0, 0.0)


def commitment_lines(case: Case, option: OptionPlan) -> Iterator[Monthly]:
    """Two lines: the discount on what is used and covered, as a month taken off, and what is paid for and not used.

    Shape: ``(..., months)``. Unit: US dollars a month; the discount is negative.
    """
    source = source_of(case, own_key(option, "commitment.usd_per_month"))

    def line(key: str, rule: str, amount: Callable[[fees.Commitment, Array], Array], sign: float) -> Monthly:
        def work_out(sheet: Sheet, _: Array) -> FullMonths:
            bills = invoices_by_month(case, sheet, option, option.covers)
            usd = amount(commitment(sheet, option), bills) * committed(case, sheet, option)
            return FullMonths(np.full((1, sheet.months), sign), sign * usd[..., 0], usd)

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
