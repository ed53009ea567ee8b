"""Who serves when: live dates, bridges until then, and how often each charge is therefore paid."""

from __future__ import annotations

from functools import reduce

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from model.comparison.case.case import NOBODY, Case, OptionPlan
from model.comparison.desk import own_key
from model.comparison.sheet import Sheet
from model.formulas import engineering, time
from model.formulas.sums import ONE, ZERO
from model.quantities import Array


class Weight(Struct, frozen=True):
    """How often something is paid: in the first full month, and over each segment of the horizon, plain and discounted."""

    first: Array
    totals: tuple[Array, ...]
    present: tuple[Array, ...]


def chain(case: Case, plan: OptionPlan) -> tuple[tuple[OptionPlan, ...], bool]:
    """The bridges before this option is live, nearest first, and whether somebody serves from the first day.

    A default bridge may lead back to where the chain began; there nobody is left to serve before it.
    """
    bridges: list[OptionPlan] = []
    at = plan
    while not at.is_today and at.meanwhile != NOBODY:
        following = case.option(at.meanwhile)
        if following is plan or following in bridges:
            break
        at = following
        bridges.append(at)
    return tuple(bridges), at.is_today


def month_axis(sheet: Sheet) -> Array:
    """The months of the horizon.

    Shape: ``(months,)``. Unit: months, counted from 1.
    """
    return sheet.step("months", lambda: time.months_of(sheet.months))


def overrun(sheet: Sheet, option: OptionPlan) -> Array:
    """How far building runs over: actual effort over planned.

    Shape: ``(n,)``. Unit: factor, above 0.
    """
    return sheet.value(own_key(option, "overrun_factor"))


def live_months(sheet: Sheet, option: OptionPlan) -> Array:
    """Months until an option is live: as given, else when it is built; what serves today is live at once. A team's part is
    live with what the company builds for it, an option of teams alone when the last of its parts is.

    Shape: ``(n,)``. Unit: months from now, 0 or more.
    """
    if option.is_today:
        return np.zeros(1)
    if option.platform is not None:
        return live_months(sheet, option.platform)
    if option.parts and not option.is_shared:
        return reduce(np.maximum, (live_months(sheet, part) for part in option.parts))
    if (weeks := own_key(option, "weeks_until_live")) in sheet:
        return time.live_after_months(sheet.value(weeks))
    if (build := own_key(option, "build_engineer_weeks")) not in sheet:
        return np.zeros(1)
    builders = sheet.value(own_key(option, "builders"))
    return time.live_after_months(
        engineering.build_weeks_until_live(sheet.value(build), overrun(sheet, option), builders)
    )


def live(case: Case, sheet: Sheet, option: str) -> Array:
    """Months until this option is live.

    Shape: ``(n,)``. Unit: months from now, 0 or more.
    """
    return sheet.step(("live", option), lambda: live_months(sheet, case.option(option)))


def window(case: Case, sheet: Sheet, plan: OptionPlan, server: str | None) -> tuple[Array, Array | None]:
    """From when to when ``server`` (None: nobody) serves in this plan, in months from now; end None: for good.

    Shape: ``(n,)`` each.
    """
    if server == plan.id:
        return live(case, sheet, plan.id), None
    end = live(case, sheet, plan.id)
    for bridge in chain(case, plan)[0]:
        begin = sheet.bridges_from(plan.id, bridge.id, live(case, sheet, bridge.id), live(case, sheet, plan.id))
        if bridge.id == server:
            return begin, end
        end = np.minimum(end, begin)
    return ZERO, end


def replaced_after(case: Case, sheet: Sheet, plan: OptionPlan, today: OptionPlan) -> Array:
    """Months until what serves today is replaced in this plan: its successor in the chain is live, or, where it is no part
    of the chain, the first that is.

    Shape: ``(n,)``. Unit: months from now.
    """
    in_chain = today in chain(case, plan)[0]
    _, end = window(case, sheet, plan, today.id if in_chain else None)
    assert end is not None
    return end


