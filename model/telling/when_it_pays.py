"""When it pays: at which volume, from which month on, and the best month to switch."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, BreakEven
from model.quantities import figures
from model.telling.option_names import title
from model.telling.record import told

BEFORE_LIVE = frozenset({"other.waiting", "other.late_runs"})


class WhenItPays(Struct, frozen=True, kw_only=True):
    """Sentences in the order of reading; `paid_back` alone is whether and when the larger build is paid back, `volume` from
    which volume on running one of them costs less. Where break-evens were not worked out, the gaps alone are said."""

    sentences: tuple[str, ...]
    paid_back: str
    volume: str


@told
def when_it_pays(analysis: Analysis) -> WhenItPays:
    """The record of an analysis."""
    found = analysis.break_even
    if found is None:
        return WhenItPays(sentences=(analysis.gaps.sentence,), paid_back="", volume=_volume(analysis))
    paid = _paid_back(analysis, found)
    sentences = [found.sentence, *_before_live(analysis, found), paid, _switch(analysis, found)]
    return WhenItPays(sentences=tuple(text for text in sentences if text), paid_back=paid, volume=_volume(analysis))


def _before_live(analysis: Analysis, found: BreakEven) -> list[str]:
    """Why a volume turns it although running is dearer, or cheaper, at every volume: what is left undone until it is live."""
    waits = [
        sum(line.total_usd for line in analysis.option(option).lines if line.key in BEFORE_LIVE)
        for option in analysis.pair
    ]
    gaps = analysis.gaps
    if not found.factors or gaps.per_month_usd * gaps.per_session_usd < 0.0 or waits[0] == waits[1]:
        return []
    return [
        "That comes from the weeks before an option is live, in which nothing runs: waiting is paid instead, or the runs are done late."
    ]


def _switch(analysis: Analysis, found: BreakEven) -> str:
    a, b = (title(analysis, option) for option in analysis.pair)
    if found.best_switch is not None:
        saved, month = figures.money(found.best_switch.saving_usd), found.best_switch.month
        return f"Best month to switch from {a} to {b}: month {month}, which saves {saved} against staying."
    if analysis.today != analysis.pair[1]:
        return f"In no month does switching from {a} to {b} save anything."
    return ""


def _paid_back(analysis: Analysis, found: BreakEven) -> str:
    larger = title(analysis, found.larger_build)
    builds = {figures.dollars(analysis.option(option).build_usd) for option in analysis.pair}
    crossing = found.crossing_month
    if len(builds) == 1:  # nothing to pay back: the one that starts dearer is followed
        if crossing is None:
            months = analysis.horizon_months
            return f"Both cost the same to build, and in none of {months} months is running {larger} cheaper."
        return f"Both cost the same to build; month {crossing} is the first in which running {larger} is cheaper."
    if found.payback_month is None:
        paid = f"{larger} does not pay back its larger build within {analysis.horizon_months} months"
    elif found.payback_month == 0:
        paid = f"{larger} costs less from the start, in spite of its larger build"
    else:
        paid = f"{larger} has paid back its larger build from month {found.payback_month} on"
    if crossing is None:
        return f"{paid}, and no month of running it is cheaper."
    return f"{paid}; month {crossing} is the first in which running it is cheaper."


def _volume(analysis: Analysis) -> str:
    gaps, b = analysis.gaps, title(analysis, analysis.pair[1])
    if gaps.any_volume:
        return "Volume does not pay for it."
    at = gaps.pays_from_sessions_per_month
    if at is None or gaps.pays_above is None:
        return "Volume alone does not decide it."
    return f"Running {b} costs less {'above' if gaps.pays_above else 'below'} {figures.count(at)} runs a month."
