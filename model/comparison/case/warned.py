"""A warning as a record: what a reader must mind, and the field of the profile that it is about."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Warned(Struct, frozen=True):
    """One thing to mind. `key` is the dotted key of the field to look at, empty where no field is to blame; `sentence`
    ends without a full stop; `usd` is what a month of it is worth, None where that is unknown or nothing."""

    key: str
    sentence: str
    usd: float | None = None


def each_once(found: Iterable[Warned]) -> tuple[Warned, ...]:
    """Every sentence once, at its first place; two options may run into the same thing."""
    kept: dict[str, Warned] = {}
    for warned in found:
        kept.setdefault(warned.sentence, warned)
    return tuple(kept.values())
