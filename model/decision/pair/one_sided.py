"""What one side alone carries: a ledger of one-sided lines and rates, the comparison without them, and the swap test.

A line is one-sided when only one option of the pair pays for that purpose; building, waiting and leaving are not
counted where the other option serves today and so has them behind it. A rate is one-sided when the profile gives it for
one option and it differs from what holds for the other; its size is what the option pays more because of it.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.comparison import Case, OptionPlan, Run, evaluate
from model.comparison.lines.titles import line_title
from model.decision.records.analysis import DifferenceRow, OneSided, OneSidedTest
from model.decision.wording import sentences
from model.decision.wording.sentences import Setting
from model.formulas.tokens import Lifetime
from model.quantities import Array, mean

RATES = {
    "token_discount_share": None,
    "token_price_factor": None,
    "token_count_factor": None,
    "overrun_factor": None,
    "search_usd_per_1000": "prices.search_usd_per_1000",
    "runtime_usd_per_hour": "prices.runtime_usd_per_hour",
}
SMALLEST_USD = 0.005
BEHIND_IT = frozenset({"engineering.build", "exit.leaving", "other.waiting", "other.late_runs"})


class OneSidedRate(Struct, frozen=True):
    """A rate that one option has for itself, and the value that holds for the other."""

    key: str
    option: str
    title: str
    neutral: Array


def one_sided(run: Run, rows: tuple[DifferenceRow, ...], titles: Mapping[str, str]) -> tuple[OneSided, ...]:
    """Every one-sided line and rate of the pair, the largest first."""
    found = [*_lines(run.case, rows, titles), *_rates(run), *_batch(run), *_cache(run)]
    sized = [item for item in found if abs(item.present_value_usd) >= SMALLEST_USD]
    return tuple(sorted(sized, key=lambda item: -abs(item.present_value_usd)))


def _lines(case: Case, rows: tuple[DifferenceRow, ...], titles: Mapping[str, str]) -> Iterator[OneSided]:
    today_in_pair = case.today in case.pair
    for row in rows:
        if row.only is None or row.key == "tokens" or (today_in_pair and row.key in BEHIND_IT):
            continue
        if row.key not in ("infrastructure", "tools"):
            usd = row.a_usd + row.b_usd
            yield OneSided(key=row.key, option=row.only, present_value_usd=usd, title=row.title, rate=False)
            continue
        sums: dict[str, float] = {}
        for part in row.parts:
            sums[part.key] = sums.get(part.key, 0.0) + part.a_usd + part.b_usd
        for key, usd in sums.items():
            yield OneSided(key=key, option=row.only, present_value_usd=usd, title=line_title(key, titles), rate=False)


def _own_rates(run: Run) -> Iterator[OneSidedRate]:
    """The rates that the profile gives for one option of the pair and that differ from the other's."""
    case, values = run.case, run.values
    for option, other in (case.pair, case.pair[::-1]):
        table = f"options.{option}."
        for key, found in case.inputs.items():
            if not (found.given and key.startswith(table)):
                continue
            path = key.removeprefix(table)
            own, counterpart = values[key], values.get(f"options.{other}.{path}")
            if path.startswith("workloads."):
                neutral = counterpart if counterpart is not None else values.get(path)
            elif path in RATES and not _given(case, f"options.{other}.{path}"):
                neutral = counterpart if counterpart is not None else values.get(RATES[path] or "")
            else:
                continue
            if neutral is not None and not np.array_equal(own, neutral):
                yield OneSidedRate(key, option, found.title.removesuffix(", times"), neutral)


def _given(case: Case, key: str) -> bool:
    return key in case.inputs and case.inputs[key].given


def _rates(run: Run) -> Iterator[OneSided]:
    for rate in _own_rates(run):
        yield _sized(run, rate.key, rate.option, rate.title, {rate.key: rate.neutral})


def _sized(run: Run, key: str, option: str, title: str, changes: Mapping[str, Array]) -> OneSided:
    without = mean(run.present_values(changes, options=(option,))[option])
    usd = mean(run.option(option).present_value_usd) - without
    return OneSided(key=key, option=option, present_value_usd=usd, title=title, rate=True)


