"""What is said is decided once: the records of `telling`, by hand and over every starter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from math import ceil

import pytest
from msgspec import Struct
from msgspec.structs import replace

from model.decision import Analysis, analyse
from model.decision.bill.attribution import footed
from model.decision.verdict.triggers import later
from model.quantities import figures
from model.report.chapters import page_one
from model.report.plain import clean
from model.report.story import tell
from model.telling.answer import answer
from model.telling.bill import BillPart, month, years
from model.telling.cheaper import cheaper
from model.telling.commits_us_to import commitment
from model.telling.how_wrong import how_wrong
from model.telling.learn_first import lessons
from model.telling.look_again import look_again
from model.telling.minded import minded
from model.telling.must_haves_told import must_haves_told
from model.telling.one_side import one_side
from model.telling.pages_read import pages_read
from model.telling.record import cleaned
from model.telling.swings import swings
from model.telling.what_decides import what_decides
from model.telling.when_it_pays import when_it_pays
from model.telling.who import causes
from model.telling.whose import whose
from tests.cases import CODING, case_of, starter
from tests.test_decision_forecast import STARTERS
from tui.telling import findings

HIPAA = '[requirements]\nmust = ["our_rule"]\n'


@cache
def of(name: str) -> Analysis:
    """A starter over few futures."""
    return analyse(starter(name), 400)


def answered(more: str = "", **changes: object) -> Analysis:
    """The coding session with more tables and other values, one future."""
    return analyse(case_of(CODING + more, **{"options__own__build_engineer_weeks": 30} | changes), 1)


def test_the_difference_stands_in_dollars_and_in_percent_of_the_cheaper_one() -> None:
    """The answer's own present value is the whole: what the next best costs more, over it."""
    analysis = answered()
    said = answer(analysis)
    best, rival = analysis.option("managed"), analysis.option("own")
    more = rival.present_value_usd - best.present_value_usd
    assert said.difference_usd == pytest.approx(more)
    assert said.difference_share == pytest.approx(more / best.present_value_usd)
    percent = f"{100 * more / best.present_value_usd:.0f} %"
    assert said.difference.headline.endswith(f"more ({percent})")
    assert said.because.startswith(f"Own stack costs {said.difference.headline.split(' costs ')[1]} over 36 months")


@pytest.mark.parametrize("name", ["high-volume", "support-desk-all-regions"])
def test_too_close_to_call_says_what_to_do_until_when(name: str) -> None:
    """Where to stay or begin, and a day after the one of the prices; ranges that cross zero are said in words."""
    said = answer(of(name))
    assert said.strength == "close"
    assert said.meanwhile.startswith("Until then ")
    assert "Decide by " in said.meanwhile
    assert " cheaper and " in said.spread
    assert said.spread.endswith(" more expensive")
    assert "−" not in said.because


def test_a_mix_that_beats_one_home_for_all_is_the_headline() -> None:
    """With its saving in dollars and percent before everything else that is said."""
    analysis = of("coding-fleet")
    assert analysis.mixed_homes is not None
    said = answer(analysis)
    assert said.headline.startswith("Developers' sessions on Claude Managed Agents, ")
    share = analysis.mixed_homes.saving_usd / analysis.mixed_homes.present_value_usd
    assert f"({100 * share:.1f} %) less than all on Claude Managed Agents." in analysis.verdict.sentence


def test_a_must_have_that_leaves_one_choice_is_the_headline() -> None:
    """And leaving what serves today, where a must-have rules that out, with what it costs more."""
    met = {"options__managed__fails": ["our_rule"], "options__own__meets": ["our_rule"]}
    assert answer(answered(HIPAA, **met)).headline == "our_rule leaves one choice: Own stack"
    left = answer(answered(HIPAA, today="managed", **met))
    assert left.headline == "Leave Claude Managed Agents, our_rule rules it out: move to Own stack"
    assert answered(HIPAA, today="managed", **met).verdict.sentence.startswith(f"{left.headline}. That costs $")


def test_nothing_of_the_teams_own_is_said() -> None:
    """Only published ranges decide: the record says so, and no surface may sound sure of itself."""
    whole = {"options__managed__upkeep_fte": "published", "options__own__upkeep_fte": "published"}
    analysis = answered(**whole)
    counts = whose(analysis)
    assert counts.deciding == counts.typed + counts.measured + counts.contract + counts.published == len(counts.rows)
    assert f"{counts.typed} typed by you (guesses), 0 measured, {counts.published} published" in counts.said.line
    assert not answer(analysis).published_alone


