"""The answer: what to do, how much it matters, how sure that is, what it holds under, and until when it waits.

The figures are the expected present value of the difference between the answer and the next best, in dollars and in
percent of the cheaper one, with the range that holds 8 in 10 futures. The middle case stands in one sentence of its own
and never first.
"""

from __future__ import annotations

from datetime import date
from math import ceil

from msgspec import Struct

from model.decision.records.analysis import Analysis, MixedHomes, Strength
from model.decision.verdict.triggers import later
from model.decision.wording.headlines import mix_chance, mix_rival, mix_saves, mix_spread
from model.decision.wording.sentences import cheaper_range, dearer, dearer_range, of_cheaper, priced_lines
from model.quantities import figures
from model.telling.look_again import look_again
from model.telling.option_names import short, title
from model.telling.record import Said, told
from model.telling.stake import stake_of

WORDS: dict[Strength, str] = {
    "clear": "clear",
    "likely": "likely",
    "close": "too close to call",
    "only": "the only one left",
    "none": "no verdict",
}
SURE: dict[Strength, int] = {"clear": 3, "likely": 2, "close": 1, "only": 0, "none": 0}


class Answer(Struct, frozen=True, kw_only=True):
    """The answer of one comparison, ready to be laid out.

    `headline` is what to do; `strength` the word for how sure it is, `sure` the same as 0 to 3 marks, `against` what that
    is held against. A mix of homes that beats one home for all is the headline and has its own strength; `mix` is what it
    saves, "" where there is none. `difference` is
    what the next best costs more, in dollars and percent; `spread` what 8 in 10 futures lie between and `agree` how many
    of 100 say the same, both empty where nothing is uncertain. `because` is the sentence of the three. `holds` are the
    conditions and what rules others out; `meanwhile` what to do until the answer is clear, and until when; `today` what
    the answer costs against what serves today, where that is neither of the two; `middle` that every input at its middle
    names another option; `basis` that no number is the team's own yet.
    """

    headline: str
    strength: Strength
    word: str
    sure: int
    against: str
    mix: str
    chosen: str | None
    rival: str | None
    difference_usd: float | None
    difference_share: float | None
    low_usd: float | None
    high_usd: float | None
    difference: Said
    spread: str
    agree: str
    because: str
    holds: tuple[str, ...]
    meanwhile: str
    today: str
    middle: str
    basis: str
    published_alone: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything under the headline that a reader needs to act on it, in order of weight."""
        said = (self.meanwhile, self.today, *self.holds, self.middle, self.basis)
        return tuple(text for text in said if text)


@told
def answer(analysis: Analysis) -> Answer:
    """The answer of an analysis."""
    verdict, mix, stake = analysis.verdict, analysis.mixed_homes, stake_of(analysis)
    alone = published_alone(analysis)
    strength = verdict.strength if mix is None else mix.strength
    return Answer(
        headline=verdict.headline,
        strength=strength,
        word=WORDS[strength],
        sure=SURE[strength],
        against=_against(analysis),
        mix=_mix(analysis),
        chosen=verdict.option,
        rival=verdict.runner_up,
        difference_usd=stake.usd,
        difference_share=stake.share,
        low_usd=stake.low_usd,
        high_usd=stake.high_usd,
        difference=_difference(analysis) if mix is None else _less(analysis, mix),
        spread=_spread(analysis) if mix is None else mix_spread(mix),
        agree=_agree(analysis) if mix is None else mix_chance(mix),
        because=_because(analysis),
        holds=_holds(analysis),
        meanwhile=_meanwhile(analysis),
        today=_against_today(analysis),
        middle=verdict.middle_sentence or "",
        basis="From published ranges alone: nothing that decides is your number yet." if alone else "",
        published_alone=alone,
    )


def published_alone(analysis: Analysis) -> bool:
    """Whether every number that decides is a published one, so that the answer is nobody's own."""
    whose = analysis.whose_numbers
    return whose.deciding > 0 and whose.deciding == whose.published


def _against(analysis: Analysis) -> str:
    """What the answer is held against: the next best, or for a mix the alternative that it is least sure to beat."""
    verdict = analysis.verdict
    if analysis.mixed_homes is not None:
        return mix_rival(analysis, analysis.mixed_homes)
    return title(analysis, verdict.runner_up) if verdict.runner_up is not None else ""


