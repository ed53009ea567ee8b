"""What a reader should mind of a preset: what its page leaves open, and what it says of the machines and meters used."""

from __future__ import annotations

from collections.abc import Iterator

from model.comparison import Case, OptionPlan
from model.comparison.case.from_presets import NamedPreset, chosen, meter
from model.comparison.case.warned import Warned
from model.prices import HostPreset, SandboxPreset
from model.quantities import figures


def preset_warnings(case: Case) -> Iterator[Warned]:
    """Each in a sentence without its full stop, option by option."""
    for plan in case.servers:
        for found in chosen(case.profile, case.book, plan.id):
            if isinstance(found.preset, SandboxPreset):
                yield from _sandbox(case, plan, found, found.preset)
            else:
                yield from _machine(case, plan, found.preset)


def _written(case: Case, plan: OptionPlan, path: str) -> bool:
    return case.profile.has(f"options.{plan.id}.{path}")


def _sandbox(case: Case, plan: OptionPlan, found: NamedPreset, preset: SandboxPreset) -> Iterator[Warned]:
    if preset.ask and not _written(case, plan, "sandbox.usd_per_gib_hour"):
        key = f"options.{plan.id}.sandbox.usd_per_gib_hour"
        yield Warned(key, f"{plan.title}, preset {found.name}: ask the vendor for {preset.ask}")
    open_ = [
        what
        for what, known in (("cpu", preset.cpu_meter), ("memory", preset.memory_meter))
        if known == "unknown" and not _written(case, plan, f"sandbox.{what}_meter")
    ]
    if open_:
        names = figures.listed([{"cpu": "CPU"}.get(what, what) for what in open_])
        yield Warned(
            f"options.{plan.id}.sandbox.{open_[0]}_meter",
            f"{plan.title}, preset {found.name}: whether {names} is billed as allocated or as used is not documented; "
            "counted as allocated",
        )
    if meter(case.profile, case.book, plan.id, "cpu") == "active" and not _written(case, plan, "sandbox.cpu_share"):
        yield Warned(
            f"options.{plan.id}.sandbox.cpu_share",
            f"{plan.title}, preset {found.name}: CPU is billed while it is used, and nobody said how much of a running hour "
            "that is; all of it is counted",
        )


def _machine(case: Case, plan: OptionPlan, preset: HostPreset) -> Iterator[Warned]:
    asked = case.profile.flag(f"options.{plan.id}.hosts.off_when_quiet")
    if asked and not plan.off_when_quiet:
        key = f"options.{plan.id}.hosts.off_when_quiet"
        yield Warned(
            key, f"{plan.title}: {preset.title} costs its full price while it is off, so turning it off saves nothing"
        )
    yield from _crowded(case, plan)


def _crowded(case: Case, plan: OptionPlan) -> Iterator[Warned]:
    """More sandboxes on one machine than its memory or its vCPUs hold, by what the team requires of each."""
    at_once = case.inputs.get(f"options.{plan.id}.hosts.sessions_per_host")
    for needed, size, unit in (("sandbox_memory_gib", "memory_gib", "GiB"), ("sandbox_vcpu", "vcpu", "vCPU")):
        each, machine = (
            case.profile.quantity(f"requirements.{needed}"),
            case.inputs.get(f"options.{plan.id}.hosts.{size}"),
        )
        if at_once is None or each is None or machine is None:
            continue
        wanted, has = at_once.quantity.median * each.median, machine.quantity.median
        if wanted > has:
            runs = figures.count(at_once.quantity.median)
            yield Warned(
                f"options.{plan.id}.hosts.sessions_per_host",
                f"{plan.title}: {runs} runs on one machine need {figures.count(wanted)} {unit} at {figures.count(each.median)} "
                f"each, and it has {figures.count(has)}",
            )
