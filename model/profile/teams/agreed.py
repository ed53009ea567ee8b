"""What holds for all teams of a company: its own word, else what they agree on; what any must have; names that nobody else has."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from model.profile.company import Team, is_wide
from model.profile.leaves import Leaf
from model.profile.profile import Profile
from model.profile.registry import declared_for
from model.profile.teams.gathered import Joining, Member

ENGINEER = ("loaded_usd_per_year", "salary_usd_per_year", "load_factor")


def place_wide(found: Joining, members: Sequence[Member]) -> None:
    """What holds for the company: its own word, else what all teams agree on."""
    given = [key for key in found.own.leaves if is_wide(key)]
    names = dict.fromkeys(key for member in members for key in member.profile.leaves if is_wide(key))
    engineer = [f"engineering.{name}" for name in ENGINEER]
    for key in names:
        if key in given or (key in engineer and any(other in given for other in engineer)):
            continue
        said = {member.id: member.profile.leaves.get(key) for member in members}
        declared = next(leaf.declared for leaf in said.values() if leaf is not None)
        values = {team: (declared.default if leaf is None else leaf.value) for team, leaf in said.items()}
        first, *others = values
        other = next((team for team in others if _plain(values[team]) != _plain(values[first])), None)
        if other is not None:
            texts = [f"{team}: {'none' if (leaf := said[team]) is None else leaf.text}" for team in (first, other)]
            allowed = f"one value for all teams, written in this file; {' and '.join(texts)}"
            found.problem(key, "", f"missing: {allowed}")
        else:
            found.place(next(leaf for leaf in said.values() if leaf is not None), key)


def _plain(value: object) -> object:
    """A value as it is compared: a number without a range is its number."""
    is_range, median = getattr(value, "is_range", None), getattr(value, "median", None)
    return median if is_range is False else value


def place_requirements(found: Joining, members: Sequence[Member]) -> None:
    """What any team must have, all must have together; of sizes the largest."""
    profiles = [found.own, *(member.profile for member in members)]
    must = tuple(dict.fromkeys(name for profile in profiles for name in profile.list("requirements.must")))
    leaves = [profile.leaves["requirements.must"] for profile in profiles if profile.has("requirements.must")]
    if leaves:
        key = "requirements.must"
        found.leaves[key] = replace(leaves[0], value=must, text=", ".join(must), raw=list(must))
    for name in ("sandbox_vcpu", "sandbox_memory_gib", "sandbox_disk_gib"):
        key = f"requirements.{name}"
        sizes = [profile for profile in profiles if profile.quantity(key) is not None]
        if sizes:
            largest = max(sizes, key=lambda profile: _median(profile, key))
            found.leaves[key] = largest.leaves[key]


def _median(profile: Profile, key: str) -> float:
    found = profile.quantity(key)
    return found.median if found is not None else 0.0


def place_work_titles(found: Joining, teams: Sequence[Team]) -> None:
    """Workloads that are called the same, or by nothing but an id, are called by their team as well."""
    keys_of = [(team, work, f"workloads.{work}.title") for team in teams for work in team.workloads.values()]
    said = [leaf.text if (leaf := found.leaves.get(key)) is not None else work for _, work, key in keys_of]
    for (team, work, key), title in zip(keys_of, said, strict=True):
        bare = key not in found.leaves and (len(teams) > 1 or work not in team.workloads)
        if said.count(title) > 1 or bare:
            named = f"{title if key in found.leaves else next(own for own, to in team.workloads.items() if to == work)}, {team.title}"
            declared = declared_for(key)
            assert declared is not None
            leaf = found.leaves.get(key)
            found.leaves[key] = (
                replace(leaf, value=named, text=named)
                if leaf is not None
                else Leaf(
                    key,
                    declared,
                    named,
                    named,
                    "guess",
                    "",
                    "",
                    team.profile.label,
                    ("workloads", work, "title"),
                    named,
                )
            )


def check_names(found: Joining, teams: Sequence[Team]) -> None:
    titles: dict[str, str] = {}
    for team in teams:
        plain = " ".join(team.title.split()).casefold()
        if plain in titles:
            allowed = f'a name of its own: teams.{titles[plain]} is called that too; write title = "…"'
            found.problem(f"teams.{team.id}.title", team.title, allowed)
        titles.setdefault(plain, team.id)
