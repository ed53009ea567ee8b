"""The slides read back: titles, tables, charts, notes and places, for every starter, several scenarios and hostile names."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

from model.comparison import resolve
from model.decision import Analysis, analyse
from model.decision.records.analysis import Decision
from model.profile import Problems, load, loads
from model.quantities import figures
from model.report.blocks import Bars, Curves, Row, Statement, Table, Tiles, Tone
from model.report.choices import DEFAULT, Choices, UnusableError
from model.report.pptx.slides import MOST_ASKED, render
from model.report.presentation import MAIN, steps
from model.report.presentation.change_step import flips_table
from model.report.presentation.change_step import step as step_of
from model.report.wording import name as named

FOLDER = Path(__file__).parents[1] / "profiles"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
DAY = date(2026, 11, 22)


@cache
def starter(name: str, scenario: str | None = None) -> Analysis:
    """A starter, or one of its scenarios, in few futures."""
    profile = load(FOLDER / f"{name}.toml")
    assert not isinstance(profile, Problems)
    return compared(profile if scenario is None else profile.scenario(scenario), scenario)


def compared(profile: Any, scenario: str | None = None, draws: int = 300) -> Analysis:
    """The analysis of a profile that is right."""
    assert not isinstance(profile, Problems), profile.sentences()
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case.sentences()
    return analyse(case, draws=draws, scenario=scenario)


@cache
def deck(name: str, choices: Choices = DEFAULT) -> Any:
    """The slides of a starter as somebody opens them."""
    return opened(render([starter(name)], choices))


WHOLE = Choices(appendix=True)


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def said(slide: Any) -> str:
    """Every text of a slide, its tables included."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def table_rows(slide: Any) -> Iterator[Any]:
    """Every row of every table of a slide."""
    for shape in slide.shapes:
        if shape.has_table:
            yield from shape.table.rows


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def boxes(slide: Any) -> Iterator[tuple[str, int, int, int, int]]:
    """Name and edges of every shape, in the units of the file, places that come from the layout included."""
    for shape in slide.shapes:
        yield shape.name, shape.left, shape.top, shape.left + shape.width, shape.top + shape.height


def check_places(presentation: Any) -> None:
    """Everything lies on its slide and nothing over anything else."""
    for number, slide in enumerate(presentation.slides, start=1):
        found = list(boxes(slide))
        for name, left, top, right, bottom in found:
            assert left >= 0, (number, name)
            assert top >= 0, (number, name)
            assert right <= presentation.slide_width, (number, name)
            assert bottom <= presentation.slide_height, (number, name)
        for at, (name, left, top, right, bottom) in enumerate(found):
            for other, left2, top2, right2, bottom2 in found[at + 1 :]:
                apart = right <= left2 or right2 <= left or bottom <= top2 + 2 or bottom2 <= top + 2
                assert apart, (number, name, other)


def check_slides(presentation: Any) -> None:
    """A title in its placeholder and a number on every slide."""
    for slide in presentation.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text.strip()
        kinds = [str(shape.placeholder_format.type) for shape in slide.placeholders]
        assert sum("SLIDE_NUMBER" in kind for kind in kinds) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_has_a_title_a_number_and_its_places(name: str) -> None:
    """Wide slides; nothing hangs over an edge or covers anything else."""
    presentation = deck(name)
    assert presentation.slide_width == Emu(round(13.333 * 914_400))
    assert presentation.slide_height == Emu(round(7.5 * 914_400))
    check_slides(presentation)
    check_places(presentation)


