"""From a company's file of teams to one profile: every team's work, and every team's part of every option, under one name each.

A team's workload keeps its id where no team before it has the same, else it is called `<team>-<id>`. What a team says of an option
stands under `options.<option>.teams.<team>`; what the company says of the option stands once, and wins. Where the company builds
or keeps up an option, that option is shared: the team's own build, upkeep, on-call and incidents are replaced by the company's, and
`onboarding_engineer_weeks` and `upkeep_fte` of the team come on top. What holds for everybody (an engineer's cost, prices, the
horizon) is the company's, or what all teams agree on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from model.prices import KINDS
from model.profile import keys
from model.profile.leaves import Leaf
from model.profile.portfolio import WIDE, Portfolio, Team, is_wide, part_of
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.registry import declared_for, nearest

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
SHARES = ("build_engineer_weeks", "weeks_until_live", "upkeep_fte", "oncall_usd_per_week", "incidents_per_month")
PLACES = ("sandbox", "hosts", "runs_on")
OF_THE_WHOLE = ("title", "short", "kind")
HANDED_DOWN = ("meanwhile", "cache", "batch", "runs_on", "meets", "fails")
"""What is no number and holds for each team as the company says it."""
ENGINEER = ("loaded_usd_per_year", "salary_usd_per_year", "load_factor")


class Member(Struct, frozen=True):
    """A team whose file was read: its id in the company's file, and its profile."""

    id: str
    profile: Profile


class _Joining(Struct):
    """The profile so far: what was placed, in which stream it is drawn, what is wrong."""

    own: Profile
    leaves: dict[str, Leaf] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    streams: dict[str, str] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, key: str, read: str, allowed: str, near: str = "") -> None:
        """Notes what is wrong with the company's file."""
        leaf = self.own.leaves.get(key)
        self.problems.append(Problem(leaf.file if leaf else self.own.label, key, read, allowed, near))

    def place(self, leaf: Leaf, key: str, stream: str = "", table: str = "") -> None:
        """Puts a team's value under the key it has together, unless the company's file says something there."""
        declared = declared_for(key)
        if declared is None or self.own.has(key):
            return
        self.leaves[key] = replace(leaf, key=key, declared=declared)
        if stream and stream != key:
            self.streams[key] = stream
        for end, part in enumerate(declared.parts, start=1):
            if part == "*" and end < len(declared.parts):
                self.tables.setdefault(keys.join(keys.split(key)[:end]), table or leaf.file)


def joined(own: Profile, members: Sequence[Member]) -> Profile | Problems:
    """The profile of all teams together, with everything that `own`, the company's file with what it extends, says on top."""
    found = _Joining(own)
    options = _options(found, members)
    if found.problems:
        return Problems(tuple(found.problems))
    shared = frozenset(option for option in options if any(own.has(f"options.{option}.{path}") for path in SHARES))
    _heads(found, members, options)
    _wide(found, members)
    teams = tuple(_joined_team(found, member, options, shared) for member in members)
    _requirements(found, members)
    _work_titles(found, teams)
    _names(found, teams)
    if found.problems:
        return Problems(tuple(found.problems))
    theirs = dict(found.leaves)
    base = Profile(None, theirs, found.tables, "", "", own.base, own.schema, "")
    leaves = {**theirs, **own.leaves}
    tables = {
        **_in_order(options, own.tables),
        **{key: file for key, file in found.tables.items() if key not in own.tables},
    }
    portfolio = Portfolio(teams, shared, theirs)
    return replace(own, leaves=leaves, tables=tables, base=base, portfolio=portfolio, streams=found.streams)


def rejoined(profile: Profile) -> Profile | Problems:
    """The profile joined again, after something of the company's file was changed: what is shared may be another."""
    portfolio = profile.portfolio
    if portfolio is None:
        return profile
    own = {key: leaf for key, leaf in profile.leaves.items() if portfolio.theirs.get(key) is not leaf}
    of_teams = profile.base.tables if profile.base else {}
    tables = {key: file for key, file in profile.tables.items() if key not in of_teams or file == profile.label}
    base = profile.base.base if profile.base else None
    company = replace(profile, leaves=own, tables=tables, base=base, portfolio=None, streams={})
    return joined(company, [Member(team.id, team.profile) for team in portfolio.teams])


def _in_order(options: Mapping[str, Mapping[str, str]], tables: Mapping[str, str]) -> dict[str, str]:
    return dict(tables) | {f"options.{option}": tables.get(f"options.{option}", "") for option in options}


def _mapped(own: Profile, team: str) -> dict[str, str]:
    """The company's option to the team's, as the company's file writes it."""
    start = f"teams.{team}.options."
    return {keys.split(key)[3]: str(leaf.value) for key, leaf in own.leaves.items() if key.startswith(start)}


