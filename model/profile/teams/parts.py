"""What each team brings: its workloads and its part of every option, under the keys that they have together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from model.profile import dotted_keys
from model.profile.company import Team, is_wide, part_of
from model.profile.leaves import Leaf
from model.profile.profile import Profile
from model.profile.teams.gathered import Joining, Member
from model.profile.teams.mapped import OF_THE_WHOLE
from model.profile.teams.moving import place_moving

BUILD = ("build_engineer_weeks", "weeks_until_live", "builders", "overrun_factor")
PEOPLE = (
    *BUILD,
    "upkeep_fte",
    "oncall_usd_per_week",
    "oncall_tiers",
    "incidents_per_month",
    "incident_hours",
    "incident_people",
)
PLACES = ("sandbox", "hosts", "runs_on")
HANDED_DOWN = ("meanwhile", "cache", "batch", "runs_on", "meets", "fails")
"""What is no number and holds for each team as the company says it."""


def joined_team(
    found: Joining, member: Member, options: Mapping[str, Mapping[str, str]], shared: frozenset[str]
) -> Team:
    profile, team = member.profile, member.id
    mine = {option: theirs[team] for option, theirs in options.items() if team in theirs}
    works = _workload_ids(found, member)
    streams = _streams(found, member)
    for option in options:
        found.tables[f"options.{option}.teams.{team}"] = profile.label
    for leaf in profile.leaves.values():
        for key in _together(found, leaf, team, mine, works, shared):
            found.place(leaf, key, streams.get(leaf.key, leaf.key))
    _meanwhile(found, member, mine)
    _on_shared(found, team, shared)
    _handed_down(found, team, options)
    place_moving(found, member, partial(_called, found, member, mine, works), streams)
    today = found.own.text("today") or _company_option(profile.text("today"), mine)
    return Team(
        team,
        found.own.text(f"teams.{team}.title") or profile.name,
        profile,
        mine,
        works,
        today if today in options else None,
        {key: stream for key, stream in streams.items() if key != stream},
    )


def _workload_ids(found: Joining, member: Member) -> dict[str, str]:
    """What each workload is called together: as the team calls it, unless another team's is called so."""
    ids: dict[str, str] = {}
    for workload in member.profile.ids("workloads"):
        known = member.workloads or {}
        name = known.get(workload) or found.free_name("workloads", member.id, workload)
        found.tables[f"workloads.{name}"] = member.profile.label
        ids[workload] = name
    return ids


def _streams(found: Joining, member: Member) -> dict[str, str]:
    """The stream of every number of the team: called as its key, unless another team draws from that one."""
    numbers = [
        key for key, leaf in member.profile.leaves.items() if leaf.declared.kind == "number" and not is_wide(key)
    ]
    numbers += [f"events.{event}.u" for event in member.profile.ids("events")]
    if member.streams is not None:
        return {key: member.streams.get(key, key) for key in numbers}
    streams = {key: key if key not in found.drawn else f"teams.{member.id}.{key}" for key in numbers}
    found.drawn |= set(numbers)
    return streams


def _together(
    found: Joining, leaf: Leaf, team: str, mine: Mapping[str, str], works: Mapping[str, str], shared: frozenset[str]
) -> Iterator[str]:
    """The keys that a team's value has together; none where it says nothing of the company's options or the company says it."""
    parts = dotted_keys.split(leaf.key)
    if parts[0] == "workloads":
        yield dotted_keys.join(("workloads", works[parts[1]], *parts[2:]))
    if parts[0] != "options":
        return
    for option in (company for company, name in mine.items() if name == parts[1]):
        if parts[2] == "workloads":
            yield dotted_keys.join(("options", option, "workloads", works[parts[3]], *parts[4:]))
        elif parts[2] not in (*OF_THE_WHOLE, "meanwhile") and not _is_the_companys(
            found.own, option, parts[2:], shared
        ):
            yield dotted_keys.join(("options", option, "teams", team, *parts[2:]))


def _called(found: Joining, member: Member, mine: Mapping[str, str], works: Mapping[str, str], key: str) -> str | None:
    """How a key of the team is called together; what holds for the company keeps its name."""
    leaf = member.profile.leaves.get(key)
    if is_wide(key) or leaf is None:
        return key if is_wide(key) else None
    return next(_together(found, leaf, member.id, mine, works, frozenset()), None)


def _is_the_companys(own: Profile, option: str, path: tuple[str, ...], shared: frozenset[str]) -> bool:
    """Whether the company's word replaces the team's: people of a shared option, the same key, the same item, the place to run."""
    table = f"options.{option}"
    if option in shared and path[0] in PEOPLE:
        return True
    if path[0] in PLACES:
        return any(own.has_table(f"{table}.{place}") or own.has(f"{table}.{place}") for place in PLACES)
    if path[0] == "items":
        return own.has_table(f"{table}.items.{path[1]}")
    if path[0] in ("commitment", "credits"):
        return own.has_table(f"{table}.{path[0]}")
    return own.has(dotted_keys.join(("options", option, *path)))


def _company_option(name: str | None, mine: Mapping[str, str]) -> str | None:
    return next((option for option, theirs in mine.items() if theirs == name), None)


def _meanwhile(found: Joining, member: Member, mine: Mapping[str, str]) -> None:
    """Who serves a team until its part is live: its own word, in the company's names."""
    for option, name in mine.items():
        leaf = member.profile.leaves.get(f"options.{name}.meanwhile")
        if leaf is None or found.own.has(f"options.{option}.meanwhile"):
            continue
        meant = _company_option(str(leaf.value), mine) or (
            str(leaf.value) if leaf.value in leaf.declared.choices else None
        )
        if meant is not None and meant != option:
            found.place(replace(leaf, value=meant, text=meant), f"options.{part_of(option, member.id)}.meanwhile")


def _on_shared(found: Joining, team: str, shared: frozenset[str]) -> None:
    """What the company's file says that a team still pays on a shared option: moving onto it, and upkeep that stays."""
    paths = (("onboarding_engineer_weeks", "build_engineer_weeks"), ("upkeep_fte", "upkeep_fte"))
    for option in sorted(shared):
        for written, path in paths:
            leaf = found.own.leaves.get(f"teams.{team}.{written}")
            if leaf is not None:
                found.place(leaf, f"options.{part_of(option, team)}.{path}", leaf.key)


def _handed_down(found: Joining, team: str, options: Mapping[str, Mapping[str, str]]) -> None:
    """What the company says of an option in words, such as its cache, holds for each team's part of it."""
    for option in options:
        for key, leaf in found.own.leaves.items():
            table = f"options.{option}."
            path = key.removeprefix(table)
            words = leaf.declared.kind != "number"
            if key.startswith(table) and words and (path in HANDED_DOWN or path.startswith("sandbox.")):
                found.place(leaf, f"options.{part_of(option, team)}.{path}")
