"""Why this figure: from every amount to its lines, from every line to quantity × rate and on to the inputs, in the room there is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from model.comparison import resolve
from model.decision import analyse
from model.decision.bill.dependencies import feeding
from model.decision.records.analysis import Analysis
from model.profile import Problems, load
from model.quantities import figures
from tests.cases import DAY
from tui.paint.lines import plain, width_of
from tui.telling.derivation import ALL, DerivationSpot, entry, named, spot_of, targets, told, trail_to

ROOT = Path(__file__).parents[1]
STARTERS = tuple(sorted(path.stem for path in (ROOT / "profiles").glob("*.toml")))
WIDTHS = (70, 106)  # inside the box at 80 and at 120 columns


@cache
def answered(starter: str) -> Analysis:
    """A starter's whole analysis."""
    profile = load(ROOT / "profiles" / f"{starter}.toml")
    assert not isinstance(profile, Problems)
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems)
    return analyse(case, 200)


@cache
def every_spot(starter: str) -> tuple[DerivationSpot, ...]:
    """Every spot that can be reached from the whole, each once."""
    analysis = answered(starter)
    found: dict[DerivationSpot, None] = {ALL: None}
    todo = [ALL]
    while todo:
        spot = todo.pop()
        for target in targets(analysis, spot):
            if target.kind != "go" and target not in found:
                found[target] = None
                todo.append(target)
    return tuple(found)


@pytest.mark.parametrize("starter", STARTERS)
def test_every_line_and_every_input_it_reads_is_reached(starter: str) -> None:
    """No line of any option is a dead end, and every input that feeds some line leads to its question."""
    analysis, spots = answered(starter), set(every_spot(starter))
    for row in analysis.options:
        for index, line in enumerate(row.lines):
            assert DerivationSpot("line", line.key, row.id, index) in spots
    read = {
        row.key
        for option in analysis.options
        for at in range(len(option.lines))
        for row in feeding(analysis, option.id, at)
    }
    for key in read:
        assert DerivationSpot("input", key) in spots
        assert targets(analysis, DerivationSpot("input", key))[0] == DerivationSpot("go", key)


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("width", WIDTHS)
def test_everything_said_fits_and_no_figure_is_cut(starter: str, width: int) -> None:
    """Every row of every spot has its room, and ends of amounts are never missing."""
    analysis = answered(starter)
    for spot in every_spot(starter):
        rows = [
            *told(analysis, spot, width),
            *(entry(analysis, target, width - 1) for target in targets(analysis, spot)),
        ]
        for row in rows:
            assert width_of(row) <= width, (spot, plain(row))
            assert not re.search(r"[$+−][\d.,]*…", plain(row)), (spot, plain(row))


@pytest.mark.parametrize("starter", STARTERS)
def test_a_line_is_quantity_times_rate_with_its_rule(starter: str) -> None:
    """The amount of month 1 stands behind the equals sign; what is paid once or by a bridge says so."""
    analysis = answered(starter)
    for spot in every_spot(starter):
        if spot.kind != "line":
            continue
        line = analysis.option(spot.option).lines[spot.index]
        said = " ".join(" ".join(plain(row) for row in told(analysis, spot, 106)).split())
        assert figures.rate(line.rate_usd_month_1) in said
        assert "Rule:" in said
        if line.month_1_usd:
            assert f"= {figures.dollars(line.month_1_usd, 2)} in month 1" in said
        elif line.total_usd:
            assert ("until this is live" if line.bridge else f"= {figures.dollars(line.total_usd, 2)}, once") in said
        if line.source is not None:
            assert figures.day(line.source.checked) in said


def test_keys_of_all_kinds_find_their_spot() -> None:
    """A group, an option, a line and an input are told apart; "" is the whole."""
    analysis = answered("coding-fleet")
    assert trail_to(analysis, "") == [ALL]
    group = analysis.difference.rows[0].key
    assert spot_of(analysis, group) == DerivationSpot("group", group)
    assert spot_of(analysis, "own") == DerivationSpot("option", option="own")
    assert spot_of(analysis, "tokens.input").kind == "line"
    upkeep = spot_of(analysis, "options.own.upkeep_fte")
    assert upkeep == DerivationSpot("input", "options.own.upkeep_fte")
    assert named(analysis, upkeep) == "Upkeep, engineers, own stack"
