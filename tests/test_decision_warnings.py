"""What a reader is warned of: work whose tokens nobody gave."""

import pytest
from cases import CODING, case_of

from model.decision import analyse
from model.report.story import tell

SUMMARIES = """
[workloads.summaries]
title = "Summaries"
sessions_per_month = 400
active_minutes = 20
model = "claude-opus-4-8"
"""


def test_work_with_a_model_and_no_tokens_beside_work_with_tokens_is_named() -> None:
    """Its tokens cost nothing here, and 400 runs of a model do: the bill is too low by them."""
    (said,) = [each for each in analyse(case_of(CODING + SUMMARIES), 1).warnings if "tokens" in each.sentence]
    assert said.sentence == (
        "Summaries: a model and no tokens; its tokens are left out, so totals, levers and shares of the bill are too low"
    )
    assert said.key == "workloads.summaries.tokens.input"
    bare = {"workloads__coding__tokens__input": None, "workloads__coding__tokens__output": None}
    given = {"workloads__summaries__token_usd_per_session": 0.4}
    for fine in (
        case_of(CODING + SUMMARIES, **bare),
        case_of(CODING + SUMMARIES, **given),
        case_of(CODING + SUMMARIES.partition("model")[0]),
    ):
        assert not [each for each in analyse(fine, 1).warnings if "tokens are left out" in each.sentence]


def test_a_warning_says_what_it_is_worth_and_where_to_look() -> None:
    """A tenth of the work through Batch is refused on managed: half of the token price of a tenth would have been saved."""
    answer = analyse(case_of(CODING, workloads__coding__batch_share=0.1), 1)
    (said,) = [each for each in answer.warnings if "Batch does not apply" in each.sentence]
    tokens = answer.option("managed").axes["tokens"].month_1_usd
    assert said.key == "workloads.coding.batch_share"
    assert said.usd == pytest.approx(0.1 * 0.5 * tokens)


def test_names_in_a_warning_steer_no_terminal() -> None:
    """An escape in a title is taken out where the warning is made."""
    answer = analyse(case_of(CODING.replace("[options.own]", '[options.own]\ntitle = "\\u001b[31mRed"')), 1)
    (said,) = [each for each in answer.warnings if each.key == "options.own.oncall_usd_per_week"]
    assert said.sentence.startswith("[31mRed: on-call is not counted")


def test_warnings_are_said_before_anything_else_is() -> None:
    """First of the sections of every report, each once."""
    answer = analyse(case_of(CODING), 1)
    first, *others = tell(answer).sections
    assert first.key == "warnings"
    assert [block.text for block in first.blocks] == [each.sentence for each in answer.warnings]
    assert not [section for section in others if section.key == "warnings"]


def test_a_doubt_about_a_number_hides_no_other_warning_of_it() -> None:
    """$2 a week of on-call looks like a slip, and a rota of its own needs people: both are said."""
    answer = analyse(case_of(CODING, options__own__oncall_usd_per_week=2, options__own__upkeep_fte=0.5), 1)
    said = [each.sentence for each in answer.warnings if each.key == "options.own.oncall_usd_per_week"]
    assert len(said) == 2
    assert any("is a k missing" in each for each in said)
    assert any("a rota of its own" in each for each in said)
