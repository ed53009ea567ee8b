"""Charts for any data and any size: exact cells, never an error, sums that hold."""

import re

import pytest
from chart_samples import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.charts.canvas import Canvas, Picture
from tui.charts.data import (
    Attribution,
    Axis,
    BigFigure,
    Chart,
    CostVolume,
    Decides,
    DifferenceBar,
    DistributionChart,
    Flip,
    FlipsChart,
    Headline,
    LearningWorth,
    MapChart,
    PaidSoFar,
    PerOutcome,
    Region,
    Series,
    Stack,
    Tornado,
    TornadoBar,
    UnitCost,
    Waterfall,
    WorthKnowing,
)
from tui.charts.draw import draw
from tui.charts.paid import draw_paid, passings
from tui.charts.stacks import arranged, borders
from tui.charts.waterfall import fold

usd = st.one_of(st.floats(-1e15, 1e15), st.sampled_from([0.0, 1e-9, -1e-9, 1.0]))
cost = st.one_of(st.floats(0, 1e15), st.sampled_from([0.0, 1e-9, 1.0]))
name = st.text(max_size=25)
sizes = st.tuples(st.integers(20, 240), st.integers(1, 50))
cursors = st.one_of(st.none(), st.integers(0, 300))


def lists(part: st.SearchStrategy[object], most: int = 6) -> st.SearchStrategy[tuple[object, ...]]:
    """Tuples of up to `most` parts."""
    return st.lists(part, max_size=most).map(tuple)


differences = st.builds(
    DifferenceBar, name=name, usd=usd, low_usd=st.none() | usd, high_usd=st.none() | usd, remark=name
)
roles = st.sampled_from("abcde")
head = {"title": name, "note": name}


@st.composite
def curves(draw_: st.DrawFn) -> Chart:
    """Cumulative costs of some months."""
    months = draw_(st.integers(0, 40))
    line = st.lists(usd, min_size=months, max_size=months).map(tuple)
    series = draw_(st.lists(st.builds(Series, name=name, role=roles, usd=line), max_size=4))
    return PaidSoFar(title=draw_(name), note=draw_(name), series=tuple(series))


@st.composite
def volumes(draw_: st.DrawFn) -> Chart:
    """Costs over some volumes."""
    places = sorted(draw_(st.sets(st.floats(0.01, 1e9), min_size=1, max_size=20)))
    line = st.lists(cost, min_size=len(places), max_size=len(places)).map(tuple)
    series = draw_(st.lists(st.builds(Series, name=name, role=roles, usd=line), max_size=3))
    machines = tuple((place, index * 7) for index, place in enumerate(places))
    return CostVolume(
        title=draw_(name),
        sessions=tuple(places),
        series=tuple(series),
        today=draw_(st.none() | cost),
        machines=machines,
    )


@st.composite
def maps(draw_: st.DrawFn) -> Chart:
    """Small maps on any axes."""
    nx, ny = draw_(st.integers(1, 9)), draw_(st.integers(1, 9))
    row = st.lists(st.integers(0, 1), min_size=nx, max_size=nx).map(tuple)
    winners = tuple(draw_(st.lists(row, min_size=ny, max_size=ny)))
    low, high = sorted((draw_(cost), draw_(cost)))
    x = Axis(title=draw_(name), low=low, high=high, log=draw_(st.booleans()))
    y = Axis(title=draw_(name), low=-high, high=low, after=" %", factor=100.0)
    regions = (Region(name=draw_(name), role="a"), Region(name=draw_(name), role="b"))
    sure = tuple(tuple(0.5 + 0.05 * i for i in range(nx)) for _ in range(ny))
    return MapChart(
        x=x,
        y=y,
        regions=regions,
        winners=winners,
        probability=sure,
        at=(low, low),
        x_range=(low, high),
        y_range=(-high, low),
    )


