"""One side only: what one option of the pair alone carries, its size, and the answer without it."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, OneSided
from model.telling.record import told

TITLE = "On one side only"


class OneSide(Struct, frozen=True, kw_only=True):
    """The ledger in its order, each with the kind of thing it is, and what becomes of the answer without it ("" for none)."""

    rows: tuple[tuple[OneSided, str], ...]
    without: str


@told
def one_side(analysis: Analysis) -> OneSide:
    """The record of an analysis."""
    kinds = {True: "its own rate, against the other's", False: "a cost the other does not have"}
    test = analysis.one_sided_test
    return OneSide(
        rows=tuple((row, kinds[row.rate]) for row in analysis.one_sided),
        without=test.sentence if test is not None and analysis.one_sided else "",
    )
