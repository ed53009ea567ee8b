"""The panels of the work screen: each can be reached by name and by letter, fits its room, and shows what the model says; and deciding."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Awaitable, Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from model.comparison import resolve
from model.decision import analyse
from model.decision.records.analysis import ON_REQUEST, PARTS, Analysis, SwitchingValue
from model.profile import Problems, Profile, load
from model.telling.flips import flips
from model.telling.option_names import _short
from tui.app import SwitchpointApp
from tui.charts.draw import draw
from tui.charts.widget import ChartView
from tui.dialogs.jump import LETTERS
from tui.paint.lines import plain, width_of
from tui.places.work_screen import WorkScreen
from tui.state.keeping import Keeper
from tui.telling.amounts import short_name, short_title
from tui.telling.echo import whose_lines
from tui.telling.map_axes import choices, reaching
from tui.telling.pictures import PICTURES, available, per_outcome, tornado
from tui.widgets.painted import Words

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
STARTERS = tuple(sorted(path.stem for path in (ROOT / "profiles").glob("*.toml")))
Play = Callable[[Pilot[int], SwitchpointApp], Awaitable[None]]


@cache
def answered(starter: str) -> Analysis:
    """A starter with everything that is worked out on request."""
    profile = load(ROOT / "profiles" / f"{starter}.toml")
    assert not isinstance(profile, Problems)
    case = resolve(profile, TODAY)
    assert not isinstance(case, Problems)
    return analyse(case, 500, parts=PARTS | ON_REQUEST)


def play(tmp_path: Path, what: Play, starter: str = "support-desk", size: tuple[int, int] = (120, 40)) -> None:
    """Open the workbench on a copy of a starter and do something."""
    shutil.copytree(ROOT / "profiles", tmp_path, dirs_exist_ok=True)  # one may extend another, or name its teams' files
    file = tmp_path / f"{starter}.toml"

    async def run() -> None:
        app = SwitchpointApp(file, TODAY, Keeper(tmp_path / "state"))
        async with app.run_test(size=size) as pilot:
            await settled(pilot, app)
            await what(pilot, app)

    asyncio.run(run())


async def settled(pilot: Pilot[int], app: SwitchpointApp) -> None:
    """Wait until the whole answer of the present revision is there, and for every thread."""
    for _ in range(300):
        await pilot.pause(0.02)
        ready = app.answer is not None and app.store is not None and app.answer.revision == app.store.revision
        if ready and app.answer is not None and app.answer.complete:
            break
    await app.workers.wait_for_complete()
    await pilot.pause(0.05)


def work(app: SwitchpointApp) -> WorkScreen:
    """The work screen on top."""
    assert isinstance(app.screen, WorkScreen)
    return app.screen


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("size", [(78, 17), (69, 12), (48, 9), (178, 44)])
def test_every_panel_of_every_starter_fits(starter: str, size: tuple[int, int]) -> None:
    """Titles are whole, no figure is cut inside, and every row has exactly the width."""
    analysis = answered(starter)
    for kind in PICTURES:
        chart = kind.make(analysis)
        if chart is None:
            continue
        picture = draw(chart, *size)
        assert chart.title.partition(",")[0] in picture.text(), kind.id
        assert not re.search(r"[$+−][\d.,]*…", picture.text()), (kind.id, picture.text())
        assert all(sum(len(text) for text, _ in row) <= size[0] for row in picture.rows)


def test_pictures_without_anything_to_show_are_passed_over() -> None:
    """Where no workload has routes there is no picture of routes; where one has, there is."""
    assert "routes" not in {kind.id for kind in available(answered("support-desk"))}
    assert "routes" in {kind.id for kind in available(answered("research-agent"))}
    assert "mixed" in {kind.id for kind in available(answered("coding-fleet"))}
    assert "must" in {kind.id for kind in available(answered("regulated-team"))}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_picture_is_reached_by_name(tmp_path: Path, size: tuple[int, int]) -> None:
    """G, a part of the name, Enter: the panel is there, and arrows read it out."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("G", *"cheaper", "enter")
        await settled(pilot, app)
        panel = work(app).panels["picture"]
        assert "WHAT WOULD MAKE CLAUDE MANAGED AGENTS CHEAPER" in panel.text
        await pilot.press("down")
        assert panel.picture.readout

    play(tmp_path, what, size=size)


