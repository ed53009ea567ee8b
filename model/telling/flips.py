"""What flips it: the one ranked list of flips, the headline in three lengths, and the sentence where nothing near does.

Where one option alone can be chosen, or none, no number of the pair turns the answer: the list is empty, and the headline
says what would let another option in. Where the answer is a mix, every flip is one of the pair of homes for all, and says so.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from model.decision.records.analysis import Analysis, OptionRow, SwitchingValue
from model.decision.wording.flip_sentences import none_within
from model.quantities import figures
from model.telling.option_names import short, title
from model.telling.record import told

ONE_HOME = "With one home for all"
FLIPS_ONE_HOME = "Flips the best home for all"
NOT_LOOKED_FOR = "What flips it was not looked for."


class Flips(Struct, frozen=True, kw_only=True):
    """What flips the answer, for one analysis.

    `headline` are the wordings of the nearest flip, the longest first, without a full stop; they say that there is none
    where that is so, and what would let another option in where only one can be chosen (`alone`). `rows` are the flips
    within ten times today's value, ranked; `beyond` is one sentence on what lies farther, "" where nothing does; `wins` is
    the option that is cheaper past each of them. `never` are the inputs that flip it nowhere, those first that leave the
    smallest difference. `looked_for` is False where nobody asked.
    """

    headline: tuple[str, ...]
    rows: tuple[SwitchingValue, ...]
    beyond: str
    wins: str | None
    never: tuple[SwitchingValue, ...]
    looked_for: bool
    alone: bool


@told
def flips(analysis: Analysis) -> Flips:
    """The record of an analysis."""
    every = () if alone(analysis) else analysis.switching_values
    there = tuple(row for row in every if row.value is not None)
    within = tuple(row for row in there if row.reach != "beyond")
    if analysis.mixed_homes is not None:
        within = tuple(replace(row, headline=_of_one_home(row.headline)) for row in within)
    return Flips(
        headline=_let_in(analysis) if alone(analysis) else _of_the_pair(analysis, _headline(analysis, within)),
        rows=within,
        beyond=_beyond(every, within, len(there) - len(within)),
        wins=next((row.wins for row in there), None),
        never=tuple(row for row in every if row.value is None),
        looked_for=bool(analysis.switching_values),
        alone=alone(analysis),
    )


def _of_the_pair(analysis: Analysis, wordings: tuple[str, ...]) -> tuple[str, ...]:
    """The same wordings; where the answer is a mix, of which two they speak: no flip is one of the mix."""
    if analysis.mixed_homes is None:
        return wordings
    return tuple(text if text.startswith((ONE_HOME, FLIPS_ONE_HOME)) else _of_one_home(text) for text in wordings)


def _of_one_home(text: str) -> str:
    if text.startswith(("Flips if", "Flips: ")):
        return text.replace("Flips", FLIPS_ONE_HOME, 1)
    return f"{ONE_HOME}: {text[:1].lower()}{text[1:]}" if text.startswith("Nothing") else f"{ONE_HOME}: {text}"


def alone(analysis: Analysis) -> bool:
    """Whether one option or none can be chosen: then no number of the pair changes the answer."""
    return analysis.verdict.strength in ("only", "none")


def flip_of(analysis: Analysis, key: str) -> SwitchingValue | None:
    """Where one input alone flips the answer, or that it never does; None where it was not moved or no number turns it."""
    rows = () if alone(analysis) else analysis.switching_values
    return next((row for row in rows if row.key == key), None)


def _let_in(analysis: Analysis) -> tuple[str, ...]:
    """What would let another option in, whole; then whether that would turn the answer; then the same without its name."""
    shorter = ["Flips only if another option can be chosen", "Flips if another can be chosen"]
    rival = analysis.verdict.runner_up
    if rival is not None and analysis.verdict.strength == "only":
        holds = "Holds even" if (analysis.verdict.saving_expected_usd or 0.0) >= 0.0 else "Flips"
        shorter = [f"{holds} if {name} qualifies" for name in (title(analysis, rival), short(analysis, rival))]
    return " ".join(ways_back(analysis)).rstrip("."), *shorter


def ways_back(analysis: Analysis) -> tuple[str, ...]:
    """What would let an option be chosen that cannot be now: a must-have given up or met, or a price below some value."""
    gained = [price.sentence for price in analysis.must_have_prices if price.present_value_usd]
    barred = [price.sentence for price in analysis.must_have_prices if price.present_value_usd is None]
    prices = [to_win(row) for row in analysis.options if row.eligible and row.price_to_win]
    if gained or prices or barred:
        return (*gained[:1], *prices[:1], *barred[:1])
    saving, rival = analysis.verdict.saving_expected_usd, analysis.verdict.runner_up
    if rival is not None and saving is not None and saving >= 0.0:
        return (f"{title(analysis, rival)} would not be the answer if it could be chosen: it costs no less.",)
    return ("No other option can be chosen." if len(analysis.options) > 1 else "No other option is compared.",)


def to_win(row: OptionRow) -> str:
    """Below what price an unpriced option would win, and what it has to pass for that."""
    assert row.price_to_win is not None
    open_ones = [have.title for have in row.must_haves if have.status == "unknown"]
    passed = f", if it passes {figures.listed(open_ones)}" if open_ones else ""
    return f"{row.price_to_win.sentence.removesuffix('.')}{passed}."


def _headline(analysis: Analysis, within: tuple[SwitchingValue, ...]) -> tuple[str, ...]:
    """The nearest flip; the two levers that do it together; or that nothing alone does."""
    if not analysis.switching_values:
        return (NOT_LOOKED_FOR.rstrip("."),)
    if within:
        nearest = within[0]
        near = nearest.headline.rpartition(" (")[0]
        return nearest.headline, near, f"Flips: {nearest.subject} {nearest.bound}"
    far = none_within(analysis.switching_values)
    if analysis.nearest_pair is not None:
        return analysis.nearest_pair.sentence.rstrip("."), "Nothing alone flips it"
    return far, "Nothing alone flips it within ten times today's value", "Nothing alone flips it"


def _beyond(every: tuple[SwitchingValue, ...], within: tuple[SwitchingValue, ...], count: int) -> str:
    """What lies beyond ten times today's value, in one sentence."""
    if not within:
        return f"{none_within(every)}." if every else ""
    if not count:
        return ""
    return f"{count} more {'flips' if count == 1 else 'flip'} it only beyond ten times today's value."
