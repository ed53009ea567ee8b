"""Mixed homes: the cheapest assignment of workloads to options, where it beats one home for all.

What an option costs when it serves only some of the workloads comes from the same formulas with the others at no
sessions: its build, upkeep and monthly lines are there once, and its machines are pooled over what it serves, stairs
included. What two homes share is taken off (`standing`): every set of options is tried, and of each set every way to divide
the workloads is looked at (by subsets, exactly) up to six workloads; with more, each workload's own cost is added to an
option's standing cost. The winner is priced exactly.

A mix is only as sure as against the alternative that it is least sure to beat (`least_sure`): every option that could serve
all, and for a company each team alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np
from msgspec import Struct

from model.comparison import Case, Run
from model.decision.records.analysis import Home, MixAgainst, MixedHomes, Pays
from model.decision.verdict.choice import beats, share_of_cheaper, strength_of
from model.decision.verdict.shared_homes import first_month, priced_by_future, shared
from model.decision.wording.input_names import work_title
from model.quantities import Array, figures, quantiles

MOST_DIVIDED_EXACTLY = 6
MOST_CELLS = 200_000
USUAL_MONTHS = 36
SMALLEST_SAVING = 1e-9

Assignment = tuple[str, ...]


class Division(Struct, frozen=True):
    """The cheapest assignment, one option a workload, and its expected present value."""

    homes: Assignment
    usd: float


def cheapest_division(usd: Mapping[str, Array], workloads: int, *, all_serve: bool = False) -> Division:
    """The assignment with the lowest cost; `usd[option][mask]` is what serving the workloads of a bit mask costs.

    Dynamic programming over subsets: after each option, the cheapest way to have served each subset. Serving nothing
    costs nothing, and is not allowed with `all_serve`. Ties go to the option listed first.

    Shape: ``(2 ** workloads,)`` an option. Unit: US dollars.
    """
    whole = (1 << workloads) - 1
    best: dict[int, tuple[float, dict[int, str]]] = {0: (0.0, {})}
    for option, costs in usd.items():
        grown = {} if all_serve else dict(best)
        for served, (spent, parts) in best.items():
            rest = whole & ~served
            part = rest
            while part:
                total = spent + float(costs[part])
                known = grown.get(served | part)
                if known is None or total < known[0]:
                    grown[served | part] = (total, {**parts, part: option})
                part = (part - 1) & rest
        best = grown
    spent, parts = best[whole]
    homes = tuple(next(o for mask, o in parts.items() if mask >> place & 1) for place in range(workloads))
    return Division(homes, spent)


def cheapest_separable(
    standing: Mapping[str, float], each: Mapping[str, Array], shared: Callable[[Assignment], float] = lambda _: 0.0
) -> Division:
    """The same for costs that add up: a standing cost an option if it serves any, and a cost for each workload; less what
    a set of options shares.

    Shape: ``(workloads,)`` an option. Unit: US dollars.
    """
    options = list(standing)
    table = np.stack([each[option] for option in options])
    best = Division((), float("inf"))
    for size in range(1, len(options) + 1):
        for chosen in combinations(range(len(options)), size):
            part = table[list(chosen)]
            total = float(part.min(axis=0).sum()) + sum(standing[options[place]] for place in chosen)
            total -= shared(tuple(options[place] for place in chosen))
            if total < best.usd:
                best = Division(tuple(options[chosen[int(place)]] for place in part.argmin(axis=0)), total)
    return best


def mixed_homes(run: Run, verdict: str, options: Sequence[str]) -> MixedHomes | None:
    """The cheapest assignment of workloads to these options, where it uses two and beats the verdict; else None.

    Costs are expected present values over the run's draws. Builds, standing months and leaving are counted once over all
    homes, and a home that stays is not left.
    """
    workloads = run.case.workloads
    if len(workloads) < 2 or len(options) < 2 or run.case.teams:
        return None  # teams are assigned with what stays with each: `model.portfolio`
    homes = _cheapest_homes(run, options) if len(workloads) <= MOST_DIVIDED_EXACTLY else _many(run, options)
    if len(set(homes)) < 2:
        return None
    mix = priced_by_future(run, homes)
    rivals = in_one_home(run, verdict, options)
    if not saves(mix, rivals[verdict]):
        return None
    assigned = tuple(Home(workload=w, option=o) for w, o in zip(workloads, homes, strict=True))
    return weighed(assigned, mix, rivals, first_month(run, homes), _sentence(run, assigned))


def in_one_home(run: Run, verdict: str, options: Sequence[str]) -> dict[str | None, Array]:
    """What everything costs on each of these options alone, the verdict first.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    return {option: np.broadcast_to(run.option(option).present_value_usd, (run.n,)) for option in (verdict, *options)}


def saves(mix: Array, alone: Array) -> bool:
    """Whether a mix is expected to cost less than that, by more than rounding.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    return float((alone - mix).mean()) > SMALLEST_SAVING * abs(float(alone.mean()))


def least_sure(mix: Array, rivals: Mapping[str | None, Array]) -> MixAgainst:
    """The mix against the alternative that costs more in the fewest futures; of equals the one it saves least against, then the
    first. None is each team of a company alone.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    least, *others = (held_against(mix, option, usd) for option, usd in rivals.items())
    for other in others:
        same = other.probability == least.probability
        nearer = other.saving_usd < least.saving_usd - SMALLEST_SAVING * abs(float(mix.mean()))
        if other.probability < least.probability or (same and nearer):
            least = other
    return least


