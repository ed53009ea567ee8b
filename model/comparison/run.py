"""One evaluation of a case: every line of every option, and cheap what-ifs on the same futures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from msgspec import Struct, field

from model.comparison import serving
from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Line, Unpriced
from model.comparison.desk import Desk
from model.comparison.effort import Breathe, go_on
from model.comparison.line_block import Block, lines_of
from model.comparison.lines import engineering, hosts
from model.comparison.lines.cap import success_rate
from model.comparison.plan_blocks import first_month_usd, plan_blocks, worths
from model.comparison.sheet import HORIZON, Sheet
from model.comparison.unpriced import Excluded, excluded_of, unpriced_of
from model.formulas.sums import ONE, ZERO, total_of
from model.quantities import Array, Quantity

Values = Mapping[str, Array]


class OptionCosts(Struct, frozen=True):
    """One option over the horizon. Arrays hold one value a draw and broadcast to ``(n,)``.

    An incomplete option's totals are lower bounds. ``live_month`` is in months from now; ``hosts_month_1`` None without
    own machines; ``sessions_total`` counts all sessions of the horizon, ``sessions_served`` those that this plan serves,
    ``outcomes`` those that reach their purpose; ``people_fte`` engineers kept busy, mean over the live months.
    """

    id: str
    kind: str
    title: str
    lines: tuple[Line, ...]
    unpriced: tuple[Unpriced, ...]
    excluded: tuple[Excluded, ...]
    month_1_usd: Array
    total_usd: Array
    present_value_usd: Array
    live_month: Array
    hosts_month_1: Array | None
    sessions_total: Array
    sessions_served: Array
    outcomes: Array
    people_fte: Array

    @property
    def complete(self) -> bool:
        """Whether every line that the kind must have is priced."""
        return not self.unpriced


class Run(Struct, frozen=True):
    """A case evaluated on values of its inputs; ``n`` is the number of futures. Lines are worked out when first asked for:
    whoever wants present values alone never pays for them."""

    case: Case
    values: Values
    n: int
    sheet: Sheet
    _known: dict[str, OptionCosts] = field(default_factory=dict)
    _longer: list[Sheet] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many numbers one step of every plan and workload has together, over all futures and months."""
        return self.n * self.sheet.months * len(self.case.workloads) * len(self.case.options)

    @property
    def options(self) -> tuple[OptionCosts, ...]:
        """The costs of every option, in the order of the profile."""
        return tuple(self.option(plan.id) for plan in self.case.options)

    def option(self, option: str) -> OptionCosts:
        """The costs of one option."""
        if option not in self._known:
            self._known[option] = _costs(self.case, self.sheet, self.case.option(option))
        return self._known[option]

    def present_values(
        self,
        changes: Mapping[str, Array] | None = None,
        *,
        horizon_months: Array | None = None,
        sessions_factor: Array | None = None,
        options: tuple[str, ...] | None = None,
    ) -> dict[str, Array]:
        """Present value of the options when these inputs take these values, in US dollars.

        ``changes`` may hold rows ``(k, 1)``: the results then broadcast to ``(k, n)``; so may ``horizon_months`` and
        ``sessions_factor``. Steps that read none of the changed inputs are taken over from this run. Raises KeyError for a
        key that the case does not have.
        """
        parts = self.worths(changes, horizon_months=horizon_months, sessions_factor=sessions_factor, options=options)
        return {option: total_of(worth) for option, worth in parts.items()}

    def worths(
        self,
        changes: Mapping[str, Array] | None = None,
        *,
        horizon_months: Array | None = None,
        sessions_factor: Array | None = None,
        options: tuple[str, ...] | None = None,
    ) -> dict[str, tuple[Array, ...]]:
        """The same as parts that add up, one a block of the plan; a part that nothing touched is the very array it was.

        Shape: ``(n,)`` or ``(k, n)`` where changes have rows. Unit: US dollars of present value.
        """
        given = dict(changes or {})
        if unknown := set(given) - set(self.values):
            raise KeyError(", ".join(sorted(unknown)))
        if sessions_factor is not None:
            given["sessions_factor"] = sessions_factor
        sheet = self.sheet if horizon_months is None else self._long(int(np.max(horizon_months)))
        if given or horizon_months is not None:
            changed = frozenset(given) if horizon_months is None else frozenset(given) | {HORIZON}
            values = {**self.values, **given}
            sheet = Sheet(values, self.case.events, sheet.months, sheet, changed, horizon=horizon_months)
        plans = [plan for plan in self.case.options if options is None or plan.id in options]
        return {plan.id: worths(self.case, sheet, plan) for plan in plans}

    def _long(self, months: int) -> Sheet:
        """A sheet of the same values on which so many months are laid out; made once for all longer horizons."""
        if months <= self.sheet.months:
            return self.sheet
        if self._longer and self._longer[-1].months >= months:
            return self._longer[-1]
        self._longer.append(self.sheet.laid_out(months))
        return self._longer[-1]

    def first_month_usd(self, option: str) -> Array:
        """The first full month of an option, in US dollars, without its other lines being worked out.

        Shape: ``(n,)``.
        """
        if option in self._known:
            return self._known[option].month_1_usd
        return first_month_usd(self.case, self.sheet, self.case.option(option))

    def typed(self, case: Case, values: Values) -> Run:
        """The run of a case that came from this one by typing other numbers, on values drawn for the same futures: where
        both lay out the same steps, those that read none of these numbers are taken over.

        Shape of values: ``(n,)`` or ``(1,)``, in the unit of each input.
        """
        moved = {key for key, found in case.inputs.items() if found.quantity != self._quantity(key)}
        same_steps = case.inputs.keys() == self.case.inputs.keys() and case.options == self.case.options
        if not same_steps or case.events != self.case.events or case.horizon_months != self.case.horizon_months:
            return evaluate(case, values, self.sheet.breathe)
        whole = {**self.values, **{key: values[key] for key in moved}}
        return Run(case, whole, self.n, Sheet(whole, case.events, self.sheet.months, self.sheet, frozenset(moved)))

    def _quantity(self, key: str) -> Quantity | None:
        found = self.case.inputs.get(key)
        return found.quantity if found else None

    def retyped(self, option: str, changes: Mapping[str, Array]) -> Iterator[tuple[int, Line, Line]]:
        """The lines of an option that may move when these inputs take these values: its place among all lines, the line as
        it is, and the line then.

        Shape of changes: ``(n,)`` or ``(1,)``, in the unit of each input.
        """
        sheet = Sheet({**self.values, **changes}, self.case.events, self.sheet.months, self.sheet, frozenset(changes))
        place, lines = 0, self.option(option).lines
        for block in plan_blocks(self.case, sheet, self.case.option(option)):
            for after in lines_of(sheet, block, self.case.option(option)):
                if not changes.keys().isdisjoint(after.reads):
                    yield place, lines[place], after
                place += 1

    def parts(self) -> Iterator[tuple[float, Run]]:
        """Runs of some of the futures, in order, each with its share of all: this one, where all fit at once."""
        yield 1.0, self

    def summed(self, option: str, group: Callable[[Line], str]) -> dict[str, Array]:
        """Present values of an option's lines added up by group, in the order in which groups first occur.

        Shape: ``(n,)`` each. Unit: US dollars of present value.
        """
        groups: dict[str, list[Array]] = {}
        for line in self.option(option).lines:
            groups.setdefault(group(line), []).append(line.present_value_usd)
        return {name: total_of(worths) for name, worths in groups.items()}

    def stair_inputs(self, option: str) -> frozenset[str]:
        """The inputs that decide how many machines an option's plan keeps, in whole numbers, its bridges' included."""
        plan = self.case.option(option)
        plans = ((self.case, plan), *((self.case.of_team(part.team), part) for part in plan.parts))
        servers = ((case, server) for case, each in plans for server in (each, *serving.chain(case, each)[0]))
        reads = (hosts.stair_inputs(case, self.sheet, server) for case, server in servers)
        return frozenset[str]().union(*reads)

    def blocks(self, option: str) -> tuple[Block, ...]:
        """The blocks of an option's plan, for whoever spreads their charges over the months."""
        return tuple(plan_blocks(self.case, self.sheet, self.case.option(option)))


