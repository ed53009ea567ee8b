"""The closed list of units: what each is called, how people write it, and how far one nudge moves it.

An input is declared with a `NumberSpec`: its unit, its family (which decides the shape of a range) and its hard limits.
"""

import math
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

Words: TypeAlias = MappingProxyType[str, float]

DAYS_PER_WORKING_WEEK = 5.0
HOURS_PER_WORKING_WEEK = 40.0
WEEKS_PER_MONTH = 52.0 / 12.0


class Family(StrEnum):
    """What values a key may take, and so what a range means: log-normal, logit-normal or normal."""

    POSITIVE = "positive"
    SHARE = "share"
    SIGNED = "signed"


class Unit(StrEnum):
    """The unit a value is stored and computed in. `label` is how it is printed after a number."""

    COUNT = "count"
    USD = "usd"
    SHARE = "share"
    FACTOR = "factor"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    ENGINEER_WEEKS = "engineer-weeks"
    ENGINEERS = "engineers"
    TOKENS = "tokens"
    VCPU = "vcpu"
    GIB = "gib"
    HOURS_PER_YEAR = "hours-per-year"
    HOURS_PER_MONTH = "hours-per-month"
    USD_PER_YEAR = "usd-per-year"
    USD_PER_MONTH = "usd-per-month"
    USD_PER_WEEK = "usd-per-week"
    USD_PER_HOUR = "usd-per-hour"
    USD_PER_MTOK = "usd-per-mtok"
    USD_PER_1000 = "usd-per-1000"
    USD_PER_SESSION = "usd-per-session"
    USD_PER_VCPU_HOUR = "usd-per-vcpu-hour"
    USD_PER_GIB_HOUR = "usd-per-gib-hour"

    @property
    def label(self) -> str:
        """What is printed after a number in this unit; empty for counts and factors."""
        return _writings()[self].label

    @property
    def noun(self) -> str:
        """The unit in a sentence ("a number of minutes"); empty for counts and factors."""
        return _NOUNS.get(self.value, self.value.replace("usd", "US dollars").replace("-per-", " per "))

    @property
    def is_money(self) -> bool:
        """Whether a number in this unit may carry a dollar sign."""
        return self.value.startswith("usd")

    @property
    def examples(self) -> tuple[str, str]:
        """A number and a range, written as a person would write them for this unit."""
        return _writings()[self].examples

    @property
    def words(self) -> Words:
        """What may follow a number, in lower case, and what one of it is worth in this unit."""
        return _writings()[self].words

    @property
    def nudge(self) -> float:
        """The step by which a value near zero moves when it is nudged once."""
        return _writings()[self].nudge


_NOUNS = MappingProxyType(
    {
        "count": "",
        "factor": "",
        "vcpu": "vCPUs",
        "gib": "GiB",
        "usd-per-mtok": "US dollars per million tokens",
        "usd-per-1000": "US dollars per 1,000",
        "usd-per-vcpu-hour": "US dollars per vCPU-hour",
        "usd-per-gib-hour": "US dollars per GiB-hour",
    }
)


class NumberSpec(Struct, frozen=True):
    """What a number must be: its unit, its family and its hard limits, both inclusive.

    `whole` asks for whole numbers: typed ends must be whole, and draws are rounded to the nearest whole number. `per` is the
    time over which a number without a unit of time counts, such as "month" for runs a month; "" for none.
    """

    unit: Unit
    family: Family
    low: float = 0.0
    high: float = math.inf
    whole: bool = False
    per: str = ""

    @property
    def limits(self) -> tuple[float, float]:
        """The hard limits, never wider than the family allows (0 to 1 for shares, from 0 for positive keys)."""
        if self.family is Family.SHARE:
            return max(self.low, 0.0), min(self.high, 1.0)
        if self.family is Family.POSITIVE:
            return max(self.low, 0.0), self.high
        return self.low, self.high


class _Writing(Struct, frozen=True):
    label: str
    examples: tuple[str, str]
    nudge: float
    words: Words


def _words(*groups: tuple[str, float]) -> Words:
    return MappingProxyType({word: worth for names, worth in groups for word in names.split("|")})


def _rate(label: str, examples: tuple[str, str], nudge: float, *per: str) -> _Writing:
    """A rate in dollars: `$5/h`, `5 per hour`, `5 an hour`, `5 / h`; `per` are the names of what it is paid for."""
    forms = [f"{link}{name}" for name in per for link in ("/", "/ ", "per ", "a ", "an ")]
    return _Writing(label, examples, nudge, _words(("|".join(forms), 1.0)))


_SECOND, _MINUTE, _HOUR = "s|sec|secs|second|seconds", "m|min|mins|minute|minutes", "h|hr|hrs|hour|hours"
_DAY, _WEEK = "d|day|days", "w|wk|wks|week|weeks"
_MONTH, _YEAR = "mo|mon|month|months", "y|yr|yrs|year|years"


def _clock(label: str, examples: tuple[str, str], seconds: float, nudge: float = 1.0) -> _Writing:
    known = (("ms", 0.001), (_SECOND, 1.0), (_MINUTE, 60.0), (_HOUR, 3600.0), (_DAY, 86_400.0), (_WEEK, 604_800.0))
    return _Writing(label, examples, nudge, _words(*((names, worth / seconds) for names, worth in known)))


@cache
def _writings() -> dict[Unit, _Writing]:
    return _plain_units() | _time_units() | _rates()


