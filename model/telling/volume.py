"""Does volume pay for it: what is fixed each month, what each run adds, where running breaks even and where all of it does."""

from __future__ import annotations

from model.decision.records.analysis import Analysis
from model.quantities import figures


def gap_wordings(analysis: Analysis) -> tuple[str, ...]:
    """B against A in a line, the longest wording first: the whole sentence, then less and less of it, without a full stop.

    `fixed` is what a month differs by before the first run, so that nobody takes it for the difference of a month.
    """
    gaps = analysis.gaps
    month, run = figures.signed_money(gaps.per_month_usd), figures.signed_money(gaps.per_session_usd)
    amounts = f"fixed {month}, each run {run}"
    return (
        gaps.sentence.rstrip("."),
        *(f"{amounts}; {even}" for even in _ends(analysis)),
        amounts,
        f"fixed {month}, run {run}",
    )


def _ends(analysis: Analysis) -> tuple[str, ...]:
    """What follows from the two numbers, the longest wording first."""
    gaps = analysis.gaps
    if gaps.pays_from_sessions_per_month is None:
        worse = gaps.per_month_usd > 0 or gaps.per_session_usd > 0
        if gaps.any_volume:
            return (f"running it is {'more expensive' if worse else 'cheaper'} at any volume",)
        return ("near today's volume",) if gaps.local else ()
    running = figures.short_count(gaps.pays_from_sessions_per_month)
    if gaps.break_even_sessions_per_month is None:
        return (f"running breaks even at {running} runs a month", f"running breaks even at {running}")
    whole = figures.short_count(gaps.break_even_sessions_per_month)
    return (
        f"running breaks even at {running} runs a month, build included at {whole}",
        f"breaks even at {running} runs, with build {whole}",
        f"break-even {whole} runs with build",
    )
