"""What people ask for after the three slides: paid so far, volume, futures, what to learn, levers, other homes."""

from __future__ import annotations

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.report.blocks import Cell, Column, Figure, PresentationStep, Row, Statement, Table, Tone
from model.report.chapters import portfolio_chapter
from model.report.chapters.what_if_chapter import adding_up
from model.report.plain import clean
from model.report.presentation import answer_step, change_step, words
from model.telling.cheaper import cheaper
from model.telling.learn_first import lessons
from model.telling.sharing import sharing
from model.telling.when_it_pays import when_it_pays

MOST_ROWS = 6


def steps(analysis: Analysis) -> tuple[PresentationStep, ...]:
    """Every further step that has something to show."""
    found = (
        teams(analysis),
        answer_step.month_step(analysis),
        paid(analysis),
        change_step.assumed_step(analysis),
        levers(analysis),
        learn(analysis),
        volume(analysis),
    )
    return tuple(step for step in found if step is not None)


def teams(analysis: Analysis) -> PresentationStep | None:
    """What several teams could share, and what each pays."""
    found = sharing(analysis)
    if found is None:
        return None
    said = (*found.unserved, *found.platforms, *found.fair)
    return PresentationStep(
        "teams",
        f"{found.said.headline}.",
        (*(Statement(text) for text in found.platforms), portfolio_chapter.teams_table(found)),
        said,
    )


def paid(analysis: Analysis) -> PresentationStep | None:
    """What one costs more than the other by each month."""
    picture = adding_up(analysis)
    if picture is None:
        return None
    return PresentationStep(
        "paid",
        when_it_pays(analysis).paid_back or "Paid so far",
        (picture, Statement(picture.note, Tone.NOTE)),
        _paid_speaker(analysis),
    )


def _paid_speaker(analysis: Analysis) -> tuple[str, ...]:
    said = [
        "The difference in present value, as if the comparison ended in that month. Undiscounted over the whole of it:"
    ]
    said += [
        f"- {words.name(analysis, row.id)}: build {figures.dollars(row.build_usd)}, total {figures.dollars(row.total_usd)}"
        for row in analysis.options
    ]
    if analysis.break_even is not None:
        said.append(clean(analysis.break_even.sentence))
    return tuple(said)


def volume(analysis: Analysis) -> PresentationStep:
    """What one more month and one more run add, and from which volume on that pays."""
    gaps = analysis.gaps
    _, b = words.pair_titles(analysis)
    rows = [
        Row((Cell("Every month, whatever the volume"), _more(gaps.per_month_usd))),
        Row((Cell("Every run, near today's volume" if gaps.local else "Every run"), _more(gaps.per_session_usd))),
    ]
    if gaps.pays_from_sessions_per_month is not None:
        at = gaps.pays_from_sessions_per_month
        rows.append(
            Row((Cell("So running it costs the same at, runs a month"), Cell(figures.count(at), at, Figure.COUNT)))
        )
    table = Table(
        "gaps",
        "",
        (Column("First full month, build and growth left out"), Column(f"{b} adds", right=True)),
        tuple(rows),
    )
    said = [Statement(clean(gaps.sentence))]
    if analysis.break_even is not None:
        said.append(Statement(clean(analysis.break_even.sentence)))
    heading = when_it_pays(analysis).volume
    speaker = (
        "The gap per month is what does not scale with runs, the gap per run what does; the volume is one divided by the other.",
        *(text.text for text in said),
    )
    return PresentationStep("volume", heading, (table, *said), speaker)


def _more(usd: float) -> Cell:
    return Cell(figures.signed_money(usd), usd, Figure.RATE)


def learn(analysis: Analysis) -> PresentationStep | None:
    """What knowing more would be worth, and how to learn it."""
    told = lessons(analysis)
    if not told.rows:
        return None
    columns = (Column("Worth knowing"), Column("Worth up to", right=True), Column("When"), Column("How"))
    rows = tuple(
        Row((Cell(row.title), Cell(row.worth, row.worth_usd, Figure.USD), Cell(row.when), Cell(row.how)), key=row.key)
        for row in told.rows[:MOST_ROWS]
    )
    speaker = (
        "The expected value of perfect information: what one would pay at most to know every number before deciding.",
    )
    return PresentationStep("learn", told.headline, (Table("learn", "", columns, rows),), speaker)


def levers(analysis: Analysis) -> PresentationStep | None:
    """What makes it cheaper wherever it runs."""
    if not analysis.levers and not analysis.mixed_homes:
        return None
    columns = (Column("Each alone, first full month"), Column("Saves a month", right=True))
    told = cheaper(analysis)
    rows = tuple(
        Row((Cell(row.does), Cell(row.saves, row.usd, Figure.USD)), key=row.key) for row in told.rows[:MOST_ROWS]
    )
    said = [Statement(clean(text), Tone.NOTE) for text in analysis.attribution[:2]]
    mixed = (Statement(clean(analysis.mixed_homes.sentence)),) if analysis.mixed_homes else ()
    table = (Table("levers", "", columns, rows),) if rows else ()
    heading = told.largest or "Splitting the work saves more."
    return PresentationStep("levers", heading, (*table, *mixed, *said), ("First full month, each lever alone.",))
