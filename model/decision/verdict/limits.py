"""The limits that `check` enforces in CI: which of them an analysis misses, in sentences."""

from msgspec import Struct

from model.decision.records.analysis import Analysis, OptionRow
from model.quantities import figures


class Limits(Struct, frozen=True, kw_only=True):
    """What a team asks of an analysis; None asks nothing.

    `expect` is the option that must be the verdict. The other three speak of that option, or of the verdict where none
    is expected: its share of futures, its first full month, its cost per outcome that the agent reaches.
    """

    expect: str | None = None
    min_probability: float | None = None
    max_monthly_usd: float | None = None
    max_per_outcome_usd: float | None = None


class Missed(Struct, frozen=True):
    """One limit that does not hold: the name of the flag without dashes, and the sentence for people."""

    limit: str
    sentence: str


def missed(analysis: Analysis, limits: Limits) -> tuple[Missed, ...]:
    """The limits that do not hold, all of them. ValueError where `expect` names no option of the profile.

    Without a verdict and without `expect` there is nothing to hold a limit against: that is reported by its own exit
    code, and no limit counts as missed here.
    """
    ids = [row.id for row in analysis.options]
    if limits.expect is not None and limits.expect not in ids:
        raise ValueError(f"no option {limits.expect!r}; the profile has {figures.listed(ids)}")
    found: list[Missed] = []
    if limits.expect is not None and analysis.verdict.option != limits.expect:
        verdict = analysis.verdict.option or "none"
        found.append(Missed("expect", f"expected {limits.expect} to be the verdict, it is {verdict}"))
    subject = limits.expect or analysis.verdict.option
    if subject is not None:
        found.extend(_missed_by(analysis.option(subject), limits))
    return tuple(found)


def margins(analysis: Analysis, limits: Limits) -> tuple[str, ...]:
    """By how much each limit that was asked for holds, for people: `managed 98 of 100, asked 80`."""
    subject = limits.expect or analysis.verdict.option
    if subject is None:
        return ()
    row, found = analysis.option(subject), []
    if limits.min_probability is not None:
        asked = figures.number(limits.min_probability * 100)
        found.append(f"{row.id} {figures.in_100(row.probability_best)} of 100, asked {asked}")
    elif limits.expect is not None:
        found.append(f"{row.id} is the verdict, {figures.in_100(row.probability_best)} of 100")
    if limits.max_monthly_usd is not None:
        found.append(f"{_spare(row.month_1_usd, limits.max_monthly_usd)} in its first full month")
    if limits.max_per_outcome_usd is not None and row.per_agent_outcome_usd is not None:
        found.append(f"{_spare(row.per_agent_outcome_usd, limits.max_per_outcome_usd)} an outcome")
    return tuple(found)


def _spare(usd: float, allowed: float) -> str:
    return f"{figures.dollars(usd, 2)} of {figures.dollars(allowed, 2)} allowed"


def _missed_by(row: OptionRow, limits: Limits) -> list[Missed]:
    found: list[Missed] = []
    floor, monthly, outcome = limits.min_probability, limits.max_monthly_usd, limits.max_per_outcome_usd
    if floor is not None and row.probability_best < floor:
        chance = f"{row.id} is the cheapest in {figures.in_100(row.probability_best)} of 100 futures"
        found.append(Missed("min-probability", f"{chance}, at least {figures.number(floor * 100)} are asked"))
    if monthly is not None and not row.month_1_usd <= monthly:
        amount = f"{row.id} costs {figures.dollars(row.month_1_usd, 2)} in its first full month"
        found.append(Missed("max-monthly-usd", f"{amount}, at most {figures.dollars(monthly, 2)} are allowed"))
    if outcome is not None:
        found.extend(_outcome_missed(row, outcome))
    if (monthly is not None or outcome is not None) and not row.complete:
        names = figures.listed([line.write for line in row.unpriced])
        found.append(Missed("complete", f"{row.id} is not fully priced, so no amount is known: write {names}"))
    return found


def _outcome_missed(row: OptionRow, limit: float) -> list[Missed]:
    if row.per_agent_outcome_usd is None:
        return [Missed("max-per-outcome-usd", f"{row.id} reaches no outcome, so an outcome has no cost")]
    if row.per_agent_outcome_usd <= limit:
        return []
    amount = f"{row.id} costs {figures.rate(row.per_agent_outcome_usd)} an outcome"
    return [Missed("max-per-outcome-usd", f"{amount}, at most {figures.rate(limit)} are allowed")]
