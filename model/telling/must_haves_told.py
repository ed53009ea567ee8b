"""Must-haves: which option has what is asked for and why, what that costs, and below what price an option without one wins."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, MustHaveRow
from model.telling.flips import to_win
from model.telling.record import told

STATES = {"pass": "passes", "fail": "fails", "unknown": "unknown"}
ORDER = ("fail", "unknown", "pass")


class Has(Struct, frozen=True, kw_only=True):
    """One requirement on one option, and what is said of it: `passes`, `fails`, `unknown`."""

    option: str
    row: MustHaveRow
    state: str


class MustHavesTold(Struct, frozen=True, kw_only=True):
    """Every requirement on every option, what fails first within an option; what each costs; what would let an option in
    that has no price."""

    rows: tuple[Has, ...]
    prices: tuple[str, ...]
    to_win: tuple[str, ...]


@told
def must_haves_told(analysis: Analysis) -> MustHavesTold:
    """The record of an analysis."""
    rows = tuple(
        Has(option=option.id, row=row, state=STATES[row.status])
        for option in analysis.options
        for row in sorted(option.must_haves, key=lambda row: ORDER.index(row.status))
    )
    return MustHavesTold(
        rows=rows,
        prices=tuple(price.sentence for price in analysis.must_have_prices),
        to_win=tuple(to_win(row) for row in analysis.options if row.price_to_win),
    )