@pytest.mark.parametrize("name", STARTERS)
def test_one_count_of_the_numbers_that_decide(name: str) -> None:
    """By basis and row by row, and the verdict's own sentence says the same."""
    analysis = of(name)
    counts = whose(analysis)
    assert counts.deciding == counts.typed + counts.measured + counts.contract + counts.published == len(counts.rows)
    assert counts.said.cell in analysis.whose_numbers.sentence


@pytest.mark.parametrize("name", STARTERS)
def test_the_bill_of_a_month_is_three_pockets_that_add_up(name: str) -> None:
    """For every option, whatever it leaves unpriced."""
    bill = month(of(name))
    assert [head.id for head in bill.heads][:2] == list(of(name).pair)
    total, *parts = bill.rows
    assert total.part is BillPart.TOTAL
    for place in range(len(bill.heads)):
        assert sum(row.cells[place].usd for row in parts) == pytest.approx(total.cells[place].usd)


def test_only_cells_that_an_unpriced_line_touches_are_lower_bounds() -> None:
    """The runtime of a self-hosted server has no price: its bills and its totals are bounds, its engineers are not."""
    analysis = of("regulated-team")
    at = [head.id for head in month(analysis).heads].index("own-server")
    marks = {row.key: row.cells[at].least for row in month(analysis).rows}
    assert marks["month"]
    assert marks["month.invoice"]
    assert not marks["month.people"]
    assert month(analysis).rows[0].cells[at].text.startswith("≥ $")
    by_year = {year.key: year.total.least for year in years(analysis, "own-server").years}
    assert not by_year["year.0"]
    assert by_year["year.1"]
    assert by_year["total"]


@pytest.mark.parametrize("name", STARTERS)
def test_who_causes_the_bill_foots_to_100_percent(name: str) -> None:
    """Small workloads too; the bill is what vendors send, and people stand apart."""
    analysis = of(name)
    found = causes(analysis)
    assert found is not None
    row = analysis.option(found.option)
    assert sum(each.total.usd for each in found.rows) == pytest.approx(row.invoices_month_1_usd)
    assert sum(round(10 * each.percent) for each in found.rows) == 1000
    assert sum(round(10 * percent) for percent in found.percents) == 1000
    assert found.people.usd == pytest.approx(row.people_month_1_usd)
    assert [each.key for each in found.rows if each.key] == list(analysis.case.workloads)
    for each in found.rows:
        assert sum(cell.usd for cell in each.cells) == pytest.approx(each.total.usd)


def test_an_outcome_has_a_price_for_every_workload() -> None:
    """Bills of a month over the runs that succeed: never one number over agents that do different things."""
    analysis = of("research-agent")
    found = causes(analysis)
    assert found is not None
    means = {row.key: row.mean for row in analysis.inputs}
    for each in found.rows:
        if each.key:
            runs = means[f"workloads.{each.key}.sessions_per_month"]
            assert each.outcome_usd is not None
            assert each.total.usd / runs <= each.outcome_usd * 1.001


@pytest.mark.parametrize(
    ("parts", "percents"),
    [((1, 1, 1), (33.4, 33.3, 33.3)), ((0, 0), (0, 0)), ((999, 1), (99.9, 0.1)), ((1e6, 1), (100.0, 0.0))],
)
def test_parts_foot_to_100(parts: tuple[float, ...], percents: tuple[float, ...]) -> None:
    assert footed(parts) == pytest.approx(percents)


@pytest.mark.parametrize("name", STARTERS)
def test_the_tornado_has_one_base_and_its_bars_their_own_ends(name: str) -> None:
    """The middle case is the base, the average a second mark; the widest bar stands first."""
    analysis = of(name)
    found = swings(analysis)
    assert found is not None
    a, b = (analysis.option(option) for option in analysis.pair)
    assert found.base_usd == pytest.approx(b.middle_usd - a.middle_usd)
    assert found.mean_usd == pytest.approx(b.present_value_usd - a.present_value_usd)
    ends = {row.key: (row.difference_at_p10_usd, row.difference_at_p90_usd) for row in analysis.sensitivity}
    spans = [row.span_usd for row in found.rows]
    assert spans == sorted(spans, reverse=True)
    assert all((row.at_low_usd, row.at_high_usd) == ends[row.key] for row in found.rows)


def test_records_are_clean_whatever_a_profile_holds() -> None:
    """Escapes in every name: none is left in any record."""
    evil = CODING.replace("[options.own]", '[options.own]\ntitle = "\\u001b]0;x\\u0007Own\\u202e"')
    analysis = analyse(case_of(evil, options__own__build_engineer_weeks=30), 1)
    records = [
        answer(analysis),
        month(analysis),
        years(analysis, "own"),
        causes(analysis),
        whose(analysis),
        minded(analysis),
    ]
    for record in records:
        assert cleaned(record) == record
        assert "\x1b" not in repr(record)
        assert "\\x1b" not in repr(record)


