"""Moving numbers by steps, for every place where arrows act at once; and why an answer was refused, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from model.quantities import Misread, Quantity, read_number
from model.quantities.nudging import nudged
from tui.paint.lines import clean
from tui.state.first_comparison import replaced
from tui.state.questions import FormCell

if TYPE_CHECKING:
    from model.profile import Problems
    from tui.flows.place import AnyPlace
    from tui.state.bench import Bench


class Nudging:
    """Moves numbers by steps; mixed into every place where arrows act at once."""

    def nudge(self, cell: FormCell, steps: int) -> None:
        """Move a number, or say why it cannot move."""
        me = cast("AnyPlace", self)
        store = me.bench.store
        assert store is not None
        text = nudged_text(me.bench, cell, steps)
        if text is None:
            me.flash("Type a number first: a digit or Enter.")
        elif text == cell.text:
            me.flash("It ends here.")
        else:
            whose = replaced(store.effective.leaves.get(cell.key), cell.key)
            problems = store.edit({cell.key: text, **whose}, cell.declared.title, merge=f"nudge {cell.key}")
            if problems is not None:
                me.flash(why(problems, cell.key), wrong=True)


def nudged_text(bench: Bench, cell: FormCell, steps: int) -> str | None:
    """The text of a number some steps on; None where there is no number."""
    spec, answer, store = cell.declared.spec, bench.answer, bench.store
    if spec is None or store is None:
        return None
    leaf = store.effective.leaves.get(cell.key)
    quantity = leaf.value if leaf is not None and isinstance(leaf.value, Quantity) else None
    if quantity is None and answer is not None and cell.key in answer.inputs:
        read = read_number(answer.inputs[cell.key].text, spec)
        quantity = None if isinstance(read, Misread) else read
    return None if quantity is None else nudged(quantity, steps, spec, cell.declared.step)


def why(problems: Problems, key: str) -> str:
    """Why an entry was refused, in one line."""
    item = next((item for item in problems.items if item.key == key), problems.items[0])
    near = f"; nearest: {item.nearest}" if item.nearest else ""
    elsewhere = item.key and not item.key.rstrip('"').endswith(key)  # a scenario says the key it sets
    other = f"{item.key}: " if elsewhere else ""
    return clean(f"{other}{item.allowed}{near}")
