"""Several teams: what they could share, from how many that pays, and what each pays."""

from __future__ import annotations

from model.decision.records.analysis import Analysis
from model.report.blocks import Block, Cell, Column, Figure, Question, Role, Row, Section, Statement, Table, Tone
from model.report.chapters.answer_chapter import dollars_of
from model.telling.bill import Amount
from model.telling.sharing import Sharing, sharing

NONE = Cell("–")


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """One section where the file names teams, else none."""
    found = sharing(analysis)
    if found is None:
        return ()
    blocks: list[Block] = [
        Statement(" ".join((found.said.line, found.spread)).strip()),
        *(Statement(text) for text in found.platforms),
    ]
    blocks += [*(Statement(text, Tone.WARNING) for text in found.unserved), teams_table(found)]
    blocks += [*(Statement(text) for text in found.fair), options_table(found)]
    blocks += [Statement(text, Tone.NOTE) for text in found.closed]
    return (Section("portfolio", found.title, Question.ANSWER, tuple(blocks)),)


def teams_table(found: Sharing) -> Table:
    """A row a team: alone, together, what it pays by the fair split, what that is less."""
    columns = (
        Column("Team", key="team"), Column("Alone at", key="alone_at"), Column("Alone", right=True, key="alone"),
        Column("Together at", key="together_at"), Column("Fair share", right=True, key="fair"),
        Column("Saves", right=True, key="saves"), Column("If equally", right=True, key="equally"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(row.title), Cell(row.alone_at), _cell(row.alone), Cell(row.together_at), _cell(row.fair),
                _saves(row.saves_usd, row.saves), _cell(row.equally),
            ),
            key=row.id,
        )
        for row in found.teams
    )  # fmt: skip
    whole = Row(
        (
            Cell("All of them"), Cell(""), dollars_of(found.alone), Cell(""), dollars_of(found.together),
            _saves(found.saves_usd, found.saves), dollars_of(found.together),
        ),
        Role.TOTAL,
    )  # fmt: skip
    note = "Present value, a platform counted once. If equally: each platform divided equally among its teams. Rounded to the dollar, summed unrounded."
    return Table("portfolio.teams", "", columns, (*rows, whole), note)


def options_table(found: Sharing) -> Table:
    """A row an option: all teams on it."""
    columns = (
        Column("All teams on", key="option"), Column("Present value", right=True, key="usd"),
        Column("Saves", right=True, key="saves"), Column("", key="against"),
    )  # fmt: skip
    rows = tuple(
        Row((Cell(row.title), _cell(row.whole), _saves(row.saves_usd, row.saves), Cell(row.against)), key=row.id)
        for row in found.options
    )
    note = "Against each alone. Who would pay more: with the platform divided equally." if rows else ""
    return Table("portfolio.options", "", columns, rows, note)


def _cell(found: Amount | None) -> Cell:
    return NONE if found is None else dollars_of(found)


def _saves(usd: float | None, text: str) -> Cell:
    return NONE if usd is None else Cell(text, usd, Figure.USD)
