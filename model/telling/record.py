"""How a record of `telling` is made: frozen, in words of three lengths, and clean.

Names and notes come from profiles, and a profile may hold anything: `told` takes control characters and escapes out of
every text of a record when it is made, so that no surface has to.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from model.quantities.cleaning import clean

Asked = ParamSpec("Asked")
Record = TypeVar("Record")


class Said(Struct, frozen=True):
    """One statement in three lengths: for a headline, as a line that stands alone, and for a cell or a narrow screen."""

    headline: str
    line: str
    cell: str


def cleaned(value: Record) -> Record:
    """The same record with every text on one line and free of what steers a terminal."""
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return cast(Record, clean(value))
    if isinstance(value, tuple):
        return cast(Record, tuple(cleaned(each) for each in value))
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: new for name, old in fields.items() if (new := cleaned(old)) is not old}
        return cast(Record, replace(value, **changed)) if changed else value
    return value


def told(make: Callable[Asked, Record]) -> Callable[Asked, Record]:
    """Marks a function that makes a record of what is said; what it returns is clean."""

    def making(*args: Asked.args, **named: Asked.kwargs) -> Record:
        return cleaned(make(*args, **named))

    making.__name__, making.__doc__ = make.__name__, make.__doc__
    return making
