"""The limits that `check` enforces in CI: which of them an analysis keeps, and by what margin."""

from msgspec import Struct

from model.decision.records.analysis import Analysis, OptionRow
from model.decision.wording.headlines import mix_rival
from model.quantities import figures

JUDGED = frozenset(
    {"mixed", "portfolio"}
)  # parts of an analysis without which a limit would not see what the answer is


class Limits(Struct, frozen=True, kw_only=True):
    """What a team asks of an analysis; None asks nothing.

    `expect` is the option that must be the verdict: of all that could serve everything, the one to choose. Where the answer
    is a mix, the result says so and what it is. The other three speak of that option, or of the verdict where none
    is expected: its share of futures, its first full month, its cost per outcome that the agent reaches.
    """

    expect: str | None = None
    min_probability: float | None = None
    max_monthly_usd: float | None = None
    max_per_outcome_usd: float | None = None


class LimitResult(Struct, frozen=True, kw_only=True):
    """One limit that was asked for, and how it stands.

    `limit` is the flag without dashes, or `complete` where amounts were limited and the option has none to hold them
    against; `option` the one it speaks of. `asked` and `found` are an option id, a share from 0 to 1, or US dollars as
    `unit` says; `margin` is what is left before it is missed, in the same unit (negative: missed by so much). `sentence`
    says by how much it holds or why it does not.
    """

    limit: str
    option: str | None
    holds: bool
    asked: float | str | None
    found: float | str | None
    margin: float | None
    unit: str | None
    sentence: str


def held(analysis: Analysis, limits: Limits) -> tuple[LimitResult, ...]:
    """Every limit asked for, as it stands. ValueError where `expect` names no option of the profile.

    Without a verdict and without `expect` there is nothing to hold a limit against: that is reported by its own exit
    code, and nothing counts as missed here.
    """
    ids = [row.id for row in analysis.options]
    if limits.expect is not None and limits.expect not in ids:
        raise ValueError(f"no option {limits.expect!r}; the profile has {figures.listed(ids)}")
    subject = limits.expect or analysis.verdict.option
    found = [] if limits.expect is None else [_expected(analysis, limits.expect)]
    return (*found, *(() if subject is None else _held_by(analysis.option(subject), limits)))


def missed(analysis: Analysis, limits: Limits) -> tuple[LimitResult, ...]:
    """The limits that do not hold, all of them."""
    return tuple(each for each in held(analysis, limits) if not each.holds)


def margins(found: tuple[LimitResult, ...], *, mixed: bool = False) -> tuple[str, ...]:
    """By how much each limit holds, for people: `managed 98 of 100, asked 80`. What the chance says of the verdict need not
    be said twice, but that the answer is a mix (`mixed`) must be."""
    kept = [each for each in found if each.holds]
    asked = {each.limit for each in kept}
    return tuple(each.sentence for each in kept if each.limit != "expect" or mixed or "min-probability" not in asked)


def _expected(analysis: Analysis, option: str) -> LimitResult:
    verdict, mix = analysis.verdict.option, analysis.mixed_homes
    chance = figures.in_100(analysis.option(option).probability_best)
    kept, instead = f"{option} is the verdict, {chance} of 100", f"it is {verdict or 'none'}"
    if mix is not None:
        often = figures.in_100(mix.against.probability)
        answer = f"the answer is a mix, cheaper than {mix_rival(analysis, mix)} in {often} of 100: {analysis.verdict.headline}"
        kept, instead = (
            f"{option} is the cheapest for all, {chance} of 100, but {answer}",
            f"{instead} for all, and {answer}",
        )
    return LimitResult(
        limit="expect",
        option=option,
        holds=verdict == option,
        asked=option,
        found=verdict,
        margin=None,
        unit="option",
        sentence=kept if verdict == option else f"expected {option} to be the verdict, {instead}",
    )


def _held_by(row: OptionRow, limits: Limits) -> list[LimitResult]:
    """The limits of one option. Of one that is not fully priced an amount is a lower bound: it can be above a limit, and
    whether it is below is not known."""
    found: list[LimitResult] = []
    if limits.min_probability is not None:
        found.append(_chance(row, limits.min_probability))
    amounts: list[LimitResult] = []
    if limits.max_monthly_usd is not None:
        amounts.append(_monthly(row, limits.max_monthly_usd))
    if limits.max_per_outcome_usd is not None:
        amounts.append(_outcome(row, limits.max_per_outcome_usd))
    if amounts and not row.complete:
        return [*found, *(each for each in amounts if not each.holds), _unpriced(row)]
    return [*found, *amounts]


def _unpriced(row: OptionRow) -> LimitResult:
    names = figures.listed([line.write for line in row.unpriced])
    return LimitResult(
        limit="complete",
        option=row.id,
        holds=False,
        asked=None,
        found=None,
        margin=None,
        unit=None,
        sentence=f"{row.id} is not fully priced, so no amount is known: write {names}",
    )


def _chance(row: OptionRow, floor: float) -> LimitResult:
    asked, found = figures.number(floor * 100), figures.in_100(row.probability_best)
    holds = row.probability_best >= floor
    return LimitResult(
        limit="min-probability",
        option=row.id,
        holds=holds,
        asked=floor,
        found=row.probability_best,
        margin=row.probability_best - floor,
        unit="share",
        sentence=f"{row.id} {found} of 100, asked {asked}"
        if holds
        else f"{row.id} is the cheapest in {found} of 100 futures, at least {asked} are asked",
    )


def _monthly(row: OptionRow, most: float) -> LimitResult:
    holds = row.month_1_usd <= most
    amount = f"{row.id} costs {figures.dollars(row.month_1_usd, 2)} in its first full month"
    return LimitResult(
        limit="max-monthly-usd",
        option=row.id,
        holds=holds,
        asked=most,
        found=row.month_1_usd,
        margin=most - row.month_1_usd,
        unit="usd_per_month",
        sentence=f"{_spare(row.month_1_usd, most)} in its first full month"
        if holds
        else f"{amount}, at most {figures.dollars(most, 2)} are allowed",
    )


def _outcome(row: OptionRow, most: float) -> LimitResult:
    usd = row.per_agent_outcome_usd
    if usd is None:
        said = f"{row.id} reaches no outcome, so an outcome has no cost"
    elif usd <= most:
        said = f"{_spare(usd, most)} an outcome"
    else:
        said = f"{row.id} costs {figures.rate(usd)} an outcome, at most {figures.rate(most)} are allowed"
    return LimitResult(
        limit="max-per-outcome-usd",
        option=row.id,
        holds=usd is not None and usd <= most,
        asked=most,
        found=usd,
        margin=None if usd is None else most - usd,
        unit="usd_per_outcome",
        sentence=said,
    )


def _spare(usd: float, allowed: float) -> str:
    return f"{figures.dollars(usd, 2)} of {figures.dollars(allowed, 2)} allowed"
