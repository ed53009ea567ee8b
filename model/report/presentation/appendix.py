"""The appendix of the slides: what they rest on, every option, every line as arithmetic with its source, every assumption."""

from __future__ import annotations

from msgspec.structs import replace

from model.decision.records.analysis import Analysis, InputRow, LineRow, OptionRow
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Question, Role, Row, Section, Statement, Table, Tone
from model.report.chapters import answer_chapter, numbers
from model.report.chapters.numbers import basis, said
from model.report.plain import clean
from model.report.wording import amount, cents, echo, measured, rate, title, usd
from model.telling import pockets
from model.telling.pages_read import pages_read


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """What stands behind the talk, in the order people ask for it."""
    found = [*_told(analysis), *(_lines(analysis, option) for option in analysis.options)]
    found += [_assumptions(analysis), _how(analysis)]
    return tuple(section for section in found if section.blocks)


def record_section(analysis: Analysis) -> Section:
    """What the deck rests on: digests, day of prices, draws, seed, version, open questions, warnings."""
    rows = tuple(Row((Cell(name), Cell(value)), key=name) for name, value in numbers.record(analysis))
    table = Table("record", "", (Column(""), Column("")), rows)
    warnings = tuple(Statement(warned.sentence, Tone.WARNING) for warned in analysis.warnings)
    return Section("record", "What this rests on", Question.RECORD, (table, *warnings))


def _told(analysis: Analysis) -> list[Section]:
    """Options and must-haves as the report has them, with options called by their titles."""
    names = {row.id: title(analysis, row.id) for row in analysis.options}
    found = []
    for section in answer_chapter.sections(analysis):
        blocks = tuple(_named(block, names) if isinstance(block, Table) else block for block in section.blocks)
        found.append(replace(section, blocks=blocks))
    return found


