"""Measured: what a source would change, to take all of it or some. Nothing changes before Enter, and one undo brings all of it back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct
from textual import events

from model.profile import Problems
from model.quantities.figures import plural
from model.usage.into_profile import Placed
from model.usage.measured_inputs import slug
from model.usage.told.measure_text import window_line
from tui.dialogs.ask import LineScreen, matching
from tui.dialogs.over import OverScreen
from tui.flows.taking import MeasuredSource, TakingWorth, placed_in, with_titles
from tui.paint.lines import Line, clean, fit, left, wrap
from tui.telling import intake
from tui.telling.amounts import lowered, short_title

NARROW = 96
NEW = "+"  # the choice that makes a workload of its own


class Stray(Struct, frozen=True):
    """An agent of the source without a workload in the profile."""

    agent: str


class IntakeScreen(OverScreen):
    """Space ticks, `a` ticks all or none, Enter takes what is ticked; on an agent without a place, Enter asks for one."""

    def __init__(self, source: MeasuredSource, place: Placed, named: Mapping[str, str]) -> None:
        super().__init__()
        self._source, self._place, self._named = source, place, dict(named)
        self._rows: tuple[intake.IntakeRow, ...] = ()
        self._left_out: frozenset[str] = frozenset()
        self._worth: TakingWorth | None = None
        self._why = ""

    def on_mount(self) -> None:
        """What would change, and beside the work what each change does."""
        self._look()
        super().on_mount()

    def _look(self) -> None:
        store = self.bench.store
        assert store is not None
        self._rows, self._worth = intake.rows(store.profile, self._place.inputs), None
        whole = with_titles(store.profile, self._place.inputs, self._titles)
        if isinstance(whole, Problems):
            self._worth = TakingWorth({}, None, tuple(whole.sentences()))
        elif self._rows:
            self.bench.work_out_worth(whole, self._told)

    def _told(self, worth: TakingWorth) -> None:
        self._worth = worth
        if self.is_current:
            self.show()

    @property
    def _titles(self) -> dict[str, str]:
        return {workload: clean(agent)[:80] for agent, workload in self._named.items()}

    @property
    def _items(self) -> list[intake.IntakeRow | Stray]:
        return [*self._rows, *(Stray(agent) for agent in self._place.without)]

    def _taken(self) -> tuple[str, ...]:
        return tuple(row.key for row in self._rows if row.key not in self._left_out)

    def head(self) -> list[Line]:
        """The source, what it holds, and what taking all of it does to the answer."""
        measured = self._source.measured
        name = clean(Path(self._source.path).name or self._source.path)
        width = self.words.size.width
        read = f"{plural(measured.totals.sessions, 'session')}, {window_line(measured)}"
        lines: list[Line] = [(("Measured  ", "title"), (fit(f"{name}: {read}", width - 10), "dim"))]
        said = wrap(self._answer_line(), width)[:2]
        role = "warn" if self._worth and self._worth.why else "strong"
        lines += [*(((row, role),) for row in said), *[()] * (2 - len(said))]
        if self._rows:
            title, values, bar, worth = self._widths(width)
            head = f"{'':4}{left('', title)} {left('now', values)} "
            legend = left("─ now ━ measured" if bar >= 16 else "─now ━new", bar)
            lines.append(
                ((head, "dim"), (left("measured", values + 1), "own"), (legend, "dim"), (f" {'gap':>{worth}}", "dim"))
            )
        return lines

    def _answer_line(self) -> str:
        worth = self._worth
        if not self._rows:
            return "Nothing of it is in the profile yet: give the agents below a place."
        if worth is None:
            return "Working out what it does to the answer …"
        if worth.why:
            return clean("; ".join(worth.why))
        return f"All taken: {clean(worth.between.sentence)}" if worth.between is not None else ""

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Cells of name, of each value, of the bar and of what it does."""
        if width < NARROW:
            values, bar, worth = 15, 10, 8
        else:
            values, bar, worth = 17, 16, 9
        return width - 2 * values - bar - worth - 11, values, bar, worth

    def entries(self, width: int) -> list[Line]:
        """One line an input, then the agents that have no place."""
        name, values, bar, worth = self._widths(width)
        lines: list[Line] = []
        for item in self._items:
            if isinstance(item, Stray):
                lines.append(
                    ((" ?  ", "warn"), (fit(f"{clean(item.agent)}: no workload of this name. Enter gives it a place.", width - 5), "warn"))
                )  # fmt: skip
                continue
            ticked = item.key not in self._left_out
            lines.append(
                (
                    (" ✓ " if ticked else " · ", "own" if ticked else "dim"),
                    (f" {left(intake.name_in(item.title, name), name)} ", "" if ticked else "dim"),
                    (f"{left(item.old or 'nothing', values)} ", "dim"),
                    (f"{left(item.new, values)} ", "strong" if ticked else "dim"),
                    *intake.bar(item, bar),
                    (f" {self._gap(item.key):>{worth}}", ""),
                )
            )
        return lines

    def _gap(self, key: str) -> str:
        analysis = self.bench.answer.analysis if self.bench.answer else None
        if self._worth is None or analysis is None:
            return "…"
        found = self._worth.usd.get(key)
        return intake.gap_line(found, analysis.pair) if found is not None else ""

    def foot(self, width: int) -> list[Line]:
        """The chosen one in whole sentences, and the keys."""
        lines: list[Line] = [()]
        items = self._items
        said = (
            self._sentences(items[min(self.at, len(items) - 1)])
            if items
            else ["Everything of it stands in the profile already."]
        )
        rows = [row for text in said for row in wrap(text, width - 2)][:4]
        lines += [((f" {row}", "wrong" if self._why else ""),) for row in rows] + [()] * (4 - len(rows))
        count = f"{len(self._taken())} of {len(self._rows)}"
        gap, apart = (" ", "  ") if width < NARROW else ("  ", "     ")
        said_of = (
            ("Enter", f"take {count}"),
            ("Space", "this one"),
            ("a", "all or none"),
            ("b", "bill"),
            ("Esc", "nothing"),
        )
        keys: Line = tuple(piece for key, does in said_of for piece in ((key, "key"), (f"{gap}{does}{apart}", "dim")))
        return [*lines, keys]

    def _sentences(self, item: intake.IntakeRow | Stray) -> list[str]:
        if self._why:
            return [self._why]
        if isinstance(item, Stray):
            return [f"The sessions of {clean(item.agent)} belong to a workload that the profile does not name."]
        analysis = self.bench.answer.analysis if self.bench.answer else None
        does = ""
        if analysis is not None and self._worth is not None and item.key in self._worth.usd:
            names = {option: lowered(short_title(analysis, option)) for option in analysis.pair}
            does = intake.worth_line(self._worth.usd[item.key], names, analysis.pair)
        moved = f"{item.title}: {item.old or 'nothing'} → {item.new}." + (f" Over the horizon: {does}." if does else "")
        return [moved, f"{item.source}.", *([item.note + "."] if item.note else [])]

    def on_key(self, event: events.Key) -> None:
        """Space and `a` tick, `b` shows the bill; arrows and the rest as in every list."""
        self._why = ""
        items = self._items
        here = items[min(self.at, len(items) - 1)] if items else None
        if event.key == "space" and isinstance(here, intake.IntakeRow):
            self._left_out = self._left_out ^ {here.key}
        elif event.key == "a":
            self._left_out = (
                frozenset(row.key for row in self._rows)
                if len(self._left_out) < len(self._rows) // 2 + 1 and not self._left_out
                else frozenset()
            )
        elif event.key == "b":
            event.stop()
            self.dismiss(None)
            self.bench.call_later(self.bench.show_bill)
            return
        elif event.key in ("right", "l", "left", "h", "backspace"):
            event.stop()
            return
        else:
            super().on_key(event)
            return
        event.stop()
        event.prevent_default()
        self.show()

    def enter(self) -> None:
        """Take what is ticked; on an agent without a place, ask for one."""
        items = self._items
        here = items[min(self.at, len(items) - 1)] if items else None
        if isinstance(here, Stray):
            self._ask_place(here.agent)
            return
        taken = self._taken()
        if not taken:
            self._why = "Nothing is ticked: Space ticks the one under the cursor, a all of them."
            return
        inputs = tuple(each for each in self._place.inputs if each.key in taken)
        problems = self.bench.take(self._source, inputs, self._titles)
        if problems is not None:
            self._why = "; ".join(problems.sentences())
            return
        self.dismiss(None)

    def _ask_place(self, agent: str) -> None:
        store = self.bench.store
        assert store is not None
        titled = [
            (each, clean(store.profile.text(f"workloads.{each}.title") or each))
            for each in store.profile.ids("workloads")
        ]
        free = [row for row in titled if row[0] not in self._place.workloads.values()]
        rows = [*free, (NEW, f"a new workload, {clean(agent)}")]
        self.app.push_screen(
            LineScreen(f"Which workload are the sessions of {clean(agent)}?", "", "", suggest=partial(matching, rows)),
            partial(self._placed, agent),
        )

    def _placed(self, agent: str, workload: str | None) -> None:
        store = self.bench.store
        if not workload or store is None:
            return
        self._named = {**self._place.workloads, **self._named, agent: slug(agent) if workload == NEW else workload}
        self._place = placed_in(self._source.measured, store.profile, self._named)
        self._look()
        self.show()
