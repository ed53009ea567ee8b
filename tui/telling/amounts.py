"""How values of inputs and names of options are written where space is short: with their unit, and by their short name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.profile import dotted_keys
from model.quantities import Unit, figures
from model.telling import option_names
from tui.paint.lines import clean

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, InputRow, SwitchingValue

_LABELS = {unit.value: unit.label for unit in Unit}
_NEAR = 0.1  # closer to today's value than this, a third digit is needed to tell them apart


def label_of(unit: str) -> str:
    """What is printed for a unit: `$/h`, `%`, `min`; nothing for plain counts."""
    return _LABELS.get(unit, unit)


def amount(value: float, unit: str) -> str:
    """A value of an input in its unit, short: `30 %`, `$2.65`, `11k`."""
    unit = label_of(unit)
    if unit == "%":
        return figures.share(value) if abs(value) >= 0.001 or value == 0 else f"{figures.count(value * 100, 2)} %"
    if unit.startswith("$"):
        return figures.money(value)
    return figures.short_count(value)


def unit_word(unit: str) -> str:
    """The word of a unit behind a number: ` engineers`, ` min`; "" where a sign says it already or it is a plain count."""
    label = label_of(unit)
    return "" if label in ("%", "", "×", "count") or label.startswith("$") else f" {label}"


def with_unit(value: float, unit: str) -> str:
    """A value with its unit written out: `0.68 engineers`, `30 %`, `×2.39`."""
    sign, word = "×" if label_of(unit) == "×" else "", unit_word(unit)
    text = figures.count(value, 2) if word and 0 < abs(value) < 1 else amount(value, unit)
    return f"{sign}{figures.things(text, word.strip())}"


def flip_text(row: SwitchingValue) -> str:
    """The switching value as short as a column, told apart from today's: `0.68`, `$2.65`, `29.9 %`; `never` where there is none."""
    if row.value is None:
        return "never"
    label = label_of(row.unit)
    near = row.times_now is not None and abs(row.times_now - 1.0) < _NEAR
    if near and label == "%":
        return f"{figures.count(row.value * 100)} %"
    if near and not label.startswith("$") and 1_000 <= abs(row.value) < 100_000:
        return figures.count(row.value)
    if label.startswith("$") and abs(row.value) < 1_000:
        return f"${figures.count(row.value)}"
    if not near and 0 < abs(row.value) < 1 and unit_word(row.unit):
        return figures.count(row.value, 2)
    return amount(row.value, row.unit)


def flip_amount(row: SwitchingValue) -> str:
    """The switching value with its unit: `0.68 engineers`, `$2.65`, `×2.39`, `29.9 %`."""
    if row.value is None:
        return "never"
    sign = "×" if label_of(row.unit) == "×" else ""
    return f"{sign}{figures.things(flip_text(row), unit_word(row.unit).strip())}"


def moved(row: SwitchingValue) -> str:
    """How far that is from today: `, 13 times`, `, 30 % of today`; "" where it is near or today is nothing."""
    factor = row.times_now
    if factor is None or factor <= 0 or 0.5 < factor < 1.5 or row.now == 1.0:
        return ""
    return f", {figures.times(factor)}" if factor > 1 else f", {figures.share(factor)} of today"


def short_title(analysis: Analysis, option: str) -> str:
    """The name of an option where space is short: its title; of a long one its first words or its id, as long as that tells it apart."""
    return option_names.short(analysis, option)


def short_name(analysis: Analysis, title: str) -> str:
    """The name of an input or a line with options by their short names: `Upkeep, managed`."""
    named = clean(title)
    for row in sorted(analysis.options, key=lambda option: -len(option.title)):
        long = f", {clean(row.title)}"
        if long in named:
            return named.replace(long, f", {lowered(short_title(analysis, row.id))}", 1)
    return named


def input_name(analysis: Analysis, row: InputRow) -> str:
    """The name of an input with whose it is: `Upkeep, engineers, own stack`; the agent where there is more than one."""
    name, parts = clean(row.title), dotted_keys.split(row.key)
    if len(parts) > 2 and parts[0] == "options" and any(option.id == parts[1] for option in analysis.options):
        return f"{name}, {lowered(short_title(analysis, parts[1]))}"
    several = sum(other.key.endswith(".sessions_per_month") for other in analysis.inputs) > 1
    return f"{name}, {clean(parts[1])}" if several and len(parts) > 2 and parts[0] == "workloads" else name


def lowered(name: str) -> str:
    """A name inside a sentence: a small first letter, unless it is an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


ROLES = ("a", "b", "c", "d", "e")


def role_of(analysis: Analysis, option: str) -> str:
    """The role of an option in every picture and list: its own, whatever it is compared with; the managed one is the first, then as in the profile."""
    order = sorted(analysis.options, key=lambda row: row.kind != "managed")
    return ROLES[min([row.id for row in order].index(option), len(ROLES) - 1)]
