"""Workloads, options, items, routes, scenarios and the like: added, removed, duplicated, renamed and put in another order.

Each is a pure function from a profile to a new one, with every reference to the table followed. They work on the text, so that comments
move with what they describe.
"""

import tomllib
from collections.abc import Mapping
from copy import deepcopy

from model.prices import KINDS
from model.profile import dotted_keys
from model.profile.arrays import as_tables, is_array
from model.profile.leaves import from_form
from model.profile.loading import reread
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.references import Tree, after_removing, after_renaming, followed
from model.profile.registry import TABLES, declared_for, node_for
from model.profile.rewriting import block, rewrite
from model.profile.saving import own_tree, text_of, tree_of
from model.profile.toml_spans import Layout, lines_of


def added(profile: Profile, parent: str, new_id: str, values: Mapping[str, object] | None = None) -> Profile | Problems:
    """The profile with a new table, such as `cheap` in `options`; values: keys relative to it, with TOML values or text of the form."""
    table = _inside(parent, new_id)
    refused = _refused(profile, table, must_exist=False)
    if refused:
        return Problems.of(refused)
    tree = own_tree(profile)
    inner = _reach(tree, dotted_keys.split(table))
    for key, value in (values or {}).items():
        parts = dotted_keys.split(key)
        declared = declared_for(f"{table}.{key}")
        raw = from_form(declared, value) if declared else value
        if parts and raw is not None:
            _reach(inner, parts[:-1])[parts[-1]] = raw
    return _with_tree(profile, tree)


def removed(profile: Profile, parent: str, name: str) -> Profile | Problems:
    """The profile without a table, without what options say about it, and without what refers to it."""
    table = _inside(parent, name)
    refused = _refused(profile, table, must_exist=True)
    if refused:
        return Problems.of(refused)
    tree = own_tree(profile)
    _hand_on_share(profile, tree, parent, name)
    for place in (table, *_own_values(profile, table)):
        parts = dotted_keys.split(place)
        _reach(tree, parts[:-1]).pop(parts[-1], None)
        tree = followed(tree, after_removing(place))
    return _with_tree(profile, tree)


def _hand_on_share(profile: Profile, tree: Tree, parent: str, name: str) -> None:
    """A removed route leaves its share of the sessions to the first that stays, so that the shares still add to 1."""
    stays = [route for route in profile.ids(parent) if route != name]
    if not parent.endswith(".routes") or not stays:
        return
    shares = [
        profile.quantity(dotted_keys.join((*dotted_keys.split(parent), route, "share"))) for route in (name, stays[0])
    ]
    middles = [share.median for share in shares if share is not None]
    if len(middles) == 2 and not _is_inherited(profile, _inside(parent, stays[0])):
        _reach(tree, (*dotted_keys.split(parent), stays[0]))["share"] = round(sum(middles), 12)


def duplicated(profile: Profile, parent: str, name: str, new_id: str) -> Profile | Problems:
    """The profile with a copy of a table under another id, after its siblings, with what options say about a workload."""
    table = _inside(parent, name)
    refused = _refused(profile, table, must_exist=True, own=False) or _refused(
        profile, _renamed(table, new_id), must_exist=False
    )
    if refused:
        return Problems.of(refused)
    whole = tree_of(profile, dict(profile.leaves), set(profile.tables))
    tree = own_tree(profile)
    for place in (table, *_own_values(profile, table)):
        parts = dotted_keys.split(place)
        copy = deepcopy(_reach(whole, parts))
        if place == table:
            _name_copy(copy, parts)
        _reach(tree, parts[:-1])[new_id] = copy
    return _with_tree(profile, tree)


def _name_copy(copy: Tree, parts: tuple[str, ...]) -> None:
    if isinstance(copy.get("title"), str):
        copy["title"] = f"{copy['title']} (copy)"
    if len(parts) == 2 and parts[0] == "options" and "kind" not in copy and parts[1] in KINDS:
        copy["kind"] = parts[1]
    if parts[-2] == "routes" and "share" in copy:
        copy["share"] = 0  # the shares of routes still add to 1


def renamed(profile: Profile, parent: str, name: str, new_id: str) -> Profile | Problems:
    """The profile with a table under another id; everything that names it follows."""
    table = _inside(parent, name)
    new_table = _renamed(table, new_id)
    refused = _refused(profile, table, must_exist=True) or _refused(profile, new_table, must_exist=False)
    text = text_of(profile)
    if refused or isinstance(text, Problems):
        return text if isinstance(text, Problems) else Problems.of(refused) if refused else profile
    parts = dotted_keys.split(table)
    needs_kind = len(parts) == 2 and parts[0] == "options" and not profile.has(f"{table}.kind") and parts[1] in KINDS
    places = (table, *_own_values(profile, table))
    for place in places:
        text = _with_name(lines_of(text), dotted_keys.split(place), new_id)
    tree: Tree = as_tables(tomllib.loads(text.removeprefix("\ufeff")))
    for place in places:
        tree = followed(tree, after_renaming(place, _renamed(place, new_id)))
    if needs_kind:
        _reach(tree, dotted_keys.split(new_table))["kind"] = parts[1]
    return _with_tree(profile, tree, text)


def _with_name(layout: Layout, path: tuple[str, ...], new_id: str) -> str:
    """The text with one part of every written key that leads to or through this table replaced."""
    spans = [section.parts[len(path) - 1] for section in layout.sections if section.path[: len(path)] == path]
    for entry in layout.entries:
        index = len(path) - 1 - len(entry.prefix)
        if entry.path[: len(path)] == path and 0 <= index < len(entry.parts):
            spans.append(entry.parts[index])
    text = layout.text
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + dotted_keys.join((new_id,)) + text[end:]
    return text


