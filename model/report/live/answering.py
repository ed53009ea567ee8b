"""Present values from instructions: who bridges is settled in the middle case, then every option over its futures.

What the page does in a browser, done here: the page is written only when both say what the comparison says.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.comparison.case.case import NOBODY
from model.decision.pair.monthly_costs import POCKETS
from model.quantities import Array
from model.report.live.follow import Chain, Followed, Following, chain_of
from model.report.live.interpret import WorkedSteps

Values = Mapping[str, Array]


def settled(following: Following, middle: WorkedSteps) -> dict[str, Chain]:
    """The chain of bridges before each option, from what is live first on: of several that are live sooner whoever costs
    least, nobody where two cost the same. KeyError for a chain that was not followed."""
    live = {option: float(middle.at(place)[0, 0]) for option, place in following.live.items()}
    by_name = {(plan.option, plan.chain): plan for plan in following.plans}
    next_: dict[str, str] = {option: names[0] for option, names in following.bridges.items()}
    for option in sorted(live, key=lambda each: live[each]):
        names = following.bridges[option]
        if len(names) > 1:
            sooner = [name for name in names if name == NOBODY or live[name] < live[option]]
            costs = {}
            for name in sooner if len(sooner) > 1 else ():
                interim = by_name[option, chain_of(option, {**next_, option: name}, following.today)].interim
                assert interim is not None
                costs[name] = float(middle.at(interim)[0, 0])
            next_[option] = min(costs, key=lambda name: costs[name]) if costs else NOBODY
    return {option: chain_of(option, next_, following.today) for option in live}


def plans(following: Following, middle: Values) -> dict[str, Followed]:
    """The plan of each option in this middle case.

    Shape of ``middle``: ``(1,)`` each, in the unit of each input.
    """
    found = settled(following, WorkedSteps(following.program, middle))
    by_name = {(plan.option, plan.chain): plan for plan in following.plans}
    return {option: by_name[option, chain] for option, chain in found.items()}


def present_values(following: Following, values: Values, middle: Values) -> dict[str, Array]:
    """Present value of every option in every future.

    Shape: ``(n,)`` each. Unit: US dollars.
    """
    worked = WorkedSteps(following.program, values)
    return {option: worked.futures(plan.worth) for option, plan in plans(following, middle).items()}


def months(following: Following, plan: Followed, values: Values) -> dict[str, Array]:
    """Mean cost of each month of a plan by pocket; the build stands in none.

    Shape: ``(months,)`` each. Unit: US dollars a month.
    """
    worked = WorkedSteps(following.program, values)
    return {
        pays: np.broadcast_to(worked.at(place)[0], (following.width,))
        for pays, place in zip(POCKETS, plan.months, strict=True)
    }
