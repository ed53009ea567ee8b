"""What the teams of a company count on an option in their own files, and the company that pays for it together says nothing of.

Such a part of the bill is replaced by nothing, which is no zero that anybody wrote. What every option of its kind must have (upkeep,
the build of an own stack) is not priced then and no matter of this list; the rest is a warning with what the teams count in sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import TypeAlias

from model.comparison import Case, Input, OptionPlan, Run, Warned
from model.comparison.case.inputs import gather
from model.comparison.lines.engineering import INCIDENTS, engineer
from model.prices import BUILT_KINDS
from model.profile.company import Company
from model.quantities import figures, mean
from model.quantities.units import WEEKS_PER_MONTH

Counted: TypeAlias = Mapping[str, Mapping[str, float]]
"""What each team's own file counts on an option: by team and path, means in the unit of the key."""
ONCALL = ("oncall_usd_per_week", "oncall_tiers")


def company_warnings(run: Run) -> Iterator[Warned]:
    """What is replaced by nothing, of each option that the company pays for once."""
    company, shared = run.case.profile.company, [plan for plan in run.case.options if plan.is_shared]
    if company is None or not shared:
        return
    inputs = {team.id: gather(team.profile, run.case.book).inputs for team in company.teams}
    for plan in shared:
        counted = _counted(plan, company, inputs)
        yield from _incidents(run, plan, counted)
        yield from _oncall(run.case, plan, counted)
        if plan.kind not in BUILT_KINDS and not plan.is_today:
            yield from _built(run.case, plan, counted)


def _counted(plan: OptionPlan, company: Company, inputs: Mapping[str, Mapping[str, Input]]) -> Counted:
    """The numbers of each team's own file on its option by their path, with defaults."""
    found: dict[str, Mapping[str, float]] = {}
    for team in company.teams:
        if plan.id in team.options:
            start = f"options.{team.options[plan.id]}."
            found[team.id] = {
                key.removeprefix(start): each.quantity.mean
                for key, each in inputs[team.id].items()
                if key.startswith(start)
            }
    return found


def _is_said(case: Case, plan: OptionPlan, *paths: str) -> bool:
    """Whether the company says any of these numbers of the option itself."""
    found: list[Input | None] = [case.inputs.get(f"options.{plan.id}.{path}") for path in paths]
    return any(each is not None and each.given for each in found)


def _incidents(run: Run, plan: OptionPlan, counted: Counted) -> Iterator[Warned]:
    a_month = sum(said.get(INCIDENTS[0], 0.0) for said in counted.values())
    if a_month == 0.0 or _is_said(run.case, plan, *INCIDENTS):
        return
    telling = [said for said in counted.values() if said.get(INCIDENTS[0], 0.0) > 0.0]
    is_known = all(path in said for said in telling for path in INCIDENTS)  # a sum without some of it is none
    hours = sum(prod(said[path] for path in INCIDENTS) for said in telling) if is_known else 0.0
    usd = hours * mean(engineer(run.sheet, None).usd_per_hour)
    worth = f", {figures.money(usd)} of engineers" if usd else ""
    write = " and ".join(f"options.{plan.id}.{path}" for path in INCIDENTS[:2])
    yield Warned(
        f"options.{plan.id}.{INCIDENTS[0]}",
        f"{plan.title}: incidents are not counted, and the teams' own files count {figures.count(a_month)} a month{worth}; "
        f"write {write}, 0 if upkeep has them",
        usd or None,
    )


def _oncall(case: Case, plan: OptionPlan, counted: Counted) -> Iterator[Warned]:
    tiers = [(said.get(ONCALL[0], 0.0), said.get(ONCALL[1], 1.0)) for said in counted.values()]
    a_week = sum(stipend * rotas for stipend, rotas in tiers)
    if a_week and not _is_said(case, plan, ONCALL[0]):
        key = f"options.{plan.id}.{ONCALL[0]}"
        said = f"on-call is not counted, and the teams' own files count {figures.money(a_week)} a week"
        usd = a_week * WEEKS_PER_MONTH
        yield Warned(key, f"{plan.title}: {said}; write {key}, 0 if an existing rota takes it", usd)


def _built(case: Case, plan: OptionPlan, counted: Counted) -> Iterator[Warned]:
    """Building and waiting of an option that need not be built; a team whose onboarding the company's file says is not left out."""
    leaves = case.profile.leaves
    left = [said for team, said in counted.items() if f"teams.{team}.onboarding_engineer_weeks" not in leaves]
    weeks = sum(said.get("build_engineer_weeks", 0.0) for said in left)
    build, live = (f"options.{plan.id}.{path}" for path in ("build_engineer_weeks", "weeks_until_live"))
    if weeks and not _is_said(case, plan, "build_engineer_weeks"):
        said = f"building is not counted, and the teams' own files count {figures.count(weeks)} engineer-weeks"
        yield Warned(build, f"{plan.title}: {said}; write {build}, or onboarding_engineer_weeks of each team")
    longest = max((said.get("weeks_until_live", 0.0) for said in left), default=0.0)
    if longest and not _is_said(case, plan, "build_engineer_weeks", "weeks_until_live"):
        said = f"it is live at once, and by the teams' own files after up to {figures.count(longest)} weeks"
        yield Warned(live, f"{plan.title}: {said}; write {live}")
