"""The formulas followed on symbols: the same figures as evaluated, every dependency kept, and nothing baked in unseen."""

from __future__ import annotations

import numpy as np
import pytest
from cases import CODING, case_of, starter
from generated import profile_text

from model.comparison import Case, Line, evaluate, middle
from model.comparison.following.traced import Graph, Node, NotFollowedError, Traced
from model.comparison.following.tracing import TracedLine, month_key, trace

STARTERS = (
    "coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
    "support-desk-all-regions",
)  # fmt: skip


def assert_same(case: Case) -> None:
    """Every line followed on symbols has the value that the evaluation gives it."""
    run, found = evaluate(case, middle(case)), trace(case, 60)
    assert [option.id for option in found.options] == [option.id for option in run.options]
    for option, costs in zip(found.options, run.options, strict=True):
        ready = [line for line in option.lines if line.ready]
        assert all(line.total.value == line.present_value.value == 0.0 for line in ready), option.id
        serving = [line for line in option.lines if not line.ready]
        for traced, line in zip(serving, costs.lines, strict=True):
            assert _figures(traced) == pytest.approx(_expected(line), rel=1e-9, abs=1e-6), (option.id, line.key)


def _figures(line: TracedLine) -> list[float]:
    return [node.value for node in (line.quantity, line.rate, line.month_1, line.total, line.present_value)]


def _expected(line: Line) -> list[float]:
    figures = (line.quantity_month_1, line.rate_usd, line.month_1_usd, line.total_usd, line.present_value_usd)
    return [float(np.ravel(figure)[0]) for figure in figures]


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_is_followed_to_the_same_figures(name: str) -> None:
    """Quantity, rate, month 1, total and present value of every line, with months laid out beyond the horizon."""
    assert_same(starter(name))


@pytest.mark.parametrize("seed", range(12))
def test_a_generated_profile_is_followed_to_the_same_figures(seed: int) -> None:
    """Every kind, place to run, bridge, event and token shape."""
    assert_same(case_of(profile_text(seed)))


ANSWERED = (
    CODING.replace('runs_on = "existing-machines"', "")
    + """
[options.own.hosts]
usd_per_hour = 0.5
sessions_per_host = 1
answer_share = 0.9
answer_seconds = 20
"""
)


@pytest.mark.parametrize("sessions", [0, 3, 400, 60_000, 1_500_000])
def test_a_search_is_followed_by_formulas_that_find_the_same(sessions: int) -> None:
    """The machines for an answer target, from none to thousands, in every month of a growing load."""
    assert_same(
        case_of(ANSWERED, workloads__coding__sessions_per_month=sessions, workloads__coding__growth_per_month=0.03)
    )


@pytest.mark.parametrize("waiting", [100, 1_000_000])
@pytest.mark.parametrize("weeks", ["1", "4", "8"])
def test_whoever_is_live_sooner_and_costs_less_than_nobody_serves_meanwhile(weeks: str, waiting: int) -> None:
    """Where nobody wrote who bridges, the other option stands ready; where it is not chosen it costs nothing."""
    dear = {"workloads__coding__waiting_usd_per_month": waiting}
    case = case_of(CODING, options__managed__weeks_until_live=weeks, options__own__weeks_until_live="5", **dear)
    assert_same(case)
    found = {
        option.id: {line.line.bridge for line in option.lines if not line.ready} for option in trace(case, 60).options
    }
    assert ("own" in found["managed"]) == (weeks == "8" and waiting > 100)
    assert ("managed" in found["own"]) == (weeks != "8" and waiting > 100)


THIRD = """
[options.third]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = 1
upkeep_fte = 0
"""


def test_of_three_options_the_bridges_stay_and_whether_they_would_be_chosen_again_is_followed() -> None:
    """1 in every case that is written down as it is, for the comparison chose them."""
    for waiting in (100, 1_000_000):
        changes = {"options__managed__weeks_until_live": 2, "options__own__weeks_until_live": 5}
        case = case_of(CODING + THIRD, **changes, workloads__coding__waiting_usd_per_month=waiting)
        assert_same(case)
        bridged = trace(case, 60).bridged
        assert {"managed", "own"} <= bridged.keys()
        assert all(node.value for node in bridged.values())


def _keys(node: Node, found: set[str], seen: set[int]) -> set[str]:
    if id(node) not in seen:
        seen.add(id(node))
        found |= {node.key} if node.op == "input" else set()
        for arg in node.args:
            _keys(arg, found, seen)
    return found


def test_a_line_leads_back_to_the_inputs_that_its_evaluation_read() -> None:
    """To those of its block and to no others; and a line that costs something leads back to some."""
    case = starter("support-desk")
    run, found = evaluate(case, middle(case)), trace(case, 60)
    for traced, line in zip(found.options[1].lines, run.options[1].lines, strict=True):
        keys = _keys(traced.present_value, set(), set())
        when = {"horizon_months", *map(month_key, case.events)}  # of both the evaluation is the layout itself
        assert keys <= {*line.reads, *when}, line.key
        assert keys or traced.present_value.value == 0.0, line.key


def _array(graph: Graph) -> Traced:
    held = np.empty(1, dtype=object)
    held[0] = graph.input("a", 2.0)
    return Traced(graph, held)


def test_looking_at_a_value_is_refused() -> None:
    """A branch on a value would bake it in; so would turning it into a number or an index."""
    value = _array(Graph())
    for looked in (bool, float, int, len, iter, np.asarray, np.sort, np.add.reduce):
        with pytest.raises(NotFollowedError):
            looked(value)  # type: ignore[operator]


def test_what_cannot_change_is_simplified_and_what_can_is_kept() -> None:
    """Times one and plus nothing leave no trace; the last number before a half is spoken of as the half."""
    graph = Graph()
    value = _array(graph)
    assert (value * np.ones(1) + 0.0).node is value.node
    just_under_half = np.array([np.nextafter(0.5, 0.0)])
    compared = (just_under_half < value).node
    assert (compared.op, compared.args[1].value) == ("ge", 0.5)
