"""One line or one input explained: how it came about, by which rule, from which source, how old, and where it flips."""

from __future__ import annotations

from datetime import date

from model.comparison import Case, Input
from model.decision.bill.dependencies import fed, feeding
from model.decision.records.analysis import Analysis, Decision, InputRow, OptionRow
from model.decision.verdict.team_decision import crossed, due
from model.profile import Problem, Problems, declared_for
from model.profile.registry import nearest
from model.quantities import Unit, figures
from model.report.blocks import Cell, Column, Row, Table
from model.report.plain import clean, wrap
from model.report.text import table
from model.report.wording import BASES, echo, measured
from model.telling import option_names, pockets
from model.telling.flips import flip_of
from model.telling.learn_first import WHEN

COLUMNS = 80


def explained(case: Case, analysis: Analysis, key: str, today: date) -> str | Problems:
    """The explanation of a line key or a dotted key; a problem with the nearest key where neither is meant."""
    places = [(option, at) for option in analysis.options for at, line in enumerate(option.lines) if line.key == key]
    unpriced = [(option, row) for option in analysis.options for row in option.unpriced if row.key == key]
    said: list[str] = []
    for option, place in places:
        said += [*_line(analysis, option, place, today), ""]
    for option, row in unpriced:
        said += [*_wrapped(f"{option.id}: {key} has no price. {row.why} Write {row.write}."), ""]
    wanted = _canonical(case, key)
    row_of = next((row for row in analysis.inputs if row.key == wanted), None)
    if row_of is not None:
        said += _input(case, analysis, row_of, today)
    elif key == "decision" or key.startswith("decision."):
        said += _decision(analysis, today)
    elif declared_for(key) is not None and not said:
        said += _setting(case, analysis, key)
    if said:
        return "\n".join(said).rstrip() + "\n"
    known = [*{line.key for option in analysis.options for line in option.lines}, *(row.key for row in analysis.inputs)]
    return Problems.of(
        Problem(case.profile.label, "", key, "a line key or a dotted key of this comparison", _near(case, key, known))
    )


def _near(case: Case, key: str, known: list[str]) -> str:
    """What was most likely meant: a key of the profile with its ids, else the line or input spelled most like it."""
    from model.profile.dotted_keys import split
    from model.profile.hints import nearest_of

    return nearest_of(case.profile, split(key)) or nearest(key, known)


def everything(analysis: Analysis, columns: int = COLUMNS) -> str:
    """Every line with what it costs in the first full month, and every input that somebody gave or that decides."""
    keys = dict.fromkeys(line.key for option in analysis.options for line in option.lines)
    heads = (Column("Line"), *(Column(option_names.short(analysis, row.id), right=True) for row in analysis.options))
    lines = []
    for key in keys:
        found = [[line.month_1_usd for line in option.lines if line.key == key] for option in analysis.options]
        lines.append(Row((Cell(key), *(Cell(figures.dollars(sum(each), 2) if each else "") for each in found))))
    lines += [
        Row((Cell(gap.key), *(Cell("not priced" if each is option else "") for each in analysis.options)))
        for option in analysis.options
        for gap in option.unpriced
    ]
    inputs = [row for row in analysis.inputs if row.given or row.decides]
    table_of_inputs = Table(
        "inputs",
        "",
        (Column("Input"), Column("Value"), Column("What it is")),
        tuple(
            Row(
                (
                    Cell(row.key),
                    Cell(measured(row.median, row.unit) if row.shape == "point" else clean(row.text)),
                    Cell(clean(row.label)),
                )
            )
            for row in inputs
        ),
    )
    head = wrap(
        "Lines, first full month, and inputs; explain PROFILE KEY says where one comes from and where it flips the answer.",
        columns,
    )
    said = [*head, "", *table(Table("lines", "", heads, tuple(lines)), columns), "", *table(table_of_inputs, columns)]
    return "\n".join(line.rstrip() for line in said) + "\n"


def _canonical(case: Case, key: str) -> str:
    from model.profile.dotted_keys import canonical

    return key if key in case.inputs else canonical(key)


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return [indent + line for line in wrap(clean(text), COLUMNS - len(indent), "  ")]


def _line(analysis: Analysis, option: OptionRow, place: int, today: date) -> list[str]:
    line = option.lines[place]
    places = [
        part for part in (line.whose, line.route, f"until live, on {line.bridge}" if line.bridge else None) if part
    ]
    said = wrap(clean(f"{line.key} of {option.title}{': ' + ', '.join(places) if places else ''}"), COLUMNS)
    paid = f"{line.axis}, {line.phase}, {pockets.TITLES[line.pays].lower()}"
    said += _wrapped(f"{line.title}: {paid}" + (", the same on both sides of the pair" if line.cancels else ""))
    said += _wrapped(f"How: {line.rule}")
    if line.month_1_usd or line.quantity_month_1:
        quantity = figures.things(figures.number(line.quantity_month_1), line.unit)
        product = f"{quantity} × {figures.rate(line.rate_usd_month_1)}"
        said += _wrapped(
            f"First full month: {product} = {figures.dollars(line.month_1_usd, 2)} (mean over the futures)"
        )
    horizon = f"{figures.dollars(line.total_usd, 2)}, present value {figures.dollars(line.present_value_usd, 2)}"
    said += _wrapped(f"Over {analysis.horizon_months} months: {horizon}")
    if line.source:
        source = line.source
        since = f"in force since {figures.day(source.effective)}, " if source.effective else ""
        age = figures.plural((today - source.checked).days, "day")
        said += _wrapped(f"Rate: {source.title}; {since}checked {figures.day(source.checked)}, {age} ago")
        said.append(f"        {clean(source.url)}")
    else:
        said += _wrapped("Rate: from the profile, not from the book")
    reads = [f"{row.key} = {_shown(row)}" for row in feeding(analysis, option.id, place)]
    if reads:
        said += ["  Reads:", *(part for read in reads for part in _wrapped(read, "    "))]
    return said


