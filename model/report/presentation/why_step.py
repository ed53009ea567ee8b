"""Step 2, why: what the difference is made of, what cancels, and whether one-sided costs decide it."""

from __future__ import annotations

from model.decision.records.analysis import Analysis, DifferenceRow, Spread
from model.quantities import figures
from model.report import palette
from model.report.blocks import Bar, Bars, Block, PresentationStep, Statement, Tone
from model.report.plain import clean
from model.report.presentation import words
from model.report.wording import uncertain
from model.telling.one_side import one_side
from model.telling.what_decides import what_decides

ONE_SIDE = "one side only"


def step(analysis: Analysis) -> PresentationStep:
    """The second slide."""
    blocks: list[Block] = [bars(analysis)]
    told = what_decides(analysis)
    said = (told.alike, told.engineers, one_side(analysis).without)
    blocks.extend(Statement(text, Tone.NOTE if at == 0 else Tone.PLAIN) for at, text in enumerate(said) if text)
    return PresentationStep("why", told.finding, tuple(blocks), _speaker(analysis))


def bars(analysis: Analysis) -> Bars:
    """What B would add, row by row, and all of it."""
    told = what_decides(analysis)
    a, b = words.pair_titles(analysis)

    def bar(row: DifferenceRow, spread: str) -> Bar:
        return _bar(clean(row.title), row.spread, ONE_SIDE if row.only else spread, row.key)

    heading = f"What {b} would add to {a} over {analysis.horizon_months} months, present value"
    unit = "US dollars, 8 in 10 futures beside" if uncertain(analysis) else "US dollars"
    return Bars("decides", heading, unit, f"{b} is cheaper", f"{b} is more expensive", tuple(bar(*row) for row in told.rows),
                _bar("Together", told.total, told.total_range, "total"), sides=palette.sides(analysis))  # fmt: skip


def _bar(label: str, spread: Spread, note: str, key: str) -> Bar:
    return Bar(label, spread.mean_usd, figures.signed_money(spread.mean_usd), spread.p10_usd, spread.p90_usd, note, key)


def _speaker(analysis: Analysis) -> tuple[str, ...]:
    a, b = words.pair_titles(analysis)
    said = [f"Every bar is {b} minus {a}, present value, {words.futures(analysis)}; the range holds 8 in 10 futures."]
    said += [
        f"- {clean(row.title)}: {figures.dollars(row.b_usd)} − {figures.dollars(row.a_usd)} = "
        f"{figures.signed_dollars(row.spread.mean_usd)}"
        for row in analysis.difference.rows
    ]
    said.append(f"Together {figures.signed_dollars(analysis.difference.total.mean_usd)}.")
    said.append(clean(analysis.gaps.sentence))
    said += [
        f"- on one side only: {clean(row.title)}, {words.name(analysis, row.option)}, {figures.signed_dollars(row.present_value_usd)}"
        for row in analysis.one_sided
    ]
    return tuple(said)
