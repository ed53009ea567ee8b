"""What-if on a profile: values set by dotted key, scenarios applied. Nothing is written; a new profile is the result."""

from collections.abc import Mapping

from msgspec.structs import replace

from model.profile import dotted_keys
from model.profile.checks import check
from model.profile.declared import Declared
from model.profile.hints import nearest_of
from model.profile.leaves import Leaf, ValuePlace, from_form, read_leaf, with_metadata
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.reading import unknown_name
from model.profile.registry import METADATA, TABLES, declared_for, nearest
from model.profile.teams.joining import rejoined

_FIXED = ("schema", "extends")


def changed(profile: Profile, changes: Mapping[str, object]) -> Profile | Problems:
    """The profile after these changes, all at once; or every problem they cause.

    changes: dotted key to a TOML value or the text one would write in the form; None or blank text removes the input.
    A number's basis, source and note are reached as `<key>.basis` and so on. A changed value is a guess until said otherwise.
    """
    leaves, tables = dict(profile.leaves), dict(profile.tables)
    problems: list[Problem] = []
    new_routes = _new_routes(changes)
    for key, value in changes.items():
        problem = _apply(profile, leaves, tables, key, value, new_routes)
        if problem is not None:
            problems.append(problem)
    new = replace(profile, leaves=leaves, tables=tables)
    if problems:
        return Problems(tuple(problems))
    together = rejoined(new)
    if isinstance(together, Problems):
        return together
    found = check(together)
    return Problems(tuple(found)) if found else together


def scenario(profile: Profile, name: str) -> Profile | Problems:
    """The profile with the values of a scenario set, which is named by its id or its title."""
    found = scenario_id(profile, name)
    if isinstance(found, Problem):
        return Problems.of(found)
    name = found
    start = f"scenarios.{name}.set."
    entries = {leaf.key: leaf for key, leaf in profile.leaves.items() if key.startswith(start)}
    return changed(profile, {dotted_keys.split(key)[3]: leaf.raw for key, leaf in entries.items()})


def scenario_id(profile: Profile, name: str) -> str | Problem:
    """The id of the scenario with this id or this title; the problem of a name that no scenario has."""
    ids = profile.ids("scenarios")
    if name in ids:
        return name
    plain = " ".join(name.split()).casefold()
    titles = {each: profile.text(f"scenarios.{each}.title") or each for each in ids}
    found = [each for each, title in titles.items() if " ".join(title.split()).casefold() == plain]
    if len(found) == 1:
        return found[0]
    problem = unknown_name(profile.label, "scenarios", ("scenario", name, ids))
    near = next((each for each, title in titles.items() if title == nearest(name, titles.values())), "")
    return problem if problem.nearest or not near else replace(problem, nearest=f"{near} ({titles[near]})")


def unknown_key(profile: Profile, key: str, parts: tuple[str, ...]) -> Problem:
    """The problem of a dotted key that no input has."""
    return Problem(profile.label, key, "", "unknown key", nearest_of(profile, parts))


def _new_routes(changes: Mapping[str, object]) -> frozenset[tuple[str, ...]]:
    """Routes that these changes describe whole, with a model and a share: half of a route's names is a slip of the pen."""
    given = {tuple(dotted_keys.split(key)) for key, value in changes.items() if value not in (None, "")}
    routes = {parts[:-1] for parts in given if len(parts) > 2 and parts[-3] == "routes"}
    return frozenset(route for route in routes if {(*route, "model"), (*route, "share")} <= given)


def _apply(
    profile: Profile,
    leaves: dict[str, Leaf],
    tables: dict[str, str],
    key: str,
    value: object,
    new_routes: frozenset[tuple[str, ...]],
) -> Problem | None:
    parts = dotted_keys.split(key)
    declared = declared_for(key)
    if declared is None and len(parts) > 1 and parts[-1] in METADATA:
        return _apply_metadata(profile, leaves, parts, value)
    if declared is None or parts[0] in _FIXED:
        return unknown_key(profile, key, parts) if declared is None else _fixed(profile, key)
    missing = profile.unknown_id(parts)
    if missing and (missing[0] != "route" or parts[:-1] not in new_routes):
        return unknown_name(profile.label, key, missing)
    canonical = dotted_keys.join(parts)
    raw = from_form(declared, value)
    if raw is None:
        return _remove(profile, leaves, canonical)
    return _set(profile, leaves, tables, declared, parts, raw)


def _fixed(profile: Profile, key: str) -> Problem:
    return Problem(profile.label, key, "", "an input of the comparison; this one is changed in the file")


def _set(
    profile: Profile,
    leaves: dict[str, Leaf],
    tables: dict[str, str],
    declared: Declared,
    parts: tuple[str, ...],
    raw: object,
) -> Problem | None:
    key = dotted_keys.join(parts)
    held = leaves.get(key)
    path = held.path if held and held.file == profile.label else parts
    leaf = read_leaf(declared, ValuePlace(key, profile.label, path), raw)
    if isinstance(leaf, Problem):
        return leaf
    if held is None or held.raw != raw or type(held.raw) is not type(raw):
        leaves[key] = leaf
        _note_tables(profile, tables, parts, declared)
    return None


def _note_tables(profile: Profile, tables: dict[str, str], parts: tuple[str, ...], declared: Declared) -> None:
    for end, part in enumerate(declared.parts, start=1):
        if part == "*" and end < len(parts) and ".".join(declared.parts[:end]) in TABLES:
            tables.setdefault(dotted_keys.join(parts[:end]), profile.label)


def _remove(profile: Profile, leaves: dict[str, Leaf], key: str) -> Problem | None:
    if key not in leaves:
        return None
    below = profile.base.leaves.get(key) if profile.base else None
    if below is None:
        del leaves[key]
        return None
    if leaves[key].file == below.file:
        return Problem(
            profile.label, key, "", f"a value: it comes from {below.file} and can be replaced here, not removed"
        )
    leaves[key] = below
    return None


def _apply_metadata(profile: Profile, leaves: dict[str, Leaf], parts: tuple[str, ...], value: object) -> Problem | None:
    key, name = dotted_keys.join(parts[:-1]), parts[-1]
    declared = declared_for(key)
    if declared is None or declared.kind != "number":
        return unknown_key(profile, dotted_keys.join(parts), parts)
    leaf = leaves.get(key)
    if leaf is None:
        return Problem(profile.label, dotted_keys.join(parts), "", f"{key} first: it has no value yet")
    if value is not None and not isinstance(value, str) and name != "value":
        return Problem(profile.label, dotted_keys.join(parts), str(value)[:40], "text")
    raw: object = (
        with_metadata(leaf, name, str(value or "").strip()) if name != "value" else _with_value(leaf, declared, value)
    )
    new = read_leaf(
        declared, ValuePlace(key, profile.label, leaf.path if leaf.file == profile.label else parts[:-1]), raw
    )
    if isinstance(new, Problem):
        return new
    leaves[key] = new
    return None


def _with_value(leaf: Leaf, declared: Declared, value: object) -> object:
    raw = from_form(declared, value)
    return {**leaf.raw, "value": raw} if isinstance(leaf.raw, dict) else raw
