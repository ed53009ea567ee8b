"""Lists of tables, such as `[[options.own.credits]]`: inside the product their rows are tables with the ids 1, 2, 3 …

So every number in a row has a dotted key of its own (`options.own.credits.1.amount`) and is read, checked, ranged, set and
saved like any other. In the file they stay the lists that people write.
"""

from collections.abc import Mapping

from model.profile.declared import PatternNode
from model.profile.registry import ARRAYS, TREE, node_for

Path = tuple[str, ...]


def is_array(path: Path) -> bool:
    """Whether a list of tables stands at this path."""
    node = node_for(path)
    return node is not None and node.pattern in ARRAYS


def array_around(path: Path) -> Path | None:
    """The list of tables that this path leads into, or is; None where there is none."""
    return next((path[:end] for end in range(1, len(path) + 1) if is_array(path[:end])), None)


def as_tables(tree: Mapping[str, object], node: PatternNode = TREE) -> dict[str, object]:
    """The tree with every known list of tables as tables numbered from 1; rows that were left out close their gap."""
    found: dict[str, object] = {}
    for name, value in tree.items():
        child = node.child(name)
        if child is not None and child.pattern in ARRAYS:
            found[name] = _numbered(value)
        elif child is not None and isinstance(value, dict):
            found[name] = as_tables(value, child)
        else:
            found[name] = value
    return found


def _numbered(value: object) -> object:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return {str(place): row for place, row in enumerate(value, start=1)}
    if isinstance(value, dict) and all(isinstance(row, dict) for row in value.values()):
        return {str(place): row for place, row in enumerate(value.values(), start=1)}
    return value
