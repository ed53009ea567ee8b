"""What a company's file of teams knows once it is read: each team's own profile, what its options and workloads are called
together, and whose stream of chance every number has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from model.profile.leaves import Leaf

if TYPE_CHECKING:
    from model.profile.profile import Profile

WIDE = ("engineering.", "prices.")
REQUIRED = "requirements."
WIDE_KEYS = ("horizon_months", "discount_rate", "as_of")


class Team(Struct, frozen=True):
    """One team.

    id: its table in the company's file; title: what it is called; profile: as the team wrote it; options: the company's option to
    the team's own of it, only those it has; workloads: the team's ids to those they have together; today: the company's option
    that serves the team now, None for none or another; streams: the numbers of its profile whose stream of chance is not called as
    their key, because another team has the same key.
    """

    id: str
    title: str
    profile: Profile
    options: Mapping[str, str]
    workloads: Mapping[str, str]
    today: str | None
    streams: Mapping[str, str]


class Company(Struct, frozen=True):
    """The teams of a profile; shared: the company's options that are built and kept up once; theirs: the values that come from the
    teams' files, by the key they have together; required: those of them that are must-haves."""

    teams: tuple[Team, ...]
    shared: frozenset[str]
    theirs: Mapping[str, Leaf]
    required: tuple[str, ...] = ()

    def team(self, team: str) -> Team:
        """The team of an id."""
        return next(each for each in self.teams if each.id == team)

    def named(self, workload: str, title: str) -> str:
        """What a workload is called where no team is named beside it: with its team, where there are several."""
        team = next((team.title for team in self.teams if workload in team.workloads.values()), "")
        return f"{title}, {team}" if len(self.teams) > 1 and team and not title.endswith(team) else title

    def required_of(self, team: str, leaves: Mapping[str, Leaf]) -> Mapping[str, Leaf]:
        """All values of the company with those must-haves alone that this team asks for, or the company of everybody."""
        others = {key for key in self.required if leaves.get(key) is self.theirs[key]}
        if not others:
            return leaves
        mine = {key: leaf for key, leaf in self.team(team).profile.leaves.items() if key in others}
        return {key: leaf for key, leaf in leaves.items() if key not in others} | mine


def is_wide(key: str) -> bool:
    """Whether a number holds for the company and not for one team: what an engineer costs, prices, the horizon."""
    return key.startswith(WIDE) or key in WIDE_KEYS


def part_of(option: str, team: str) -> str:
    """The id of a team's part of an option: `own.teams.support`, so that its keys are `options.own.teams.support.…`."""
    return f"{option}.teams.{team}"
