"""What to mind: every warning with the field it leads to, and how many there are in a few words."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, Warned
from model.telling.record import Said, told


class Minded(Struct, frozen=True):
    """The warnings of one comparison in their order, and one statement of them; empty where there is none."""

    rows: tuple[Warned, ...]
    said: Said


@told
def minded(analysis: Analysis) -> Minded:
    """What stands under the headline on every surface."""
    rows = analysis.warnings
    if not rows:
        return Minded((), Said("", "", ""))
    count = f"{len(rows)} to mind"
    more = f" ({len(rows) - 1} more to mind)" if len(rows) > 1 else ""
    return Minded(rows, Said(count, f"{rows[0].sentence}{more}.", count))
