"""What each year of the horizon costs, in three pockets: vendors' bills, our engineers, work done elsewhere.

The months of the plan are spread once and asked for by pocket here; the sum of all years is the option's total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from msgspec import Struct

from model.comparison import Run
from model.decision.pair.monthly_costs import leaving_months_usd, planned_months_usd
from model.decision.records.analysis import LineRow, Pays, YearRow
from model.quantities import Array

MONTHS_A_YEAR = 12


class PlanMonths(Struct, frozen=True):
    """Mean cost of each month of a plan, US dollars undiscounted, shape ``(months,)``: the run by pocket, and leaving."""

    run: Mapping[Pays, Array]
    leaving_usd: Array

    def run_usd(self, *pockets: Pays) -> Array:
        """The run cost of each month in these pockets; in all where none is named.

        Shape: ``(months,)``. Unit: US dollars a month, expected.
        """
        asked = [months for name, months in self.run.items() if not pockets or name in pockets]
        return sum(asked, start=np.zeros(self.leaving_usd.size))


def months_of(run: Run, option: str) -> PlanMonths:
    """The months of one option's plan, bridges included; the build stands in none of them."""
    return PlanMonths(planned_months_usd(run, option), leaving_months_usd(run, option))


def year_rows(months: PlanMonths, lines: Iterable[LineRow]) -> tuple[YearRow, ...]:
    """Year 0, the build, then every year of twelve months; the last may be shorter."""
    built: dict[str, float] = dict.fromkeys(months.run, 0.0)
    for line in lines:
        if line.phase == "build":
            built[line.pays] += line.total_usd
    found = [_year(0, built)]
    for start in range(0, months.leaving_usd.size, MONTHS_A_YEAR):
        here = slice(start, start + MONTHS_A_YEAR)
        sums: dict[str, float] = {pays: float(usd[here].sum()) for pays, usd in months.run.items()}
        sums["invoice"] += float(months.leaving_usd[here].sum())
        found.append(_year(start // MONTHS_A_YEAR + 1, sums))
    return tuple(found)


def _year(year: int, usd: Mapping[str, float]) -> YearRow:
    return YearRow(
        year=year,
        invoices_usd=usd["invoice"],
        people_usd=usd["people"],
        elsewhere_usd=usd["elsewhere"],
        total_usd=sum(usd.values()),
    )
