"""The workbook as paper: its formats, and cells that hold text as text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from model.quantities import Unit
from model.report import palette
from model.report.csv import safe
from model.report.plain import width

INK, QUIET, RULE, ACCENT = (f"#{color}" for color in (palette.INK, palette.QUIET, palette.RULE, palette.ACCENT))
BAND, INPUT = "#EEF2F6", "#FFF8DC"
LONGEST_TEXT = 32_000  # a cell takes 32,767 characters
UNLOCKED = {"format_columns": True, "format_rows": True, "format_cells": True, "sort": True, "autofilter": True}
NARROW = 0.85  # letters are narrower than the figures that column widths are counted in
USD, CENTS, RATE, SHARE = '$#,##0;[Red]-$#,##0;"–"', "$#,##0.00", "$#,##0.00####", "0.0##%"
SMALL_COUNT = "0.0000##"
AT_LEAST = '"≥ "$#,##0;"≥ −"$#,##0;"≥ $0"'
_BASE: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
_STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "wrap": {"text_wrap": True},
    "quiet": {"font_color": QUIET},
    "indented": {"indent": 1, "align": "left"},
    "quiet indented": {"font_color": QUIET, "indent": 1, "align": "left"},
    "quiet indented wrap": {"font_color": QUIET, "indent": 1, "align": "left", "text_wrap": True},
    "quiet wrap": {"font_color": QUIET, "text_wrap": True},
    "bold": {"bold": True},
    "bold wrap": {"bold": True, "text_wrap": True},
    "right": {"align": "right"},
    "quiet right": {"font_color": QUIET, "align": "right"},
    "title": {"bold": True, "font_size": 18, "valign": "vcenter"},
    "title wrap": {"bold": True, "font_size": 18, "valign": "vcenter", "text_wrap": True},
    "verdict": {"bold": True, "font_size": 16, "font_color": ACCENT, "text_wrap": True, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 1, "bottom_color": ACCENT},
    "head": {"bold": True, "bg_color": BAND, "bottom": 1, "bottom_color": RULE, "text_wrap": True, "valign": "bottom"},
    "head indented": {"bold": True, "bg_color": BAND, "bottom": 1, "bottom_color": RULE, "text_wrap": True, "valign": "bottom", "align": "left", "indent": 1},
    "head right": {"bold": True, "bg_color": BAND, "bottom": 1, "bottom_color": RULE, "text_wrap": True, "align": "right", "valign": "bottom"},
    "group": {"bold": True, "bg_color": BAND},
    "input": {"bg_color": INPUT, "font_color": "#0000C8", "border": 1, "border_color": "#D9C98F", "locked": False},
    "total": {"bold": True, "top": 1, "top_color": INK},
    "link": {"font_color": ACCENT, "underline": 1},
}  # fmt: skip


class SafeWorksheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes formulas as they are: none of ours is newer than spreadsheets of 2010, which saves looking
    through every formula for thirty functions that would have to be marked."""

    def _prepare_formula(self, formula: str, *_: object) -> str:
        return formula.removeprefix("=")


class Paper:
    """A workbook under way; formats are made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._formats: dict[tuple[str, str], Any] = {}
        self.at_least = workbook.add_format({"num_format": AT_LEAST})
        self.beyond = workbook.add_format({"font_color": "#B8BEC7", "bg_color": "#F6F7F9"})

    def style(self, name: str, number: str = "") -> Any:
        """The format of a style with a number format."""
        made = self._formats.get((name, number))
        if made is None:
            given = {"num_format": number} if number else {}
            made = self._formats[name, number] = self.workbook.add_format({**_BASE, **_STYLES[name], **given})
        return made

    def sheet(self, name: str, widths: Sequence[float], color: str, top: int | None = None) -> Worksheet:
        """A new sheet, landscape on one page's width; the row ``top`` is repeated on every page."""
        page = self.workbook.add_worksheet(name, SafeWorksheet)
        for column, size in enumerate(widths):
            page.set_column(column, column, size)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.5, 0.5)
        page.set_footer("&L&8&F · &A&R&8&P of &N")
        page.set_tab_color(color)
        page.protect("", UNLOCKED)  # without a password: it keeps slips from formulas and stops nobody
        if top is not None:
            page.repeat_rows(top)
        return page

    def text(self, page: Worksheet, row: int, column: int, text: str, style: str = "text") -> None:
        """Text that stays text: never a formula, a number or a link."""
        if text:
            page.write_string(row, column, plain(text), self.style(style))
        else:
            page.write_blank(row, column, None, self.style(style))

    def head(self, page: Worksheet, row: int, titles: Sequence[str], right: Sequence[int] = ()) -> None:
        """A row of column titles."""
        for column, title in enumerate(titles):
            left = "head indented" if column - 1 in right else "head"
            self.text(page, row, column, title, "head right" if column in right else left)

    def formula(
        self,
        page: Worksheet,
        row: int,
        column: int,
        formula: str,
        value: float | str,
        style: str = "text",
        number: str = "",
    ) -> None:
        """A formula with the value it has now."""
        page.write_formula(row, column, formula, self.style(style, number), value)

    def number(
        self, page: Worksheet, row: int, column: int, value: float | None, style: str = "text", number: str = ""
    ) -> None:
        """A number; nothing where there is none."""
        if value is None:
            page.write_blank(row, column, None, self.style(style, number))
        else:
            page.write_number(row, column, value, self.style(style, number))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text as a cell holds it: cleaned, with a quote before what a spreadsheet would take for a formula, and cut where
    a cell ends."""
    return safe(text)[:LONGEST_TEXT]


def number_format(unit: str, value: float | None) -> str:
    """How a value in a unit is shown: large amounts without cents, prices with all their digits."""
    if unit == Unit.SHARE.value:
        return SHARE
    if unit.startswith("usd"):
        return rate_format(value)
    return count_format(value)


def brief_format(unit: str, value: float | None) -> str:
    """The same where a person only has to recognize it."""
    return "0.0##" if (shown := number_format(unit, value)) == SMALL_COUNT else shown


def rate_format(value: float | None) -> str:
    """How a price is shown."""
    size = abs(value or 0.0)
    return "$#,##0" if size >= 100_000 else CENTS if size >= 100 else RATE


def count_format(value: float | None) -> str:
    """How a number of things is shown; a format with optional decimals would leave a point behind whole numbers."""
    size = abs(value or 0.0)
    if size >= 1_000 or size == int(size):
        return "#,##0" if size >= 1_000 else "General"
    return "#,##0.00" if size >= 10 else SMALL_COUNT


def lines_of(text: str, room: float) -> int:
    """How many lines a text takes in so many characters of width."""
    return max(1, ceil(width(text) * NARROW / room))
