"""How far each part of an analysis may go, and what is left for later where a case is too large for it.

The verdict, the bill and the differences rest on every future that was asked for. What is searched beyond them rests on as many
as `searched` leaves, and each part stops at its share of work. Both are counted, never timed: the same profile gets the same answer
on every machine. What was left is said in a warning, first of all warnings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct, field

from model.comparison import Case, Run, Warned, draws_at_once, evaluate
from model.comparison.effort import Effort, TooMuchError
from model.comparison.large import DRAWS_AT_ONCE
from model.decision.futures.draws import MOST_DRAWS, first_values
from model.quantities import figures

PART_CELLS = 6e9
USUAL_DRAWS = 10_000
OF_LARGE = 0.1  # of a part's work in a case that does not fit at once, whose steps take longer than their cells say
NAMES = {
    "one_sided": "costs of one side alone",
    "break_even": "the volume at which it turns",
    "levers": "levers",
    "sensitivity": "what to learn first",
    "switching": "what flips it",
    "price_to_win": "the price that an unpriced option may have",
    "pair_of_levers": "two inputs that flip it together",
    "wrong": "how it would be wrong",
    "mixed": "mixed homes",
    "volume": "cost by volume",
    "what_if": "what if",
    "portfolio": "what several teams could share",
    "over_time": "the difference by month",
}
"""Every part that may be left for later, as a reader calls it."""

T = TypeVar("T")
U = TypeVar("U")


def fits_at_once(case: Case) -> bool:
    """Whether a case is no larger than what is worked out with as many futures at a time as any."""
    return draws_at_once(case) == DRAWS_AT_ONCE


def searched(run: Run) -> Run:
    """The run on as many futures as what is searched in it rests on: the first `MOST_DRAWS`, or fewer where the case has so
    many months, workloads and options that these would not fit in memory."""
    most = MOST_DRAWS if fits_at_once(run.case) else 2 * draws_at_once(run.case)
    if run.n <= most:
        return run
    return evaluate(run.case, first_values(run.values, most), run.sheet.breathe)


def effort_of(run: Run) -> Effort:
    """What counts the work on a run and on all that is built on it; from now on, where nothing did."""
    if not isinstance(run.sheet.breathe, Effort):
        run.sheet.breathe = Effort()
    return run.sheet.breathe


class Bounds(Struct):
    """The parts that were asked for, each within its bounds, and those that were left for later."""

    asked: frozenset[str]
    effort: Effort
    draws: int
    is_large: bool = False
    left: list[str] = field(default_factory=list)
    inputs_left: int = 0
    inputs: int = 0

    @property
    def most(self) -> float:
        """The cells that one part may take: more for those who ask for more futures than usual."""
        return PART_CELLS * max(1.0, self.draws / USUAL_DRAWS) * (OF_LARGE if self.is_large else 1.0)

    def worked_out(self, name: str, work: Callable[[], T], otherwise: U, asked_as: str | None = None) -> T | U:
        """What a part finds; `otherwise` where it was not asked for (under another name: ``asked_as``) or would go too far."""
        if (asked_as or name) not in self.asked:
            return otherwise
        try:
            with self.effort.at_most(self.most):
                return work()
        except TooMuchError:
            self.left.append(name)
            return otherwise

    def warning(self, run: Run, part: Run) -> Warned | None:
        """What was left for later, and what brings it; None where nothing was."""
        said = []
        if part.n < run.n:
            said.append(
                f"what is searched rests on the first {figures.count(part.n)} of {figures.count(run.n)} futures"
            )
        if self.inputs_left:
            sought = f"{figures.count(self.inputs - self.inputs_left)} of {figures.count(self.inputs)} inputs"
            said.append(f"flips were sought for {sought}")
        if self.left:
            said.append(f"left for later: {figures.listed([NAMES[name] for name in self.left])}")
        return (
            Warned("horizon_months", f"{_size(run.case)} are too much at once: {'; '.join(said)}; {_MORE}")
            if said
            else None
        )


_MORE = "fewer options, less work or a shorter horizon brings all of it"


def _size(case: Case) -> str:
    """How large a case is, in words."""
    parts = (
        figures.plural(len(case.options), "option"),
        figures.plural(len(case.workloads), "workload"),
        figures.plural(case.horizon_months, "month"),
    )
    return figures.listed(list(parts))
