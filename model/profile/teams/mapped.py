"""Which options a company of teams compares: whose of a team's options is which, and what the company's are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.prices import KINDS
from model.profile import dotted_keys
from model.profile.leaves import Leaf
from model.profile.profile import Profile
from model.profile.registry import declared_for, nearest
from model.profile.teams.gathered import Joining, Member

OF_THE_WHOLE = ("title", "short", "kind")


def _mapped(own: Profile, team: str) -> dict[str, str]:
    """The company's option to the team's, as the company's file writes it."""
    start = f"teams.{team}.options."
    return {dotted_keys.split(key)[3]: str(leaf.value) for key, leaf in own.leaves.items() if key.startswith(start)}


def companys_options(found: Joining, members: Sequence[Member]) -> dict[str, dict[str, str]]:
    """The company's options in order, each with the team's option that is it, by team: those of the company's file, those that the
    file names for a team, and those that every team has."""
    own, written = found.own, {member.id: _mapped(found.own, member.id) for member in members}
    taken = {member.id: set(written[member.id].values()) for member in members}
    every = [
        option
        for option in (members[0].profile.ids("options") if members else ())
        if all(option in member.profile.ids("options") and option not in taken[member.id] for member in members)
    ]
    named = [option for member in members for option in written[member.id]]
    known = dict.fromkeys((*own.ids("options"), *named, *every))
    for member in members:
        _check_mapping(found, member, written[member.id], tuple(known))
    options: dict[str, dict[str, str]] = {}
    for option in known:
        options[option] = {
            member.id: theirs
            for member in members
            if (theirs := written[member.id].get(option, option)) in member.profile.ids("options")
            and (option in written[member.id] or option not in taken[member.id])
        }
        missing = [member.id for member in members if member.id not in options[option]]
        if missing and option not in own.ids("options") and not found.problems:
            allowed = (
                f"every team has it, or [options.{option}] stands in this file; {', '.join(missing)} has no such option"
            )
            found.problem(f"teams.{next(iter(options[option]), missing[0])}.options.{option}", option, allowed)
    return options


def _check_mapping(found: Joining, member: Member, written: Mapping[str, str], known: tuple[str, ...]) -> None:
    theirs = member.profile.ids("options")
    for option, name in written.items():
        key = f"teams.{member.id}.options.{dotted_keys.join((option,))}"
        if name not in theirs:
            allowed = f"an option of {member.profile.label}: {', '.join(theirs)}"
            turned = option in theirs and name in known
            found.problem(
                key, name, f'{allowed}; write {name} = "{option}"' if turned else allowed, nearest(name, theirs)
            )
        elif not dotted_keys.is_identifier(option):
            found.problem(key, option, "the id of one of the company's options")


def place_heads(found: Joining, members: Sequence[Member], options: Mapping[str, Mapping[str, str]]) -> None:
    """Kind, title and short name of each option: the company's, else what all teams that have it say."""
    for option, theirs in options.items():
        found.tables.setdefault(f"options.{option}", found.own.label)
        profiles = {member.id: member.profile for member in members}
        kinds = {team: profiles[team].kind(name) for team, name in theirs.items()}
        company = found.own.text(f"options.{option}.kind") or (option if option in KINDS else "")
        wanted = company or next(iter(kinds.values()), "")
        other = next((team for team, kind in kinds.items() if kind != wanted), None)
        if other is not None:
            read = f"{wanted} and {kinds[other]}"
            found.problem(
                f"teams.{other}.options.{option}",
                read,
                f"options of one kind; {theirs[other]} of {other} is {kinds[other]}",
            )
        for path in OF_THE_WHOLE:
            said = [profiles[team].leaves.get(f"options.{name}.{path}") for team, name in theirs.items()]
            first = said[0] if said else None
            if first is not None and all(leaf is not None and leaf.value == first.value for leaf in said):
                found.place(first, f"options.{option}.{path}")
        if (
            not company
            and wanted
            and not any(f"options.{option}.kind" in held for held in (found.leaves, found.own.leaves))
        ):
            _place_kind(found, members, option, theirs)


def _place_kind(found: Joining, members: Sequence[Member], option: str, theirs: Mapping[str, str]) -> None:
    """The kind of an option whose id is none, where a team's own id says it."""
    profiles = {member.id: member.profile for member in members}
    for team, name in theirs.items():
        leaf = profiles[team].leaves.get(f"options.{name}.kind")
        if leaf is not None:
            found.place(leaf, f"options.{option}.kind")
            return
    kind = next(iter(theirs.values()))
    declared = declared_for(f"options.{option}.kind")
    if declared is not None:
        key = f"options.{option}.kind"
        found.leaves[key] = Leaf(key, declared, kind, kind, "guess", "", "", "", ("options", option, "kind"), kind)
