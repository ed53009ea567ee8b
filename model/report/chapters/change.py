"""What would change the answer: flips, what is worth knowing, how it would be wrong, when to look again, levers."""

from __future__ import annotations

from collections.abc import Iterable

from model.decision.analysis import Analysis, SensitivityRow, SwitchingValue
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Figure, Question, Row, Section, Statement, Table, Tone
from model.report.plain import clean
from model.report.wording import WHEN, measured


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """Every section that has something to say."""
    found = (
        ("flips", "What would flip it", _flips(analysis)),
        ("worth", "What is worth knowing", _worth(analysis)),
        ("wrong", "How this would be wrong", _sentences(row.sentence for row in analysis.wrong_when)),
        (
            "revisit",
            "When to look again",
            _sentences([*_decided(analysis), *(row.sentence for row in analysis.revisit)]),
        ),
        ("mixed", "More than one home", _sentences([analysis.mixed_homes.sentence] if analysis.mixed_homes else [])),
        ("levers", "What would make it cheaper", _sentences(lever.sentence for lever in analysis.levers)),
        ("attribution", "Where the bill goes", _sentences(analysis.attribution)),
        ("runaway", "A loop left running over a weekend", _sentences(row.sentence for row in analysis.runaway)),
    )
    return tuple(Section(key, name, Question.CHANGE, blocks) for key, name, blocks in found if blocks)


def _sentences(texts: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Statement(clean(text)) for text in texts)


def _decided(analysis: Analysis) -> list[str]:
    """What was decided, whether that is still the verdict, and what was crossed since."""
    decision = analysis.decision
    if decision is None:
        return []
    same = decision.option is None or decision.option == analysis.verdict.option
    other = "" if same else f" The verdict is another one now: {analysis.verdict.headline}."
    crossed = [trigger.sentence for trigger in decision.triggers if trigger.crossed]
    return [f"{decision.sentence.rstrip('.')}.{other}", *crossed]


def flips_table(rows: Iterable[SwitchingValue]) -> Table:
    """Inputs that flip the pair alone, with today's value."""
    columns = (Column("Input"), Column("Today"), Column("Flips at", right=True), Column("Times", right=True))
    shown = tuple(
        Row(
            (
                Cell(clean(row.title)),
                Cell(clean(row.text)),
                Cell(measured(row.value, row.unit), row.value, Figure.COUNT),
                Cell("" if row.times_now is None else figures.count(row.times_now, 2), row.times_now),
            ),
            key=row.key,
        )
        for row in rows
        if row.value is not None
    )
    return Table("flips", "", columns, shown)


def _flips(analysis: Analysis) -> tuple[Block, ...]:
    rows = analysis.switching_values
    blocks: list[Block] = []
    if any(row.value is not None for row in rows):
        blocks.append(flips_table(rows))
    blocks.extend(_never(rows))
    if analysis.nearest_pair is not None:
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
    rows = tuple(_sensitivity(row) for row in analysis.sensitivity)
    error = analysis.monte_carlo_error_usd
    exact = f" The means are exact to about {figures.money(error)} (Monte Carlo, 1 standard error)." if error else ""
    note = f"Worth: what knowing it for sure is worth at most; “–” is below the noise.{exact}"
    blocks: list[Block] = [
        Statement(
            f"Not knowing the future costs {figures.money(analysis.evpi_usd)} (expected value of perfect information)."
        ),
        Table("sensitivity", "", columns, rows, note),
    ]
    groups = [
        f"{row.title} {figures.money(row.evppi_usd)}"
        for row in analysis.sensitivity_groups
        if row.evppi_usd is not None
    ]
    if groups:
        blocks.append(Statement(clean(f"Known together: {figures.listed(groups)}."), Tone.NOTE))
    blocks.extend(Statement(clean(f"{WHEN[row.when].capitalize()}: {row.sentence}")) for row in analysis.learn)
    return tuple(blocks)


def _sensitivity(row: SensitivityRow) -> Row:
    low, high = (float(figures.to_digits(value, 3)) for value in (row.p10, row.p90))
    ends = (row.difference_at_p10_usd, row.difference_at_p90_usd)
    cells = (
        Cell(clean(row.title)),
        Cell(f"{measured(low, row.unit)} to {measured(high, row.unit)}"),
        *(Cell(figures.signed_money(usd), usd, Figure.USD) for usd in ends),
        Cell("–") if row.evppi_usd is None else Cell(figures.money(row.evppi_usd), row.evppi_usd, Figure.USD),
    )
    return Row(cells, key=row.key)


def _never(rows: Iterable[SwitchingValue]) -> list[Block]:
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
            Row(tuple(Cell(clean(text)) for text in (row.title, row.text, row.why_never or ""))) for row in alone
        )
        blocks.append(Table("never", "", columns, shown))
    for why, members in found.items():
        if len(members) > 1:
            names = figures.listed([row.title for row in members])
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
