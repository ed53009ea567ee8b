"""Where one table of a profile is named by others, and what becomes of those places when it is renamed or removed."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from model.profile import dotted_keys

Tree: TypeAlias = dict[str, object]
Follow: TypeAlias = Callable[[str], str | None]
"""What a dotted key becomes: another key, itself, or None where its table is gone."""


def after_renaming(table: str, new_table: str) -> Follow:
    """Keys inside a table follow it to its new name."""
    return lambda key: dotted_keys.moved(dotted_keys.canonical(key), table, new_table)


def after_removing(table: str) -> Follow:
    """Keys inside a table are gone with it."""
    return lambda key: None if dotted_keys.under(dotted_keys.canonical(key), table) else key


def followed(tree: Mapping[str, object], follow: Follow) -> Tree:
    """The tree with every reference followed; events, correlations and scenarios that refer to nothing any more are gone."""
    new = dict(tree)
    _option_at(new, "today", follow)
    _pair(new, follow)
    decision = _inner(new, "decision")
    if decision is not None:
        _option_at(decision, "option", follow)
        _keys_of(decision, "switching_values", follow)
    options = _inner(new, "options")
    for name in list(options or ()):
        option = _inner(options or {}, name)
        if option is not None:
            _option_at(option, "meanwhile", follow)
    _events(new, follow)
    _correlations(new, follow)
    _scenarios(new, follow)
    return new


def _inner(tree: Tree, name: str) -> Tree | None:
    """A table inside another, copied so that it can be changed."""
    value = tree.get(name)
    if not isinstance(value, dict):
        return None
    copied: Tree = dict(value)
    tree[name] = copied
    return copied


def _option_at(table: Tree, name: str, follow: Follow) -> None:
    value = table.get(name)
    if isinstance(value, str):
        target = follow(dotted_keys.join(("options", value)))
        if target is None:
            del table[name]
        else:
            table[name] = dotted_keys.split(target)[1]


def _pair(tree: Tree, follow: Follow) -> None:
    pair = tree.get("pair")
    named = list(pair) if isinstance(pair, list) else [pair[name] for name in pair] if isinstance(pair, dict) else []
    targets = [follow(dotted_keys.join(("options", str(name)))) for name in named]
    ids = [dotted_keys.split(target)[1] for target in targets if target is not None]
    if len(ids) < len(targets):
        del tree["pair"]
    elif ids:
        tree["pair"] = dict(zip(pair, ids, strict=True)) if isinstance(pair, dict) else ids


def _keys_of(table: Tree, name: str, follow: Follow) -> None:
    """A table whose names are dotted keys."""
    value = table.get(name)
    if isinstance(value, dict):
        pairs = [
            (old, old if (new := follow(old)) == dotted_keys.canonical(old) else new, inner)
            for old, inner in value.items()
        ]
        table[name] = {new: inner for _, new, inner in pairs if new is not None}


def _events(tree: Tree, follow: Follow) -> None:
    events = _inner(tree, "events")
    for name in list(events or ()):
        event = _inner(events or {}, name)
        if events is not None and event is not None and isinstance(event.get("key"), str):
            target = follow(str(event["key"]))
            if target is None:
                del events[name]
            else:
                event["key"] = target


def _correlations(tree: Tree, follow: Follow) -> None:
    correlations = _inner(tree, "correlations")
    for name in list(correlations or ()):
        one = _inner(correlations or {}, name)
        between = one.get("between") if one is not None else None
        if correlations is None or one is None or not isinstance(between, list):
            continue
        targets = [follow(str(key)) for key in between]
        if None in targets:
            del correlations[name]
        else:
            one["between"] = targets


def _scenarios(tree: Tree, follow: Follow) -> None:
    scenarios = _inner(tree, "scenarios")
    for name in list(scenarios or ()):
        scenario = _inner(scenarios or {}, name)
        if scenarios is None or scenario is None or not isinstance(scenario.get("set"), dict):
            continue
        scenario["set"] = _followed_set(scenario["set"], follow)
        if not scenario["set"]:
            del scenarios[name]


def _followed_set(entries: object, follow: Follow) -> Tree:
    """The entries of a `set`, in quotes or nested: a key that changes is written anew, at the top and in quotes."""
    moved: Tree = {}
    kept = _kept_entries(entries, follow, (), moved)
    return {**kept, **moved}


def _kept_entries(entries: object, follow: Follow, inner: tuple[str, ...], moved: Tree) -> Tree:
    from model.profile.registry import declared_for

    kept: Tree = {}
    for name, value in entries.items() if isinstance(entries, dict) else ():
        parts = (*inner, *(dotted_keys.split(name) or (name,)))
        key = dotted_keys.join(parts)
        if isinstance(value, dict) and value and declared_for(key) is None:
            nested = _kept_entries(value, follow, parts, moved)
            kept |= {name: nested} if nested else {}
            continue
        target, setting = follow(key), _option_named(key, value, follow)
        if target == key and setting is not None:
            kept[name] = setting
        elif target is not None and setting is not None:
            moved[target] = setting
    return kept


def _option_named(key: str, value: object, follow: Follow) -> object:
    """A scenario's value; one that is the id of an option follows it too, and is None where that option is gone."""
    from model.profile.registry import declared_for

    declared = declared_for(key)
    if declared is None or declared.kind != "option" or not isinstance(value, str) or value in declared.choices:
        return value
    target = follow(dotted_keys.join(("options", value)))
    return dotted_keys.split(target)[1] if target else None
