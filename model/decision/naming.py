"""How an input and its value are named in a sentence: title with option or workload, amount with unit."""

from __future__ import annotations

from model.comparison.case import Case
from model.profile import declared_for
from model.profile.keys import split
from model.quantities import Unit, figures


def titled(case: Case, key: str) -> str:
    """What an input is called where no column says whose it is: `Upkeep, own stack`, `Runs a month, tickets`."""
    found = case.inputs.get(key)
    declared = declared_for(key)
    title = found.title if found else declared.title if declared else key
    parts = split(key)
    if parts[0] == "options":
        owner = case.option(parts[1]).title
        tail = parts[3] if len(parts) > 4 and parts[2] in ("workloads", "items") else ""
        return f"{_bare(title)}, {owner}" + (f", {tail}" if tail and len(case.workloads) > 1 else "")
    if parts[0] == "workloads" and len(case.workloads) > 1:
        return f"{title}, {case.profile.text(f'workloads.{parts[1]}.title') or parts[1]}"
    if parts[0] == "events":
        return f"{title}, {case.profile.text(f'events.{parts[1]}.title') or parts[1]}"
    return f"{title}, {parts[2]}" if parts[:2] == ("prices", "models") else title


def _bare(title: str) -> str:
    """The title without the unit that forms put behind a comma."""
    return title.split(",", 1)[0]


def amount(value: float, unit: Unit) -> str:
    """A value of an input in a sentence, three digits: `0.68 engineers`, `$2.65/h`, `29.9 %`, `111,000`."""
    if unit is Unit.SHARE:
        return f"{figures.count(100.0 * value)} %"
    if unit.is_money:
        sign = figures.MINUS if value < 0.0 else ""
        return f"{sign}${figures.count(abs(value))}{unit.label[1:]}"
    if unit is Unit.FACTOR:
        return f"{figures.count(value)} times"
    return f"{figures.count(value)} {unit.label}".rstrip()
