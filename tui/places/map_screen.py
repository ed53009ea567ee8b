"""The decision map of any two inputs: who wins where, with the team's own point; computed in a thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui.charts.data import MapChart
from tui.charts.widget import ChartView
from tui.dialogs.ask import LineScreen, matching
from tui.paint.background import in_background
from tui.paint.lines import Line, clean
from tui.places.screen_base import Place, bindings_of
from tui.state.commands_table import MAP
from tui.telling.map_axes import choices, computed
from tui.widgets.header import Header
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from tui.state.quick_and_whole import StateAnswer


KEYS: Line = (
    (" x", "key"), (" other input across   ", ""), ("y", "key"), (" other input upwards   ", ""), ("←→↑↓", "key"), (" read out   ", "dim"),
    ("Esc", "key"), (" back", "dim"),
)  # fmt: skip


class MapScreen(Place):
    """x and y choose the inputs, arrows read out, Escape goes back."""

    PLACE = MAP
    BINDINGS: ClassVar[list[Binding]] = bindings_of(MAP)  # type: ignore[assignment]
    CSS = "MapScreen #map { height: 1fr; margin: 0 1; } MapScreen #said { height: 2; }"
    shows_below = True

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self._wanted = key
        self.keys: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        """Header, map, and what it is about."""
        yield Header()
        yield Words(id="too-small")
        with Vertical():
            yield ChartView(id="map")
        yield Words(id="said")

    def on_mount(self) -> None:
        """Choose two inputs that matter and compute."""
        self.query_one(ChartView).focus()
        self.call_after_refresh(self.show_answer)

    def on_resize(self, event: events.Resize) -> None:
        """Another size; back from one that is too small, the map has the keys again."""
        if not self.too_small(event.size.width, event.size.height):
            self.query_one(ChartView).focus()

    def show_answer(self) -> None:
        """The header, and a new map for a new answer."""
        store, answer = self.bench.store, self.bench.answer
        if store is None or answer is None:
            return
        self.query_one(Header).give(answer, store.profile.name, store.unsaved, self.where)
        if answer.analysis is not None and answer.case is not None:
            self.keys = self.keys or _two(answer.analysis, self._wanted)
            self._say("computing …")
            work = in_background(partial(self._compute, answer, self.keys))
            self.run_worker(work, exclusive=True, exit_on_error=False)

    def _say(self, news: str = "") -> None:
        self.query_one("#said", Words).say([((f" {clean(news)}", "dim"),), KEYS])

    def _compute(self, answer: StateAnswer, keys: tuple[str, str]) -> None:
        made = computed(answer, *keys)
        self.app.call_from_thread(self._computed, answer, keys, made)

    def _computed(self, answer: StateAnswer, keys: tuple[str, str], made: object) -> None:
        if (
            keys != self.keys
            or self.bench.answer is None
            or answer.revision != self.bench.answer.revision
            or answer.analysis is None
        ):
            return
        if isinstance(made, MapChart):
            self.query_one(ChartView).show(made)
            self._say()
        else:
            self._say(str(made))

    def on_key(self, event: events.Key) -> None:
        """One press leads back, whatever was pointed at."""
        if event.key == "escape" and self.is_current:
            event.stop()
            self.app.pop_screen()
            self.bench.tell()

    def action_choose(self, axis: int) -> None:
        """The input across (0) or upwards (1)."""
        analysis = self.bench.answer.analysis if self.bench.answer else None
        if analysis is None:
            return
        rows = choices(analysis)
        self.app.push_screen(
            LineScreen(
                "Across" if axis == 0 else "Upwards",
                "An input of the comparison: part of a name.",
                suggest=partial(matching, rows),
            ),
            partial(self._chosen, axis),
        )

    def _chosen(self, axis: int, key: str | None) -> None:
        if key is None or self.keys is None:
            return
        other = self.keys[1 - axis]
        if key != other:
            self.keys = (key, other) if axis == 0 else (other, key)
            self.show_answer()


def _two(analysis: Analysis, wanted: str) -> tuple[str, str]:
    """The input asked for and the one that matters most beside it; runs a month is the first choice across."""
    found = [key for key, _ in choices(analysis)]
    first = wanted if wanted in found else found[0]
    return first, next((key for key in found if key != first), first)
