"""When to look again: what was decided and what has become of it, and what, moved alone, would change the answer."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, Revisit
from model.telling.flips import alone, flips
from model.telling.record import told


class LookAgain(Struct, frozen=True, kw_only=True):
    """What was decided (`decided`, "" where nothing was; it says where the answer is another one now), which of the values
    it rests on were `crossed`, and the `rows` to watch, nearest first. `instead` is what would change the answer where no
    other option can be chosen."""

    decided: str
    crossed: tuple[str, ...]
    rows: tuple[Revisit, ...]
    instead: str

    @property
    def first(self) -> Revisit | None:
        """What is to be looked at first: the earliest day, of those the nearest; None where nothing is watched. Its
        `look_on`, always after the day of the prices, is the one next look that every surface names."""
        return min(self.rows, key=lambda row: row.look_on, default=None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, a sentence each."""
        said = (self.decided, *self.crossed, self.instead, *(row.sentence for row in self.rows))
        return tuple(text for text in said if text)


@told
def look_again(analysis: Analysis) -> LookAgain:
    """The record of an analysis."""
    decision = analysis.decision
    only = alone(analysis) and len(analysis.options) > 1
    return LookAgain(
        decided=_decided(analysis),
        crossed=tuple(trigger.sentence for trigger in decision.triggers if trigger.crossed) if decision else (),
        rows=analysis.revisit,
        instead=f"{flips(analysis).headline[0]}." if only else "",
    )


def _decided(analysis: Analysis) -> str:
    decision = analysis.decision
    if decision is None:
        return ""
    same = decision.option is None or decision.option == analysis.verdict.option
    other = "" if same else f" The verdict is another one now: {analysis.verdict.headline}."
    return f"{decision.sentence.rstrip('.')}.{other}"
