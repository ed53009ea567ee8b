"""How an input and its value are named in a sentence: title with option or workload, amount with unit."""

from __future__ import annotations

from model.comparison.case.case import Case, WorkPlan
from model.profile import declared_for
from model.profile.dotted_keys import split
from model.quantities import Unit, figures

MOST_OFF = 0.25
STANDING_ALONE = {
    "incident_hours": "Hours an incident",
    "incident_people": "People an incident",
    "leave_probability": "Chance of leaving",
    "load_factor": "Load on the salary",
    "minimum_hosts": "Machines at least",
    "peak_in_busy_hours": "Peak load",
    "salary_change_per_year": "Change of salaries a year",
    "token_change_per_year": "Change of token prices a year",
    "token_count_factor": "Tokens sent",
    "usd_per_gib_hour": "Price of a GiB-hour",
    "usd_per_hour": "Price of a machine-hour",
    "usd_per_vcpu_hour": "Price of a vCPU-hour",
    "waiting_usd_per_month": "A month without an agent",
}
"""Titles for sentences and tables, by the last part of the key, where the form's title leans on its neighbours."""


def titled(case: Case, key: str) -> str:
    """What an input is called where no column says whose it is: `Upkeep, own stack`, `Runs a month, tickets`."""
    parts = split(key)
    title = _title(case, key, parts)
    if parts[0] == "options":
        owner = case.option(parts[1]).title
        if parts[2] == "teams":
            return _of_a_part(case, title, parts)
        if len(parts) > 4 and parts[2] == "items":
            item = case.profile.text(f"options.{parts[1]}.items.{parts[3]}.title") or parts[3]
            title = f"{item} {title[:1].lower()}{title[1:]}"
        work = f", {work_title(case, parts[3])}" if parts[2] == "workloads" and len(case.workloads) > 1 else ""
        return f"{_bare(title)}{_part(parts[4:])}, {owner}{work}"
    if parts[0] == "workloads":
        work = f", {work_title(case, parts[1])}" if len(case.workloads) > 1 else ""
        return f"{title}{_part(parts[2:])}{work}"
    if parts[0] == "events":
        what = {"factor": "How much", "probability": "Chance"}.get(parts[-1], title)
        return f"{what}: {_event(case, parts[1])}"
    return f"{title}, {parts[2]}" if parts[:2] == ("prices", "models") else title


def _of_a_part(case: Case, title: str, parts: tuple[str, ...]) -> str:
    """What an input of a team's part of an option is called: moving onto a shared option is no build."""
    part = case.option(".".join(parts[1:4]))
    bare = _bare(title)
    if part.platform is not None:
        bare = {"build_engineer_weeks": "Onboarding", "upkeep_fte": "Upkeep that stays"}.get(parts[-1], bare)
    if len(parts) > 6 and parts[4] == "items":
        item = case.profile.text(f"options.{part.id}.items.{parts[5]}.title") or parts[5]
        bare = f"{item} {bare[:1].lower()}{bare[1:]}"
    return f"{bare}, {part.title}"


def _title(case: Case, key: str, parts: tuple[str, ...]) -> str:
    """The title of the form, or a longer one where that leans on the rows around it."""
    found, declared = case.inputs.get(key), declared_for(key)
    title = found.title if found else declared.title if declared else key
    return STANDING_ALONE.get(parts[-1], title.removesuffix(", times"))


def _part(parts: tuple[str, ...]) -> str:
    """Which route or tool of the work it belongs to."""
    return {"routes": f" on {parts[1]}", "tools": f", {parts[1]}"}.get(parts[0], "") if len(parts) > 2 else ""


def happens(case: Case, key: str) -> str:
    """What an event is called as something that happens or does not; `key` is any of its keys."""
    return f"Whether it happens: {_event(case, split(key)[1])}"


def _event(case: Case, event: str) -> str:
    return case.profile.text(f"events.{event}.title") or event


def work_title(case: Case, workload: str) -> str:
    """What a workload is called."""
    return case.profile.text(f"workloads.{workload}.title") or workload


def work_named(case: Case, work: WorkPlan) -> str:
    """What a workload is called in a sentence that names no team: with its team, where there are several."""
    company = case.profile.company
    return work.title if company is None else company.named(work.id, work.title)


def _bare(title: str) -> str:
    """The title without the unit that forms put behind a comma."""
    return title.split(", ", 1)[0]


def amount(value: float, unit: Unit, digits: int = 3) -> str:
    """A value of an input in a sentence: `0.68 engineers`, `$2.65/h`, `29.9 %`, `111,000`, `1.5×`."""
    if unit is Unit.SHARE:
        return f"{figures.count(100.0 * value, digits)} %"
    if unit.is_money:
        sign = figures.MINUS if value < 0.0 else ""
        return f"{sign}${figures.count(abs(value), digits)}{unit.label[1:]}"
    if unit is Unit.FACTOR:
        return f"{figures.count(value, digits)}×"
    return figures.things(figures.count(value, digits), unit.label)


def lowered(name: str) -> str:
    """A name inside a sentence: a small first letter, unless it is an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def short_option(case: Case, option: str) -> str:
    """What an option is called before what it has (`own upkeep`): its short name, else its id in words."""
    return case.profile.text(f"options.{option}.short") or option.replace("-", " ").replace("_", " ")


def two_amounts(one: float, other: float, unit: Unit, fewest: int = 3) -> tuple[str, str]:
    """Two values of one input, with as many digits (three to six) as it takes to show how far apart they are."""
    for digits in range(fewest, 7):
        texts = amount(one, unit, digits), amount(other, unit, digits)
        apart = float(figures.to_digits(one, digits)) - float(figures.to_digits(other, digits))
        if texts[0] != texts[1] and abs(apart - (one - other)) <= MOST_OFF * abs(one - other):
            break
    return texts
