"""What places of sheets have in common: a cursor, the way down into a row and back out of it."""

from __future__ import annotations

from abc import abstractmethod

from tui.places.screen_base import Place
from tui.telling.sheets import Spot, WalkSheet


class SheetPlace(Place):
    """A place that shows one sheet at a time: arrows choose, Enter goes into a row, Backspace back."""

    def __init__(self) -> None:
        super().__init__()
        self.trail: list[Spot] = [Spot()]
        self.rows_before: list[int] = []
        self.at, self.first = 0, 0
        self._sheet: WalkSheet | None = None

    @property
    def spot(self) -> Spot:
        """Where one stands."""
        return self.trail[-1]

    @abstractmethod
    def show_answer(self) -> None:
        """The sheet, anew."""

    def nothing_below(self) -> str:
        """Why Enter leads nowhere."""
        return "There is nothing below it."

    def held_in(self, room: int) -> None:
        """Keep the cursor on the sheet, and in sight where this many rows are."""
        rows = len(self._sheet.rows) if self._sheet is not None else 0
        self.at = max(0, min(self.at, rows - 1))
        self.first = min(max(self.first, self.at - room + 2, 0), self.at)

    def action_row(self, by: int) -> None:
        """Another row."""
        self.at += by
        self.show_answer()

    def action_deeper(self) -> None:
        """Into the row under the cursor."""
        targets = self._sheet.targets if self._sheet is not None else ()
        target = targets[self.at] if self.at < len(targets) else None
        if target is None:
            self.flash(self.nothing_below())
            return
        self.rows_before.append(self.at)
        self.trail.append(target)
        self.at = self.first = 0
        self.show_answer()

    def action_up(self) -> None:
        """One sheet back, to the row one came from; from the first one to where one came from."""
        if len(self.trail) < 2:
            self.action_back()
            return
        self.trail.pop()
        self.at, self.first = self.rows_before.pop(), 0
        self.show_answer()
