"""What differs between two profiles, and what each difference is worth.

A difference is worth the mean of making it first (on the first profile alone) and last (on everything else of the second).
What the differences do to each other is left over and called *together*, so that the parts add up to the whole exactly.
Both profiles see the same futures, key by key, so a profile against itself differs by exactly 0.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from model.comparison import evaluate_many, resolve
from model.decision.futures.draws import futures
from model.profile import Problem, Problems, Profile
from model.profile.checks import check
from model.profile.dotted_keys import join, split
from model.quantities import mean

SAYS_NOTHING = frozenset({"name", "summary", "schema", "extends", "seed", "draws", "pair"})
WITHOUT_COST = frozenset({"decision", "scenarios", "requirements"})


class DifferenceWorth(Struct, frozen=True, kw_only=True):
    """One difference. `key` is a dotted key, or a table that only one profile has; the texts are "" where absent.

    `worth_usd` is by option: what the second profile's option costs more because of it, expected present value. It is
    None where the difference cannot be made alone (it counts in *together*).
    """

    key: str
    title: str
    text_a: str
    text_b: str
    worth_usd: Mapping[str, float] | None


class ProfileDifference(Struct, frozen=True, kw_only=True):
    """The second profile against the first, for the options that both have.

    For every option: the worths of `rows` plus `together_usd` are `total_usd`, which is `b_usd − a_usd`.
    """

    options: tuple[str, ...]
    a_usd: Mapping[str, float]
    b_usd: Mapping[str, float]
    total_usd: Mapping[str, float]
    rows: tuple[DifferenceWorth, ...]
    together_usd: Mapping[str, float]


class _Setting(Struct, frozen=True):
    day: date
    draws: int
    seed: int

    def costs(self, profile: Profile) -> Mapping[str, float] | Problems:
        """Expected present value of every option of a profile."""
        if problems := check(profile):
            return Problems.of(*problems)
        case = resolve(profile, self.day)
        if isinstance(case, Problems):
            return case
        run = evaluate_many(case, futures(case, self.draws, self.seed))
        return {costs.id: mean(costs.present_value_usd) for costs in run.options}


def profile_difference(
    a: Profile, b: Profile, as_of: date, draws: int = 10_000, seed: int = 1
) -> ProfileDifference | Problems:
    """What turns profile `a` into `b`, and what each step is worth. Problems where either cannot be compared at all, or
    where they have no option in common."""
    if _teams(a) != _teams(b):
        read = ", ".join(b.ids("teams")) or "no teams"
        allowed = "the same teams, and the same options shared, as the other profile has; compare each file by itself"
        return Problems.of(Problem(b.label, "teams", read, allowed))
    setting = _Setting(as_of, draws, seed)
    costs = [setting.costs(profile) for profile in (a, b)]
    wrong = [found for found in costs if isinstance(found, Problems)]
    if wrong:
        return Problems.merged(wrong)
    start, end = (found for found in costs if not isinstance(found, Problems))
    options = tuple(option for option in start if option in end)
    if not options:
        names = ", ".join(start)
        return Problems.of(Problem(b.label, "options", ", ".join(end), f"an option of the other profile ({names})"))
    total = {option: end[option] - start[option] for option in options}
    rows = tuple(_rows(a, b, setting, options, start, end))
    together = {
        option: total[option] - sum(row.worth_usd[option] for row in rows if row.worth_usd is not None)
        for option in options
    }
    return ProfileDifference(
        options=options,
        a_usd={option: start[option] for option in options},
        b_usd={option: end[option] for option in options},
        total_usd=total,
        rows=rows,
        together_usd=together,
    )


def _teams(profile: Profile) -> object:
    """What two profiles of teams must have in common for the steps between them to be profiles too."""
    held = profile.company
    return held and ([(team.id, team.options, team.workloads) for team in held.teams], held.shared)


def _rows(
    a: Profile,
    b: Profile,
    setting: _Setting,
    options: tuple[str, ...],
    start: Mapping[str, float],
    end: Mapping[str, float],
) -> Iterator[DifferenceWorth]:
    for unit, keys in differing(a, b).items():
        first = setting.costs(mixed(a, b, keys))
        last = setting.costs(mixed(b, a, keys))
        worth = None
        if not isinstance(first, Problems) and not isinstance(last, Problems):
            worth = {
                option: 0.5 * (first[option] - start[option]) + 0.5 * (end[option] - last[option])
                for option in options
                if option in first and option in last
            }
        text_a, text_b = (_text(profile, unit, keys) for profile in (a, b))
        leaf = a.leaves.get(unit) or b.leaves.get(unit)
        title = leaf.declared.title if leaf else unit
        complete = worth if worth is not None and len(worth) == len(options) else None
        yield DifferenceWorth(key=unit, title=title, text_a=text_a, text_b=text_b, worth_usd=complete)


def _text(profile: Profile, unit: str, keys: tuple[str, ...]) -> str:
    leaf = profile.leaves.get(unit)
    if leaf is not None:
        return leaf.text
    return "there" if any(key in profile.leaves for key in keys) else ""


def differing(a: Profile, b: Profile) -> Mapping[str, tuple[str, ...]]:
    """The keys whose values differ, by what is changed at once: each key alone, or a whole table that only one has."""
    units: dict[str, list[str]] = {}
    for key in dict.fromkeys((*a.leaves, *b.leaves)):
        parts = split(key)
        if key in SAYS_NOTHING or parts[0] in WITHOUT_COST or parts[-1] == "title":
            continue
        ours, theirs = a.leaves.get(key), b.leaves.get(key)
        if ours is not None and theirs is not None and ours.value == theirs.value:
            continue
        units.setdefault(_unit(a, b, parts), []).append(key)
    return {unit: tuple(keys) for unit, keys in units.items()}


def _unit(a: Profile, b: Profile, parts: tuple[str, ...]) -> str:
    for end in range(1, len(parts)):
        table = join(parts[:end])
        if (table in a.tables) != (table in b.tables):
            return table
    return join(parts)


def mixed(profile: Profile, other: Profile, keys: tuple[str, ...]) -> Profile:
    """The profile with these keys as the other has them, and the tables they need."""
    leaves, tables = dict(profile.leaves), dict(profile.tables)
    for key in keys:
        leaf = other.leaves.get(key)
        if leaf is None:
            leaves.pop(key, None)
        else:
            leaves[key] = leaf
    for table in {join(split(key)[:end]) for key in keys for end in range(1, len(split(key)))}:
        if table in other.tables:
            tables.setdefault(table, other.tables[table])
        elif not any(key.startswith(f"{table}.") for key in leaves):
            tables.pop(table, None)
    return replace(profile, leaves=leaves, tables=tables)
