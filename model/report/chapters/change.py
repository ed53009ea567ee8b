"""What would change the answer: flips, what is worth knowing, how it would be wrong, when to look again, levers."""

from __future__ import annotations

from collections.abc import Iterable

from model.decision.records.analysis import Analysis, SensitivityRow, SwitchingValue
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Figure, Question, Role, Row, Section, Statement, Table, Tone
from model.report.chapters import answer_chapter, what_if_chapter
from model.report.plain import clean
from model.report.wording import measured, three_digits, title
from model.telling.cheaper import cheaper
from model.telling.flips import flips as flips_of
from model.telling.how_wrong import how_wrong
from model.telling.learn_first import lessons
from model.telling.look_again import look_again
from model.telling.who import Cause, causes

MOST_NAMED = 5  # inputs of one reason that are named


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """Every section that has something to say."""
    asked, levers = what_if_chapter.section(analysis), cheaper(analysis)
    found = (
        ("flips", "What would flip it", _flips(analysis)),
        ("worth", "What is worth knowing", _worth(analysis)),
        ("wrong", "How this would be wrong", _wrong(analysis)),
        (
            "revisit",
            "When to look again",
            _sentences(look_again(analysis).sentences),
        ),
        ("mixed", "More than one home", _sentences([analysis.mixed_homes.sentence] if analysis.mixed_homes else [])),
        ("levers", levers.title, _sentences([levers.note, *(row.sentence for row in levers.rows)])),
        ("caps", "What caps and commitments do", _sentences(levers.bounds)),
        ("attribution", "Who causes the bill", _causes(analysis)),
    )
    told = (Section(key, name, Question.CHANGE, blocks) for key, name, blocks in found if blocks)
    return (*((asked,) if asked else ()), *told)


def _sentences(texts: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Statement(clean(text)) for text in texts if text)


def _causes(analysis: Analysis) -> tuple[Block, ...]:
    """Every workload by what it is billed for; engineers and work done elsewhere under it, apart."""
    found = causes(analysis)
    if found is None:
        return ()
    loops = any(row.runaway for row in found.rows)
    columns = (
        Column("Workload", key="workload"), *(Column(name, right=True, key=name) for name in found.columns),
        Column("Bills", right=True, key="bills"), Column("Share", right=True, key="share"),
        Column("A run that succeeds", right=True, key="outcome"),
        *((Column("A weekend in a loop", right=True, key="loop"),) if loops else ()),
    )  # fmt: skip
    rows = [_cause(row, Role.PLAIN, loops=loops) for row in found.rows]
    percents = (Cell("Share"), *(Cell(f"{percent:.1f} %", percent / 100.0, Figure.SHARE) for percent in found.percents))
    table = Table(
        "attribution",
        found.title,
        columns,
        (*rows, _cause(found.total, Role.TOTAL, loops=loops), Row(percents)),
        "Rounded; summed unrounded.",
    )
    apart = f"Apart from the bills: our engineers {found.people.text}"
    if found.elsewhere.usd or found.elsewhere.least:
        apart += f", work done elsewhere {found.elsewhere.text}"
    loose = [
        Statement("A weekend in a loop: one run that nobody stops from Friday to Monday morning, without a spend cap.")
    ]
    return (table, Statement(found.said), Statement(f"{apart} in the same month."), *(loose if loops else ()))


def _cause(row: Cause, role: Role, *, loops: bool) -> Row:
    cells = (
        Cell(row.title), *(Cell(cell.text, cell.usd, Figure.USD) for cell in row.cells),
        Cell(row.total.text, row.total.usd, Figure.USD), Cell(row.share, row.percent / 100.0, Figure.SHARE),
        Cell(row.outcome, row.outcome_usd, Figure.RATE), *((Cell(row.runaway),) if loops else ()),
    )  # fmt: skip
    return Row(cells, role, key=row.key)


def _wrong(analysis: Analysis) -> tuple[Block, ...]:
    told = how_wrong(analysis)
    return _sentences([told.lead, *(row.sentence for row in told.rows)])


def flips_table(analysis: Analysis) -> Table:
    """Inputs that flip the pair alone within ten times today's value, ranked, with today's value."""
    ranges = _ranges(analysis)
    columns = (Column("Input"), Column("Today"), Column("Flips at", right=True), Column("Times", right=True))
    shown = tuple(
        Row(
            (
                Cell(clean(row.title)),
                Cell(clean(_today(row, ranges))),
                Cell(row.bound, row.value, Figure.COUNT),
                Cell(_times(row.times_now), row.times_now),
            ),
            key=row.key,
        )
        for row in flips_of(analysis).rows
        if row.value is not None
    )
    return Table("flips", "", columns, shown)


