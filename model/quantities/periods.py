"""Numbers counted over another time than the key's: `1,000 a day` of runs a month, `$19k/month` of an engineer's year,
`8 h/week` of upkeep.

A month is 730 hours and a year 52 weeks, as everywhere here; engineers work 40 hours a week. A percentage compounds, and
a day or an hour of pay depends on the hours paid, so these are asked about with the number they would give.
"""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType

from model.quantities.units import HOURS_PER_WORKING_WEEK, Unit

_NAMES = MappingProxyType(
    {
        "hour": ("h", "hr", "hour", "hourly"),
        "day": ("d", "day", "daily"),
        "working day": ("working day", "work day", "workday", "weekday", "business day"),
        "week": ("w", "wk", "week", "weekly"),
        "month": ("mo", "mon", "month", "monthly"),
        "year": ("y", "yr", "year", "yearly", "annually", "annum"),
    }
)
_HOURS = MappingProxyType(
    {"hour": 1.0, "day": 24.0, "working day": 8760.0 / 260.0, "week": 8760.0 / 52.0, "month": 730.0, "year": 8760.0}
)
_WORKED = MappingProxyType(
    {
        "hour": 1.0,
        "day": HOURS_PER_WORKING_WEEK / 5.0,
        "working day": HOURS_PER_WORKING_WEEK / 5.0,
        "week": HOURS_PER_WORKING_WEEK,
        "month": 52.0 / 12.0 * HOURS_PER_WORKING_WEEK,
        "year": 52.0 * HOURS_PER_WORKING_WEEK,
    }
)
_IN_A_YEAR = MappingProxyType({"month": 12.0, "year": 1.0, "week": 52.0, "day": 365.0})
_OF_UNIT = MappingProxyType(
    {
        Unit.USD_PER_YEAR: "year",
        Unit.USD_PER_MONTH: "month",
        Unit.USD_PER_WEEK: "week",
        Unit.USD_PER_HOUR: "hour",
        Unit.HOURS_PER_YEAR: "year",
        Unit.HOURS_PER_MONTH: "month",
    }
)
_PERIOD = {name: period for period, names in _NAMES.items() for name in (*names, f"{names[0]}s", f"{period}s")}
_PER = re.compile(
    r"(?P<what>.*?) ?(?:(?:/|\b(?:per|an?|each|every)\b) ?(?P<period>[a-z ]+)|(?P<adverb>daily|weekly|monthly|yearly|annually))",
    re.IGNORECASE,
)


def worth_over_time(rest: str, number: Decimal, unit: Unit, per: str) -> float | str | None:
    """What one of the number is worth in the unit of its key, for a text such as `/day`, `runs a week` or `h/week`.

    `per` is the time over which a key without a unit of time counts: "month" for runs a month, "" where it counts over
    none. None where the text names no time that fits; a sentence where it does and the number must be written otherwise.
    """
    match = _PER.fullmatch(rest.strip())
    period = _PERIOD.get((match["period"] or match["adverb"]).strip().lower()) if match else None
    if match is None or period is None:
        return None
    what = match["what"].strip().lower()
    if unit is Unit.ENGINEERS:
        worked = _WORKED.get(_PERIOD.get(what) or _PERIOD.get(what.removesuffix("s")) or "")
        return None if worked is None else worked / _WORKED[period]
    over = _OF_UNIT.get(unit, per)
    if not over:
        return None
    if unit is Unit.SHARE:
        return _compounded(what, number, period, over, unit)
    if unit is Unit.USD_PER_YEAR and period in ("hour", "day", "working day"):
        usd = float(number) * _WORKED["year"] / _WORKED[period]
        return f"pay by the {period} depends on the hours paid: at 2,080 a year it is ${usd:,.0f} a year; write that"
    known = unit.words.get(what) if what else 1.0
    return None if known is None else known * _HOURS[over] / _HOURS[period]


def _compounded(what: str, number: Decimal, period: str, over: str, unit: Unit) -> float | str | None:
    """A share a month where the key says a month; another time is offered as what it makes with compound growth."""
    worth = unit.words.get(what) if what else 1.0
    if worth is None or period == over:
        return worth
    years = _IN_A_YEAR.get(period)
    share = float(number) * worth
    if years is None or share <= -1.0 or share > 1e3:
        return None
    other = (1.0 + share) ** (years / _IN_A_YEAR[over]) - 1.0
    return f"growth compounds: {100.0 * share:.4g}% a {period} is {100.0 * other:.3g}% a {over}; write that"
