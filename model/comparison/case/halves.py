"""Inputs of a workload that mean something only together: what is missing where others of their group are written.

A line that lacks an input is left out. Where every option lacks it, it is left out everywhere and cancels, with a warning;
where only some do, it is an unpriced line there, for absent is not free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from model.comparison.case.case import Input, Lack, OptionPlan, TokenShape, WorkPlan, whole_of
from model.comparison.case.warned import Warned
from model.profile import Profile
from model.quantities import figures

TOGETHER: Mapping[TokenShape, tuple[str, ...]] = {
    "totals": ("tokens.input", "tokens.output"),
    "loop": ("loop.turns", "loop.prompt", "loop.added", "loop.output"),
    "bill": ("token_usd_per_session",),
}
TABLES: tuple[tuple[TokenShape, str], ...] = (("totals", "tokens."), ("loop", "loop."))
TOOL = ("calls", "usd_per_1000")


def token_shape(inputs: Mapping[str, Input], profile: Profile, option: str, workload: str) -> TokenShape:
    """In which form tokens are given here: the option's own word, else the workload's; a table that says something of
    tokens but not how many is of its form too."""
    prefixes = (f"options.{whole_of(option)}.workloads.{workload}.", f"workloads.{workload}.")
    for prefix in prefixes:
        for shape, paths in TOGETHER.items():
            if any(prefix + path in inputs for path in paths):
                return shape
    for prefix in prefixes:
        for shape, table in TABLES:
            if profile.is_filled(prefix + table.removesuffix(".")):
                return shape
    return "none"


def settled(
    plans: Sequence[OptionPlan], inputs: Mapping[str, Input], profile: Profile
) -> tuple[tuple[OptionPlan, ...], tuple[Warned, ...]]:
    """The plans, each with what it alone lacks, and a warning for what all of them lack."""
    warnings: list[Warned] = []
    works: dict[str, list[WorkPlan]] = {plan.id: [] for plan in plans}
    for place in range(len(plans[0].works)):
        missing = _missing(plans, place, inputs)
        everywhere = [path for path in next(iter(missing.values())) if all(path in paths for paths in missing.values())]
        if everywhere:
            warnings.append(_left_out(plans[0], plans[0].works[place], everywhere, profile))
        for plan in plans:
            planned = plan.works[place]
            lacks = tuple(
                Lack(_line(path), _key(profile, plan.id, planned.id, path))
                for path in missing[plan.id]
                if path not in everywhere
            )
            works[plan.id].append(replace(planned, lacks=lacks))
    return tuple(replace(plan, works=tuple(works[plan.id])) for plan in plans), tuple(warnings)


def _missing(plans: Sequence[OptionPlan], place: int, inputs: Mapping[str, Input]) -> dict[str, list[str]]:
    """What one workload lacks in each option. Without any tokens here it lacks what gives tokens elsewhere."""
    shapes = [plan.works[place].shape for plan in plans if plan.works[place].shape != "none"]
    found = {}
    for plan in plans:
        work = plan.works[place]
        shape = work.shape if work.shape != "none" or not shapes else shapes[0]
        found[plan.id] = [path for path in TOGETHER.get(shape, ()) if not _given(inputs, plan.id, work.id, path)] + [
            path for tool, _ in work.tools for path in _tool(inputs, plan.id, work.id, tool)
        ]
    return found


def _tool(inputs: Mapping[str, Input], option: str, workload: str, tool: str) -> Iterator[str]:
    """The half of a tool that is missing; none where the other half is missing too, or is nothing."""
    halves = [f"tools.{tool}.{path}" for path in TOOL]
    for one, other in (halves, halves[::-1]):
        found = _given(inputs, option, workload, other)
        if found is not None and is_something(found) and _given(inputs, option, workload, one) is None:
            yield one


def _given(inputs: Mapping[str, Input], option: str, workload: str, path: str) -> Input | None:
    return inputs.get(f"options.{whole_of(option)}.workloads.{workload}.{path}") or inputs.get(
        f"workloads.{workload}.{path}"
    )


def is_something(found: Input) -> bool:
    """Whether a number can be more than nothing."""
    return found.quantity.is_range or found.quantity.median > 0.0


def _key(profile: Profile, option: str, workload: str, path: str) -> str:
    """The key to write: beside the half that was given, the workload's own where that says nothing."""
    table, _, _ = path.rpartition(".")
    shared, own = f"workloads.{workload}.", f"options.{whole_of(option)}.workloads.{workload}."
    beside = [profile.is_filled(f"{prefix}{table}") for prefix in (shared, own)]
    return (own if beside == [False, True] else shared) + path


def _line(path: str) -> str:
    """The line that an input is needed for."""
    if path.startswith("tools."):
        return path.rpartition(".")[0]
    return {"tokens.output": "tokens.output", "token_usd_per_session": "tokens.bill"}.get(path, "tokens.input")


def _left_out(plan: OptionPlan, work: WorkPlan, paths: Sequence[str], profile: Profile) -> Warned:
    keys = [_key(profile, plan.id, work.id, path) for path in paths]
    names = {"tokens.output": "tokens out", "tokens.input": "tokens in"}
    lines = dict.fromkeys("tokens.loop" if path.startswith("loop.") else _line(path) for path in paths)
    titles = {f"tools.{tool}": title for tool, title in work.tools} | names
    what = figures.listed([titles.get(line, "tokens") for line in lines])
    be = "is" if len(paths) == 1 else "are"
    said = f"{work.title}: {figures.listed(keys)} {be} not written, so {what} are counted in no option"
    return Warned(keys[0], said)