def served(case: Case, sheet: Sheet, plan: OptionPlan, server: str | None) -> Array:
    """Share of each month that ``server`` serves in this plan, shape ``(..., months)``.

    Unit: share of a month, 0 to 1.

    Unit: share of a month, 0 to 1.
    """

    def work_out() -> Array:
        start, end = window(case, sheet, plan, server)
        return time.served_share(start, _within(sheet, end), month_axis(sheet))

    return sheet.step(("served", plan.id, server), work_out)


def _within(sheet: Sheet, end: Array | None) -> Array:
    """The end of a window, or of the horizon where that comes first."""
    return sheet.horizon if end is None else np.minimum(end, sheet.horizon)


def bridge_serves(case: Case, sheet: Sheet, plan: OptionPlan, server: str) -> tuple[Array, Array]:
    """1 in the futures in which this bridge serves, else 0; and the month at which its successor goes live.

    Shape: ``(n,)`` each. Unit: share, 0 or 1; months from now.
    """

    def work_out() -> tuple[Array, Array]:
        start, end = window(case, sheet, plan, server)
        assert end is not None
        return np.where((start < end) & (start < sheet.horizon), 1.0, 0.0), end

    return sheet.step(("bridge", plan.id, server), work_out)


def course(sheet: Sheet, workload: str) -> tuple[Array, Array]:
    """Sessions of a workload as a first month times what becomes of it, shapes ``(...)`` and ``(..., months)``.

    Where a ceiling or an event may bend the course, the first factor is ``ONE`` and the second holds the sessions.
    """
    table = f"workloads.{workload}"
    first, growth, at_most = (
        f"{table}.{path}" for path in ("sessions_per_month", "growth_per_month", "sessions_at_most")
    )

    if at_most not in sheet and sheet.event_keys.isdisjoint((first, growth)):
        grown = sheet.step(("growth", workload), lambda: time.growth_by_month(sheet.value(growth), month_axis(sheet)))
        return sheet.value(first), grown

    def stretch(segment: int) -> Array:
        months = month_axis(sheet)[sheet.slice_of(segment)]
        grown = time.growth_by_month(sheet.value(growth, segment), months)
        ceiling = sheet.value(at_most, segment) if at_most in sheet else None
        return time.sessions_by_month(sheet.value(first, segment), grown, ceiling)

    return ONE, sheet.step(("volume", workload), lambda: sheet.joined([stretch(segment) for segment in sheet.segments]))


def volume(sheet: Sheet, workload: str) -> Array:
    """Sessions of a workload in each month before ``sessions_factor``, shape ``(..., months)``."""
    first, months = course(sheet, workload)
    return months if first is ONE else first[..., None] * months


def first_month(sheet: Sheet, workload: str) -> Array:
    """Sessions of a workload in the first month before ``sessions_factor``.

    Shape: ``(n,)``. Unit: sessions a month.
    """
    first, months = course(sheet, workload)
    return months[..., 0] if first is ONE else first * months[..., 0]


DRIFT_KEYS = {"tokens": "prices.token_change_per_year", "salary": "engineering.salary_change_per_year"}


def drift(sheet: Sheet, name: str) -> Array | None:
    """Price level of each month against the first; None where nothing drifts.

    Shape: ``(..., months)``. Unit: factor, 1 in the first month.
    """
    if name == "none" or _stays(sheet, name):
        return None
    key = DRIFT_KEYS[name]

    def stretch(segment: int) -> Array:
        return time.yearly_drift(sheet.value(key, segment), month_axis(sheet)[sheet.slice_of(segment)])

    return sheet.step(("drift", name), lambda: sheet.joined([stretch(segment) for segment in sheet.segments]))


