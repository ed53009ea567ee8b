"""Names in the workbench: long ones leave in sight what matters, offered ones give way to what is typed, and amounts say what they leave out."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.workbench import SIZES, TODAY, play, settled
from tui.app import SwitchpointApp
from tui.paint.lines import plain, spread
from tui.state.first_comparison import TEXT
from tui.state.quick_and_whole import go_on
from tui.telling.amounts import amount
from tui.telling.scenario_rows import rows_of
from tui.telling.scenarios import answered, columns
from tui.widgets.header import Header

REGULATED = Path(__file__).parents[1] / "profiles" / "regulated-team.toml"


def test_a_name_that_is_offered_gives_way_to_the_one_that_is_typed(tmp_path: Path) -> None:
    """Typing under Save as replaces the file name; an arrow first keeps it, to change a part of it."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("W", *"mine", "enter")
        await pilot.pause()
        assert app.path is not None
        assert app.path.name == "mine.toml"
        await pilot.press("W", "end", *".v2", "enter")
        await pilot.pause()
        assert app.path.name == "mine.toml.v2.toml"

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        play(tmp_path, what)


@pytest.mark.parametrize("size", SIZES)
def test_a_long_name_leaves_the_unsaved_mark_and_the_scenario_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    """Whoever works in a scenario sees so in the title, whatever the profile is called."""
    long = TEXT.replace('name = "', 'name = "' + "病院 letters of the southern region " * 3, 1)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("s")
        await pilot.pause(0.3)
        await pilot.press("d", *"On-call rota", "enter")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await settled(pilot, app)
        title = app.screen.query_one(Header).text.splitlines()[0]
        assert " * " in title
        assert "scenario O" in title
        assert "病院" in title

    play(tmp_path, what, text=long, size=size)


def test_a_long_title_gives_way_to_what_the_answer_saves(tmp_path: Path) -> None:
    """The first line names the option in short where its title would leave no room for the amount."""
    title = "Own stack, on Kubernetes in the second data centre of the parent company, with a rota"
    text = REGULATED.read_text(encoding="utf-8")
    named = text.replace('title = "Own stack in our cloud"', f'title = "{title}"')
    assert named != text

    async def what(_: Pilot[int], app: SwitchpointApp) -> None:
        first = app.screen.query_one(Header).text.splitlines()[1]
        assert "ONLY OWN STACK CAN BE CHOSEN" in first
        assert "$" in first

    play(tmp_path, what, text=named, size=(80, 24))


def test_side_by_side_says_at_least_where_a_price_is_missing(tmp_path: Path) -> None:
    """An option of the pair with costs that have no price shows its sum as a lower bound, and what is saved names the rival that is not shown."""
    text = REGULATED.read_text(encoding="utf-8")
    text = text.replace('pair = ["managed", "own"]', 'pair = ["own-server", "own-sandboxes"]')

    async def what(_: Pilot[int], app: SwitchpointApp) -> None:
        assert app.answer is not None
        assert app.answer.analysis is not None
        assert app.store is not None
        side = answered(columns(app.store.profile, 1)[0], TODAY, app.answer.analysis.pair, 1, go_on)
        rows = {label: say(side) for label, _, say in rows_of((side,))}
        assert rows["Own server, month 1"].startswith("≥ $")
        assert rows["Managed loop, month 1"].startswith("$")
        assert rows["how sure"] == "only one left"
        assert rows["saves, expected"].endswith("more expensive than Managed")

    play(tmp_path, what, text=text)


def test_what_fills_the_line_to_its_last_cell_is_shown() -> None:
    """An end that leaves just the gap is not dropped: the line of a mix was empty at 80 columns. One cell more, and it is."""
    start, end = (("", ""),), (("x" * 74, "strong"),)
    assert plain(spread(start, end, 76)) == "  " + "x" * 74
    assert plain(spread(start, end, 75)) == ""


@pytest.mark.parametrize(("value", "shown"), [(-0.00098, "−0.098 %"), (0.0000012, "0.00012 %"), (0.0, "0 %")])
def test_a_small_share_has_the_minus_of_every_amount(value: float, shown: str) -> None:
    """And no power of ten."""
    assert amount(value, "share") == shown
