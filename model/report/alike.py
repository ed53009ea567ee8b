"""Scenarios that change numbers alone: a document that works by itself can take them in as values of its inputs.

A scenario that changes which options, models or rules there are is another set of formulas, and needs a document of its own.
"""

from __future__ import annotations

from msgspec.structs import replace

from model.comparison import Case, resolve
from model.profile import Problems
from model.profile.changing import scenario


def as_numbers(case: Case, name: str) -> Case | None:
    """The case of a scenario that differs from this one in numbers, and in who serves meanwhile, alone; else None."""
    place = f"scenarios.{name}.set."
    keys = [key.removeprefix(place).strip('"') for key in case.profile.leaves if key.startswith(place)]
    profile = scenario(case.profile, name)
    other = profile if isinstance(profile, Problems) else resolve(profile, case.as_of)
    if isinstance(other, Problems) or not _alike(case, other):
        return None
    return other if all(key in other.inputs for key in keys) else None


def _alike(case: Case, other: Case) -> bool:
    """Whether two cases differ in numbers and in who bridges alone."""
    if set(other.inputs) != set(case.inputs) or len(other.options) != len(case.options):
        return False
    pairs = zip(case.options, other.options, strict=True)
    return all(replace(a, meanwhile="") == replace(b, meanwhile="") for a, b in pairs)