def _plain_units() -> dict[Unit, _Writing]:
    percent = ("%|percent|per cent|pct", 0.01)
    nouns = "session|sessions|run|runs|call|calls|request|requests|search|searches|turn|turns|pause|pauses|time|times"
    people = "engineer|engineers|person|people|fte|ftes|developer|developers"
    return {
        Unit.COUNT: _Writing("", ("8,000", "8k to 15k"), 1.0, _words((f"{nouns}|{people}|host|hosts", 1.0))),
        Unit.USD: _Writing("$", ("$6", "$4 to $9"), 1.0, _words()),
        Unit.SHARE: _Writing("%", ("85%", "60% to 85%"), 0.01, _words(percent)),
        Unit.FACTOR: _Writing("×", ("1.3", "1 to 3"), 0.1, _words(("x|×|times", 1.0), percent)),
        Unit.ENGINEERS: _Writing("engineers", ("0.1", "0.05 to 0.3"), 0.01, _words((people, 1.0), percent)),
        Unit.TOKENS: _Writing(
            "tokens", ("50k", "20k to 60k"), 100.0, _words(("token|tokens|tok", 1.0), ("ktok", 1e3), ("mtok", 1e6))
        ),
        Unit.VCPU: _Writing("vCPU", ("2", "1 to 4"), 0.1, _words(("vcpu|vcpus|cpu|cpus|core|cores", 1.0))),
        # Providers write GB and bill GiB.
        Unit.GIB: _Writing(
            "GiB", ("4", "2 to 8"), 0.1, _words(("gib|gb", 1.0), ("mib|mb", 1.0 / 1024.0), ("tib|tb", 1024.0))
        ),
    }


def _time_units() -> dict[Unit, _Writing]:
    weeks = ((_DAY, 1.0 / 7.0), (_WEEK, 1.0), (_MONTH, WEEKS_PER_MONTH), (_YEAR, 52.0))
    months = ((_WEEK, 1.0 / WEEKS_PER_MONTH), (_MONTH, 1.0), (_YEAR, 12.0))
    worked = (
        ("ew|engineer-week|engineer-weeks|engineer week|engineer weeks|person-week|person-weeks|" + _WEEK, 1.0),
        ("engineer-day|engineer-days|person-day|person-days|" + _DAY, 1.0 / DAYS_PER_WORKING_WEEK),
        ("engineer-month|engineer-months|person-month|person-months|" + _MONTH, WEEKS_PER_MONTH),
        (_HOUR, 1.0 / HOURS_PER_WORKING_WEEK),
    )
    return {
        Unit.SECONDS: _clock("s", ("20 s", "10 to 30 s"), 1.0),
        Unit.MINUTES: _clock("min", ("30 min", "5 to 20 min"), 60.0),
        Unit.HOURS: _clock("h", ("2 h", "1 to 4 h"), 3600.0),
        Unit.DAYS: _clock("days", ("3 days", "2 to 5 days"), 86_400.0),
        Unit.WEEKS: _Writing("weeks", ("6 weeks", "4 to 12 weeks"), 1.0, _words(*weeks)),
        Unit.MONTHS: _Writing("months", ("36", "6 to 12 months"), 1.0, _words(*months)),
        Unit.ENGINEER_WEEKS: _Writing("engineer-weeks", ("8", "8 / 16 / 40"), 1.0, _words(*worked)),
        Unit.HOURS_PER_YEAR: _Writing(
            "h/year", ("2,080", "1,600 to 1,800"), 10.0, _words((_HOUR + "|h/year|hours a year|hours per year", 1.0))
        ),
        Unit.HOURS_PER_MONTH: _Writing(
            "h/month", ("730", "160 to 200"), 10.0, _words((_HOUR + "|h/month|hours a month|hours per month", 1.0))
        ),
    }


def _rates() -> dict[Unit, _Writing]:
    year, month, week, hour = (names.split("|") for names in (_YEAR, _MONTH, _WEEK, _HOUR))
    million = ("mtok", "million tokens", "million", "1m tokens", "1m")
    return {
        Unit.USD_PER_YEAR: _rate("$/year", ("$250k", "200k to 300k"), 1000.0, *year),
        Unit.USD_PER_MONTH: _rate("$/month", ("$50", "$40 to $80"), 1.0, *month),
        Unit.USD_PER_WEEK: _rate("$/week", ("$540", "$300 to $900"), 10.0, *week),
        Unit.USD_PER_HOUR: _rate("$/h", ("$0.08", "0.08 to 0.16"), 0.01, *hour),
        Unit.USD_PER_MTOK: _rate("$/Mtok", ("$5", "3 to 5"), 0.1, *million),
        Unit.USD_PER_1000: _rate("$/1,000", ("$10", "5 to 10"), 0.5, "1,000", "1000", "1k", "thousand"),
        Unit.USD_PER_SESSION: _rate("$/run", ("$0.45", "0.30 to 0.60"), 0.01, "session", "run"),
        Unit.USD_PER_VCPU_HOUR: _rate("$/vCPU-h", ("$0.05", "0.05 to 0.13"), 0.001, "vcpu-h", "vcpu-hour", "vcpu/h"),
        Unit.USD_PER_GIB_HOUR: _rate("$/GiB-h", ("$0.016", "0.01 to 0.02"), 0.001, "gib-h", "gib-hour", "gb-h"),
    }
