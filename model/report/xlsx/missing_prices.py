"""Prices that nobody gave: an empty yellow cell for each, which completes its option.

The formulas are those of the case in which every such number is known. While its cell is empty the number counts as nothing,
or as one where nothing would be divided by, the option is a lower bound, and it cannot be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from model.comparison import Case, evaluate, middle, resolve
from model.decision.learning.input_rows import input_rows
from model.decision.records.analysis import Analysis, InputRow
from model.profile import Problems, declared_for

NEVER_NOTHING = ("sessions_per_host", "utilisation", "busy_hours_per_month")
ROUNDS = 6  # a price that is known may be the first of several


class Wanted(Struct, frozen=True):
    """The case with every number that can be asked for, the rows of those numbers, which of them each option waits for, and
    why an option is still not priced."""

    case: Case
    rows: tuple[InputRow, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = {}
    left: Mapping[str, bool] = {}

    @property
    def every(self) -> frozenset[str]:
        """All keys that are asked for."""
        return frozenset(row.key for row in self.rows)


def wanted(analysis: Analysis) -> Wanted:
    """What an analysis lacks; its own case where that is nothing."""
    case = analysis.case
    bridges = tuple(plan.meanwhile for plan in case.options)
    waiting: dict[str, dict[str, None]] = {option.id: {} for option in analysis.options}
    run = evaluate(case, middle(case))
    for _ in range(ROUNDS):
        new = {}
        for option in run.options:
            for gap in option.unpriced:
                if _is_number(gap.write):
                    waiting[option.id][gap.write] = None
                    new[gap.write] = int(stand_in(gap.write))
        changed = case.profile.changed(new) if new else None
        other = (
            None
            if changed is None or isinstance(changed, Problems)
            else resolve(changed, case.as_of, case.pair, bridges)
        )
        if other is None or isinstance(other, Problems):
            break
        case = other
        run = evaluate(case, middle(case))
    every = {key for keys in waiting.values() for key in keys}
    rows = tuple(row for row in input_rows(run, frozenset()) if row.key in every)
    left = {option.id: bool(option.unpriced) for option in run.options}
    return Wanted(case, rows, {option: tuple(keys) for option, keys in waiting.items()}, left)


def stand_in(key: str) -> float:
    """What an empty cell counts as."""
    return 1.0 if key.endswith(NEVER_NOTHING) else 0.0


def _is_number(key: str) -> bool:
    declared = declared_for(key)
    return declared is not None and declared.kind == "number"
