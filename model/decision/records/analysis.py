"""What an analysis says: the records every report renders, named like the keys of the JSON contract.

Nothing here computes. Every number was reduced over the draws already: a field ending in `_usd` is the mean over the
draws unless its name says `middle`, `pNN` or `at`. Fields beyond the contract are what text, slides and the workbench
need so that no report has to reduce anything itself. Differences are always B minus A of the pair.
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from model.comparison import Case, Warned
from model.decision.records.flip_records import (
    Contour,
    Decision,
    DecisionMap,
    Home,
    LearnRow,
    LearnWhen,
    MixAgainst,
    MixedHomes,
    NearestPair,
    Revisit,
    SensitivityGroup,
    SensitivityRow,
    SwitchingValue,
    Trigger,
    WrongWhen,
)
from model.decision.records.option_records import (
    AxisRow,
    LineRow,
    MustHaveRow,
    OptionRow,
    Pays,
    PriceToWin,
    RouteRow,
    SourceRow,
    Status,
    UnpricedRow,
    YearRow,
)
from model.decision.records.pair_records import (
    BestSwitch,
    BreakEven,
    DifferenceByMonth,
    DifferencePart,
    DifferenceRow,
    EngineersAsHours,
    Folded,
    Gaps,
    MachineStep,
    OneSided,
    OneSidedTest,
    PairDifference,
    Spread,
    Strength,
    VolumeCost,
    VolumeCurve,
    WhatIfCase,
)
from model.portfolio import Portfolio

# The parts of an analysis that can be left out while somebody is typing; the verdict, the options and their lines,
# the gaps and the differences are always there.
PARTS = frozenset(
    {"one_sided", "break_even", "levers", "switching", "pair_of_levers", "sensitivity", "evppi", "wrong", "mixed",
     "what_if", "over_time", "portfolio"}
)  # fmt: skip
# What no report needs and a screen asks for when it shows it.
ON_REQUEST = frozenset({"volume"})


class BookRow(Struct, frozen=True, kw_only=True):
    """The day's prices and rules that were used."""

    as_of: date
    oldest_checked: date
    sha256: str


class Verdict(Struct, frozen=True, kw_only=True):
    """Which option, how sure, against which runner-up.

    `option` is None with strength `none`. `runner_up` is None where no other option is priced. The savings are
    runner-up minus verdict, so positive means that the verdict is cheaper; `saving_share` is the expected one over the
    present value of the cheaper of the two. They are None without a runner-up, and with
    strength `only` they compare with an excluded option. `middle_case_option` is the cheapest eligible option with
    every uncertain input at its median; `middle_sentence` is there only where that is another option.
    """

    option: str | None
    strength: Strength
    runner_up: str | None
    saving_expected_usd: float | None
    saving_share: float | None
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


class InputRow(Struct, frozen=True, kw_only=True):
    """One number the formulas read, as it was understood.

    `label` is the title with whose it is (`Upkeep, own stack`). `one_sided`: only one option of the pair has it. `learn` says when it can be learned, `learn_how` how and
    `learn_how_long` how long that takes; all three are None where nobody declared it. `uncertain`: it is a range.
    `decides`: changing it alone can move the difference of the pair. `page` is where the book read it, None for what
    the team wrote.
    """

    key: str
    title: str
    label: str
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
    page: SourceRow | None


class EventRow(Struct, frozen=True, kw_only=True):
    """A price change the team expects or fears; every future tosses whether it happens."""

    id: str
    title: str
    month: int
    key: str
    factor_text: str
    probability: float
    happens_in_middle_case: bool


class MustHavePrice(Struct, frozen=True, kw_only=True):
    """What the must-have `key` costs: cheapest eligible option with it minus cheapest without it. None: no option
    is left with it."""

    key: str
    title: str
    excluded: tuple[str, ...]
    present_value_usd: float | None
    sentence: str


class Lever(Struct, frozen=True, kw_only=True):
    """Something the team can do, and what it saves a month on `option` (first full month). `set` are the changes
    of the profile that try it: dotted key to the text one would write."""

    workload: str
    key: str
    option: str
    usd_per_month: float
    sentence: str
    set: Mapping[str, str] = field(default_factory=dict)


class Runaway(Struct, frozen=True, kw_only=True):
    """What a loop left running over a weekend costs on `option`, with and without a spend cap (None: none set)."""

    option: str
    workload: str
    hours: float
    usd_without_cap: float
    cap_usd: float | None
    sentence: str


