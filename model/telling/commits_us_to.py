"""What the answer commits to: go-live, people, term, leaving, who looks again and when.

What nobody said is said to be open; a cost of leaving that nobody gave is said to be taken for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct

from model.decision.records.analysis import Analysis, MixedHomes
from model.quantities import figures
from model.telling.look_again import look_again
from model.telling.option_names import short, title
from model.telling.record import told

DAYS_OF_MONTH = 365 / 12
NOW = "now"
AT_ONCE = " on average, if it starts at once"


class CommitsUsTo(Struct, frozen=True):
    """What the answer asks of the team: the option by its title (`the mix` where that is the answer), and rows of what and how it stands."""

    option: str
    rows: tuple[tuple[str, str], ...]


@told
def commitment(analysis: Analysis) -> CommitsUsTo | None:
    """The commitments of the answer; None where there is none."""
    chosen = analysis.verdict.option
    if chosen is None:
        return None
    if analysis.mixed_homes is not None:
        return _of_the_mix(analysis, analysis.mixed_homes)
    rows = (
        ("Go-live", _live(analysis, chosen)),
        ("People", _people(analysis, chosen)),
        ("Term", _term(analysis, chosen)),
        ("Leaving", _leaving(analysis, chosen)),
        ("Owner and next date", _next(analysis)),
    )
    return CommitsUsTo(title(analysis, chosen), rows)


def _of_the_mix(analysis: Analysis, mix: MixedHomes) -> CommitsUsTo:
    """The same of every home of a mix, once where they are alike; what a build costs with only some of the work is in the mix's own figures."""
    used = {home.option for home in mix.homes}
    homes = [row.id for row in analysis.options if row.id in used]

    def each(said: Callable[[str], str]) -> str:
        found = {home: said(home) for home in homes}
        alike = found[homes[0]] if len(set(found.values())) == 1 else ""
        return alike or "; ".join(f"{short(analysis, home)} {text}" for home, text in found.items())

    live = each(lambda home: _when(analysis, home))
    people = f"{figures.money(mix.people_month_1_usd)} of our engineers in the first full month; whether that is a hire or existing staff is not said"
    rows = (
        ("Go-live", live if live == NOW else f"{live}{AT_ONCE}"),
        ("People", people),
        ("Term", each(lambda home: _term(analysis, home))),
        ("Leaving", each(lambda home: _leaving(analysis, home))),
        ("Owner and next date", _next(analysis)),
    )
    return CommitsUsTo("the mix", rows)


def _live(analysis: Analysis, option: str) -> str:
    row = analysis.option(option)
    build = f", build {figures.money(row.build_usd)}" if row.build_usd else ", nothing to build"
    when = _when(analysis, option)
    return f"{when}{'' if when == NOW else AT_ONCE}{build}"


def _when(analysis: Analysis, option: str) -> str:
    row = analysis.option(option)
    if not figures.lasts(row.live_month):
        return NOW
    day = analysis.as_of + timedelta(days=round(row.live_month * DAYS_OF_MONTH))
    return f"after {figures.span(row.live_month)}, about {figures.day(day)}"


def _people(analysis: Analysis, option: str) -> str:
    fte = figures.count(analysis.option(option).people_fte, 2)
    return f"{fte} engineers kept busy; whether that is a hire or existing staff is not said"


def _term(analysis: Analysis, option: str) -> str:
    profile, place = analysis.case.profile, f"options.{option}.commitment"
    months, usd = profile.text(f"{place}.months"), profile.text(f"{place}.usd_per_month")
    if not usd:
        return "no term and no notice are in the profile"
    return f"at least ${usd} a month" + (f" for {months} months" if months else "")


def _leaving(analysis: Analysis, option: str) -> str:
    key = f"options.{option}.leave_usd"
    row = next((row for row in analysis.inputs if row.key == key), None)
    if row is None or not row.given:
        return "assumed to cost nothing: nobody gave a cost"
    return f"{figures.money(row.mean)} once"


def _next(analysis: Analysis) -> str:
    decision = analysis.decision
    owner = f"{decision.by}" if decision is not None and decision.by else "no owner is named"
    first = look_again(analysis).first
    return f"{owner}; next look {figures.day(first.look_on)}" if first else f"{owner}; no date for a next look"
