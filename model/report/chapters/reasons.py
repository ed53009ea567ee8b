"""Why: what decides between the two options of the pair, what cancels, what one side alone carries; and when it pays."""

from __future__ import annotations

from model.decision.records.analysis import Analysis, BreakEven, DifferenceRow, Spread
from model.quantities import figures
from model.report import palette
from model.report.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Question,
    Role,
    Row,
    Section,
    Statement,
    Table,
)
from model.report.chapters.what_if_chapter import adding_up
from model.report.plain import clean
from model.report.wording import eight_in_ten, more, title, usd


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """What decides, the one-sided ledger, and the months."""
    found = [Section("decides", _decides_title(analysis), Question.WHY, _decides(analysis))]
    if analysis.one_sided:
        found.append(Section("one_sided", "On one side only", Question.WHY, _one_sided(analysis)))
    found.append(Section("when", "When it pays", Question.WHEN, _when(analysis)))
    return tuple(found)


def _decides_title(analysis: Analysis) -> str:
    a, b = (title(analysis, option) for option in analysis.pair)
    return f"What decides: {b} minus {a}, present value"


def _decides(analysis: Analysis) -> tuple[Block, ...]:
    pair = analysis.difference
    rows = [_difference(row) for row in pair.rows]
    ranges = "8 in 10 futures" if any(row.cells[4].text for row in rows) else ""
    columns = (
        Column("", key="what"), Column(pair.a, right=True, key="a"), Column(pair.b, right=True, key="b"),
        Column("B − A", right=True, key="difference"), Column(ranges, key="range"), Column("", key="only"),
    )  # fmt: skip
    total = Row(
        (Cell("All of it"), Cell(""), Cell(""), more(pair.total.mean_usd), Cell(eight_in_ten(pair.total))), Role.TOTAL
    )
    blocks: list[Block] = [Table("decides", "", columns, (*rows, total), "Rounded to the dollar; summed unrounded.")]
    if pair.folded:
        same = figures.listed([f"{row.title.lower()} {figures.money(row.present_value_usd)}" for row in pair.folded])
        blocks.append(Statement(clean(f"The same on both sides, folded: {same}.")))
    if analysis.gaps.engineers is not None:
        blocks.append(Statement(clean(analysis.gaps.engineers.sentence)))
    return tuple(blocks)


def _difference(row: DifferenceRow) -> Row:
    only = f"{row.only} only" if row.only else ""
    cells = (
        Cell(clean(row.title)),
        usd(row.a_usd),
        usd(row.b_usd),
        more(row.spread.mean_usd),
        Cell(eight_in_ten(row.spread)),
        Cell(only),
    )
    return Row(cells, key=row.key)


def bars(analysis: Analysis) -> Bars:
    """What decides, as a chart."""
    pair = analysis.difference

    def bar(label: str, spread: Spread, note: str = "", key: str = "") -> Bar:
        return Bar(clean(label), spread.mean_usd, figures.signed_money(spread.mean_usd), spread.p10_usd, spread.p90_usd,
                   note or eight_in_ten(spread), key)  # fmt: skip

    shown = tuple(bar(row.title, row.spread, f"{row.only} only" if row.only else "", row.key) for row in pair.rows)
    a, b = title(analysis, pair.a), title(analysis, pair.b)
    return Bars("decides", _decides_title(analysis), "$", f"{b} is cheaper", f"{b} is more expensive", shown,
                bar("All of it", pair.total), f"{b} against {a}", palette.sides(analysis))  # fmt: skip


def _one_sided(analysis: Analysis) -> tuple[Block, ...]:
    columns = (Column("What"), Column("Key"), Column("Option"), Column("Present value", right=True))
    rows = tuple(
        Row((Cell(clean(row.title)), Cell(row.key), Cell(row.option), more(row.present_value_usd)), key=row.key)
        for row in analysis.one_sided
    )
    test = (Statement(clean(analysis.one_sided_test.sentence)),) if analysis.one_sided_test else ()
    return (Table("one_sided", "", columns, rows), *test)


def _when(analysis: Analysis) -> tuple[Block, ...]:
    found = analysis.break_even
    if found is None:
        return (Statement(clean(analysis.gaps.sentence)),)
    sentences = [found.sentence, *_before_live(analysis, found), _paid_back(analysis, found)]
    a, b = (title(analysis, option) for option in analysis.pair)
    if found.best_switch is None and analysis.today != analysis.pair[1]:
        sentences.append(f"In no month does switching from {a} to {b} save anything.")
    elif found.best_switch is not None:
        saved = figures.money(found.best_switch.saving_usd)
        month = found.best_switch.month
        sentences.append(f"Best month to switch from {a} to {b}: month {month}, which saves {saved} against staying.")
    line = adding_up(analysis)
    return (*(Statement(clean(sentence)) for sentence in sentences), *((line,) if line else ()))


BEFORE_LIVE = frozenset({"other.waiting", "other.late_runs"})


def _before_live(analysis: Analysis, found: BreakEven) -> list[str]:
    """Why a volume turns it although running is dearer, or cheaper, at every volume: what is left undone until it is live."""
    waits = [
        sum(line.total_usd for line in analysis.option(option).lines if line.key in BEFORE_LIVE)
        for option in analysis.pair
    ]
    gaps = analysis.gaps
    if not found.factors or gaps.per_month_usd * gaps.per_session_usd < 0.0 or waits[0] == waits[1]:
        return []
    return [
        "That comes from the weeks before an option is live, in which nothing runs: waiting is paid instead, or the runs are done late."
    ]


def _paid_back(analysis: Analysis, found: BreakEven) -> str:
    larger = title(analysis, found.larger_build)
    builds = {figures.dollars(analysis.option(option).build_usd) for option in analysis.pair}
    if len(builds) == 1:  # nothing to pay back: the one that starts dearer is followed
        return _never_cheaper(analysis, found, larger)
    if found.payback_month is None:
        paid = f"{larger} does not pay back its larger build within {analysis.horizon_months} months"
    else:
        paid = f"{larger} has paid back its larger build from month {found.payback_month} on"
    if found.crossing_month is None:
        return f"{paid}, and no month of running it is cheaper."
    return f"{paid}; month {found.crossing_month} is the first in which running it is cheaper."


def _never_cheaper(analysis: Analysis, found: BreakEven, option: str) -> str:
    if found.crossing_month is None:
        return (
            f"Both cost the same to build, and in none of {analysis.horizon_months} months is running {option} cheaper."
        )
    return (
        f"Both cost the same to build; month {found.crossing_month} is the first in which running {option} is cheaper."
    )
