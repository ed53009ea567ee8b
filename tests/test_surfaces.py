"""One answer everywhere: every surface that answers a question states the figures of its record, in its order.

Each surface is read back as its reader would: text and Markdown as words, a PDF by its text, slides by their XML, a
workbook by its cells, a page by its DOM, a screen by its lines. A surface is added by naming its reader and the questions
that it answers; a question by the statements of its record. Starters are held to every surface, generated profiles too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.decision.records.analysis import PARTS
from model.profile import Profile, load, loads
from model.profile.actuals import Held, TrackedMonth, keep, place_of
from model.quantities import figures
from model.report import markdown
from model.report.endings import render
from model.telling.answer import answer
from model.telling.bill import month, years
from model.telling.flips import flips
from model.telling.held import held_so_far
from model.telling.minded import minded
from model.telling.who import causes
from model.telling.whose import whose
from tests.cases import starter
from tests.generated import profile_text
from tests.test_decision_forecast import STARTERS
from tests.test_report_formats import READERS, Words, squeezed
from tui.state.answer import Answer
from tui.telling.headline import verdict_lines

ROOT = Path(__file__).parent.parent
GENERATED = tuple(range(50))
PARTS_SAID = PARTS - {
    "evppi",
    "sensitivity",
    "wrong",
    "pair_of_levers",
}  # none of these questions, and most of the time
DRAWS, WIDE = 60, 230  # futures of a profile; cells of a screen on which nothing is cut


# what is said ---------------------------------------------------------------------------------------------------------


def said_answer(analysis: Analysis) -> Sequence[str]:
    """What to do."""
    return (answer(analysis).headline,)


def said_difference(analysis: Analysis) -> Sequence[str]:
    """How much it matters, in dollars and in percent of the cheaper one."""
    record = answer(analysis)
    if not record.difference_usd or record.difference_share is None:
        return ()
    return figures.money(abs(record.difference_usd)), figures.percent(abs(record.difference_share))


def said_dollars(analysis: Analysis) -> Sequence[str]:
    """The same where there is room for dollars only."""
    return said_difference(analysis)[:1]


def said_month(analysis: Analysis) -> Sequence[str]:
    """The first full month of every option: all of it, then its pockets."""
    return [cell.text for row in month(analysis).rows for cell in row.cells]


def said_years(analysis: Analysis) -> Sequence[str]:
    """Every year of both options of the pair."""
    found = (years(analysis, option) for option in analysis.pair)
    return [cell.text for of in found for year in of.years for cell in (*year.amounts, year.total)]


def said_causes(analysis: Analysis) -> Sequence[str]:
    """Who causes the bill, workload by workload."""
    found = causes(analysis)
    rows = (*found.rows, found.total) if found else ()
    return [cell.text for row in rows for cell in (*row.cells, row.total)]


def said_shares(analysis: Analysis) -> Sequence[str]:
    """What part of the bill each workload causes; they add up to 100 %."""
    found = causes(analysis)
    return [row.share for row in (*found.rows, found.total)] if found else ()


def said_flip(analysis: Analysis) -> Sequence[str]:
    """What flips it first; nothing where no two options can be chosen."""
    return () if analysis.verdict.strength in ("only", "none") else (flips(analysis).headline[0],)


def said_bound(analysis: Analysis) -> Sequence[str]:
    """Past which value the first row of the list turns it; nothing where nothing within reach does."""
    rows = flips(analysis).rows
    return (rows[0].bound,) if rows and analysis.verdict.strength not in ("only", "none") else ()


def said_whose(analysis: Analysis) -> Sequence[str]:
    """Whose the numbers are that decide."""
    return (whose(analysis).said.line,)


def said_held(analysis: Analysis) -> Sequence[str]:
    """Whether the forecast has held in the months kept beside the profile; nothing where none is."""
    found = held_so_far(analysis.case.profile)
    return (found.said.line,) if found is not None else ()


def said_warnings(analysis: Analysis) -> Sequence[str]:
    """What to mind, in order."""
    return [row.sentence for row in minded(analysis).rows]


QUESTIONS: Mapping[str, Callable[[Analysis], Sequence[str]]] = {
    "answer": said_answer,
    "difference": said_difference,
    "dollars": said_dollars,
    "month": said_month,
    "years": said_years,
    "causes": said_causes,
    "shares": said_shares,
    "bound": said_bound,
    "flip": said_flip,
    "whose": said_whose,
    "held": said_held,
    "warnings": said_warnings,
}
TABLES = ("answer", "difference", "month", "years", "causes", "bound", "whose", "warnings")


# where it is said -----------------------------------------------------------------------------------------------------


def screen(analysis: Analysis) -> str:
    """The lines under the title of every place of the workbench."""
    whole = Answer(0, analysis.case.profile, analysis.case, analysis, complete=True)
    return " ".join("".join(text for text, _ in line) for line in verdict_lines(whole, WIDE))


def page(analysis: Analysis) -> str:
    """The words of the web page, as its document holds them."""
    words = Words()
    words.feed(render([analysis], ".html").decode())
    return " ".join(words.found)


def file(ending: str) -> Callable[[Analysis], str]:
    """The words of a file of this ending."""
    return lambda analysis: READERS[ending](render([analysis], ending)).words


def whole_markdown(analysis: Analysis) -> str:
    """The words of the whole report in Markdown, which `compare` prints."""
    return READERS[".md"](markdown.render([analysis])).words


SURFACES: Mapping[str, tuple[Callable[[Analysis], str], Sequence[str]]] = {
    "text": (file(".txt"), (*TABLES, "flip")),
    "markdown": (whole_markdown, (*TABLES, "flip", "shares")),
    "memo": (file(".md"), ("answer", "difference", "held")),
    "page": (page, (*TABLES, "shares", "held")),
    "pdf": (file(".pdf"), (*TABLES, "shares", "held")),
    "workbook": (file(".xlsx"), ("answer", "difference", "flip", "whose")),
    "slides": (file(".pptx"), ("answer", "dollars", "warnings", "held")),
    "screen": (screen, ("dollars",)),
}


def of(name: str) -> Analysis:
    """One comparison, of a starter or of a generated profile."""
    if name in STARTERS:
        return analyse(starter(name), DRAWS, parts=PARTS_SAID)
    profile = loads(profile_text(int(name)))
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 22))
    assert isinstance(case, Case)
    return analyse(case, DRAWS, parts=PARTS_SAID)


def misses(words: str, statements: Sequence[str]) -> list[str]:
    """The statements that do not follow one another in these words, whatever the white space and the capitals."""
    place, missed = 0, []
    text = squeezed(words).casefold()
    for statement in statements:
        found = text.find(squeezed(statement).casefold(), place)
        if found < 0:
            missed.append(statement)
        else:
            place = found
    return missed


@pytest.mark.parametrize("name", [*STARTERS, *map(str, GENERATED)])
def test_every_surface_says_what_the_record_says(name: str) -> None:
    """The same figures in the same order, and the same names."""
    analysis, missed = of(name), {}
    said = {question: of_record(analysis) for question, of_record in QUESTIONS.items()}
    for surface, (read, questions) in SURFACES.items():
        words = read(analysis)
        missed |= {(surface, asked): lost for asked in questions if (lost := misses(words, said[asked]))}
    assert not missed


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
    asked = [read for read, questions in SURFACES.values() if "held" in questions]
    assert len(asked) == 4
    assert not any(misses(read(analysis), said) for read in asked)
    first = PdfReader(BytesIO(render([analysis], ".pdf"))).pages[0].extract_text()
    assert not misses(first, (*said, "What it rests on"))


def test_what_is_not_said_is_noticed() -> None:
    """The test can fail: another figure and another order are missed."""
    assert misses("a $12 b $13", ("$12", "$13")) == []
    assert misses("a $12 b $13", ("$13", "$12")) == ["$12"]
    assert misses("a $12 b $13", ("$14",)) == ["$14"]
    assert re.search(r"\$", " ".join(said_month(of("support-desk"))))
