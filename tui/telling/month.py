"""The line below the headline: the bill of the first full month, laid out in what room there is, and that there is something to mind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from model.telling.bill import ROWS, BillPart, month
from model.telling.minded import minded
from model.telling.pockets import WORDS
from tui.paint.lines import Line, spread
from tui.telling.amounts import lowered

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from model.telling.bill import Amount
    from tui.state.quick_and_whole import StateAnswer


def month_line(answer: StateAnswer | None, width: int) -> Line:
    """`A month: Managed $16,604 · Own stack $26,357 (vendors 5,527 / 5,803, engineers …)` and `2 to mind`."""
    analysis = answer.analysis if answer is not None else None
    if analysis is None:
        return ()

    count = minded(analysis).said.cell
    mind = f"! {count}" if count else ""
    room = width - 4 - (cell_len(mind) + 2 if mind else 0)
    said = next((wording for wording in _wordings(analysis) if cell_len(wording) <= room), "")
    return ((" ", ""), ("▌", "stripe"), (" ", ""), *spread(((said, ""),), ((mind, "warn"),), width - 4))


def _amounts(cells: Sequence[Amount]) -> str:
    """One pocket of both options; what is equal on both sides once."""
    said = [cell.text.replace("$", "") for cell in cells]
    return f"{said[0]} each" if len(set(said)) == 1 and len(said) > 1 else " / ".join(said)


def _wordings(analysis: Analysis) -> list[str]:
    """The pair's columns of the bill, the longest wording first: every pocket, then the bills of vendors, then the sum alone."""
    bill = month(analysis)
    heads = bill.heads[:2]
    whole = next(row for row in bill.rows if row.part is BillPart.TOTAL)
    pockets = {row.key.rpartition(".")[2]: _amounts(row.cells[:2]) for row in bill.rows if row.part is BillPart.POCKET}
    parts = [f"{WORDS[pays]} {pockets[pays]}" for pays in ROWS if pays in pockets]
    found = []
    for names in ([head.title for head in heads], [head.short for head in heads], [lowered(h.short) for h in heads]):
        sums = " · ".join(f"{name} {cell.text}" for name, cell in zip(names, whole.cells[:2], strict=True))
        found += [f"A month: {sums} ({', '.join(parts)})", f"A month: {sums} ({parts[0]})"]
    named_first = sorted(found, key=lambda said: ", " not in said)  # every pocket before a longer name
    return [*named_first, f"A month: {sums}", sums]
