"""Moving about the work screen: rows, answers, the next number that is not the team's own, finding a question, jump keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.profile import dotted_keys
from tui.dialogs.ask import LineScreen
from tui.dialogs.jump import JumpScreen
from tui.flows import structure
from tui.paint.lines import clean
from tui.state.questions import Sight, rows

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from model.profile import Profile
    from tui.flows.place import FormPlace


class _Everything(frozenset[str]):
    """Opens every group."""

    def __contains__(self, _: object) -> bool:
        return True


_ALL = _Everything()


def by_weight(analysis: Analysis) -> tuple[str, ...]:
    """The deciding inputs that are not the team's own, the one whose doubt moves the difference most first."""
    swing = {row.key: abs(row.difference_at_p90_usd - row.difference_at_p10_usd) for row in analysis.sensitivity}
    return tuple(sorted(analysis.whose_numbers.not_own, key=lambda key: -swing.get(key, 0.0)))


class Moving:
    """Mixed into the work screen and the six questions."""

    def _me(self: object) -> FormPlace:
        return self  # type: ignore[return-value]

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
        missing = by_weight(analysis) if analysis else ()
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
        me.to_the_form()
        if me.form.go_to_key(key):
            return True

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
        me = self._me()
        store = me.bench.store
        assert store is not None
        spots: dict[str, tuple[str, str]] = {}  # by dotted key: what is shown, and what else is searched
        in_sight: set[str] = set()  # what stands on the form anyway is meant before what is rarely asked
        for pair in self._pairs():
            shut = rows(store.effective, Sight(pair, frozenset(), {}))
            in_sight |= {cell.key for row in shut for cell in row.cells if cell is not None}
            for row in rows(store.effective, Sight(pair, _ALL, {})):
                for cell in row.cells:
                    if cell is not None:
                        of = self._of(store.effective, cell.key)
                        spots[cell.key] = (f"{row.title}{of}", f"{row.group} {cell.key} {cell.declared.help}")
        if "requirements.must" in spots:
            asked = " ".join(title for _, title in structure.must_haves(me.bench.answer))
            spots["requirements.must"] = (spots["requirements.must"][0], asked)

        def suggest(text: str) -> list[tuple[str, str]]:
            words, start = text.lower().split(), text.lower().strip()
            found = [
                (
                    not shown.lower().startswith(start),
                    not all(word in shown.lower() for word in words),
                    key not in in_sight,
                    key,
                    shown,
                )
                for key, (shown, more) in spots.items()
                if all(word in f"{shown} {more}".lower() for word in words)
            ]
            return [(key, shown) for *_, key, shown in sorted(found, key=lambda spot: spot[:3])]

        me.app.push_screen(
            LineScreen("Find a question", "Part of its words or of its key.", suggest=suggest), self._found
        )

    def _of(self, profile: Profile, key: str) -> str:
        """`, Code review` after a question of a workload or an option that others have too."""
        table, *rest = dotted_keys.split(key)
        title = (
            profile.text(f"{table}.{rest[0]}.title") or rest[0] if table in ("workloads", "options") and rest else ""
        )
        return f", {clean(title)}" if title else ""

    def _pairs(self) -> list[tuple[str, str]]:
        """The pair in sight, then each option outside it beside the first of the pair."""
        me = self._me()
        store, pair = me.bench.store, me.pair()
        assert store is not None
        return [pair, *((pair[0], other) for other in store.effective.ids("options") if other not in pair)]

    def _found(self, key: str | None) -> None:
        """Go there; a question of an option that is not in sight brings it beside the first of the pair."""
        me = self._me()
        store = me.bench.store
        if not key or store is None:
            return
        parts = dotted_keys.split(key)
        other = next((pair for pair in self._pairs()[1:] if parts[:2] == ("options", pair[1])), None)
        if other is not None:
            store.go(replace(store.state, pair=other), "compare another pair")
        self.go_to(key)

    def action_jump(self) -> None:
        """Letters over the parts."""
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
