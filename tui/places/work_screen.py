"""The work screen: a form that is fair by layout, and beside it why, when, and what would change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical

from tui.charts.widget import ChartView
from tui.dialogs.drill import DrillScreen
from tui.flows.edit import Editing
from tui.flows.show_picture import Picturing
from tui.paint.lines import Line, clean, folded
from tui.places.screen_base import Place, bindings_of
from tui.state.commands_table import WORK
from tui.state.questions import FormCell, FormRow, Sight, rows
from tui.telling import echo
from tui.telling.amounts import role_of, short_title
from tui.widgets.footer import Footer
from tui.widgets.form import Form
from tui.widgets.form_lines import Look
from tui.widgets.header import Header
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis

NARROW, WIDE, LOW = 100, 150, 34
PAINTED_SECONDS = 0.03  # two frames: the form is on the screen before anything is computed
CHANGES = frozenset(
    {
        "nudge",
        "edit",
        "switch",
        "clear",
        "basis",
        "note",
        "add",
        "duplicate",
        "remove",
        "rename",
        "reorder",
        "more",
        "row",
        "page",
        "edge",
        "cell",
    }
)  # what acts on the question under the cursor
COLUMNS = ("whose", "flips", "range", "change")


class WorkScreen(Editing, Picturing, Place):
    """Where assumptions are changed."""

    PLACE = WORK
    CSS_PATH = "work_screen.tcss"
    BINDINGS: ClassVar[list[Binding]] = bindings_of(WORK)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.opened: frozenset[str] = frozenset()
        self.column = "whose"
        self._asked = False

    def compose(self) -> ComposeResult:
        """Header, form, pictures, echo and footer."""
        yield Header(id="header")
        yield Words(id="too-small")
        with Horizontal(id="body"):
            with Vertical(id="form-side"):
                yield Form(self.answered, id="form")
                yield Words(id="whose")
            yield Words(id="rule")
            with Vertical(id="pictures"):
                yield ChartView(id="decides")
                yield ChartView(id="picture")
                yield ChartView(id="flips")
        yield Words(id="echo")
        yield Footer(WORK, id="foot")

    def on_mount(self) -> None:
        """Find the parts once, show the answer."""
        self.header, self.form = self.query_one(Header), self.query_one(Form)
        self.echo, self.whose = self.query_one("#echo", Words), self.query_one("#whose", Words)
        self.panels = {name: self.query_one(f"#{name}", ChartView) for name in ("decides", "picture", "flips")}
        self.form.focus()
        self._fit(self.app.size.width, self.app.size.height)
        self.call_after_refresh(self.show_answer)

    def begun(self) -> bool:
        """Once the questions are there and have the keys."""
        return hasattr(self, "form") and bool(self.form.rows) and self.focused is not None

    def on_resize(self, event: events.Resize) -> None:
        """Another size is another layout."""
        self._fit(event.size.width, event.size.height)
        self.call_after_refresh(self.show_answer)

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width < NARROW, "narrow")
        self.set_class(width >= WIDE and height >= 40, "wide")
        self.set_class(height < LOW, "low")
        self.query_one("#rule", Words).say([(("│", "rule"),)] * height)
        self.too_small(width, height)

    def on_screen_resume(self) -> None:
        """Back from another place: what changed there shows here."""
        if hasattr(self, "form"):
            self.show_answer()

    # showing ---------------------------------------------------------------------------------------------------------

    def show_answer(self) -> None:
        """Every part shows its slice of the state and the answer."""
        store, answer = self.bench.store, self.bench.answer
        if store is None or not hasattr(self, "form"):
            return
        self.set_class(
            self.column == "change" and not self.has_class("narrow"), "changes"
        )  # two values and what they were
        self.header.give(answer, store.profile.name, store.unsaved, self.where)
        pair = self.pair()
        inputs = answer.inputs if answer else {}
        found = rows(store.effective, Sight(pair, self.opened, inputs))
        analysis = answer.analysis if answer else None
        titles = tuple(self._title(option) for option in pair)
        look = Look(
            (titles[0], titles[1]), echo.flips_column(analysis), {}, echo.changes_column(store.effective, store.baseline),
            echo.bars_column(inputs), self.column, *([self._roles(analysis)] if analysis is not None else []),
        )  # fmt: skip
        self.form.give(found, look)
        self.show_pictures()
        self._show_echo()
        if answer is None and not self._asked and self.form.size.height:
            self._asked = True
            self.bench.soon("first", PAINTED_SECONDS, self.bench.first_answer)

    def _show_echo(self) -> None:
        store, answer = self.bench.store, self.bench.answer
        if store is None or not self.form.rows:
            return
        row, cell = self.form.row, self.form.cell
        wrong = self.form.wrong.get(cell.key) if cell is not None else None
        if any(panel.has_focus for panel in self.panels.values()):
            line: Line = self._picture_keys()
        elif cell is None and row.kind == "heading":
            line = (
                (f" {clean(row.title)}: ", "strong"),
                ("Enter opens or closes, a adds, e shows all questions.", "dim"),
            )
        elif wrong is not None:
            line = ((f" {clean(row.title)}: ", "strong"), (f"{wrong.why}.", "wrong"))
        elif cell is not None and cell.key == "requirements.must" and cell.text and answer and answer.analysis:
            line = (
                (f" {clean(row.title)}: ", "strong"),
                (f"{clean(echo.must_line(answer.analysis))} y says why.", ""),
            )
        else:
            line = echo.echo_line(cell, row.title, answer.inputs if answer else {}, store.effective)
        width, height = self.echo.size.width, self.echo.size.height
        self.echo.say([line] if len(line) > 2 else folded(line, width, height))

    @staticmethod
    def _roles(analysis: Analysis) -> tuple[str, str]:
        """The colors of the two columns: each option has its own everywhere."""
        a, b = (role_of(analysis, option) for option in analysis.pair)
        return a, b

    def _title(self, option: str) -> str:
        store = self.bench.store
        assert store is not None
        answer = self.bench.answer
        if answer is not None and answer.analysis is not None:
            known = any(row.id == option for row in answer.analysis.options)
            return short_title(answer.analysis, option) if known else option
        return store.profile.text(f"options.{option}.title") or option

    def pair(self) -> tuple[str, str]:
        """The two options of the columns."""
        store, answer = self.bench.store, self.bench.answer
        if answer is not None and answer.analysis is not None:
            return answer.analysis.pair
        assert store is not None
        known = (
            *(store.state.pair or ()),
            *store.profile.list("pair"),
            *store.profile.ids("options"),
            "managed",
            "own",
        )
        return known[0], next(option for option in known if option != known[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a picture has the keys nothing changes on the form, which may be out of sight."""
        pointing = any(panel.has_focus for panel in getattr(self, "panels", {}).values())
        return super().check_action(action, parameters) and not (pointing and action in CHANGES)

    # events of the parts ---------------------------------------------------------------------------------------------

    def on_form_moved(self) -> None:
        """The echo follows the cursor."""
        self._show_echo()

    def on_form_told(self) -> None:
        """So does what was wrong with an entry."""
        self._show_echo()

    def on_form_activated(self, message: Form.Activated) -> None:
        """A heading opens or closes; an answer is edited."""
        self.open_or_edit(message.row)

    def open_or_edit(self, row: FormRow) -> None:
        """Open or close a group, or edit the answer under the cursor."""
        if row.kind == "heading":
            self.opened = self.opened ^ {row.id}
            self.show_answer()
        elif self.form.cell is not None:
            self.edit_cell(self.form.cell)

    def topic(self) -> tuple[str, ...]:
        """What help begins with here: the question under the cursor."""
        cell: FormCell | None = self.form.cell if hasattr(self, "form") else None
        return (cell.key,) if cell is not None else ()

    def on_chart_view_pointed(self, message: ChartView.Pointed) -> None:
        """The picture reads out itself; below stands what can be done with it."""
        if not message.readout or message.view.has_focus:
            self._show_echo()

    def on_descendant_focus(self) -> None:
        """What the keys do changes with what has them."""
        if hasattr(self, "form"):
            pointing = any(panel.has_focus for panel in self.panels.values())
            self.query_one(Footer).without(*(("nudge-up",) if pointing else ()))
            self._show_echo()

    def on_key(self, event: events.Key) -> None:
        """Digits go to a part of the place while none of them would be typed."""
        pointing = any(panel.has_focus for panel in self.panels.values()) if hasattr(self, "panels") else False
        if pointing and event.key in ("1", "2", "3", "4"):
            event.stop()
            self.action_panel(int(event.key))
        elif pointing and event.key == "tab":
            event.stop()
            self.action_panel(0)

    def _picture_keys(self) -> Line:
        """What can be done with the picture that has the keys."""
        panel = next(panel for panel in self.panels.values() if panel.has_focus)
        why: Line = (("Enter", "key"), (" or a double click: why this figure   ", "dim")) if panel.about else ()
        full = self.has_class("maximised")
        return (
            (" ", ""), ("←→↑↓", "key"), (" read out   ", "dim"), *why,
            ("z", "key"), (" makes it small again   " if full else " fills the screen   ", "dim"), ("1", "key"), (" to ", "dim"), ("4", "key"),
            (" parts   ", "dim"), ("Esc", "key"), (" back to the form", "dim"),
        )  # fmt: skip

    def on_chart_view_opened(self, message: ChartView.Opened) -> None:
        """From an amount of a picture to its lines."""
        self.app.push_screen(DrillScreen(message.key))

    def drill_key(self) -> str:
        """The drill-down begins with what is under the cursor: a row of a picture, or the question of the form."""
        panel = next((panel for panel in self.panels.values() if panel.has_focus), None)
        if panel is not None:
            return panel.about
        cell = self.form.cell
        return cell.key if cell is not None else ""

    # columns ---------------------------------------------------------------------------------------------------------

    def action_column(self) -> None:
        """Another last column."""
        self.column = COLUMNS[(COLUMNS.index(self.column) + 1) % len(COLUMNS)]
        self.show_answer()

    def action_pin(self) -> None:
        """Pin, and show what changes since."""
        super().action_pin()
        store = self.bench.store
        pinned = store is not None and store.state.pinned is not None
        self.column = "change" if pinned else "whose" if self.column == "change" else self.column
        self.show_answer()

    def action_more(self) -> None:
        """All questions of the group, or only those that matter."""
        group = self.form.row.group
        self.opened = self.opened ^ {group}
        self.show_answer()
