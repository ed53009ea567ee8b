"""One answer everywhere: every surface that answers a question states the figures of its record, in its order.

Each surface is read back as its reader would: text and Markdown as words, a PDF by its text, slides by their XML, a
workbook by its cells, a page by its DOM, JSON by its numbers, a screen by its lines. A surface is added by naming its
reader and the questions that it answers; a question by the statements of its record. One analysis a profile: the
starters and a handful of generated profiles, all fifty with SWITCHPOINT_EXPLORE=1.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from textual.pilot import Pilot

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.decision.records.analysis import PARTS
from model.portfolio import answered
from model.profile import Profile, load, loads
from model.profile.actuals import Held, TrackedMonth, keep, place_of
from model.quantities import figures
from model.report import markdown
from model.report.endings import render
from model.report.story import tell
from model.telling.answer import answer
from model.telling.bill import Amount, BillRow, month, years
from model.telling.flips import flips
from model.telling.held import held_so_far
from model.telling.minded import minded
from model.telling.option_names import title
from model.telling.sharing import sharing
from model.telling.stake import stake_of
from model.telling.who import causes
from model.telling.whose import whose
from tests.cases import starter
from tests.generated import profile_text
from tests.test_decision_forecast import STARTERS
from tests.test_portfolio_mathematics import worked_example
from tests.test_report_formats import READERS, Read, Words, squeezed
from tests.test_workbench_panels import play
from tests.test_workbench_pictures import screen_text, settled
from tui.app import SwitchpointApp
from tui.charts.draw import draw
from tui.dialogs.mind import warning_line
from tui.paint.lines import plain
from tui.state.quick_and_whole import StateAnswer
from tui.telling import pictures
from tui.telling.month import month_line
from tui.telling.slide_screens import Slide, screens
from tui.telling.verdict_lines import verdict_lines

ROOT = Path(__file__).parent.parent
GENERATED = tuple(range(50)) if os.environ.get("SWITCHPOINT_EXPLORE") else (7, 11)
DRAWS, WIDE = 60, 230  # futures of a profile; cells of a screen on which nothing is cut
PARTS_SAID = PARTS - {"evppi", "wrong", "pair_of_levers"}  # none of these questions, and most of the time
OF_TEAMS = "support-desk"  # three teams: alone 120 thousand, together 108
NO_CHOICE = ("only", "none")  # strengths of an answer that no chance and no flip of the pair turns
Statements = Sequence[str | Amount]


# what is said ---------------------------------------------------------------------------------------------------------


def said_answer(analysis: Analysis) -> Statements:
    """What to do."""
    return (answer(analysis).headline,)


def said_difference(analysis: Analysis) -> Statements:
    """How much it matters, in dollars and in percent of the cheaper one."""
    record = answer(analysis)
    if not record.difference_usd or record.difference_share is None:
        return ()
    return figures.money(abs(record.difference_usd)), figures.percent(abs(record.difference_share))


def said_range(analysis: Analysis) -> Statements:
    """What 8 in 10 futures lie between, in words that say who pays."""
    return (answer(analysis).spread,) if answer(analysis).difference_usd else ()


def said_ends(analysis: Analysis) -> Statements:
    """Both ends of that range where there is room for amounts alone, whichever way they are turned."""
    record = answer(analysis)
    if record.low_usd is None or record.high_usd is None or not record.spread or not record.difference_usd:
        return ()
    turned = record.difference_usd < 0
    ends = (-record.high_usd, -record.low_usd) if turned else (record.low_usd, record.high_usd)
    crossed = record.strength == "close" and ends[0] < 0 < ends[1]
    return (figures.money(ends[1]), figures.money(-ends[0])) if crossed else (figures.bare_range(*ends),)


def said_chance(analysis: Analysis) -> Statements:
    """In how many of 100 futures that holds."""
    chance = stake_of(analysis).chance
    return (f"{figures.in_100(chance)} of 100",) if chance is not None and answer(analysis).agree else ()


def said_month(analysis: Analysis) -> Statements:
    """The first full month of the pair: all of it, then its pockets."""
    return [cell for row in month(analysis).rows for cell in row.cells[:2]]


def said_month_line(analysis: Analysis) -> Statements:
    """The same in a line: both sums, then every pocket without signs of dollars; what is equal on both sides once."""
    whole, *pockets = month(analysis).rows
    parts = [cell.text.replace("$", "") for row in pockets for cell in row.cells[: 1 if _alike(row) else 2]]
    return [*whole.cells[:2], *parts]


def _alike(row: BillRow) -> bool:
    return row.cells[0].text == row.cells[1].text


def said_month_whole(analysis: Analysis) -> Statements:
    """The first full month of the two in one sum each."""
    found = month(analysis)
    at = {head.id: place for place, head in enumerate(found.heads)}
    return [found.rows[0].cells[at[option]] for option in told_options(analysis)]


def told_options(analysis: Analysis) -> tuple[str, str]:
    """The answer and the next best, of which years are told."""
    verdict = analysis.verdict
    if verdict.option is None or verdict.runner_up is None:
        return analysis.pair
    return verdict.option, verdict.runner_up


def said_years(analysis: Analysis) -> Statements:
    """Of each of the two a row of every year, the total and the present value; then a row a pocket."""
    found = [years(analysis, option) for option in told_options(analysis)]
    rows = [
        [[year.total for year in one.years], *zip(*(year.amounts for year in one.years), strict=True)] for one in found
    ]
    return [cell for one in rows for row in one for cell in row]


def said_years_by_year(analysis: Analysis) -> Statements:
    """The same of the pair with a row a year: its pockets, then their sum."""
    found = (years(analysis, option) for option in analysis.pair)
    return [cell for one in found for year in one.years for cell in (*year.amounts, year.total)]


def said_years_whole(analysis: Analysis) -> Statements:
    """Every year of the two in one sum each."""
    return [year.total for option in told_options(analysis) for year in years(analysis, option).years]


def said_causes(analysis: Analysis) -> Statements:
    """Who causes the bill, workload by workload."""
    found = causes(analysis)
    rows = (*found.rows, found.total) if found else ()
    return [cell.text for row in rows for cell in (*row.cells, row.total)]


def said_shares(analysis: Analysis) -> Statements:
    """What part of the bill each workload causes; they add up to 100 %."""
    found = causes(analysis)
    return [row.share for row in (*found.rows, found.total)] if found else ()


def said_flip(analysis: Analysis) -> Statements:
    """What flips it first; nothing where no two options can be chosen."""
    return () if analysis.verdict.strength in NO_CHOICE else (flips(analysis).headline[0],)


def said_flip_line(analysis: Analysis) -> Statements:
    """The same without what the value is today."""
    return () if analysis.verdict.strength in NO_CHOICE else flips(analysis).headline[:2][-1:]


def said_bound(analysis: Analysis) -> Statements:
    """Past which value the first row of the list turns it; nothing where nothing within reach does."""
    rows = flips(analysis).rows
    return (rows[0].bound,) if rows and analysis.verdict.strength not in NO_CHOICE else ()


def said_winner(analysis: Analysis) -> Statements:
    """Who wins past it, by name."""
    told = flips(analysis)
    return (title(analysis, told.wins),) if told.rows and analysis.verdict.strength not in NO_CHOICE else ()


def said_whose(analysis: Analysis) -> Statements:
    """Whose the numbers are that decide."""
    return (whose(analysis).said.line,)


def said_count(analysis: Analysis) -> Statements:
    """How many of them are the team's, where there is room for a count alone."""
    counts = whose(analysis)
    return (f"{counts.typed + counts.measured + counts.contract} of {counts.deciding} yours",)


