"""A day as people write it and as this product prints it: 2026-11-22, 2026/11/22, 22 Nov 2026, November 22, 2026, 22.11.2026.

Days lie between 2000 and 2199, so that no horizon leads beyond the calendar. `11/12/2026` has two meanings and asks.
"""

from __future__ import annotations

import re
from datetime import date

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
EXAMPLE = "2026-11-22"
_LONGEST = 40
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.] ?)(\d{1,2})\2(\d{4})")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]*(?:of )?([a-z]{3,9})\.?,?[ -]*(\d{4})")
_MONTH_NAMED = re.compile(r"([a-z]{3,9})\.? *(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")


def read_day(text: str) -> date | str:
    """The day of a text; or why it is none, as the end of a sentence that begins with what was read."""
    plain = " ".join(text.strip().lower().split())
    found = _parts(plain) if len(plain) <= _LONGEST else None
    if isinstance(found, str):
        return found
    if found is None:
        return f"a day, such as {EXAMPLE} or 22 Nov 2026"
    try:
        return within(date(*found))
    except ValueError:
        return f"a day that the calendar has, such as {EXAMPLE}"


def within(when: date) -> date | str:
    """The day where it lies in the years that are computed with; or what is allowed."""
    return when if FIRST <= when <= LAST else f"a day from {FIRST.isoformat()} to {LAST.isoformat()}"


def _parts(text: str) -> tuple[int, int, int] | str | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(int(match[1]), match[2][0], int(match[3]), int(match[4]))
    if match := _DAY_NAMED.fullmatch(text):
        return _named(match[2], match[1], match[3])
    if match := _MONTH_NAMED.fullmatch(text):
        return _named(match[1], match[2], match[3])
    return None


def _year_last(first: int, mark: str, second: int, year: int) -> tuple[int, int, int] | str:
    """With points the day comes first; with slashes only where one of the two cannot be a month."""
    if mark == "." or first > 12 or first == second:
        return year, second, first
    if second > 12:
        return year, first, second
    return f"one of two days: write {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"


def _named(month: str, day: str, year: str) -> tuple[int, int, int] | None:
    name = "sep" if month == "sept" else month
    found = [number for number, known in enumerate(_MONTHS, start=1) if known.startswith(name)]
    return (int(year), found[0], int(day)) if len(found) == 1 else None
