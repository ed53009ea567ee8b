"""The comparison as a memo: recommendation, reasons, cost by year, what would change it, what we ask for; one screen.

Every sentence is one of the records; the whole report stands in the other forms, which the last line names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from msgspec.structs import replace

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.quantities.markdown_text import escape
from model.report.blocks import Column, Role, Table
from model.report.chapters import cash
from model.report.chapters.answer_chapter import nearest_flip, no_longer_holds
from model.report.markdown import table
from model.report.one_page import scenario_title
from model.report.plain import clean
from model.telling.answer import answer
from model.telling.bill import month, years
from model.telling.commits_us_to import commitment
from model.telling.dates import first_year_ends
from model.telling.held import held_so_far
from model.telling.minded import minded
from model.telling.option_names import short
from model.telling.sharing import sharing
from model.telling.what_if import what_if

ASKED = ("Go-live", "Leaving", "Owner and next date")  # of what the answer commits us to
LONGEST = 150  # letters of one paragraph


def render(analyses: Sequence[Analysis]) -> bytes:
    """The memo of the first analysis; of each further scenario what it decides."""
    first = analyses[0]
    lines = list(_memo(first))
    if len(analyses) > 1:
        lines += ["", "## Scenarios", ""]
        for analysis in analyses:
            costs = ", ".join(
                f"{escape(row.title)} {'' if row.complete else '≥ '}{figures.dollars(row.present_value_usd)}"
                for row in analysis.options
            )
            lines.append(f"- {escape(scenario_title(analysis))}: {escape(answer(analysis).headline)} ({costs})")
    lines += [
        "",
        f"Details: `switchpoint report {_runs(first)} --to review.pdf` or `compare --full --markdown`.",
    ]
    return ("\n".join(lines) + "\n").encode()


def _runs(analysis: Analysis) -> str:
    """What a shell takes for the profile: its file as one names it in its folder, quoted where that needs it."""
    file = analysis.case.profile.file
    if file is None:
        return "PROFILE"
    name = file.stem if file.suffix == ".toml" else file.name
    return quote(clean(f"./{file.name}" if name.startswith("-") else name).replace("`", ""))


def _memo(analysis: Analysis) -> Iterator[str]:
    told = answer(analysis)
    yield f"# {escape(analysis.title)}: {escape(told.headline)}"
    yield ""
    yield f"**{escape(told.word[:1].upper() + told.word[1:])}.** {escape(told.mix) or _short(told.because)}"
    shared = sharing(analysis)
    if shared is not None:
        yield f"\n{escape(f'{shared.under_answer} {shared.who_pays}'.strip())}"
    for text in [
        *(statement.text for statement in no_longer_holds(analysis)),
        minded(analysis).said.line,
        *told.notes[:2],
    ]:
        if text:
            yield f"\n{_short(text)}"
    yield "\n## Why\n"
    yield from (
        f"- {_short(text)}" for text in _reasons(analysis)[: 1 if told.notes else 2 if minded(analysis).rows else 3]
    )
    yield "\n## Cost by year\n"
    yield from table(_years(analysis))
    yield f"\n{escape(_month(analysis))}"
    growing = years(analysis, cash.options_told(analysis)[0]).said
    if growing and not told.notes and not told.mix:
        yield f"\n{escape(growing)}"
    yield "\n## What would change it\n"
    yield _short(nearest_flip(analysis))
    asked = what_if(analysis)
    if asked is not None and asked.brief:
        yield f"\n{escape(asked.brief)}"
    found = commitment(analysis)
    if found is not None:
        yield "\n## What we ask for\n"
        yield f"A yes to {escape(found.option)}."
        yield ""
        yield from (f"- {escape(name)}: {escape(said)}" for name, said in found.rows if name in ASKED)
    held = held_so_far(analysis.case.profile)
    so_far = f" {escape(held.said.line)}" if held is not None else ""
    yield f"\nPrices of {figures.day(analysis.as_of)}. {escape(analysis.whose_numbers.sentence)}{so_far}"


def _reasons(analysis: Analysis) -> list[str]:
    """What pulls most, in dollars over the horizon, and what a run and a month add."""
    rows = sorted(analysis.difference.rows, key=lambda row: -abs(row.spread.mean_usd))[:2]
    b = analysis.option(analysis.pair[1]).title
    said = [
        f"{row.title}: {b} {figures.signed_money(row.spread.mean_usd)} over the horizon, present value." for row in rows
    ]
    return [*said, analysis.gaps.sentence.partition("; ")[0].rstrip(".") + "."]


def _years(analysis: Analysis) -> Table:
    """The totals of the two options; pockets stand in the other forms."""
    whole = cash.table(analysis, brief=True)
    rows = tuple(row for row in whole.rows if row.role is Role.TOTAL)
    return replace(
        whole, columns=(Column(f"US dollars; {first_year_ends(analysis)}", key="what"), *whole.columns[1:]), rows=rows
    )


def _month(analysis: Analysis) -> str:
    """The first full month of the same two: `First full month: Managed $17k, Own stack $26k.`"""
    bill = month(analysis)
    cells = {head.id: cell for head, cell in zip(bill.heads, bill.rows[0].cells, strict=True)}
    said = [f"{short(analysis, option)} {cells[option].short}" for option in cash.options_told(analysis)]
    return f"{bill.title}: {', '.join(said)}."


def _short(text: str) -> str:
    """A paragraph, its last sentences left out where it is long."""
    while len(text) > LONGEST and ". " in text.rstrip("."):
        text = text.rstrip(".").rpartition(". ")[0] + "."
    return escape(text)
