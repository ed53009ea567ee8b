"""What the inputs of a profile must be together: references that exist, sums that fit, nothing asked for twice."""

from __future__ import annotations

from collections.abc import Iterator

from model.profile import keys
from model.profile.leaves import Leaf
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.registry import declared_for, nearest, nearest_key
from model.quantities import Quantity

KINDS = ("managed", "managed-own-sandboxes", "managed-own-server", "own-stack")
VOLUME = ("sessions_per_month", "growth_per_month", "sessions_at_most")


def checked(profile: Profile) -> Profile | Problems:
    """The profile itself, or everything that is wrong with what its inputs mean together."""
    found = tuple(
        problem
        for check in (_tables, _options, _work, _engineers, _references, _bridges, _scenarios, _events, _correlations)
        for problem in check(profile)
    )
    return Problems(tuple(dict.fromkeys(found))) if found else profile


def _problem(profile: Profile, key: str, allowed: str, read: str = "", near: str = "") -> Problem:
    leaf = profile.leaves.get(key)
    file = leaf.file if leaf else str(profile.file or "profile")
    return Problem(file, key, read or (leaf.text if leaf else ""), allowed, near)


def _tables(profile: Profile) -> Iterator[Problem]:
    if not profile.name.strip():
        yield _problem(profile, "name", 'a name, such as name = "Support desk"')
    if not profile.ids("workloads"):
        yield _problem(profile, "workloads", "at least one workload, such as [workloads.tickets]")
    if len(profile.ids("options")) < 2:
        yield _problem(
            profile, "options", "at least two options to compare, such as [options.managed] and [options.own]"
        )


def kind_of(profile: Profile, option: str) -> str:
    """The hosting kind of an option: as written, else its id."""
    return profile.text(f"options.{option}.kind") or option


def _options(profile: Profile) -> Iterator[Problem]:
    for option in profile.ids("options"):
        table = f"options.{option}"
        if kind_of(profile, option) not in KINDS:
            yield _problem(profile, f"{table}.kind", f"needed, because {option} is no kind: one of {', '.join(KINDS)}")
        places = [
            name for name in ("sandbox", "hosts") if any(k.startswith(f"{table}.{name}.") for k in profile.leaves)
        ]
        places += ["runs_on"] if profile.has(f"{table}.runs_on") else []
        if len(places) > 1:
            yield _problem(profile, f"{table}.{places[1]}", f"one place to run, not {' and '.join(places)}")
        for one, other in (
            ("hosts.answer_share", "hosts.answer_seconds"),
            ("hosts.answer_seconds", "hosts.answer_share"),
        ):
            if profile.has(f"{table}.{one}") and not profile.has(f"{table}.{other}"):
                yield _problem(profile, f"{table}.{other}", f"needed beside {one}")
        for workload in profile.ids(f"{table}.workloads"):
            if workload not in profile.ids("workloads"):
                known = profile.ids("workloads")
                yield _problem(
                    profile,
                    f"{table}.workloads.{workload}",
                    f"a workload: {', '.join(known)}",
                    near=nearest(workload, known),
                )


def _middle(profile: Profile, key: str) -> float | None:
    value = profile.quantity(key)
    return value.median if isinstance(value, Quantity) else None


def _work(profile: Profile) -> Iterator[Problem]:
    for workload in profile.ids("workloads"):
        table = f"workloads.{workload}"
        for path in ("sessions_per_month", "active_minutes"):
            if not profile.has(f"{table}.{path}"):
                yield _problem(profile, f"{table}.{path}", "needed: every workload has it")
        yield from _one_work(profile, table)
        if routes := profile.ids(f"{table}.routes"):
            yield from _routes(profile, table, routes)
    for option in profile.ids("options"):
        for workload in profile.ids(f"options.{option}.workloads"):
            yield from _one_work(profile, f"options.{option}.workloads.{workload}")


def _one_work(profile: Profile, table: str) -> Iterator[Problem]:
    shapes = [
        name
        for name, start in (
            ("tokens", "tokens."),
            ("loop", "loop."),
            ("token_usd_per_session", "token_usd_per_session"),
        )
        if any(key.startswith(f"{table}.{start}") for key in profile.leaves)
    ]
    if len(shapes) > 1:
        yield _problem(profile, f"{table}.{shapes[1]}", f"tokens in one way, not {' and '.join(shapes)}")
    if "tokens" in shapes and not table.startswith("options."):
        for path in ("input", "output"):
            if not profile.has(f"{table}.tokens.{path}"):
                yield _problem(profile, f"{table}.tokens.{path}", "needed beside the other tokens; 0 is accepted")
    if "loop" in shapes and not table.startswith("options."):
        for path in ("turns", "prompt", "added", "output"):
            if not profile.has(f"{table}.loop.{path}"):
                yield _problem(
                    profile, f"{table}.loop.{path}", "needed beside the other parts of the loop; 0 is accepted"
                )
    shares = [f"{table}.tokens.{name}_share" for name in ("cached", "write_5m", "write_1h")]
    whole = sum(_middle(profile, key) or 0.0 for key in shares)
    if whole > 1.0 + 1e-9:
        given = [key for key in shares if profile.has(key)]
        yield _problem(profile, given[-1], f"shares of one whole; with the others it adds up to {whole:.6g}")


