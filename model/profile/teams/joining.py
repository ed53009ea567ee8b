"""From a company's file of teams to one profile: every team's work, and every team's part of every option, under one name each.

A team's workload keeps its id where no team before it has the same, else it is called `<team>-<id>`. What a team says of an option
stands under `options.<option>.teams.<team>`; what the company says of the option stands once, and wins. Where the company builds
or keeps up an option, that option is shared: the team's own build, upkeep, on-call and incidents are replaced by the company's, and
`onboarding_engineer_weeks` and `upkeep_fte` of the team come on top. What holds for everybody (an engineer's cost, prices, the
horizon) is the company's, or what all teams agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from model.profile import dotted_keys
from model.profile.company import REQUIRED, Company, Team
from model.profile.problems import Problems
from model.profile.profile import Profile
from model.profile.teams.agreed import check_names, place_requirements, place_wide, place_work_titles
from model.profile.teams.gathered import Joining, Member
from model.profile.teams.mapped import companys_options, place_heads
from model.profile.teams.parts import joined_team

SHARES = ("build_engineer_weeks", "weeks_until_live", "upkeep_fte", "oncall_usd_per_week", "incidents_per_month")
NOT_COMPARED = ("scenarios", "decision", "usage")
MOST_OPTIONS = 16  # every set of platforms is looked at: 65,536 of them


def joined(own: Profile, members: Sequence[Member]) -> Profile | Problems:
    """The profile of all teams together, with everything that `own`, the company's file with what it extends, says on top."""
    found = Joining(own)
    options = companys_options(found, members)
    if len(options) > MOST_OPTIONS:
        found.problem("options", f"{len(options)} options", f"at most {MOST_OPTIONS} options of several teams")
    if found.problems:
        return Problems(tuple(found.problems))
    shared = frozenset(option for option in options if any(own.has(f"options.{option}.{path}") for path in SHARES))
    place_heads(found, members, options)
    place_wide(found, members)
    teams = tuple(joined_team(found, member, options, shared) for member in members)
    place_requirements(found, members)
    place_work_titles(found, teams)
    check_names(found, teams)
    if found.problems:
        return Problems(tuple(found.problems))
    theirs = dict(found.leaves)
    base = Profile(None, theirs, found.tables, "", "", own.base, own.schema, "")
    leaves = {**theirs, **own.leaves}
    tables = {
        **_in_order(options, own.tables),
        **{key: file for key, file in found.tables.items() if key not in own.tables},
    }
    held = Company(teams, shared, theirs, tuple(key for key in theirs if key.startswith(REQUIRED)))
    return replace(own, leaves=leaves, tables=tables, base=base, company=held, streams=found.streams)


def rejoined(profile: Profile) -> Profile | Problems:
    """The profile joined again, after something of the company's file was changed: what is shared may be another."""
    if profile.company is None:
        return profile
    return joined(_companys_own(profile), [_known(team) for team in profile.company.teams])


def with_one_team(profile: Profile, team: Team) -> Profile | Problems:
    """The company with one of its teams, everything of it called and drawn as with all of them; without scenarios."""
    own = _companys_own(profile)
    others = [each for each in profile.company.teams if each.id != team.id] if profile.company is not None else []
    gone = {f"teams.{other.id}" for other in others}
    gone |= {f"workloads.{work}" for other in others for work in other.workloads.values()}

    def is_gone(key: str) -> bool:
        parts = dotted_keys.split(key)
        return parts[0] in NOT_COMPARED or any(".".join(parts[at : at + 2]) in gone for at in (0, 2))

    lost = [f"events.{event}" for event in own.ids("events") if is_gone(own.text(f"events.{event}.key") or "")]
    tied = [name for name in own.ids("correlations") if any(map(is_gone, own.list(f"correlations.{name}.between")))]
    lost += [f"correlations.{name}" for name in tied]
    kept = [
        key
        for key in (*own.leaves, *own.tables)
        if not is_gone(key) and not any(dotted_keys.under(key, table) for table in lost)
    ]
    leaves = {key: own.leaves[key] for key in kept if key in own.leaves}
    tables = {key: own.tables[key] for key in kept if key in own.tables}
    return joined(replace(own, leaves=leaves, tables=tables), [_known(team)])


def _known(team: Team) -> Member:
    return Member(team.id, team.profile, team.workloads, team.streams)


def _companys_own(profile: Profile) -> Profile:
    """The company's file by itself, with what it extends and what was changed over it."""
    held = profile.company
    assert held is not None
    own = {key: leaf for key, leaf in profile.leaves.items() if held.theirs.get(key) is not leaf}
    of_teams = profile.base.tables if profile.base else {}
    tables = {key: file for key, file in profile.tables.items() if key not in of_teams or file == profile.label}
    base = profile.base.base if profile.base else None
    return replace(profile, leaves=own, tables=tables, base=base, company=None, streams={})


def _in_order(options: Mapping[str, Mapping[str, str]], tables: Mapping[str, str]) -> dict[str, str]:
    return dict(tables) | {f"options.{option}": tables.get(f"options.{option}", "") for option in options}