def said_held(analysis: Analysis) -> Statements:
    """Whether the forecast has held in the months kept beside the profile; nothing where none is."""
    found = held_so_far(analysis.case.profile)
    return (found.said.line,) if found is not None else ()


def said_sharing(analysis: Analysis) -> Statements:
    """What several teams could share; nothing of one team."""
    found = sharing(analysis)
    return (found.said.line,) if found is not None else ()


def said_team(analysis: Analysis) -> Statements:
    """What each team pays by the fair split, in the order of the file."""
    found = sharing(analysis)
    return [row.fair for row in found.teams if row.fair is not None] if found is not None else ()


def said_warnings(analysis: Analysis) -> Statements:
    """What to mind, in order."""
    return [row.sentence for row in minded(analysis).rows]


def said_first_warning(analysis: Analysis) -> Statements:
    """What to mind first, and how many more there are."""
    return (minded(analysis).said.line,)


QUESTIONS: Mapping[str, Callable[[Analysis], Statements]] = {
    name.removeprefix("said_").replace("_", " "): found
    for name, found in list(globals().items())
    if name.startswith("said_")
}
TABLES = (
    "answer",
    "difference",
    "range",
    "chance",
    "month",
    "causes",
    "bound",
    "winner",
    "whose",
    "warnings",
    "sharing",
)


