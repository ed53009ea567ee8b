"""Why this figure: from the difference to its lines, from a line to quantity times rate, rule, source and date, and on to the inputs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.quantities import figures
from tui.amounts import flip_text, label_of
from tui.lines import Line, clean, fit, left, right, wrap
from tui.screens.over import OverScreen

if TYPE_CHECKING:
    from model.decision.analysis import Analysis, InputRow, LineRow


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the derivation one stands: "all", "group" (key of a difference row), "line" (option and index) or "input" (dotted key)."""

    kind: str
    key: str = ""
    option: str = ""
    index: int = 0


class DrillScreen(OverScreen):
    """A walk through the derivation; where one came from is one key back."""

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self.trail = [Spot("all")] + ([Spot("input", key)] if key else [])

    @property
    def spot(self) -> Spot:
        """Where one stands."""
        return self.trail[-1]

    @property
    def analysis(self) -> Analysis | None:
        """What is explained."""
        return self.bench.answer.analysis if self.bench.answer else None

    def head(self) -> list[Line]:
        """Where one stands and what it says."""
        analysis = self.analysis
        path = " › ".join(_named(spot) for spot in self.trail)
        lines: list[Line] = [(("Why  ", "title"), (clean(path), "dim")), ()]
        if analysis is None:
            return [*lines, (("There is nothing to explain yet.", "warn"),)]
        width = self.words.size.width
        if self.spot.kind == "line":
            lines += _line_told(analysis.option(self.spot.option).lines[self.spot.index], width)
        elif self.spot.kind == "input":
            lines += _input_told(analysis, self.spot.key, width)
        else:
            names = [analysis.option(option).title for option in analysis.pair]
            lines.append(
                (
                    (left(" present value over the horizon", width - 50), "dim"),
                    *((right(clean(n), 17), "head") for n in names),
                    (right("difference", 16), "head"),
                )
            )
        return lines

    def _targets(self) -> list[Spot]:
        analysis, spot = self.analysis, self.spot
        if analysis is None:
            return []
        if spot.kind == "all":
            return [Spot("group", row.key) for row in analysis.difference.rows] + [
                Spot("group", row.key) for row in analysis.difference.folded
            ]
        if spot.kind == "group":
            return [Spot("line", row.key, option, index) for option, index, row in _lines_of(analysis, spot.key)]
        if spot.kind == "line":
            known = {row.key for row in analysis.inputs}
            return [Spot("input", key) for key in analysis.option(spot.option).lines[spot.index].reads if key in known]
        reading = [(o.id, i, row) for o in analysis.options for i, row in enumerate(o.lines) if spot.key in row.reads]
        return [Spot("go", spot.key), *(Spot("line", row.key, option, index) for option, index, row in reading)]

    def entries(self, width: int) -> list[Line]:
        """What one can go to."""
        analysis = self.analysis
        if analysis is None:
            return []
        return [self._entry(analysis, target, width) for target in self._targets()]

    def _entry(self, analysis: Analysis, target: Spot, width: int) -> Line:
        if target.kind == "go":
            return ((" Go to this question on the form", "strong"),)
        if target.kind == "group":
            row = next((row for row in analysis.difference.rows if row.key == target.key), None)
            if row is not None:
                amounts = (row.a_usd, row.b_usd, row.spread.mean_usd)
                return (
                    (left(f" {clean(row.title)}", width - 51), ""), (right(figures.dollars(amounts[0]), 17), "a"), (right(figures.dollars(amounts[1]), 17), "b"),
                    (right(figures.signed_dollars(amounts[2]), 16), "strong"),
                )  # fmt: skip
            same = next(row for row in analysis.difference.folded if row.key == target.key)
            return (
                (left(f" {clean(same.title)}", 41), "dim"),
                (right(figures.dollars(same.present_value_usd), 20), "dim"),
                (right("the same", 20), "dim"),
            )
        if target.kind == "line":
            line = analysis.option(target.option).lines[target.index]
            place = (
                f"{clean(analysis.option(target.option).title)}{f', {clean(line.workload)}' if line.workload else ''}"
            )
            return (
                (left(f" {clean(line.title)}", 34), ""), (left(f" {place}", max(8, width - 70)), "dim"), (right(figures.dollars(line.month_1_usd) + " a month", 18), ""),
                (right(figures.dollars(line.present_value_usd), 16), "strong"),
            )  # fmt: skip
        read = next(row for row in analysis.inputs if row.key == target.key)
        return (
            (left(f" {clean(read.title)}", 34), ""),
            (left(f" {clean(read.text)}", 24), "strong"),
            (fit(f" {read.basis}  {read.key}", width - 60), "dim"),
        )

    def foot(self, width: int) -> list[Line]:  # noqa: ARG002
        """The keys."""
        return [(("Enter  deeper     Backspace  back     Esc  close", "dim"),)]

    def enter(self) -> None:
        """Deeper, or to the question itself."""
        targets = self._targets()
        if not targets:
            return
        target = targets[self.at]
        if target.kind != "go":
            self.trail.append(target)
            self.at = self.top = 0
            return
        self.dismiss(None)
        go = getattr(self.bench.screen_stack[-2 if self.bench.screen is self else -1], "go_to", None)
        if go is not None:
            self.bench.call_later(go, target.key)

    def leave(self) -> bool:
        """One step back."""
        if len(self.trail) < 2:
            return False
        self.trail.pop()
        self.at = self.top = 0
        return True