@st.composite
def histograms(draw_: st.DrawFn) -> Chart:
    """Counts between any two amounts."""
    low, high = sorted((draw_(usd), draw_(usd)))
    counts = tuple(float(number) for number in draw_(st.lists(st.integers(0, 999), max_size=60)))
    losing = draw_(st.sampled_from(["below", "above", "none"]))
    return DistributionChart(
        counts=counts,
        low_usd=low,
        high_usd=high,
        p10_usd=low,
        p50_usd=(low / 2 + high / 2),
        p90_usd=high,
        losing=losing,
        losing_text=draw_(name),
    )


charts = st.one_of(
    st.builds(Decides, rows=lists(differences, 12), total=st.none() | differences, folded=lists(st.tuples(name, cost)), **head),
    curves(),
    volumes(),
    maps(),
    histograms(),
    st.builds(FlipsChart, rows=lists(st.builds(Flip, name=name, today=name, flips_at=name, ratio=st.none() | st.floats(1e-9, 1e9), low=cost, high=cost), 12), **head),
    st.builds(Tornado, rows=lists(st.builds(TornadoBar, name=name, low=name, high=name, at_low_usd=usd, at_high_usd=usd), 12), base_usd=usd, **head),
    st.builds(Attribution, stacks=lists(st.builds(Stack, name=name, role=roles, parts=lists(st.tuples(name, cost), 9)), 5), **head),
    st.builds(PerOutcome, rows=lists(st.builds(UnitCost, name=name, role=roles, usd=cost, low_usd=st.none() | cost, high_usd=st.none() | cost, remark=name)), **head),
    st.builds(WorthKnowing, rows=lists(st.builds(LearningWorth, name=name, usd=st.none() | cost, how=name), 12), evpi_usd=cost, **head),
    st.builds(Waterfall, start=st.tuples(name, usd), steps=lists(st.tuples(name, usd), 9), end=st.tuples(name, usd), **head),
    st.builds(Headline, figures=lists(st.builds(BigFigure, text=name, caption=name, remark=name), 5), **head),
)  # fmt: skip


def exact(picture: Picture, width: int, height: int) -> bool:
    """Whether a picture has exactly the cells asked for."""
    return len(picture.rows) == height and all(sum(cell_len(text) for text, _ in row) == width for row in picture.rows)


@given(charts, sizes, cursors, st.booleans())
@settings(max_examples=50, deadline=None)
def test_any_data_at_any_size_fills_exactly_its_cells(
    chart: Chart, size: tuple[int, int], cursor: int | None, blocks: bool
) -> None:
    """No data, size or cursor raises, and the picture has exactly the cells asked for."""
    assert exact(draw(chart, *size, cursor, blocks), *size)


@pytest.mark.parametrize("width", [0, 1, 2, 7, 15, 20, 48, 80, 120, 240])
@pytest.mark.parametrize("key", SAMPLES)
def test_every_chart_at_every_height(key: str, width: int) -> None:
    """Every sample at every height from nothing up, with and without a cursor."""
    for height in (0, 1, 2, 3, 4, 5, 6, 9, 14, 24, 60):
        for cursor in (None, 0, 5):
            assert exact(draw(SAMPLES[key], width, height, cursor), width, height)


@pytest.mark.parametrize("key", SAMPLES)
def test_every_stop_can_be_reached_by_mouse_and_says_something(key: str) -> None:
    """Each stop of a chart has a cell that means it, and a readout there."""
    picture = draw(SAMPLES[key], 100, 24)
    under = {picture.stop_at(x, y) for x in range(100) for y in range(24)} - {None}
    assert under == set(range(picture.stops))
    for stop in list(range(picture.stops))[:40]:
        assert draw(SAMPLES[key], 100, 24, stop).readout


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12), st.integers(8, 900))
@settings(max_examples=50)
def test_parts_of_a_stack_add_up_to_its_bar(parts: list[float], eighths: int) -> None:
    """The borders of parts never fall back, and the last is where the whole ends, however the parts are rounded."""
    whole = sum(parts)
    places = borders([("part", part) for part in parts], eighths, whole)
    assert places == sorted(places)
    assert places[-1] == (eighths if whole > 0 else 0)


