"""What must fit together in a whole profile: required inputs, names that exist, bridges without a circle, shares that add up."""

from collections.abc import Iterator

from model.prices import KINDS
from model.profile import dotted_keys
from model.profile.declared_options import NOBODY, NONE
from model.profile.fee_checks import fee_problems
from model.profile.hints import nearest_of, option_meant
from model.profile.leaves import Leaf, ValuePlace, read_leaf
from model.profile.problems import Problem
from model.profile.profile import Profile
from model.profile.reading import unknown_name
from model.profile.registry import declared_for, nearest
from model.quantities import Quantity, impossible

_TOLERANCE = 1e-6
DIVIDES = ("busy_hours_per_month", "sessions_per_host", "utilisation")
"""What a load is divided by: none of these may be nothing."""


def check(profile: Profile, refused: frozenset[str] = frozenset()) -> list[Problem]:
    """Every problem of the profile as a whole; `refused` are the keys that could not be read and are no longer missed."""
    rules = (
        _required,
        _names,
        _options,
        _above_zero,
        _bridges,
        _token_shapes,
        _shares,
        _scenarios,
        _events,
        _correlations,
        fee_problems,
    )
    missed = (problem for rule in rules for problem in rule(profile))
    return [problem for problem in missed if problem.key not in refused and not _explained(problem, refused)]


def _explained(problem: Problem, refused: frozenset[str]) -> bool:
    """Whether a missing key is missing because something above or below it was refused."""
    return not problem.read and any(
        dotted_keys.under(key, problem.key) or dotted_keys.under(problem.key, key) for key in refused
    )


def _missing(profile: Profile, key: str, allowed: str) -> Problem:
    return Problem(profile.label, key, "", f"missing: {allowed}")


def _at(leaf: Leaf, allowed: str, near: str = "") -> Problem:
    return Problem(leaf.file, leaf.key, leaf.text, allowed, near)


def _required(profile: Profile) -> Iterator[Problem]:
    if not profile.has("schema"):
        yield _missing(profile, "schema", "schema = 1")
    if not (profile.text("name") or "").strip():
        yield _missing(profile, "name", "what the team calls this comparison")
    if not profile.ids("workloads"):
        yield _missing(profile, "workloads", "at least one workload, [workloads.<id>]")
    for workload in profile.ids("workloads"):
        for name in ("sessions_per_month", "active_minutes"):
            if not profile.has(f"workloads.{workload}.{name}"):
                declared = declared_for(f"workloads.{workload}.{name}")
                yield _missing(profile, f"workloads.{workload}.{name}", declared.help if declared else "a number")
    if len(profile.ids("options")) < 2:
        yield _missing(profile, "options", "at least two options, [options.<id>]")
    yield from _engineer(profile)


def _engineer(profile: Profile) -> Iterator[Problem]:
    loaded, salary, load = (
        f"engineering.{name}" for name in ("loaded_usd_per_year", "salary_usd_per_year", "load_factor")
    )
    if profile.has(loaded):
        for key in (salary, load):
            if profile.has(key):
                yield _at(
                    profile.leaves[key], "either loaded_usd_per_year, or salary_usd_per_year and load_factor, not both"
                )
    elif not profile.has(salary):
        yield _missing(profile, loaded, "what one engineer costs a year; or salary_usd_per_year and load_factor")
    elif not profile.has(load):
        yield _missing(profile, load, "full cost of an engineer over the salary, such as 1.3")


def _names(profile: Profile) -> Iterator[Problem]:
    options = profile.ids("options")
    for leaf in profile.leaves.values():
        if leaf.declared.kind == "option" and isinstance(leaf.value, str):
            allowed = (*options, *leaf.declared.choices)
            if leaf.value not in allowed:
                near = option_meant(profile, leaf.value, leaf.declared.choices)
                yield _at(leaf, "one of " + ", ".join(allowed), near)
    for name in profile.list("pair") or ():
        if name not in options:
            yield Problem(
                profile.leaves["pair"].file, "pair", name, "one of " + ", ".join(options), nearest(name, options)
            )


