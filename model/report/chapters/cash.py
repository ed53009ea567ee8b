"""Cash by year, as finance reads it: the build, every year, the total and the present value, in three pockets; and what
the answer commits to. Rows, amounts and words are those of the records."""

from __future__ import annotations

from model.decision.records.analysis import Analysis
from model.report.blocks import Cell, Column, Figure, Question, Role, Row, Section, Statement, Table, Tone
from model.telling import bill
from model.telling.commits_us_to import commitment
from model.telling.dates import first_year_ends
from model.telling.option_names import short

TITLE = "What it costs year by year, US dollars"


def options_told(analysis: Analysis) -> tuple[str, ...]:
    """The answer and the next best; without them the pair."""
    verdict = analysis.verdict
    told = [option for option in (verdict.option, verdict.runner_up) if option is not None]
    return tuple(told) if len(told) == 2 else tuple(dict.fromkeys((*told, *analysis.pair)))[:2]


def table(analysis: Analysis, brief: bool = False) -> Table:
    """Of each of the two: all of it, then its pockets, which add up to it; `brief` amounts have two or three digits."""
    rows: list[Row] = []
    for option in options_told(analysis):
        found = bill.years(analysis, option)
        columns = (
            Column(f"Expected, not discounted; {first_year_ends(analysis)}", key="what"),
            *(Column(year.title, right=True, key=year.key) for year in found.years),
        )
        whole = (_cell(year.total, brief) for year in found.years)
        rows.append(Row((Cell(short(analysis, option) if brief else found.option.title), *whole), Role.TOTAL, option))
        for at, pocket in enumerate(found.rows):
            parts = (_cell(year.amounts[at], brief) for year in found.years)
            rows.append(Row((Cell(f"  {pocket.lower()}"), *parts), key=f"{option}.{at}"))
    return Table(
        "cash",
        "",
        columns,
        tuple(rows),
        "" if brief else "Rounded to the dollar; the present value alone is discounted.",
    )


def _cell(amount: bill.Amount, brief: bool) -> Cell:
    text = amount.short if brief else amount.text
    return Cell(text.replace("$0.00", "$0"), amount.usd, Figure.USD)


def section(analysis: Analysis) -> Section:
    """The table as a part of page one, with what grows."""
    said = [bill.years(analysis, option).said for option in options_told(analysis)]
    notes = tuple(Statement(text, Tone.NOTE) for text in said[:1] if text)
    return Section("cash", TITLE, Question.ANSWER, (table(analysis), *notes))


def commits_section(analysis: Analysis) -> Section | None:
    """The same as a part of page one."""
    found = commits(analysis)
    if found is None:
        return None
    heading = "What the answer commits us to"  # a narrow column: a long name would not fit
    bare = Table(found.key, "", (Column("", key="what"), Column("", key="how")), found.rows)
    return Section("commits", heading, Question.ANSWER, (bare,))


def commits(analysis: Analysis) -> Table | None:
    """What the answer commits to, a row each; None without an answer."""
    found = commitment(analysis)
    if found is None:
        return None
    rows = tuple(Row((Cell(name), Cell(said)), key=name) for name, said in found.rows)
    return Table("commits", "", (Column(f"What {found.option} commits us to"), Column("")), rows)
