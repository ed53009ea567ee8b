"""The lines under the title that every place shows: verdict, strength, range, gaps, nearest flip, whose numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.quantities import Unit, figures
from tui.lines import Line, Piece, clean, line_fit, plain, spread, width_of

if TYPE_CHECKING:
    from model.decision.analysis import Analysis, SwitchingValue
    from tui.answer import Answer

NARROW = 100
_LABELS = {unit.value: unit.label for unit in Unit}


def title_line(name: str, unsaved: bool, answer: Answer | None, width: int, where: str = "") -> Line:
    """Product, profile with its unsaved mark, and on which day, horizon and rate everything rests."""
    analysis = answer.analysis if answer else None
    start: list[Piece] = [
        (" switchpoint", "strong"),
        ("   ", ""),
        (clean(name or "no name"), "title"),
        (" *" if unsaved else "", "warn"),
    ]
    if where:
        start.append((f"   {clean(where)}", "mark"))
    if analysis is None:
        return line_fit(tuple(start), width)
    horizon = f"{analysis.horizon_months} months at {figures.share(analysis.discount_rate)}"
    day = figures.day(analysis.as_of)
    end = f"{horizon}   {day} " if width < NARROW else f"prices of {day}   {horizon}   US dollars "
    return spread(tuple(start), ((end, "dim"),), width)


def verdict_lines(answer: Answer | None, width: int) -> list[Line]:
    """Three lines: the answer and how sure, what it is made of, when it changes."""
    if answer is None:
        return [_striped((("Computing …", "dim"),), width)] * 3
    if answer.analysis is None:
        why = [*answer.why[:2], *[""] * (2 - len(answer.why[:2]))]
        head: Line = (
            ("NO COMPARISON YET", "verdict"),
            (f"   {len(answer.why)} to put right" if len(answer.why) > 2 else "", "dim"),
        )
        return [_striped(head, width), *(_striped(((clean(text), "wrong"),), width) for text in why)]
    analysis = answer.analysis
    return [_first(analysis, width), _second(analysis, width), _third(answer, width)]


def _striped(line: Line, width: int) -> Line:
    return ((" ", ""), ("▌", "stripe"), (" ", ""), *line_fit(line, width - 4))


def _first(analysis: Analysis, width: int) -> Line:
    verdict = analysis.verdict
    word = {"clear": "CLEAR", "likely": "LIKELY", "close": "CLOSE", "only": "ONLY ONE LEFT", "none": ""}[
        verdict.strength
    ]
    start: list[Piece] = [(clean(verdict.headline).upper(), "verdict")]
    if verdict.saving_expected_usd is not None and verdict.runner_up is not None:
        start.append(("   " + clean(_saving(analysis, width)), "strong"))
    elif verdict.missing:
        start.append(("   " + clean("; ".join(verdict.missing)), ""))
    end: list[Piece] = []
    if verdict.probability_beats_runner_up is not None and width >= NARROW:
        end.append((f"{figures.in_100(verdict.probability_beats_runner_up)} of 100 agree   ", ""))
    end.append((word, "mark" if verdict.strength == "clear" else "edit" if word else ""))
    return ((" ", ""), ("▌", "stripe"), (" ", ""), *spread(tuple(start), tuple(end), width - 4))


def _saving(analysis: Analysis, width: int) -> str:
    verdict = analysis.verdict
    usd = verdict.saving_expected_usd or 0.0
    rival = analysis.option(verdict.runner_up or "").title
    if verdict.strength == "close":
        said = f"{analysis.option(verdict.option or '').title} {figures.money(abs(usd))} cheaper on average"
    else:
        said = f"{rival} costs {figures.money(abs(usd))} {'more' if usd >= 0 else 'less'}"
    low, high = verdict.saving_p10_usd, verdict.saving_p90_usd
    if low is None or high is None or low == high:
        return said
    return (
        f"{said} ({figures.bare_range(low, high)})"
        if width < NARROW
        else f"{said} (8 in 10 futures: {figures.bare_range(low, high)})"
    )


def _second(analysis: Analysis, width: int) -> Line:
    verdict = analysis.verdict
    facts = [*verdict.facts]
    if verdict.middle_sentence:
        facts.insert(0, verdict.middle_sentence)
    if verdict.conditions:
        facts.insert(0, f"holds {verdict.conditions[0]}")
    whose = analysis.whose_numbers
    yours = f"{whose.own} of {whose.deciding} yours"
    return _striped(
        spread(
            ((clean(" · ".join(facts)), ""),),
            ((yours, "own" if whose.own * 2 > whose.deciding else "warn"),),
            width - 4,
        ),
        width,
    )


def _third(answer: Answer, width: int) -> Line:
    analysis = answer.analysis
    assert analysis is not None
    flip = nearest_flip(analysis)
    end: Line = (
        (clean(flip_words(flip)) if flip else "Nothing alone flips it", "strong" if answer.complete else "dim"),
    )
    if not analysis.switching_values:
        end = (("…", "dim"),)
    sentence: Line = ((clean(analysis.gaps.sentence), ""),)
    if width_of(sentence) + width_of(end) + 6 > width and flip is not None:
        end = ((clean(f"Flips: {flip.title} {flip_text(flip)}"), "strong"),)
    room = width - 4 - width_of(end) - 2
    if width_of(sentence) > room:
        sentence = ((clean(_short_gaps(analysis)), ""),)
    return _striped(spread(sentence, end, width - 4) if plain(end) else sentence, width)


def _short_gaps(analysis: Analysis) -> str:
    gaps, b = analysis.gaps, analysis.option(analysis.pair[1]).title
    amounts = (
        f"{b} {figures.signed_money(gaps.per_month_usd)} a month, {figures.signed_money(gaps.per_session_usd)} a run"
    )
    if gaps.pays_from_sessions_per_month is None:
        return amounts
    return f"{amounts}: pays {'from' if gaps.pays_above else 'up to'} {figures.short_count(gaps.pays_from_sessions_per_month)}"


def nearest_flip(analysis: Analysis) -> SwitchingValue | None:
    """The input that has to move least, by factor, for the answer to flip."""
    return next(iter(sorted_flips(analysis)), None)


def sorted_flips(analysis: Analysis) -> list[SwitchingValue]:
    """Inputs that flip the answer alone: those that somebody typed first, the nearest first."""
    from math import log

    typed = {row.key for row in analysis.inputs if row.given}
    found = [row for row in analysis.switching_values if row.value is not None]
    return sorted(
        found,
        key=lambda row: (row.key not in typed, abs(log(row.times_now)) if row.times_now and row.times_now > 0 else 9.0),
    )


def flip_text(row: SwitchingValue) -> str:
    """The switching value with its unit, as short as a column: `0.68`, `$2.65`, `29.9 %`; `never` where there is none."""
    if row.value is None:
        return "never"
    return amount(row.value, row.unit)


def label_of(unit: str) -> str:
    """What is printed for a unit: `$/h`, `%`, `min`; nothing for plain counts."""
    return _LABELS.get(unit, unit)


def amount(value: float, unit: str) -> str:
    """A value of an input in its unit, short."""
    unit = label_of(unit)
    if unit == "%":
        return figures.share(value) if abs(value) >= 0.001 or value == 0 else f"{value * 100:.2g} %"
    if unit.startswith("$"):
        return figures.money(value)
    return figures.short_count(value)


def flip_words(row: SwitchingValue) -> str:
    """`Flips if upkeep, managed is 0.68 engineers`."""
    label = label_of(row.unit)
    unit = "" if label in ("%", "", "×") or label.startswith("$") else f" {label}"
    return f"Flips if {row.title[:1].lower()}{row.title[1:]} is {flip_text(row)}{unit}"
