"""Records of what would flip the answer, what matters and what to learn."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from model.decision.records.pair_records import Strength

LearnWhen = Literal["now", "after", "wait"]
FlipReach = Literal["range", "near", "far", "beyond"]
Direction = Literal["above", "below"]


class SwitchingValue(Struct, frozen=True, kw_only=True):
    """Where one input alone makes the expected difference of the pair zero, everything else keeping its range.

    `now` is the mean of the input today. `value` is None for "never": then `why_never` gives the reason and the two
    remaining differences (B − A) say how far off the bounds are; they are None where there is a value. `step`: the value is the first one past a stair.
    `option` is the option the input belongs to. Past the value, on its side `direction`, `wins` is the cheaper option (`flips_to` is the older
    name of the same). `reach`: inside the input's own or published `range`, `near` within three times today, `far` within ten, or `beyond`.
    `subject` is what the input is called in a sentence (`own upkeep`), `bound` where it flips (`below 0.064 engineers`), `headline` the two as a
    sentence without its full stop; they are empty where it never does.
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
    option: str | None = None
    direction: Direction | None = None
    wins: str | None = None
    reach: FlipReach | None = None
    subject: str = ""
    bound: str = ""
    headline: str = ""


class NearestPair(Struct, frozen=True, kw_only=True):
    """The two levers that flip the answer together with the least movement, where none does alone."""

    keys: tuple[str, str]
    values: tuple[float, float]
    now: tuple[float, float]
    sentence: str


class SensitivityRow(Struct, frozen=True, kw_only=True):
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


class SensitivityGroup(Struct, frozen=True, kw_only=True):
    """What knowing all inputs of a group together is worth."""

    name: str
    title: str
    keys: tuple[str, ...]
    evppi_usd: float | None
    noise_usd: float


class LearnRow(Struct, frozen=True, kw_only=True):
    """Advice: what to learn, when that is possible, how, how long it takes and what it is worth at most."""

    key: str
    title: str
    when: LearnWhen
    how: str
    how_long: str
    worth_usd: float
    sentence: str


class WrongWhen(Struct, frozen=True, kw_only=True):
    """An input whose median differs in the futures in which the verdict loses."""

    key: str
    title: str
    unit: str
    median_all: float
    median_when_wrong: float
    sentence: str


class Home(Struct, frozen=True, kw_only=True):
    """One workload of a mixed assignment."""

    workload: str
    option: str


class MixAgainst(Struct, frozen=True, kw_only=True):
    """What a mix saves against one alternative: US dollars of present value, expected, with what 8 in 10 futures lie between,
    and the share of futures in which the mix is the cheaper one. `option` serves all; None: each team of a company alone."""

    option: str | None
    saving_usd: float
    saving_share: float | None
    saving_p10_usd: float
    saving_p90_usd: float
    probability: float


class MixedHomes(Struct, frozen=True, kw_only=True):
    """The cheapest assignment of workloads to eligible options, there only where it beats one home for all.

    `saving_*` and `probability_beats_verdict` are against the verdict; `saving_share` is of the cheaper one. `against` is
    the same for the alternative that it is least sure to beat, and `strength` is the word for that: what is said of a mix
    is said of these two. The first full month stands in its three pockets.
    """

    homes: tuple[Home, ...]
    present_value_usd: float
    p10_usd: float
    p90_usd: float
    saving_usd: float
    saving_share: float | None
    saving_p10_usd: float
    saving_p90_usd: float
    probability_beats_verdict: float
    against: MixAgainst
    strength: Strength
    month_1_usd: float
    invoices_month_1_usd: float
    people_month_1_usd: float
    elsewhere_month_1_usd: float
    sentence: str


class Revisit(Struct, frozen=True, kw_only=True):
    """When to look again: `key` beyond `value` (`above` or below; `bound` in words) would make `wins` the cheaper one; `now` is its mean today.
    `who`: who can see it, every so many months; `look_on`: the next look, counted from the day of the prices."""

    key: str
    title: str
    now: float
    now_text: str
    unit: str
    value: float
    above: bool
    who: str
    when: str
    every_months: int
    look_on: date
    sentence: str
    bound: str = ""
    wins: str | None = None


class Trigger(Struct, frozen=True, kw_only=True):
    """One switching value that a decision rests on, and where its input stands now.

    `then` is the mean of the input on the day of the decision, `now` today's (None where the profile has no such input
    any more). `crossed`: it has reached or passed `flips_at`.
    """

    key: str
    title: str
    unit: str
    then: float
    flips_at: float
    now: float | None
    look_on: date | None
    crossed: bool
    sentence: str


class Decision(Struct, frozen=True, kw_only=True):
    """What the team wrote under `[decision]`: for which option, when, by whom, why, and what it rests on.

    `holds`: the verdict is still the option decided for. `standing` says so in a sentence, and whether a switching value it
    rests on has been crossed; empty where no verdict was at hand or no option was written.
    """

    option: str | None
    date: date | None
    by: str
    note: str
    triggers: tuple[Trigger, ...]
    sentence: str
    holds: bool = True
    standing: str = ""


class Contour(Struct, frozen=True, kw_only=True):
    """Where B is the cheaper one in this share of the futures: straight segments `(x1, y1, x2, y2)` in the inputs' units."""

    level: float
    segments: tuple[tuple[float, float, float, float], ...]


class DecisionMap(Struct, frozen=True, kw_only=True):
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