@given(st.lists(st.tuples(name, st.floats(-1e6, 1e6)), max_size=12), st.integers(1, 12))
@settings(max_examples=50)
def test_folded_steps_still_reach_the_end(steps: list[tuple[str, float]], room: int) -> None:
    """A waterfall that cannot show all steps sums the smallest, so that the end stays the end."""
    shown = fold(tuple(steps), room)
    assert len(shown) <= max(room, 1)
    assert sum(step for _, step in shown) == pytest.approx(sum(step for _, step in steps), abs=1e-3)


def test_every_crossing_is_marked_and_named() -> None:
    """Three curves that cross three times have three marks, three named months and wordings that say who passes whom."""
    chart = SAMPLES["paid"]
    assert isinstance(chart, PaidSoFar)
    found = passings(chart.series, 36)
    assert [crossing.labels[1] for crossing in found] == [
        "own sandboxes cheaper than managed",
        "own stack cheaper than managed",
        "own stack cheaper than own sandboxes",
    ]
    picture = draw_paid(chart, 100, 24)
    assert picture.text().count("◆") == 3
    assert all(f" {month} " in picture.text().splitlines()[-1] for month in (13, 19, 25))


def test_shared_cells_take_no_curves_colour() -> None:
    """Cells that curves share go to them in turn: no dot of a curve has another curve's colour, and both stay visible."""
    flat = Series(name="x", role="a", usd=(1.0,) * 13)
    same = Series(name="y", role="b", usd=(1.0 + 1e-9,) * 13)
    other = Series(name="z", role="c", usd=tuple(float(month) / 6 for month in range(13)))
    rows = draw_paid(PaidSoFar(series=(flat, other), crossings=()), 60, 12).rows
    braille = {
        role for row in rows for text, role in row if any("\u2800" < character <= "\u28ff" for character in text)
    }
    assert braille == {"a", "c", "grid"}
    twins = draw_paid(PaidSoFar(series=(flat, same), crossings=()), 60, 12).rows
    dots = [
        (role, text) for row in twins for text, role in row if role in ("a", "b") and "\u2800" < text[0] <= "\u28ff"
    ]
    assert {role for role, _ in dots} == {"a", "b"}
    assert max(len(text) for _, text in dots) <= 2


def test_zero_of_a_histogram_is_on_a_border() -> None:
    """No bar of the distribution has both colours: cheaper and dearer futures never share a bar."""
    chart = SAMPLES["distribution"]
    for width in range(20, 200, 7):
        picture = draw(chart, width, 14)
        zero = next(y for y, row in enumerate(picture.rows) if any("┴" in text for text, _ in row))
        line = "".join(text for text, _ in picture.rows[zero])
        column = line.index("┴")
        canvas = Canvas(width, 1)
        bars = picture.rows[zero - 1]
        roles = [role for text, role in bars for _ in text]
        assert canvas.width == width
        assert all("worse" not in role for role in roles[: column + 1])
        assert all("better" not in role for role in roles[column + 1 :])


@pytest.mark.parametrize("height", [6, 10, 14, 24])
def test_names_of_curves_stand_in_the_order_of_their_ends(height: int) -> None:
    """Where two curves end in the same row of cells, the name of the dearer one is still the upper."""
    ends = (("cheap", 108.0), ("middle", 110.0), ("dear", 900.0))
    series = tuple(Series(name=name, role="a", usd=(0.0, end / 2, end)) for name, end in ends)
    rows = draw(PaidSoFar(title="PAID", series=series), 80, height).rows
    shown = ["".join(text for text, _ in row) for row in rows]
    places = [next(y for y, row in enumerate(shown) if name in row) for name in ("dear", "middle", "cheap")]
    assert places == sorted(places)


