"""How much the answer matters where space is short: the difference in dollars and in percent of the cheaper one, with the
range of its futures, the longest wording first."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, MixedHomes
from model.quantities import figures
from model.telling.option_names import short, title


class Stake(Struct, frozen=True):
    """What the headline is worth: expected US dollars of present value that the other way costs more, as a share of the
    cheaper one, what 8 in 10 futures lie between, and the share of futures in which it is right; None where there is none."""

    usd: float | None
    share: float | None
    low_usd: float | None
    high_usd: float | None
    chance: float | None


def stake_of(analysis: Analysis) -> Stake:
    """Of the answer against the next best; of a mix that is the answer against the alternative it is least sure to beat."""
    verdict, mix = analysis.verdict, analysis.mixed_homes
    if mix is not None:
        rival = mix.against
        return Stake(
            rival.saving_usd, rival.saving_share, rival.saving_p10_usd, rival.saving_p90_usd, rival.probability
        )
    return Stake(
        verdict.saving_expected_usd,
        verdict.saving_share,
        verdict.saving_p10_usd,
        verdict.saving_p90_usd,
        verdict.probability_beats_runner_up,
    )


def wordings(analysis: Analysis) -> tuple[str, ...]:
    """`Own stack costs $353k more (39 %; 8 in 10 futures: 215k to 526k)`, then less and less of it; of a close answer what
    it saves. The last is the amount alone; empty where no other option is compared."""
    verdict = analysis.verdict
    if verdict.saving_expected_usd is None or verdict.runner_up is None or verdict.option is None:
        return ()
    if analysis.mixed_homes is not None:
        return _mix(analysis, analysis.mixed_homes, stake_of(analysis))
    said = _close(analysis, verdict.option) if verdict.strength == "close" else _more(analysis, verdict.runner_up)
    spread, share = _spread(analysis), verdict.saving_share
    part = "" if share is None or not verdict.saving_expected_usd else figures.percent(abs(share))
    if not spread:
        return (*(f"{text} ({part})" for text in said if part), *said)
    every = (
        f"{text} ({f'{part}; ' if of_it else ''}{words}{spread[0]})"
        for of_it in ((True, False) if part else (False,))
        for words in ("8 in 10 futures: ", "8 in 10: ", "")
        for text in said[:2]
    )
    return (*every, *((f"{said[2]} ({part}, {spread[1]})",) if part else ()), f"{said[2]} ({spread[1]})", said[2])


def chances(analysis: Analysis) -> tuple[str, ...]:
    """In how many of 100 futures the answer is the cheaper one, the longest wording first; empty where that is no question."""
    found = stake_of(analysis).chance
    if found is None or analysis.verdict.strength == "only":
        return ()
    return f"holds in {figures.in_100(found)} of 100", f"{figures.in_100(found)} of 100"


def _mix(analysis: Analysis, mix: MixedHomes, stake: Stake) -> tuple[str, ...]:
    """The same of a mix against its alternative: `$243k less than all on Managed (4.8 %; 8 in 10 futures: 90k to 400k)`."""
    usd, rival = figures.money(stake.usd or 0.0), mix.against.option
    names = ("each team alone", "each alone")
    if rival is not None:
        names = (f"all on {title(analysis, rival)}", f"all on {short(analysis, rival)}")
    said = (*(f"{usd} less than {name}" for name in names), f"{usd} less")
    part = "" if stake.share is None else figures.percent(stake.share)
    if stake.low_usd is None or stake.high_usd is None or stake.low_usd == stake.high_usd:
        return (*(f"{text} ({part})" for text in said if part), *said)
    ends = figures.bare_range(stake.low_usd, stake.high_usd)
    if stake.low_usd < 0.0:
        ends = f"{figures.money(stake.high_usd)} cheaper to {figures.money(-stake.low_usd)} more expensive"
    every = [f"{text} ({part}; {words}{ends})" for words in ("8 in 10 futures: ", "8 in 10: ", "") for text in said]
    return (*(every if part else ()), *(f"{text} ({ends})" for text in said), said[2])


def _close(analysis: Analysis, option: str) -> tuple[str, ...]:
    usd = figures.money(abs(analysis.verdict.saving_expected_usd or 0.0))
    names = (title(analysis, option), short(analysis, option))
    return (*(f"{name} {usd} cheaper on average" for name in names), f"{names[1]} {figures.MINUS}{usd}")


def _more(analysis: Analysis, rival: str) -> tuple[str, ...]:
    usd = analysis.verdict.saving_expected_usd or 0.0
    costs = "would cost" if analysis.verdict.strength == "only" else "costs"
    side = "more" if usd >= 0 else "less"
    names = (title(analysis, rival), short(analysis, rival))
    if not analysis.option(rival).complete:
        priced = (f"priced lines of {name}: {figures.money(abs(usd))} {side}" for name in names)
        return (*priced, f"{names[1]} ≥ {figures.signed_money(usd)}")
    said = (f"{name} {costs} {figures.money(abs(usd))} {side}" for name in names)
    return (*said, f"{names[1]} {figures.signed_money(usd)}")


def _spread(analysis: Analysis) -> tuple[str, str] | None:
    """What 8 in 10 futures lie between, in the sense of the words before it: behind words, and behind an amount with its sign."""
    verdict = analysis.verdict
    low, high = verdict.saving_p10_usd, verdict.saving_p90_usd
    if low is None or high is None or low == high:
        return None
    straight, turned = figures.bare_range(low, high), figures.bare_range(-high, -low)
    if verdict.strength == "close":
        crosses = low < 0.0 < high
        words = f"{figures.money(high)} cheaper to {figures.money(-low)} more expensive"
        return words if crosses else straight, turned
    return (straight if (verdict.saving_expected_usd or 0.0) >= 0 else turned), straight
