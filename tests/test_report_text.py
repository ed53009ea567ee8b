"""The comparison as text, Markdown, CSV and JSON says the same and breaks nothing."""

import csv
import io
import json
from datetime import date
from functools import cache

import pytest
from msgspec.structs import replace

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.profile import Profile, loads
from model.report import csv as lines_csv
from model.report import json as contract
from model.report import markdown, text
from model.report.blocks import Bars, Curves
from model.report.plain import clean, cut, fit, is_whole, width, wrap
from model.report.presentation import MAIN
from model.report.story import tell

PROFILE = """
schema = 1
name = "Desk"
today = "none"
[workloads.tickets]
sessions_per_month = "8k to 15k"
active_minutes = 12
model = "claude-opus-4-8"
[workloads.tickets.tokens]
input = 50_000
output = 15_000
[engineering]
loaded_usd_per_year = "200k to 300k"
[options.managed]
build_engineer_weeks = 2
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
title = 'TITLE'
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "published"
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
"""


@cache
def analysis(title: str = "Own stack") -> Analysis:
    """The analysis of a small profile."""
    profile = loads(PROFILE.replace("TITLE", title))
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 22))
    assert isinstance(case, Case)
    return analyse(case, 200, 1)


def test_text_fits_80_columns() -> None:
    """No line of the text report is wider than 80 terminal cells, whatever the title."""
    for title in ("Own stack", "自社のスタックを自社で運用する" * 6, "x" * 300):
        page = text.render([analysis(title)]).decode()
        for block in page.split("\n\n"):
            if max(width(line) for line in block.splitlines() or [""]) > 80:  # keys and addresses are never broken
                assert any(is_whole(word) and len(word) > 30 for word in block.split()), block


def test_the_first_lines_are_the_answer() -> None:
    """The report begins with the verdict, and the gaps, the nearest flip and whose numbers follow at once."""
    found = analysis()
    story = tell(found)
    assert len(story.headline) == 5
    assert story.headline[0].startswith(found.verdict.headline)
    assert text.render([found]).decode().startswith(story.headline[0])


def test_a_line_is_quantity_times_rate() -> None:
    """Every line's quantity × rate is its first month, and the lines add up to the option's month and total."""
    for option in analysis().options:
        for line in option.lines:
            assert line.quantity_month_1 * line.rate_usd_month_1 == pytest.approx(line.month_1_usd, rel=1e-9, abs=1e-9)
        assert sum(line.month_1_usd for line in option.lines) == pytest.approx(option.month_1_usd)
        assert sum(line.total_usd for line in option.lines) == pytest.approx(option.total_usd)


def test_json_has_the_keys_of_the_contract() -> None:
    """The contract's keys come first and nothing is NaN."""
    document = json.loads(contract.render([analysis()]), parse_constant=lambda name: pytest.fail(name))
    assert tuple(document)[: len(contract.CONTRACT)] == contract.CONTRACT
    assert document["verdict"]["option"] == "managed"
    assert {"factors", "sessions_per_month", "payback_month", "crossing_month", "best_switch"} <= set(
        document["break_even"]
    )
    assert document["options"][1]["lines"][0]["key"] == "tokens.input"
    bridged = [line for line in document["options"][1]["lines"] if "bridge" in line]
    assert all(line["bridge"] == "managed" for line in bridged)


def test_several_analyses_are_one_object_a_line() -> None:
    """Two profiles are two lines of JSON in a pipe, and one array in a file, which is one JSON document."""
    lines = contract.lines([analysis(), analysis()]).splitlines()
    assert [json.loads(line)["profile"] for line in lines] == ["Desk", "Desk"]
    assert json.loads(contract.render([analysis(), analysis()])) == [json.loads(line) for line in lines]


def test_figures_that_are_not_finite_are_null() -> None:
    """JSON has no word for infinity, so it is null."""
    assert contract.plain({"a": float("inf"), "b": float("nan"), "c": 1.5}) == {"a": None, "b": None, "c": 1.5}


