"""The line below the headline: what the first full month costs with either option, and that there is something to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from model.quantities import figures
from tui.paint.lines import Line, clean, spread
from tui.telling.amounts import lowered, short_title

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, OptionRow, Pays
    from tui.state.answer import Answer


def month_line(answer: Answer | None, width: int) -> Line:
    """`A month: managed $6,435 · own $10,312 (vendors 5,470 / 5,520)` and `! 2 to mind`."""
    analysis = answer.analysis if answer is not None else None
    if analysis is None:
        return ()
    count = len(analysis.warnings)
    mind = f"! {count} to mind" if count else ""
    room = width - 4 - (cell_len(mind) + 2 if mind else 0)
    said = next((wording for wording in _wordings(analysis) if cell_len(wording) <= room), "")
    return ((" ", ""), ("▌", "stripe"), (" ", ""), *spread(((said, ""),), ((mind, "warn"),), width - 4))


def _wordings(analysis: Analysis) -> list[str]:
    """The longest first. What failed or waiting work costs elsewhere is no part of a bill and is left out."""
    rows = [analysis.option(option) for option in analysis.pair]
    titles = [clean(row.title) for row in rows]
    shorts = [short_title(analysis, row.id) for row in rows]
    months = [
        _least(row, "invoice", "people") + figures.dollars(row.invoices_month_1_usd + row.people_month_1_usd)
        for row in rows
    ]
    vendors = " / ".join(
        _least(row, "invoice") + figures.dollars(row.invoices_month_1_usd).removeprefix("$") for row in rows
    )
    found = []
    for names in ((titles[0], titles[1]), (shorts[0], shorts[1]), (lowered(shorts[0]), lowered(shorts[1]))):
        bill = " · ".join(f"{name} {usd}" for name, usd in zip(names, months, strict=True))
        found += [f"A month: {bill} (vendors {vendors}, the rest is people)", f"A month: {bill} (vendors {vendors})"]
    return [*found, f"A month: {bill}", bill]


def _least(row: OptionRow, *pockets: Pays) -> str:
    """What stands before an amount that leaves out what has no price."""
    from model.telling.bill import touched  # the screen stands before the model is loaded

    return "≥ " if any(touched(row, pays) for pays in pockets) else ""
