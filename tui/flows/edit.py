"""Actions of the form: what a key on the work screen does to the profile, through the store and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import combinations

from msgspec.structs import replace

from model.profile import PUBLISHED, Problems, dotted_keys
from tui.dialogs.ask import AskScreen, LineScreen
from tui.dialogs.tick_list import TickScreen
from tui.flows import structure
from tui.flows.move import Moving
from tui.flows.nudge import Nudging, why
from tui.paint.lines import clean
from tui.state.first_comparison import replaced
from tui.state.questions import FormCell
from tui.widgets.form import Form

BASES = (
    ("g", "a guess: yours, and nobody has measured it", "guess"),
    ("m", "measured: it comes out of your own records", "measured"),
    ("c", "contract: somebody signed it", "contract"),
    ("p", "published: from somebody else's page", "published"),
)


class Editing(Nudging, Moving):
    """Mixed into the work screen and the six questions."""

    form: Form

    # answers ---------------------------------------------------------------------------------------------------------

    def answered(self, cell: FormCell, text: str, final: bool) -> None:
        """Somebody typed an answer."""
        me = self._me()
        store = me.bench.store
        assert store is not None
        answer = text if text.strip() else None
        merge = f"type {cell.key} {me.form.sitting}"
        whose = replaced(store.effective.leaves.get(cell.key), cell.key) if answer is not None else {}
        problems = store.edit({cell.key: answer, **whose}, cell.declared.title, merge=merge)
        if problems is not None and final:
            problems = self._moved_in(cell, answer, problems)
        if problems is None:
            me.form.accept(cell)
        elif final or not _may_become(text):
            me.form.refuse(cell, text, why(problems, cell.key), keep_typing=True)

    def _moved_in(self, cell: FormCell, value: object, problems: Problems) -> Problems | None:
        """Where an option runs somewhere else so far, this answer takes its place; else the problems as they are."""
        me = self._me()
        store = me.bench.store
        assert store is not None
        left = structure.other_place(store.effective, cell.key) if value is not None else ()
        if not left or store.edit({cell.key: value, **dict.fromkeys(left)}, cell.declared.title) is not None:
            return problems
        parts = dotted_keys.split(cell.key)
        me.flash(
            f"{clean(parts[1])} runs on {structure.PLACES[parts[2]]} now, instead of what was there. u brings it back."
        )
        return None

    def on_form_given_up(self, message: Form.GivenUp) -> None:
        """Escape: everything typed in this sitting is taken back."""
        me = self._me()
        store = me.bench.store
        while store is not None and store.past and store.past[-1].merge == f"type {message.cell.key} {me.form.sitting}":
            store.undo()

    def edit_cell(self, cell: FormCell) -> None:
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
        me.form.accept(cell)
        self.nudge(cell, steps)

    def put(self, cell: FormCell, value: object, merge: str = "") -> None:
        """An answer that needs no typing."""
        me = self._me()
        store = me.bench.store
        assert store is not None
        whose = replaced(store.effective.leaves.get(cell.key), cell.key) if value is not None else {}
        problems = store.edit({cell.key: value, **whose}, cell.declared.title, merge=merge)
        if problems is not None:
            problems = self._moved_in(cell, value, problems)
        if problems is not None:
            me.form.refuse(cell, str(value), why(problems, cell.key), keep_typing=False)
        else:
            me.form.accept(cell)

    def choices(self, cell: FormCell) -> list[str]:
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

    def _step_choice(self, cell: FormCell, by: int) -> None:
        found = self.choices(cell)
        if not found:
            self.edit_cell(cell) if cell.declared.kind == "text" else self._me().form.begin()
            return
        ring = found if cell.declared.kind in ("number",) else ["", *found]
        now = cell.text if cell.text in ring else ""
        chosen = ring[(ring.index(now) + by) % len(ring)]
        self.put(cell, chosen or None, f"choose {cell.key}")

    def choose(self, cell: FormCell) -> None:
        """A list to choose from."""
        me = self._me()
        if cell.key == "requirements.must" or cell.declared.kind == "list":
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

        beside = self._beside(cell)

        def suggest(text: str) -> list[tuple[str, str]]:
            wanted = text.lower()
            hits = [
                (word, f"{ {'true': 'yes', 'false': 'no'}.get(word, word):<34} {beside.get(word, '')}".rstrip())
                for word in found
                if all(part in f"{word} {beside.get(word, '')}".lower() for part in wanted.split())
            ]
            return hits or ([(text, f"{text} (as typed)")] if cell.declared.kind == "text" else [])

        me.app.push_screen(
            LineScreen(cell.declared.title, cell.declared.help, "", suggest=suggest, chosen=cell.text),
            partial(self._chosen, cell),
        )

    def _beside(self, cell: FormCell) -> dict[str, str]:
        """What stands beside a choice: of a model its name and what a million tokens cost, of a preset its name."""
        answer = self._me().bench.answer
        if answer is None or answer.case is None:
            return {}
        book = answer.case.book
        if cell.declared.name == "preset":
            return {row.id: row.title for row in book.sandboxes()} | {row.id: row.title for row in book.hosts()}
        if cell.declared.name != "model":
            return {}
        return {row.id: f"{row.title}  {_rates(row.usd_per_mtok)}" for row in book.models()}

    def _chosen(self, cell: FormCell, text: str | None) -> None:
        if text is not None:
            self.put(cell, text)

    def _ticked(self, cell: FormCell, names: tuple[str, ...] | None) -> None:
        if names is not None:
            self.put(cell, names or self._nothing())

    def _nothing(self) -> list[str] | None:
        """An empty list: in a scenario it is an answer of its own, where the profile has another."""
        store = self._me().bench.store
        return [] if store is not None and store.state.scenario is not None else None

    def action_clear(self) -> None:
        """Take the answer away; its question stays in sight."""
        me = self._me()
        cell, row = me.form.cell, me.form.row if me.form.rows else None
        if cell is None or row is None or not cell.text:
            return
        self.put(cell, self._nothing() if cell.declared.kind == "list" else None)
        if not me.form.go_to_key(cell.key):
            me.opened = me.opened | {row.group}
            me.show_answer()
            me.form.go_to_key(cell.key)

    def action_basis(self) -> None:
        """Whose number it is: a menu of the four; no figure moves."""
        me = self._me()
        cell = me.form.cell
        if cell is None or not cell.text or cell.declared.kind != "number":
            me.flash("Only a number that is written has a basis.")
            return
        at = next((place for place, (_, _, basis) in enumerate(BASES) if basis == cell.basis), 0)
        said = (f"{cell.declared.title}: {cell.shown or cell.text}. It changes no figure, only who stands behind it.",)
        me.app.push_screen(AskScreen("Whose number is it?", said, BASES, at=at), partial(self._based, cell))

    def _based(self, cell: FormCell, basis: str | None) -> None:
        if basis is not None and basis != cell.basis:
            self._metadata(cell, "basis", basis)
            self._me().flash(f"{cell.declared.title}: {basis}")

    def action_note(self) -> None:
        """Source of the number, then a note."""
        me = self._me()
        cell, store = me.form.cell, me.bench.store
        if cell is None or store is None or cell.key not in store.effective.leaves or cell.declared.kind != "number":
            me.flash("Only a number that is written has a source.")
            return
        leaf = store.effective.leaves[cell.key]
        screen = LineScreen(f"Source of {cell.declared.title}", "Where the number comes from, in words.", leaf.source)
        me.app.push_screen(screen, partial(self._sourced, cell))

    def _sourced(self, cell: FormCell, text: str | None) -> None:
        if text is not None:
            self._metadata(cell, "source", text)

    def _metadata(self, cell: FormCell, name: str, text: str) -> None:
        me = self._me()
        store = me.bench.store
        assert store is not None
        problems = store.edit(
            {f"{cell.key}.{name}": text or None}, f"{name} of {cell.declared.title}", merge=f"{name} {cell.key}"
        )
        if problems is not None:
            me.flash(why(problems, cell.key), wrong=True)

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
        self._me().bench.open_place("first")


def _rates(usd: Mapping[str, float]) -> str:
    """What a million tokens cost, in and out."""
    return ", ".join(f"${usd[kind]:g} {word}" for kind, word in (("input", "in"), ("output", "out")) if kind in usd)


def _may_become(text: str) -> bool:
    """Whether an unfinished entry may still become a number: `8k to`, `12 /`, `publ`."""
    typed = text.strip()
    return typed.endswith(("to", "/", "-", "–", "..", ".", ",", "$")) or (
        bool(typed) and PUBLISHED.value.startswith(typed)
    )