def _sessions(case: Case, sheet: Sheet, plan: OptionPlan) -> tuple[Array, Array, Array]:
    """All sessions of the horizon, those served in this plan, and those that reach their outcome."""
    if plan.parts:
        parts = zip(*(_sessions(case.of_team(part.team), sheet, part) for part in plan.parts), strict=True)
        every, served, outcomes = (total_of(part) for part in parts)
        return every, served, outcomes
    bridges, _ = serving.chain(case, plan)
    factor = sheet.value("sessions_factor")
    flows = [serving.flow(sheet, workload, "none", discounted=False) for workload in case.workloads]
    every = total_of([flow.whole for flow in flows]) * factor
    served, outcomes = ZERO, ZERO
    for server in (plan, *bridges):
        for workload in case.workloads:
            counts = serving.weight(case, sheet, plan, server.id, workload, "none").totals
            rates = sheet.by_segment(
                ("success", server.id, workload),
                lambda s, o=server, w=workload: success_rate(Desk(case, sheet, o, o.work(w), s)),  # type: ignore[misc]
            )
            served = served + total_of(counts)
            outcomes = outcomes + total_of([count * rate for count, rate in zip(counts, rates, strict=True)])
    return every, served, outcomes


def _engineers(case: Case, sheet: Sheet, plan: OptionPlan) -> Array:
    own = _engineers_alone(case, sheet, plan)
    return total_of([own, *(_engineers_alone(case.of_team(part.team), sheet, part) for part in plan.parts)])


