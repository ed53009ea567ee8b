"""Who causes the bill: every workload by what it is spent on in the first full month, footing to 100 %.

A bill is what vendors send. Our engineers' time and what is done elsewhere stand under it, apart. An outcome has a price
of its own for every workload, because one number over agents that do different things says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from model.comparison.lines.axes import APART
from model.comparison.lines.axes import columns as purposes
from model.decision.bill.attribution import footed
from model.decision.records.analysis import Analysis, LineRow, OptionRow
from model.decision.wording.input_names import work_title
from model.quantities import figures
from model.telling.bill import Amount, amount, touched
from model.telling.option_names import title
from model.telling.record import told

SHARED = "Not of one workload"


class Cause(Struct, frozen=True, kw_only=True):
    """One workload: what it is billed for each purpose (in the order of the columns), all of it, its part of the bill in
    percent with one decimal, and what one outcome of it costs in bills. `key` is its id, empty for what all share."""

    key: str
    title: str
    cells: tuple[Amount, ...]
    total: Amount
    percent: float
    share: str
    outcome_usd: float | None
    outcome: str
    runaway: str


class Causes(Struct, frozen=True, kw_only=True):
    """Who causes the bill of one option. `percent` of the rows and `percents` of the columns add up to 100 each.
    `people` and `elsewhere` are no part of the bill; `said` is the largest cell in a sentence."""

    option: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Cause, ...]
    total: Cause
    percents: tuple[float, ...]
    people: Amount
    elsewhere: Amount
    said: str


def purpose(line: LineRow) -> str:
    """What a line of a bill is spent on: a key of `axes.columns`."""
    if line.key == "tools.web_search":
        return "search"
    return "hosts" if line.key.startswith("hosts.") else line.axis


@told
def causes(analysis: Analysis, option: str | None = None) -> Causes | None:
    """The table of one option: the one named, else what serves today, else the answer, else A. None without a bill."""
    row = analysis.option(option or billed(analysis))
    lines = [line for line in row.lines if line.pays == "invoice" and line.month_1_usd]
    bill = sum(line.month_1_usd for line in lines)
    if bill <= 0.0:
        return None
    used = [name for name in purposes() if any(purpose(line) == name for line in lines)]
    works = [*analysis.case.workloads, ""]
    found = [work for work in works if work or any(line.workload is None for line in lines)]
    sums = [sum(line.month_1_usd for line in lines if (line.workload or "") == work) for work in found]
    rows = [
        _cause(analysis, row, work, [line for line in lines if (line.workload or "") == work], used, percent)
        for work, percent in zip(found, footed(sums), strict=True)
    ]
    columns = [sum(line.month_1_usd for line in lines if purpose(line) == name) for name in used]
    whole = _cells(row, lines, used)
    total = amount(bill, touched(row, "invoice", build=False))
    return Causes(
        option=row.id,
        title=f"{title(analysis, row.id)}: bills of the first full month",
        columns=tuple(purposes()[name] for name in used),
        rows=tuple(rows),
        total=Cause(
            key="", title="All of it", cells=whole, total=total, percent=100.0, share="100 %", outcome_usd=None,
            outcome="", runaway="",
        ),
        percents=footed(columns),
        people=amount(row.people_month_1_usd, touched(row, "people", build=False)),
        elsewhere=amount(row.elsewhere_month_1_usd, touched(row, "elsewhere", build=False)),
        said=_largest(rows, used, bill),
    )  # fmt: skip


def billed(analysis: Analysis) -> str:
    """Whose bill is asked about: what serves today, else the answer, else A."""
    ids = [row.id for row in analysis.options]
    return analysis.today if analysis.today in ids else analysis.verdict.option or analysis.pair[0]


def _cells(row: OptionRow, lines: Iterable[LineRow], used: Sequence[str]) -> tuple[Amount, ...]:
    known = list(lines)
    return tuple(
        amount(
            sum(line.month_1_usd for line in known if purpose(line) == name),
            touched(row, axis=APART.get(name, name)),
        )
        for name in used
    )


def _cause(
    analysis: Analysis, row: OptionRow, work: str, lines: Sequence[LineRow], used: Sequence[str], percent: float
) -> Cause:
    usd = sum(line.month_1_usd for line in lines)
    outcomes = row.outcomes_month_1_by_workload.get(work, 0.0)
    each = usd / outcomes if outcomes > 0.0 else None
    cells = _cells(row, lines, used)
    loop = next((loop for loop in analysis.runaway if (loop.option, loop.workload) == (row.id, work)), None)
    least = any(cell.least for cell in cells) or touched(row, "invoice", build=False)
    return Cause(
        key=work,
        title=work_title(analysis.case, work) if work else SHARED,
        cells=cells,
        total=amount(usd, least),
        percent=percent,
        share=f"{percent:.1f} %",
        outcome_usd=each,
        outcome="" if each is None else ("≥ " if least else "") + figures.money(each),
        runaway="" if loop is None else figures.money(loop.usd_without_cap),
    )


def _largest(rows: Sequence[Cause], used: Sequence[str], bill: float) -> str:
    """The largest cell of the table: `39 % of the bill is web search by Research.`"""
    cells = [(cell.usd, name, row) for row in rows for cell, name in zip(row.cells, used, strict=True)]
    usd, name, row = max(cells, key=lambda each: each[0])
    by = f" by {row.title}" if row.key else ""
    return f"{figures.share(usd / bill)} of the bill is {purposes()[name].lower()}{by}."