@pytest.mark.parametrize("name", NAMES)
def test_the_talk_says_what_the_steps_say(name: str) -> None:
    """Title, tiles, tables, sentences and chart figures of each step stand on its slides, charts as figures and not as text."""
    slides = list(deck(name).slides)
    for step in steps(starter(name))[: MAIN + MOST_ASKED]:
        own = [slide for slide in slides if slide.shapes.title.text_frame.text.startswith(step.title)]
        assert own, step.title
        text = "\n".join(said(slide) for slide in own)
        drawn = [chart for slide in own for chart in charts(slide)]
        notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in own if slide.has_notes_slide)
        missing: list[Row] = []
        shown = Counter(tuple(cell.text.strip() for cell in row.cells) for slide in own for row in table_rows(slide))
        for block in step.blocks:
            match block:
                case Statement():
                    gave_way = block.tone is Tone.NOTE and block.text in notes
                    assert block.text in text or gave_way, (step.key, block.text)
                case Tiles():
                    assert all(
                        part in text for tile in block.tiles for part in (tile.figure, tile.caption, tile.detail)
                    )
                case Table():
                    for row in block.rows:
                        cells = tuple(cell.text.strip() for cell in row.cells)
                        if shown[cells]:
                            shown[cells] -= 1
                        else:
                            missing.append(row)
                case Bars() if block.dots and not drawn:
                    assert all(f"{bar.label}: {bar.text}" in notes for bar in block.bars), step.key
                case Bars() if block.dots:
                    xs = drawn.pop(0).plots[0].series[0]._element.findall(".//" + qn("c:xVal") + "//" + qn("c:v"))
                    assert [float(each.text) for each in xs] == pytest.approx([bar.value for bar in block.bars])
                case Bars():
                    expected = [bar.value for bar in (*block.bars, *([block.total] if block.total else []))]
                    assert list(drawn.pop(0).plots[0].series[0].values) == pytest.approx(expected, rel=1e-12)
                case Curves():
                    chart = drawn.pop(0)
                    wanted = [*(curve.values for curve in block.curves), *(block.band or ())]
                    for series, values in zip(chart.plots[0].series, wanted, strict=True):
                        assert list(series.values) == pytest.approx(values, rel=1e-12)
        told = re.search(r"(\d+) rows? more with --appendix", text)
        assert len(missing) == (int(told.group(1)) if told else 0), (step.key, missing)
        assert all(" | ".join(cell.text.strip() for cell in row.cells) in notes for row in missing), step.key
        assert not drawn, step.key


@pytest.mark.parametrize("name", NAMES)
def test_the_three_slides_of_the_talk_are_three(name: str) -> None:
    """The answer, why, what would change our mind: each on one slide, at no less than 11 points."""
    slides = list(deck(name).slides)[:MAIN]
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles == [step.title for step in steps(starter(name))[:MAIN]]
    for slide in slides:
        sizes = [
            run.font.size.pt
            for shape in slide.shapes
            if shape.has_text_frame and shape.name == "Text"
            for paragraph in shape.text_frame.paragraphs
            for run in paragraph.runs
            if run.font.size is not None
        ]
        assert sizes == [] or min(sizes) >= 10.5


@pytest.mark.parametrize("name", NAMES)
def test_a_decision_that_no_longer_holds_is_on_the_first_of_three(name: str) -> None:
    """The sentence has room on the first slide, whatever else that one has to warn of."""
    chosen = starter(name).verdict.option
    verdict = next(row.title for row in starter(name).options if row.id == chosen)
    other = next(row.title for row in starter(name).options if row.id != chosen)
    now = f"the verdict is now {verdict}, and the switching value it rests on has been crossed."
    said_now = f"Decided for {other} on 1 Oct 2026; {now}"
    standing = Decision(option="x", date=None, by="", note="", triggers=(), sentence="", holds=False, standing=said_now)
    answer = replace(starter(name), decision=standing)
    whole = opened(render([answer]))
    check_slides(whole)
    slides = list(whole.slides)[:MAIN]
    assert [slide.shapes.title.text_frame.text for slide in slides] == [step.title for step in steps(answer)[:MAIN]]
    assert said_now in said(slides[0])


