"""What has to hold besides money: when an option can be chosen, and when this workbook still says what the product would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from model.comparison import NOBODY, Case, OptionPlan
from model.comparison.following.traced import Node
from model.comparison.following.tracing import Tracing, follows_bridges
from model.comparison.sheet import HORIZON
from model.comparison.unpriced import priced_without
from model.decision.records.analysis import Analysis
from model.decision.verdict.must_haves import kept_by_numbers
from model.profile.dotted_keys import split
from model.quantities import figures
from model.report.wording import title
from model.report.xlsx.missing_prices import MissingPrices

ORDER = "expected changes begin in the order that the profile has"


class SheetChoice(Struct, frozen=True):
    """Whether an option can be chosen: ``always_out`` for reasons that no number here changes, else while all nodes hold;
    ``given`` are those of them that wait for a price."""

    option: str
    always_out: bool
    nodes: tuple[Node, ...]
    given: tuple[Node, ...] = ()

    @property
    def now(self) -> bool:
        """Whether it can be for the inputs as written."""
        return not self.always_out and all(node.value for node in self.nodes)


class Guard(Struct, frozen=True):
    """Something that is fixed in the workbook and that inputs could change: it holds while ``node`` does."""

    says: str
    node: Node


def chosen(analysis: Analysis, tracing: Tracing, wanted: MissingPrices) -> tuple[SheetChoice, ...]:
    """For every option whether it can be chosen."""
    return tuple(_chosen(analysis, tracing, wanted, plan) for plan in wanted.case.options)


def _chosen(analysis: Analysis, tracing: Tracing, wanted: MissingPrices, plan: OptionPlan) -> SheetChoice:
    case, graph, row = wanted.case, tracing.sheet.graph, analysis.option(plan.id)
    kept = kept_by_numbers(case, plan, tracing.sheet.values)
    uses = [use for work in plan.works for use in priced_without(case, plan, work)]
    nodes = [*kept.values(), *(tracing.sheet.values[key] <= 0.0 for key, _ in uses if key in case.inputs)]
    given = tracing.sheet.given(plan.id)
    by_uses = {(gap.line_key, gap.write, gap.why) for _, gap in uses}
    out = any(have.status == "fail" and have.key not in kept for have in row.must_haves)
    out = out or (
        wanted.left[plan.id]
        and any((gap.key, gap.write, gap.why) not in by_uses and gap.write not in wanted.every for gap in row.unpriced)
    )
    held = tuple(graph.of(node).ravel()[0] for node in nodes)
    return SheetChoice(plan.id, out, (*held, *given), given)


def guards(analysis: Analysis, case: Case, tracing: Tracing, width: int) -> tuple[Guard, ...]:
    """The horizon within the months laid out, and default bridges that are still the ones the product would choose."""
    graph = tracing.sheet.graph
    horizon = graph.input(HORIZON, float(case.horizon_months))
    limit = graph.operation("le", horizon, graph.constant(float(width)))
    whole = graph.operation("ge", graph.operation("floor", horizon), horizon)
    found = [Guard(f"the horizon is a whole number of at most {width} months", graph.operation("and", limit, whole))]
    begins = [tracing.sheet.begins(event) for event in tracing.sheet.events]
    found += [Guard(ORDER, graph.operation("le", one, next_)) for one, next_ in pairwise(begins)]
    for plan in case.options:
        if (node := tracing.bridged.get(plan.id)) is not None:
            name = "nobody serves" if plan.meanwhile == NOBODY else f"{title(analysis, plan.meanwhile)} serves"
            found.append(Guard(f"{name} until {title(analysis, plan.id)} is live", node))
    return tuple(found)


def fixed(analysis: Analysis, read: frozenset[str], width: int) -> Iterator[str]:
    """What stays as it is whatever is typed here, in sentences."""
    case = analysis.case
    yield "Which workloads, routes, options, tools, items and models there are, and which inputs are given at all."
    day = figures.day(case.as_of)
    yield f"The rules of {day}: which modifiers and discounts apply where, prompt-length tiers and their thresholds."
    bridges = [
        f"{title(analysis, plan.meanwhile) if plan.meanwhile != NOBODY else 'nobody'} until {title(analysis, plan.id)} is live"
        for plan in case.options
        if not plan.is_today and not plan.parts and not follows_bridges(case, plan.id)
    ]
    if bridges:
        yield f"Who serves meanwhile: {'; '.join(bridges)}."
    if case.teams:
        yield "Who serves each team until its option is live."
    begins = sorted(case.events, key=lambda event: event.month)
    if len(begins) > 1:
        yield f"In which order expected changes begin: {figures.listed([event.title for event in begins])}."
    facts = [
        title(analysis, row.id) for row in analysis.options if any(have.status == "fail" for have in row.must_haves)
    ]
    if facts or case.profile.list("requirements.must"):
        yield "What is known about must-haves, and the sandbox sizes asked for."
    unread = [row.key for row in analysis.inputs if row.given and row.key not in read and _is_number(row.key)]
    if unread:
        yield f"Inputs that no formula here reads: {', '.join(unread)}."
    yield f"A horizon of at most {width} months. The futures: they are values and are not drawn again."


def _is_number(key: str) -> bool:
    return split(key)[-1] not in ("schema", "seed", "draws")


def all_nodes(choices: Sequence[SheetChoice], held: Sequence[Guard]) -> list[Node]:
    """Every node that a formula of these needs."""
    return [*(node for choice in choices for node in choice.nodes), *(guard.node for guard in held)]