def _named(spot: Spot) -> str:
    return {"all": "B − A", "group": spot.key, "line": f"{spot.key} of {spot.option}", "input": spot.key}.get(
        spot.kind, ""
    )


def _lines_of(analysis: Analysis, group: str) -> list[tuple[str, int, LineRow]]:
    row = next((row for row in analysis.difference.rows if row.key == group), None)
    keys = {part.key for part in row.parts} if row is not None else set()
    found = []
    for option in analysis.pair:
        for index, line in enumerate(analysis.option(option).lines):
            if line.key in keys or (
                row is None and (line.key == group or line.key.split(".")[0] == group or line.axis == group)
            ):
                found.append((option, index, line))
    return found


def _line_told(line: LineRow, width: int) -> list[Line]:
    unit = clean(line.unit)
    sum_ = f"{figures.number(line.quantity_month_1)} {unit} × {figures.rate(line.rate_usd_month_1)} = {figures.dollars(line.month_1_usd, 2)} in month 1"
    lines: list[Line] = [
        ((f" {clean(line.title)}", "title"), (f"   {line.axis}, {line.phase}, {line.pays}", "dim")),
        ((f" {sum_}", "strong"),),
    ]
    lines.append(
        (
            (
                f" {figures.dollars(line.total_usd)} over the horizon, {figures.dollars(line.present_value_usd)} present value",
                "",
            ),
        )
    )
    lines += [((f" {row}", ""),) for row in wrap(f"Rule: {clean(line.rule)}", width - 2)[:4]]
    source = line.source
    if source is not None:
        since = f", from {figures.day(source.effective)}" if source.effective else ""
        lines += [
            ((f" {row}", "dim"),)
            for row in wrap(
                f"Rate: {clean(source.title)}{since}, checked {figures.day(source.checked)}. {clean(source.url)}",
                width - 2,
            )[:3]
        ]
    else:
        lines.append(((" Rate: from the inputs below", "dim"),))
    return [*lines, (), ((" It reads", "head"),)]


def _input_told(analysis: Analysis, key: str, width: int) -> list[Line]:
    read: InputRow | None = next((row for row in analysis.inputs if row.key == key), None)
    if read is None:
        return [((f" {clean(key)} is not read by this comparison.", "warn"),), ()]
    label = label_of(read.unit)
    said = f"{read.text} {'' if label in read.text else label}: {read.shape}, 90 % between {figures.number(read.p5)} and {figures.number(read.p95)}, "
    said += f"median {figures.number(read.median)}, mean {figures.number(read.mean)}"
    lines: list[Line] = [((f" {clean(read.title)}", "title"), (f"   {clean(key)}", "dim"))]
    lines += [
        ((f" {row}", "strong"),)
        for row in wrap(
            clean(said if read.uncertain else f"{read.text} {'' if label in read.text else label}"), width - 2
        )
    ]
    whose = f"{read.basis}{', default' if not read.given else ''}{f'; {read.source}' if read.source else ''}{f'; {read.note}' if read.note else ''}"
    lines += [((f" {row}", ""),) for row in wrap(clean(f"Whose: {whose}. {Path(read.file).name}"), width - 2)[:3]]
    flip = next((row for row in analysis.switching_values if row.key == key), None)
    if flip is not None:
        lines += [
            ((f" {row}", ""),) for row in wrap(clean(f"Flips at {flip_text(flip)}. {flip.sentence}"), width - 2)[:3]
        ]
    if read.learn_how:
        lines += [
            ((f" {row}", "dim"),)
            for row in wrap(
                clean(f"To learn it ({read.learn}): {read.learn_how}, {read.learn_how_long or 'any time'}."), width - 2
            )
        ]
    return [*lines, (), ((" It feeds", "head"),)]
