"""What if: the difference of the pair and the answer with one thing otherwise, beside both as they are.

Volume, the price of running, upkeep and on-call are what people ask about first; each row is the model run again.
Where the answer is a mix, each row is the best one home for all, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from model.decision.records.analysis import Analysis, Strength
from model.decision.wording.sentences import dearer, dearer_range
from model.quantities import figures
from model.telling.answer import WORDS
from model.telling.option_names import short, title
from model.telling.record import told

TITLES: Mapping[str, str] = {
    "volume.double": "Twice the runs",
    "volume.half": "Half the runs",
    "runtime.double": "Runtime price doubles",
    "upkeep.double": "Upkeep doubles everywhere",
    "oncall.shared": "An existing rota takes on-call",
}
PHRASES: Mapping[str, str] = {
    "volume.double": "twice the runs",
    "volume.half": "half the runs",
    "runtime.double": "twice the runtime price",
    "upkeep.double": "twice the upkeep",
    "oncall.shared": "a rota that exists anyway",
}
NOW = "As it is"


class WhatIfRow(Struct, frozen=True, kw_only=True):
    """One case: the difference B − A of the pair with what 8 in 10 futures lie between, the same in words, and the answer
    with how sure it is."""

    key: str
    title: str
    usd: float
    low_usd: float
    high_usd: float
    difference: str
    spread: str
    answer: str


class WhatIf(Struct, frozen=True, kw_only=True):
    """The strip: `rows` begin with the comparison as it is, `pair` names the two in short; `said` is whether the answer stays, in one sentence, `brief` how often."""

    title: str
    pair: str
    left: str
    right: str
    rows: tuple[WhatIfRow, ...]
    said: str
    brief: str


@told
def what_if(analysis: Analysis) -> WhatIf | None:
    """The record of an analysis; None where nobody asked, or where nothing of it changes a cost."""
    if not analysis.what_if:
        return None
    a, b = (title(analysis, option) for option in analysis.pair)
    whole = analysis.difference.total
    now = _row(
        analysis,
        key="now",
        name=NOW,
        usd=(whole.mean_usd, whole.p10_usd, whole.p90_usd),
        option=analysis.verdict.option,
        strength=analysis.verdict.strength,
        rival=analysis.verdict.runner_up,
    )
    rows = [
        _row(
            analysis,
            key=each.key,
            name=TITLES[each.key],
            usd=(each.difference_usd, each.difference_p10_usd, each.difference_p90_usd),
            option=each.option,
            strength=each.strength,
            rival=each.runner_up,
        )
        for each in analysis.what_if
    ]
    return WhatIf(
        title=f"What if: {b} against {a}",
        pair=f"{short(analysis, analysis.pair[1])} against {short(analysis, analysis.pair[0])}",
        left=f"{b} is cheaper",
        right=f"{b} is more expensive",
        rows=(now, *rows),
        said=_said(analysis),
        brief=_brief(analysis),
    )


def _row(
    analysis: Analysis,
    *,
    key: str,
    name: str,
    usd: tuple[float, float, float],
    option: str | None,
    strength: Strength,
    rival: str | None,
) -> WhatIfRow:
    mean, low, high = usd
    answer = f"{_one(analysis, option)}: {WORDS[strength]}" if option is not None else WORDS[strength]
    if rival is not None and strength != "only" and not {option, rival} <= set(analysis.pair):
        answer += f" against {short(analysis, rival)}"
    spread = dearer_range(low, high) if low != high else ""
    return WhatIfRow(
        key=key,
        title=name,
        usd=mean,
        low_usd=low,
        high_usd=high,
        difference=dearer(mean),
        spread=spread,
        answer=answer,
    )


def _one(analysis: Analysis, option: str) -> str:
    """An option as the answer; where the answer as it is is a mix, that it is the best one for all."""
    name = short(analysis, option)
    return name if analysis.mixed_homes is None else f"all on {name}"


def _brief(analysis: Analysis) -> str:
    now = analysis.verdict.option
    stays = sum(each.option == now for each in analysis.what_if)
    if now is None:
        return ""
    start = "It stays" if analysis.mixed_homes is None else "With one home for all it stays"
    return f"{start} {short(analysis, now)} in {stays} of {len(analysis.what_if)} what-ifs."


def _said(analysis: Analysis) -> str:
    """`The answer stays Managed with twice the runs, …; with half the runs it is Own stack (likely).`"""
    now = analysis.verdict.option
    if now is None:
        return ""
    stays = [PHRASES[each.key] for each in analysis.what_if if each.option == now]
    turns = [
        f"with {PHRASES[each.key]} it is {short(analysis, each.option)} ({WORDS[each.strength]})"
        for each in analysis.what_if
        if each.option not in (now, None)
    ]
    said = [f"the answer stays {short(analysis, now)} with {figures.listed(stays)}"] if stays else []
    whole = "; ".join([*said, *turns])
    if analysis.mixed_homes is not None:
        return f"With one home for all, {whole}."
    return f"{whole[:1].upper()}{whole[1:]}."
