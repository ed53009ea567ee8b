"""Prices that nobody gave: an empty yellow cell for each, which completes its option; and costs that nobody spoke of.

The formulas are those of the case in which every such number is known. While its cell is empty the number counts as nothing,
or as one where nothing would be divided by, the option is a lower bound, and it cannot be chosen. Leaving and on-call cost
nothing until somebody says what: here they are written as that, so that their cells ask.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from model.comparison import Case, evaluate, middle, resolve
from model.decision.learning.input_rows import input_rows
from model.decision.records.analysis import Analysis, InputRow
from model.profile import Problems, declared_for
from model.profile.checks import DIVIDES

ASSUMED = ("leave_usd", "oncall_usd_per_week")  # of every option, 0 where nobody spoke of it
ROUNDS = 6  # a price that is known may be the first of several


class MissingPrices(Struct, frozen=True):
    """The case with every number that can be asked for, the rows of those that are waited for, which of them each option
    waits for, whether an option is still not priced; which numbers are ``assumed`` to be 0, and the rows of those that the
    profile has no word of."""

    case: Case
    rows: tuple[InputRow, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = {}
    left: Mapping[str, bool] = {}
    assumed: frozenset[str] = frozenset()
    unspoken: tuple[InputRow, ...] = ()

    @property
    def every(self) -> frozenset[str]:
        """All keys that are asked for."""
        return frozenset(row.key for row in self.rows)


def wanted(analysis: Analysis) -> MissingPrices:
    """What an analysis lacks; its own case where that is nothing."""
    assumed = _assumed(analysis.case)
    case = _written(analysis.case, dict.fromkeys(assumed, 0)) or analysis.case
    waiting: dict[str, dict[str, None]] = {option.id: {} for option in analysis.options}
    run = evaluate(case, middle(case))
    for _ in range(ROUNDS):
        new = {}
        for option in run.options:
            for gap in option.unpriced:
                if _is_number(gap.write):
                    waiting[option.id][gap.write] = None
                    new[gap.write] = int(stand_in(gap.write))
        if (other := _written(case, new)) is None:
            break
        case = other
        run = evaluate(case, middle(case))
    every = {key for keys in waiting.values() for key in keys}
    rows = input_rows(run, frozenset())
    return MissingPrices(
        case,
        tuple(row for row in rows if row.key in every),
        {option: tuple(keys) for option, keys in waiting.items()},
        {option.id: bool(option.unpriced) for option in run.options},
        frozenset(assumed),
        tuple(row for row in rows if row.key in assumed and row.key not in analysis.case.inputs),
    )


def _assumed(case: Case) -> list[str]:
    """What costs nothing because nobody has said what it costs; of teams together nothing is assumed here."""
    if case.teams:
        return []
    keys = [f"options.{plan.id}.{name}" for plan in case.options for name in ASSUMED]
    return [key for key in keys if (found := case.inputs.get(key)) is None or not found.given]


def _written(case: Case, values: Mapping[str, int]) -> Case | None:
    """The case with these numbers written in its profile, and the same options serving meanwhile; None where there are none,
    or the profile takes them not."""
    changed = case.profile.changed(values) if values else None
    if changed is None or isinstance(changed, Problems):
        return None
    found = resolve(changed, case.as_of, case.pair, tuple(plan.meanwhile for plan in case.options))
    return None if isinstance(found, Problems) else found


def stand_in(key: str) -> float:
    """What an empty cell counts as."""
    return 1.0 if key.endswith(DIVIDES) else 0.0


def _is_number(key: str) -> bool:
    declared = declared_for(key)
    return declared is not None and declared.kind == "number"
