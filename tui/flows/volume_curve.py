"""What the bench works out only while somebody looks at it: cost against volume, for the picture and for the presentation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.decision.analyse import analyse
from tui.flows.compute import Computing
from tui.paint.background import in_background
from tui.state.quick_and_whole import Superseded

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, VolumeCurve
    from tui.state.quick_and_whole import StateAnswer


def curve_of(answer: StateAnswer, breathe: Callable[[], None]) -> VolumeCurve | None:
    """Cost against volume for an answer, in the same futures; takes a moment, so it is asked for in a thread. `breathe` may raise to give it up."""
    if answer.case is None or answer.analysis is None:
        return None
    return analyse(
        answer.case, answer.analysis.draws, parts=frozenset({"break_even", "volume"}), breathe=breathe
    ).volume


class Curving(Computing):
    """The app as far as it answers what only some pictures ask."""

    curve: VolumeCurve | None = None
    curve_for: StateAnswer | None = None  # the answer that the curve is of, or is being worked out for

    def with_curve(self, analysis: Analysis) -> Analysis:
        """The analysis with the curve there is; a newer one is asked for when the answer is whole and nobody types."""
        answer = self.answer
        if answer is not None and answer.complete and self.curve_for is not answer:
            self.curve_for = answer
            work = in_background(partial(self._work_out, answer))
            self.run_worker(work, group="curve", exclusive=True, exit_on_error=False)
        known = self.curve is not None and {row.option for row in self.curve.options} <= {
            o.id for o in analysis.options
        }
        return replace(analysis, volume=self.curve) if known else analysis

    def _work_out(self, answer: StateAnswer) -> None:
        store = self.store

        def breathe() -> None:
            if store is None or store.revision != answer.revision or self.left:
                raise Superseded

        try:
            made = curve_of(answer, breathe)
        except Superseded:  # the next whole answer asks for its own
            return
        self.call_from_thread(self._worked_out, answer, made)

    def _worked_out(self, answer: StateAnswer, made: VolumeCurve | None) -> None:
        if answer is self.curve_for:
            self.curve = made
            self.tell()