def _named(table: Table, names: dict[str, str]) -> Table:
    columns = tuple(replace(column, title=names.get(column.title, column.title)) for column in table.columns)
    rows = tuple(
        replace(
            row,
            cells=tuple(
                Cell(names[cell.text]) if cell.text in names and at else cell for at, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    )
    note = "Rounded to the dollar." if table.key == "options" else table.note
    return replace(table, columns=columns, rows=rows, note=note)


# lines ----------------------------------------------------------------------------------------------------------------


def _lines(analysis: Analysis, option: OptionRow) -> Section:
    """Quantity × rate = amount of the first full month, the horizon, and where the rate was read."""
    columns = (
        Column("Line", key="line"), Column("Quantity", right=True, key="quantity"), Column("of", key="unit"),
        Column("× rate", right=True, key="rate"), Column("= a month", right=True, key="month_1"),
        Column(f"{analysis.horizon_months} months", right=True, key="total"), Column("Rate read in", key="source"),
    )  # fmt: skip
    rows: list[Row] = []
    for name, members in _groups(analysis, option).items():
        rows.append(Row((Cell(name),), Role.GROUP))
        rows += [_line(line) for line in members]
    blank = Cell("")
    rows.append(
        Row((Cell("All of it"), blank, blank, blank, cents(option.month_1_usd), usd(option.total_usd)), Role.TOTAL)
    )
    note = (
        "Means over the futures; amounts are added up unrounded, and a rate is the amount divided by the quantity. "
        f"{pockets.LEGEND}."
    )
    gaps = tuple(
        Statement(clean(f"{row.key} has no price: {row.why}. Write {row.write}."), Tone.WARNING)
        for row in option.unpriced
    )
    table = Table(f"lines.{option.id}", "", columns, tuple(rows))
    heading = f"{title(analysis, option.id)}, line by line"
    return Section(f"lines.{option.id}", heading, Question.BY_HAND, (table, *gaps, Statement(note, Tone.NOTE)))


def _groups(analysis: Analysis, option: OptionRow) -> dict[str, list[LineRow]]:
    found: dict[str, list[LineRow]] = {}
    for line in option.lines:
        if line.total_usd or line.month_1_usd:
            whose = line.workload or (f"all of the work of {line.team}" if line.team else "for all of the work")
            name = f"{whose}, until live, on {title(analysis, line.bridge)}" if line.bridge else whose
            found.setdefault(clean(name), []).append(line)
    return found


def _line(line: LineRow) -> Row:
    route = f", {line.route}" if line.route else ""
    name = clean(f"{line.title}{route}{pockets.MARKS[line.pays]}")
    if line.month_1_usd or line.quantity_month_1:
        middle = (
            amount(line.quantity_month_1),
            Cell(clean(line.unit)),
            rate(line.rate_usd_month_1),
            cents(line.month_1_usd),
        )
    else:
        middle = (Cell(""), Cell(""), Cell(""), Cell(""))
    source = clean(line.source.title) if line.source else "the team"
    return Row((Cell(name), *middle, usd(line.total_usd), Cell(source)), key=line.key)


# assumptions ----------------------------------------------------------------------------------------------------------


def _assumptions(analysis: Analysis) -> Section:
    """Every number that decides or was given: what it is, how it was understood, whose it is."""
    given = [row for row in analysis.inputs if row.given or (row.decides and numbers.told(row))]
    looked_up = [row for row in analysis.inputs if row.decides and row not in given and row.page is not None]
    defaults = [row for row in analysis.inputs if row.decides and row not in given and row not in looked_up]
    columns = (
        Column("Assumption", key="what"), Column("Value", key="value"), Column("Understood as", key="as"),
        Column("Whose, and when", key="whose"),
    )  # fmt: skip
    deciding = [row for row in (*given, *looked_up) if row.decides]
    other = [row for row in given if not row.decides and row.key != "schema"]
    rows = [Row((Cell("Numbers that decide"),), Role.GROUP), *map(_assumption, deciding)] if deciding else []
    rows += [Row((Cell("Other numbers that were given"),), Role.GROUP), *map(_assumption, other)] if other else []
    blocks: list[Block] = [Statement(clean(analysis.whose_numbers.sentence))]
    blocks.append(Table("assumptions", "", columns, tuple(rows)))
    if defaults:
        shown = "; ".join(f"{row.label} {measured(row.median, row.unit)}" for row in defaults)
        blocks.append(Statement(clean(f"Defaults that hold: {shown}."), Tone.NOTE))
    return Section("assumptions", "What we assumed, and whose numbers these are", Question.WHOSE, tuple(blocks))


def _assumption(row: InputRow) -> Row:
    understood = "" if row.shape == "point" else echo(row)
    return Row((Cell(clean(row.label)), Cell(said(row)), Cell(understood), Cell(basis(row))), key=row.key)


# method and sources ---------------------------------------------------------------------------------------------------


def _how(analysis: Analysis) -> Section:
    found: dict[tuple[str, str], LineRow] = {}
    for option in analysis.options:
        for line in option.lines:
            if line.total_usd or line.month_1_usd:
                found.setdefault((line.title, line.rule), line)
    columns = (Column("Line"), Column("Charged by"), Column("How it is calculated"))
    rows = tuple(
        Row((Cell(clean(line.title)), Cell(clean(line.unit)), Cell(clean(line.rule))), key=line.key)
        for line in found.values()
    )
    months = (
        f"Month by month over {analysis.horizon_months} months; the cost of month m is divided by "
        f"(1 + {figures.share(analysis.discount_rate)})^(m / 12), build is paid at the start. Figures are means over "
        f"{figures.plural(analysis.draws, 'future')}, and every option meets the same futures."
    )
    blocks: tuple[Block, ...] = (Statement(months, Tone.NOTE), Table("how", "", columns, rows))
    return Section("how", "How it is calculated", Question.BY_HAND, blocks)


def sources_section(analysis: Analysis) -> Section:
    """Where the figures were read, the pages that most rests on first."""
    columns = (Column("Source"), Column("Used for"), Column("Checked"), Column("Address"))
    rows = tuple(
        Row(
            (
                Cell(clean(source.title)),
                Cell(clean("; ".join(names))),
                Cell(figures.day(source.checked)),
                Cell(clean(source.url)),
            )
        )
        for source, names in pages_read(analysis).rows
    )
    blocks = (Table("sources", "", columns, rows),) if rows else ()
    return Section("sources", "Where prices and ranges were read", Question.RECORD, blocks)
