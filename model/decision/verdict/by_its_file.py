"""What a team of a company could do without the others, by its own file: build what the company would share, or choose another
option that the company does not compare. At the company's prices, over the same futures as all teams together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from model.comparison import Case, OptionPlan, Run, Values, evaluate_many, middle, resolve
from model.comparison.lines.titles import line_title
from model.comparison.unpriced import unpriced_of
from model.decision.futures.draws import futures
from model.decision.verdict.must_haves import must_haves
from model.profile import Problems
from model.profile.company import Team
from model.profile.teams.solo import alone
from model.quantities import Array, mean

EACH_ITS_OWN = ".alone"
"""Ends the id of a shared option that each team builds for itself: `own.alone`."""
IN_ITS_FILE = " in the team's file"
ANOTHER = "another.alone"
"""The id of the cheapest of a team's options that are none of the company's."""


class ByItsFile(Struct, frozen=True):
    """One team on one option of its own file: present value, ``(n,)``, US dollars; None with the reason where it cannot be chosen."""

    team: str
    option: str
    title: str
    usd: Array | None
    why_not: str = ""


def each_by_its_file(run: Run, seed: int) -> Iterator[ByItsFile]:
    """Every team on every shared option as it would build it for itself, then on its cheapest other one; futures from `seed`."""
    company = run.case.profile.company
    shared = {plan.id: plan.title for plan in run.case.options if plan.is_shared}
    rows = [row for team in company.teams for row in _by_its_file(run, team, shared, seed)] if company else []
    yield from sorted(rows, key=lambda row: row.option == ANOTHER)


def _by_its_file(run: Run, team: Team, shared: Mapping[str, str], seed: int) -> Iterator[ByItsFile]:
    mine = {option: team.options[option] for option in shared if option in team.options}
    others = [name for name in team.profile.ids("options") if name not in team.options.values()]
    if not mine and not others:
        return
    case = resolve(alone(run.case.profile, team), run.case.as_of)
    titles = {option: f"{shared[option]}, each its own" for option in mine}
    if isinstance(case, Problems):
        why = case.sentences()[0]
        yield from (ByItsFile(team.id, option + EACH_ITS_OWN, titles[option], None, why) for option in mine)
        return
    of_team, values = evaluate_many(case, futures(case, run.n, seed), run.sheet.breathe), middle(case)
    closed = {
        name: closed_by(case, of_team, case.option(name), values, IN_ITS_FILE) for name in (*mine.values(), *others)
    }
    usd = of_team.present_values(options=tuple(name for name, why in closed.items() if not why))
    for option, name in mine.items():
        yield ByItsFile(team.id, option + EACH_ITS_OWN, titles[option], usd.get(name), closed[name])
    if open_others := [name for name in others if name in usd]:
        best = min(open_others, key=lambda name: mean(usd[name]))
        yield ByItsFile(team.id, ANOTHER, "Another of its own file", usd[best])


def closed_by(case: Case, of: Run, plan: OptionPlan, values: Values, where: str = "") -> str:
    """Why a team cannot choose an option: the must-haves it fails, the lines nobody priced with the key to write, `where`; "" where it can.

    Shape of values: ``(1,)``, the middle case, in the unit of each input.
    """
    gaps = unpriced_of(case, of.sheet, plan)
    unpriced = (f"{line_title(gap.line_key, {})} is not priced: {gap.why} ({gap.write}{where})" for gap in gaps)
    return "; ".join((*must_haves(case, plan, values).reasons, *unpriced))