def _stays(sheet: Sheet, name: str) -> bool:
    """Whether this drift is written as none at all, the same in every future."""
    change = sheet.value(DRIFT_KEYS[name])
    return change.size == 1 and DRIFT_KEYS[name] not in sheet.event_keys and float(change.flat[0]) == 0.0


def discount(sheet: Sheet) -> Array:
    """Worth today of a dollar paid in each month, shape ``(..., months)``.

    Unit: factor, 0 to 1.

    Unit: factor, 0 to 1.
    """
    return sheet.step("discount", lambda: time.present_value_factors(sheet.value("discount_rate"), month_axis(sheet)))


class TimesPaid(Struct, frozen=True):
    """How often something is paid in each month that is served in full, as factors: sessions ``(...)`` (``ONE`` where months
    are paid), and what becomes of them month by month, ``(..., months)`` each."""

    sessions: Array
    months: tuple[Array, ...]


def spread_of(sheet: Sheet, workload: str | None, name: str) -> TimesPaid:
    """The sessions of a workload before ``sessions_factor``, or the months themselves, with a drift."""
    level = drift(sheet, name)
    drifting = () if level is None else (level,)
    if workload is None:
        return TimesPaid(ONE, drifting)
    sessions, grown = course(sheet, workload)
    return TimesPaid(sessions, (grown, *drifting))


def paid_by_month(
    case: Case, sheet: Sheet, plan: OptionPlan, server: str | None, workload: str | None, name: str
) -> Array:
    """How often a charge is paid in each month: sessions served, or the share of the month, times its drift.

    Shape: ``(..., months)``. Unit: times a month: sessions, or shares of the month.
    """

    def work_out() -> Array:
        spread = spread_of(sheet, workload, name)
        paid = served(case, sheet, plan, server)
        for factor in spread.months:
            paid = paid * factor
        return paid if spread.sessions is ONE else spread.sessions[..., None] * paid

    return sheet.step(("paid", plan.id, server, workload, name), work_out)


class Flow(Struct, frozen=True):
    """How often something is paid in each month that is served in full, alone and with all months before; times ``scale``.

    ``count`` and ``through`` are ``(..., months)``, ``scale`` has no months.
    """

    scale: Array
    count: Array
    through: Array

    @property
    def whole(self) -> Array:
        """How often it is paid over the months laid out.

        Shape: ``(n,)``. Unit: times: sessions or months.
        """
        return self.through[..., -1] * self.scale

    def until(self, at: Moment) -> Array:
        """How often it is paid from the first day to a moment, before ``scale``: the months begun less what is left of
        the last one.

        Shape: ``(n,)``. Unit: times: sessions or months.
        """
        if at.month.size == 1:
            begun = int(at.month.flat[0])
            return self.through[..., begun] - at.left * self.count[..., begun]
        months, cell = self.count.shape[-1], at.month
        if self.count.size > months or self.count.ndim > cell.ndim + 1:
            cell = np.arange(0, self.count.size, months).reshape(self.count.shape[:-1]) + cell
        return self.through.ravel().take(cell) - at.left * self.count.ravel().take(cell)


class Moment(Struct, frozen=True):
    """A point in time within the horizon: the month it falls in, counted from 0, and the part of it that is left."""

    month: npt.NDArray[np.intp]
    left: Array


def flow(sheet: Sheet, workload: str | None, name: str, *, discounted: bool) -> Flow:
    """What a whole month pays, sessions or the month itself, with its drift and, if asked, its worth today."""

    def work_out() -> Flow:
        spread = spread_of(sheet, workload, name)
        factors = (*spread.months, discount(sheet)) if discounted else spread.months
        count = reduce(np.multiply, factors) if factors else np.ones((1, sheet.months))
        return Flow(spread.sessions, count, np.cumsum(count, axis=-1))

    return sheet.step(("flow", workload, name, discounted), work_out)


def slices(sheet: Sheet, *, whole: bool) -> list[slice]:
    """The months of every segment, or of the whole horizon as one."""
    return [slice(0, sheet.months)] if whole else [sheet.slice_of(segment) for segment in sheet.segments]