# where it is said -----------------------------------------------------------------------------------------------------


def file(ending: str) -> Callable[[Analysis], Read]:
    """A file of this ending."""
    return lambda analysis: READERS[ending](render([analysis], ending))


def whole_markdown(analysis: Analysis) -> Read:
    """The whole report in Markdown, which `compare` prints."""
    return READERS[".md"](markdown.render([analysis]))


def page(analysis: Analysis) -> Read:
    """The words of the web page, as its document holds them."""
    words = Words()
    words.feed(render([analysis], ".html").decode())
    return Read(squeezed(" ".join(words.found)))


def screen(analysis: Analysis) -> Read:
    """The lines under the title of every place of the workbench, and its picture of what flips it."""
    whole = StateAnswer(0, analysis.case.profile, analysis.case, analysis, complete=True)
    lines = [plain(line) for line in (*verdict_lines(whole, WIDE), month_line(whole, WIDE))]
    picture = pictures.flips(analysis)
    drawn = draw(picture, WIDE, 60).text() if picture else ""
    return Read(
        squeezed(" ".join((*lines, drawn, *(plain(warning_line(row, 1_000)) for row in minded(analysis).rows))))
    )


def presented(analysis: Analysis) -> Read:
    """Every step of the presentation in the workbench, as it is drawn there."""
    slide = Slide("title", "day", "place")
    shown = (lines for step in tell(analysis).steps for lines in screens(step, slide, WIDE, 24))
    return Read(squeezed(" ".join(plain(line) for lines in shown for line in lines)))


@dataclass(frozen=True)
class Surface:
    """How a surface is read, which questions it answers, and whether its amounts have two or three digits."""

    read: Callable[[Analysis], Read]
    asked: tuple[str, ...]
    short: tuple[str, ...] = ()


SLIDES = ("answer", "difference", "chance", "month", "flip", "winner", "whose", "first warning", "sharing")
SURFACES: Mapping[str, Surface] = {
    "text": Surface(file(".txt"), (*TABLES, "years by year", "flip", "team")),
    "markdown": Surface(whole_markdown, (*TABLES, "years by year", "flip", "shares", "team")),
    "memo": Surface(
        file(".md"), ("answer", "difference", "range", "chance", "month whole", "years whole", "flip", "whose", "first warning", "held", "sharing"),
        short=("month whole", "years whole"),
    ),
    "page": Surface(page, (*TABLES, "years", "shares", "held", "team")),
    "pdf": Surface(file(".pdf"), (*TABLES, "years", "shares", "held", "team")),
    "workbook": Surface(
        file(".xlsx"), ("answer", "difference", "range", "chance", "month", "flip", "whose", "warnings", "years whole", "sharing", "team")
    ),
    "slides": Surface(file(".pptx"), (*SLIDES, "years", "held", "team"), short=("years",)),
    "screen": Surface(
        screen,
        ("answer", "difference", "ends", "chance", "month line", "flip line", "winner", "count", "warnings"),
    ),
    "presented": Surface(presented, (*SLIDES, "years", "team"), short=("years",)),
}  # fmt: skip