def test_charts_can_be_edited_and_are_described() -> None:
    """A workbook with the very figures lies in the file, and a screen reader has words for every chart and table."""
    analysis, slides = starter("support-desk"), deck("support-desk").slides
    chart = charts(slides[1])[0]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    column = [row[1] for row in book.active.iter_rows(min_row=2, values_only=True)]
    rows = analysis.difference.rows
    assert column == pytest.approx([*(row.spread.mean_usd for row in rows), analysis.difference.total.mean_usd])
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_labels_of_a_chart_are_formats_of_its_own_figures() -> None:
    """Every bar has a label that follows the figure, written as the sentences write it."""
    series = charts(deck("support-desk").slides[1])[0].plots[0].series[0]._element
    formats = [each.get("formatCode") for each in series.iter("{*}numFmt")]
    total = starter("support-desk").difference.total.mean_usd
    assert figures.signed_money(total).endswith("k")
    assert formats[-1] == '"+$"0,"k";"−$"0,"k";"$0"'


@pytest.mark.parametrize("name", NAMES)
def test_notes_derive_what_the_slide_shows(name: str) -> None:
    """The answer's notes hold every line of the month as quantity × rate; the second's the two sides of every bar."""
    analysis = starter(name)
    first, second = (slide.notes_slide.notes_text_frame.text for slide in list(deck(name).slides)[:2])
    for line in analysis.option(analysis.pair[0]).lines:
        if line.month_1_usd and line.key not in ("other.fallback",):
            assert f"{figures.rate(line.rate_usd_month_1)} = {figures.dollars(line.month_1_usd, 2)}" in first
    for row in analysis.difference.rows:
        assert f"{figures.dollars(row.b_usd)} − {figures.dollars(row.a_usd)}" in second


@pytest.mark.parametrize("name", NAMES)
def test_the_appendix_has_every_line_and_assumption(name: str) -> None:
    """On request: every line that costs anything with its amounts, every number that decides with whose it is."""
    analysis = starter(name)
    presentation = deck(name, WHOLE)
    check_places(presentation)
    text = "\n".join(said(slide) for slide in presentation.slides)
    for option in analysis.options:
        for line in option.lines:
            if line.month_1_usd:
                assert figures.dollars(line.month_1_usd, 2) in text
        assert figures.dollars(option.total_usd) in text
    for row in analysis.inputs:
        if row.decides and row.given:
            assert row.label in text


@pytest.mark.parametrize("name", NAMES)
def test_a_deck_has_ten_slides_at_most(name: str) -> None:
    """Three that stand alone, at most five on request, where the figures were read, and the record with digest and seed."""
    analysis, slides = starter(name), list(deck(name).slides)
    assert MAIN < len(slides) <= 10
    where, record = (said(slide) for slide in slides[-2:])
    assert all(line.source.url in where for option in analysis.options for line in option.lines if line.source)
    assert f"seed {analysis.seed}" in record
    assert analysis.profile_sha256[:16] in record
    for warning in analysis.warnings:
        assert warning.sentence in record
    for option in analysis.options:
        assert any(named(analysis, option.id) in said(slide) for slide in slides)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_smaller_than_ten_and_a_half_points(name: str) -> None:
    """Cells, heads, notes, footers and labels of charts alike."""
    presentation = deck(name, WHOLE)
    sizes = [
        int(found.get("sz"))
        for slide in presentation.slides
        for part in [slide._element, *(chart._chartSpace for chart in charts(slide))]
        for found in part.iter("{*}rPr", "{*}defRPr", "{*}endParaRPr")
        if found.get("sz")
    ]
    assert min(sizes) >= 1050


def test_every_color_and_font_is_the_themes() -> None:
    """No color of its own on any slide or in any chart, so that a re-theme re-colors everything; charts have its font."""
    for slide in deck("support-desk", WHOLE).slides:
        parts = [slide._element, *(chart._chartSpace for chart in charts(slide))]
        assert not [found for part in parts for found in part.iter("{*}srgbClr")]
        fonts = {found.get("typeface") for part in parts for found in part.iter("{*}latin")}
        assert fonts <= {"+mn-lt"}


def test_the_outline_holds_the_story() -> None:
    """Sentences stand in placeholders for text, which the outline view lists under each title."""
    slides = list(deck("support-desk").slides)[:MAIN]
    told = [[s for s in slide.placeholders if "BODY" in str(s.placeholder_format.type)] for slide in slides]
    assert all(told)
    assert all(shape.text_frame.text for shapes in told for shape in shapes)


