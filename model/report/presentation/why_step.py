"""Step 2, why: what the difference is made of, what cancels, and whether one-sided costs decide it."""

from __future__ import annotations

from model.decision.records.analysis import Analysis, DifferenceRow, Spread
from model.quantities import figures
from model.report import palette
from model.report.blocks import Bar, Bars, Block, PresentationStep, Statement, Tone
from model.report.plain import clean
from model.report.presentation import words
from model.report.wording import eight_in_ten, uncertain

SAME_SIZE = 0.5  # the second force is worth naming when it is at least this part of the first
ONE_SIDE = "one side only"
NAMES = {
    "engineering": "engineer time",
    "tokens": "tokens",
    "search": "web search",
    "running": "running cost",
    "infrastructure": "infrastructure",
    "other.fallback": "failed runs",
    "other.waiting": "waiting",
    "other.late_runs": "runs done late",
}


def step(analysis: Analysis) -> PresentationStep:
    """The second slide."""
    blocks: list[Block] = [bars(analysis)]
    said = (_same(analysis), analysis.gaps.engineers.sentence if analysis.gaps.engineers else "", _without(analysis))
    blocks.extend(Statement(clean(text), Tone.NOTE if at == 0 else Tone.PLAIN) for at, text in enumerate(said) if text)
    return PresentationStep("why", finding(analysis), tuple(blocks), _speaker(analysis))


def _forces(analysis: Analysis) -> list[tuple[str, float]]:
    """What pulls, and how far: the rows of the difference by what causes them, the strongest first."""
    found: dict[str, float] = {}
    for row in analysis.difference.rows:
        name = NAMES.get(row.key) or NAMES.get(row.key.partition(".")[0], words.lower(clean(row.title)))
        found[name] = found.get(name, 0.0) + row.spread.mean_usd
    return sorted(found.items(), key=lambda force: -abs(force[1]))


def finding(analysis: Analysis) -> str:
    """`Own stack adds $285k of engineer time and saves $5.5k of web search. Tokens cancel.`"""
    forces = [force for force in _forces(analysis) if force[1]]
    if not forces:
        return "Nothing differs between the two."
    _, b = words.pair_titles(analysis)
    first, usd = forces[0]
    told = [(first, usd)]
    against = next((force for force in forces[1:] if (force[1] > 0.0) != (usd > 0.0)), None)
    alike = forces[1] if len(forces) > 1 and abs(forces[1][1]) >= SAME_SIZE * abs(usd) else None
    told += [against] if against is not None else [alike] if alike is not None else []
    parts = [f"{'adds' if each > 0.0 else 'saves'} {figures.money(abs(each))} of {name}" for name, each in told]
    cancels = any(row.key == "tokens" for row in analysis.difference.folded)
    return clean(f"{b} {figures.listed(parts)}.{' Tokens cancel.' if cancels else ''}")


def bars(analysis: Analysis) -> Bars:
    """What B would add, row by row, and all of it."""
    pair = analysis.difference
    a, b = words.pair_titles(analysis)

    def bar(row: DifferenceRow) -> Bar:
        return _bar(clean(row.title), row.spread, ONE_SIDE if row.only else eight_in_ten(row.spread), row.key)

    heading = f"What {b} would add to {a} over {analysis.horizon_months} months, present value"
    unit = "US dollars, 8 in 10 futures beside" if uncertain(analysis) else "US dollars"
    return Bars("decides", heading, unit, f"{b} is cheaper", f"{b} is more expensive", tuple(bar(row) for row in pair.rows),
                _bar("Together", pair.total, eight_in_ten(pair.total), "total"), sides=palette.sides(analysis))  # fmt: skip


def _bar(label: str, spread: Spread, note: str, key: str) -> Bar:
    return Bar(label, spread.mean_usd, figures.signed_money(spread.mean_usd), spread.p10_usd, spread.p90_usd, note, key)


def _same(analysis: Analysis) -> str:
    folded = [row for row in analysis.difference.folded if row.present_value_usd]
    if not folded:
        return ""
    names = [f"{words.lower(clean(row.title))} {figures.money(row.present_value_usd)}" for row in folded]
    return f"The same on both sides, folded: {'; '.join(names)}."


def _without(analysis: Analysis) -> str:
    return analysis.one_sided_test.sentence if analysis.one_sided_test and analysis.one_sided else ""


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
