"""What every team costs on every option of a company: the table that a portfolio rests on, out of one run of all teams together.

What stays with a team is the plan of its part. What the company pays itself is paid once, as far as it is paid with nobody on it;
machines, commitments and credits go by use, and what use adds is the teams', each by what it adds when it joins last. All teams
together therefore cost on an option what the comparison says of it. Beside the company's options stands what each team could do by its
own file alone (`by_its_file`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from model.comparison import Case, OptionPlan, Run, Values, evaluate, middle
from model.comparison.effort import Breathe
from model.comparison.unpriced import unpriced_of
from model.decision.verdict.by_its_file import closed_by, each_by_its_file
from model.formulas.sums import ZERO, total_of
from model.portfolio import CostTable
from model.quantities import Array, mean

LEAST_SHARE = 1e-9  # of what an option costs: less than that is rounding


def team_costs(run: Run, seed: int) -> CostTable:
    """The table of a run of several teams, its futures from `seed`."""
    case, values = run.case, middle(run.case)
    twin = evaluate(case, values, run.sheet.breathe)
    own: dict[tuple[str, str], Array | None] = {}
    platforms: dict[str, Array | None] = {}
    why_not: dict[tuple[str, str], str] = {}
    titles: dict[str, str] = {}
    for plan in case.options:
        titles[plan.id] = plan.title
        platforms |= _option(run, twin, plan, own)
        for part in plan.parts:
            if said := closed_by(case.of_team(part.team), twin, part, values):
                own[part.team, plan.id], why_not[part.team, plan.id] = None, said
    for found in each_by_its_file(run, seed):
        titles[found.option] = found.title
        own[found.team, found.option] = found.usd
        if found.why_not:
            why_not[found.team, found.option] = found.why_not
    company = case.profile.company
    named = {team.id: team.title for team in company.teams} if company is not None else {}
    return CostTable(case.teams, tuple(titles), own, platforms, why_not, team_titles=named, option_titles=titles)


def _option(
    run: Run, twin: Run, plan: OptionPlan, own: dict[tuple[str, str], Array | None]
) -> Mapping[str, Array | None]:
    """Notes what stays with each team on an option; what is paid once for all, where anything is."""
    worths = _by_server(run, plan)
    once, by_use = _once_and_by_use(run, plan, worths.pop(plan.id, ZERO))
    shares = _shares_of_use(twin, plan, mean(by_use), [mean(worths[part.id]) for part in plan.parts])
    for part, share in zip(plan.parts, shares, strict=True):
        own[part.team, plan.id] = worths[part.id] + by_use * share
    parts = {gap for part in plan.parts for gap in unpriced_of(twin.case.of_team(part.team), twin.sheet, part)}
    if any(gap not in parts for gap in unpriced_of(twin.case, twin.sheet, plan)):
        return {plan.id: None}
    return {plan.id: once} if mean(once) > 0.0 else {}


def _by_server(run: Run, plan: OptionPlan) -> dict[str, Array]:
    """Present value of an option by whose plan it is: its parts', and the company's own under the option's id.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    slices: dict[str, list[Array]] = {}
    for _, some in run.parts():
        found: dict[str, list[Array]] = {part.id: [] for part in plan.parts}
        for block in some.blocks(plan.id):
            found.setdefault(str(block.name[0]), []).extend(each.present_value_usd for each in block.amounts())
        for server, worths in found.items():
            slices.setdefault(server, []).append(np.broadcast_to(total_of(worths), (some.n,)))
    return {server: np.concatenate(parts) for server, parts in slices.items()}


def with_teams(case: Case, teams: Sequence[str]) -> Case:
    """The case in which the company's options serve these teams alone."""
    kept = {plan.id: tuple(part for part in plan.parts if part.team in teams) for plan in case.options}
    works = {work.id for parts in kept.values() for part in parts for work in part.works}
    options = tuple(
        replace(plan, parts=kept[plan.id], works=tuple(work for work in plan.works if work.id in works))
        for plan in case.options
    )
    return replace(case, options=options, workloads=tuple(work for work in case.workloads if work in works))


def _companys_own(case: Case, values: Values, option: str, breathe: Breathe) -> Array:
    """What the company itself pays of an option.

    Shape: ``(n,)``, that of the values. Unit: US dollars of present value.
    """
    run = evaluate(case, values, breathe)
    blocks = (block for block in run.blocks(option) if block.name[0] == option)
    return total_of([each.present_value_usd for block in blocks for each in block.amounts()])


def goes_by_use(run: Run, option: str) -> bool:
    """Whether what the company itself pays of an option depends on who uses it: its machines, fees, commitment, credits."""
    return any(block.full is not None for block in run.blocks(option) if block.name[0] == option)


def _once_and_by_use(run: Run, plan: OptionPlan, paid: Array) -> tuple[Array, Array]:
    """What the company pays of an option with nobody on it, 0 or more on average, and what all teams' use adds.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    if not goes_by_use(run, plan.id):
        return paid, ZERO
    empty = with_teams(run.case, ())
    once = np.concatenate(
        [
            np.broadcast_to(_companys_own(empty, some.values, plan.id, run.sheet.breathe), (some.n,))
            for _, some in run.parts()
        ]
    )
    return (once, paid - once) if mean(once) > 0.0 else (ZERO, paid)


def _shares_of_use(twin: Run, plan: OptionPlan, by_use_usd: float, usd: Sequence[float]) -> list[float]:
    """Whose use it is, by what the company would pay less without each team; by what each team pays where that says nothing."""
    if abs(by_use_usd) <= LEAST_SHARE * max(sum(usd), 1.0):
        return [1.0 / len(usd)] * len(usd)
    teams = [part.team for part in plan.parts]
    whole = mean(_companys_own(twin.case, twin.values, plan.id, twin.sheet.breathe))
    without = (with_teams(twin.case, [other for other in teams if other != team]) for team in teams)
    added = [whole - mean(_companys_own(case, twin.values, plan.id, twin.sheet.breathe)) for case in without]
    if min(added) * max(added) < 0.0 or not any(added):
        added = list(usd) if min(usd) >= 0.0 and any(usd) else [1.0] * len(usd)
    return [each / sum(added) for each in added]