def test_a_picture_is_reached_by_its_letter(tmp_path: Path) -> None:
    """g shows a letter for every picture; the letter goes there."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("g")
        await pilot.pause()
        targets = [name for name, _ in app.screen._targets()]  # type: ignore[attr-defined]
        await pilot.press(LETTERS[targets.index("picture:sides")])
        await settled(pilot, app)
        assert "ON ONE SIDE ONLY" in work(app).panels["picture"].text

    play(tmp_path, what)


def test_cost_against_volume_is_worked_out_when_it_is_shown_and_follows_an_edit(tmp_path: Path) -> None:
    """Nothing of it before; then the curve with its break-even; after an edit another one."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        screen = work(app)
        assert app.curve is None
        screen.show_picture("volume")
        await settled(pilot, app)
        before = app.curve
        assert before is not None
        assert "even at" in screen.panels["picture"].text
        screen.form.focus()
        await pilot.press("right")
        await settled(pilot, app)
        await settled(pilot, app)
        assert app.curve is not before

    play(tmp_path, what, "support-desk-all-regions")


def test_any_panel_fills_the_screen(tmp_path: Path) -> None:
    """The panel under the focus is the one that z makes big; z again brings all back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        screen = work(app)
        for name in ("decides", "flips", "picture"):
            screen.panels[name].focus()
            await pilot.press("z")
            await pilot.pause()
            assert [n for n, p in screen.panels.items() if p.display] == [name]
            await pilot.press("z")
            await pilot.pause()
            assert all(panel.display for panel in screen.panels.values())

    play(tmp_path, what)


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("width", [80, 100, 120, 180])
def test_the_header_says_whole_words(starter: str, width: int) -> None:
    """At no width is a fact of the three lines cut, and the verdict, its range and the nearest flip are always there."""
    from tui.state.quick_and_whole import StateAnswer
    from tui.telling.verdict_lines import verdict_lines

    analysis = answered(starter)
    lines = verdict_lines(StateAnswer(1, analysis.case.profile, None, analysis, (), True), width)
    assert [width_of(line) <= width for line in lines] == [True] * 3
    said = "\n".join(plain(line) for line in lines)
    assert "…" not in said
    assert "Flips" in said
    assert " to " in said.splitlines()[0] or analysis.verdict.saving_p10_usd == analysis.verdict.saving_p90_usd


def test_options_with_long_titles_go_by_a_name_that_tells_them_apart() -> None:
    """Short titles stay; of long ones the first words, or the id where others begin alike."""
    coding = answered("coding-session")
    named = [short_title(coding, row.id) for row in coding.options]
    assert named == ["Managed", "Own stack on E2B", "Own machines", "Own containers"]
    fleet = answered("coding-fleet")
    assert [short_title(fleet, row.id) for row in fleet.options] == ["Managed", "Managed loop", "Own stack"]
    assert short_name(fleet, "Upkeep, Claude Managed Agents") == "Upkeep, managed"


@pytest.mark.parametrize(
    ("titles", "short"),
    [
        (("Claude Managed Agents", "Managed, sandboxes in our VPC"), ["Managed", "Half"]),
        (("Own stack, two regions", "Own stack"), ["Managed", "Own stack"]),
        (("Same long title of an option", "Same long title of an option"), ["Managed", "Half"]),
        (("Hosted", "Hosted"), ["Managed", "Half"]),
        (("Claude Managed Agents", "Managed"), ["Managed", "Half"]),
    ],
)
def test_no_two_options_go_by_one_name(titles: tuple[str, str], short: list[str]) -> None:
    """An id that others begin with, equal titles, a title that is another's id."""
    pairs = tuple(zip(("managed", "half"), titles, strict=True))
    assert [_short(option, pairs) for option in ("managed", "half")] == short


