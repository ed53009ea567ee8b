"""Measured in the workbench: a source shows what it would change, all or some of it is taken as one step, and the bill leads down to sessions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from usage import SAMPLES, measured
from workbench import play, screen_text, settled

from model.quantities import Quantity
from tui.app import SwitchpointApp
from tui.flows.intake_dialog import IntakeScreen
from tui.places.bill_screen import BillScreen
from tui.places.work_screen import WorkScreen
from tui.state.first_comparison import TEXT
from tui.telling import bill_walk, intake

SESSIONS = SAMPLES / "starters" / "high-volume-sessions.json"
RUNS = "workloads.work.sessions_per_month"


async def opened(pilot: Pilot[int], app: SwitchpointApp, source: Path) -> None:
    """I, the path, Enter, and everything of it read."""
    await pilot.press("I")
    await pilot.pause()
    for character in str(source):
        await pilot.press({"/": "slash", "-": "minus", "_": "underscore", ".": "full_stop"}.get(character, character))
    await pilot.press("enter")
    await app.workers.wait_for_complete()
    await settled(pilot, app)


def test_all_of_a_source_is_one_step_that_undo_takes_back(tmp_path: Path) -> None:
    """84 sessions in 6 full weeks are 84 / 6 × 365.25 / 12 / 7 = 60.9 runs a month, measured; one u and nothing of it is there."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile
        await opened(pilot, app, SESSIONS)
        assert isinstance(app.screen, IntakeScreen)
        assert app.store.profile is before
        said = screen_text(app)
        assert "Our agent: runs a month" in said
        assert "1k to 10k" in said
        assert "All taken: " in said
        await pilot.press("enter")
        await settled(pilot, app)
        leaf = app.store.profile.leaves[RUNS]
        assert isinstance(leaf.value, Quantity)
        assert leaf.value.mean == pytest.approx(84 / 6 * 365.25 / 12 / 7, rel=0.002)
        assert leaf.basis == "measured"
        assert "Managed Agents sessions" in leaf.source
        await pilot.press("u")
        assert app.store.profile is before

    play(tmp_path, what)


def test_some_of_it_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    """Space on the first row keeps the runs as typed; everything else is taken."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await opened(pilot, app, SESSIONS)
        await pilot.press("space", "enter")
        await settled(pilot, app)
        assert app.store is not None
        assert app.store.profile.leaves[RUNS].text == "1k to 10k"
        assert app.store.profile.leaves["workloads.work.model"].text == "claude-haiku-5-5"

    play(tmp_path, what)


def test_a_takes_none_and_escape_changes_nothing(tmp_path: Path) -> None:
    """With nothing ticked Enter says so and stays; Escape leaves the profile alone."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile
        await opened(pilot, app, SESSIONS)
        await pilot.press("a", "enter")
        await pilot.pause()
        assert "Nothing is ticked" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, WorkScreen)
        assert app.store.profile is before

    play(tmp_path, what)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (180, 50)])
def test_an_agent_without_a_workload_gets_a_place(tmp_path: Path, size: tuple[int, int]) -> None:
    """Two workloads and an agent of another name: Enter on it makes a workload of its own, in the same step."""
    two = TEXT.replace(
        "[engineering]", "[workloads.other]\nsessions_per_month = 10\nactive_minutes = 1\n\n[engineering]"
    )

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await opened(pilot, app, SESSIONS)
        assert "checks: no workload of this name" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("end", "enter")
        await app.workers.wait_for_complete()
        await settled(pilot, app)
        await pilot.press("enter")
        await settled(pilot, app)
        assert app.store is not None
        assert app.store.profile.ids("workloads") == ("work", "other", "checks")
        assert app.store.undo() == "take 10 measured inputs"
        assert app.store.profile.ids("workloads") == ("work", "other")

    play(tmp_path, what, text=two, size=size)


