"""Scenarios side by side: the answer of each, what it changes, and a waterfall of what makes the difference to the baseline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from model.profile import Problems, dotted_keys
from model.profile.table_edits import moved, removed
from tui.charts.widget import ChartView
from tui.dialogs.ask import LineScreen
from tui.flows import structure
from tui.paint.background import in_background
from tui.paint.lines import Line, clean, fit, left, wrap
from tui.places.screen_base import Place, bindings_of
from tui.state.commands_table import SCENARIOS
from tui.state.quick_and_whole import Superseded
from tui.state.store import own_answers
from tui.telling.scenario_rows import rows_of
from tui.telling.scenarios import Side, answered, columns, completed, waterfall
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from tui.charts.data import Waterfall

LABELS = 21
WIDEST = 46  # cells of a column beyond which its words drift apart
TALL = 30
FOLDED = 2  # lines of a title or of what a scenario changes


class ScenariosScreen(Place):
    """One column a scenario; the first is the profile as written."""

    PLACE = SCENARIOS
    CSS_PATH = "scenarios_screen.tcss"
    BINDINGS: ClassVar[list[Binding]] = bindings_of(SCENARIOS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.sides: tuple[Side, ...] = ()
        self.at = 0
        self._revision = -1
        self._first: str | None = None  # the column that the cursor begins on

    def compose(self) -> ComposeResult:
        """Header, columns, waterfall, footer."""
        yield Header(id="header")
        yield Words(id="too-small")
        yield Words(id="columns")
        yield ChartView(id="fall")
        yield Footer(SCENARIOS, id="foot")

    def on_mount(self) -> None:
        """Show what there is, compute the rest."""
        store = self.bench.store
        if store is not None and store.state.scenario is not None:
            ids = store.profile.ids("scenarios")
            self._first = store.state.scenario if store.state.scenario in ids else None
        self.query_one(ChartView).can_focus = False
        self.show_answer()
        self.call_after_refresh(self._draw)

    def begun(self) -> bool:
        """Once the columns are there, with or without their answers."""
        return bool(self.sides)

    def on_resize(self, event: events.Resize) -> None:
        """Another size."""
        self.too_small(event.size.width, event.size.height)
        self.set_class(event.size.height >= TALL, "tall")
        self.call_after_refresh(self._draw)

    def show_answer(self) -> None:
        """A new state: compute the columns anew."""
        store = self.bench.store
        if store is None:
            return
        self.query_one("#header", Header).give(self.bench.answer, store.profile.name, store.unsaved, self.where)
        if self._revision != store.revision:
            self._revision = store.revision
            self._lay(columns(store.profile, store.revision, self.sides))
            work = partial(self._compute, self.sides, store.state.pair, store.revision)
            self.run_worker(in_background(work), exclusive=True, exit_on_error=False, group="sides")
        self._draw()

    def _lay(self, found: tuple[Side, ...]) -> None:
        """These columns; the cursor stays on its scenario, computed or not."""
        here = self.sides[self.at].scenario if self.sides else self._first
        places = [side.scenario for side in found]
        self.sides = found
        self.at = places.index(here) if here in places else min(self.at, len(found) - 1)

    def _compute(self, laid: tuple[Side, ...], pair: tuple[str, str] | None, revision: int) -> None:
        bench = self.bench

        def breathe() -> None:
            if bench.left or revision != self._revision or not self.is_running:
                raise Superseded

        try:
            found = tuple(answered(side, bench.today, pair, revision, breathe) for side in laid)
            bench.call_from_thread(self._computed, found, revision)
            whole = tuple(completed(side, bench.today, breathe) for side in found)
            bench.call_from_thread(self._computed, whole, revision)
        except Superseded:
            return

    def _computed(self, found: tuple[Side, ...], revision: int) -> None:
        if revision == self._revision:
            self._lay(found)
            self._draw()
            self._fall()

    def _fall(self) -> None:
        waits = any(side.answer.revision != self._revision for side in (self.sides[0], self.sides[self.at or -1]))
        if waits or len(self.sides) < 2:
            self.query_one(ChartView).show(None)
            return
        first, second = self.sides[0], self.sides[self.at or 1]
        work = partial(waterfall, first, second, self.bench.today)
        self.run_worker(
            in_background(partial(self._compute_fall, work, self._revision, self.at)),
            exclusive=True,
            exit_on_error=False,
            group="fall",
        )

    def _compute_fall(self, work: partial[Waterfall | None], revision: int, at: int) -> None:
        made = work()
        self.app.call_from_thread(self._fallen, made, revision, at)

    def _fallen(self, made: Waterfall | None, revision: int, at: int) -> None:
        if (revision, at) == (self._revision, self.at):
            self.query_one(ChartView).show(made)

    # drawing ---------------------------------------------------------------------------------------------------------

    def _in_sight(self, width: int) -> tuple[int, list[tuple[int, Side]]]:
        """How wide a column is, and the columns that fit, the chosen one among them."""
        size = max(18, min(WIDEST, (width - LABELS - 2) // min(len(self.sides), 4)))
        room = max(1, (width - LABELS - 2) // size)
        start = max(0, min(self.at - room + 1, len(self.sides) - room))
        return size, list(enumerate(self.sides))[start : start + room]

    def _titles(self, seen: list[tuple[int, Side]], size: int) -> list[Line]:
        """The names of the columns, folded into two lines at most."""
        folded = [wrap(clean(side.title), size - 2)[:FOLDED] or [""] for _, side in seen]
        lines: list[Line] = []
        for row in range(max(len(title) for title in folded)):
            pieces: list[tuple[str, str]] = [(left(" SCENARIOS" if row == 0 else "", LABELS), "head")]
            for (at, _), title in zip(seen, folded, strict=True):
                text = title[row] if row < len(title) else ""
                pieces += [
                    ("▶" if at == self.at and row == 0 else " ", "key"),
                    (left(text, size - 2), "cursor" if at == self.at else "strong"),
                    (" ", ""),
                ]
            lines.append(tuple(pieces))
        return lines

    def _draw(self) -> None:
        words = self.query_one("#columns", Words)
        width = words.size.width
        if not width:
            return
        if not self.sides:
            words.say([((" Computing …", "dim"),)])
            return
        size, seen = self._in_sight(width)
        lines = self._titles(seen, size)
        lines.append((("─" * width, "rule"),))
        for label, role, say in rows_of(self.sides):
            folded = [_folded(say(side), size - 2) for _, side in seen]
            for row in range(max(len(cell) for cell in folded)):
                cells = [
                    (
                        left(f" {cell[row] if row < len(cell) else ''}", size),
                        self._role(role, side, at),
                    )
                    for (at, side), cell in zip(seen, folded, strict=True)
                ]
                lines.append(((left(f" {label}" if row == 0 else "", LABELS), "dim"), *cells))
        if self.has_class("tall") and len(self.sides) > 1:
            lines.append(
                (
                    (
                        " Over the horizon: present value.",
                        "dim",
                    ),
                )
            )
        if len(self.sides) == 1:
            lines.append(())
            lines.append(
                (
                    (
                        " No scenario yet. d makes one of what is written; on the work screen K keeps your changes as one.",
                        "warn",
                    ),
                )
            )
        words.say(lines)

    def _role(self, role: str, side: Side, at: int) -> str:
        """The role of a cell: what is of the state before stands back, except what the scenario itself says."""
        shown = "dim" if role and side.answer.revision != self._revision else role
        return f"{shown} row".strip() if at == self.at else shown

    # commands --------------------------------------------------------------------------------------------------------

    def action_pick(self, by: int) -> None:
        """Another column."""
        if self.sides:
            self.at = (self.at + by) % len(self.sides)
            self._draw()
            self._fall()

    def action_row(self, by: int) -> None:
        """Columns are all there is: up and down move between them as well."""
        self.action_pick(by)

    def action_work(self) -> None:
        """Work in the scenario."""
        store = self.bench.store
        if store is None or not self.sides:
            return
        side = self.sides[self.at]
        if side.scenario != store.state.scenario:
            store.go(replace(store.state, scenario=side.scenario), f"work in {clean(side.title)}")
        self.action_back()

    def action_go(self, place: str) -> None:
        """What is presented is the column that is chosen; the work goes on in it."""
        store = self.bench.store
        if place == "present" and store is not None and self.sides:
            side = self.sides[self.at]
            if side.scenario != store.state.scenario:
                store.go(replace(store.state, scenario=side.scenario), f"work in {clean(side.title)}")
        super().action_go(place)

    def action_duplicate(self) -> None:
        """A copy of it, with a name."""
        self.app.push_screen(
            LineScreen("New scenario", "Its name; it begins as a copy of this one.", "", self._name_is_free),
            self._duplicated,
        )

    def _name_is_free(self, text: str) -> str:
        store = self.bench.store
        id = structure.identifier(text)
        if not text.strip() or not dotted_keys.is_identifier(id):
            return "A name with letters or digits"
        return f"{id} is there already" if store is not None and id in store.profile.ids("scenarios") else ""

    def _duplicated(self, name: str | None) -> None:
        store = self.bench.store
        if not name or store is None or not self.sides:
            return
        side = self.sides[self.at]
        own = own_answers(store.profile, side.scenario) if side.scenario is not None else {}
        changes: dict[str, object] = {key: leaf.raw for key, leaf in own.items()}
        made = structure.new_scenario(store.profile, structure.identifier(name), name, changes)
        if isinstance(made, Problems):
            self.flash(made.items[0].allowed, wrong=True)
            return
        id = structure.identifier(name)
        store.go(replace(store.state, profile=made, scenario=id), f"add scenario {clean(name)}")
        self.at = next((place for place, side in enumerate(self.sides) if side.scenario == id), self.at)
        self._draw()
        self.flash("Enter works in it: what you change there is the scenario's own.")

    def action_rename(self) -> None:
        """Another title."""
        side = self._scenario()
        if side is not None:
            self.app.push_screen(LineScreen("Name the scenario", "", side.title), self._renamed)

    def _renamed(self, title: str | None) -> None:
        store, side = self.bench.store, self._scenario()
        if title and store is not None and side is not None:
            store.change(
                lambda profile: profile.changed({f"scenarios.{side.scenario}.title": title}), "name the scenario"
            )

    def action_remove(self) -> None:
        """Take it out; undo brings it back."""
        store, side = self.bench.store, self._scenario()
        if store is None or side is None:
            return

        made = removed(store.profile, "scenarios", side.scenario or "")
        if not isinstance(made, Problems):
            open_one = None if store.state.scenario == side.scenario else store.state.scenario
            store.go(replace(store.state, profile=made, scenario=open_one), f"remove {clean(side.title)}")

    def action_reorder(self, by: int) -> None:
        """Earlier or later."""
        store, side = self.bench.store, self._scenario()
        if store is None or side is None:
            return

        store.change(lambda profile: moved(profile, "scenarios", side.scenario or "", by), "move the scenario")

    def _scenario(self) -> Side | None:
        side = self.sides[self.at] if self.sides else None
        if side is None or side.scenario is None:
            self.flash("This is the profile as written, not a scenario.")
            return None
        return side

    def on_click(self, event: events.Click) -> None:
        """A click on a column chooses it, a second one works in it."""
        words = self.query_one("#columns", Words)
        if event.widget is not words or not self.sides or event.x < LABELS:
            return
        size, seen = self._in_sight(words.size.width)
        place = (event.x - LABELS) // size
        index = seen[place][0] if place < len(seen) else len(self.sides)
        if index == self.at:
            self.action_work()
        elif index < len(self.sides):
            self.at = index
            self._draw()
            self._fall()


def _folded(text: str, width: int) -> list[str]:
    """A text on a few lines; that it goes on is said."""
    rows = wrap(text, width) or [""]
    return rows if len(rows) <= FOLDED else [*rows[: FOLDED - 1], fit(" ".join(rows[FOLDED - 1 :]), width)]
