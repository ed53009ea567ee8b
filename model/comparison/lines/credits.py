"""`credits.*`: what credits pay of an option's bills, in the order they are listed, until they are used up."""

from __future__ import annotations

import numpy as np

from model.comparison.case.case import Case, OptionPlan
from model.comparison.desk import own_key, source_of
from model.comparison.lines.commitment import commitment_lines, has_commitment
from model.comparison.lines.invoices import invoices_by_month
from model.comparison.monthly import FullMonths, Monthly, by_month, running
from model.comparison.sheet import Sheet
from model.formulas import fees
from model.formulas.sums import total_of
from model.quantities import Array


def _bills(case: Case, sheet: Sheet, option: OptionPlan) -> Array:
    """What vendors bill in each month after the commitment, served in full."""
    bills = invoices_by_month(case, sheet, option)
    if has_commitment(sheet, option):
        bills = total_of([bills, *(line.month(sheet, option.id).usd for line in commitment_lines(case, option))])
    return bills


def credit_line(case: Case, option: OptionPlan, name: str) -> Monthly:
    """What one credit pays, after those listed before it: bills of the months that the option serves, while it lasts.

    Shape: ``(..., months)``. Unit: US dollars a month, 0 or negative.
    """
    title, per = next((title, per) for each, title, per in option.credits if each == name)
    amount_key, until_key = (own_key(option, f"credits.{name}.{path}") for path in ("amount", "until"))

    def paid(sheet: Sheet, share: Array) -> Array:
        bills = share * _bills(case, sheet, option)
        for earlier, _, _ in option.credits:
            if earlier == name:
                break
            bills = bills + credit_line(case, option, earlier).work_out(sheet, share).usd
        amount, good = by_month(sheet, lambda s: sheet.value(amount_key, s)), running(sheet, "", until_key)
        if per == "month":
            return np.minimum(bills * good, amount)
        return fees.credited_usd(bills, amount, good)

    def work_out(sheet: Sheet, share: Array) -> FullMonths:
        usd = paid(sheet, share)
        return FullMonths(np.full((1, sheet.months), -1.0), usd[..., 0], -usd)

    rule = f"{title}: pays bills until it is used up" if per == "once" else f"{title}: pays bills, so much a month"
    return Monthly(
        f"credits.{name}", "infrastructure", "months", rule, source_of(case, amount_key), work_out, as_served=True
    )
