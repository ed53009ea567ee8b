"""The team decides: what is written under `[decision]`, and what has become of it since.

A decision rests on the switching values that were near on its day. Each is kept with where its input stood and the day
of the next look, so that a later reading of the same file says which of them has been crossed.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from model.comparison import Case
from model.decision.records.analysis import Analysis, Decision, Trigger, Verdict
from model.decision.verdict.triggers import later
from model.decision.wording.input_names import amount, titled
from model.profile import Problem, Problems, Profile, declared_for, dotted_keys
from model.quantities import Quantity, Unit, figures

RESTS_ON = "decision.switching_values"


def decided(
    profile: Profile, answer: Analysis, on: date, *, option: str | None = None, by: str = "", note: str = ""
) -> Profile | Problems:
    """The profile after the team decided on a day: for the verdict of its analysis, or for another option.

    An earlier decision is replaced. Nothing is written to a file. Where the option is not of the pair, no switching
    value speaks of it, and none is kept. A problem where there is no verdict and no option is named.
    """
    chosen = option or answer.verdict.option
    if chosen is None:
        return Problems.of(
            Problem(profile.label, "decision.option", "", "an option to decide for: there is no verdict")
        )
    wanted = _written(answer, chosen, on, by.strip(), note.strip())
    earlier = {key: None for key in profile.leaves if key.startswith("decision.") and not profile.inherited(key)}
    return profile.changed(earlier | wanted)


def _written(answer: Analysis, option: str, on: date, by: str, note: str) -> dict[str, object]:
    """Dotted key to TOML value, without what has nothing to say."""
    found: dict[str, object] = {"decision.option": option, "decision.date": on}
    found |= {key: text for key, text in (("decision.by", by), ("decision.note", note)) if text}
    for look in answer.revisit if option in answer.pair else ():
        table = dotted_keys.join((*RESTS_ON.split("."), look.key))
        now, flips_at = _brief(look.now, look.value)
        look_on = later(on, look.every_months)
        found |= {f"{table}.now": now, f"{table}.flips_at": flips_at, f"{table}.look_on": look_on}
    return found


def _brief(one: float, other: float) -> tuple[float, float]:
    """Six digits of two values, or all where six do not tell them apart: a file is read by people."""
    short = float(f"{one:.6g}"), float(f"{other:.6g}")
    return short if short[0] != short[1] else (one, other)


def decision_of(case: Case) -> Decision | None:
    """What the profile says was decided, and where every input that it rests on stands now; None where nothing was."""
    profile = case.profile
    if not profile.has_table("decision"):
        return None
    option, on = profile.text("decision.option"), profile.day("decision.date")
    by, note = (profile.text(f"decision.{name}") or "" for name in ("by", "note"))
    decision = Decision(
        option=option,
        date=on,
        by=by,
        note=note,
        triggers=tuple(found for key in profile.ids(RESTS_ON) if (found := _trigger(case, key, on)) is not None),
        sentence="",
    )
    said = f"{_said(case, decision)}{f' by {by}' if by else ''}"
    return replace(decision, sentence=f"{said}: {note}" if note else f"{said}.")


def _said(case: Case, decision: Decision) -> str:
    """For what and when: `Decided for Own stack on 1 Oct 2026`."""
    title = next((plan.title for plan in case.options if plan.id == decision.option), "")
    for_what = f"Decided for {title}" if title else "Decided"
    return f"{for_what}{f' on {figures.day(decision.date)}' if decision.date else ''}"


def standing_decision(case: Case, verdict: Verdict) -> Decision | None:
    """What was decided, held against the verdict of today; None where nothing was."""
    decision = decision_of(case)
    if decision is None or decision.option is None:
        return decision
    holds = decision.option == verdict.option
    return replace(
        decision,
        holds=holds,
        standing=f"{_said(case, decision)}; {_now(case, verdict, holds)}{_watched(decision, holds)}.",
    )


def _now(case: Case, verdict: Verdict, holds: bool) -> str:
    """What the verdict is by now: `the verdict is now Own stack, too close to call`."""
    if verdict.option is None:
        return "there is no verdict now"
    close = ", too close to call" if verdict.strength == "close" else ""
    return f"the verdict is {'still' if holds else 'now'} {case.option(verdict.option).title}{close}"


def _watched(decision: Decision, holds: bool) -> str:
    """How many of the switching values that the decision rests on have been crossed; nothing where it rests on none."""
    watched, beyond = len(decision.triggers), sum(trigger.crossed for trigger in decision.triggers)
    if not watched:
        return ""
    link = "but" if holds == bool(beyond) else "and"
    if not beyond:
        return f", {link} no switching value it rests on has been crossed"
    which = "the switching value" if watched == 1 else f"{beyond} of {watched} switching values"
    return f", {link} {which} it rests on {'has' if beyond == 1 else 'have'} been crossed"


def crossed(case: Case) -> tuple[Trigger, ...]:
    """The switching values saved under `[decision]` that their input (its mean) has reached or passed since."""
    found = decision_of(case)
    return tuple(trigger for trigger in found.triggers if trigger.crossed) if found else ()


def due(decision: Decision, today: date) -> tuple[Trigger, ...]:
    """The triggers that somebody meant to look at by today, the longest overdue first."""
    late = [trigger for trigger in decision.triggers if trigger.look_on is not None and trigger.look_on <= today]
    return tuple(sorted(late, key=lambda trigger: trigger.look_on or today))


def _trigger(case: Case, key: str, on: date | None) -> Trigger | None:
    table = dotted_keys.join((*RESTS_ON.split("."), key))
    then, flips_at = (_number(case.profile, f"{table}.{name}") for name in ("now", "flips_at"))
    if then is None or flips_at is None:
        return None
    now = _today(case, key)
    declared = declared_for(key)
    unit = declared.spec.unit if declared and declared.spec else Unit.COUNT
    beyond = now is not None and (now - flips_at) * (then - flips_at) <= 0.0
    return Trigger(
        key=key,
        title=titled(case, key),
        unit=str(unit),
        then=then,
        flips_at=flips_at,
        now=now,
        look_on=case.profile.day(f"{table}.look_on"),
        crossed=beyond,
        sentence=_sentence(case, key, unit, (then, flips_at, now), beyond, on),
    )


def _sentence(
    case: Case, key: str, unit: Unit, values: tuple[float, float, float | None], beyond: bool, on: date | None
) -> str:
    then, flips_at, now = values
    was, bound = amount(then, unit), amount(flips_at, unit)
    title, side = titled(case, key), "above" if flips_at > then else "below"
    if now is None:
        return f"{title}: was {was}, flips {side} {bound}; this comparison has no such input any more."
    if not beyond:
        moved = amount(now, unit) != was  # the echo of a decision tells nobody that a minute changed nothing
        return f"{title}: {f'was {was}, is {amount(now, unit)} now' if moved else was}; flips {side} {bound}."
    since = f"since the decision of {figures.day(on)}" if on else "since the decision"
    return (
        f"{title} has crossed {bound} {since}: it was {was} then and is {amount(now, unit)} now{_from(case, key, on)}."
    )


def _from(case: Case, key: str, on: date | None) -> str:
    """From which day on a price of the book is what it is now; nothing of what the team typed, which has no day."""
    found = case.inputs.get(key)
    effective = found.source.effective if found and found.source and not found.given else None
    return f", in force from {figures.day(effective)}" if effective and (on is None or effective > on) else ""


def _number(profile: Profile, key: str) -> float | None:
    value = profile.quantity(key)
    return value.median if isinstance(value, Quantity) else None


def _today(case: Case, key: str) -> float | None:
    if key == "horizon_months":
        return float(case.horizon_months)
    found = case.inputs.get(key)
    return found.quantity.mean if found else None
