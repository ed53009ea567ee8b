"""Actions of the form: what a key on the work screen does to the profile, through the store and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from tui import structure
from tui.lines import clean
from tui.questions import Cell
from tui.widgets.form import Form

if TYPE_CHECKING:
    from model.profile import Problems
    from tui.answer import Answer
    from tui.app import SwitchpointApp
    from tui.screens.base import Place
    from tui.screens.work import WorkScreen

BASES = ("guess", "measured", "published", "contract")


class Nudging:
    """Moves numbers by steps; mixed into every place where arrows act at once."""

    def nudge(self, cell: Cell, steps: int) -> None:
        """Move a number, or say why it cannot move."""
        me = cast("Place", self)
        store = me.bench.store
        assert store is not None
        text = nudged_text(me.bench, cell, steps)
        if text is None:
            me.flash("Type a number first: a digit or Enter.")
        elif text == cell.text:
            me.flash("It ends here.")
        else:
            problems = store.edit({cell.key: text}, _label(cell), merge=f"nudge {cell.key}")
            if problems is not None:
                me.flash(why(problems, cell.key), wrong=True)


def nudged_text(bench: SwitchpointApp, cell: Cell, steps: int) -> str | None:
    """The text of a number some steps on; None where there is no number."""
    from model.quantities import Misread, Quantity, read_number
    from model.quantities.nudging import nudged

    spec, answer, store = cell.declared.spec, bench.answer, bench.store
    if spec is None or store is None:
        return None
    leaf = store.effective.leaves.get(cell.key)
    quantity = leaf.value if leaf is not None and isinstance(leaf.value, Quantity) else None
    if quantity is None and answer is not None and cell.key in answer.inputs:
        read = read_number(answer.inputs[cell.key].text, spec)
        quantity = None if isinstance(read, Misread) else read
    return None if quantity is None else nudged(quantity, steps, spec, cell.declared.step)


class Editing(Nudging):
    """Mixed into the work screen and the six questions."""

    form: Form

    def _me(self: object) -> WorkScreen:
        return self  # type: ignore[return-value]

    # answers ---------------------------------------------------------------------------------------------------------

    def answered(self, cell: Cell, text: str, final: bool) -> None:
        """Somebody typed an answer."""
        me = self._me()
        store = me.bench.store
        assert store is not None
        problems = store.edit(
            {cell.key: text if text.strip() else None}, _label(cell), merge=f"type {cell.key} {me.form.sitting}"
        )
        if problems is None:
            me.form.accept(cell)
        elif final or not _may_become(text):
            me.form.refuse(cell, text, why(problems, cell.key), keep_typing=True)

    def on_form_given_up(self, message: Form.GivenUp) -> None:
        """Escape: everything typed in this sitting is taken back."""
        me = self._me()
        store = me.bench.store
        while store is not None and store.past and store.past[-1].merge == f"type {message.cell.key} {me.form.sitting}":
            store.undo()

    def edit_cell(self, cell: Cell) -> None:
        """Begin typing, or choose where there is a choice."""
        if (
            cell.declared.kind in ("choice", "flag", "option")
            or cell.key == "requirements.must"
            or cell.declared.name in ("preset", "model")
        ):
            self.choose(cell)
        else:
            self._me().form.begin()

    def action_edit(self) -> None:
        """Enter."""
        me = self._me()
        if me.form.rows:
            me.open_or_edit(me.form.row)

    def action_switch(self) -> None:
        """Space: switch, tick, open or close."""
        me = self._me()
        cell = me.form.cell
        if cell is None:
            me.open_or_edit(me.form.row)
        elif cell.declared.kind in ("flag", "choice", "option"):
            self._step_choice(cell, 1)
        else:
            self.edit_cell(cell)

    def action_nudge(self, steps: int) -> None:
        """Arrows act at once."""
        me = self._me()
        cell = me.form.cell
        if cell is None:
            return
        if cell.declared.kind != "number":
            self._step_choice(cell, 1 if steps > 0 else -1)
            return
        self.nudge(cell, steps)

    def put(self, cell: Cell, value: object, merge: str = "") -> None:
        """An answer that needs no typing."""
        me = self._me()
        store = me.bench.store
        assert store is not None
        problems = store.edit({cell.key: value}, _label(cell), merge=merge)
        if problems is not None:
            me.form.refuse(cell, str(value), why(problems, cell.key), keep_typing=False)
        else:
            me.form.accept(cell)

    def choices(self, cell: Cell) -> list[str]:
        """The words that may stand here."""
        declared = cell.declared
        store = self._me().bench.store
        assert store is not None
        if declared.kind == "flag":
            return ["true", "false"]
        found = [*declared.choices]
        if declared.kind == "option":
            found += store.effective.ids("options")
        if declared.name == "model":
            answer = self._me().bench.answer
            if answer is not None and answer.case is not None:
                found += [prices.id for prices in answer.case.book.models()]
        if declared.name == "preset":
            found += structure.presets(self._me().bench.answer, cell.key)
        return found

    def _step_choice(self, cell: Cell, by: int) -> None:
        found = self.choices(cell)
        if not found:
            self.edit_cell(cell) if cell.declared.kind == "text" else self._me().form.begin()
            return
        ring = found if cell.declared.kind in ("number",) else ["", *found]
        now = cell.text if cell.text in ring else ""
        chosen = ring[(ring.index(now) + by) % len(ring)]
        self.put(cell, chosen or None, f"choose {cell.key}")

    def choose(self, cell: Cell) -> None:
        """A list to choose from."""
        me = self._me()
        if cell.key == "requirements.must" or cell.declared.kind == "list":
            from tui.screens.ticks import TickScreen

            store = me.bench.store
            assert store is not None
            known = structure.must_haves(me.bench.answer)
            me.app.push_screen(
                TickScreen(cell.declared.title, known, store.effective.list(cell.key)), partial(self._ticked, cell)
            )
            return
        found = self.choices(cell)
        if not found:
            me.form.begin()
            return
        from tui.screens.ask import LineScreen

        def suggest(text: str) -> list[tuple[str, str]]:
            wanted = text.lower()
            hits = [(word, {"true": "yes", "false": "no"}.get(word, word)) for word in found if wanted in word.lower()]
            return hits or ([(text, f"{text} (as typed)")] if cell.declared.kind == "text" else [])

        me.app.push_screen(
            LineScreen(cell.declared.title, cell.declared.help, "", suggest=suggest), partial(self._chosen, cell)
        )

    def _chosen(self, cell: Cell, text: str | None) -> None:
        if text is not None:
            self.put(cell, text)

    def _ticked(self, cell: Cell, names: tuple[str, ...] | None) -> None:
        if names is not None:
            self.put(cell, names or None)

    def action_clear(self) -> None:
        """Take the answer away."""
        cell = self._me().form.cell
        if cell is not None and cell.text:
            self.put(cell, None)

    def action_basis(self) -> None:
        """Whose number it is: the next of the four."""
        me = self._me()
        cell = me.form.cell
        if cell is None or not cell.text or cell.declared.kind != "number":
            me.flash("Only a number that is written has a basis.")
            return
        basis = BASES[(BASES.index(cell.basis) + 1) % len(BASES)] if cell.basis in BASES else "guess"
        self._metadata(cell, "basis", basis)
        me.flash(f"{cell.declared.title}: {basis}")

    def action_note(self) -> None:
        """Source of the number, then a note."""
        from tui.screens.ask import LineScreen

        me = self._me()
        cell, store = me.form.cell, me.bench.store
        if cell is None or store is None or cell.key not in store.effective.leaves or cell.declared.kind != "number":
            me.flash("Only a number that is written has a source.")
            return
        leaf = store.effective.leaves[cell.key]
        screen = LineScreen(f"Source of {cell.declared.title}", "Where the number comes from, in words.", leaf.source)
        me.app.push_screen(screen, partial(self._sourced, cell))

    def _sourced(self, cell: Cell, text: str | None) -> None:
        if text is not None:
            self._metadata(cell, "source", text)

    def _metadata(self, cell: Cell, name: str, text: str) -> None:
        me = self._me()
        store = me.bench.store
        assert store is not None
        problems = store.edit(
            {f"{cell.key}.{name}": text or None}, f"{name} of {cell.declared.title}", merge=f"{name} {cell.key}"
        )
        if problems is not None:
            me.flash(why(problems, cell.key), wrong=True)

    # moving ----------------------------------------------------------------------------------------------------------

    def action_row(self, by: int) -> None:
        """Rows up or down."""
        self._me().form.move(by)

    def action_page(self, by: int) -> None:
        """A screen up or down."""
        form = self._me().form
        form.move(by * max(1, form.size.height - 2))

    def action_edge(self, by: int) -> None:
        """To the first or last row."""
        form = self._me().form
        form.go_to(0 if by < 0 else len(form.rows) - 1)

    def action_cell(self, by: int) -> None:
        """The next answer."""
        self._me().form.next_cell(by)

    def action_missing(self) -> None:
        """To the next deciding number that is not the team's own."""
        me = self._me()
        analysis = me.bench.answer.analysis if me.bench.answer else None
        missing = analysis.whose_numbers.not_own if analysis else ()
        if not missing:
            me.flash("Every deciding number is yours.")
            return
        here = me.form.cell.key if me.form.cell else ""
        order = [*missing[missing.index(here) + 1 :], *missing] if here in missing else [*missing]
        if not any(self.go_to(key) for key in order):
            me.flash("It stands in the file only.")

    def go_to(self, key: str) -> bool:
        """The cursor to a dotted key, opening its group where needed."""
        me = self._me()
        if me.form.go_to_key(key):
            return True
        from tui.questions import Sight, rows

        store = me.bench.store
        assert store is not None
        every = rows(store.effective, Sight(me.pair(), _ALL, me.bench.answer.inputs if me.bench.answer else {}))
        row = next((row for row in every if any(c is not None and c.key == key for c in row.cells)), None)
        if row is None:
            return False
        me.opened = me.opened | {row.group}
        me.show_answer()
        return me.form.go_to_key(key)

    def action_find(self) -> None:
        """Type part of a question and go there."""
        from tui.questions import Sight, rows
        from tui.screens.ask import LineScreen

        me = self._me()
        store = me.bench.store
        assert store is not None
        every = rows(store.effective, Sight(me.pair(), _ALL, {}))
        spots = [(cell.key, f"{row.title}   {cell.key}") for row in every for cell in row.cells if cell is not None]

        def suggest(text: str) -> list[tuple[str, str]]:
            words = text.lower().split()
            return [spot for spot in spots if all(word in spot[1].lower() for word in words)]

        me.app.push_screen(
            LineScreen("Find a question", "Part of its words or of its key.", suggest=suggest), self._found
        )

    def _found(self, key: str | None) -> None:
        if key:
            self.go_to(key)

    # tables ----------------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Add what this group is a list of."""
        structure.add(self._me())

    def action_duplicate(self) -> None:
        """A copy of the workload, option or item under the cursor."""
        structure.duplicate(self._me())

    def action_remove(self) -> None:
        """Take it out."""
        structure.remove(self._me())

    def action_rename(self) -> None:
        """Another id."""
        structure.rename(self._me())

    def action_reorder(self, by: int) -> None:
        """Earlier or later."""
        structure.reorder(self._me(), by)

    def action_pair(self) -> None:
        """The next pair of the options."""
        from itertools import combinations

        me = self._me()
        store = me.bench.store
        assert store is not None
        pairs = list(combinations(store.effective.ids("options"), 2))
        if len(pairs) < 2:
            me.flash("There are only two options.")
            return
        now = me.pair()
        index = pairs.index(now) if now in pairs else -1
        store.go(replace(store.state, pair=pairs[(index + 1) % len(pairs)]), "compare another pair")

    def action_keep(self) -> None:
        """The changes since the baseline as a scenario."""
        structure.keep_as_scenario(self._me())

    def action_new(self) -> None:
        """Six questions."""
        from tui.screens.first import FirstScreen

        self._me().app.push_screen(FirstScreen())

    def action_jump(self) -> None:
        """Letters over the parts."""
        from tui.screens.jump import JumpScreen

        self._me().app.push_screen(JumpScreen(), self._jumped)

    def _jumped(self, target: str | None) -> None:
        me = self._me()
        if target is None:
            return
        if target.startswith("picture:"):
            me.show_picture(target.removeprefix("picture:"))
        elif target in me.panels:
            me.panels[target].focus()
        elif target:
            me.form.focus()
            index = next((i for i, row in enumerate(me.form.rows) if row.id == target), None)
            if index is not None:
                me.form.go_to(index)


class _Everything(frozenset[str]):
    """Opens every group."""

    def __contains__(self, _: object) -> bool:
        return True


_ALL = _Everything()


def some_model(answer: Answer | None) -> str:
    """A model to begin with: the book's newest of the vendor's largest, else the first it has."""
    models = answer.case.book.models() if answer is not None and answer.case is not None else ()
    return next((model.id for model in models if "opus" in model.id), models[0].id if models else "claude-opus-4-8")


def why(problems: Problems, key: str) -> str:
    """Why an entry was refused, in one line."""
    item = next((item for item in problems.items if item.key == key), problems.items[0])
    near = f"; nearest: {item.nearest}" if item.nearest else ""
    other = f"{item.key}: " if item.key != key and item.key else ""
    return clean(f"{other}{item.allowed}{near}")


def _may_become(text: str) -> bool:
    """Whether an unfinished entry may still become a number: `8k to`, `12 /`."""
    return text.rstrip().endswith(("to", "/", "-", "–", "..", ".", ",", "$")) or text.strip() in (
        "p",
        "pu",
        "pub",
        "publ",
        "publi",
        "publis",
        "publish",
        "publishe",
    )


def _label(cell: Cell) -> str:
    return cell.declared.title
