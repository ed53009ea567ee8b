"""The bill: who causes it, agent by axis, down to weeks and sessions, with the tail as a picture; as measured, or as the profile has it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from tui.charts.widget import ChartView
from tui.paint.lines import Line, fit
from tui.places.base import Place, bindings_of
from tui.state.commands_table import BILL
from tui.telling import bill
from tui.telling.bill import Sheet, Spot
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.painted import Words

TALL = 34


class BillScreen(Place):
    """Arrows choose, Enter goes into an agent and a week, Backspace back; `v` shows the tail where there is no room for both."""

    PLACE = BILL
    BINDINGS: ClassVar[list[Binding]] = bindings_of(BILL)  # type: ignore[assignment]
    CSS = """
    BillScreen #sheet { height: 1fr; margin: 0 1; }
    BillScreen #tail { display: none; margin: 0 1; }
    BillScreen.tall.tailed #tail { display: block; height: 14; }
    BillScreen.pictured #sheet { display: none; }
    BillScreen.pictured #tail { display: block; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.trail: list[Spot] = [Spot()]
        self.rows_before: list[int] = []
        self.at, self.first = 0, 0
        self._sheet: Sheet | None = None

    def compose(self) -> ComposeResult:
        """Header, table, tail, footer."""
        yield Header(id="header")
        yield Words(id="too-small")
        yield Words(id="sheet")
        yield ChartView(id="tail")
        yield Footer(BILL, always=("back",), id="foot")

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one(ChartView).can_focus = False
        self._fit(self.app.size.width, self.app.size.height)
        self.call_after_refresh(self.show_answer)

    def on_resize(self, event: events.Resize) -> None:
        """Another size."""
        self._fit(event.size.width, event.size.height)
        self.call_after_refresh(self.show_answer)

    def _fit(self, width: int, height: int) -> None:
        self.too_small(width, height)
        self.set_class(height >= TALL, "tall")
        if height >= TALL:
            self.remove_class("pictured")

    @property
    def spot(self) -> Spot:
        """Where one stands."""
        return self.trail[-1]

    def show_answer(self) -> None:
        """The header, the sheet and the tail."""
        store, source = self.bench.store, self.bench.source
        if store is None:
            return
        answer = self.bench.answer
        self.query_one(Header).give(answer, store.profile.name, store.unsaved, self.where)
        width = self.size.width - 2
        if source is not None:
            self._sheet = bill.measured_sheet(source.measured, self.spot, width)
            chart = bill.tail(source.measured, self.spot.agent)
        else:
            analysis = answer.analysis if answer is not None else None
            self._sheet, chart = bill.profile_sheet(analysis) if analysis is not None else None, None
        self.set_class(chart is not None, "tailed")
        self.query_one(ChartView).show(chart)
        self.query_one("#sheet", Words).say(self._lines(width))

    def _lines(self, width: int) -> list[Line]:
        sheet, source = self._sheet, self.bench.source
        words = self.query_one("#sheet", Words)
        if sheet is None:
            return [
                ((" WHO CAUSES THE BILL", "head"),),
                (),
                ((" Nothing is billed yet.  ", "dim"), ("I", "key"), (" opens a bill or a session export", "dim")),
            ]
        said = "measured, list prices" if source is not None else "from the profile"
        room = max(3, words.size.height - 5)
        self.at = max(0, min(self.at, len(sheet.rows) - 1))
        self.first = min(max(self.first, self.at - room + 2, 0), self.at)
        lines: list[Line] = [
            ((" WHO CAUSES THE BILL   ", "head"), (fit(f"{said}: {sheet.path}", width - 24), "dim")),
            (),
        ]
        lines += bill.lines(sheet, width, self.at, self.first, room)
        if sheet.after:
            lines += [(), ((f" {fit(sheet.after, width - 2)}", "dim"),)]
        return lines

    # keys ------------------------------------------------------------------------------------------------------------

    def action_row(self, by: int) -> None:
        """Another row."""
        self.at += by
        self.show_answer()

    def action_deeper(self) -> None:
        """Into the agent or the week."""
        targets = self._sheet.targets if self._sheet is not None else ()
        target = targets[self.at] if self.at < len(targets) else None
        if target is None:
            self.flash(
                "There is nothing below it."
                if self.bench.source is not None
                else "I opens what really ran: then it leads to weeks and sessions."
            )
            return
        self.rows_before.append(self.at)
        self.trail.append(target)
        self.at = self.first = 0
        self.show_answer()

    def action_up(self) -> None:
        """One sheet back, to the row one came from; from the first one to the work."""
        if len(self.trail) < 2:
            self.action_back()
            return
        self.trail.pop()
        self.at, self.first = self.rows_before.pop(), 0
        self.show_answer()

    def action_tail(self) -> None:
        """The table or the tail, where there is no room for both."""
        if not self.has_class("tailed"):
            self.flash("No session has a cost here: a bill alone does not say what one cost.")
        elif not self.has_class("tall"):
            self.toggle_class("pictured")
            self.call_after_refresh(self.show_answer)

    def action_back(self) -> None:
        """To where one came from."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
            self.bench.tell()
