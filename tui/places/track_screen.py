"""The place *track*: is the forecast holding, month by month, which assumption broke, has a trigger been crossed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from model.profile.actuals import kept_beside
from tui.flows.track_months import tracked
from tui.paint.background import in_background
from tui.paint.lines import Line, clean, fit, wrap
from tui.places.screen_base import bindings_of
from tui.places.sheet_screen import SheetPlace
from tui.state.commands_table import TRACK
from tui.telling import sheets
from tui.telling import track_walk as telling
from tui.telling.sheets import Spot
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from model.profile import Profile
    from model.usage.track_forecast import Tracked

LEAST_ROWS = 8  # lines that the months keep where much is said above them
Asked = tuple["Profile", str]


class NoLongerAsked(Exception):  # noqa: N818 - nothing went wrong
    """Something else is asked, or the end has begun."""


class TrackScreen(SheetPlace):
    """Arrows choose, Enter goes into a month, Backspace back; `v` shows all that is said, `w` keeps the months."""

    PLACE = TRACK
    BINDINGS: ClassVar[list[Binding]] = bindings_of(TRACK)  # type: ignore[assignment]
    CSS = "TrackScreen #sheet { height: 1fr; margin: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.found: Tracked | None = None
        self._why = ""
        self._asked: Asked | None = None
        self._every = False

    def compose(self) -> ComposeResult:
        """Header, what is said and the table, footer."""
        yield Header(id="header")
        yield Words(id="too-small")
        yield Words(id="sheet")
        yield Footer(TRACK, always=("back",), id="foot")

    def on_mount(self) -> None:
        """Show what there is."""
        self.too_small(self.app.size.width, self.app.size.height)
        self.call_after_refresh(self.show_answer)

    def on_resize(self, event: events.Resize) -> None:
        """Another size."""
        self.too_small(event.size.width, event.size.height)
        self.call_after_refresh(self.show_answer)

    def show_answer(self) -> None:
        """The header and the sheet; held anew where the profile or the source is another one."""
        store, source = self.bench.store, self.bench.source
        if store is None:
            return
        self.query_one(Header).give(self.bench.answer, store.profile.name, store.unsaved, self.where)
        asked = (store.profile, source.path if source is not None else "")
        if self._asked is None or asked[0] is not self._asked[0] or asked[1] != self._asked[1]:
            self._asked, self.found, self._why = asked, None, "Holding what came against the forecast …"
            self.run_worker(in_background(partial(self._hold, asked)), exit_on_error=False, group="track")
        self.query_one("#sheet", Words).say(self._lines(self.size.width - 2))

    def _hold(self, asked: Asked) -> None:
        def advance(_: int) -> None:
            if self.bench.left or self._asked is not asked:
                raise NoLongerAsked

        try:
            found = tracked(*asked, self.bench.today, advance)
        except NoLongerAsked:
            return
        except Exception as error:  # a foreign file may hold anything: the work here goes on
            found = f"It could not be read: {clean(error)}"
        if not self.bench.left:
            self.bench.call_from_thread(self._was_held, asked, found)

    def _was_held(self, asked: Asked, found: Tracked | str) -> None:
        if self._asked is not asked:
            return
        self.found, self._why = (None, found) if isinstance(found, str) else (found, "")
        self.trail, self.rows_before = [Spot()], []
        self.at = len(self.found.months) if self.found is not None else 0  # the newest month
        self.show_answer()

    def _lines(self, width: int) -> list[Line]:
        title: Line = ((" IS THE FORECAST HOLDING   ", "head"),)
        if self.found is None:
            why = [self._why] if self._why else []
            texts = why if self._why.endswith("…") else [*why, *telling.NONE_YET]
            return [title, (), *(((f" {row}", ""),) for text in texts for row in wrap(clean(text), width - 2))]
        if self._every:
            every = telling.said(self.found, width, every=True)
            return [title, (), *(line for sentence in every for line in (*sentence, ()))]
        assert self._asked is not None
        self._sheet = telling.sheet(self.found, self._asked[0], self.spot, width)
        lines: list[Line] = [(*title, (fit(self._sheet.path, width - 28), "dim")), ()]
        height = self.query_one("#sheet", Words).size.height
        for sentence in telling.said(self.found, width) if self.spot.month is None else ():
            if len(lines) == 2 or len(lines) + len(sentence) + 1 + LEAST_ROWS <= height:
                lines += sentence
        lines += [()] if self.spot.month is None else []
        room = max(3, height - len(lines) - 2)
        self.held_in(room)
        lines += sheets.lines(self._sheet, width, self.at, self.first, room)
        return [*lines, (), ((f" {fit(self._sheet.after, width - 2)}", "dim"),)]

    # keys ------------------------------------------------------------------------------------------------------------

    def action_said(self) -> None:
        """All that is said, or the months again."""
        if self.found is None:
            self.flash("Nothing has been measured yet: I opens what really ran.")
            return
        self._every = not self._every
        self.show_answer()

    def action_keep(self) -> None:
        """The months into the file beside the profile."""
        store = self.bench.store
        if self.found is None or store is None:
            self.flash("There is no month to keep yet.")
            return
        said, done = kept_beside(store.profile, self.found.months)
        self.flash(f"{said[:1].upper()}{said[1:]}.", wrong=not done)
