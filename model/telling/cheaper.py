"""What would make it cheaper: what the team can do, what that saves a month; what caps stop and commitments do."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.telling.option_names import title
from model.telling.record import told


class CheaperBy(Struct, frozen=True, kw_only=True):
    """One lever: where it leads (`field`), what it saves in the first full month, and its sentence, whole and without the
    amount (`does`)."""

    key: str
    field: str
    usd: float
    saves: str
    sentence: str
    does: str


class Cheaper(Struct, frozen=True, kw_only=True):
    """The levers, the largest first, of the option that they are of; `largest` is the first in a sentence, "" for none;
    `note` that they do not add up. `bounds` is what spend caps of the pair and commitments do, `loops` what a loop left
    running costs."""

    title: str
    rows: tuple[CheaperBy, ...]
    largest: str
    note: str
    bounds: tuple[str, ...]
    loops: tuple[str, ...]


@told
def cheaper(analysis: Analysis) -> Cheaper:
    """The record of an analysis."""
    known = {read.key for read in analysis.inputs}
    rows = [
        CheaperBy(
            key=lever.key,
            field=next((key for key in lever.set if key in known), f"workloads.{lever.workload}.model"),
            usd=lever.usd_per_month,
            saves=figures.money(lever.usd_per_month),
            sentence=lever.sentence,
            does=_without_amount(lever.sentence, figures.money(lever.usd_per_month)),
        )
        for lever in sorted(analysis.levers, key=lambda lever: -lever.usd_per_month)
    ]
    on = title(analysis, analysis.levers[0].option) if analysis.levers else "it"
    caps = [row.sentence for row in analysis.spend_caps if row.option in analysis.pair]
    return Cheaper(
        title=f"What would make {on} cheaper",
        rows=tuple(rows),
        largest=f"The largest lever saves {rows[0].saves} a month." if rows else "",
        note="Each alone, in the first full month; those that act on the same tokens do not add up."
        if rows[1:]
        else "",
        bounds=(*caps, *(row.sentence for row in analysis.commitments)),
        loops=tuple(row.sentence for row in analysis.runaway),
    )


def _without_amount(sentence: str, amount: str) -> str:
    for tail in (f", saves {amount} a month.", f" saves {amount} a month."):
        sentence = sentence.removesuffix(tail)
    return sentence
