"""What to mind: the warnings that are part of the answer, each leading to the field it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.quantities import figures
from model.telling.minded import minded
from tui.dialogs.over import OverScreen
from tui.paint.lines import Line, clean, fit, wrap

if TYPE_CHECKING:
    from model.comparison import Warned

SAID = 4  # lines of the sentence under the cursor


def warning_line(warned: Warned, width: int) -> Line:
    """One warning in one line; where its amount is known, that."""
    usd = f"  {figures.money(warned.usd)} a month" if warned.usd is not None else ""
    return ((f" ! {fit(clean(warned.sentence, 1_000), width - 4 - len(usd))}", "warn"), (usd, "strong"))


class MindScreen(OverScreen):
    """Arrows choose, below stands the whole sentence, Enter goes to its field."""

    @property
    def _warnings(self) -> tuple[Warned, ...]:
        answer = self.bench.answer
        return minded(answer.analysis).rows if answer is not None and answer.analysis is not None else ()

    def head(self) -> list[Line]:
        """How many there are."""
        count = len(self._warnings)
        return [
            (("To mind", "title"), (f"   {count} {'warning' if count == 1 else 'warnings'} about this answer", "dim")),
            (),
        ]

    def entries(self, width: int) -> list[Line]:
        """One line each; where its amount is known, that."""
        return [warning_line(warned, width) for warned in self._warnings]

    def foot(self, width: int) -> list[Line]:
        """The whole of the chosen one, and the keys."""
        lines: list[Line] = [()]
        if self._warnings:
            chosen = self._warnings[min(self.at, len(self._warnings) - 1)]
            lines += [((f" {row}", ""),) for row in wrap(clean(chosen.sentence, 1_000), width - 2)[:SAID]]
            lines += [()] * (SAID + 1 - len(lines))
        else:
            lines.append(((" Nothing to mind.", "own"),))
        return [*lines, (), (("Enter  go to its field     Esc  close", "dim"),)]

    def enter(self) -> None:
        """To the field."""
        if not self._warnings:
            return
        key = self._warnings[self.at].key
        self.dismiss(None)
        self.bench.go_to_field(key)
