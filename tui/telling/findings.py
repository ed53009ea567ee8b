"""What the analysis found in words, as records of one table: what to learn, how one would be wrong, when to look again, levers, who causes the bill."""

from __future__ import annotations

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.telling.cheaper import cheaper
from model.telling.how_wrong import how_wrong
from model.telling.learn_first import lessons
from model.telling.look_again import look_again
from model.telling.must_haves_told import must_haves_told
from model.telling.one_side import TITLE, one_side
from tui.charts.data import Finding, Findings
from tui.paint.lines import clean
from tui.telling.amounts import short_name, short_title, with_unit


def learn(analysis: Analysis) -> Findings | None:
    """Before you decide: what can be learned, what that is worth at most and how; what can be learned now comes first."""
    told = lessons(analysis)
    if not told.rows:
        return None
    return Findings(
        title="BEFORE YOU DECIDE",
        lead=told.headline,
        columns=("", "worth up to", "when", "how"),
        rows=tuple(
            Finding(cells=(short_name(analysis, row.title), row.worth, row.when), text=row.how, key=row.key)
            for row in told.rows
        ),
    )


def wrong(analysis: Analysis) -> Findings | None:
    """How one would be wrong: where the inputs stand in the futures in which the verdict loses."""
    told = how_wrong(analysis)
    if not told.rows:
        return None
    return Findings(
        title="HOW YOU WOULD BE WRONG",
        lead=told.lead,
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
            for row in told.rows
        ),
        notes=(told.note,),
    )


def revisit(analysis: Analysis) -> Findings | None:
    """When to look again: what, today, beyond what, who sees it and when."""
    told = look_again(analysis)
    if not told.sentences:
        return None
    return Findings(
        title="LOOK AGAIN WHEN",
        note="alone, it would change the answer" if told.rows else "",
        lead=told.decided,
        notes=(*told.crossed, *((told.instead,) if told.instead else ())),
        columns=("", "moves to", "today", "who, when"),
        rows=tuple(
            Finding(
                cells=(
                    short_name(analysis, row.title),
                    row.bound,
                    row.now_text if " " in row.now_text.strip() else with_unit(row.now, row.unit),
                ),
                text=f"{row.who}, {row.when}",
                key=row.key,
            )
            for row in told.rows
        ),
    )


def one_sided(analysis: Analysis) -> Findings | None:
    """The one-sided ledger: what only one option of the pair carries, its size, and the verdict without it."""
    told = one_side(analysis)
    if not told.rows:
        return None
    return Findings(
        title=TITLE.upper(),
        note=f"{analysis.horizon_months} months, present value",
        columns=("", "adds", "to", ""),
        rows=tuple(
            Finding(
                cells=(row.title, figures.signed_money(row.present_value_usd), short_title(analysis, row.option)),
                text=kind,
                role=("a" if row.option == analysis.pair[0] else "b"),
                key=row.key,
            )
            for row, kind in told.rows
        ),
        notes=(told.without,) if told.without else (),
    )


def must_haves(analysis: Analysis) -> Findings | None:
    """What every option must have and whether it has, what that costs, and what is not priced."""
    told = must_haves_told(analysis)
    rows = []
    for option in analysis.options:
        name = short_title(analysis, option.id)
        rows += [
            Finding(cells=(name, has.row.title, has.state), text=has.row.why, key=option.id)
            for has in told.rows
            if has.option == option.id
        ]
        rows += [
            Finding(cells=(name, clean(line.key), "no price"), text=clean(line.why), key=line.write)
            for line in option.unpriced
        ]
    if not rows:
        return None
    return Findings(
        title="MUST HAVE",
        note="looked at before money",
        columns=("", "must have", "", "why"),
        rows=tuple(rows),
        notes=(*told.prices, *told.to_win),
    )


def mixed(analysis: Analysis) -> Findings | None:
    """The cheapest home of every workload, where that beats one home for all."""
    homes = analysis.mixed_homes
    if homes is None:
        return None
    return Findings(
        title=f"MIXED HOMES SAVE {figures.money(homes.against.saving_usd)}",
        note=f"over {analysis.horizon_months} months, present value",
        columns=("", "runs on"),
        rows=tuple(
            Finding(cells=(clean(home.workload), short_title(analysis, home.option)), key=home.option)
            for home in homes.homes
        ),
        notes=(clean(homes.sentence),),
    )


def bill(analysis: Analysis) -> Findings | None:
    """Who causes the bill, in sentences."""
    if not analysis.attribution:
        return None
    told = cheaper(analysis)
    first, *rest = (clean(sentence) for sentence in analysis.attribution)
    return Findings(
        title="WHO CAUSES THE BILL",
        lead=first,
        rows=tuple(Finding(text=sentence) for sentence in rest),
        notes=(*told.loops, *told.bounds),
    )


def levers(analysis: Analysis) -> Findings | None:
    """What the team can do, and what it saves a month; each leads to a field that is there already, else to the model."""
    told = cheaper(analysis)
    if not told.rows:
        return None
    return Findings(
        title=told.title.upper(),
        note="a month",
        columns=("saves", ""),
        rows=tuple(Finding(cells=(row.saves,), text=row.does, role="strong", key=row.field) for row in told.rows),
        notes=(told.note,) if told.note else (),
    )
