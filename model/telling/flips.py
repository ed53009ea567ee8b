"""What flips it: the one ranked list of flips, the headline in three lengths, and the sentence where nothing near does."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, SwitchingValue
from model.decision.wording.flip_sentences import none_within

NOT_LOOKED_FOR = "What flips it was not looked for."


class Flips(Struct, frozen=True, kw_only=True):
    """What flips the pair, for one analysis.

    `headline` are the wordings of the nearest flip, the longest first, without a full stop; they say that there is none
    where that is so. `rows` are the flips within ten times today's value, ranked; `beyond` is one sentence on what lies
    farther, "" where nothing does; `wins` is the option that is cheaper past each of them. `never` are the inputs that
    flip it nowhere, those first that leave the smallest difference. `looked_for` is False where nobody asked.
    """

    headline: tuple[str, ...]
    rows: tuple[SwitchingValue, ...]
    beyond: str
    wins: str | None
    never: tuple[SwitchingValue, ...]
    looked_for: bool


def flips(analysis: Analysis) -> Flips:
    """The record of an analysis."""
    every = analysis.switching_values
    there = tuple(row for row in every if row.value is not None)
    within = tuple(row for row in there if row.reach != "beyond")
    return Flips(
        headline=_headline(analysis, within),
        rows=within,
        beyond=_beyond(every, within, len(there) - len(within)),
        wins=next((row.wins for row in there), None),
        never=tuple(row for row in every if row.value is None),
        looked_for=bool(every),
    )


def _headline(analysis: Analysis, within: tuple[SwitchingValue, ...]) -> tuple[str, ...]:
    """The nearest flip; the two levers that do it together; or that nothing alone does."""
    if not analysis.switching_values:
        return (NOT_LOOKED_FOR.rstrip("."),)
    if within:
        nearest = within[0]
        short = nearest.headline.rpartition(" (")[0]
        return nearest.headline, short, f"Flips: {nearest.subject} {nearest.bound}"
    alone = none_within(analysis.switching_values)
    if analysis.nearest_pair is not None:
        return analysis.nearest_pair.sentence.rstrip("."), "Nothing alone flips it"
    return alone, "Nothing alone flips it within ten times today's value", "Nothing alone flips it"


def _beyond(every: tuple[SwitchingValue, ...], within: tuple[SwitchingValue, ...], count: int) -> str:
    """What lies beyond ten times today's value, in one sentence."""
    if not within:
        return f"{none_within(every)}." if every else ""
    if not count:
        return ""
    return f"{count} more {'flips' if count == 1 else 'flip'} it only beyond ten times today's value."
