"""The bill: who causes it, agent by axis, down to weeks and sessions, with the tail as a picture; as measured, or as the profile has it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from tui.charts.widget import ChartView
from tui.paint.lines import Line, fit, wrap
from tui.places.screen_base import bindings_of
from tui.places.sheet_screen import SheetPlace
from tui.state.commands_table import BILL
from tui.telling import bill_walk, sheets
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.painted import Words

TALL = 34
MOST_BELOW = 4


class BillScreen(SheetPlace):
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

    def show_answer(self) -> None:
        """The header, the sheet and the tail."""
        store, source = self.bench.store, self.bench.source
        if store is None:
            return
        answer = self.bench.answer
        self.query_one(Header).give(answer, store.profile.name, store.unsaved, self.where)
        width = self.size.width - 2
        if source is not None:
            self._sheet = bill_walk.measured_sheet(source.measured, self.spot, width)
            chart = bill_walk.tail(source.measured, self.spot.agent)
        else:
            analysis = answer.analysis if answer is not None else None
            self._sheet, chart = bill_walk.profile_sheet(analysis) if analysis is not None else None, None
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
        where = sheet.path if source is not None else f"from the profile: {sheet.path}"
        below = wrap(sheet.after, width - 3)[:MOST_BELOW] if sheet.after else []
        room = max(3, words.size.height - 4 - len(below))
        self.held_in(room)
        lines: list[Line] = [((" WHO CAUSES THE BILL   ", "head"), (fit(where, width - 24), "dim")), ()]
        lines += sheets.lines(sheet, width, self.at, self.first, room)
        if below:
            lines += [(), *(((f" {line}", "dim"),) for line in below)]
        return lines

    # keys ------------------------------------------------------------------------------------------------------------

    def nothing_below(self) -> str:
        """Why Enter leads nowhere."""
        measured = self.bench.source is not None
        return super().nothing_below() if measured else "I opens what really ran: then it leads to weeks and sessions."

    def action_tail(self) -> None:
        """The table or the tail, where there is no room for both."""
        if not self.has_class("tailed"):
            self.flash("No session has a cost here: a bill alone does not say what one cost.")
        elif not self.has_class("tall"):
            self.toggle_class("pictured")
            self.call_after_refresh(self.show_answer)
