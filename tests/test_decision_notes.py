"""What a reader is warned of: work whose tokens nobody gave."""

from cases import CODING, case_of

from model.decision import analyse

SUMMARIES = """
[workloads.summaries]
title = "Summaries"
sessions_per_month = 400
active_minutes = 20
model = "claude-opus-4-8"
"""


def test_work_with_a_model_and_no_tokens_beside_work_with_tokens_is_named() -> None:
    """Its tokens cost nothing here, and 400 runs of a model do: the bill is too low by them."""
    (said,) = [text for text in analyse(case_of(CODING + SUMMARIES), 1).warnings if "tokens" in text]
    assert said == (
        "Summaries: a model and no tokens (workloads.summaries.tokens); its tokens are left out, so totals, levers and "
        "shares of the bill are too low"
    )
    bare = {"workloads__coding__tokens__input": None, "workloads__coding__tokens__output": None}
    given = {"workloads__summaries__token_usd_per_session": 0.4}
    for fine in (
        case_of(CODING + SUMMARIES, **bare),
        case_of(CODING + SUMMARIES, **given),
        case_of(CODING + SUMMARIES.partition("model")[0]),
    ):
        assert not [text for text in analyse(fine, 1).warnings if "tokens are left out" in text]
