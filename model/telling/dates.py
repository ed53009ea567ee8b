"""Which calendar months the months of a comparison are, and how a year of them is called by its date."""

from __future__ import annotations

from datetime import date

from model.decision.records.analysis import Analysis


def calendar_month(as_of: date, month: int) -> date:
    """The first day of month 1, 2, … of the horizon: month 1 is the first whole calendar month from this day on."""
    months = as_of.year * 12 + as_of.month - 1 + (as_of.day > 1) + month - 1
    return date(months // 12, months % 12 + 1, 1)


def year_ends(analysis: Analysis, year: int) -> date:
    """The first day of the last month of year 1, 2, … of the horizon, which may end before the year does."""
    return calendar_month(analysis.as_of, min(12 * year, analysis.horizon_months))


def first_year_ends(analysis: Analysis) -> str:
    """What heads a table of years: `year 1 ends Nov 2027`."""
    return f"year 1 ends {year_ends(analysis, 1):%b %Y}"
