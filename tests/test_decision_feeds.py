"""What an input moves is what the formulas say, not what a block of them looks at; every surface lists the same."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from model.comparison import Case, evaluate, middle
from model.decision.analyse import analyse
from model.decision.bill.dependencies import Feeds, fed, feeding, feeds_of
from model.decision.records.analysis import Analysis
from model.report.explained import explained
from model.report.json import text
from tests.cases import CODING, DAY, case_of, starter
from tui.telling.derivation import DerivationSpot, targets

STARTERS = ("coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
            "support-desk-all-regions")  # fmt: skip


def keys_of(case: Case, key: str) -> set[tuple[str, str]]:
    """Option and key of the lines that an input moves."""
    run = evaluate(case, middle(case))
    return {(option, run.option(option).lines[place].key) for option, place in Feeds(case).moved_by(key)}


def moved(key: str, **changes: object) -> set[str]:
    """Line keys of both options that this input moves."""
    return {line for _, line in keys_of(case_of(CODING, DAY, **changes), key)}


def test_upkeep_moves_upkeep_alone() -> None:
    """A block computes all monthly costs of an option at once; only one of them depends on upkeep."""
    assert moved("options.own.upkeep_fte", options__own__oncall_usd_per_week=540) == {"engineering.upkeep"}


def test_a_token_price_moves_its_own_kind() -> None:
    """The price of output tokens moves the output line of both options."""
    assert moved("prices.models.claude-opus-4-8.output") == {"tokens.output"}


def test_a_share_at_its_limit_is_moved_down() -> None:
    """All of the prompt is read from the cache: a little less moves both the fresh and the cached line."""
    found = moved("workloads.coding.tokens.cached_share", workloads__coding__tokens__cached_share=1)
    assert found == {"tokens.input", "tokens.cache_read"}


def test_an_event_moves_what_its_price_is_paid_for() -> None:
    """Its chance and its factor move the runtime and nothing else."""
    table = '[events.up]\nmonth = 4\nkey = "prices.runtime_usd_per_hour"\nfactor = 2\nprobability = 0.3\n'
    case = case_of(CODING + table)
    for key in ("events.up.probability", "events.up.factor"):
        assert {line for _, line in keys_of(case, key)} == {"runtime.session"}
    assert Feeds(case).moved_by("no.such.key") == frozenset()


def test_a_staircase_is_climbed() -> None:
    """Machines in whole numbers depend on the sessions although a few more of them need no further machine."""
    hosts = "[options.own.hosts]\nusd_per_hour = 0.5\nsessions_per_host = 4\n"
    case = case_of(CODING.replace('runs_on = "existing-machines"\n', "") + hosts)
    for key in (
        "workloads.coding.sessions_per_month",
        "workloads.coding.active_minutes",
        "options.own.hosts.usd_per_hour",
    ):
        assert ("own", "hosts.machines") in keys_of(case, key), key


@cache
def answered(name: str) -> Analysis:
    """A starter's analysis."""
    return analyse(starter(name), 20, parts=frozenset())


def listed(said: str) -> list[list[str]]:
    """The inputs that an explanation lists under each "Reads:", and none for a line without."""
    parts = re.split(r"\n\n", said)
    return [re.findall(r"^    (\S+) = ", part.partition("  Reads:")[2], flags=re.MULTILINE) for part in parts]


@pytest.mark.parametrize("name", STARTERS)
def test_every_surface_lists_the_same_inputs_of_a_line(name: str) -> None:
    """`explain`, the drill of the screen and JSON, line by line, in the same order."""
    analysis = answered(name)
    document = json.loads(text(analysis))
    for row, table in zip(analysis.options, document["options"], strict=True):
        for place, line in enumerate(row.lines):
            keys = [read.key for read in feeding(analysis, row.id, place)]
            assert table["lines"][place]["reads"] == keys
            spots = targets(analysis, DerivationSpot("line", line.key, row.id, place))
            assert [spot.key for spot in spots] == keys
    for key in {line.key for row in analysis.options for line in row.lines}:
        said = explained(analysis.case, analysis, key, DAY)
        assert isinstance(said, str)
        places = [(row.id, at) for row in analysis.options for at, line in enumerate(row.lines) if line.key == key]
        assert listed(said)[: len(places)] == [[read.key for read in feeding(analysis, *place)] for place in places]


@pytest.mark.parametrize("name", STARTERS)
def test_every_surface_lists_the_same_lines_of_an_input(name: str) -> None:
    """`explain` and the drill; and an input feeds a line exactly where the line is fed by it."""
    analysis = answered(name)
    for row in analysis.inputs:
        places = fed(analysis, row.key)
        spots = targets(analysis, DerivationSpot("input", row.key))[1:]
        assert [(spot.option, spot.index) for spot in spots] == list(places)
        for option in analysis.options:
            for place in range(len(option.lines)):
                there = row.key in {read.key for read in feeding(analysis, option.id, place)}
                assert there == ((option.id, place) in places)
        said = explained(analysis.case, analysis, row.key, DAY)
        assert isinstance(said, str)
        told = re.findall(r"Feeds: (.*?)(?:\n  \S|\Z)", said, flags=re.DOTALL)
        names = [f"{analysis.option(option).lines[place].key} of {option}" for option, place in places]
        assert [re.sub(r"\s+", " ", part).strip() for part in told] == (
            [", ".join(dict.fromkeys(names))] if names else []
        )


def test_what_was_asked_of_a_case_is_kept() -> None:
    """The drill asks at every redraw."""
    case = answered("support-desk").case
    assert feeds_of(case) is feeds_of(case)