class SpendCap(Struct, frozen=True, kw_only=True):
    """What a spend cap does to one workload in one option, first month of the middle case; `cap_usd` None: none is set.

    `best_cap_usd` is the cap under which a run costs least when a stopped one costs its fallback elsewhere; None where
    no cap is best, or nothing is known of the spread or the fallback.
    """

    option: str
    workload: str
    usd_per_session: float
    cap_usd: float | None
    stopped_share: float
    not_spent_usd_per_month: float
    outcomes_lost_per_month: float
    best_cap_usd: float | None
    sentence: str


class CommitmentRow(Struct, frozen=True, kw_only=True):
    """A commitment of one option in the middle case: what is paid, the use at list price that it covers, use in month 1,
    the runs a month from which it pays (None: no volume does), and the first month whose use is above what it covers."""

    option: str
    usd_per_month: float
    covers_usd: float
    use_month_1_usd: float
    break_even_sessions_per_month: float | None
    outgrown_month: int | None
    sentence: str


class WhoseNumbers(Struct, frozen=True, kw_only=True):
    """Whose the inputs are that decide: typed by the team as its guess, measured, from a contract, or published; the four
    add up to `deciding`. `own` are those that are measured or from a contract."""

    deciding: int
    own: int
    typed: int
    measured: int
    contract: int
    published: int
    not_own: tuple[str, ...]
    sentence: str


class Analysis(Struct, frozen=True, kw_only=True):
    """Everything one comparison says. Parts that were not asked for are empty.

    `switching_values` stand in the one order of flips, the nearest first; `nearest_flip` is the key of the first where it lies within ten times
    today's value and the pair is the answer, else None.

    `portfolio` is what several teams could share, None where the file names no teams.

    `case` is what it was said of, for a report that works the middle case out again by itself; it is no part of what is
    said, so it is neither compared nor serialised.
    """

    schema: int
    book: BookRow
    seed: int
    draws: int
    profile: str
    profile_sha256: str
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
    warnings: tuple[Warned, ...]
    evpi_usd: float
    switching_values: tuple[SwitchingValue, ...] = ()
    spend_caps: tuple[SpendCap, ...] = ()
    commitments: tuple[CommitmentRow, ...] = ()
    nearest_flip: str | None = None
    nearest_pair: NearestPair | None = None
    sensitivity: tuple[SensitivityRow, ...] = ()
    sensitivity_groups: tuple[SensitivityGroup, ...] = ()
    monte_carlo_error_usd: float | None = None
    learn: tuple[LearnRow, ...] = ()
    wrong_when: tuple[WrongWhen, ...] = ()
    mixed_homes: MixedHomes | None = None
    revisit: tuple[Revisit, ...] = ()
    decision: Decision | None = None
    decision_map: DecisionMap | None = None
    volume: VolumeCurve | None = None
    what_if: tuple[WhatIfCase, ...] = ()
    over_time: tuple[DifferenceByMonth, ...] = ()
    portfolio: Portfolio | None = None
    case: Case

    def option(self, option_id: str) -> OptionRow:
        """The row of one option; KeyError for an id that is not compared."""
        for row in self.options:
            if row.id == option_id:
                return row
        raise KeyError(option_id)


__all__ = [
    "ON_REQUEST",
    "PARTS",
    "Analysis",
    "AxisRow",
    "BestSwitch",
    "BookRow",
    "BreakEven",
    "Contour",
    "Decision",
    "DecisionMap",
    "DifferencePart",
    "DifferenceRow",
    "EngineersAsHours",
    "EventRow",
    "Folded",
    "Gaps",
    "Home",
    "InputRow",
    "LearnRow",
    "LearnWhen",
    "Lever",
    "LineRow",
    "MachineStep",
    "MixAgainst",
    "MixedHomes",
    "MustHavePrice",
    "MustHaveRow",
    "NearestPair",
    "OneSided",
    "OneSidedTest",
    "OptionRow",
    "PairDifference",
    "Pays",
    "PriceToWin",
    "Revisit",
    "RouteRow",
    "Runaway",
    "SensitivityGroup",
    "SensitivityRow",
    "SourceRow",
    "Spread",
    "Status",
    "Strength",
    "SwitchingValue",
    "Trigger",
    "UnpricedRow",
    "Verdict",
    "VolumeCost",
    "VolumeCurve",
    "Warned",
    "WhoseNumbers",
    "WrongWhen",
    "YearRow",
]


class Choice(Struct, frozen=True):
    """The verdict in numbers. Savings are runner-up minus verdict; None where there is nothing to compare with.
    `saving_share` is the expected one over the present value of the cheaper of the two."""

    option: str | None
    strength: Strength
    runner_up: str | None
    saving_expected_usd: float | None
    saving_share: float | None
    saving_p10_usd: float | None
    saving_p90_usd: float | None
    probability_beats_runner_up: float | None
    middle_case_option: str | None