def _engineers_alone(case: Case, sheet: Sheet, plan: OptionPlan) -> Array:
    months = serving.weight(case, sheet, plan, plan.id, None, "none").totals
    busy = [engineering.engineers_busy(sheet, plan, segment) for segment in sheet.segments]
    live = total_of(months)
    weighted = total_of([count * fte for count, fte in zip(months, busy, strict=True)])
    return weighted / np.where(live > 0.0, live, 1.0)


def _costs(case: Case, sheet: Sheet, plan: OptionPlan) -> OptionCosts:
    lines = tuple(line for block in plan_blocks(case, sheet, plan) for line in lines_of(sheet, block, plan))
    every, served, outcomes = _sessions(case, sheet, plan)
    plans = ((case, plan), *((case.of_team(part.team), part) for part in plan.parts))
    kept = [hosts.machines_kept(of, sheet, each)[..., 0] for of, each in plans if hosts.is_priced(sheet, each)]
    return OptionCosts(
        id=plan.id,
        kind=plan.kind,
        title=plan.title,
        lines=lines,
        unpriced=unpriced_of(case, sheet, plan),
        excluded=excluded_of(case, sheet, plan),
        month_1_usd=total_of([line.month_1_usd for line in lines]),
        total_usd=total_of([line.total_usd for line in lines]),
        present_value_usd=total_of([line.present_value_usd for line in lines]),
        live_month=serving.live(case, sheet, plan.id),
        hosts_month_1=total_of(kept) if kept else None,
        sessions_total=every,
        sessions_served=served,
        outcomes=outcomes,
        people_fte=_engineers(case, sheet, plan),
    )


def complete(values: Values) -> Values:
    """The values with the factor on all sessions, 1 unless somebody asks what if.

    Shape: ``(n,)`` or ``(1,)`` each, in the unit of each input; the factor has no unit.
    """
    return {"sessions_factor": ONE, **values}


def evaluate(case: Case, values: Values, breathe: Breathe = go_on) -> Run:
    """A case on these values, every line of every option; shapes ``(n,)`` or ``(1,)`` per input. `breathe` as for a `Sheet`.

    Unit: as declared for each input.
    """
    whole = complete(values)
    sheet = Sheet(whole, case.events, case.horizon_months, breathe=breathe)
    n = max((value.shape[-1] for value in whole.values()), default=1)
    return Run(case, whole, n, sheet)


def middle(case: Case) -> Values:
    """Every input at its median, shape ``(1,)``; an event happens from a probability of one half.

    Unit: as declared for each input.
    """
    values = {key: np.array([found.quantity.median]) for key, found in case.inputs.items()}
    just_under_half = np.array([np.nextafter(0.5, 0.0)])
    return values | {f"events.{event.id}.u": just_under_half for event in case.events}