def _routes(profile: Profile, table: str, routes: tuple[str, ...]) -> Iterator[Problem]:
    for route in routes:
        for path in ("model", "share"):
            if not profile.has(f"{table}.routes.{route}.{path}"):
                yield _problem(profile, f"{table}.routes.{route}.{path}", "needed: every route has it")
    middles = [_middle(profile, f"{table}.routes.{route}.share") for route in routes]
    whole = sum(middle or 0.0 for middle in middles)
    if None not in middles and abs(whole - 1.0) > 1e-6:
        ranges = [profile.quantity(f"{table}.routes.{route}.share") for route in routes]
        if not any(isinstance(share, Quantity) and share.is_range for share in ranges):
            yield _problem(
                profile, f"{table}.routes.{routes[-1]}.share", f"shares that add up to 1; they add up to {whole:.6g}"
            )


def _engineers(profile: Profile) -> Iterator[Problem]:
    loaded, salary, load = (
        profile.has(f"engineering.{path}") for path in ("loaded_usd_per_year", "salary_usd_per_year", "load_factor")
    )
    if loaded and salary:
        yield _problem(
            profile, "engineering.salary_usd_per_year", "either loaded_usd_per_year or salary_usd_per_year, not both"
        )
    if not loaded and not (salary and load):
        missing = "load_factor" if salary else "loaded_usd_per_year"
        yield _problem(
            profile, f"engineering.{missing}", "needed: loaded_usd_per_year, or salary_usd_per_year and load_factor"
        )


def _references(profile: Profile) -> Iterator[Problem]:
    options = profile.ids("options")
    for leaf in profile.leaves.values():
        named: tuple[str, ...] = ()
        if leaf.declared.kind == "option" and isinstance(leaf.value, str):
            named = (leaf.value,)
        elif leaf.declared.kind == "pair" and isinstance(leaf.value, tuple):
            named = leaf.value
        for name in named:
            allowed = (*options, *leaf.declared.choices)
            if name not in allowed:
                yield _problem(
                    profile, leaf.key, f"one of {', '.join(allowed)}", read=name, near=nearest(name, allowed)
                )


def _bridges(profile: Profile) -> Iterator[Problem]:
    for option in profile.ids("options"):
        seen, at = [option], option
        while (at := profile.text(f"options.{at}.meanwhile") or "") and at != "nobody":
            if at == profile.text("today") and at not in seen:
                break
            if at in seen:
                circle = " → ".join((*seen[seen.index(at) :], at))
                yield _problem(
                    profile, f"options.{seen[-1]}.meanwhile", f"who serves until then; this is a circle: {circle}"
                )
                break
            seen.append(at)


def _known_number(profile: Profile, key: str) -> Problem | None:
    """What is wrong with a dotted key that should name a number of this profile."""
    parts = keys.split(key)
    declared = declared_for(key) if parts else None
    if declared is None or declared.kind != "number":
        return Problem("", key, "", "a dotted key of a number", nearest_key(parts) if parts else "")
    return profile.missing_id_of(key)


def _scenarios(profile: Profile) -> Iterator[Problem]:
    for scenario in profile.ids("scenarios"):
        start = f"scenarios.{scenario}.set."
        changes = [leaf for key, leaf in profile.leaves.items() if key.startswith(start)]
        if not changes:
            yield _problem(
                profile, f"scenarios.{scenario}.set", 'what the scenario changes: set = { "dotted.key" = value }'
            )
        for leaf in changes:
            yield from _set_problem(profile, leaf)


def _set_problem(profile: Profile, leaf: Leaf) -> Iterator[Problem]:
    key = keys.split(leaf.key)[3]
    answer = profile.read_change(keys.canonical(key), leaf.raw)
    if isinstance(answer, Problem):
        read = answer.read or key
        yield Problem(leaf.file, leaf.key, read, f"{key}: {answer.allowed}", answer.nearest)


def _events(profile: Profile) -> Iterator[Problem]:
    for event in profile.ids("events"):
        table = f"events.{event}"
        for path in ("month", "key", "factor", "probability"):
            if not profile.has(f"{table}.{path}"):
                yield _problem(profile, f"{table}.{path}", "needed: an event has month, key, factor and probability")
        if (key := profile.text(f"{table}.key")) is not None and (problem := _known_number(profile, key)):
            yield _problem(profile, f"{table}.key", problem.allowed, read=key, near=problem.nearest)


def _correlations(profile: Profile) -> Iterator[Problem]:
    for name in profile.ids("correlations"):
        table = f"correlations.{name}"
        for path in ("between", "rank"):
            if not profile.has(f"{table}.{path}"):
                yield _problem(profile, f"{table}.{path}", "needed: a correlation has between and rank")
        for key in profile.list(f"{table}.between"):
            if problem := _known_number(profile, key):
                yield _problem(profile, f"{table}.between", problem.allowed, read=key, near=problem.nearest)
