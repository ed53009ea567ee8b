"""The terms of a preset in words, each said in one place."""

from collections.abc import Iterator

from model.prices.records import HostPreset, SandboxPreset
from model.quantities import figures


def preset_terms(preset: SandboxPreset | HostPreset) -> tuple[str, ...]:
    """Every term of a preset that costs or limits something, rates first: `$150 a month`, `24 h at most`."""
    return tuple(_machine_terms(preset) if isinstance(preset, HostPreset) else _sandbox_terms(preset))


def further_terms(preset: SandboxPreset | HostPreset) -> tuple[str, ...]:
    """The terms without the rates, for whoever has shown those already."""
    return tuple(_further(preset) if isinstance(preset, SandboxPreset) else _machine_further(preset))


def _sandbox_terms(preset: SandboxPreset) -> Iterator[str]:
    for usd, per in ((preset.usd_per_vcpu_hour, "vCPU-hour"), (preset.usd_per_gib_hour, "GiB-hour")):
        yield f"a {per} has no known price" if usd is None else f"{_usd(usd)} a {per}"
    if preset.plan_usd_per_month is None:
        yield "the plan fee is not known"
    elif preset.plan_usd_per_month > 0.0:
        yield f"{_usd(preset.plan_usd_per_month)} a month"
    yield from _further(preset)


def _further(preset: SandboxPreset) -> Iterator[str]:
    included = ((preset.included_vcpu_hours, "vCPU-hours"), (preset.included_gib_hours, "GiB-hours"))
    if free := [f"{figures.count(hours)} {unit}" for hours, unit in included if hours]:
        yield f"{' and '.join(free)} a month included"
    if preset.included_gib_per_vcpu:
        yield f"{figures.count(preset.included_gib_per_vcpu)} GiB come with a vCPU"
    if preset.usd_per_1000_starts:
        yield f"{_usd(preset.usd_per_1000_starts)} a thousand starts"
    if preset.minimum_minutes:
        yield f"billed for {figures.count(preset.minimum_minutes)} min at least"
    if preset.billing_increment_seconds:
        yield f"billed in steps of {figures.count(preset.billing_increment_seconds)} s"
    if preset.idle_tail_minutes:
        yield f"stays on for {figures.count(preset.idle_tail_minutes)} min after work"
    active = [what for what, known in (("CPU", preset.cpu_meter), ("memory", preset.memory_meter)) if known == "active"]
    if active:
        yield f"{' and '.join(active)} billed while active only"
    sizes = ((preset.max_vcpu, "vCPU"), (preset.max_memory_gib, "GiB"), (preset.max_session_hours, "h"))
    if limits := [f"{figures.count(most)} {unit}" for most, unit in sizes if most]:
        yield f"{', '.join(limits)} at most"


def _machine_terms(preset: HostPreset) -> Iterator[str]:
    yield "an hour has no known price" if preset.usd_per_hour is None else f"{_usd(preset.usd_per_hour)} an hour"
    yield from _machine_further(preset)


def _machine_further(preset: HostPreset) -> Iterator[str]:
    if preset.vcpu and preset.memory_gib:
        yield f"{figures.count(preset.vcpu)} vCPU and {figures.count(preset.memory_gib)} GiB"
    if preset.usd_per_month_cap:
        yield f"{_usd(preset.usd_per_month_cap)} a month at most"
    if preset.billed_when_off:
        yield "paid while off too"
    if preset.billing_increment_seconds:
        yield f"billed in steps of {figures.count(preset.billing_increment_seconds)} s"


def _usd(usd: float) -> str:
    """A price without idle cents: `$150`, `$41.99`, `$0.0504`."""
    return figures.rate(usd).removesuffix(".00")