def company(path: Path, wide: bool) -> Path:
    """A template as a company has one: its size, one slide of its own, its color and font in the theme."""
    made = Presentation()
    if wide:
        made.slide_width, made.slide_height = Emu(12_192_000), Emu(6_858_000)
        for layout in (*made.slide_layouts, made.slide_master):
            for shape in layout.placeholders:
                left, top, width, height = shape.left, shape.top, shape.width, shape.height
                shape.left, shape.top, shape.width, shape.height = Emu(left * 4 // 3), top, Emu(width * 4 // 3), height
    made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "Our own slide"
    part = next(each.target_part for each in made.slide_master.part.rels.values() if each.reltype.endswith("/theme"))
    part._blob = part.blob.replace(b"4F81BD", b"C00000").replace(b"Calibri", b"Georgia")
    made.save(str(path))
    return path


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("name", ["support-desk", "regulated-team"])
def test_a_template_is_taken(tmp_path: Path, name: str, wide: bool) -> None:
    """Size, theme and layouts are the company's; its slides are not there; everything stands inside and apart."""
    template = company(tmp_path / "company.pptx", wide)
    presentation = opened(render([starter(name)], Choices(template=template)))
    assert presentation.slide_width == (12_192_000 if wide else 9_144_000)
    text = "\n".join(said(slide) for slide in presentation.slides)
    assert "Our own slide" not in text
    assert {slide.slide_layout.name for slide in presentation.slides} == {"Title Only"}
    part = next(
        each.target_part for each in presentation.slide_master.part.rels.values() if each.reltype.endswith("/theme")
    )
    assert b"C00000" in part.blob
    assert b"Georgia" in part.blob
    check_places(presentation)
    assert len(list(presentation.slides)) <= 10


def test_what_is_no_template_says_why(tmp_path: Path) -> None:
    """A file that is no presentation is refused with its name."""
    other = tmp_path / "notes.pptx"
    other.write_bytes(b"not a deck")
    with pytest.raises(UnusableError, match=r"notes\.pptx"):
        render([starter("support-desk")], Choices(template=other))


def test_every_slide_says_what_it_rests_on() -> None:
    """Title, day of prices and the oldest check, version: at the foot of each; digests only on the record."""
    analysis = starter("support-desk")
    for slide in deck("support-desk").slides:
        foot = next(
            shape.text_frame.text for shape in slide.placeholders if "FOOTER" in str(shape.placeholder_format.type)
        )
        for part in (analysis.title, figures.day(analysis.book.oldest_checked), "switchpoint"):
            assert part in foot
        assert "sha256" not in foot


def test_the_same_analysis_gives_the_same_bytes_and_no_clock() -> None:
    """Rendered twice the files are equal, and every time in them is the day of the prices or the oldest a zip can say."""
    one, two = render([starter("support-desk")]), render([starter("support-desk")])
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}
        core = file.read("docProps/core.xml").decode()
        assert core.count("2026-11-22T00:00:00Z") == 2
        assert file.testzip() is None
        assert not [name for name in file.namelist() if "thumbnail" in name or "printer" in name], (
            "nothing of the template"
        )


def test_several_scenarios_stand_on_one_slide() -> None:
    """After the talk: one row a scenario and what it sets; the talk is that of the first."""
    profile = load(FOLDER / "support-desk.toml")
    assert not isinstance(profile, Problems)
    names = [key.split(".")[1] for key in profile.leaves if key.startswith("scenarios.")]
    other = starter("support-desk", names[0])
    presentation = opened(render([starter("support-desk"), other]))
    slides = list(presentation.slides)
    assert "side by side" in slides[MAIN].shapes.title.text_frame.text
    assert figures.dollars(other.option(other.pair[0]).present_value_usd) in said(slides[MAIN])
    assert len(slides) == len(list(deck("support-desk").slides)) + 1
    check_slides(presentation)
    check_places(presentation)


HOSTILE = "=cmd|' /C calc'!A0 <b>&amp; \\u0007\\u001b[31m \\u202eمرحبا 日本語 😀 _x000D_ "