def test_csv_has_one_row_a_line_and_no_formula() -> None:
    """Text that a spreadsheet would take for a formula has a quote before it; amounts are numbers."""
    found = analysis("=cmd|calc")
    rows = list(csv.DictReader(io.StringIO(lines_csv.render([found]).decode())))
    assert len(rows) == sum(len(option.lines) for option in found.options)
    assert {row["ServiceName"] for row in rows if row["option"] == "own"} == {"'=cmd|calc"}
    assert sum(float(row["BilledCost"]) for row in rows if row["option"] == "own") == pytest.approx(
        found.option("own").month_1_usd
    )


@pytest.mark.parametrize("text_of", ["+1+1", "-x", "@a", "=a", "\t=a", " =a"])
def test_csv_cells_never_begin_with_a_formula(text_of: str) -> None:
    """No cell of text begins with a sign that starts a formula."""
    assert lines_csv.safe(text_of).startswith("'")
    assert lines_csv.safe("-12.5") == "-12.5"


def test_markdown_shows_markup_as_text() -> None:
    """Pipes, tags, links and emphasis in a title stay text."""
    page = markdown.render([analysis("<script>|[x](http://e.vil)*b*")]).decode()
    assert "<script>" not in page
    assert "\\[x\\]" in page
    assert "http://e.vil" not in page
    assert "\u200b" not in page
    assert "<https://platform.claude.com/docs/en/about-claude/pricing>" in page  # of a source, whole


def test_tables_of_markdown_have_equal_cells() -> None:
    """Every row of a Markdown table has as many cells as its heading."""
    size = 0
    for line in markdown.render([analysis()]).decode().splitlines():
        if not line.startswith("|"):
            size = 0
            continue
        cells = len(line.replace("\\|", "").split("|"))
        assert size in (0, cells)
        size = cells


def test_every_table_foots_or_says_rounded() -> None:
    """Printed cents add up to the printed total, or the table says that it is rounded."""
    story = tell(analysis())
    axes = next(table for table in story.tables() if table.key == "axes")
    total = axes.rows[-1]
    for column in range(1, len(axes.columns)):
        parts = sum(round(row.cells[column].value or 0.0, 2) for row in axes.rows[:-1])
        assert axes.note or parts == pytest.approx(round(total.cells[column].value or 0.0, 2), abs=1e-6)


def test_the_presentation_has_three_steps_with_pictures() -> None:
    """The answer, why, what would change it; the second has the bars, and the curves stand in the report."""
    story = tell(analysis())
    assert [step.key for step in story.steps[:MAIN]] == ["answer", "why", "change"]
    assert any(isinstance(block, Bars) for block in story.steps[1].blocks)
    when = story.section("when")
    assert when is not None
    assert any(isinstance(block, Curves) for block in when.blocks)


def test_parts_left_out_break_no_report() -> None:
    """A report of an analysis without flips, levers and break-even still reads."""
    bare = replace(
        analysis(), switching_values=(), sensitivity=(), break_even=None, levers=(), learn=(), revisit=(), one_sided=()
    )
    assert text.render([bare])
    assert markdown.render([bare])
    assert contract.document(bare)["break_even"] == contract.NO_BREAK_EVEN


def test_control_and_direction_characters_are_taken_out() -> None:
    """Escapes and direction marks go, letters of any script stay."""
    assert clean("a\x1b[31mb\u202ec\u0007\nd") == "a[31mbc d"
    assert clean("نص عربي") == "نص عربي"


def test_width_counts_terminal_cells() -> None:
    """Wide letters take two cells, combining ones none."""
    assert width("日本") == 4
    assert width("e\u0301") == 1
    assert cut("日本語", 5) == "日本…"
    assert fit("日", 4) == "日  "
    assert all(width(line) <= 7 for line in wrap("日本語の文章 and more", 7))
