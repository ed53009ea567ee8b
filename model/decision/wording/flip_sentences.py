"""How a flip is worded, once for every surface: `Flips if own upkeep falls below 0.064 engineers (you: 0.25)`."""

from __future__ import annotations

from msgspec.structs import replace

from model.comparison import Case
from model.comparison.sheet import HORIZON
from model.decision.records.analysis import SwitchingValue
from model.decision.wording.input_names import amount, happens, lowered, short_option, titled, two_amounts, work_title
from model.profile.dotted_keys import join, split
from model.quantities import Unit, figures

SUBJECTS = {
    "token_usd_per_session": "the token bill per run",
    HORIZON: "the horizon",
    "discount_rate": "the discount rate",
    "fallback_usd": "the cost of a failure",
    "loaded_usd_per_year": "the cost of an engineer",
    "salary_usd_per_year": "the salary",
    "waiting_usd_per_month": "the cost of a month without an agent",
}
"""What an input is called in a sentence, by the last part of its key, where its title does not read as a noun there."""
OF_AN_OPTION = {"search_usd_per_1000": "price of 1,000 searches", "leave_usd": "leaving cost"}
"""The same behind the name of an option: `own price of 1,000 searches`."""
ENDS_OF_A_HEAD = (" a ", " an ", " at ", " of ", " on ", " in ", " out ", " over ", " per ", " until ", " that ", ", ")


def worded(case: Case, row: SwitchingValue, unit: Unit) -> SwitchingValue:
    """The row with what it is called, where it flips, and both as a sentence."""
    subject = subject_of(case, row.key)
    if row.value is None or row.wins is None:
        return replace(row, subject=subject, sentence=f"{row.title}: never, {row.why_never}.")
    few = 2 if 0.0 < abs(row.value) < 1.0 and not unit.is_money and unit is not Unit.SHARE else 3
    value, today = two_amounts(row.value, row.now, unit, few)
    above = row.direction == "above"
    verb = f"{'rise' if above else 'fall'}{'' if _is_plural(case, row.key) else 's'}"
    bound = f"{'above' if above else 'below'} {value}"
    if row.step:
        bound = f"{value} or {'more' if above else 'less'}"
    moves = f"{verb} to {bound}" if row.step else f"{verb} {bound}"
    headline = f"Flips if {subject} {moves} ({_whose(case, row, unit, today)})"
    winner = case.option(row.wins).title
    return replace(
        row,
        subject=subject,
        bound=bound,
        headline=headline,
        sentence=f"{headline}: {winner} is cheaper then.",
    )


def subject_of(case: Case, key: str) -> str:
    """An input inside a sentence: `own upkeep`, `runs a month`, `the chance of a doubled price`."""
    parts = split(key)
    name = parts[-1]
    if parts[0] == "options":
        return f"{short_option(case, parts[1])} {_of_option(case, parts)}"
    if name in SUBJECTS:
        return f"{SUBJECTS[name]}{_of_work(case, parts)}"
    if parts[0] == "events":
        event = happens(case, key).partition(": ")[2]
        return f"the {'chance' if name == 'probability' else 'size'} of {lowered(event)}"
    if parts[:2] == ("prices", "models"):
        return f"the {lowered(titled(case, key).removesuffix(f', {parts[2]}'))} price of {_model(case, parts[2])}"
    if parts[0] == "workloads":
        return f"{lowered(_named(titled(case, key), work_title(case, parts[1])))}{_of_work(case, parts)}"
    return lowered(titled(case, key))


def _of_option(case: Case, parts: tuple[str, ...]) -> str:
    """What an input of an option is called behind the option's name."""
    whole = titled(case, join(parts))
    bare, _, work = whole.partition(f", {case.option(parts[1]).title}")
    said = OF_AN_OPTION.get(parts[-1]) or SUBJECTS.get(parts[-1], "").removeprefix("the ") or bare
    said = said if "items" in parts else lowered(said)
    return f"{said} of {work.removeprefix(', ')}" if work else said


def _named(title: str, work: str) -> str:
    return title.removesuffix(f", {work}")


def _of_work(case: Case, parts: tuple[str, ...]) -> str:
    """Whose work it is, where there is more than one kind of it."""
    return f" of {work_title(case, parts[1])}" if parts[0] == "workloads" and len(case.workloads) > 1 else ""


def _model(case: Case, model: str) -> str:
    """What a model is called."""
    found = (route.model for plan in case.options for work in plan.works for route in work.routes)
    return next((each.title for each in found if each is not None and each.id == model), model)


def _is_plural(case: Case, key: str) -> bool:
    """Whether the subject is several things: `own builders`, `runs a month`, `paid hours`."""
    parts = split(key)
    if parts[0] in ("events", "prices") or parts[-1] in (*SUBJECTS, *OF_AN_OPTION):
        return False
    head = titled(case, key) if "items" not in parts else ""
    for mark in ENDS_OF_A_HEAD:
        head = f"{head} ".partition(mark)[0].strip()
    return head.endswith(("s", "eople"))


def _whose(case: Case, row: SwitchingValue, unit: Unit, today: str) -> str:
    """Whose number stands there today, and which: `you: 0.25`, `published: 0.05 to 0.8`, `now: $0.08/h`."""
    found = case.inputs.get(row.key)
    if found is None:
        return f"you: {_bare(today, unit)}"
    said = found.quantity.text if found.quantity.is_range else _bare(today, unit)
    if found.basis == "published":
        return f"{'published' if found.given else 'now'}: {said}"
    return f"{'you' if found.given else 'assumed'}: {said}"


def _bare(text: str, unit: Unit) -> str:
    """An amount without the word of its unit, which stands beside it already; signs stay."""
    if unit.is_money:
        return text.partition("/")[0]
    if unit in (Unit.SHARE, Unit.FACTOR) or not unit.label:
        return text
    return text.partition(" ")[0]


def none_within(rows: tuple[SwitchingValue, ...]) -> str:
    """One sentence where no single number flips it within ten times today's value; empty where one does."""
    flips = [row for row in rows if row.value is not None]
    if not rows or any(row.reach != "beyond" for row in flips):
        return ""
    if not flips:
        return "No single number flips this, however far it moves"
    return f"No single number flips this within ten times today's value; nearest: {_far(flips[0])}"


def _far(row: SwitchingValue) -> str:
    """How far the nearest of those is: `managed upkeep at 14 times (0.68 engineers)`."""
    assert row.value is not None
    unit = Unit(row.unit)
    value = amount(row.value, unit, 2)
    if row.times_now is None or row.times_now <= 0.0:
        return f"{row.subject} {row.bound}"
    if row.times_now < 1.0:
        return f"{row.subject} at {amount(row.times_now, Unit.SHARE, 2)} of today ({value})"
    return f"{row.subject} at {figures.times(row.times_now)} ({value})"
