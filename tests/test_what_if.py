"""What if: each row is the comparison with the change typed into the profile, and every document says the same of it."""

from typing import cast

import pytest

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.profile import Profile
from model.report import text
from model.report.blocks import Bars, Table
from model.report.chapters.change import MOST_NAMED
from model.report.chapters.what_if_chapter import adding_up, section
from model.report.memo import render as memo
from model.report.one_page import page
from model.report.presentation import steps
from model.telling.over_time import over_time
from model.telling.what_if import what_if
from tests.cases import DAY, starter
from tests.test_decision_forecast import STARTERS

DRAWS = 200
ASKED = frozenset({"what_if", "over_time"})


def typed(name: str, changes: dict[str, str]) -> Analysis:
    """A starter with these changes in its profile."""
    case = starter(name)
    changed = case.profile.changed(changes)
    assert isinstance(changed, Profile)
    after = resolve(changed, DAY, case.pair)
    assert isinstance(after, Case)
    return analyse(after, DRAWS, parts=frozenset())


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("volume.double", {"workloads.tickets.sessions_per_month": "16k to 30k"}),
        ("volume.half", {"workloads.tickets.sessions_per_month": "4k to 7.5k"}),
        ("runtime.double", {"prices.runtime_usd_per_hour": "0.16"}),
        ("upkeep.double", {"options.own.upkeep_fte": "0.2 to 1.6", "options.managed.upkeep_fte": "0.04 to 0.2"}),
        ("oncall.shared", {"options.own.oncall_usd_per_week": "0"}),
    ],
)
def test_a_row_is_the_model_with_the_change_typed(key: str, changes: dict[str, str]) -> None:
    """By hand for one: 36 months of $540 a week × 52 / 12 = $2,340 a month less for the rota."""
    case = starter("support-desk")
    asked = analyse(case, DRAWS, parts=ASKED)
    row = next(each for each in asked.what_if if each.key == key)
    found = typed("support-desk", changes)
    assert row.difference_usd == pytest.approx(found.difference.total.mean_usd, rel=1e-9)
    assert row.difference_p10_usd == pytest.approx(found.difference.total.p10_usd, rel=1e-9)
    assert (row.option, row.strength) == (found.verdict.option, found.verdict.strength)
    assert row.saving_usd == pytest.approx(found.verdict.saving_expected_usd, rel=1e-9)


@pytest.mark.parametrize("name", STARTERS)
def test_the_difference_adds_up_to_the_whole(name: str) -> None:
    """The last month is the whole horizon, and no row is there that changes nothing."""
    found = analyse(starter(name), DRAWS, parts=ASKED)
    last, total = found.over_time[-1], found.difference.total
    assert last.month == found.horizon_months
    assert (last.mean_usd, last.p10_usd, last.p90_usd) == pytest.approx((total.mean_usd, total.p10_usd, total.p90_usd))
    assert all(row.difference_usd != total.mean_usd for row in found.what_if)
    assert what_if(analyse(starter(name), 2, parts=frozenset())) is None


@pytest.mark.parametrize("name", ["support-desk", "high-volume"])
def test_every_surface_lays_the_record_out(name: str) -> None:
    """The strip on page one and on the third slide, its first dot on the first; a table in text; a sentence in the memo."""
    analysis = analyse(starter(name), DRAWS)
    told, added = what_if(analysis), over_time(analysis)
    assert told is not None
    assert added is not None
    wanted = [(row.title, row.difference, row.answer) for row in told.rows]
    answer, _, change, *_ = steps(analysis)
    (dot,) = (block for block in answer.blocks if isinstance(block, Bars) and block.dots)
    assert (dot.bars[0].text, dot.bars[0].note) == wanted[0][1:]
    strips = [block for block in change.blocks if isinstance(block, Bars)]
    one = page(analysis)
    assert one.what_if is not None
    strips += [block for block in one.what_if.blocks if isinstance(block, Bars)]
    assert len(strips) == 2
    assert all([(bar.label, bar.text, bar.note) for bar in strip.bars] == wanted for strip in strips)
    whole = section(analysis)
    assert whole is not None
    table = cast(Table, whole.blocks[0])
    assert [(row.cells[0].text, row.cells[1].text, row.cells[3].text) for row in table.rows] == wanted
    line = adding_up(analysis)
    assert line is not None
    assert line.band == (added.low_usd, added.high_usd)
    assert told.brief in " ".join(memo([analysis]).decode().replace("\\", "").split())
    words = " ".join(text.render([analysis]).decode().split())
    assert all(row.difference in words for row in told.rows)


def test_equal_inputs_are_counted_and_not_listed() -> None:
    """Of many inputs that share their reason a few are named; the workbook has the list."""
    found = analyse(starter("coding-session"), 16, parts=frozenset({"switching"}))
    reasons = [row.why_never for row in found.switching_values if row.value is None]
    most = max(map(reasons.count, set(reasons)))
    assert most > MOST_NAMED + 1
    said = " ".join(text.render([found]).decode().split())
    assert f"and {most - MOST_NAMED} more, listed in the workbook" in said