def _mix(analysis: Analysis) -> str:
    """What the mix saves against one home for all, in what range, and how often."""
    mix = analysis.mixed_homes
    return "" if mix is None else f"That mix costs {mix_saves(analysis, mix)}"


def compared(analysis: Analysis) -> str:
    """Of which two the differences, flips and years speak where the answer is a mix; "" where it is none."""
    if analysis.mixed_homes is None:
        return ""
    a, b = (title(analysis, option) for option in analysis.pair)
    return f"What follows compares all on {a} with all on {b}."


def _part(analysis: Analysis) -> str:
    share = analysis.verdict.saving_share
    return "" if share is None else f" ({figures.percent(abs(share))})"


def _difference(analysis: Analysis) -> Said:
    """What the next best costs more: `$349k more for Own stack`, with percent of the cheaper one."""
    verdict = analysis.verdict
    usd = verdict.saving_expected_usd
    if usd is None or verdict.runner_up is None:
        return Said("", "", "")
    mean = " on average" if analysis.draws > 1 and any(row.uncertain for row in analysis.inputs) else ""
    over = f"over {figures.plural(analysis.horizon_months, 'month')}"
    costs = "would cost" if verdict.strength == "only" else "costs"
    rival, part = title(analysis, verdict.runner_up), _part(analysis)
    whole = analysis.option(verdict.runner_up).complete
    said = f"{rival} {costs} {dearer(usd)}{part}" if whole else f"{priced_lines(rival)} {dearer(usd)}{part}"
    return Said(
        headline=said,
        line=f"{said}{mean} {over}, present value.",
        cell=f"{short(analysis, verdict.runner_up)} {'' if whole else '≥ '}{figures.signed_money(usd)}{part}",
    )


def _less(analysis: Analysis, mix: MixedHomes) -> Said:
    """What a mix costs less than the alternative that it is least sure to beat."""
    usd, part = figures.money(mix.against.saving_usd), of_cheaper(mix.against.saving_share)
    rival = mix_rival(analysis, mix)
    over = f"over {figures.plural(analysis.horizon_months, 'month')}"
    return Said(
        headline=f"{usd}{part} less than {rival}",
        line=f"{usd}{part} less than {rival} {over}, present value.",
        cell=f"{figures.MINUS}{usd}{part}",
    )


def _spread(analysis: Analysis) -> str:
    """What 8 in 10 futures lie between, in the sense of the sentence before it."""
    verdict = analysis.verdict
    low, high = verdict.saving_p10_usd, verdict.saving_p90_usd
    if low is None or high is None or low == high:
        return ""
    return cheaper_range(low, high) if verdict.strength == "close" else dearer_range(low, high)


def _agree(analysis: Analysis) -> str:
    """In how many of 100 futures the answer is the cheaper one, by its name: the sentence before speaks of the next best."""
    verdict = analysis.verdict
    chance = verdict.probability_beats_runner_up
    certain = verdict.saving_p10_usd == verdict.saving_p90_usd
    if chance is None or verdict.strength == "only" or certain or verdict.option is None:
        return ""
    return f"{title(analysis, verdict.option)} is cheaper in {figures.in_100(chance)} of 100 futures"


def _because(analysis: Analysis) -> str:
    """The verdict's own sentences without its headline, its conditions and the middle case, which have their places; of a
    mix what it saves, then the same of one home for all."""
    mix = _mix(analysis)
    return f"{mix} With one home for all: {_of_one(analysis)}" if mix else _of_one(analysis)


