"""How a figure came about, as lines of text: from the difference to its lines, from a line to quantity × rate, rule, source and date, and on to
the inputs, each with what it feeds. Functions of the analysis, a spot in it and a width; which input feeds which line is asked of the model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len

from model.decision.bill.dependencies import fed, feeding
from model.decision.pair.groups import group_of
from model.quantities import figures
from model.telling import pockets
from model.telling.flips import flip_of
from model.telling.must_haves_told import must_haves_told
from tui.paint.lines import Line, clean, fit, left, line_fit, right, wrap
from tui.state.questions import number_text
from tui.telling.amounts import flip_amount, input_name, label_of, lowered, moved, role_of, short_title

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, InputRow, LineRow

MONTH_1 = "month_1"  # of an option: its lines by what the first full month costs
MONEY, MONTH = 14, 12  # cells of an amount over the horizon, and of one of a month


class DerivationSpot(Struct, frozen=True):
    """Where in the derivation one stands: "all", "group" (key of a difference row), "option" (its lines; key `month_1`: by month), "line" (option and index) or "input"
    (dotted key); "go" leads out, to the question of an input."""

    kind: str
    key: str = ""
    option: str = ""
    index: int = 0


ALL = DerivationSpot("all")


def spot_of(analysis: Analysis | None, key: str) -> DerivationSpot:
    """The spot that a key means: a group of lines, a line, an option or an input."""
    if analysis is not None and key:
        if key in _groups(analysis):
            return DerivationSpot("group", key)
        start, _, rest = key.partition(".")
        if start == MONTH_1 and any(row.id == rest for row in analysis.options):
            return DerivationSpot("option", MONTH_1, rest)
        if any(row.id == key for row in analysis.options):
            return DerivationSpot("option", option=key)
        for option in analysis.pair:
            for index, line in enumerate(analysis.option(option).lines):
                if line.key == key:
                    return DerivationSpot("line", key, option, index)
    return DerivationSpot("input", key) if key else ALL


def trail_to(analysis: Analysis | None, key: str) -> list[DerivationSpot]:
    """The way to a key, from the whole."""
    spot = spot_of(analysis, key)
    return [ALL] if spot == ALL else [ALL, spot]


def _groups(analysis: Analysis) -> dict[str, str]:
    """Titles of the groups of lines by key: those that differ, then those that are equal."""
    differing = {row.key: row.title for row in analysis.difference.rows}
    return differing | {row.key: row.title for row in analysis.difference.folded}


def named(analysis: Analysis, spot: DerivationSpot) -> str:
    """A spot in the path above."""
    if spot.kind == "all":
        return "the difference"
    if spot.kind == "group":
        return clean(_groups(analysis).get(spot.key, spot.key))
    if spot.kind == "option":
        return short_title(analysis, spot.option) + (", month 1" if spot.key == MONTH_1 else "")
    if spot.kind == "line":
        return clean(analysis.option(spot.option).lines[spot.index].title)
    return next((input_name(analysis, row) for row in analysis.inputs if row.key == spot.key), clean(spot.key))


def told(analysis: Analysis, spot: DerivationSpot, width: int) -> list[Line]:
    """What is said at a spot, down to the heading of the list below it."""
    if spot.kind == "line":
        return _line_told(analysis, analysis.option(spot.option).lines[spot.index], width)
    if spot.kind == "input":
        return _input_told(analysis, spot.key, width)
    if spot.kind in ("group", "option"):
        return [
            (
                (left(" line", width - MONTH - MONEY), "dim"),
                (right("month 1", MONTH), "dim"),
                (right("present value", MONEY), "dim"),
            )
        ]
    names = (short_title(analysis, option) for option in analysis.pair)
    head = left(f" present value over {analysis.horizon_months} months", width - 3 * MONEY)
    roles = tuple(f"{role_of(analysis, option)}-strong" for option in analysis.pair)
    return [
        (
            (head, "dim"),
            *((right(n, MONEY), role) for n, role in zip(names, roles, strict=True)),
            (right("difference", MONEY), "head"),
        )
    ]


def targets(analysis: Analysis, spot: DerivationSpot) -> list[DerivationSpot]:
    """Where one can go from a spot, in the order of the list."""
    if spot.kind == "all":
        groups = [DerivationSpot("group", key) for key in _groups(analysis)]
        return [*groups, *(DerivationSpot("option", option=row.id) for row in analysis.options)]
    if spot.kind == "group":
        return [
            DerivationSpot("line", line.key, option, index) for option, index, line in _lines_of(analysis, spot.key)
        ]
    if spot.kind == "option":
        month = spot.key == MONTH_1
        lines = sorted(
            enumerate(analysis.option(spot.option).lines),
            key=lambda found: -(found[1].month_1_usd if month else found[1].present_value_usd),
        )
        return [DerivationSpot("line", line.key, spot.option, index) for index, line in lines]
    if spot.kind == "line":
        return [DerivationSpot("input", row.key) for row in feeding(analysis, spot.option, spot.index)]
    fed_lines = [
        DerivationSpot("line", analysis.option(option).lines[place].key, option, place)
        for option, place in fed(analysis, spot.key)
    ]
    return [DerivationSpot("go", spot.key), *fed_lines]


def _lines_of(analysis: Analysis, group: str) -> list[tuple[str, int, LineRow]]:
    return [
        (option, index, line)
        for option in analysis.pair
        for index, line in enumerate(analysis.option(option).lines)
        if group_of(line.key) == group
    ]


# entries -------------------------------------------------------------------------------------------------------------


def entry(analysis: Analysis, spot: DerivationSpot, width: int) -> Line:
    """One row of the list: what one can go to, with its amounts, never wider than `width`."""
    if spot.kind == "go":
        return ((" Go to this question on the form", "strong"),)
    if spot.kind == "group":
        return _group_entry(analysis, spot.key, width)
    if spot.kind == "option":
        row = analysis.option(spot.option)
        least = "at least " if not row.complete else ""
        said = f" Every line of {lowered(short_title(analysis, row.id))}"
        return ((left(said, width - 24), ""), (right(f"{least}{figures.dollars(row.present_value_usd)}", 24), "strong"))
    if spot.kind == "line":
        return _line_entry(analysis, spot, width)
    read = next(row for row in analysis.inputs if row.key == spot.key)
    name, value = (36, 26) if width >= 100 else (28, 20)
    return (
        (left(f" {input_name(analysis, read)}", name), ""),
        (left(f" {_value(read)}", value), "strong"),
        (fit(f" {read.basis}  {clean(read.key)}", width - name - value), "dim"),
    )


def _group_entry(analysis: Analysis, key: str, width: int) -> Line:
    room = width - 3 * MONEY
    row = next((row for row in analysis.difference.rows if row.key == key), None)
    if row is not None:
        usd = (figures.dollars(row.a_usd), figures.dollars(row.b_usd), figures.signed_dollars(row.spread.mean_usd))
        roles = (*(role_of(analysis, option) for option in analysis.pair), "strong")
        return (
            (left(f" {clean(row.title)}", room), ""),
            *((right(text, MONEY), role) for text, role in zip(usd, roles, strict=True)),
        )
    same = next(row for row in analysis.difference.folded if row.key == key)
    usd_text = figures.dollars(same.present_value_usd)
    said = (usd_text, usd_text, "the same")
    return ((left(f" {clean(same.title)}", room), "dim"), *((right(text, MONEY), "dim") for text in said))


def _line_entry(analysis: Analysis, spot: DerivationSpot, width: int) -> Line:
    line = analysis.option(spot.option).lines[spot.index]
    where = [short_title(analysis, spot.option)]
    where += [clean(part) for part in (line.whose, line.route) if part]
    if line.bridge:
        where.append("until live")
    name = 38 if width >= 100 else 24
    place = width - name - MONTH - MONEY
    month = figures.dollars(line.month_1_usd) if line.month_1_usd else "–"
    return (
        (left(f" {clean(line.title)}", name), ""), (left(f" {', '.join(where)}", place), "dim"), (right(month, MONTH), ""),
        (right(figures.dollars(line.present_value_usd), MONEY), "strong"),
    )  # fmt: skip


# what is said --------------------------------------------------------------------------------------------------------


def _said(text: str, width: int, role: str = "", most: int = 4) -> list[Line]:
    """A text folded into so many lines at most; what is left over is marked."""
    rows = wrap(clean(text, 1_000), width - 2)
    if len(rows) > most:
        words = rows[most - 1].split(" ")
        while len(words) > 1 and cell_len(" ".join(words)) > width - 4:
            words.pop()
        rows = [*rows[: most - 1], f"{' '.join(words)} …"]
    return [((f" {row}", role),) for row in rows]


def _line_told(analysis: Analysis, line: LineRow, width: int) -> list[Line]:
    unit, rate = clean(line.unit), figures.rate(line.rate_usd_month_1)
    if line.month_1_usd or not line.total_usd:
        amount = figures.dollars(line.month_1_usd, 2)
        sum_ = f"{figures.number(line.quantity_month_1)} {unit} × {rate} = {amount} in month 1"
    elif line.bridge:
        sum_ = f"{unit} × {rate}, only while {short_title(analysis, line.bridge)} serves until this is live"
    else:
        often = line.total_usd / line.rate_usd_month_1 if line.rate_usd_month_1 else 0.0
        sum_ = f"{figures.number(often)} {unit} × {rate} = {figures.dollars(line.total_usd, 2)}, once"
    about = ", ".join(part for part in (line.axis, line.phase, pockets.TITLES[line.pays].lower()) if part)
    whole = (
        f"{figures.dollars(line.total_usd)} over the horizon, {figures.dollars(line.present_value_usd)} present value"
    )
    lines: list[Line] = [line_fit(((f" {clean(line.title)}", "title"), (f"   {about}", "dim")), width)]
    lines += [*_said(sum_, width, "strong", 2), *_said(whole, width, "", 2), *_said(f"Rule: {line.rule}", width, "", 3)]
    if line.cancels:
        lines += _said("The other option of the pair pays the same.", width)
    source = line.source
    if source is None:
        return [*lines, ((" Rate: from the inputs below", "dim"),), (), ((" It reads", "head"),)]
    since = f", from {figures.day(source.effective)}" if source.effective else ""
    said = f"Rate: {source.title}{since}, checked {figures.day(source.checked)}. {source.url}"
    return [*lines, *_said(said, width, "dim", 3), (), ((" It reads", "head"),)]


def _value(read: InputRow) -> str:
    """What was typed, with its unit: `10 %`, `$0.08/h`, `8k to 15k`, `0.1 to 0.8 engineers`."""
    label = label_of(read.unit)
    if not read.uncertain:
        text = number_text(read.median, read.unit)
        if label.startswith("$"):
            return f"{text}{label[1:]}"
        bare = label in ("", "%", "×", "count") or text.endswith(label)
        return f"{'×' if label == '×' else ''}{text if bare else figures.things(text, label)}"
    bare = label in ("", "×", "%", "count") or label in read.text or label.startswith("$")
    return clean(read.text if bare else f"{read.text} {label}")


def _input_told(analysis: Analysis, key: str, width: int) -> list[Line]:
    read = next((row for row in analysis.inputs if row.key == key), None)
    if key == "requirements.must":
        return _must_told(analysis, width)
    if read is None:
        return [((f" {clean(key)} is not read by this comparison.", "warn"),), ()]
    said = _value(read)
    if read.uncertain:
        said += f": {figures.echo(read.shape, read.p5, read.median, read.mean, read.p95)}"
    lines: list[Line] = [
        line_fit(((f" {input_name(analysis, read)}", "title"), (f"   {clean(read.key)}", "dim")), width)
    ]
    lines += _said(said, width, "strong", 3)
    parts = (read.basis, read.source, read.note) if read.given else ("nobody typed it", read.basis, read.source)
    whose = ", ".join(part for part in parts if part)
    lines += _said(f"Whose: {whose}. {Path(read.file).name}" if read.file else f"Whose: {whose}.", width, "", 3)

    flip = flip_of(analysis, key)
    if flip is not None:
        start = f"Flips at {flip_amount(flip)}{moved(flip)}. " if flip.value is not None else ""
        lines += _said(f"{start}{flip.sentence}", width, "", 3)
    if read.learn_how:
        long = f", {read.learn_how_long}" if read.learn_how_long else ""
        runs = analysis.today is not None and read.key.startswith(f"options.{analysis.today}.")
        how = f"To learn it ({read.learn}): {read.learn_how}{long}."
        if runs and read.learn == "after":
            how = "To learn it (now): it runs today, so count it in the records of the last three months."
        lines += _said(how, width, "dim", 3)
    heads: Line = (
        (left(" It feeds", width - MONTH - MONEY), "head"),
        (right("month 1", MONTH), "dim"),
        (right("present value", MONEY), "dim"),
    )
    return [*lines, (), heads]


def _must_told(analysis: Analysis, width: int) -> list[Line]:
    """Which option has what is asked for, and why it is so."""
    lines: list[Line] = [((" Must have", "title"), ("   looked at before money", "dim"))]
    for has in must_haves_told(analysis).rows:
        role = {"fail": "wrong", "unknown": "warn"}.get(has.row.status, "own")
        lines += _said(f"{short_title(analysis, has.option)}: {has.state}, {lowered(has.row.title)}", width, role, 1)
        lines += _said(has.row.why, width, "dim", 2)
    if len(lines) == 1:
        lines += _said("Nothing is asked for: every option may be chosen.", width)
    return [*lines, ()]