def moved(profile: Profile, parent: str, name: str, by: int) -> Profile | Problems:
    """The profile with a table earlier (negative) or later (positive) among its siblings; at the end it stays."""
    table = _inside(parent, name)
    refused = _refused(profile, table, must_exist=True)
    text = text_of(profile)
    if refused or isinstance(text, Problems):
        return text if isinstance(text, Problems) else Problems.of(refused) if refused else profile
    above = dotted_keys.split(parent)
    siblings = [
        sibling
        for sibling in profile.ids(parent)
        if profile.tables[dotted_keys.join((*above, sibling))] == profile.label
    ]
    place = siblings.index(name)
    target = min(max(place + by, 0), len(siblings) - 1)
    if target == place:
        return profile
    wanted = [*siblings[:place], *siblings[place + 1 :]]
    wanted.insert(target, name)
    for attempt in (_moved_blocks(text, above, siblings, wanted), _rebuilt(text, above, wanted)):
        made = reread(profile, attempt) if attempt is not None else None
        if isinstance(made, Profile) and [item for item in made.ids(parent) if item in wanted] == wanted:
            return made
    return Problems.of(Problem(profile.label, table, "", "cannot be moved here; change the order in the file"))


def _moved_blocks(text: str, parent: tuple[str, ...], siblings: list[str], wanted: list[str]) -> str | None:
    """The sections of the siblings in another order, each with the comments above it; None where they share lines."""
    layout = lines_of(text)
    length = len(parent) + 1
    blocks: dict[str, list[str]] = {sibling: [] for sibling in siblings}
    places: list[tuple[int, int]] = []
    for section in layout.sections:
        if section.path[: len(parent)] == parent and len(section.path) >= length and section.path[length - 1] in blocks:
            start, end = block(layout, section)
            blocks[section.path[length - 1]].append(text[start:end])
            places.append((start, end))
    written_elsewhere = any(
        entry.path[: len(parent)] == parent and len(entry.prefix) < length for entry in layout.entries
    )
    if not all(blocks.values()) or written_elsewhere:
        return None
    lines_end = "\r\n" if "\r\n" in text else "\n"
    pieces = [piece for sibling in wanted for piece in blocks[sibling]]
    pieces = [piece if piece.endswith("\n") else piece + lines_end for piece in pieces]
    for (start, end), piece in reversed(list(zip(places, pieces, strict=True))):
        text = text[:start] + piece + text[end:]
    return text


def _rebuilt(text: str, parent: tuple[str, ...], wanted: list[str]) -> str | None:
    """The same by writing the whole parent anew, where its tables stand in one line."""
    tree: Tree = as_tables(tomllib.loads(text.removeprefix("\ufeff")))
    held = _reach(tree, parent)
    ordered = {
        **{name: held[name] for name in wanted if name in held},
        **{k: v for k, v in held.items() if k not in wanted},
    }
    bare = deepcopy(tree)
    _reach(bare, parent[:-1]).pop(parent[-1], None)
    stripped = rewrite(text, bare)
    _reach(tree, parent[:-1])[parent[-1]] = ordered
    return rewrite(stripped, tree) if stripped is not None else None


def _reach(tree: Tree, path: tuple[str, ...]) -> Tree:
    """The table at a path, made where there is none."""
    for part in path:
        inner = tree.get(part)
        if not isinstance(inner, dict):
            inner = tree[part] = {}
        tree = inner
    return tree


def _inside(parent: str, name: str) -> str:
    """The dotted key of a named table; "" where the parent is no dotted key."""
    parts = dotted_keys.split(parent)
    return dotted_keys.join((*parts, name)) if parts else ""


def _renamed(table: str, new_id: str) -> str:
    return dotted_keys.join((*dotted_keys.split(table)[:-1], new_id))


def _own_values(profile: Profile, table: str) -> list[str]:
    """Where options speak of this workload, or of this tool or route of a workload."""
    if not table.startswith("workloads."):
        return []
    places = (f"options.{option}.{table}" for option in profile.ids("options"))
    return [place for place in places if profile.has_table(place)]


def _refused(profile: Profile, table: str, *, must_exist: bool, own: bool = True) -> Problem | None:
    parts = dotted_keys.split(table)
    node = node_for(parts)
    if not parts or node is None or node.pattern not in TABLES:
        return Problem(profile.label, table, "", "a named table, such as options.own or workloads.tickets")
    if is_array(parts[:-1]):
        return Problem(profile.label, table, "", "a row of a list, which is changed in the file")
    if not dotted_keys.is_identifier(parts[-1]):
        return Problem(profile.label, table, parts[-1], "an id of a-z, 0-9 and inner hyphens, at most 64 characters")
    there = table in profile.tables
    if there != must_exist:
        return Problem(profile.label, table, "", "a table that exists" if must_exist else "an id that is not taken")
    missing = profile.unknown_id(parts[:-1]) if len(parts) > 2 else None
    if missing:
        return Problem(profile.label, table, missing[1], f"a {missing[0]} that exists")
    if must_exist and own and _is_inherited(profile, table):
        return Problem(
            profile.label,
            table,
            "",
            f"a table of this file; it comes from {profile.text('extends')} and is changed there",
        )
    return None


def _is_inherited(profile: Profile, table: str) -> bool:
    return profile.base is not None and profile.base.has_table(table)


def _with_tree(profile: Profile, tree: Tree, text: str | None = None) -> Profile | Problems:
    start = text_of(profile) if text is None else text
    if isinstance(start, Problems):
        return start
    new = rewrite(start, tree)
    if new is None:
        return Problems.of(Problem(profile.label, "", "", "cannot be changed in place; change it in the file"))
    return reread(profile, new)