def test_deciding_writes_the_decision_and_undo_takes_it_back(tmp_path: Path) -> None:
    """D, the verdict, by whom, why: under [decision] with what it rests on, saved with the profile."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("D", "enter")
        await pilot.pause()
        await pilot.press(*"Platform round", "enter")
        await pilot.pause()
        await pilot.press(*"Upkeep decides", "enter")
        await settled(pilot, app)
        profile = app.store.profile
        assert profile.text("decision.option") == "managed"
        assert profile.text("decision.by") == "Platform round"
        assert profile.day("decision.date") == TODAY
        assert profile.ids("decision.switching_values")
        await settled(pilot, app)
        work(app).show_picture("revisit")
        await settled(pilot, app)
        assert "Decided for Claude Managed Agents" in work(app).panels["picture"].text
        await pilot.press("w")
        await pilot.pause()
        saved = load(tmp_path / "support-desk.toml")
        assert not isinstance(saved, Problems)
        assert saved.text("decision.note") == "Upkeep decides"
        await pilot.press("u")
        assert app.store.profile.text("decision.option") is None

    play(tmp_path, what)


def test_an_edit_while_deciding_leaves_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision belongs to the answers that were on the screen."""
    from tui.flows import write_decision as deciding

    made = deciding.rests_on

    def interrupted(profile: Profile, bench: SwitchpointApp, option: str) -> Analysis | None:
        assert bench.store is not None
        bench.call_from_thread(bench.store.edit, {"horizon_months": 24}, "another horizon")
        return made(profile, bench, option)

    monkeypatch.setattr(deciding, "rests_on", interrupted)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("D", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await settled(pilot, app)
        assert app.store.profile.text("decision.option") is None

    play(tmp_path, what)


def test_saving_while_deciding_saves_the_decision(tmp_path: Path) -> None:
    """D, Enter, Enter, Enter and w at once: the file has the decision, whatever takes how long."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("D", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter", "w")
        await settled(pilot, app)
        assert app.store is not None
        assert not app.store.unsaved

    play(tmp_path, what)
    saved = load(tmp_path / "support-desk.toml")
    assert not isinstance(saved, Problems)
    assert saved.text("decision.option") == "managed"


def test_any_amount_of_a_picture_leads_to_its_lines(tmp_path: Path) -> None:
    """Enter on a row of what decides opens its lines; on a row of flips the input."""
    from tui.dialogs.drill import DrillScreen

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        screen = work(app)
        screen.panels["decides"].focus()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        assert "Upkeep" in app.screen.words.text
        assert "present value" in app.screen.words.text
        await pilot.press("escape")
        await pilot.pause()
        screen.panels["flips"].focus()
        await pilot.press("down", "y")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        assert "options.managed.token_price_factor" in app.screen.words.text
        await pilot.press("down", "up", "enter")
        await pilot.pause()
        cell = work(app).form.cell
        assert cell is not None
        assert cell.key == "options.managed.token_price_factor"

    play(tmp_path, what)


def test_the_mouse_does_what_keys_do(tmp_path: Path) -> None:
    """A click chooses a row of the form, hovering a picture reads a value out, a double click asks why, a click on the footer runs it."""
    from tui.dialogs.drill import DrillScreen

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        screen = work(app)
        await pilot.click("#form", offset=(3, 4))
        assert screen.form.row.title == "Waiting"
        await pilot.hover("#decides", offset=(10, 2))
        await pilot.pause()
        assert screen.panels["decides"].picture.readout.startswith("Upkeep")
        await pilot.click("#decides", offset=(10, 2), times=2)
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        await pilot.press("escape")
        await pilot.hover("#picture", offset=(30, 5))
        await pilot.pause()
        assert "Managed" in screen.panels["picture"].picture.readout
        place = screen.query_one("#foot").text.index("scenarios")  # type: ignore[attr-defined]
        await pilot.click("#foot", offset=(place + 2, 0))
        await settled(pilot, app)
        assert not isinstance(app.screen, WorkScreen)

    play(tmp_path, what)


def test_a_suggestion_is_taken_by_a_click(tmp_path: Path) -> None:
    """Lists to choose from can be clicked."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("G")
        await pilot.pause()
        rows = app.screen.query_one("#line").text.splitlines()  # type: ignore[attr-defined]
        y = next(index for index, row in enumerate(rows) if "On one side only" in row)
        await pilot.click("#line", offset=(8, y))
        await settled(pilot, app)
        assert "ON ONE SIDE ONLY" in work(app).panels["picture"].text

    play(tmp_path, what)


def test_jump_letters_fit_the_smallest_screen_and_can_be_clicked(tmp_path: Path) -> None:
    """Every target has its line at 80×24, and a click on one goes there."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("g")
        await pilot.pause()
        words = app.screen.query_one("#jump")
        rows = words.text.splitlines()  # type: ignore[attr-defined]
        assert len(rows) <= words.size.height
        for kind in available(answered("support-desk")):
            assert any(kind.title[:20] in row for row in rows), kind.title
        y = next(index for index, row in enumerate(rows) if "Who causes" in row)
        await pilot.click("#jump", offset=(rows[y].index("Who causes"), y))
        await settled(pilot, app)
        assert "WHO CAUSES THE BILL" in work(app).panels["picture"].text

    play(tmp_path, what, size=(80, 24))


def test_the_six_questions_show_what_decides_where_there_is_room(tmp_path: Path) -> None:
    """The picture moves with the first answer; at 80×24 the questions have all the room."""

    async def run(size: tuple[int, int]) -> tuple[str, str]:
        app = SwitchpointApp(None, TODAY, Keeper(tmp_path / f"state{size[0]}"))
        async with app.run_test(size=size) as pilot:
            await settled(pilot, app)
            before = app.screen.query_one("#decides", ChartView).text
            await pilot.press("down", "right", "right", "right")
            await settled(pilot, app)
            return before, app.screen.query_one("#decides", ChartView).text

    before, after = asyncio.run(run((120, 40)))
    assert "WHAT DECIDES" in before
    assert before != after
    assert "".join(asyncio.run(run((80, 24)))).strip() == ""


def test_a_question_of_an_option_out_of_sight_is_found_and_brings_it_beside(tmp_path: Path) -> None:
    """Three options, two in the columns: the third one's upkeep is found; undo brings the pair back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        pair = work(app).pair()
        assert app.store is not None
        other = next(option for option in app.store.profile.ids("options") if option not in pair)
        await pilot.press("slash", *f"{other}.upkeep", "enter")
        await settled(pilot, app)
        assert work(app).pair() == (pair[0], other)
        cell = work(app).form.cell
        assert cell is not None
        assert cell.key == f"options.{other}.upkeep_fte"
        await pilot.press("u")
        assert work(app).pair() == pair

    play(tmp_path, what, "coding-session")


@pytest.mark.parametrize("starter", STARTERS)
def test_every_input_of_a_map_has_a_name_of_its_own(starter: str) -> None:
    """The inputs to choose from differ by name, and what matters most comes first."""
    analysis = answered(starter)
    found = choices(analysis)
    assert len({name for _, name in found}) == len(found) == sum(row.decides for row in analysis.inputs)
    nearest = [row.key for row in flips(analysis).rows][:1]
    assert {key for key, _ in found[:2]} >= set(nearest)


def test_an_axis_of_the_map_reaches_to_where_the_answer_flips() -> None:
    """It goes on beyond the flip, inside the hard limits, and not where that is out of all proportion."""
    row = next(row for row in answered("support-desk").switching_values if row.value is not None)

    def at(now: float, value: float | None, high: float = 1e9) -> SwitchingValue:
        return replace(row, now=now, value=value, low=0.0, high=high)

    assert reaching((0.02, 0.08), at(0.03, 0.35))[1] > 0.35
    assert reaching((0.02, 0.08), at(0.03, 0.35, 0.36)) == (0.02, 0.36)
    assert reaching((0.02, 0.08), at(0.03, 0.9)) == (0.02, 0.08)
    assert reaching((0.02, 0.08), at(0.03, None)) == (0.02, 0.08)
    assert reaching((0.02, 0.08), None) == (0.02, 0.08)
    assert reaching((5.0, 80.0), at(20.0, 2.0))[0] < 2.0


def test_a_list_of_names_scrolls_and_begins_with_what_begins_so(tmp_path: Path) -> None:
    """Arrows, PgDn and End reach every entry, how many are out of sight is said whole, and words that begin with the text come first."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        async def line() -> str:
            await pilot.pause(0.05)
            words = app.screen.query_one("#line", Words)
            return "\n".join(plain(row) for row in words.picture(0, 0))

        await pilot.press("G")
        assert re.search(r"↓ \d+ more$", (await line()).rstrip())
        await pilot.press("end")
        assert re.search(r"↑ \d+ more$", (await line()).rstrip())
        assert "▶ What would flip it" in await line()
        await pilot.press("home", "pagedown", "up")
        assert len(re.findall("▶", await line())) == 2
        await pilot.press(*"again")
        shown = [row.strip() for row in (await line()).splitlines()]
        assert shown.index("▶ When to look again") < shown.index("Cost against volume")

    play(tmp_path, what, size=(80, 24))


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("size", [(48, 9), (67, 11), (69, 17), (78, 17), (110, 24)])
def test_no_line_of_the_tornado_touches_a_label(starter: str, size: tuple[int, int]) -> None:
    """Where the answer flips is marked between the labels, and what may happen goes by its name."""
    made = tornado(answered(starter))
    assert made is not None
    assert not re.search(r"[\w%$]┊|┊[\w%$]", draw(made, *size).text())
    assert not any(row.name.startswith("Whether") for row in made.rows)


@pytest.mark.parametrize("width", [30, 42, 50, 60, 90])
@pytest.mark.parametrize("starter", STARTERS)
def test_as_many_dots_as_inputs_that_decide_or_none(starter: str, width: int) -> None:
    """The row of dots is never cut: a dot each, or the sentence alone."""
    analysis = answered(starter)
    said = "\n".join(plain(row) for row in whose_lines(analysis, width))
    whose = analysis.whose_numbers
    assert (said.count("●"), said.count("○")) in ((whose.own, whose.deciding - whose.own), (0, 0))
    assert all(width_of(row) <= width for row in whose_lines(analysis, width)[-1:])


def test_equal_costs_of_an_outcome_are_said_to_be_equal() -> None:
    """Two bars that are equal to the cent say so in the title; others do not."""
    analysis = answered("support-desk")
    first, *_ = analysis.options
    assert per_outcome(analysis).title == "COST OF ONE OUTCOME"
    made = per_outcome(replace(analysis, options=(first, replace(first, id="other"))))
    assert made.title == "COST OF ONE OUTCOME, THE SAME FOR BOTH"