def _today(row: SwitchingValue, ranges: frozenset[str]) -> str:
    """Where an input stands: a range as somebody wrote it, a number with its unit."""
    return row.text if row.key in ranges else measured(row.now, row.unit)


def _ranges(analysis: Analysis) -> frozenset[str]:
    return frozenset(row.key for row in analysis.inputs if row.uncertain)


def _times(factor: float | None) -> str:
    """How many times today's, with the digits that tell it from one; nothing where today's has another sign or is 0."""
    if factor is None or factor <= 0.0:
        return ""
    digits = next((digits for digits in range(2, 5) if figures.to_digits(factor, digits) != 1), 2)
    return figures.count(factor, digits)


def _flips(analysis: Analysis) -> tuple[Block, ...]:
    told = flips_of(analysis)
    if not told.looked_for:
        return ()
    blocks: list[Block] = [Statement(text) for text in (clean(answer_chapter.pair_shown(analysis)),) if text]
    if told.alone:
        blocks.append(Statement(f"{told.headline[0]}."))
    if told.rows:
        blocks.append(Statement(f"Each alone; past it {title(analysis, told.wins)} is cheaper.", Tone.NOTE))
        blocks.append(flips_table(analysis))
    if told.beyond:
        blocks.append(Statement(clean(told.beyond)))
    blocks.extend(_never(told.never, _ranges(analysis)))
    if analysis.nearest_pair is not None and not told.alone:
        blocks.append(Statement(clean(analysis.nearest_pair.sentence)))
    return tuple(blocks)


def _worth(analysis: Analysis) -> tuple[Block, ...]:
    if not analysis.sensitivity:
        return ()
    columns = (
        Column("Input"),
        Column("P10 to P90"),
        Column("B − A at P10", right=True),
        Column("at P90", right=True),
        Column("Worth", right=True),
    )
    told, rows = lessons(analysis), tuple(_sensitivity(row) for row in analysis.sensitivity)
    error = analysis.monte_carlo_error_usd
    exact = f" The means are exact to about {figures.money(error)} (Monte Carlo, 1 standard error)." if error else ""
    note = f"Worth: what knowing it for sure is worth at most; “–” is below the noise.{exact}"
    blocks: list[Block] = [
        Statement(told.headline),
        Table("sensitivity", "", columns, rows, note),
    ]
    groups = [
        f"{row.title} {figures.money(row.evppi_usd)}"
        for row in analysis.sensitivity_groups
        if row.evppi_usd is not None
    ]
    if groups:
        blocks.append(Statement(clean(f"Known together: {figures.listed(groups)}."), Tone.NOTE))
    blocks.extend(Statement(f"{row.when.capitalize()}: {row.sentence}") for row in told.rows)
    return tuple(blocks)


def _sensitivity(row: SensitivityRow) -> Row:
    low, high = (three_digits(value, row.unit) for value in (row.p10, row.p90))
    ends = (row.difference_at_p10_usd, row.difference_at_p90_usd)
    cells = (
        Cell(clean(row.title)),
        Cell(f"{low} to {high}"),
        *(Cell(figures.signed_money(usd), usd, Figure.USD) for usd in ends),
        Cell("–") if row.evppi_usd is None else Cell(figures.money(row.evppi_usd), row.evppi_usd, Figure.USD),
    )
    return Row(cells, key=row.key)


def _named(titles: list[str]) -> str:
    """The first of many names and how many more there are: the workbook, on its sheet of futures, has all of them."""
    if len(titles) <= MOST_NAMED + 1:
        return figures.listed(titles)
    return f"{'; '.join(titles[:MOST_NAMED])} and {len(titles) - MOST_NAMED} more, listed in the workbook"


def _never(rows: Iterable[SwitchingValue], ranges: frozenset[str]) -> list[Block]:
    """What never flips it alone; inputs that share their reason are named together."""
    found: dict[str, list[SwitchingValue]] = {}
    for row in rows:
        if row.value is None:
            found.setdefault(row.why_never or "", []).append(row)
    alone = [members[0] for members in found.values() if len(members) == 1]
    blocks: list[Block] = []
    if alone:
        columns = (Column("Never, alone"), Column("Today"), Column("Why"))
        shown = tuple(
            Row(tuple(Cell(clean(text)) for text in (row.title, _today(row, ranges), row.why_never or "")))
            for row in alone
        )
        blocks.append(Table("never", "", columns, shown))
    for why, members in found.items():
        if len(members) > 1:
            names = _named([row.title for row in members])
            blocks.append(
                Statement(
                    clean(
                        f"Never, alone, because {why}: {names}."
                        if why.startswith(("it", "moving"))
                        else f"Never, alone ({why}): {names}."
                    )
                )
            )
    return blocks