def _of_one(analysis: Analysis) -> str:
    verdict = analysis.verdict
    if verdict.option is None:
        return " ".join(f"{text}." for text in verdict.missing) or verdict.sentence
    if verdict.runner_up is None or verdict.saving_expected_usd is None:
        return "No other option is compared."
    usd, rival = verdict.saving_expected_usd, title(analysis, verdict.runner_up)
    over, spread, agree = (
        f"over {figures.plural(analysis.horizon_months, 'month')}",
        _spread(analysis),
        _agree(analysis),
    )
    if usd == 0.0:
        return f"{title(analysis, verdict.option)} and {rival} cost the same {over}; the first listed is named."
    if verdict.strength == "close":
        said = f"{title(analysis, verdict.option)} is {figures.money(usd)}{_part(analysis)} cheaper than {rival} {over}"
    else:
        said = _difference(analysis).headline + f" {over}"
    if not spread:
        return f"{said}."
    return f"{said} on average; 8 in 10 futures: {spread}{f'; {agree}' if agree else ''}."


def _holds(analysis: Analysis) -> tuple[str, ...]:
    """What the answer depends on: conditions, and why other options are out."""
    verdict = analysis.verdict
    found = [f"This holds {figures.listed(list(verdict.conditions))}."] if verdict.conditions else []
    if verdict.strength == "only":
        found += [f"{row.title}: {'; '.join(row.why_not)}." for row in analysis.options if row.why_not]
    return tuple(found)


def _meanwhile(analysis: Analysis) -> str:
    """Too close to call is no reason to wait without a date: where to stay, the best month to move, until when. Nothing where
    the answer is a mix, for that is no move of everything from one home to the other."""
    verdict = analysis.verdict
    if analysis.mixed_homes is not None:
        return ""
    if verdict.strength != "close" or verdict.option is None or verdict.runner_up is None:
        return ""
    pair = (verdict.option, verdict.runner_up)
    if analysis.today in pair:
        start = f"Until then stay on {title(analysis, analysis.today)}"
    else:
        start = f"Until then begin with {title(analysis, _sooner(analysis, pair))}, which is live sooner"
        if analysis.option(pair[0]).live_month == analysis.option(pair[1]).live_month:
            start = f"Until then take {title(analysis, verdict.option)}, the cheaper one on average"
    move = _move(analysis)
    said = f"{start}{f'; {move}' if move else ''}."
    by = decide_by(analysis)
    if move and _move_begins(analysis) is None:
        return f"{said} To make that month begin now" + (f"; else decide by {figures.day(by)}." if by else ".")
    return f"{said} Decide by {figures.day(by)}." if by else said


def _sooner(analysis: Analysis, pair: tuple[str, str]) -> str:
    return min(pair, key=lambda option: analysis.option(option).live_month)


def _move(analysis: Analysis) -> str:
    """The best month to switch, where the pair has one and starts from what serves today."""
    found = analysis.break_even.best_switch if analysis.break_even else None
    a, b = analysis.pair
    if found is None or analysis.today != a:
        return ""
    saves = figures.money(found.saving_usd)
    return f"the best month to move to {title(analysis, b)} is {found.month}, which saves {saves} against staying"


def decide_by(analysis: Analysis) -> date | None:
    """The day by which a close answer has to be settled: when the move of the best month has to begin, where that is after
    the day of the prices, else the next look at what flips it; None where neither is known."""
    first = look_again(analysis).first
    return _move_begins(analysis) or (first.look_on if first is not None else None)


def _move_begins(analysis: Analysis) -> date | None:
    """The day on which the move of the best month has to begin; None where there is none, and where that is now."""
    found = analysis.break_even.best_switch if analysis.break_even else None
    if found is None or analysis.today != analysis.pair[0]:
        return None
    ahead = found.month - 1 - ceil(analysis.option(analysis.pair[1]).live_month)
    return later(analysis.as_of, ahead) if ahead > 0 else None


def _against_today(analysis: Analysis) -> str:
    """What the answer costs against what serves today, where today's option is neither the answer nor the next best."""
    verdict, now = analysis.verdict, analysis.today
    if verdict.option is None or now is None or now in (verdict.option, verdict.runner_up):
        return ""
    today, chosen = analysis.option(now), analysis.option(verdict.option)
    usd, cheaper = (
        chosen.present_value_usd - today.present_value_usd,
        min(chosen.present_value_usd, today.present_value_usd),
    )
    least = "at most " if not today.complete else ""
    part = f" ({figures.percent(abs(usd) / cheaper)})" if cheaper > 0.0 else ""
    return f"Against {today.title}, which serves today, that is {least}{dearer(usd)}{part}."
