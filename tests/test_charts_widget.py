"""The widget: it repaints only what changed, and its cursor moves by mouse and by keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from chart_samples import SAMPLES
from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from tui.charts.data import Decides, Finding, Findings, PaidSoFar
from tui.charts.widget import ChartView, changed
from tui.paint.themes import THEMES


class Watched(ChartView):
    """A chart that keeps what it asked to be repainted."""

    def __init__(self, name: str) -> None:
        super().__init__(SAMPLES[name], id="chart")
        self.asked: list[tuple[Region, ...]] = []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Watched:
        """Keep the regions and repaint."""
        if hasattr(self, "asked"):
            self.asked.append(regions)
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


class Stage(App[None]):
    """One chart on an empty screen."""

    def __init__(self, name: str, theme: str = "switchpoint-dark") -> None:
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self.shown = name
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        """The chart."""
        yield Watched(self.shown)

    def on_chart_view_pointed(self, message: ChartView.Pointed) -> None:
        """Keep what the cursor said."""
        self.heard.append(message.readout)


def play(
    name: str, scene: Callable[[Stage, Watched, Pilot[None]], Awaitable[None]], theme: str = "switchpoint-dark"
) -> None:
    """Show a chart at 100×24 and act on it."""

    async def run() -> None:
        app = Stage(name, theme)
        async with app.run_test(size=(100, 24)) as pilot:
            await pilot.pause()
            await scene(app, app.query_one(Watched), pilot)

    asyncio.run(run())


def test_equal_data_repaint_nothing() -> None:
    """Showing an equal chart again asks for no repaint."""

    async def scene(_app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        view.asked.clear()
        view.show(replace(SAMPLES["decides"]))
        await pilot.pause()
        assert view.asked == []

    play("decides", scene)


def test_one_changed_number_repaints_its_line_alone() -> None:
    """A changed amount repaints the cells of its row, not the chart."""

    async def scene(_app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        chart = SAMPLES["decides"]
        assert isinstance(chart, Decides)
        view.asked.clear()
        view.show(replace(chart, rows=(*chart.rows[:3], replace(chart.rows[3], usd=31e3), *chart.rows[4:])))
        await pilot.pause()
        regions = [region for asked in view.asked for region in asked]
        assert len({region.y for region in regions}) == 1
        assert sum(region.area for region in regions) < 90

    play("decides", scene)


def test_keys_move_the_cursor_and_read_out() -> None:
    """The arrow keys walk over the months; escape takes the cursor away."""

    async def scene(app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        view.focus()
        await pilot.press("right", "right", "right", "end", "left")
        await pilot.pause()
        assert view.cursor == 35
        assert app.heard[-1].startswith("month 35")
        assert "month 35" in view.text
        await pilot.press("escape")
        await pilot.pause()
        assert view.cursor is None

    play("paid", scene)


def test_map_cursor_moves_in_both_directions() -> None:
    """On the map the cursor begins at the team's own point; up and left change line and column."""

    async def scene(_app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        view.focus()
        await pilot.press("right")
        await pilot.pause()
        first = view.picture.start
        assert view.cursor == first is not None
        await pilot.press("right", "down")
        await pilot.pause()
        assert view.cursor == first + view.picture.across + 1

    play("map", scene)


def test_pages_move_by_what_is_in_sight() -> None:
    """A long list goes on with its next rows, back to where it was, and never beyond its ends."""

    async def scene(_app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        rows = tuple(Finding(cells=(f"row {index}",), text="why") for index in range(60))
        view.show(Findings(title="MANY", rows=rows))
        view.focus()
        await pilot.pause()
        assert "row 0 " in view.text
        seen = len({line for line in view.picture.lines if line >= 0})
        await pilot.press("pagedown")
        await pilot.pause()
        assert view.cursor == 2 * seen - 1
        assert f"row {seen} " in view.text
        assert f"row {seen - 1} " not in view.text
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.pause()
        assert view.cursor == 59
        await pilot.press(*["pageup"] * 4)
        await pilot.pause()
        assert view.cursor == 0

    play("findings", scene)


def test_mouse_puts_the_cursor_under_itself() -> None:
    """Hovering over a column reads out its month."""

    async def scene(_app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        await pilot.hover(view, offset=(40, 8))
        await pilot.pause()
        assert view.cursor == view.picture.stop_at(40, 8)
        assert view.picture.readout in view.text

    play("paid", scene)


def test_cursor_move_repaints_two_columns_not_the_field() -> None:
    """Moving the cross-hair repaints no more than the columns it leaves and enters, and the readout in the heading."""

    async def scene(_app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        view.focus()
        await pilot.press("right", "right")
        await pilot.pause()
        view.asked.clear()
        await pilot.press("right")
        await pilot.pause()
        regions = [region for asked in view.asked for region in asked]
        assert all(region.width <= 8 for region in regions if region.y > 0)

    play("paid", scene)


def test_another_chart_starts_without_cursor() -> None:
    """A cursor does not outlive the kind of chart it was made for."""

    async def scene(_app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        view.focus()
        await pilot.press("end")
        view.show(SAMPLES["decides"])
        await pilot.pause()
        assert view.cursor is None
        view.show(None)
        await pilot.pause()
        assert not view.text.strip()

    play("paid", scene)


@pytest.mark.parametrize("theme", ["switchpoint-dark", "switchpoint-light", "ansi-dark"])
@pytest.mark.parametrize("no_color", [False, True])
def test_text_is_the_same_in_every_theme(theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Themes and NO_COLOR change looks, never what is said."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    texts: list[str] = []

    async def scene(app: Stage, view: Watched, pilot: Pilot[None]) -> None:
        assert app.no_color is no_color
        app.export_screenshot()
        await pilot.resize_terminal(60, 14)
        await pilot.pause()
        texts.append(view.text)

    play("paid", scene, theme)
    chart = SAMPLES["paid"]
    assert isinstance(chart, PaidSoFar)
    assert "Own stack is ahead" in texts[0]
    assert len(texts[0].splitlines()) == 14


def test_changed_span_is_tight() -> None:
    """Only the cells that differ count, also when only a role differs."""
    assert changed((("abcd", ""),), (("abXd", ""),)) == (2, 1)
    assert changed((("abcd", ""),), (("ab", ""), ("cd", "a"))) == (2, 2)
    assert changed((("abcd", ""),), (("ab", ""), ("cd", ""))) == (0, 0)