@cache
def of(name: str) -> Analysis:
    """One comparison, of a starter or of a generated profile; one of them has teams that could share a platform."""
    if name in STARTERS:
        found = analyse(starter(name), DRAWS, parts=PARTS_SAID)
        return replace(found, portfolio=answered(worked_example())) if name == OF_TEAMS else found
    profile = loads(profile_text(int(name)))
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 22))
    assert isinstance(case, Case)
    return analyse(case, DRAWS, parts=PARTS_SAID)


def misses(found: Read, statements: Statements, short: bool = False) -> list[str]:
    """The statements that do not follow one another here, whatever the white space and the capitals; an amount is a
    number of the file, to the cent, or stands in its words."""
    place, missed = 0, []
    text = squeezed(found.words).casefold()
    for statement in statements:
        if isinstance(statement, Amount) and found.numbers is not None and not statement.least:
            missed += [] if found.holds(statement.usd) else [statement.text]
            continue
        said = statement if isinstance(statement, str) else statement.short if short else statement.text
        said = said.replace("$0.00", "$0")
        at = text.replace("$0.00", "$0").find(squeezed(said).casefold(), place)
        if at < 0:
            missed.append(said)
        else:
            place = at
    return missed


@pytest.mark.parametrize("name", [*STARTERS, *map(str, GENERATED)])
def test_every_surface_says_what_the_record_says(name: str) -> None:
    """The same figures in the same order, and the same names."""
    analysis, missed = of(name), {}
    said = {question: of_record(analysis) for question, of_record in QUESTIONS.items()}
    for name_of, surface in SURFACES.items():
        read = surface.read(analysis)
        for asked in surface.asked:
            if lost := misses(read, said[asked], asked in surface.short):
                missed[name_of, asked] = lost
    assert not missed


@pytest.mark.parametrize("name", [*STARTERS, *map(str, GENERATED)])
def test_json_holds_the_numbers_of_the_record(name: str) -> None:
    """What a program reads is what people read, before it is rounded."""
    analysis = of(name)
    (found,) = [json.loads(render([analysis], ".json"))]
    told, verdict = answer(analysis), found["verdict"]
    mix = found["mixed_homes"]
    stake = verdict if mix is None else {**mix, "saving_expected_usd": mix["saving_usd"]}
    assert (verdict["headline"], verdict["option"], stake["strength"]) == (told.headline, told.chosen, told.strength)
    for key, value in (("saving_expected_usd", told.difference_usd), ("saving_share", told.difference_share)):
        assert stake[key] == pytest.approx(value)
    assert [stake["saving_p10_usd"], stake["saving_p90_usd"]] == pytest.approx([told.low_usd, told.high_usd])
    options = {row["id"]: row for row in found["options"]}
    whole, *pockets = month(analysis).rows
    if mix is not None:
        assert mix["month_1_usd"] == pytest.approx(whole.cells[-1].usd, abs=0.005)
        assert sum(pocket.cells[-1].usd for pocket in pockets) == pytest.approx(mix["month_1_usd"], abs=0.005)
    for at, head in enumerate(month(analysis).heads[: len(options)]):
        row = options[head.id]
        assert row["month_1_usd"] == pytest.approx(whole.cells[at].usd, abs=0.005)
        assert sum(pocket.cells[at].usd for pocket in pockets) == pytest.approx(row["month_1_usd"], abs=0.005)
        totals = [year.total.usd for year in years(analysis, head.id).years]
        assert totals[:-2] == pytest.approx([year["total_usd"] for year in row["years"]], abs=0.005)
        assert totals[-2:] == pytest.approx([row["total_usd"], row["present_value_usd"]], abs=0.005)
    within = flips(analysis).rows
    assert found["nearest_flip"] == (within[0].key if within and told.strength not in NO_CHOICE else None)
    assert [row["key"] for row in found["switching_values"]][: len(within)] == [row.key for row in within]
    wins = {row["wins"] for row in found["switching_values"] if row["value"] is not None}
    assert wins <= {flips(analysis).wins} or flips(analysis).alone
    assert [row["sentence"] for row in found["warnings"]] == [row.sentence for row in minded(analysis).rows]
    counts = whose(analysis)
    assert {key: found["whose_numbers"][key] for key in ("deciding", "typed", "measured", "contract", "published")} == {
        "deciding": counts.deciding, "typed": counts.typed, "measured": counts.measured,
        "contract": counts.contract, "published": counts.published,
    }  # fmt: skip


