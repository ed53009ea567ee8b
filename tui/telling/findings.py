"""What the analysis found in words, as records of one table: what to learn, how one would be wrong, when to look again, levers, who causes the bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.quantities import figures
from tui.charts.data import Finding, Findings
from tui.paint.lines import clean
from tui.telling.amounts import lowered, short_name, short_title, with_unit

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, Lever

_WHEN = {"now": "now", "after": "once it runs", "wait": "others decide"}
_STATUS = {"pass": "passes", "fail": "FAILS", "unknown": "unknown"}


def learn(analysis: Analysis) -> Findings | None:
    """Before you decide: what can be learned, what that is worth at most and how; what can be learned now comes first."""
    if not analysis.learn:
        return None
    rows = sorted(analysis.learn, key=lambda row: (list(_WHEN).index(row.when), -row.worth_usd))
    return Findings(
        title="BEFORE YOU DECIDE",
        note=f"not knowing costs {figures.money(analysis.evpi_usd)}",
        columns=("", "worth up to", "when", "how"),
        rows=tuple(
            Finding(
                cells=(short_name(analysis, row.title), figures.money(row.worth_usd), _WHEN[row.when]),
                text=clean(row.how + (f" ({row.how_long})" if row.how_long else "")),
                key=row.key,
            )
            for row in rows
        ),
    )


def wrong(analysis: Analysis) -> Findings | None:
    """How one would be wrong: where the inputs stand in the futures in which the verdict loses."""
    if not analysis.wrong_when:
        return None
    chosen = analysis.verdict.option or analysis.pair[0]
    lost = figures.in_100(1.0 - (analysis.verdict.probability_best or 0.0))
    return Findings(
        title="HOW YOU WOULD BE WRONG",
        lead=f"{short_title(analysis, chosen)} is not the cheapest in {lost} of 100 futures. In those:",
        columns=("", "then", "in all", ""),
        rows=tuple(
            Finding(
                cells=(
                    short_name(analysis, row.title),
                    with_unit(row.median_when_wrong, row.unit),
                    with_unit(row.median_all, row.unit),
                    "higher" if row.median_when_wrong > row.median_all else "lower",
                ),
                key=row.key,
            )
            for row in analysis.wrong_when
        ),
        notes=("Medians: in the futures in which the verdict loses, and in all of them.",),
    )


def revisit(analysis: Analysis) -> Findings | None:
    """When to look again: what, today, beyond what, who sees it and when."""
    decision = analysis.decision
    if not analysis.revisit and decision is None:
        return None
    crossed = [clean(row.sentence) for row in decision.triggers if row.crossed] if decision else []
    return Findings(
        title="LOOK AGAIN WHEN",
        note="alone, it would change the answer",
        lead=clean(decision.sentence) if decision else "",
        notes=tuple(crossed),
        columns=("", "moves to", "today", "who, when"),
        rows=tuple(
            Finding(
                cells=(
                    short_name(analysis, row.title),
                    row.bound,
                    clean(row.now_text) if " " in row.now_text.strip() else with_unit(row.now, row.unit),
                ),
                text=clean(f"{row.who}, {row.when}"),
                key=row.key,
            )
            for row in analysis.revisit
        ),
    )


def one_sided(analysis: Analysis) -> Findings | None:
    """The one-sided ledger: what only one option of the pair carries, its size, and the verdict without it."""
    if not analysis.one_sided:
        return None
    test = analysis.one_sided_test
    return Findings(
        title="COUNTED FOR ONE OPTION ONLY",
        note=f"{analysis.horizon_months} months, present value",
        columns=("", "adds", "to", ""),
        rows=tuple(
            Finding(
                cells=(
                    clean(row.title),
                    figures.signed_money(row.present_value_usd),
                    short_title(analysis, row.option),
                ),
                text="its own rate, against the other's" if row.rate else "a cost the other does not have",
                role=("a" if row.option == analysis.pair[0] else "b"),
                key=row.key,
            )
            for row in analysis.one_sided
        ),
        notes=(clean(test.sentence),) if test else (),
    )


def must_haves(analysis: Analysis) -> Findings | None:
    """What every option must have and whether it has, what that costs, and what is not priced."""
    rows = []
    for option in analysis.options:
        name = short_title(analysis, option.id)
        for must in sorted(option.must_haves, key=lambda row: ("fail", "unknown", "pass").index(row.status)):
            said = Finding(cells=(name, clean(must.title), _STATUS[must.status]), text=clean(must.why), key=option.id)
            rows.append(said)
        rows += [
            Finding(cells=(name, clean(line.key), "no price"), text=clean(line.why), key=line.write)
            for line in option.unpriced
        ]
    if not rows:
        return None
    prices = [clean(row.sentence) for row in analysis.must_have_prices]
    prices += [clean(row.price_to_win.sentence) for row in analysis.options if row.price_to_win]
    return Findings(
        title="MUST HAVE",
        note="looked at before money",
        columns=("", "must have", "", "why"),
        rows=tuple(rows),
        notes=tuple(prices),
    )


def mixed(analysis: Analysis) -> Findings | None:
    """The cheapest home of every workload, where that beats one home for all."""
    homes = analysis.mixed_homes
    if homes is None:
        return None
    return Findings(
        title=f"MIXED HOMES SAVE {figures.money(homes.saving_usd)}",
        note=f"over {analysis.horizon_months} months, present value",
        columns=("", "runs on"),
        rows=tuple(
            Finding(cells=(clean(home.workload), short_title(analysis, home.option)), key=home.option)
            for home in homes.homes
        ),
        notes=(clean(homes.sentence),),
    )


def _bounds(analysis: Analysis) -> list[str]:
    """What loops left running cost, what caps stop, and when commitments pay."""
    found = [row.sentence for row in analysis.runaway]
    found += [row.sentence for row in analysis.spend_caps]
    return found + [row.sentence for row in analysis.commitments]


def bill(analysis: Analysis) -> Findings | None:
    """Who causes the bill, in sentences."""
    if not analysis.attribution:
        return None
    first, *rest = (clean(sentence) for sentence in analysis.attribution)
    return Findings(
        title="WHO CAUSES THE BILL",
        lead=first,
        rows=tuple(Finding(text=sentence) for sentence in rest),
        notes=tuple(map(clean, _bounds(analysis))),
    )


def levers(analysis: Analysis) -> Findings | None:
    """What the team can do, and what it saves a month."""
    if not analysis.levers:
        return None
    on = short_title(analysis, analysis.levers[0].option)
    return Findings(
        title="WHAT WOULD MAKE IT CHEAPER",
        note=f"a month on {lowered(on)}, each alone",
        columns=("saves", ""),
        rows=tuple(_lever(analysis, row) for row in sorted(analysis.levers, key=lambda row: -row.usd_per_month)),
    )


def _lever(analysis: Analysis, row: Lever) -> Finding:
    """Its amount, and the sentence without repeating it; it leads to a field that is there already, else to the model."""
    said = clean(row.sentence)
    amount = figures.money(row.usd_per_month)
    known = {read.key for read in analysis.inputs}
    key = next((key for key in row.set if key in known), f"workloads.{row.workload}.model")
    for tail in (f", saves {amount} a month.", f" saves {amount} a month."):
        said = said.removesuffix(tail)
    return Finding(cells=(amount,), text=said, role="strong", key=key)