@pytest.mark.parametrize("size", [(48, 9), (67, 11), (78, 17), (100, 24), (140, 30)])
@pytest.mark.parametrize("meet", [3, 12, 20, 33])
def test_who_is_cheaper_stands_on_the_side_where_it_is_true(meet: int, size: tuple[int, int]) -> None:
    """A label of a crossing stands right of its mark, or points there with an arrow."""
    flat = Series(name="managed", role="a", usd=tuple(100.0 * month for month in range(37)))
    other = Series(name="own", role="b", usd=tuple(50.0 * meet + 50.0 * month for month in range(37)))
    lines = draw(PaidSoFar(title="PAID", series=(flat, other)), *size).text().splitlines()
    mark = next(line.index("◆") for line in lines if "◆" in line)
    said = next((line for line in lines if "own cheaper" in line), "")
    assert not said or said.index("own cheaper") > mark or "→" in said[:mark]


def test_who_is_cheaper_ends_where_it_is_dearer_again() -> None:
    """A label never reaches beyond the next crossing of the same two curves."""
    one = Series(name="x", role="a", usd=(5.0,) * 37)
    other = Series(name="y", role="b", usd=tuple(abs(month - 18) / 2.0 + 1.0 for month in range(37)))
    chart = PaidSoFar(series=(one, other))
    first, second = passings(chart.series, 36)
    assert (first.until, second.until) == (second.at, None)
    for width in range(40, 160, 6):
        lines = draw(chart, width, 14).text().splitlines()
        marks = [x for line in lines for x, character in enumerate(line) if character == "◆"]
        for line in lines:
            said = re.search(r"y cheaper than x(?: from month \d+, \$\d+)?(?! from)(?P<across> →)?", line)
            assert said is None or said["across"] or marks[0] < said.start() < said.end() <= marks[1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 18)), max_size=6), st.integers(1, 3), st.integers(20, 100))
@settings(max_examples=200)
def test_elbows_stand_under_their_parts_and_never_touch(steps: list[tuple[int, int]], rows: int, width: int) -> None:
    """Whatever the columns and sizes, each text stands beside its own elbow, inside the width, and no text meets another or a line."""
    columns = [1 + sum(step + 1 for step, _ in steps[: index + 1]) for index in range(len(steps))]
    sizes = [size for _, size in steps]
    found = arranged(columns, sizes, rows, width)
    if found is None:
        return
    taken: list[tuple[int, int]] = []
    for (row, before), column, size in zip(found, columns, sizes, strict=True):
        assert row < rows
        start, end = (column - size, column + 1) if before else (column, column + 1 + size)
        assert start >= 0
        assert end <= width
        taken += [(row, x) for x in range(start, end)] + [(line, column) for line in range(row)]
    assert len(taken) == len(set(taken))


def test_the_largest_parts_of_a_stack_keep_their_amounts() -> None:
    """Where not all callouts fit, the smallest parts go without, and what they add up to is said where there is room."""
    parts = (("tokens", 900.0), ("one", 5.0), ("two", 40.0), ("three", 6.0), ("four", 30.0), ("five", 4.0))
    text = draw(Attribution(stacks=(Stack(name="managed", role="a", parts=parts),)), 90, 3).text()
    assert "two $40" in text
    assert "four $30" in text
    assert "+ " in text or "five $4" in text


@pytest.mark.parametrize("width", [40, 48, 67, 78, 110])
@pytest.mark.parametrize("height", [6, 9, 17])
def test_a_long_tail_leaves_the_middle_its_room(width: int, height: int) -> None:
    """Three values are named at every size, eight of ten futures take a good part of the width, and how many lie beyond is said."""
    counts = (*(float(max(0, 40 - abs(20 - bin_))) for bin_ in range(60)), *((1.0,) * 100), *((0.1,) * 840))
    chart = DistributionChart(
        title="HOW SURE", counts=counts, low_usd=0.0, high_usd=1e6, p10_usd=9e3, p50_usd=22e3, p90_usd=60e3
    )
    text = draw(chart, width, height).text()
    assert all(value in text for value in ("+$9k", "+$22k", "+$60k"))
    if height >= 9:
        first, *_, last = (x for x, character in enumerate(text.splitlines()[2]) if character == "│")
        assert last - first >= width // 4
        assert width < 48 or "of 100 beyond" in text
