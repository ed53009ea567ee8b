"""A team of a company by itself again: its own file, at what holds for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from model.profile import dotted_keys
from model.profile.company import WIDE, Team, is_wide
from model.profile.leaves import Leaf
from model.profile.profile import Profile

OF_ITSELF = ("scenarios.", "decision.", "usage.", "workloads.")
"""Tables of a team's file that are not compared, or stand with the company's values on top in the company's profile."""


def alone(profile: Profile, team: Team) -> Profile:
    """The team's own profile as it would be compared alone, at what holds for the whole company: an engineer's cost, prices, the
    horizon, and events of these. Its work is as the company's profile has it, so that a number tried there holds here too."""
    own = {
        key: leaf
        for key, leaf in team.profile.leaves.items()
        if not is_wide(key) and not _is_of_company(team.profile, key) and not key.startswith(OF_ITSELF)
    }
    wide = {key: leaf for key, leaf in profile.leaves.items() if is_wide(key) or _is_of_company(profile, key)}
    tables = {
        table: file
        for table, file in team.profile.tables.items()
        if not table.startswith(("scenarios.", "events.", "usage."))
    }
    leaves = {**own, **dict(_work(profile, team)), **wide}
    events = {f"events.{dotted_keys.split(key)[1]}": profile.label for key in leaves if key.startswith("events.")}
    tosses = {key: stream for key, stream in profile.streams.items() if key in wide or key.startswith("events.")}
    return replace(
        team.profile, leaves=leaves, tables={**tables, **events}, streams={**tosses, **team.streams}, company=None
    )


def _is_of_company(profile: Profile, key: str) -> bool:
    """Whether a key belongs to an event that changes what holds for everybody."""
    if not key.startswith("events."):
        return False
    return (profile.text(f"events.{dotted_keys.split(key)[1]}.key") or "").startswith(WIDE)


def _work(profile: Profile, team: Team) -> Iterator[tuple[str, Leaf]]:
    """Every value of the team's work, called as the team calls it."""
    ids = {together: own for own, together in team.workloads.items()}
    for key, leaf in profile.leaves.items():
        parts = dotted_keys.split(key) if key.startswith("workloads.") else ()
        if parts and parts[1] in ids:
            mine = dotted_keys.join(("workloads", ids[parts[1]], *parts[2:]))
            yield mine, replace(leaf, key=mine)
