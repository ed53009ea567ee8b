"""Scenarios that change numbers alone: a document that works by itself can take them in as values of its inputs.

A scenario that changes which options, models or rules there are is another set of formulas, and needs a document of its own.
"""

from __future__ import annotations

from msgspec.structs import replace

from model.comparison import Case, resolve
from model.profile import Problems, declared_for
from model.profile.changing import scenario
from model.profile.dotted_keys import split
from model.quantities import figures


def as_numbers(case: Case, name: str) -> Case | None:
    """The case of a scenario that differs from this one in numbers, and in who serves meanwhile, alone; else None."""
    keys = _sets(case, name)
    profile = scenario(case.profile, name)
    other = profile if isinstance(profile, Problems) else resolve(profile, case.as_of)
    if isinstance(other, Problems) or not _alike(case, other):
        return None
    return other if all(key in other.inputs for key in keys) else None


def besides(case: Case, name: str) -> str:
    """Why a scenario cannot be taken in as numbers, in the middle of a sentence: what it changes besides them."""
    keys = _sets(case, name)
    others = [key for key in keys if (found := declared_for(key)) is None or found.kind != "number"]
    if others:
        return f"it changes {figures.listed([f'“{_called(key)}”' for key in others])}, which is no number"
    if isinstance(scenario(case.profile, name), Problems):
        return "it does not go together with the rest of the profile"
    return f"with {figures.listed([f'“{_called(key)}”' for key in keys])} changed, other formulas apply"


def _sets(case: Case, name: str) -> list[str]:
    """The dotted keys that a scenario sets."""
    place = f"scenarios.{name}.set."
    return [key.removeprefix(place).strip('"') for key in case.profile.leaves if key.startswith(place)]


def _called(key: str) -> str:
    """What an input is called; what is declared nowhere by the end of its key."""
    found = declared_for(key)
    return found.title if found is not None else split(key)[-1]


def _alike(case: Case, other: Case) -> bool:
    """Whether two cases differ in numbers and in who bridges alone."""
    if set(other.inputs) != set(case.inputs) or len(other.options) != len(case.options):
        return False
    pairs = zip(case.options, other.options, strict=True)
    return all(replace(a, meanwhile="") == replace(b, meanwhile="") for a, b in pairs)
