"""What an option is to each of several teams, and what it is to all of them: parts, and the whole that is their sum.

A part has its team's works and whatever stays with the team. What the company says of an option is paid once by the whole (people,
commitment, items a month, machines), or holds for every run of every team (a sandbox's size and price, factors, rates): those
numbers are ``given``, one input each that all parts read.
"""

from __future__ import annotations

from msgspec.structs import replace

from model.comparison.case.case import NOBODY, OptionPlan, Place
from model.comparison.case.inputs import Gathering
from model.profile import Profile
from model.profile.company import Team, part_of
from model.profile.teams.parts import PEOPLE

PAID_ONCE = (*PEOPLE, "leave_usd", "leave_probability", "sandbox.plan_usd_per_month", "sandbox.included_vcpu_hours",
             "sandbox.included_gib_hours")  # fmt: skip
TABLES_PAID_ONCE = ("teams.", "workloads.", "commitment.", "credits.")
OF_A_RUN = ("per_session_usd", "per_active_hour_usd")


def as_part(profile: Profile, whole: OptionPlan, part: OptionPlan, team: Team, given: frozenset[str]) -> OptionPlan:
    """A team's part of an option; the place to run is the company's where that gives one. `given`: the paths of numbers that the
    company says of the option."""
    assert profile.company is not None
    written = profile.text(f"options.{part.id}.meanwhile")
    fees = {fee.id for fee in whole.fees}
    items = [
        (item, title)
        for item, title in whole.items
        if item not in fees and any(f"items.{item}.{path}" in given for path in OF_A_RUN)
    ]
    runs = whole if _gives_place(whole) else part  # on whose machines the runs are
    return replace(
        part,
        title=f"{whole.title}, {team.title}",
        is_today=team.today == whole.id,
        meanwhile=part_of(written, team.id) if written and written != NOBODY else written or "",
        team=team.id,
        place=_place(whole, part),
        items=(*part.items, *items),
        platform=whole if whole.id in profile.company.shared else None,
        given=given,
        cpu_meter=runs.cpu_meter,
        memory_meter=runs.memory_meter,
        scale_to_zero=runs.scale_to_zero,
    )


def as_whole(profile: Profile, whole: OptionPlan, parts: tuple[OptionPlan, ...]) -> OptionPlan:
    """An option of several teams: its parts, and their works in the order of all workloads."""
    works = {work.id: work for part in parts for work in part.works}
    places = {part.place for part in parts}
    place: Place = whole.place if _gives_place(whole) else next(iter(places)) if len(places) == 1 else "none"
    return replace(
        whole,
        parts=parts,
        works=tuple(works[workload] for workload in profile.ids("workloads")),
        place=place,
        is_today=all(part.is_today for part in parts),
        meanwhile=NOBODY,
        cache=parts[0].cache,
    )


def _gives_place(whole: OptionPlan) -> bool:
    return whole.place in ("sandbox", "hosts", "existing")


def _place(whole: OptionPlan, part: OptionPlan) -> Place:
    """Where a team's runs are: in the company's place, on the company's machines (paid once by the whole), or in its own."""
    if not _gives_place(whole):
        return part.place
    return "existing" if whole.place == "hosts" and not whole.scale_to_zero else whole.place


def paths_given(gathering: Gathering, whole: OptionPlan) -> frozenset[str]:
    """The paths of numbers that the company says of an option and every run of every team reads."""
    table = f"options.{whole.id}."
    found = set()
    for key, known in gathering.inputs.items():
        path = key.removeprefix(table)
        said = known.given or known.note.startswith("preset ") or path.startswith(("sandbox.", "hosts."))
        if not key.startswith(table) or not said:
            continue
        if path in PAID_ONCE or path.startswith(TABLES_PAID_ONCE):
            continue
        if path.startswith("hosts.") and not whole.scale_to_zero:
            continue
        if path.startswith("items.") and not path.endswith(OF_A_RUN):
            continue
        found.add(path)
    return frozenset(found)
