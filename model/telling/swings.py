"""Which doubt moves the difference most: one tornado on one base, the difference with every input at its middle.

Every bar spans exactly what the difference becomes at one in ten and nine in ten of its input; the average over the
futures is a second mark, because overruns and other lopsided inputs move it away from the middle.
"""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, SensitivityRow
from model.decision.wording.input_names import amount
from model.quantities import Unit, figures
from model.telling.option_names import title
from model.telling.record import told

SMALLEST_USD = 1.0
SMALLEST_PART = 0.005


class Swing(Struct, frozen=True, kw_only=True):
    """One input: its value at either end as text, and the difference B − A there, US dollars."""

    key: str
    title: str
    low: str
    high: str
    at_low_usd: float
    at_high_usd: float

    @property
    def span_usd(self) -> float:
        """How far the bar reaches."""
        return abs(self.at_high_usd - self.at_low_usd)


class Swings(Struct, frozen=True, kw_only=True):
    """The tornado: `base_usd` is the middle case, `mean_usd` the average over the futures; the widest bar first. What
    moves less than half a percent of the widest is left out."""

    base_usd: float
    mean_usd: float
    base: str
    mean: str
    left: str
    right: str
    rows: tuple[Swing, ...]


@told
def swings(analysis: Analysis) -> Swings | None:
    """Every doubt that moves the difference, None where none does."""
    a, b = (analysis.option(option) for option in analysis.pair)
    found = sorted((_swing(analysis, row) for row in analysis.sensitivity), key=lambda row: -row.span_usd)
    least = max(SMALLEST_USD, SMALLEST_PART * found[0].span_usd) if found else 0.0
    rows = tuple(row for row in found if row.span_usd >= least)
    if not rows:
        return None
    base, mean = b.middle_usd - a.middle_usd, analysis.difference.total.mean_usd
    return Swings(
        base_usd=base,
        mean_usd=mean,
        base=f"middle case {figures.signed_money(base)}",
        mean=f"average {figures.signed_money(mean)}",
        left=f"{title(analysis, b.id)} is cheaper",
        right=f"{title(analysis, b.id)} is more expensive",
        rows=rows,
    )


def _swing(analysis: Analysis, row: SensitivityRow) -> Swing:
    low, high = (amount(value, Unit(row.unit)) for value in (row.p10, row.p90))
    name = row.title
    if row.key.startswith("events.") and row.key.endswith(".probability"):
        low, high = "no", "yes"
        name = next((event.title for event in analysis.events if f"events.{event.id}." in row.key), row.title)
    return Swing(
        key=row.key,
        title=name,
        low=low,
        high=high,
        at_low_usd=row.difference_at_p10_usd,
        at_high_usd=row.difference_at_p90_usd,
    )
