"""What an analysis says: the records every report renders, named like the keys of the JSON contract.

Nothing here computes. Every number was reduced over the draws already: a field ending in `_usd` is the mean over the
draws unless its name says `middle`, `pNN` or `at`. Fields beyond the contract are what text, slides and the workbench
need so that no report has to reduce anything itself. Differences are always B minus A of the pair.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Strength = Literal["clear", "likely", "close", "only", "none"]
Status = Literal["pass", "fail", "unknown"]
Pays = Literal["invoice", "people"]
LearnWhen = Literal["now", "after", "wait"]

# The parts of an analysis that can be left out while somebody is typing; the verdict, the options and their lines,
# the gaps and the differences are always there.
PARTS = frozenset(
    {"one_sided", "break_even", "levers", "switching", "pair_of_levers", "sensitivity", "evppi", "wrong", "mixed"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Where a rate or a range was read. `effective` is None where the publisher gives no day."""

    title: str
    url: str
    effective: date | None
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """The day's prices and rules that were used."""

    as_of: date
    oldest_checked: date
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One quantity over the draws, in dollars: mean and percentiles, linear between order statistics."""

    mean_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which option, how sure, against which runner-up.

    `option` is None with strength `none`. `runner_up` is None where no other option is priced. The savings are
    runner-up minus verdict, so positive means that the verdict is cheaper; they are None without a runner-up, and with
    strength `only` they compare with an excluded option. `middle_case_option` is the cheapest eligible option with
    every uncertain input at its median; `middle_sentence` is there only where that is another option.
    """

    option: str | None
    strength: Strength
    runner_up: str | None
    saving_expected_usd: float | None
    saving_p10_usd: float | None
    saving_p90_usd: float | None
    probability_best: float | None
    probability_beats_runner_up: float | None
    middle_case_option: str | None
    conditions: tuple[str, ...]
    sentence: str
    headline: str
    middle_sentence: str | None
    facts: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One number the formulas read, as it was understood.

    `one_sided`: only one option of the pair has it. `learn` says when it can be learned, `learn_how` how and
    `learn_how_long` how long that takes; all three are None where nobody declared it. `uncertain`: it is a range.
    `decides`: changing it alone can move the difference of the pair.
    """

    key: str
    title: str
    text: str
    unit: str
    shape: str
    p5: float
    median: float
    mean: float
    p95: float
    basis: str
    source: str
    note: str
    file: str
    given: bool
    uncertain: bool
    decides: bool
    one_sided: bool
    learn: LearnWhen | None
    learn_how: str | None
    learn_how_long: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A price change the team expects or fears; every future tosses whether it happens."""

    id: str
    title: str
    month: int
    key: str
    factor_text: str
    probability: float
    happens_in_middle_case: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MustHaveRow:
    """One requirement on one option. `source` is None where the team or the arithmetic said so."""

    key: str
    title: str
    status: Status
    why: str
    source: SourceRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One cost. `total_usd` and `present_value_usd` cover the horizon; `rate_usd_month_1` × `quantity_month_1` is
    `month_1_usd`. `bridge` is the option that serves in the meantime, where the line is its. `cancels`: the other
    option of the pair pays the same in every future. `reads` are the dotted keys of its inputs."""

    key: str
    title: str
    workload: str | None
    route: str | None
    bridge: str | None
    axis: str
    phase: str
    pays: Pays
    unit: str
    quantity_month_1: float
    rate_usd_month_1: float
    month_1_usd: float
    total_usd: float
    present_value_usd: float
    middle_month_1_usd: float
    middle_present_value_usd: float
    cancels: bool
    source: SourceRow | None
    reads: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisRow:
    """The lines of one axis added up."""

    month_1_usd: float
    total_usd: float
    present_value_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpricedRow:
    """A line that a kind must have and nobody priced: `write` is the dotted key that would price it."""

    key: str
    write: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRow:
    """What an outcome costs by the model that does the work (tokens, runtime and tools of that route, month 1)."""

    workload: str
    route: str
    model: str
    per_session_usd: float
    per_agent_outcome_usd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """One way to host, whole horizon unless the name says month.

    An incomplete option's amounts are lower bounds. `why_not` is empty for an eligible, complete option.
    `invoices_usd + people_usd = total_usd`. `monthly_usd` are expected undiscounted run costs of month 1, 2, …;
    `cumulative_usd` starts with the build at month 0, `cumulative_agent_usd` is the same without what failed sessions
    and waiting cost elsewhere. `probability_best` is 0 for an option that cannot be chosen.
    `per_agent_outcome_usd` leaves failed sessions' fallback out; `per_resolved_usd` counts them in and is None where
    no fallback is given. `people_fte` is the mean over the live months.
    """

    id: str
    kind: str
    title: str
    complete: bool
    eligible: bool
    why_not: tuple[str, ...]
    must_haves: tuple[MustHaveRow, ...]
    month_1_usd: float
    total_usd: float
    present_value_usd: float
    middle_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float
    probability_best: float
    expected_regret_usd: float | None
    build_usd: float
    invoices_usd: float
    people_usd: float
    invoices_present_value_usd: float
    people_present_value_usd: float
    people_fte: float
    per_session_usd: float | None
    per_agent_outcome_usd: float | None
    per_resolved_usd: float | None
    live_month: float
    hosts_month_1: int | None
    axes: Mapping[str, AxisRow]
    lines: tuple[LineRow, ...]
    unpriced: tuple[UnpricedRow, ...]
    middle_month_1_usd: float
    middle_total_usd: float
    fallback_month_1_usd: float
    fallback_total_usd: float
    month_1_by_workload_usd: Mapping[str, float]
    monthly_usd: tuple[float, ...]
    cumulative_usd: tuple[float, ...]
    cumulative_agent_usd: tuple[float, ...]
    routes: tuple[RouteRow, ...]
    price_to_win: "PriceToWin | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceToWin:
    """For an option with an unpriced line: below which price of `key` it would be the cheapest, everything else as is.

    `value` is None where it would not win even for free, and `why_never` says so.
    """

    key: str
    unit: str
    value: float | None
    why_never: str | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineersAsHours:
    """The upkeep that one option needs beyond the other, in running hours of the option that bills them by the hour."""

    engineers: float
    running_hours: float
    running_hours_used: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """B minus A in the first full month: what does not scale with sessions, and what one more session adds.

    `pays_from_sessions_per_month` is one divided by the other where they have opposite signs; above it B is cheaper
    with `pays_above`, below it otherwise. Build and growth are not in it.
    """

    per_month_usd: float
    per_session_usd: float
    pays_from_sessions_per_month: float | None
    pays_above: bool | None
    sentence: str
    engineers: EngineersAsHours | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferencePart:
    """One line key inside a difference (present value)."""

    key: str
    workload: str | None
    a_usd: float
    b_usd: float
    difference_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """What one group of lines adds to B − A over the horizon, present value, with its own percentiles.

    `only` is the option of the pair that alone has such lines. Rows that cancel in every future are not here but in
    `Folded`.
    """

    key: str
    title: str
    spread: Spread
    a_usd: float
    b_usd: float
    only: str | None
    parts: tuple[DifferencePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A group of lines that both options of the pair pay alike."""

    key: str
    title: str
    month_1_usd: float
    present_value_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDifference:
    """B − A: the whole, what decides in order of size, what is the same on both sides.

    The means of `rows` add up to `total.mean_usd`. `quantiles_usd` are the percentiles 0, 1, …, 100 of the whole.
    `waterfall_from_usd` is A's and `waterfall_to_usd` B's present value.
    """

    a: str
    b: str
    total: Spread
    rows: tuple[DifferenceRow, ...]
    folded: tuple[Folded, ...]
    quantiles_usd: tuple[float, ...]
    probability_b_cheaper: float
    invoices_usd: float
    people_usd: float
    people_fte: float
    live_months: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSided:
    """A line or a rate that only one option of the pair has. Its size is what the option pays more because of it
    (negative: it helps the option). `rate`: it is a rate, a factor or an own value, measured against the other's."""

    key: str
    option: str
    present_value_usd: float
    title: str
    rate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSidedTest:
    """The comparison without the one-sided costs, and with each of them moved to the other option of the pair.

    Differences are B − A in expected present value; the options are the cheaper ones of the pair. `swap_holds`: the
    cheaper option stays the cheaper one even when it has to carry the other's one-sided costs as well.
    """

    without_difference_usd: float
    without_option: str
    swapped_difference_usd: float
    swapped_option: str
    swap_holds: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MustHavePrice:
    """What the must-have `key` costs: cheapest eligible option with it minus cheapest without it. None: no option
    is left with it."""

    key: str
    title: str
    excluded: tuple[str, ...]
    present_value_usd: float | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BestSwitch:
    """Run A until this month, then B, compared with staying on A for good (expected present value)."""

    month: int
    saving_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Where volume changes the answer of the pair.

    `factors`: every multiple of all sessions between 0.01 and 1,000 at which the expected present values are equal, in
    rising order; `cheaper_above` names the option that is cheaper just above each. Months count from 1; None is never.
    `larger_build` is the option that payback and crossing month speak of.
    """

    factors: tuple[float, ...]
    cheaper_above: tuple[str, ...]
    sessions_per_month: tuple[float, ...]
    payback_month: int | None
    crossing_month: int | None
    larger_build: str
    best_switch: BestSwitch | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingValue:
    """Where one input alone makes the expected difference of the pair zero, everything else keeping its range.

    `now` is the mean of the input today. `value` is None for "never": then `why_never` gives the reason and the two
    remaining differences (B − A) say how far off the bounds are; they are None where there is a value. `step`: the value is the first one past a stair.
    """

    key: str
    now: float
    value: float | None
    why_never: str | None
    title: str
    text: str
    unit: str
    times_now: float | None
    step: bool
    low: float
    high: float
    difference_at_low_usd: float | None
    difference_at_high_usd: float | None
    flips_to: str | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestPair:
    """The two levers that flip the answer together with the least movement, where none does alone."""

    keys: tuple[str, str]
    values: tuple[float, float]
    now: tuple[float, float]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityRow:
    """One uncertain input: the difference of the pair at its P10 and P90, and what knowing it is worth.

    `evppi_usd` is None below the noise; `noise_usd` is the largest value that shuffled copies of it reached.
    """

    key: str
    p10: float
    p90: float
    difference_at_p10_usd: float
    difference_at_p90_usd: float
    evppi_usd: float | None
    title: str
    unit: str
    noise_usd: float
    learn: LearnWhen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityGroup:
    """What knowing all inputs of a group together is worth."""

    name: str
    title: str
    keys: tuple[str, ...]
    evppi_usd: float | None
    noise_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnRow:
    """Advice: what to learn, when that is possible, how, how long it takes and what it is worth at most."""

    key: str
    title: str
    when: LearnWhen
    how: str
    how_long: str
    worth_usd: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongWhen:
    """An input whose median differs in the futures in which the verdict loses."""

    key: str
    title: str
    unit: str
    median_all: float
    median_when_wrong: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One workload of a mixed assignment."""

    workload: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedHomes:
    """The cheapest assignment of workloads to eligible options, there only where it beats one home for all."""

    homes: tuple[Home, ...]
    present_value_usd: float
    saving_usd: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """When to look again: `key` beyond `value` (`above` or below) would change the answer. `who`: who can see it."""

    key: str
    title: str
    now_text: str
    unit: str
    value: float
    above: bool
    who: str
    when: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contour:
    """Where B is the cheaper one in this share of the futures: straight segments `(x1, y1, x2, y2)` in the inputs' units."""

    level: float
    segments: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMap:
    """The pair over two inputs. Rows follow `y_values` upwards, columns `x_values`; differences are expected B − A,
    `probability_b_cheaper` the share of futures. `here` is the team's point (means), `x_range` and `y_range` its P5 to
    P95. `winner` is the cheapest option of all that can be chosen, `probability_best` how often each of them is."""

    x_key: str
    y_key: str
    x_values: tuple[float, ...]
    y_values: tuple[float, ...]
    difference_usd: tuple[tuple[float, ...], ...]
    probability_b_cheaper: tuple[tuple[float, ...], ...]
    here: tuple[float, float]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    winner: tuple[tuple[str, ...], ...]
    probability_best: Mapping[str, tuple[tuple[float, ...], ...]]
    contours: tuple[Contour, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Something the team can do, and what it saves a month on `option` (first full month). `set` are the changes
    of the profile that try it: dotted key to the text one would write."""

    workload: str
    key: str
    option: str
    usd_per_month: float
    sentence: str
    set: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runaway:
    """What a loop left running over a weekend costs on `option`, with and without a spend cap (None: none set)."""

    option: str
    workload: str
    hours: float
    usd_without_cap: float
    cap_usd: float | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseNumbers:
    """How many of the inputs that decide are the team's own (contract or measured, or typed with a source)."""

    deciding: int
    own: int
    not_own: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything one comparison says. Parts that were not asked for are empty."""

    schema: int
    book: BookRow
    seed: int
    draws: int
    profile: str
    title: str
    summary: str
    scenario: str | None
    as_of: date
    horizon_months: int
    discount_rate: float
    today: str | None
    pair: tuple[str, str]
    verdict: Verdict
    inputs: tuple[InputRow, ...]
    events: tuple[EventRow, ...]
    options: tuple[OptionRow, ...]
    difference: PairDifference
    gaps: Gaps
    one_sided: tuple[OneSided, ...]
    one_sided_test: OneSidedTest | None
    must_have_prices: tuple[MustHavePrice, ...]
    break_even: BreakEven | None
    attribution: tuple[str, ...]
    levers: tuple[Lever, ...]
    runaway: tuple[Runaway, ...]
    whose_numbers: WhoseNumbers
    warnings: tuple[str, ...]
    evpi_usd: float
    switching_values: tuple[SwitchingValue, ...] = ()
    nearest_pair: NearestPair | None = None
    sensitivity: tuple[SensitivityRow, ...] = ()
    sensitivity_groups: tuple[SensitivityGroup, ...] = ()
    monte_carlo_error_usd: float | None = None
    learn: tuple[LearnRow, ...] = ()
    wrong_when: tuple[WrongWhen, ...] = ()
    mixed_homes: MixedHomes | None = None
    revisit: tuple[Revisit, ...] = ()
    decision_map: DecisionMap | None = None

    def option(self, option_id: str) -> OptionRow:
        """The row of one option; KeyError for an id that is not compared."""
        for row in self.options:
            if row.id == option_id:
                return row
        raise KeyError(option_id)