def held_against(mix: Array, option: str | None, usd: Array) -> MixAgainst:
    """What a mix saves against one alternative.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    saving = usd - mix
    low, high = quantiles(saving, (0.1, 0.9)).tolist()
    return MixAgainst(
        option=option,
        saving_usd=float(saving.mean()),
        saving_share=share_of_cheaper(float(saving.mean()), float(mix.mean()), float(usd.mean())),
        saving_p10_usd=low,
        saving_p90_usd=high,
        probability=beats(mix, usd),
    )


def weighed(
    homes: tuple[Home, ...],
    mix: Array,
    rivals: Mapping[str | None, Array],
    month: Mapping[Pays, float],
    sentence: Callable[[MixAgainst], str],
) -> MixedHomes:
    """The record of a mix from what it and every alternative cost in every future, the verdict first of them, and its first
    full month by pocket.

    Shape: ``(n,)`` each. Unit: US dollars of present value.
    """
    verdict, against = held_against(mix, *next(iter(rivals.items()))), least_sure(mix, rivals)
    p10, p90 = quantiles(mix, (0.1, 0.9)).tolist()
    return MixedHomes(
        homes=homes,
        present_value_usd=float(mix.mean()),
        p10_usd=p10,
        p90_usd=p90,
        saving_usd=verdict.saving_usd,
        saving_share=verdict.saving_share,
        saving_p10_usd=verdict.saving_p10_usd,
        saving_p90_usd=verdict.saving_p90_usd,
        probability_beats_verdict=verdict.probability,
        against=against,
        strength=strength_of(against.probability, waiting_counts=True),
        month_1_usd=sum(month.values()),
        invoices_month_1_usd=month["invoice"],
        people_month_1_usd=month["people"],
        elsewhere_month_1_usd=month["elsewhere"],
        sentence=sentence(against),
    )


def _cheapest_homes(run: Run, options: Sequence[str]) -> Assignment:
    """The cheapest assignment that uses two options or more, each set of options with what it shares."""
    count = len(run.case.workloads)
    usd = _costs(run, options, np.arange(1 << count))
    best = Division((), float("inf"))
    for size in range(2, min(len(options), count) + 1):
        for chosen in combinations(options, size):
            run.sheet.breathe(0)
            found = cheapest_division({option: usd[option] for option in chosen}, count, all_serve=True)
            found = Division(found.homes, found.usd - shared(run, chosen))
            best = found if found.usd < best.usd else best
    return best.homes


def _costs(run: Run, options: Sequence[str], masks: np.ndarray[tuple[int], np.dtype[np.intp]]) -> dict[str, Array]:
    """Expected present value of each option when it serves the workloads of each mask."""
    block = max(1, MOST_CELLS * USUAL_MONTHS // (run.n * run.sheet.months))
    found: dict[str, list[Array]] = {option: [] for option in options}
    for start in range(0, masks.size, block):
        part = masks[start : start + block]
        changes: dict[str, Array] = {}
        for place, workload in enumerate(run.case.workloads):
            served = ((part >> place) & 1).astype(np.float64)[:, None]
            for path in ("sessions_per_month", "waiting_usd_per_month"):
                key = f"workloads.{workload}.{path}"
                if key in run.values:
                    changes[key] = run.values[key] * served
        costs = run.present_values(changes, options=tuple(options))
        for option in options:
            means = np.atleast_2d(costs[option]).mean(axis=-1)
            found[option].append(np.broadcast_to(means, (part.size,)))
    return {option: np.concatenate(parts) for option, parts in found.items()}


def _many(run: Run, options: Sequence[str]) -> Assignment:
    count = len(run.case.workloads)
    masks = np.array([0, *(1 << place for place in range(count))])
    costs = _costs(run, options, masks)
    standing = {option: float(of[0]) for option, of in costs.items()}
    each = {option: of[1:] - of[0] for option, of in costs.items()}

    def of_homes(homes: Assignment) -> float:
        run.sheet.breathe(0)
        return shared(run, homes)

    return cheapest_separable(standing, each, of_homes).homes


def _sentence(run: Run, homes: Sequence[Home]) -> Callable[[MixAgainst], str]:
    by_option: dict[str, list[str]] = {}
    for home in homes:
        by_option.setdefault(home.option, []).append(work_title(run.case, home.workload))
    parts = [f"{figures.listed(works)} on {run.case.option(option).title}" for option, works in by_option.items()]
    return partial(mixed_sentence, run.case, parts)


def mixed_sentence(case: Case, parts: Sequence[str], against: MixAgainst) -> str:
    """Who is where, and what that saves against the alternative that it is least sure to beat."""
    usd = figures.money(against.saving_usd)
    other = "each team alone" if against.option is None else f"all on {case.option(against.option).title}"
    return f"Mixed: {'; '.join(parts)}. That is {usd} cheaper than {other}."
