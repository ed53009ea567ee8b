"""Every input there is, and how to find the declaration of a dotted key or the key that was meant."""

import difflib
from collections.abc import Iterable
from functools import lru_cache

from model.prices import HOSTING
from model.profile import dotted_keys
from model.profile.declared import Declared, PatternNode, table_patterns, tree_of
from model.profile.declared_options import OPTIONS, PART, PARTS
from model.profile.declared_rest import DECISION, FUTURES, PRICES, REQUIREMENTS, TEAMS, TOP, USAGE
from model.profile.declared_work import WORK

DECLARED: tuple[Declared, ...] = TOP + WORK + OPTIONS + REQUIREMENTS + FUTURES + PRICES + DECISION + USAGE + TEAMS
"""Every input of a profile, in the order of forms and documents; what a team's part of an option has again (`PARTS`) apart."""

TREE: PatternNode = tree_of(DECLARED + PARTS)
TABLES: tuple[str, ...] = tuple(table_patterns(DECLARED + PARTS))
"""Patterns of the named tables, such as `options.*.items.*`."""

FREE_NAMES = frozenset(
    {"prices.models.*", "decision.switching_values.*", "scenarios.*.set.*", "usage.columns.*", "usage.labels.*"}
)
"""Where `*` is not an id of this file but the name of a model or a dotted key."""

_LISTS = ("options.*.credits", "options.*.items.*.tiers")
ARRAYS = frozenset((*_LISTS, *(pattern.replace("options.*.", PART, 1) for pattern in _LISTS)))
"""Where a file holds a list of tables, `[[options.own.credits]]`; inside, the rows have the ids 1, 2, 3 …"""

METADATA = ("value", "basis", "source", "note")
BASES = ("contract", "measured", "published", "guess")


_CALLED = {
    **{kind: row.called for kind, row in HOSTING.items()},
    "guess": "estimate estimated estimation assumption assumed typed mine opinion",
    "measured": "measurement measure actual actuals log logs metered observed real",
    "contract": "quote quoted invoice bill billed agreement negotiated",
    "published": "list public vendor list-price source book",
    "none": "nothing nobody null no-one noone new",
    "nobody": "none nothing no-one noone",
    "us": "usa america us-only united-states",
}
"""What people call the words that this product has, so that a refusal offers the right one."""


def meant(word: str, choices: Iterable[str]) -> str:
    """The choice that this word most likely stands for: by another name of it, else by its spelling; "" where none is near."""
    known, said = list(choices), "-".join(word.strip().lower().replace("_", " ").split())
    called = next((choice for choice in known if said in _CALLED.get(choice, "").split()), "")
    return called or nearest(word, known) or nearest(said, known)


@lru_cache(maxsize=4096)
def declared_for(key: str) -> Declared | None:
    """The declaration of a dotted key; None where no input has it. Ids are not looked at."""
    node: PatternNode | None = TREE
    for part in dotted_keys.split(key):
        node = node.child(part) if node else None
    return node.declared if node and node is not TREE else None


def node_for(parts: Iterable[str]) -> PatternNode | None:
    """The place in the tree of patterns that these parts lead to."""
    node: PatternNode | None = TREE
    for part in parts:
        node = node.child(part) if node else None
    return node


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Declared, ...]]:
    found: dict[str, tuple[Declared, ...]] = {}
    for declared in DECLARED:
        found[declared.name] = (*found.get(declared.name, ()), declared)
    return found


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is spelled most like this one; "" where none is near."""
    matches = difflib.get_close_matches(word[:64].lower().replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def nearest_key(parts: tuple[str, ...]) -> str:
    """The known key most like this unknown one: the same name at another place, else a slip of spelling at its place.

    An id that the unknown key does not say stands as `<id>`.
    """
    known, node = 0, TREE
    while known < len(parts) and (child := node.child(parts[known])) is not None:
        known, node = known + 1, child
    if known == len(parts):
        return ""
    elsewhere = _same_name_elsewhere(parts, parts[-1], known)
    if not elsewhere and known > 1:  # in a table whose id is given, the whole name says more than a few letters of it
        elsewhere = _same_name_elsewhere(parts, parts[-1], 0)
    if elsewhere:
        return elsewhere
    slip = nearest(parts[known], node.children)
    if slip:
        corrected = (*parts[:known], slip, *parts[known + 1 :])
        return dotted_keys.join(corrected if node_for(corrected) else corrected[: known + 1])
    return _same_name_elsewhere(parts, nearest(parts[-1], _by_name()), 0)


def _same_name_elsewhere(parts: tuple[str, ...], name: str, least: int) -> str:
    """The input of this name whose key shares the most parts with these, and at least so many."""
    homes = _by_name().get(name, ())
    if not homes:
        return ""
    best = max(homes, key=lambda declared: (_shared(declared.parts, parts), -len(declared.parts)))
    if _shared(best.parts, parts) < least:
        return ""
    alike = _shared(
        best.parts, tuple(nearest(part, (at,)) or part for part, at in zip(parts, best.parts, strict=False))
    )
    ids = [part if at == "*" else at for at, part in zip(best.parts[:alike], parts, strict=False)]
    rest = ["<id>" if part == "*" else part for part in best.parts[alike:]]
    return ".".join([dotted_keys.join(ids), *rest] if ids else rest)


def _shared(pattern: tuple[str, ...], parts: tuple[str, ...]) -> int:
    count = 0
    for expected, part in zip(pattern, parts, strict=False):
        if expected not in ("*", part):
            break
        count += 1
    return count
