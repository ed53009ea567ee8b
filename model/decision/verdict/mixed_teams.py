"""Teams apart: the cheapest assignment of a company's teams where it uses two of the compared options and beats the verdict,
which has all of them on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from model.comparison import Run, evaluate
from model.decision.pair.monthly_costs import POCKETS
from model.decision.records.analysis import Home, MixedHomes, Pays
from model.decision.verdict.mixed_homes import in_one_home, mixed_sentence, saves, weighed
from model.decision.verdict.team_costs import with_teams
from model.portfolio import CostTable, Portfolio, assignment_usd, total
from model.quantities import figures, mean


def mixed_teams(
    run: Run, verdict: str, options: Sequence[str], table: CostTable, found: Portfolio
) -> MixedHomes | None:
    """The mix of a portfolio, priced as its table does; None where all are on one option, or a team builds for itself.
    `options` are those that could serve all."""
    case, homes = run.case, {team.id: team.option for team in found.teams if team.option is not None}
    used = set(homes.values())
    if found.unserved or len(used) < 2 or not used <= {plan.id for plan in case.options}:
        return None
    mix = np.broadcast_to(assignment_usd(table, homes), (run.n,))
    rivals = in_one_home(run, verdict, options)
    if not saves(mix, rivals[verdict]):
        return None
    alone = {team.id: team.alone_option for team in found.teams if team.alone_option is not None}
    apart = np.broadcast_to(total([assignment_usd(table, {team: home}) for team, home in alone.items()]), (run.n,))
    if alone != homes or saves(mix, apart):  # else each alone is the mix
        rivals[None] = apart
    assigned = tuple(
        Home(workload=work.id, option=homes[part.team]) for part in case.options[0].parts for work in part.works
    )
    titles = {team.id: team.title for team in found.teams}
    at = [
        f"{figures.listed([titles[team] for team, home in homes.items() if home == plan.id])} on {plan.title}"
        for plan in case.options
        if plan.id in used
    ]
    return weighed(assigned, mix, rivals, _first_month(run, homes), partial(mixed_sentence, case, at))


def _first_month(run: Run, homes: Mapping[str, str]) -> dict[Pays, float]:
    """The first full month by pocket, US dollars: every option with the teams that it serves, what is paid once, once."""
    found: dict[Pays, float] = dict.fromkeys(POCKETS, 0.0)
    for option in dict.fromkeys(homes.values()):
        served = with_teams(run.case, [team for team, home in homes.items() if home == option])
        for share, part in run.parts():
            for line in evaluate(served, part.values, part.sheet.breathe).option(option).lines:
                found[line.pays] += share * mean(line.month_1_usd)
    return found