def _options(profile: Profile) -> Iterator[Problem]:
    for option in profile.ids("options"):
        table = f"options.{option}"
        if not profile.has(f"{table}.kind") and option not in KINDS:
            yield _missing(profile, f"{table}.kind", "one of " + ", ".join(KINDS) + "; an id that is a kind needs none")
        places = [place for place in ("sandbox", "hosts") if profile.is_filled(f"{table}.{place}")]
        places += ["runs_on"] if profile.has(f"{table}.runs_on") else []
        if len(places) > 1:
            leaf = next(leaf for key, leaf in profile.leaves.items() if dotted_keys.under(key, f"{table}.{places[-1]}"))
            yield Problem(
                leaf.file, f"{table}.{places[-1]}", " and ".join(places), "one place to run: sandbox, hosts or runs_on"
            )
        for name in sorted(set(profile.list(f"{table}.meets") or ()) & set(profile.list(f"{table}.fails") or ())):
            yield Problem(
                profile.leaves[f"{table}.fails"].file, f"{table}.fails", name, "a must-have that is not also in meets"
            )
        for workload in profile.ids(f"{table}.workloads"):
            if workload not in profile.ids("workloads"):
                key = f"{table}.workloads.{workload}"
                yield unknown_name(profile.tables[key], key, ("workload", workload, profile.ids("workloads")))
        yield from _answers(profile, f"{table}.hosts")


def _answers(profile: Profile, table: str) -> Iterator[Problem]:
    share, seconds = f"{table}.answer_share", f"{table}.answer_seconds"
    for one, other in ((share, seconds), (seconds, share)):
        if profile.has(one) and not profile.has(other):
            yield Problem(profile.leaves[one].file, other, "", f"missing: an answer target needs both, {one} is given")


def _above_zero(profile: Profile) -> Iterator[Problem]:
    for leaf in profile.leaves.values():
        if leaf.declared.parts[-1] in DIVIDES and isinstance(leaf.value, Quantity) and leaf.value.median <= 0.0:
            yield _at(leaf, "more than 0")


def _bridges(profile: Profile) -> Iterator[Problem]:
    today = profile.text("today")
    reported: set[str] = set()
    for option in profile.ids("options"):
        chain, here = [option], option
        while here != today and (target := profile.text(f"options.{here}.meanwhile")) not in (None, NOBODY, NONE):
            here = str(target)
            if here in chain:
                circle = chain[chain.index(here) :]
                if not reported & set(circle):
                    reported |= set(circle)
                    leaf = profile.leaves[f"options.{circle[-1]}.meanwhile"]
                    yield _at(leaf, "bridges that end: " + " → ".join((*circle, here)) + " is a circle")
                break
            chain.append(here)


def _token_shapes(profile: Profile) -> Iterator[Problem]:
    for table in _works(profile):
        given = [name for name in ("tokens", "loop") if profile.is_filled(f"{table}.{name}")]
        given += ["token_usd_per_session"] if profile.has(f"{table}.token_usd_per_session") else []
        if len(given) > 1:
            key = f"{table}.{given[-1]}"
            leaf = next(leaf for name, leaf in profile.leaves.items() if dotted_keys.under(name, key))
            yield Problem(
                leaf.file, key, " and ".join(given), "one way to give tokens: tokens, loop or token_usd_per_session"
            )


def _works(profile: Profile) -> Iterator[str]:
    for workload in profile.ids("workloads"):
        yield f"workloads.{workload}"
    for option in profile.ids("options"):
        for workload in profile.ids(f"options.{option}.workloads"):
            yield f"options.{option}.workloads.{workload}"


def _middle(profile: Profile, key: str) -> float | None:
    leaf = profile.leaves.get(key)
    return leaf.value.median if leaf and isinstance(leaf.value, Quantity) else None


def _shares(profile: Profile) -> Iterator[Problem]:
    for table in _works(profile):
        yield from _token_shares(profile, table)
        yield from _route_shares(profile, table)


def _token_shares(profile: Profile, table: str) -> Iterator[Problem]:
    base = table.split(".", 2)[2] if table.startswith("options.") else table
    total, last = 0.0, ""
    for name in ("cached_share", "write_5m_share", "write_1h_share"):
        own = f"{table}.tokens.{name}"
        middle = _middle(profile, own if profile.has(own) else f"{base}.tokens.{name}")
        total += middle or 0.0
        last = own if profile.has(own) else last
    if last and total > 1.0 + _TOLERANCE:
        leaf = profile.leaves[last]
        yield Problem(
            leaf.file,
            last,
            f"shares that add to {total:.4g}",
            "cached_share, write_5m_share and write_1h_share adding to at most 1",
        )


def _route_shares(profile: Profile, table: str) -> Iterator[Problem]:
    base = table.split(".", 2)[2] if table.startswith("options.") else table
    own = profile.ids(f"{table}.routes")
    routes = tuple(dict.fromkeys((*profile.ids(f"{base}.routes"), *own)))
    if not own:
        return
    total = 0.0
    for route in routes:
        key = f"{table}.routes.{route}.share"
        if not profile.has(key) and base != table:
            key = f"{base}.routes.{route}.share"
        middle = _middle(profile, key)
        if middle is None:
            yield _missing(
                profile, f"{table}.routes.{route}.share", "the share of runs on this route; the shares add to 1"
            )
            return
        total += middle
    if abs(total - 1.0) > 1e-3:
        key = f"{table}.routes.{own[-1]}.share"
        file = profile.leaves[key].file if profile.has(key) else profile.label
        yield Problem(file, key, f"shares that add to {total:.4g}", "shares of routes that add to 1")