def extreme(name: str, workloads: int = 12, options: int = 5, scale: float = 1.0) -> str:
    """A profile with many workloads and options, one name for everything, and sessions times `scale`."""
    lines = ["schema = 1", f'name = "{name}"', f'summary = "{name}"', "horizon_months = 36"]
    for at in range(workloads):
        lines += [
            f"[workloads.w{at}]", f'title = "{name}{at}"', f"sessions_per_month = {1000 * (at + 1) * scale}",
            "active_minutes = 12", "searches_per_session = 2", 'model = "claude-opus-4-8"', f"success_rate = {0.5 + at / 30}",
            "fallback_usd = 5", f"[workloads.w{at}.tokens]", "input = 50000", "output = 1000",
        ]  # fmt: skip
    lines += ["[engineering]", 'loaded_usd_per_year = "200k to 300k"', "[options.managed]", f'title = "{name}"',
              "build_engineer_weeks = 1", 'upkeep_fte = "0.1 to 0.4"']  # fmt: skip
    for at in range(options - 1):
        lines += [
            f"[options.own{at}]", 'kind = "own-stack"', f'title = "{name}{at}"', 'build_engineer_weeks = "8 / 16 / 40"',
            'upkeep_fte = "published"', "oncall_usd_per_week = 540", f"[options.own{at}.sandbox]", 'preset = "e2b"', "vcpu = 2",
            "memory_gib = 4",
        ]  # fmt: skip
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "workloads", "options", "scale"),
    [
        (HOSTILE, 2, 3, 1.0),
        ("A very long name that goes on and on until nobody remembers how it began " * 2, 12, 5, 1.0),
        ("W" * 120, 3, 4, 1.0),
        ("tiny", 1, 2, 0.001),
        ("huge", 2, 2, 4e6),
    ],
    ids=["hostile", "long", "one word", "tiny", "huge"],
)
def test_extremes_still_fit_and_stay_text(name: str, workloads: int, options: int, scale: float) -> None:
    """Long and hostile names, twelve workloads, five options, tiny and huge amounts: in place, readable by any XML reader."""
    profile = loads(extreme(name, workloads, options, scale))
    presentation = opened(render([compared(profile, draws=60)], WHOLE))
    check_slides(presentation)
    check_places(presentation)
    text = "\n".join(said(slide) for slide in presentation.slides)
    assert "\x1b" not in text
    assert "\u202e" not in text
    for chart in (chart for slide in presentation.slides for chart in charts(slide)):
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink], (
            "no formula, no address"
        )
    if name == HOSTILE:
        assert "<b>&amp;" in text, "markup is text"
        assert "=cmd|' /C calc'!A0" in text
        assert "日本語 😀" in text


def test_an_analysis_without_its_parts_still_gives_slides() -> None:
    """Nothing looked for: no flips, no levers, no ranges."""
    profile = load(FOLDER / "support-desk.toml")
    assert not isinstance(profile, Problems)
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems)
    presentation = opened(render([analyse(case, draws=1, parts=frozenset())]))
    check_slides(presentation)
    check_places(presentation)


def test_the_third_slide_does_not_promise_a_move_to_the_one_that_is_not_next_best() -> None:
    """Where a third option is the next best, or the answer itself, figures of the pair are not called our move."""
    profile = load(FOLDER / "coding-fleet.toml")
    assert not isinstance(profile, Problems)
    options = [row.id for row in starter("coding-fleet").options]
    for a in options:
        for b in (option for option in options if option != a):
            case = resolve(profile, DAY, (a, b))
            assert not isinstance(case, Problems)
            found = analyse(case, 50, 1)
            best = {found.verdict.option, found.verdict.runner_up}
            heading = flips_table(found).columns[2].title
            assert heading != "We would move at"
            if found.verdict.option == a and best == {a, b}:
                assert heading == f"{named(found, b)} becomes cheaper"
            if found.verdict.option not in (a, b):
                assert "Would not change it alone" not in str(step_of(found))