def _batch_keys(run: Run, option: OptionPlan) -> dict[str, Array]:
    keys = {}
    for work in option.works:
        key = run.case.key_for(option.id, work.id, "batch_share")
        if work.batch_applies and np.any(run.values[key]):
            keys[key] = np.zeros(1)
    return keys


def _batch(run: Run) -> Iterator[OneSided]:
    """Batch, where only one option of the pair can use it."""
    plans = [run.case.option(option) for option in run.case.pair]
    changes = [_batch_keys(run, plan) for plan in plans]
    for here, there in ((0, 1), (1, 0)):
        if changes[here] and not changes[there]:
            option = plans[here].id
            yield _sized(run, f"options.{option}.batch", option, "Batch", changes[here])


def _cache(run: Run) -> Iterator[OneSided]:
    """An own cache lifetime, against the other option's."""
    for option, other in (run.case.pair, run.case.pair[::-1]):
        key = f"options.{option}.cache"
        lifetime = run.case.option(other).cache
        if run.case.profile.has(key) and run.case.option(option).cache != lifetime and _cache_matters(run, option):
            without = mean(_with_cache(run, option, lifetime))
            usd = mean(run.option(option).present_value_usd) - without
            yield OneSided(key=key, option=option, present_value_usd=usd, title="Cache lifetime", rate=True)


def _cache_matters(run: Run, option: str) -> bool:
    """Totals with no pause long enough to lose a cache cost the same whatever its lifetime."""
    plan = run.case.option(option)
    pauses = (
        run.values.get(run.case.key_for(option, work.id, path))
        for work in plan.works
        for path in ("pauses_over_5_minutes", "pauses_over_1_hour")
    )
    return any(work.shape == "loop" for work in plan.works) or any(
        value is not None and bool(np.any(value)) for value in pauses
    )


def _cached(plan: OptionPlan, lifetime: Lifetime) -> OptionPlan:
    parts = tuple(replace(part, cache=lifetime) for part in plan.parts)
    return replace(plan, cache=lifetime, parts=parts)


def _with_cache(run: Run, option: str, lifetime: Lifetime) -> Array:
    plans = tuple(_cached(plan, lifetime) if plan.id == option else plan for plan in run.case.options)
    case = replace(run.case, options=plans)
    twin = evaluate(case, run.values, run.sheet.breathe)
    return twin.present_values(options=(option,))[option]


def one_sided_test(run: Run, ledger: tuple[OneSided, ...], setting: Setting) -> OneSidedTest | None:
    """The pair without everything in the ledger, and with everything in it moved to the other option.

    None where nothing is one-sided. Rates are neutral together, so that those that multiply each other are not counted
    twice.
    """
    if not ledger:
        return None
    a, b = run.case.pair
    now = mean(run.option(b).present_value_usd) - mean(run.option(a).present_value_usd)
    changes = {rate.key: rate.neutral for rate in _own_rates(run)}
    neutral = run.present_values(changes, options=(a, b)) if changes else _present(run)
    carried = {a: 0.0, b: 0.0}
    for item in ledger:
        if item.key not in changes:
            carried[item.option] += item.present_value_usd
    by_rate = {option: mean(run.option(option).present_value_usd) - mean(neutral[option]) for option in (a, b)}
    without = (mean(neutral[b]) - carried[b]) - (mean(neutral[a]) - carried[a])
    swapped = without + (carried[a] + by_rate[a]) - (carried[b] + by_rate[b])
    cheaper, without_best, swapped_best = (b if value < 0.0 else a for value in (now, without, swapped))
    holds = cheaper == swapped_best
    sizes = [(item.title, item.present_value_usd) for item in ledger]
    return OneSidedTest(
        without_difference_usd=without,
        without_option=without_best,
        swapped_difference_usd=swapped,
        swapped_option=swapped_best,
        swap_holds=holds,
        sentence=sentences.one_sided(sizes, without, swapped, holds, setting, b),
    )


def _present(run: Run) -> dict[str, Array]:
    return {option: run.option(option).present_value_usd for option in run.case.pair}