def _options(found: _Joining, members: Sequence[Member]) -> dict[str, dict[str, str]]:
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


def _check_mapping(found: _Joining, member: Member, written: Mapping[str, str], known: tuple[str, ...]) -> None:
    theirs = member.profile.ids("options")
    for option, name in written.items():
        key = f"teams.{member.id}.options.{keys.join((option,))}"
        if name not in theirs:
            allowed = f"an option of {member.profile.label}: {', '.join(theirs)}"
            turned = option in theirs and name in known
            found.problem(
                key, name, f'{allowed}; write {name} = "{option}"' if turned else allowed, nearest(name, theirs)
            )
        elif not keys.is_identifier(option):
            found.problem(key, option, "the id of one of the company's options")


def _heads(found: _Joining, members: Sequence[Member], options: Mapping[str, Mapping[str, str]]) -> None:
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


def _place_kind(found: _Joining, members: Sequence[Member], option: str, theirs: Mapping[str, str]) -> None:
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


def _wide(found: _Joining, members: Sequence[Member]) -> None:
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


def _joined_team(
    found: _Joining, member: Member, options: Mapping[str, Mapping[str, str]], shared: frozenset[str]
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
    _moving(found, member, mine, works, streams)
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


def _workload_ids(found: _Joining, member: Member) -> dict[str, str]:
    """What each workload is called together: as the team calls it, unless another team's is called so."""
    ids: dict[str, str] = {}
    for workload in member.profile.ids("workloads"):
        name = workload if f"workloads.{workload}" not in found.tables else f"{member.id}-{workload}"[:64].strip("-")
        found.tables[f"workloads.{name}"] = member.profile.label
        ids[workload] = name
    return ids


def _streams(found: _Joining, member: Member) -> dict[str, str]:
    """The stream of every number of the team: called as its key, unless another team draws from that one."""
    numbers = [
        key for key, leaf in member.profile.leaves.items() if leaf.declared.kind == "number" and not is_wide(key)
    ]
    numbers += [f"events.{event}.u" for event in member.profile.ids("events")]
    streams = {key: key if key not in found.drawn else f"teams.{member.id}.{key}" for key in numbers}
    found.drawn |= set(numbers)
    return streams


def _together(
    found: _Joining, leaf: Leaf, team: str, mine: Mapping[str, str], works: Mapping[str, str], shared: frozenset[str]
) -> Iterator[str]:
    """The keys that a team's value has together; none where it says nothing of the company's options or the company says it."""
    parts = keys.split(leaf.key)
    if parts[0] == "workloads":
        yield keys.join(("workloads", works[parts[1]], *parts[2:]))
    if parts[0] != "options":
        return
    for option in (company for company, name in mine.items() if name == parts[1]):
        if parts[2] == "workloads":
            yield keys.join(("options", option, "workloads", works[parts[3]], *parts[4:]))
        elif parts[2] not in (*OF_THE_WHOLE, "meanwhile") and not _is_the_companys(
            found.own, option, parts[2:], shared
        ):
            yield keys.join(("options", option, "teams", team, *parts[2:]))


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
    return own.has(keys.join(("options", option, *path)))


def _company_option(name: str | None, mine: Mapping[str, str]) -> str | None:
    return next((option for option, theirs in mine.items() if theirs == name), None)


def _meanwhile(found: _Joining, member: Member, mine: Mapping[str, str]) -> None:
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


def _on_shared(found: _Joining, team: str, shared: frozenset[str]) -> None:
    """What the company's file says that a team still pays on a shared option: moving onto it, and upkeep that stays."""
    paths = (("onboarding_engineer_weeks", "build_engineer_weeks"), ("upkeep_fte", "upkeep_fte"))
    for option in sorted(shared):
        for written, path in paths:
            leaf = found.own.leaves.get(f"teams.{team}.{written}")
            if leaf is not None:
                found.place(leaf, f"options.{part_of(option, team)}.{path}", leaf.key)


def _handed_down(found: _Joining, team: str, options: Mapping[str, Mapping[str, str]]) -> None:
    """What the company says of an option in words, such as its cache, holds for each team's part of it."""
    for option in options:
        for key, leaf in found.own.leaves.items():
            table = f"options.{option}."
            path = key.removeprefix(table)
            words = leaf.declared.kind != "number"
            if key.startswith(table) and words and (path in HANDED_DOWN or path.startswith("sandbox.")):
                found.place(leaf, f"options.{part_of(option, team)}.{path}")


def _moving(
    found: _Joining, member: Member, mine: Mapping[str, str], works: Mapping[str, str], streams: Mapping[str, str]
) -> None:
    """The team's events and correlations, with the keys they speak of as they are called together."""
    profile = member.profile

    def together(key: str) -> str | None:
        leaf = profile.leaves.get(key)
        if is_wide(key):
            return key
        return next(_together(found, leaf, member.id, mine, works, frozenset()), None) if leaf is not None else None

    for event in profile.ids("events"):
        target = together(profile.text(f"events.{event}.key") or "")
        if target is not None:
            _event(found, member, event, target, streams)
    for name in profile.ids("correlations"):
        both = [together(key) for key in profile.list(f"correlations.{name}.between")]
        ends = tuple(key for key in both if key is not None and (key in found.leaves or is_wide(key)))
        if len(ends) == 2:
            to = (
                name
                if f"correlations.{name}" not in found.tables and not found.own.has_table(f"correlations.{name}")
                else f"{member.id}-{name}"[:64]
            )
            between, rank = (profile.leaves[f"correlations.{name}.{path}"] for path in ("between", "rank"))
            found.place(replace(between, value=ends, text=", ".join(ends)), f"correlations.{to}.between")
            found.place(rank, f"correlations.{to}.rank")


def _event(found: _Joining, member: Member, event: str, target: str, streams: Mapping[str, str]) -> None:
    """One event of a team; what changes a price for everybody is one event, however many teams expect it."""
    profile, name = member.profile, event
    said = {
        path: profile.leaves.get(f"events.{event}.{path}")
        for path in ("title", "month", "key", "factor", "probability")
    }
    if found.own.has_table(f"events.{event}") and is_wide(target):
        return
    if f"events.{event}" in found.tables or found.own.has_table(f"events.{event}"):
        if is_wide(target) and profile.text(f"events.{event}.key") == _text_at(found, f"events.{event}.key"):
            held = [found.leaves.get(f"events.{event}.{path}") for path in said]
            if any(_value(one) != _value(other) for one, other in zip(said.values(), held, strict=True)):
                found.problem(
                    f"events.{event}",
                    "",
                    f"missing: the teams say different things of it; write [events.{event}] in this file",
                )
            return
        name = f"{member.id}-{event}"[:64]
    stream = streams.get(f"events.{event}.u", f"events.{event}.u")
    if stream != f"events.{name}.u":
        found.streams[f"events.{name}.u"] = stream
    for path, leaf in said.items():
        if leaf is not None:
            moved = replace(leaf, value=target, text=target) if path == "key" else leaf
            found.place(moved, f"events.{name}.{path}", streams.get(leaf.key, leaf.key))


def _text_at(found: _Joining, key: str) -> str | None:
    leaf = found.leaves.get(key)
    return leaf.text if leaf is not None else None


def _value(leaf: Leaf | None) -> object:
    return None if leaf is None else leaf.value


def _requirements(found: _Joining, members: Sequence[Member]) -> None:
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


def _work_titles(found: _Joining, teams: Sequence[Team]) -> None:
    """Workloads that are called the same are called by their team as well."""
    keys_of = [(team, work, f"workloads.{work}.title") for team in teams for work in team.workloads.values()]
    said = [leaf.text if (leaf := found.leaves.get(key)) is not None else work for _, work, key in keys_of]
    for (team, work, key), title in zip(keys_of, said, strict=True):
        if said.count(title) > 1 or (key not in found.leaves and work not in team.workloads):
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


def _names(found: _Joining, teams: Sequence[Team]) -> None:
    titles: dict[str, str] = {}
    for team in teams:
        plain = " ".join(team.title.split()).casefold()
        if plain in titles:
            allowed = f'a name of its own: teams.{titles[plain]} is called that too; write title = "…"'
            found.problem(f"teams.{team.id}.title", team.title, allowed)
        titles.setdefault(plain, team.id)


def alone(profile: Profile, team: Team) -> Profile:
    """The team's own profile as it would be compared alone, at what holds for the whole company: an engineer's cost, prices, the
    horizon, and events of these."""

    def company_event(of: Profile, key: str) -> bool:
        return key.startswith("events.") and (of.text(f"events.{keys.split(key)[1]}.key") or "").startswith(WIDE)

    left_out = ("scenarios.", "decision.", "usage.")
    own = {
        key: leaf
        for key, leaf in team.profile.leaves.items()
        if not is_wide(key) and not company_event(team.profile, key) and not key.startswith(left_out)
    }
    wide = {key: leaf for key, leaf in profile.leaves.items() if is_wide(key) or company_event(profile, key)}
    tables = {
        table: file
        for table, file in team.profile.tables.items()
        if not table.startswith(("scenarios.", "events.", "usage."))
    }
    events = {"events." + keys.split(key)[1]: profile.label for key in (*own, *wide) if key.startswith("events.")}
    tosses = {key: stream for key, stream in profile.streams.items() if key in wide or key.startswith("events.")}
    return replace(
        team.profile,
        leaves={**own, **wide},
        tables={**tables, **events},
        streams={**tosses, **team.streams},
        label=team.profile.label,
    )