def _shown(row: InputRow) -> str:
    return measured(row.median, row.unit) if row.shape == "point" else row.text


def _input(case: Case, analysis: Analysis, row: InputRow, today: date) -> list[str]:
    found = case.inputs.get(row.key)
    said = wrap(clean(f"{row.key}: {row.label}"), COLUMNS)
    if found is not None and found.declared is not None and found.declared.help:
        said += _wrapped(found.declared.help)
    said += _wrapped(f"Read: {row.text or '(default)'}; {_understood(row)}")
    whose = BASES.get(row.basis, row.basis) if row.given or row.basis == "published" else "a default"
    said += _wrapped(
        f"Whose: {whose}" + (f", {row.source}" if row.source else "") + (f"; in {row.file}" if row.file else "")
    )
    if row.note:
        said += _wrapped(f"Note: {row.note}")
    said += _source(found, today)
    said += _flip(analysis, row.key)
    if row.learn:
        how = f": {row.learn_how}" if row.learn_how else ""
        long = f" ({row.learn_how_long})" if row.learn_how_long else ""
        said += _wrapped(f"To know it better, {WHEN[row.learn]}{how}{long}")
    lines = dict.fromkeys(
        f"{analysis.option(option).lines[place].key} of {option}" for option, place in fed(analysis, row.key)
    )
    if lines:
        said += _wrapped(f"Feeds: {', '.join(lines)}")
    said += [part for each in crossed(case) if each.key == row.key for part in _wrapped(each.sentence)]
    return said


def _understood(row: InputRow) -> str:
    """A number with its unit; of a range its shape, ends, median and mean, and the unit they are in."""
    if row.shape == "point":
        return measured(row.median, row.unit)
    known = next((unit for unit in Unit if unit.value == row.unit and unit.noun), None)
    return echo(row) + (f", in {known.noun}" if known else "")


def _source(found: Input | None, today: date) -> list[str]:
    if found is None or found.source is None:
        return []
    source = found.source
    since = f"in force since {figures.day(source.effective)}, " if source.effective else ""
    age = figures.plural((today - source.checked).days, "day")
    return [
        *_wrapped(f"Source: {source.title}; {since}checked {figures.day(source.checked)}, {age} ago"),
        f"        {clean(source.url)}",
    ]


def _flip(analysis: Analysis, key: str) -> list[str]:
    said: list[str] = []
    flip = flip_of(analysis, key)
    if flip is not None:
        said += _wrapped(flip.sentence or flip.why_never or "")
        at = ((flip.low, flip.difference_at_low_usd), (flip.high, flip.difference_at_high_usd))
        ends = [f"{figures.signed_money(usd)} at {measured(value, flip.unit)}" for value, usd in at if usd is not None]
        if ends:
            said += _wrapped(f"B − A: {', '.join(ends)}")
    moved = next((row for row in analysis.sensitivity if row.key == key), None)
    if moved is not None:
        worth = "below the noise" if moved.evppi_usd is None else f"up to {figures.money(moved.evppi_usd)}"
        said += _wrapped(f"Knowing it for sure is worth: {worth}")
    return said


def decision_lines(decision: Decision, today: date) -> list[str]:
    """What was decided, then every switching value it rests on: crossed ones first, overdue looks marked."""
    late = {trigger.key for trigger in due(decision, today)}
    said = wrap(clean(decision.sentence), COLUMNS)
    if not decision.triggers:
        return [*said, *_wrapped("No switching value was near enough to watch.")]
    for trigger in sorted(decision.triggers, key=lambda each: not each.crossed):
        look = f" Look on {figures.day(trigger.look_on)}" if trigger.look_on else ""
        said += _wrapped(f"{trigger.sentence}{look}{' (due)' if trigger.key in late else ''}" + ("." if look else ""))
    return said


def _decision(analysis: Analysis, today: date) -> list[str]:
    if analysis.decision is None:
        return ["decision: nothing is decided; switchpoint decide PROFILE writes it"]
    now = analysis.verdict.option
    said = decision_lines(analysis.decision, today)
    if now is not None and now != analysis.decision.option:
        said += _wrapped(f"Today's verdict is {analysis.option(now).title}.")
    return said


def _setting(case: Case, analysis: Analysis, key: str) -> list[str]:
    declared, leaf = declared_for(key), case.profile.leaves.get(key)
    assert declared is not None
    said = wrap(clean(f"{key}: {declared.title}"), COLUMNS) + _wrapped(declared.help)
    if leaf is not None:
        said += _wrapped(f"Read: {leaf.text}; in {leaf.file}")
    said += _flip(analysis, key)
    if leaf is not None:
        return said
    default = "" if declared.default is None else f"; its default is {declared.default}"
    return [*said, *_wrapped(f"Not written in this profile, or not read by this comparison{default}")]
