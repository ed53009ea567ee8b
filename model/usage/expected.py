"""What a profile expects of one calendar month, future by future: its inputs, and the lines that sessions can be held against.

A month of the model is 365.25 / 12 days and the first one begins on the profile's day; a calendar month lies somewhere on
that course and has its own number of days. Lines are at list prices: the discount a team has is a matter of its bill.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from msgspec import Struct

from model.comparison import Case, Run, evaluate
from model.decision.futures.draws import futures
from model.quantities import Array

DAYS_IN_A_MONTH = 365.25 / 12.0
LINES: Mapping[str, str] = {
    "tokens.input": "tokens.input", "tokens.output": "tokens.output", "tokens.cache_read": "tokens.cache",
    "tokens.cache_write_5m": "tokens.cache", "tokens.cache_write_1h": "tokens.cache", "tokens.bill": "tokens.bill",
    "runtime.session": "runtime", "tools.web_search": "searches",
}  # fmt: skip
"""A line of the model to the line that use can be held against; what sessions do not show is left out."""
DISCOUNT = "token_discount_share"


class Expected(Struct, frozen=True):
    """A case with its futures, at list prices, for one option."""

    case: Case
    option: str
    run: Run
    values: Mapping[str, Array]

    def place(self, month: date) -> float:
        """Where the middle of a calendar month lies on the course, in months since the middle of the first."""
        middle = (month - self.case.as_of).days + days_of(month) / 2.0
        return middle / DAYS_IN_A_MONTH - 0.5

    def input(self, key: str, month: date) -> Array | None:
        """An input as it is expected in a month, shape ``(n,)`` or ``(1,)``; None where the case has no such input.

        Unit: as declared for the input.
        """
        if key not in self.case.inputs:
            return None
        values = self.values[key]
        if not key.endswith(".sessions_per_month"):
            return values
        growth = self.values.get(key.replace(".sessions_per_month", ".growth_per_month"))
        grown = values if growth is None else values * (1.0 + growth) ** self.place(month)
        ceiling = self.values.get(key.replace(".sessions_per_month", ".sessions_at_most"))
        return grown if ceiling is None else np.minimum(grown, ceiling)

    def lines(self, month: date) -> dict[str, Array]:
        """US dollars of a whole calendar month by `<workload>.<line>`, of what the option itself serves.

        Shape: ``(n,)`` each.
        """
        found: dict[str, Array] = {}
        days = days_of(month) / DAYS_IN_A_MONTH
        for block in self.run.blocks(self.option):
            if block.bridge is not None or block.workload is None or block.charges is None:
                continue
            sessions = self.input(f"workloads.{block.workload}.sessions_per_month", month)
            for charge in block.charges()[self._segment(month)]:
                if charge.key not in LINES or charge.scales != "session" or sessions is None:
                    continue
                key = f"{block.workload}.{LINES[charge.key]}"
                usd = charge.amount_usd * sessions * days * self._drift(charge.drift, month)
                found[key] = found[key] + usd if key in found else usd
        return found

    def _segment(self, month: date) -> int:
        sheet = self.run.sheet
        place = min(max(round(self.place(month)), 0), sheet.months - 1)
        for segment in sheet.segments:
            within = sheet.slice_of(segment)
            if place in range(*within.indices(sheet.months)):
                return segment
        return 0

    def _drift(self, name: str, month: date) -> Array | float:
        change = self.values.get("prices.token_change_per_year") if name == "tokens" else None
        return 1.0 if change is None else (1.0 + change) ** (self.place(month) / 12.0)


def expected(case: Case, option: str, draws: int, seed: int) -> Expected:
    """The futures of a case at list prices."""
    values = futures(case, draws, seed)
    free = {key: np.zeros(1) for key in values if key.endswith(DISCOUNT)}
    at_list = {**values, **free}
    return Expected(case, option, evaluate(case, at_list), at_list)


def option_of(case: Case, wanted: str | None = None) -> str | None:
    """The option that runs: the one named, the one decided for, today's, else the only one of Claude's; None where none is."""
    ids = [plan.id for plan in case.options]
    if wanted is not None:
        return wanted if wanted in ids else None
    for found in (case.profile.text("decision.option"), case.profile.text("today")):
        if found in ids:
            return found
    managed = [plan.id for plan in case.options if plan.kind.startswith("managed")]
    return managed[0] if managed else ids[0] if ids else None


def days_of(month: date) -> int:
    """How many days a month has."""
    return (next_month(month) - month).days


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
