"""The sheets *Futures* and *Sources*: what the draws said, as values, and where every number was read."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from model.decision.records.analysis import Analysis, SourceRow, SwitchingValue
from model.quantities import figures
from model.report.plain import clean
from model.report.xlsx.paper import ACCENT, QUIET, USD, Paper, lines_of, number_format

Cells = Sequence[str | float | None]
OPTION_TITLES = (
    "Option", "Expected", "1 in 10 below", "1 in 2 below", "1 in 10 above", "Middle case", "Cheapest in", "Expected regret",
    "First full month", "Total, not discounted", "A run that succeeds", "Engineers", "Live after, months",
)  # fmt: skip
SWITCH_TITLES = ("Input", "Key", "Unit", "Now, mean", "Flips at", "Then", "Searched from", "Searched to", "Why never")
SENSITIVITY_TITLES = (
    "Input",
    "Key",
    "Unit",
    "P10",
    "P90",
    "Difference at P10",
    "Difference at P90",
    "Worth knowing, at most",
)


class FuturesSheet:
    """The sheet under way."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._page: Worksheet = paper.sheet("Futures", (52, 46, *(17,) * 10), ACCENT)
        self._page.set_row(0, 26)
        self._row = 0

    def done(self, printed: int) -> None:
        """What paper takes: one page with as many rows."""
        self._page.print_area(0, 0, printed - 1, len(OPTION_TITLES) - 1)
        self._page.fit_to_pages(1, 1)

    @property
    def row(self) -> int:
        """The row that is next."""
        return self._row

    def line(self, text: str, style: str = "text") -> None:
        """A line of text."""
        self._paper.text(self._page, self._row, 0, text, style)
        self._row += 1

    def table(
        self, heading: str, titles: Sequence[str], rows: Sequence[tuple[Cells, Sequence[str]]], texts: int
    ) -> None:
        """A heading and a table; each row with its number formats. The first ``texts`` columns are words."""
        self._row += 1
        self.line(heading, "heading")
        right = [column for column in range(texts, len(titles)) if titles[column] != "Why never"]
        self._paper.head(self._page, self._row, titles, right)
        self._page.set_row(self._row, 44)
        self._row += 1
        for cells, formats in rows:
            for column, (cell, shown) in enumerate(zip(cells, formats, strict=True)):
                if isinstance(cell, str):
                    self._paper.text(self._page, self._row, column, cell, "indented" if column > texts else "text")
                else:
                    self._paper.number(self._page, self._row, column, cell, "text", shown)
            self._row += 1


def write(paper: Paper, analyses: Sequence[Analysis]) -> None:
    """What the draws of every analysis said."""
    sheet = FuturesSheet(paper)
    sheet.line("Futures", "title")
    first = analyses[0]
    drawn = f"{figures.plural(first.draws, 'future')} from seed {first.seed}"
    sheet.line(f"Values, not formulas: {drawn} of the profile as it was when this workbook was written.", "quiet")
    printed = 0
    for analysis in analyses:
        name = f"Scenario {analysis.scenario}: " if analysis.scenario else ""
        sheet.table(
            f"{name}every option, US dollars, present value unless it says otherwise",
            OPTION_TITLES,
            _options(analysis),
            1,
        )
        pair = " to ".join(clean(analysis.option(option).title) for option in reversed(analysis.pair))
        if analysis.sensitivity:
            sheet.table(
                f"{name}what moves the difference of the pair, US dollars",
                SENSITIVITY_TITLES,
                _sensitivity(analysis),
                3,
            )
        there = [row for row in analysis.switching_values if row.value is not None]
        if there:
            sheet.table(f"{name}what would flip the pair, {pair}", SWITCH_TITLES, [_switch(row) for row in there], 3)
        printed = printed or sheet.row
        never = [row for row in analysis.switching_values if row.value is None]
        if never:
            sheet.table(f"{name}what flips it nowhere, {pair}", SWITCH_TITLES, [_switch(row) for row in never], 3)
    sheet.done(printed)


