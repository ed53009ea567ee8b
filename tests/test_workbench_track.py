"""The place *track*: kept months and an open source against the forecast, in every size, and what is said where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from test_usage_track import sessions, text
from textual.pilot import Pilot
from workbench import play, screen_text, settled

from model.profile.actuals import Held, TrackedMonth, keep, place_of, read_months
from tui.app import SwitchpointApp
from tui.flows.track_months import tracked
from tui.places.track_screen import TrackScreen
from tui.places.work_screen import WorkScreen
from tui.telling import track_walk as telling

MINUTES = "workloads.triage.active_minutes"


def months(actual: Sequence[float] = (100.0, 110.0, 90.0, 100.0, 150.0, 105.0)) -> list[TrackedMonth]:
    """Months from May 2026 with a forecast of $80 to $120 and active minutes of 8 to 14, that take a tenth of the dollars."""
    return [
        TrackedMonth(
            date(2026, 5 + at, 1), "managed", 4_000,
            (Held("triage.runtime", 20.0, 25.0, 30.0, usd / 4), Held("total", 80.0, 100.0, 120.0, usd)),
            (Held(MINUTES, 8.0, 10.7, 14.0, usd / 10.0), Held("workloads.triage.searches_per_session", 3.0, 3.0, 3.0, 3.0, False)),
        )
        for at, usd in enumerate(actual)
    ]  # fmt: skip


async def opened(pilot: Pilot[int], app: SwitchpointApp) -> TrackScreen:
    """F, and everything held."""
    await pilot.press("F")
    await app.workers.wait_for_complete()
    await settled(pilot, app)
    assert isinstance(app.screen, TrackScreen)
    return app.screen


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
def test_kept_months_stand_against_their_forecast(tmp_path: Path, size: tuple[int, int]) -> None:
    """Five of six within $80 to $120; September's $150 is above, and Enter shows 15 minutes instead of 8 to 14; nothing runs over an edge."""
    keep(place_of(tmp_path / "team.toml"), months())

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        screen = await opened(pilot, app)
        assert "The forecast held in 5 of 6 months, all others more expensive" in " ".join(screen_text(app).split())
        assert "Sep 2026" in screen_text(app)
        assert ("●" in screen_text(app)) == (size[0] >= 110)
        await pilot.press("up", "enter")
        shown = screen_text(app)
        assert "all months › September 2026" in shown
        (row,) = [line for line in shown.splitlines() if line.lstrip(" ▶").startswith("triage: running")]
        assert row.partition("●")[0].replace("─", " ").split()[-4:] == ["8", "14", "15", "above"]
        assert "=3" in shown
        assert any(line.lstrip(" ▶").startswith("total") and "$150" in line for line in shown.splitlines())
        await pilot.press("backspace")
        assert screen.at == 4
        await pilot.press("v")
        assert "too few to say whether your ranges are right" in " ".join(screen_text(app).split())
        await pilot.press("escape")
        assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what, text=text(), size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_without_a_month_it_says_how_one_comes(tmp_path: Path, size: tuple[int, int]) -> None:
    """Words in place of an empty table; no key breaks."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        screen = await opened(pilot, app)
        assert "No full month has been measured yet." in screen_text(app)
        await pilot.press("down", "enter", "v", "w", "backspace")
        assert screen.found is None
        await settled(pilot, app)
        assert not place_of(tmp_path / "team.toml").exists()

    play(tmp_path, what, text=text(), size=size)


def test_a_damaged_file_of_months_is_named(tmp_path: Path) -> None:
    """It is not written over."""
    path = place_of(tmp_path / "team.toml")
    path.write_text("schema = 9\n")

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await opened(pilot, app)
        assert "schema 9" in screen_text(app)
        await pilot.press("w")

    play(tmp_path, what, text=text())
    assert path.read_text() == "schema = 9\n"


def test_months_of_an_open_source_are_held_and_kept(tmp_path: Path) -> None:
    """October as measured by the source that I opened: w keeps it, and the next look calls it kept."""
    october = sessions(tmp_path, date(2026, 10, 1), 310, 12.0)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        app.read_source(str(october))
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("escape")
        screen = await opened(pilot, app)
        assert "October 2026" in screen_text(app)
        assert screen.found is not None
        await pilot.press("w")
        assert "1 month kept in " in screen_text(app)
        await pilot.press("enter")
        assert "worth" in screen_text(app)

    play(tmp_path, what, text=text({"sessions_per_month": "280 to 330", "active_minutes": "8 to 14"}))
    (month,) = read_months(place_of(tmp_path / "team.toml"))
    assert month.sessions == 310
    runtime = next(line for line in month.lines if line.key == "triage.runtime")
    assert runtime.actual == pytest.approx(310 * 0.2 * 0.08, rel=1e-5)


def test_a_bar_has_its_range_and_its_point_in_place() -> None:
    """1 to 9 on ten cells with 10 beyond it; 5 in the middle of 1 to 9."""
    assert telling.bar(Held("a", 1.0, 5.0, 2.0, 3.0), 9) == "─────   ●"
    assert telling.bar(Held("a", 1.0, 5.0, 2.9, 1.95), 5) == "──●──"


def test_a_profile_without_a_file_and_without_a_source_has_no_month() -> None:
    """Nothing is read, nothing is claimed."""
    from test_usage_track import profile_of

    assert tracked(profile_of(), "", date(2026, 11, 22), lambda _: None) == ""
