"""What somebody most likely meant by a key or a name that a profile does not have, in the ids of this very profile."""

from __future__ import annotations

from model.prices import KINDS
from model.profile import dotted_keys
from model.profile.company import is_wide
from model.profile.profile import Profile
from model.profile.registry import declared_for, meant, nearest, nearest_key

_MOST = 3
_TABLES = ("options", "workloads", "events", "scenarios")


def nearest_of(profile: Profile, parts: tuple[str, ...]) -> str:
    """The key, or the few keys, most like an unknown one: with the table that was left out, and with the ids there are."""
    for table in _TABLES:
        if parts and parts[0] in profile.ids(table):
            whole = (table, *parts)
            return dotted_keys.join(whole) if declared_for(dotted_keys.join(whole)) else nearest_key(whole)
    return _of_a_team(profile, parts) or with_ids(profile, nearest_key(parts) if parts else "")


def _of_a_team(profile: Profile, parts: tuple[str, ...]) -> str:
    """What a key of a team's own file is called in the company's: its work by the name it has together, its part of an option,
    or the option's own key where the company says that; "" for what is no key of a team."""
    company = profile.company
    if company is None or len(parts) < 4 or parts[0] != "teams" or parts[1] not in profile.ids("teams"):
        return ""
    team, table, name, rest = company.team(parts[1]), parts[2], parts[3], parts[4:]
    found: list[tuple[str, ...]] = []
    if table == "workloads":
        work = team.workloads.get(name) or team.workloads.get(nearest(name, team.workloads), "")
        found = [("workloads", work, *rest)]
    elif table == "options":
        mapped = (option for option, theirs in team.options.items() if theirs == name)
        option = next(mapped, name if name in team.options else "")
        found = [("options", option, *rest), ("options", option, "teams", team.id, *rest)]
        found = [parts for parts in found if profile.has(dotted_keys.join(parts))] or found[:1] if option else []
    elif is_wide(dotted_keys.join(parts[2:])):
        found = [parts[2:]]
    return next((key for each in found if declared_for(key := dotted_keys.join(each)) is not None), "")


def with_ids(profile: Profile, key: str) -> str:
    """The key with the ids of this profile where it says `<id>`; of the work itself where an option's own value was near,
    which comes behind it."""
    table, mark, rest = key.partition(".<id>")
    head, own, _ = table.partition(".workloads") if table.startswith("options.") else (table, "", "")
    ids = profile.ids("workloads" if own else table)
    if not mark or not ids:
        return key
    found = " or ".join(f"{'workloads' if own else table}.{name}{rest}" for name in ids[:_MOST])
    more = " or …" if len(ids) > _MOST else ""
    return f"{found}{more}" + (f"; for this option alone {head}.workloads.{ids[0]}{rest}" if own else "")


def option_meant(profile: Profile, word: str, choices: tuple[str, ...]) -> str:
    """The option id that a word stands for: of that kind or title, in any of the names of a kind; else a choice or a spelling."""
    ids = profile.ids("options")
    kind = word if word in KINDS else meant(word, KINDS)
    plain = word.strip().casefold()
    titled = [name for name in ids if (profile.text(f"options.{name}.title") or "").casefold() == plain]
    of_kind = [name for name in ids if profile.kind(name) == kind]
    return next(iter((*titled, *of_kind)), "") or meant(word, choices) or nearest(word, (*ids, *choices))
