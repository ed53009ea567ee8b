"""Records of one option: its lines, must-haves, amounts."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from model.prices import Source

Status = Literal["pass", "fail", "unknown"]
Pays = Literal["invoice", "people", "elsewhere"]


class SourceRow(Struct, frozen=True, kw_only=True):
    """Where a rate or a range was read. `effective` is None where the publisher gives no day."""

    title: str
    url: str
    effective: date | None
    checked: date


class MustHaveRow(Struct, frozen=True, kw_only=True):
    """One requirement on one option. `source` is None where the team or the arithmetic said so."""

    key: str
    title: str
    status: Status
    why: str
    source: SourceRow | None


class LineRow(Struct, frozen=True, kw_only=True):
    """One cost. `total_usd` and `present_value_usd` cover the horizon; `rate_usd_month_1` × `quantity_month_1` is
    `month_1_usd`. `bridge` is the option that serves in the meantime, where the line is its. `cancels`: the other
    option of the pair pays the same in every future. `reads` are the dotted keys of its inputs. `team` is whose it is where teams
    compare together, None for what the company pays for all."""

    key: str
    title: str
    workload: str | None
    route: str | None
    bridge: str | None
    team: str | None
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

    @property
    def whose(self) -> str:
        """The workload that causes it, else the team that pays it; empty where it is of all of the work."""
        return self.workload or self.team or ""


class AxisRow(Struct, frozen=True, kw_only=True):
    """The lines of one axis added up."""

    month_1_usd: float
    total_usd: float
    present_value_usd: float


class UnpricedRow(Struct, frozen=True, kw_only=True):
    """A line that a kind must have and nobody priced: `write` is the dotted key that would price it."""

    key: str
    write: str
    why: str


class RouteRow(Struct, frozen=True, kw_only=True):
    """What an outcome costs by the model that does the work (tokens, runtime and tools of that route, month 1)."""

    workload: str
    route: str
    model: str
    per_session_usd: float
    per_agent_outcome_usd: float | None


class PriceToWin(Struct, frozen=True, kw_only=True):
    """For an option with an unpriced line: below which price of `key` it would be the cheapest, everything else as is.

    `value` is None where it would not win even for free, and `why_never` says so.
    """

    key: str
    unit: str
    value: float | None
    why_never: str | None
    sentence: str


class YearRow(Struct, frozen=True, kw_only=True):
    """What one year of the horizon costs, expected and undiscounted, in three pockets that add up to it.

    Year 0 is the build; year 1 holds the months 1 to 12, the last one what is left of the horizon. Leaving stands in the
    year it is paid in.
    """

    year: int
    invoices_usd: float
    people_usd: float
    elsewhere_usd: float
    total_usd: float


class OptionRow(Struct, frozen=True, kw_only=True):
    """One way to host, whole horizon unless the name says month.

    An incomplete option's amounts are lower bounds. `why_not` is empty for an eligible, complete option.
    `invoices_usd + people_usd + elsewhere_usd = total_usd`, and so for month 1, the present value and every year: what
    vendors bill, what our engineers cost, what failed and waiting work costs elsewhere. `monthly_usd` are expected undiscounted run costs of month 1, 2, …;
    `cumulative_usd` starts with the build at month 0, `cumulative_agent_usd` is the same without what failed sessions
    and waiting cost elsewhere. `probability_best` is 0 for an option that cannot be chosen.
    `per_agent_outcome_usd` leaves failed sessions' fallback out; `per_resolved_usd` counts them in and is None where
    no fallback is given. `outcomes_month_1_by_workload` are the runs of the first full month that reach their outcome.
    `people_fte` is the mean over the live months.
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
    elsewhere_usd: float
    invoices_month_1_usd: float
    people_month_1_usd: float
    elsewhere_month_1_usd: float
    invoices_present_value_usd: float
    people_present_value_usd: float
    elsewhere_present_value_usd: float
    years: tuple[YearRow, ...]
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
    outcomes_month_1_by_workload: Mapping[str, float]
    monthly_usd: tuple[float, ...]
    cumulative_usd: tuple[float, ...]
    cumulative_agent_usd: tuple[float, ...]
    routes: tuple[RouteRow, ...]
    price_to_win: PriceToWin | None = None


def source_row(source: Source | None) -> SourceRow | None:
    """A source as reports show it."""
    if source is None:
        return None
    return SourceRow(title=source.title, url=source.url, effective=source.effective, checked=source.checked)
