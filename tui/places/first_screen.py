"""First run: six questions, a verdict from the first, and a file at the end; or begin from an example."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from model.profile import Problems, dotted_keys
from model.profile.table_edits import added
from tui.charts.widget import ChartView
from tui.dialogs.ask import LineScreen
from tui.dialogs.files import FilesScreen
from tui.flows import structure
from tui.flows.edit import Editing
from tui.flows.nudge import why
from tui.flows.save import Saver, file_name, kept_in
from tui.paint.lines import Line, folded
from tui.places.screen_base import Place, bindings_of
from tui.state import first_comparison as starting
from tui.state.commands_table import FIRST
from tui.state.questions import FormCell, FormRow
from tui.telling import echo
from tui.telling.amounts import short_name
from tui.telling.pictures import decides
from tui.widgets.footer import Footer
from tui.widgets.form import Form
from tui.widgets.form_lines import Look
from tui.widgets.header import Header
from tui.widgets.painted import Words

TALL = 34
_AGENT = {starting.RUNS: "1k to 10k", starting.MINUTES: "5 to 20"}  # what another agent begins with


class FirstScreen(Editing, Place):
    """Six answers are enough."""

    PLACE = FIRST
    CSS_PATH = "first_screen.tcss"
    BINDINGS: ClassVar[list[Binding]] = bindings_of(FIRST)  # type: ignore[assignment]

    def __init__(self, resume: bool = False) -> None:
        super().__init__()
        self.tokens = False
        self._resume = resume  # go on with the answers that were left behind

    def compose(self) -> ComposeResult:
        """Header, questions, and what comes next."""
        yield Header(id="header")
        yield Words(id="too-small")
        yield Words(id="intro")
        yield Form(self.answered, id="form")
        yield Words(id="lead")
        yield ChartView(id="decides")
        yield Footer(FIRST, id="foot")

    def on_mount(self) -> None:
        """Begin with a profile that can be answered at once, or with the answers of last time."""
        self.form = self.query_one(Form)
        bench = self.bench
        self._before = (bench.store, bench.path, bench.disk_digest)
        draft = bench.keeper.left_draft(None) if self._resume else None
        kept = kept_in(draft, "first comparison", None)
        profile = kept if kept is not None and starting.is_first(kept) else starting.beginning()
        self.bench.begin_first(profile)
        if draft is not None and profile is kept:
            self.bench.take_over(draft)
            self.call_after_refresh(self.flash, "Your answers of last time are here again.  N starts over.")
        self.form.rows = starting.question_rows(profile, self.tokens)
        self.form.focus()
        self.query_one("#intro", Words).say(_intro())
        self.query_one(Footer).without(*(() if self._before[0] is not None else ("back",)))
        self.query_one(ChartView).can_focus = False  # Tab walks over the questions
        self._fit(self.app.size.width, self.app.size.height)
        self.call_after_refresh(self.show_answer)

    def begun(self) -> bool:
        """Once the questions are there and have the keys."""
        return hasattr(self, "form") and bool(self.form.rows) and self.focused is not None

    def on_resize(self, event: events.Resize) -> None:
        """Another size."""
        self._fit(event.size.width, event.size.height)
        if hasattr(self, "form"):
            self.call_after_refresh(self.show_answer)

    def _fit(self, width: int, height: int) -> None:
        self.too_small(width, height)
        self.set_class(height >= TALL, "tall")

    def choices(self, cell: FormCell) -> list[str]:
        """Where our own would run is one choice for sandboxes and machines."""
        if cell.key not in (starting.WHERE, starting.MACHINES):
            return super().choices(cell)
        return [
            *structure.presets(self.bench.answer, starting.WHERE),
            *structure.presets(self.bench.answer, starting.MACHINES),
        ]

    def put(self, cell: FormCell, value: object, merge: str = "") -> None:
        """An answer that needs no typing; a machine takes the place of a sandbox, and back."""
        store = self.bench.store
        if cell.key in (starting.WHERE, starting.MACHINES) and store is not None and isinstance(value, str):
            machines = value in structure.presets(self.bench.answer, starting.MACHINES)
            key = starting.MACHINES if machines else starting.WHERE
            left = structure.other_place(store.effective, key)
            needs = starting.needed(store.effective, key)
            problems = store.edit({key: value, **dict.fromkeys(left), **needs}, cell.declared.title, merge=merge)
            if problems is not None:
                self.flash(why(problems, key), wrong=True)
            return
        super().put(cell, value, merge)

    def action_add_agent(self) -> None:
        """One more agent with questions of its own."""
        self.app.push_screen(
            LineScreen("Another agent", "What it does: Code review, Research, …", "", self._agent_is_free), self._agent
        )

    def _agent_is_free(self, text: str) -> str:
        id = structure.identifier(text)
        if not text.strip() or not dotted_keys.is_identifier(id):
            return "A name with letters or digits"
        store = self.bench.store
        return f"{id} is there already" if store is not None and id in store.profile.ids("workloads") else ""

    def _agent(self, name: str | None) -> None:
        store = self.bench.store
        if not name or store is None:
            return
        id = structure.identifier(name)
        key = f"workloads.{dotted_keys.join((id,))}"
        shape = {
            field: {"value": value, "basis": "published", "source": starting.PLACEHOLDER}
            for field, value in _AGENT.items()
        }
        made = added(store.profile, "workloads", id, {"title": name, **shape})
        if isinstance(made, Problems):
            self.flash(made.items[0].allowed, wrong=True)
            return
        store.go(replace(store.state, profile=made), f"add {name}")
        self.form.go_to_key(f"{key}.{starting.RUNS}")
        self.flash("Its two numbers are placeholders until you type yours.")

    def show_answer(self) -> None:
        """Questions, verdict, and the number that matters most now."""
        store, answer = self.bench.store, self.bench.answer
        if store is None or not hasattr(self, "form"):
            return
        self.query_one(Header).give(answer, "first comparison", False, pale=not starting.answered(store.effective)[0])
        rows = starting.question_rows(store.effective, self.tokens)
        self.form.give(rows, Look(("", ""), {}, starting.hints(store.effective, self.tokens), {}, {}, "remark"))
        self.query_one("#lead", Words).say(self._lead())
        if self.has_class("tall") and answer is not None and answer.analysis is not None:
            self.query_one(ChartView).show(decides(answer.analysis))

    def _lead(self) -> list[Line]:
        store, answer = self.bench.store, self.bench.answer
        cell = self.form.cell if self.form.rows else None
        said: list[Line] = []
        if store is not None and cell is not None:
            wrong, inputs = self.form.wrong.get(cell.key), answer.inputs if answer else {}
            line = echo.echo_line(cell, cell.declared.title, inputs, store.effective)
            if wrong is not None:
                line = ((f" {cell.declared.title}: ", "strong"), (f"{wrong.why}.", "wrong"))
            said += folded(line, self.size.width - 1, 2)
        if len(said) < 2:
            said.append(())
        if self.tokens:
            said.append(
                ((" Another agent?", "head"), ("  ", ""), ("a", "key"), ("  adds one with questions of its own", "dim"))
            )
        else:
            said.append(
                (
                    (" Tokens?", "head"),
                    ("  With one model they cancel.   ", "dim"),
                    ("t", "key"),
                    ("  add them   ", "dim"),
                    ("a", "key"),
                    ("  another agent", "dim"),
                )
            )
        analysis = answer.analysis if answer else None
        if analysis is not None and analysis.sensitivity:
            top = max(analysis.sensitivity, key=lambda row: abs(row.difference_at_p90_usd - row.difference_at_p10_usd))
            count = starting.answered(store.profile) if store is not None else (0, 0)
            yours = f" {count[0]} of {count[1]} questions answered. "
            said.append(
                ((yours, "head"), ("What matters most now: ", "dim"), (short_name(analysis, top.title), "strong"))
            )
        if self.has_class("tall"):
            said.append(())
        said.append(
            ((" w", "key"), ("  go to the workbench: asks for a name, writes ./name.toml, sends nothing", "dim"))
        )
        said.append(
            (
                (" s", "key"),
                ("  start from an example", "dim"),
                ("   I", "key"),
                ("  I have a bill or a session export: start there", "dim"),
            )
        )
        return said

    def on_form_moved(self) -> None:
        """What stands below follows the cursor."""
        self.query_one("#lead", Words).say(self._lead())

    def on_form_told(self) -> None:
        """So does what was wrong with an entry."""
        self.query_one("#lead", Words).say(self._lead())

    def on_form_activated(self, message: Form.Activated) -> None:
        """A second click edits."""
        self.open_or_edit(message.row)

    def open_or_edit(self, row: FormRow) -> None:  # noqa: ARG002
        """Edit the answer."""
        if self.form.cell is not None:
            self.edit_cell(self.form.cell)

    def go_to(self, key: str) -> bool:
        """The cursor to a question; False where it is none of these."""
        self.form.focus()
        return self.form.go_to_key(key)

    def pair(self) -> tuple[str, str]:
        """The two options."""
        return "managed", "own"

    def topic(self) -> tuple[str, ...]:
        """Help begins with the question."""
        cell = self.form.cell
        return (cell.key,) if cell is not None else ()

    def action_tokens(self) -> None:
        """Three more questions."""
        self.tokens = not self.tokens
        store = self.bench.store
        if self.tokens and store is not None:
            model = structure.some_model(self.bench.answer)
            lacking = [
                key
                for key, _, _ in starting.asked(store.effective, True)
                if key.endswith(".model") and key not in store.effective.leaves
            ]
            if lacking:
                store.edit(dict.fromkeys(lacking, model), "add a model")
        self.show_answer()

    def action_over(self) -> None:
        """The questions as they were at first; undo brings the answers back."""
        store = self.bench.store
        if store is not None:
            store.go(replace(store.state, profile=starting.beginning()), "start over")
            self.form.wrong.clear()
            self.flash("Started over.  u brings your answers back.")

    def action_back(self) -> None:
        """Back to the work that these questions were opened over; the answers given here stay in their draft."""
        store, path, digest = self._before
        if store is None:
            self.flash("w goes on to the workbench with these answers, q leaves.")
        else:
            self.bench.come_back(store, path, digest)

    def action_starters(self) -> None:
        """The examples."""
        self.app.push_screen(FilesScreen(starters_only=True))

    def action_done(self) -> None:
        """Ask for a name, write the file, go on."""

        def check(text: str) -> str:
            return "" if text.strip() else "A name, such as Support desk"

        self.app.push_screen(
            LineScreen("What is this comparison called?", "It is saved as ./name.toml.", "", check), self._named
        )

    def _named(self, text: str | None) -> None:
        store = self.bench.store
        if not text or store is None:
            return

        store.edit({"name": text.strip(), **starting.placeholders(store.profile)}, "name")
        path = Path(file_name(text))
        self.bench.path = None
        Saver(self.bench).write_new(path, partial(self._saved, path))

    def _saved(self, path: object) -> None:
        store = self.bench.store
        assert store is not None
        assert isinstance(path, Path)
        self.bench.work_on(store.profile, path)
        self.bench.say(f"Saved as {path}")


def _intro() -> list[Line]:
    return [
        ((" Should your agents run on Claude Managed Agents or on your own machines?", "title"),),
        ((" Digits or Enter type an answer, Enter counts it, ↓ goes on. 8k to 15k is one.", ""),),
        (),
    ]