def _options(analysis: Analysis) -> list[tuple[Cells, Sequence[str]]]:
    formats = ("", *(USD,) * 5, "0.0%", USD, USD, USD, "$#,##0.0000", "0.00", "0.0")
    return [
        (
            (
                row.title, row.present_value_usd, row.p10_usd, row.p50_usd, row.p90_usd, row.middle_usd, row.probability_best,
                row.expected_regret_usd, row.month_1_usd, row.total_usd, row.per_agent_outcome_usd, row.people_fte, row.live_month,
            ),
            formats,
        )
        for row in analysis.options
    ]  # fmt: skip


def _switch(row: SwitchingValue) -> tuple[Cells, Sequence[str]]:
    numbers = (row.now, row.value, None, row.low, row.high)
    shown = ("" if number is None else number_format(row.unit, number) for number in numbers)
    return (
        (row.title, row.key, row.unit, row.now, row.value, row.wins or "", row.low, row.high, row.why_never or ""),
        ("", "", "", *shown, ""),
    )


def _sensitivity(analysis: Analysis) -> list[tuple[Cells, Sequence[str]]]:
    found: list[tuple[Cells, Sequence[str]]] = []
    for row in analysis.sensitivity:
        shown = [number_format(row.unit, value) for value in (row.p10, row.p90)]
        cells = (
            row.title,
            row.key,
            row.unit,
            row.p10,
            row.p90,
            row.difference_at_p10_usd,
            row.difference_at_p90_usd,
            row.evppi_usd,
        )
        found.append((cells, ("", "", "", *shown, USD, USD, USD)))
    return found


def write_sources(paper: Paper, analysis: Analysis) -> None:
    """Every page that a line's rate was read on, and every source that the team names."""
    page = paper.sheet("Sources", (72, 80, 13, 13, 60), QUIET, 3)
    page.set_row(0, 26)
    paper.text(page, 0, 0, "Sources", "title")
    paper.text(
        page,
        1,
        0,
        f"Prices and rules of {figures.day(analysis.book.as_of)}; the oldest was checked on {figures.day(analysis.book.oldest_checked)}.",
        "quiet",
    )
    paper.head(page, 3, ("Source", "Page", "In force", "Checked", "Read for"))
    row = 4
    for source, lines in _by_source(analysis).items():
        paper.text(page, row, 0, source.title, "wrap")
        page.set_row(row, 14.0 * lines_of(source.title, 72) + 1)
        _link(paper, page, row, source.url)
        paper.text(page, row, 2, source.effective.isoformat() if source.effective else "")
        paper.text(page, row, 3, source.checked.isoformat())
        paper.text(page, row, 4, ", ".join(lines), "quiet")
        row += 1
    for given in analysis.inputs:
        if given.given and (given.source or given.note):
            paper.text(page, row, 0, given.source or given.note, "wrap")
            page.set_row(row, 14.0 * lines_of(given.source or given.note, 72) + 1)
            paper.text(page, row, 1, given.note if given.source else "", "quiet")
            paper.text(page, row, 4, f"{given.title} ({given.basis})", "quiet")
            row += 1
    page.freeze_panes(4, 1)


def _by_source(analysis: Analysis) -> dict[SourceRow, list[str]]:
    found: dict[SourceRow, dict[str, None]] = {}
    for option in analysis.options:
        for line in option.lines:
            if line.source is not None:
                found.setdefault(line.source, {})[line.title] = None
    return {source: list(lines) for source, lines in found.items()}


def _link(paper: Paper, page: Worksheet, row: int, url: str) -> None:
    """A link where it is one that a spreadsheet takes, else text."""
    if url.startswith(("https://", "http://")) and len(url) < 2_000 and url.isascii() and " " not in url:
        page.write_url(row, 1, url, paper.style("link"), string=url)
    else:
        paper.text(page, row, 1, url)
