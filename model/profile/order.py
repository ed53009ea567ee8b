"""Where a key that is new in a file stands: as the inputs are declared, whatever order they were typed in.

So the same answers make the same file, and a later change of one of them is one line of a diff.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from model.profile import dotted_keys
from model.profile.declared_options import PARTS
from model.profile.registry import DECLARED, declared_for

Path = tuple[str, ...]


def in_order(names: Iterable[str], table: Path) -> list[str]:
    """The keys of a new table as they are declared; those that no declaration orders stand last, as they came."""
    ranks = {name: _rank((*table, name)) for name in names}
    return sorted(ranks, key=lambda name: len(DECLARED) if (rank := ranks[name]) is None else rank)


def behind(siblings: Sequence[Path], path: Path) -> int | None:
    """The place of the sibling behind which a new key stands: the last in the file that is declared before it.

    None where the new key comes first. A key that no declaration orders stands last.
    """
    rank = _rank(path)
    if rank is None:
        return len(siblings) - 1
    earlier = [place for place, each in enumerate(siblings) if (held := _rank(each)) is not None and held < rank]
    return earlier[-1] if earlier else None


def _rank(path: Path) -> int | None:
    """Where the declaration of an input stands among all; None for what is no input, such as the basis of a number."""
    declared = declared_for(dotted_keys.join(path))
    return None if declared is None else _ranks()[declared.pattern]


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    return {declared.pattern: place for place, declared in enumerate((*DECLARED, *PARTS))}