def test_the_real_screen_shows_these_lines(tmp_path: Path) -> None:
    """What the lines say stands on the screen itself: under the title, in what is to mind, in the presentation."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await settled(pilot, app)  # in all futures
        assert app.answer is not None
        analysis = app.answer.analysis
        assert analysis is not None
        shown = Read(squeezed(screen_text(app)))
        for asked in ("answer", "difference", "ends", "chance", "month line", "flip line", "count"):
            assert not misses(shown, QUESTIONS[asked](analysis)), asked
        await pilot.press("exclamation_mark")
        await settled(pilot, app)
        for row in minded(analysis).rows:
            box = [max(line.split("│"), key=len) for line in screen_text(app).splitlines()]  # the list has a frame
            assert squeezed(row.sentence) in squeezed(" ".join(box))
            await pilot.press("down")
            await pilot.pause()
        await pilot.press("escape")
        await settled(pilot, app)
        await pilot.press("p")
        await settled(pilot, app)
        assert not misses(Read(squeezed(screen_text(app))), said_years(analysis), short=True)

    play(tmp_path, what, starter="high-volume", size=(180, 50))


def test_months_kept_beside_a_profile_stand_on_page_one_and_on_the_slides(tmp_path: Path) -> None:
    """Five of six within $80 to $120: one line wherever the question is answered; page one stays one page."""
    file = tmp_path / "support-desk.toml"
    file.write_bytes((ROOT / "profiles" / "support-desk.toml").read_bytes())
    forecast = [Held("total", 80.0, 100.0, 120.0, usd) for usd in (100.0, 110.0, 90.0, 100.0, 150.0, 105.0)]
    keep(
        place_of(file),
        [TrackedMonth(date(2026, 5 + at, 1), "managed", 9, (held,), ()) for at, held in enumerate(forecast)],
    )
    profile = load(file)
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 22))
    assert isinstance(case, Case)
    analysis = analyse(case, DRAWS, parts=PARTS_SAID)
    said = said_held(analysis)
    assert said == ("The forecast held in 5 of 6 months, all others more expensive, the last one October 2026.",)
    asked = [surface.read for surface in SURFACES.values() if "held" in surface.asked]
    assert len(asked) == 4
    assert not any(misses(read(analysis), said) for read in asked)
    first = Read(squeezed(PdfReader(BytesIO(render([analysis], ".pdf"))).pages[0].extract_text()))
    assert not misses(first, (*said, "What it rests on"))


def test_what_is_not_said_is_noticed() -> None:
    """The test can fail: another figure and another order are missed, an amount in a cell is seen."""
    words = Read("a$12b$13")
    assert misses(words, ("$12", "$13")) == []
    assert misses(words, ("$13", "$12")) == ["$12"]
    assert misses(words, ("$14",)) == ["$14"]
    assert misses(Read("", (12.004,)), (Amount(12.0, False, "$12.00", "$12"),)) == []
    assert misses(Read("", (12.04,)), (Amount(12.0, False, "$12.00", "$12"),)) == ["$12.00"]
    assert said_sharing(of(OF_TEAMS))
    assert all(
        found(of("high-volume")) for asked, found in QUESTIONS.items() if asked not in ("held", "sharing", "team")
    ), "no month is kept beside it, and it is of one team"