def test_a_decision_that_waits_has_a_day() -> None:
    """The move of the best month has to begin early enough; or the next look."""
    said = answer(of("high-volume"))
    assert of("high-volume").as_of == date(2026, 11, 22)
    assert said.meanwhile.endswith((" 2026.", " 2027.", " 2028.", " 2029."))


def test_a_move_that_has_to_begin_at_once_is_decided_by_no_day_that_has_passed() -> None:
    """The best month is the first that the build leaves: the day of the prices is no day to decide by."""
    analysis = of("high-volume")
    even = analysis.break_even
    assert even is not None
    assert even.best_switch is not None
    first = look_again(analysis).first
    assert first is not None
    live = ceil(analysis.option(analysis.pair[1]).live_month)
    for best, ahead in ((live + 1, 0), (live + 3, 2)):
        moved = replace(analysis, break_even=replace(even, best_switch=replace(even.best_switch, month=best)))
        by = later(analysis.as_of, ahead) if ahead else first.look_on
        assert by > analysis.as_of
        assert answer(moved).meanwhile.endswith(f"ecide by {figures.day(by)}.")
        assert ("begin now" in answer(moved).meanwhile) == (ahead == 0)


@pytest.mark.parametrize("name", ["high-volume", "coding-fleet", "support-desk", "support-desk-all-regions"])
def test_there_is_one_next_look(name: str) -> None:
    """What the answer commits us to names the day of the sentence that page one shows, the earliest of all."""
    analysis = of(name)
    first, asked = look_again(analysis).first, commitment(analysis)
    assert asked is not None
    assert first is not None
    assert first.look_on == min(row.look_on for row in analysis.revisit) > analysis.as_of
    assert dict(asked.rows)["Owner and next date"].endswith(f"next look {figures.day(first.look_on)}")
    assert f"Look again first: {clean(first.sentence)}" in list(strings(page_one.flips(analysis)))


def strings(value: object) -> Iterator[str]:
    """Every text of a description, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        yield from (text for name in value.__struct_fields__ for text in strings(getattr(value, name)))
    elif isinstance(value, tuple | list):
        yield from (text for each in value for text in strings(each))


@pytest.mark.parametrize("name", ["high-volume", "regulated-team", "coding-fleet", "support-desk"])
def test_a_question_has_one_wording_on_pages_slides_and_the_screen(name: str) -> None:
    """Why, when it pays, what to learn, how wrong, when to look again, levers, one side, must-haves, sources: what the record
    says stands on the surfaces that answer the question, in its order, and no surface words it on its own."""
    analysis = of(name)
    story = tell(analysis)
    pages, slides = list(strings(story.sections)), list(strings(story.steps))
    why, pays, learn, wrong = (make(analysis) for make in (what_decides, when_it_pays, lessons, how_wrong))
    look, less, sides = look_again(analysis), cheaper(analysis), one_side(analysis)
    musts, read = must_haves_told(analysis), pages_read(analysis)
    on_pages = [
        why.headline,
        why.alike,
        *pays.sentences,
        learn.headline,
        *(f"{row.when.capitalize()}: {row.sentence}" for row in learn.rows),
    ]
    on_pages += [
        wrong.lead,
        *(row.sentence for row in wrong.rows),
        *look.sentences,
        less.title,
        *(row.sentence for row in less.rows),
    ]
    on_pages += [sides.without, *less.bounds, *musts.prices, *musts.to_win, *(source.title for source, _ in read.rows)]
    missing = [text for text in on_pages if text and text not in pages]
    assert not missing
    on_slides = [
        why.finding,
        why.alike,
        pays.volume,
        pays.paid_back,
        less.largest,
        *(row.does for row in less.rows[:6]),
    ]
    on_slides += [learn.headline, *(row.how for row in learn.rows[:6])] if learn.rows else []
    missing = [text for text in on_slides if text and text not in slides]
    assert not missing
    drawn = [
        make(analysis)
        for make in (
            findings.learn,
            findings.wrong,
            findings.revisit,
            findings.one_sided,
            findings.must_haves,
            findings.levers,
        )
    ]
    screen = list(strings(tuple(drawn)))
    on_screen = [
        wrong.lead,
        less.title.upper() if less.rows else "",
        *(row.does for row in less.rows),
        sides.without,
        look.instead,
    ]
    on_screen += [learn.headline, *(row.how for row in learn.rows)] if learn.rows else []
    on_screen += [*(has.state for has in musts.rows), *musts.prices, *musts.to_win]
    missing = [text for text in on_screen if text and text not in screen]
    assert not missing
    assert [row.usd for row in less.rows] == sorted((row.usd for row in less.rows), reverse=True)
