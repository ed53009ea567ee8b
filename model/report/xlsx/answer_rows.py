"""The sheet *Answer* under way: texts over its whole width, tables with a column an option, the row that is next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from model.decision.records.analysis import Analysis
from model.report.xlsx.lines_sheets import OptionAt
from model.report.xlsx.paper import ACCENT, USD, Paper, lines_of
from model.report.xlsx.plan import ANSWER

LABEL, FIRST_OPTION, LEAST_COLUMNS = 1, 2, 4
SIDE, NAME, OPTION = 2.0, 34.0, 19.0
PAGES = 2  # of paper
Label: TypeAlias = str | tuple[str, float, str]
"""A text, or a formula with what it comes to and its format."""


class AnswerSheet:
    """The sheet under way: the row that is next, and how wide the text is."""

    def __init__(self, paper: Paper, analysis: Analysis, options: Sequence[OptionAt], months: int) -> None:
        self.paper, self.analysis, self.options, self.months = paper, analysis, options, months
        self.last = FIRST_OPTION + max(len(options) + 1, LEAST_COLUMNS) - 1  # the pair's difference stands beside
        self.page = paper.sheet(ANSWER, (SIDE, NAME, *(OPTION for _ in range(self.last - 1))), ACCENT)
        self.page.set_portrait()
        self.page.fit_to_pages(1, PAGES)
        self.row = 1

    @property
    def room(self) -> float:
        """How many characters fit between the edges."""
        return NAME + OPTION * (self.last - 1)

    def across(self, text: str, style: str = "wrap", least: float = 15.0, size: float = 1.0, formula: str = "") -> None:
        """A row over the whole width, as high as its text needs; with a formula, the text is what that says now."""
        self._merge(LABEL, text, style, formula)
        self.page.set_row(self.row, max(least, 14.0 * size * lines_of(text, self.room / size)))
        self.row += 1

    def beside(self, name: str, text: str) -> None:
        """A name, and a text as high as it needs."""
        self.paper.text(self.page, self.row, LABEL, name, "quiet")
        self._merge(FIRST_OPTION, text, "wrap", "")
        self.page.set_row(self.row, 14.0 * lines_of(text, self.room - NAME))
        self.row += 1

    def _merge(self, first: int, text: str, style: str, formula: str) -> None:
        self.page.merge_range(self.row, first, self.row, self.last, "", self.paper.style(style))
        if formula:
            self.paper.formula(self.page, self.row, first, formula, text, style)
        else:
            self.paper.text(self.page, self.row, first, text, style)

    def heading(self, text: str) -> None:
        """A heading with a rule below, after an empty row."""
        self.row += 1
        for column in range(LABEL, self.last + 1):
            self.paper.text(self.page, self.row, column, text if column == LABEL else "", "heading")
        self.page.set_row(self.row, 18)
        self.page.set_row(self.row + 1, 4)
        self.row += 2

    def head(self, first: str, last: str = "") -> None:
        """The titles of the options, the first column's on the left; with ``last``, that of a column beside them."""
        titles = [*(option.option.title for option in self.options), *filter(None, (last,))]
        self.paper.text(self.page, self.row, LABEL, first, "head")
        for column, title in enumerate(titles, start=FIRST_OPTION):
            self.paper.text(self.page, self.row, column, title, "head right")
        self.page.set_row(self.row, 14.0 * max(lines_of(title, OPTION - 2) for title in titles) + 2)
        self.row += 1

    def values(self, label: str, cells: Sequence[float | str | None], style: str = "text") -> None:
        """A row of values; a label that begins with a space is part of the one above."""
        self._label(label, style)
        for column, value in enumerate(cells, start=FIRST_OPTION):
            if isinstance(value, str):
                self.page.write_string(self.row, column, value, self.paper.style("right"))
            else:
                self.paper.number(self.page, self.row, column, value, style, USD)
        self.row += 1

    def formulas(
        self, label: Label, cells: Sequence[tuple[str, float | str]], style: str = "text", least: Sequence[str] = ()
    ) -> None:
        """A row of formulas with what they come to now; amounts are shown as lower bounds while the condition of their column
        in ``least`` holds."""
        self._label(label, style)
        for column, (formula, value) in enumerate(cells, start=FIRST_OPTION):
            self.paper.formula(
                self.page, self.row, column, formula, value, "right" if isinstance(value, str) else style, USD
            )
            if least and (holds := least[column - FIRST_OPTION]):
                rule = {"type": "formula", "criteria": f"={holds}", "format": self.paper.at_least}
                self.page.conditional_format(self.row, column, self.row, column, rule)
        self.row += 1

    def _label(self, label: Label, style: str) -> None:
        if not isinstance(label, str):
            formula, value, number = label
            self.paper.formula(self.page, self.row, LABEL, formula, value, "indented", number)
            return
        self.paper.text(self.page, self.row, LABEL, label.strip(), "indented" if label.startswith(" ") else style)
