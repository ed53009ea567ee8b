"""From parsed TOML to leaves: walks the tables by the declarations and notes everything that does not belong."""

from collections.abc import Mapping

from msgspec import Struct, field

from model.profile import dotted_keys
from model.profile.declared import Declared, PatternNode
from model.profile.leaves import Leaf, ValuePlace, read_leaf, shown
from model.profile.problems import Problem, printable
from model.profile.registry import ARRAYS, FREE_NAMES, TABLES, TREE, declared_for, nearest, nearest_key

_LONGEST_NAME = 200
_MOST_NEAREST = 200  # looking for the nearest key takes a millisecond


class Reading(Struct):
    """What one file says: its leaves, its named tables, and its problems."""

    file: str
    leaves: dict[str, Leaf] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: tuple[str, ...], read: str, allowed: str, near: str = "") -> None:
        """Notes a problem at a TOML path."""
        self.problems.append(Problem(self.file, dotted_keys.join(path), read, allowed, near))


def read_tree(tree: Mapping[str, object], file: str) -> Reading:
    """The leaves of a parsed profile. Never raises, whatever the tree holds."""
    reading = Reading(file)
    _walk(reading, TREE, tree, ())
    return reading


def _walk(reading: Reading, node: PatternNode, table: Mapping[str, object], path: tuple[str, ...]) -> None:
    for name, value in table.items():
        here = (*path, name)
        child = node.child(name)
        if child is None:
            _unknown(reading, here, value)
        elif child.declared is not None:
            _leaf(reading, child.declared, here, value)
        elif not isinstance(value, dict):
            reading.problem(here, shown(value), f"a table, such as {_header(here, child)}")
        elif child.pattern == "scenarios.*.set":
            _changes(reading, here, value, ())
        elif _name_is_fine(reading, child, here):
            if child.pattern in TABLES:
                reading.tables[dotted_keys.join(here)] = reading.file
            _walk(reading, child, value, here)


def _header(path: tuple[str, ...], node: PatternNode) -> str:
    if node.pattern in ARRAYS:
        return f"[[{dotted_keys.join(path)}]]"
    return f"[{dotted_keys.join((*path, '<id>')) if node.any_id else dotted_keys.join(path)}]".replace('"<id>"', "<id>")


def _unknown(reading: Reading, path: tuple[str, ...], value: object) -> None:
    full = path
    if isinstance(value, dict) and value and all(isinstance(name, str) for name in value):
        full = (*path, next(iter(value)))
    near = (
        (nearest_key(path) or (nearest_key(full) if full != path else ""))
        if len(reading.problems) < _MOST_NEAREST
        else ""
    )
    reading.problem(path, shown(value), "unknown key", near)


def _name_is_fine(reading: Reading, node: PatternNode, path: tuple[str, ...]) -> bool:
    if not node.pattern.endswith("*"):
        return True
    name = path[-1]
    if node.pattern in FREE_NAMES:
        if 0 < len(name) <= _LONGEST_NAME:
            return True
        reading.problem(path, f"a name of {len(name)} characters", f"a name of 1 to {_LONGEST_NAME} characters")
        return False
    if dotted_keys.is_identifier(name):
        return True
    reading.problem(path, name, "an id of a-z, 0-9 and inner hyphens, at most 64 characters", _as_identifier(name))
    return False


def _as_identifier(name: str) -> str:
    slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split())[:64].strip("-")
    return slug if dotted_keys.is_identifier(slug) else ""


def _leaf(reading: Reading, declared: Declared, path: tuple[str, ...], value: object) -> None:
    key = dotted_keys.join(path)
    leaf = read_leaf(declared, ValuePlace(key, reading.file, path), value)
    if isinstance(leaf, Problem):
        reading.problems.append(leaf)
    else:
        reading.leaves[key] = leaf


def _changes(reading: Reading, path: tuple[str, ...], table: Mapping[str, object], inner: tuple[str, ...]) -> None:
    """The entries of a scenario's `set`: dotted keys in quotes, or the same written as nested tables."""
    if len(inner) > 8:
        reading.problem(
            path[:3], "a nested table", 'dotted keys in quotes, such as "prices.runtime_usd_per_hour" = 0.16'
        )
        return
    for name, value in table.items():
        parts = (*inner, *(dotted_keys.split(name) or (name,)))
        target = dotted_keys.join(parts)
        declared = declared_for(target)
        if declared is None and isinstance(value, dict) and value:
            _changes(reading, (*path, name), value, parts)
        else:
            _change(reading, (*path, name), target, value)


def _change(reading: Reading, path: tuple[str, ...], target: str, value: object) -> None:
    key = dotted_keys.join((*path[:3], target))
    declared = declared_for(key)
    if declared is not None and key not in reading.leaves:
        leaf = read_leaf(declared, ValuePlace(key, reading.file, path), value)
        if isinstance(leaf, Leaf):
            reading.leaves[key] = leaf
            return
    reading.problem(path, printable(target), "each key once, in quotes")


def unknown_name(file: str, key: str, found: tuple[str, str, tuple[str, ...]]) -> Problem:
    """The problem of an id that the profile does not have."""
    what, name, known = found
    there = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return Problem(file, key, name, f"no {what} has this id; there is {there or 'none'}", nearest(name, known))
