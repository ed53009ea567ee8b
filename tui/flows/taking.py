"""A measured source and what taking it does: which input goes where, the profile with it, and what every change is worth.

Everything of `model.usage` that the workbench needs for that is imported here; so this file is imported only when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from model.decision import profile_difference
from model.profile import Problems, Profile, dotted_keys, loads
from model.telling.between import Between, answers
from model.usage.into_profile import Placed, fallback_of, new_text, of_option, option_inputs, placed, with_inputs
from model.usage.measured_inputs import MeasuredInput
from model.usage.measuring import Measured, measure
from tui.state.first_comparison import named

FIRST_NAME = "Measured"
DRAWS = 2_000  # futures for what a change does: a dozen changes need two comparisons each


class MeasuredSource(Struct, frozen=True):
    """What was read: the path somebody typed and everything measured from it."""

    path: str
    measured: Measured


class TakingWorth(Struct, frozen=True):
    """What taking it does: by dotted key, what each option of the pair costs more over the horizon; and the answer before and after."""

    usd: Mapping[str, Mapping[str, float]]
    between: Between | None
    why: tuple[str, ...] = ()


def read(path: str, today: date, profile: Profile | None, advance: Callable[[int], None]) -> MeasuredSource:
    """What lies at a path; `advance` is told how many bytes were read since it was told last, and may raise to give up."""
    fallback_usd = fallback_of(profile) if profile is not None else None
    return MeasuredSource(path, measure([path], today, fallback_usd=fallback_usd, advance=advance, deeper=True))


def begun(source: MeasuredSource) -> Profile | Problems | None:
    """A first profile with a workload for every agent; None where the source says who causes the bill and nothing of its use."""
    place = placed(source.measured.estimates, None, {})
    if not place.inputs:
        return None
    known = [each for each in source.measured.estimates if each.agent in place.workloads]
    return loads(new_text(FIRST_NAME, known, place.inputs, named(FIRST_NAME)), "measured")


def placed_in(measured: Measured, profile: Profile, places: Mapping[str, str]) -> Placed:
    """Which input goes where in this profile: agents to workloads, hours and machines to the own stack."""
    workloads = [*profile.ids("workloads"), *(each for each in places.values() if each)]
    place = placed(measured.estimates, list(dict.fromkeys(workloads)), places)
    more = option_inputs(measured.worked, measured.own_side, of_option(profile, None))
    return replace(place, inputs=(*place.inputs, *more))


def with_titles(profile: Profile, inputs: tuple[MeasuredInput, ...], titles: Mapping[str, str]) -> Profile | Problems:
    """The profile with these inputs; a workload that is new with them gets its title."""
    filled = {parts[1] for parts in map(dotted_keys.split, (each.key for each in inputs)) if parts[0] == "workloads"}
    new = [each for each in titles if each in filled and each not in profile.ids("workloads")]
    called = [
        MeasuredInput(f"workloads.{dotted_keys.join((each,))}.title", titles[each], None, None, None, "")
        for each in new
    ]
    return with_inputs(profile, (*called, *inputs))


def worth_of(profile: Profile, whole: Profile, when: date) -> TakingWorth:
    """What every difference between the two profiles does, over the same futures."""
    found = profile_difference(profile, whole, when, DRAWS, 1)
    change = answers(profile, whole, when, DRAWS, 1)
    if isinstance(found, Problems) or isinstance(change, Problems):
        wrong = Problems.merged(each for each in (found, change) if isinstance(each, Problems))
        return TakingWorth({}, None, tuple(wrong.sentences()))
    return TakingWorth({row.key: row.worth_usd for row in found.rows if row.worth_usd is not None}, change)
