"""Where the bill goes: the first full month by axis, workload and model, in sentences; and an outcome by route."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from model.comparison import Run
from model.comparison.lines.axes import AXES
from model.decision.records.analysis import LineRow, OptionRow, RouteRow
from model.quantities import figures, mean

Key = TypeVar("Key", bound=Hashable)
WORTH_SAYING = 0.05
SHARED = "not of one workload"
PURPOSES = {
    "tools.web_search": "web search",
    "hosts.machines": AXES["sandbox"].spent_on,
}  # lines told apart from their axis


def purpose(line: LineRow) -> str:
    """What a line is spent on, in words."""
    return PURPOSES.get(line.key) or AXES[line.axis].spent_on


def attribution(
    row: OptionRow, workloads: Mapping[str, str], models: Mapping[tuple[str, str | None], str]
) -> tuple[str, ...]:
    """The bill of one option in sentences: by axis, by workload, by model, and its largest single item.

    `workloads` are titles by id; `models` the model of a workload's route. A bill is what vendors send: our engineers and
    what failed runs cost elsewhere are no part of it. Every part is named, and the parts add up to 100 %.
    """
    lines = [line for line in row.lines if line.pays == "invoice" and line.month_1_usd > 0.0]
    bill = sum(line.month_1_usd for line in lines)
    if bill <= 0.0:
        return ()
    by_purpose = _sums((purpose(line), line.month_1_usd) for line in lines)
    month = f"{row.title}, bills of the first full month, {figures.money(bill)}"
    found = [f"{month}: {_shares(by_purpose, bill)}."]
    of_work = _sums((workloads.get(line.workload or "", SHARED), line.month_1_usd) for line in lines)
    if len(of_work) > 1:
        found.append(f"By workload: {_shares(of_work, bill)}.")
    of_model = _sums(
        (models[key], line.month_1_usd)
        for line in lines
        if line.axis == "tokens" and line.workload and (key := (line.workload, line.route)) in models
    )
    if len(of_model) > 1:
        found.append(f"Tokens by model: {_shares(of_model, sum(of_model.values()))}.")
    found.extend(_largest(lines, workloads, bill))
    return tuple(found)


def footed(parts: Sequence[float]) -> tuple[float, ...]:
    """Parts of a whole in percent with one decimal that add up to exactly 100: what rounding leaves over goes to those
    that lost most by it. All 0 where the whole is nothing."""
    whole = sum(parts)
    if whole <= 0.0:
        return tuple(0.0 for _ in parts)
    exact = [1000.0 * part / whole for part in parts]
    tenths = [int(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda place: tenths[place] - exact[place])
    for place in order[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return tuple(each / 10.0 for each in tenths)


def _largest(lines: Iterable[LineRow], workloads: Mapping[str, str], bill: float) -> list[str]:
    cells = _sums(((purpose(line), workloads[line.workload]), line.month_1_usd) for line in lines if line.workload)
    if not cells:
        return []
    (what, who), usd = max(cells.items(), key=lambda cell: cell[1])
    if usd < WORTH_SAYING * bill:
        return []
    return [f"{figures.share(usd / bill)} of the bill is {what} by {who}."]


def _sums(pairs: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    sums: dict[Key, float] = {}
    for key, usd in pairs:
        sums[key] = sums.get(key, 0.0) + usd
    return dict(sorted(sums.items(), key=lambda cell: -cell[1]))


def _shares(sums: Mapping[str, float], bill: float) -> str:
    """Every part of a whole in percent; the parts add up to 100."""
    percents = zip(sums, footed(list(sums.values())), strict=True) if bill > 0.0 else ()
    return figures.listed([f"{percent:g} % {name}" if percent else f"under 0.1 % {name}" for name, percent in percents])


def route_rows(run: Run, row: OptionRow) -> tuple[RouteRow, ...]:
    """What a session and an outcome cost by route, for workloads with routes: its tokens, and running time and tools by
    its turns."""
    found: list[RouteRow] = []
    for work in run.case.option(row.id).works:
        if work.routes[0].id is not None:
            found.extend(_routes_of(run, row, work.id))
    return tuple(found)


def _routes_of(run: Run, row: OptionRow, workload: str) -> list[RouteRow]:
    plan = run.case.option(row.id).work(workload)

    def value(path: str, default: float) -> float:
        found = run.values.get(run.case.key_for(row.id, workload, path))
        return default if found is None else mean(found)

    sessions = value("sessions_per_month", 0.0)
    lines = [line for line in row.lines if line.workload == workload and line.axis != "other" and line.bridge is None]
    shared = sum(line.month_1_usd for line in lines if line.route is None)
    whole = sum(value(f"{route.prefix}share", 0.0) for route in plan.routes) or 1.0
    shares = {route.id: value(f"{route.prefix}share", 0.0) / whole for route in plan.routes}
    turns = {route.id: value(f"{route.prefix}turns_factor", 1.0) for route in plan.routes}
    mean_turns = sum(shares[route] * turns[route] for route in shares) or 1.0
    rows = []
    for route in plan.routes:
        runs = sessions * shares[route.id]
        if runs <= 0.0 or route.id is None:
            continue
        own = sum(line.month_1_usd for line in lines if line.route == route.id) / runs
        usd = own + shared / sessions * turns[route.id] / mean_turns
        success = value(f"{route.prefix}success_rate", value("success_rate", 1.0))
        model = route.model.title if route.model else ""
        outcome = usd / success if success > 0.0 else None
        rows.append(
            RouteRow(workload=workload, route=route.id, model=model, per_session_usd=usd, per_agent_outcome_usd=outcome)
        )
    return rows
