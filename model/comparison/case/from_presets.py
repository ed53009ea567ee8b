"""What a preset of the book fills in: which field of its record answers for which key of an option, and its terms in words.

Every field of a record is here, in a must-have or in a warning (a test goes through the records), so that nothing the
book knows about a sandbox or a machine is silently left out of a comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from model.prices import Book, HostPreset, SandboxPreset, UnpricedName, preset_terms
from model.profile import Profile

Preset: TypeAlias = SandboxPreset | HostPreset

NUMBERS: Mapping[str, Mapping[str, str]] = {
    "sandbox": {
        "usd_per_vcpu_hour": "sandbox.usd_per_vcpu_hour",
        "usd_per_gib_hour": "sandbox.usd_per_gib_hour",
        "plan_usd_per_month": "sandbox.plan_usd_per_month",
        "usd_per_1000_starts": "sandbox.usd_per_1000_starts",
        "included_vcpu_hours": "sandbox.included_vcpu_hours",
        "included_gib_hours": "sandbox.included_gib_hours",
        "included_gib_per_vcpu": "sandbox.included_gib_per_vcpu",
        "minimum_minutes": "sandbox.minimum_minutes",
        "billing_increment_seconds": "sandbox.billing_increment_seconds",
        "max_session_hours": "sandbox.max_session_hours",
        "max_vcpu": "sandbox.max_vcpu",
        "max_memory_gib": "sandbox.max_memory_gib",
        "idle_tail_minutes": "idle_tail_minutes",
    },
    "hosts": {
        "usd_per_hour": "hosts.usd_per_hour",
        "usd_per_month_cap": "hosts.usd_per_month_cap",
        "vcpu": "hosts.vcpu",
        "memory_gib": "hosts.memory_gib",
        "billing_increment_seconds": "hosts.billing_increment_seconds",
    },
}
"""The numbers of a preset by place to run: field of the record, path of the key that overrides it under the option."""


class NamedPreset(Struct, frozen=True):
    """The preset that an option names: where it runs, the name as written, and the record of the day."""

    place: str
    name: str
    preset: Preset


def chosen(profile: Profile, book: Book, option: str) -> Iterator[NamedPreset]:
    """The presets that an option names and the book knows on this day."""
    for place in NUMBERS:
        found = named(profile, book, option, place)
        if found is not None and not isinstance(found, UnpricedName):
            yield NamedPreset(place, profile.text(f"options.{option}.{place}.preset") or "", found)


def named(profile: Profile, book: Book, option: str, place: str) -> Preset | UnpricedName | None:
    """What the book answers to the preset that an option names for this place; None where it names none."""
    name = profile.text(f"options.{option}.{place}.preset")
    if not name:
        return None
    return book.sandbox(name) if place == "sandbox" else book.host(name)


def numbers(found: NamedPreset) -> Iterator[tuple[str, float]]:
    """Path under the option and value of every number the preset fills; an allowance of nothing is none."""
    for field, path in NUMBERS[found.place].items():
        value = getattr(found.preset, field)
        if value is not None and not (value == 0.0 and field.startswith("included_")):
            yield path, float(value)


def meter(profile: Profile, book: Book, option: str, what: str) -> str:
    """Whether ``cpu`` or ``memory`` is billed as "allocated" or only while "active": as written, else the preset's; where
    the page does not say, as allocated, which is never too little."""
    written = profile.text(f"options.{option}.sandbox.{what}_meter")
    found = named(profile, book, option, "sandbox")
    known = getattr(found, f"{what}_meter", "allocated")
    return written or ("active" if known == "active" else "allocated")


def billed_when_off(profile: Profile, book: Book, option: str) -> bool:
    """Whether a machine of this option costs its full price while it is off: as written, else the preset's."""
    written = profile.flag(f"options.{option}.hosts.billed_when_off")
    if written is not None:
        return written
    return bool(getattr(named(profile, book, option, "hosts"), "billed_when_off", False))


def terms(found: NamedPreset) -> str:
    """The terms of a preset in one line: `preset e2b: $0.0504 a vCPU-hour, …, $150 a month, 24 h at most`."""
    return f"preset {found.name}: {', '.join(preset_terms(found.preset))}"