def _target(profile: Profile, leaf: Leaf, key: str, *, numeric: bool) -> Problem | None:
    """What is wrong with a dotted key that another input names."""
    parts = dotted_keys.split(key)
    declared = declared_for(key)
    if declared is None:
        return Problem(leaf.file, leaf.key, key, "the dotted key of an input", nearest_of(profile, parts))
    missing = profile.unknown_id(parts)
    if missing:
        return Problem(leaf.file, leaf.key, key, unknown_name("", "", missing).allowed, nearest(missing[1], missing[2]))
    if numeric and declared.kind != "number":
        return Problem(leaf.file, leaf.key, key, "the dotted key of a number")
    return None


def _scenarios(profile: Profile) -> Iterator[Problem]:
    for scenario in profile.ids("scenarios"):
        table = f"scenarios.{scenario}"
        entries = [leaf for key, leaf in profile.leaves.items() if key.startswith(f"{table}.set.")]
        for leaf in entries:
            key = dotted_keys.split(leaf.key)[3]
            problem = _target(profile, leaf, key, numeric=False)
            if problem is None:
                problem = _setting(profile, leaf, key)
            if problem is not None:
                yield problem


def _setting(profile: Profile, leaf: Leaf, key: str) -> Problem | None:
    if key.split(".")[0] in ("scenarios", "schema", "extends"):
        return Problem(leaf.file, leaf.key, key, "an input of the comparison")
    declared = declared_for(key)
    if declared is None:
        return None
    read = read_leaf(declared, ValuePlace(leaf.key, leaf.file, leaf.path), leaf.raw)
    if isinstance(read, Problem):
        return read
    allowed = (*profile.ids("options"), *declared.choices)
    if declared.kind == "option" and read.value not in allowed:
        return Problem(leaf.file, leaf.key, read.text, "one of " + ", ".join(allowed), nearest(read.text, allowed))
    return None


def _events(profile: Profile) -> Iterator[Problem]:
    for event in profile.ids("events"):
        table = f"events.{event}"
        for name, allowed in (("month", "first month in which it holds"), ("key", "what it changes"), ("factor", "what it multiplies by"),
                              ("probability", "share of futures in which it happens")):  # fmt: skip
            if not profile.has(f"{table}.{name}"):
                yield _missing(profile, f"{table}.{name}", allowed)
        leaf = profile.leaves.get(f"{table}.key")
        if leaf and isinstance(leaf.value, str):
            problem = _target(profile, leaf, leaf.value, numeric=True)
            if problem is None and leaf.value.split(".")[0] not in ("workloads", "options", "prices", "engineering"):
                problem = _at(leaf, "a number of a workload, an option, the engineers or the prices")
            if problem is not None:
                yield problem


def _correlations(profile: Profile) -> Iterator[Problem]:
    for name in profile.ids("correlations"):
        table = f"correlations.{name}"
        for part, allowed in (("between", "the dotted keys of two ranges"), ("rank", "a number from -1 to 1")):
            if not profile.has(f"{table}.{part}"):
                yield _missing(profile, f"{table}.{part}", allowed)
        leaf = profile.leaves.get(f"{table}.between")
        for key in profile.list(f"{table}.between") or ():
            problem = _target(profile, leaf, key, numeric=True) if leaf else None
            if problem is not None:
                yield problem
    yield from _together(profile)


def _together(profile: Profile) -> Iterator[Problem]:
    """Rank correlations that no set of futures can have at once: the pair to change, and the bound it must keep."""
    ranks: dict[tuple[str, str], float] = {}
    names: dict[tuple[str, str], str] = {}
    for name in profile.ids("correlations"):
        between, rank = profile.list(f"correlations.{name}.between"), _middle(profile, f"correlations.{name}.rank")
        if len(between) != 2 or rank is None:
            continue
        one, other = sorted(between)
        if ranks.setdefault((one, other), rank) != rank:
            allowed = f"one rank for {one} and {other}: correlations.{names[one, other]} says {ranks[one, other]:g}"
            yield _at(profile.leaves[f"correlations.{name}.rank"], allowed)
        names.setdefault((one, other), name)
    misfit = impossible(ranks)
    if misfit is not None:
        leaf = profile.leaves[f"correlations.{names[misfit.pair]}.rank"]
        yield Problem(leaf.file, leaf.key, "", f"{' and '.join(misfit.pair)}: {misfit.why}")