def test_the_bill_leads_from_an_agent_to_weeks_and_sessions(tmp_path: Path) -> None:
    """Six weeks of fourteen sessions; a week of them; and back where one came from."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await opened(pilot, app, SESSIONS)
        await pilot.press("b")
        await settled(pilot, app)
        assert isinstance(app.screen, BillScreen)
        assert "WHAT A SESSION COSTS" in screen_text(app)
        await pilot.press("enter", "enter")
        await settled(pilot, app)
        assert "all agents › checks › week of 5 Oct 2026" in screen_text(app)
        assert len(app.screen.rows_before) == 2
        await pilot.press("backspace", "backspace")
        assert app.screen.spot == bill_walk.Spot()
        await pilot.press("escape")
        assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what)


def test_before_anything_is_measured_the_bill_is_the_profiles(tmp_path: Path) -> None:
    """C shows who causes the first full month as the profile has it, and that I opens what really ran."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("C")
        await settled(pilot, app)
        assert "from the profile" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "I opens what really ran" in screen_text(app)

    play(tmp_path, what)


def test_the_first_questions_begin_with_what_really_ran(tmp_path: Path) -> None:
    """A session export becomes work without a file: its agent is the workload, its numbers are measured."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert "I have a bill or a session export" in screen_text(app)
        await opened(pilot, app, SESSIONS)
        assert isinstance(app.screen, WorkScreen)
        assert app.store is not None
        assert app.store.profile.ids("workloads") == ("checks",)
        assert app.store.profile.leaves["workloads.checks.sessions_per_month"].basis == "measured"
        assert app.path is None

    play(tmp_path, what, text=None)


def test_a_bill_alone_shows_who_causes_it(tmp_path: Path) -> None:
    """Charges name no sessions: the table stands, nothing of the profile changes, and the number of sessions is unknown, not 0."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile
        await opened(pilot, app, SAMPLES / "anthropic-admin" / "analytics-cost-by-agent.json")
        assert isinstance(app.screen, BillScreen)
        assert app.store.profile is before

    play(tmp_path, what)


def test_a_file_of_nothing_known_is_said_and_nothing_opens(tmp_path: Path) -> None:
    """The work goes on."""
    (tmp_path / "notes.json").write_text(json.dumps({"hello": 1}))

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await opened(pilot, app, tmp_path / "notes.json")
        assert isinstance(app.screen, WorkScreen)
        assert "Nothing could be read" in screen_text(app)

    play(tmp_path, what)


def test_the_weeks_of_the_agents_add_up_to_the_weeks_of_all() -> None:
    """Every session of a week belongs to one agent."""
    found = measured(SAMPLES / "managed-agents", deeper=True)
    assert found.deeper is not None
    for week in found.weeks:
        parts = [each for several in found.deeper.weeks.values() for each in several if each.week == week.week]
        assert sum(each.sessions for each in parts) == week.sessions
        assert sum(each.list_usd for each in parts) == pytest.approx(week.list_usd)


@pytest.mark.parametrize("width", [60, 76, 118, 178])
def test_every_width_of_the_bill_foots(width: int) -> None:
    """Fewer columns hold the same money: the axes of every row add up to its total, to the cent."""
    sheet = bill_walk.measured_sheet(measured(SAMPLES / "managed-agents", deeper=True), bill_walk.Spot(), width)
    for row in sheet.rows:
        *parts, total = (None if cell == "?" else float(cell[1:].replace(",", "")) for cell in row[2:-1])
        assert total is not None
        assert sum(part or 0.0 for part in parts) == pytest.approx(total, abs=0.005)


def test_a_narrow_row_keeps_the_name_of_its_input() -> None:
    """Every row of one workload begins alike: its name gives way, then it goes."""
    title = "Coding sessions: runs a month"
    assert intake.name_in(title, 40) == title
    assert intake.name_in(title, 20) == "Codin…: runs a month"
    assert intake.name_in(title, 16) == "Runs a month"
    assert intake.name_in("Incidents", 6) == "Incid…"


def test_two_ranges_stand_on_one_scale() -> None:
    """1 to 10 and 5 to 6, evenly: the thin line from end to end, the thick one on its part of it."""
    row = intake.IntakeRow("k", "K", "1 to 10", "5 to 6", (1.0, 10.0), (5.5, 10.0), "", "")
    assert "".join(text for text, _ in intake.bar(row, 10)) == "───────━━━"
    assert intake.places((4.0, 4.0), (4.0, 4.0), 9) == (4, 4)


def test_the_first_screen_loads_nothing_of_usage() -> None:
    """DuckDB and the readers come with the first I, not before."""
    loaded = "tui.app, tui.places.work_screen, tui.places.first_screen, tui.flows.measure_source"
    seen = f"import sys, {loaded}; print([m for m in sys.modules if m.startswith(('model.usage', 'duckdb'))])"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
