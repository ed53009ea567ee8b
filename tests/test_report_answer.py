"""The five lines that stand alone: whom the verdict is against, which pair the figures are of, and what brings an option back."""

from model.decision import Analysis, analyse
from model.report.blocks import Statement, Table
from model.report.chapters.answer_chapter import headline, pair_shown, tiles
from model.report.chapters.change import sections
from model.report.presentation.answer_step import month_step, statement
from model.telling.answer import answer
from model.telling.flips import flip_of, flips
from model.telling.stake import wordings
from tests.cases import CODING, DAY, case_of
from tui.charts.data import Findings
from tui.telling import pictures
from tui.telling.echo import flips_column

THIRD = '[options.other]\nkind = "own-stack"\nruns_on = "existing-machines"\nbuild_engineer_weeks = 1\nupkeep_fte = 0\n'
RULE = '[requirements]\nmust = ["our_rule"]\n'


def answered(more: str = "", **changes: object) -> Analysis:
    """The coding session, an own stack with some build, with more tables and other values."""
    return analyse(case_of(CODING + more, DAY, **{"options__own__build_engineer_weeks": 30} | changes), 1)


def test_the_first_line_names_the_rival() -> None:
    """The verdict, how sure, and against whom."""
    assert headline(answered())[0] == "Choose Claude Managed Agents: clear, against Own stack"


def test_a_pair_that_is_not_verdict_and_runner_up_is_named() -> None:
    """Gaps and flips speak of the pair; where a third option is the runner-up, that is said once."""
    assert pair_shown(answered()) == ""
    lines = headline(answered(THIRD, pair=["managed", "own"]))
    assert lines[0].endswith("against Claude Managed Agents")
    assert lines[2].startswith(
        "The pair shown is Claude Managed Agents and own (--pair other,managed compares those two)."
    )


def test_only_one_left_says_what_brings_another_back() -> None:
    """No number flips an answer that has no rival: the must-have and its price do."""
    only = answered(RULE, options__managed__fails=["our_rule"], options__own__meets=["our_rule"])
    assert only.verdict.strength == "only"
    lines = headline(only)
    assert lines[0] == "our_rule leaves one choice: Own stack"
    assert lines[3].startswith("our_rule costs $")
    assert lines[3].endswith(": it rules out Claude Managed Agents.")
    assert not only.revisit
    again = next(section for section in sections(only) if section.key == "revisit")
    assert lines[3] in str(again.blocks[0])


def test_no_number_flips_an_answer_that_stands_alone() -> None:
    """The list of flips is empty and no surface shows one of the pair: not the report, not explain, not the form's column,
    not the picture of the workbench."""
    only = answered(RULE, options__managed__fails=["our_rule"], options__own__meets=["our_rule"])
    key = next(row.key for row in only.switching_values if row.value is not None)
    told = flips(only)
    assert told.alone
    assert (told.rows, told.never, told.beyond, told.wins) == ((), (), "", None)
    assert flip_of(only, key) is None
    assert flips_column(only) == {}
    said = next(section for section in sections(only) if section.key == "flips")
    assert [type(block) for block in said.blocks] == [Statement]
    assert headline(only)[3] in str(said.blocks[0])
    picture = pictures.flips(only)
    assert isinstance(picture, Findings)
    assert f"{told.headline[0]}." == " ".join(row.text for row in picture.rows)


def test_no_verdict_says_so_once() -> None:
    """The first line has the verdict, the second why, the fourth which must-have leaves nothing."""
    none = answered(RULE, options__managed__fails=["our_rule"], options__own__fails=["our_rule"])
    lines = headline(none)
    assert lines[0] == "No verdict"
    assert lines[1].startswith("No option meets every must-have")
    assert lines[3] == "our_rule leaves no option: it rules out Claude Managed Agents and Own stack."


def test_an_option_that_is_not_fully_priced_is_compared_as_far_as_it_is() -> None:
    """Every figure of its pair is about the priced lines, which the third line says."""
    open_price = answered(options__own__upkeep_fte=None)
    assert open_price.verdict.strength == "only"
    assert "Of Own stack only the priced lines are compared." in headline(open_price)[2]


def test_what_flips_a_pair_without_the_verdict_is_no_reason_to_look_again() -> None:
    """With the cheapest option out by a must-have and a third one chosen, moving the pair's inputs changes no choice."""
    third = '[options.other]\nkind = "own-stack"\nruns_on = "existing-machines"\nbuild_engineer_weeks = 1\nupkeep_fte = 0.02\n'
    met = {f"options__{option}__meets": ["our_rule"] for option in ("own", "other")}
    found = answered(RULE + third, options__managed__fails=["our_rule"], pair=["managed", "own"], **met)
    assert (found.verdict.option, found.pair) == ("other", ("managed", "own"))
    assert any(row.flips_to == "own" for row in found.switching_values)
    assert not found.revisit


def test_large_figures_are_all_between_the_answer_and_its_next_best() -> None:
    """Beside a saving against the runner-up stand no engineers of another pair."""
    found = answered(THIRD, options__managed__upkeep_fte=0.25, options__own__upkeep_fte=3, pair=["managed", "own"])
    assert (found.verdict.option, found.verdict.runner_up, found.pair) == ("other", "managed", ("managed", "own"))
    shown = {tile.key: tile for tile in tiles(found).tiles}
    assert shown["saving"].caption == "more for Claude Managed Agents"
    assert (shown["engineers"].figure, shown["engineers"].detail) == ("0.25", "Claude Managed Agents")


def test_what_is_not_priced_is_no_saving_and_no_side_of_its_own() -> None:
    """Managed has no upkeep: what it costs is at least so much, on every surface, and own is not the only one with upkeep."""
    found = answered(options__managed__upkeep_fte=None, options__own__upkeep_fte=0.3)
    assert (found.verdict.option, found.verdict.runner_up) == ("own", "managed")
    begins = "Priced lines of Claude Managed Agents alone come to $"
    assert begins in found.verdict.sentence
    assert answer(found).because.startswith(begins)
    assert " ≥ " in answer(found).difference.cell
    assert "riced lines of" in wordings(found)[0]
    assert "Priced lines of" in statement(found)
    slide = month_step(found)
    assert slide.title.startswith("The first full month: Claude Managed Agents ≥ $")
    cells = {row.key: row.cells[1].text for table in slide.blocks if isinstance(table, Table) for row in table.rows}
    assert cells["Engineers, on-call"].startswith("≥ ")
    assert cells["outcome"].startswith("≥ ")
    assert not cells["Running and searching"].startswith("≥ ")
    upkeep = next(row for row in found.difference.rows if row.key == "engineering.upkeep")
    assert upkeep.only is None
    assert "engineering.upkeep" not in {row.key for row in found.one_sided}