def stretches(
    case: Case, sheet: Sheet, plan: OptionPlan, server: str | None, *, whole: bool = False
) -> tuple[tuple[Moment, Moment], ...]:
    """From when to when ``server`` serves in this plan within each segment of the horizon, or on the whole of it."""

    def moment(month: Array, within: slice) -> Moment:
        all_of = within.start == 0 and within.stop == sheet.months  # where a window lies from the start
        inside = month if all_of else np.minimum(np.maximum(month, within.start), within.stop)
        begun = np.minimum(inside.astype(np.intp), sheet.months - 1)
        return Moment(begun, (begun + 1.0) - inside)

    def work_out() -> tuple[tuple[Moment, Moment], ...]:
        start, end = window(case, sheet, plan, server)
        start = np.minimum(start, sheet.horizon)
        end = np.maximum(start, _within(sheet, end))
        return tuple((moment(start, within), moment(end, within)) for within in slices(sheet, whole=whole))

    return sheet.step(("stretches", plan.id, server, whole), work_out)


def _paid(
    case: Case, sheet: Sheet, plan: OptionPlan, server: str | None, workload: str | None, name: str,
    *, discounted: bool, whole: bool = False,
) -> tuple[Array, ...]:  # fmt: skip
    """How often something is paid over each segment, or the whole horizon, before ``sessions_factor``, plain or each time at
    its worth today."""

    def work_out() -> tuple[Array, ...]:
        all_of = flow(sheet, workload, name, discounted=discounted)
        within = stretches(case, sheet, plan, server, whole=whole)
        parts = (all_of.until(end) - all_of.until(start) for start, end in within)
        return tuple(part if all_of.scale is ONE else part * all_of.scale for part in parts)

    return sheet.step(("paid over", plan.id, server, workload, name, discounted, whole), work_out)


def _scaled(sheet: Sheet, parts: tuple[Array, ...]) -> tuple[Array, ...]:
    """Counts of sessions times ``sessions_factor``, which is ``ONE`` itself unless somebody asks what if."""
    factor = sheet.value("sessions_factor")
    return parts if factor is ONE else tuple(part * factor for part in parts)


def present(
    case: Case,
    sheet: Sheet,
    plan: OptionPlan,
    server: str | None,
    workload: str | None,
    name: str,
    *,
    whole: bool = False,
) -> tuple[Array, ...]:
    """The discounted part of a weight alone: all that a present value needs; of the ``whole`` horizon one, where no segment
    is charged otherwise.

    Shape: ``(n,)`` a segment. Unit: times at their worth today: sessions or months.
    """
    name = "none" if name == "none" or _stays(sheet, name) else name
    if workload is None:
        return _paid(case, sheet, plan, server, None, name, discounted=True, whole=whole)

    def work_out() -> tuple[Array, ...]:
        return _scaled(sheet, _paid(case, sheet, plan, server, workload, name, discounted=True, whole=whole))

    return sheet.step(("present", plan.id, server, workload, name, whole), work_out)


def weight(case: Case, sheet: Sheet, plan: OptionPlan, server: str | None, workload: str | None, name: str) -> Weight:
    """How often a charge of this server, workload and drift is paid in this plan; bridges count nothing in month 1."""
    name = "none" if name == "none" or _stays(sheet, name) else name

    def work_out() -> Weight:
        worth = present(case, sheet, plan, server, workload, name)
        totals = _paid(case, sheet, plan, server, workload, name, discounted=False)
        if workload is None:
            return Weight(ONE if server == plan.id else ZERO, totals, worth)
        first = _scaled(sheet, (first_month(sheet, workload),))[0] if server == plan.id else ZERO
        return Weight(first, _scaled(sheet, totals), worth)

    return sheet.step(("weight", plan.id, server, workload, name), work_out)
