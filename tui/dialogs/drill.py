"""Why this figure: a walk through the derivation, from the whole to a line to an input and on to its question on the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.dialogs.over import OverScreen
from tui.paint.lines import Line, fit
from tui.telling.derivation import ALL, DerivationSpot, entry, named, targets, told, trail_to

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis


class DrillScreen(OverScreen):
    """Enter goes deeper; where one came from is one key back. `key` is where it begins: a group, a line, an option or an input."""

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self._key = key
        self.trail = [ALL]
        self.rows: list[int] = []  # where the cursor stood in the lists before

    def on_mount(self) -> None:
        """Begin where it was asked for."""
        self.trail = trail_to(self.analysis, self._key)
        self.rows = [0] * (len(self.trail) - 1)
        super().on_mount()

    @property
    def spot(self) -> DerivationSpot:
        """Where one stands."""
        return self.trail[-1]

    @property
    def analysis(self) -> Analysis | None:
        """What is explained."""
        return self.bench.answer.analysis if self.bench.answer else None

    def head(self) -> list[Line]:
        """Where one stands and what it says."""
        analysis = self.analysis
        if analysis is None:
            return [(("Why", "title"),), (), (("There is nothing to explain yet.", "warn"),)]
        width = self.words.size.width
        path = " › ".join(named(analysis, spot) for spot in self.trail[-3:])
        return [(("Why  ", "title"), (fit(path, width - 5), "dim")), (), *told(analysis, self.spot, width)]

    def _targets(self) -> list[DerivationSpot]:
        return targets(self.analysis, self.spot) if self.analysis is not None else []

    def entries(self, width: int) -> list[Line]:
        """What one can go to."""
        analysis = self.analysis
        return [entry(analysis, target, width - 1) for target in self._targets()] if analysis is not None else []

    def foot(self, width: int) -> list[Line]:  # noqa: ARG002
        """The keys."""
        return [(("Enter  deeper     Backspace  back     Esc  close", "dim"),)]

    def enter(self) -> None:
        """Deeper, or to the question itself."""
        found = self._targets()
        if not found:
            return
        target = found[self.at]
        if target.kind != "go":
            self.trail.append(target)
            self.rows.append(self.at)
            self.at = self.top = 0
            return
        self.dismiss(None)
        go = getattr(self.bench.screen_stack[-2 if self.bench.screen is self else -1], "go_to", None)
        if go is not None:
            self.bench.call_later(go, target.key)

    def leave(self) -> bool:
        """One step back, to the row one came from."""
        if len(self.trail) < 2:
            return False
        self.trail.pop()
        self.at, self.top = self.rows.pop(), 0
        return True
