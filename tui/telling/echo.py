"""What the form says about the answer under the cursor, and what its last columns say: how a number was read, published ranges, flips, changes."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from model.decision.wording.sentences import costs_and_savings
from model.quantities import figures
from model.telling.flips import flips
from tui.paint.lines import Line, clean, wrap
from tui.state.questions import FormCell
from tui.telling.amounts import amount, flip_text, label_of, lowered, short_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model.decision.records.analysis import Analysis, InputRow
    from model.profile import Profile

BAR = 11
SHOW_OTHERS = " show the others"


def echo_line(cell: FormCell | None, title: str, inputs: Mapping[str, InputRow], profile: Profile) -> Line:
    """How the answer is understood: shape, range, middle and mean, whose it is, and what is asked."""
    if cell is None:
        return ()
    read, leaf = inputs.get(cell.key), profile.leaves.get(cell.key)
    head = (f" {clean(title)}: ", "strong")
    if read is None or cell.declared.kind != "number":
        return (head, (clean(cell.declared.help), "dim"))
    said = _understood(read)
    if leaf is None:
        said = f"{read.text if read.uncertain else _with_unit(read)} {_from(read)}.  {cell.declared.help}"
    else:
        source = f", {leaf.source}" if leaf.source else ""
        said = f"{said}.  {leaf.basis}{source}.  {cell.declared.help}"
    return (head, (clean(said), ""))


def must_line(analysis: Analysis) -> str:
    """Who fails what is asked for, and what is not known of whom; "" where nothing is asked for."""
    said = []
    for option in analysis.options:
        name = short_title(analysis, option.id)
        for status, word in (("fail", "fails"), ("unknown", "not known of")):
            titles = [lowered(must.title) for must in option.must_haves if must.status == status]
            if titles:
                said.append(
                    f"{name} {word} {', '.join(titles)}" if status == "fail" else f"{word} {name}: {', '.join(titles)}"
                )
    asked = any(option.must_haves for option in analysis.options)
    return f"{'; '.join(said) or 'every option passes'}." if asked else ""


def _from(read: InputRow) -> str:
    return "from the book" if read.basis == "published" else "unless you say otherwise"


def _with_unit(read: InputRow, value: float | None = None) -> str:
    label = label_of(read.unit)
    unit = "" if label in ("%", "", "×") or label.startswith("$") else f" {label}"
    return f"{amount(read.median if value is None else value, read.unit)}{unit}"


def _understood(read: InputRow) -> str:
    if not read.uncertain:
        return f"{_with_unit(read)}, a single number"
    ends = f"{amount(read.p5, read.unit)} and {amount(read.p95, read.unit)}"
    return f"90 % sure between {ends}, {read.shape}, median {amount(read.median, read.unit)}, mean {_with_unit(read, read.mean)}"


def flips_column(analysis: Analysis | None) -> dict[str, str]:
    """Where each input flips the answer, by dotted key."""
    if analysis is None:
        return {}

    told = flips(analysis)
    return {row.key: flip_text(row) for row in analysis.switching_values} if not told.alone else {}


def changes_column(profile: Profile, baseline: Profile | None) -> dict[str, str]:
    """What each changed answer was in the baseline."""
    if baseline is None or profile.leaves is baseline.leaves:
        return {}
    changed: dict[str, str] = {}
    for key, leaf in profile.leaves.items():
        before = baseline.leaves.get(key)
        if before is not leaf and (before is None or before.text != leaf.text):
            changed[key] = f"was {clean(before.text)}" if before else "new"
    for key in baseline.leaves:
        if key not in profile.leaves:
            changed[key] = f"was {clean(baseline.leaves[key].text)}"
    return changed


def bars_column(inputs: Mapping[str, InputRow]) -> dict[str, Line]:
    """Each range as a bar on a scale around its middle: thick from end to end, a dot at the median."""
    return {row.key: _bar(row) for row in inputs.values() if row.given}


def _bar(row: InputRow) -> Line:
    if not row.uncertain or row.median == 0:
        return ((" " * (BAR // 2), ""), ("●", "bar"), (" " * (BAR - BAR // 2 - 1), ""))

    def place(value: float) -> int:
        ratio = value / row.median
        scaled = log(max(ratio, 0.05)) / log(20) if row.median > 0 else 0.0
        return max(0, min(BAR - 1, BAR // 2 + round(scaled * 1.5 * (BAR // 2))))

    low, high = place(row.p5), place(row.p95)
    low, high = min(low, BAR // 2 - 1), max(high, BAR // 2 + 1)
    return (
        (" " * low, ""), ("━" * (BAR // 2 - low), "bar"), ("●", "strong"), ("━" * (high - BAR // 2), "bar"), (" " * (BAR - 1 - high), ""),
    )  # fmt: skip


def whose_lines(analysis: Analysis, width: int, height: int = 4) -> list[Line]:
    """How many of the deciding numbers are the team's own, as a row of a dot each where they have room; and the costs on one side only, in whole sentences."""
    whose = analysis.whose_numbers
    dots = "●" * whose.own + "○" * (whose.deciding - whose.own)
    shown = f" {dots}  " if len(dots) <= width - len(SHOW_OTHERS) - 5 else ""
    lines: list[Line] = [
        ((f" {clean(whose.sentence)}", ""),),
        ((shown, "own"), (" m", "key"), (SHOW_OTHERS, "dim")),
    ]
    if analysis.one_sided_test is None:
        return lines
    said = _one_sided(analysis, max(20, width - 2), height - len(lines))
    return [*(((f" {row}", "warn"),) for row in said), *lines]


def _one_sided(analysis: Analysis, width: int, rows: int) -> list[str]:
    """The warning about one-sided costs in as many of its sentences as fit."""
    test = analysis.one_sided_test
    assert test is not None
    sentences = clean(test.sentence).split(". ")
    usd, b = test.without_difference_usd, short_title(analysis, analysis.pair[1])
    sizes = [(row.title, row.present_value_usd) for row in analysis.one_sided]
    count = f"{costs_and_savings(sizes)} on one side only"
    short = f"{count}. Without them {lowered(b)} costs {figures.money(abs(usd))} {'more' if usd >= 0 else 'less'}."
    for wording in (". ".join(sentences), f"{'. '.join(sentences[:2])}.", short):
        found = wrap(f"! {wording}", width)
        if len(found) <= rows:
            return found
    return found[:rows]
