"""What a decision says: each sentence word for word, and never more than its numbers."""

import pytest
from msgspec.structs import replace

from model.decision.records.analysis import Choice
from model.decision.records.pair_records import Gap, Reach
from model.decision.wording import sentences
from model.decision.wording.sentences import Setting

SETTING = Setting({"m": "Managed", "o": "Own stack"}, 36, True, None, frozenset())
CLEAR = Choice("m", "clear", "o", 347_123.0, 0.386, 215_000.0, 518_000.0, 0.997, "m")


def test_a_clear_verdict() -> None:
    """Who, by how much, in how many futures."""
    assert sentences.verdict(CLEAR, SETTING) == (
        "Choose Managed. Own stack costs $347k more (39 %) on average over 36 months "
        "(8 in 10 futures: $215k to $518k more); it is the more expensive one in 99+ of 100."
    )


def test_today_decides_between_stay_and_move() -> None:
    """What serves the work today is stayed on or moved from."""
    assert sentences.headline(CLEAR, replace(SETTING, today="m")) == "Stay on Managed"
    assert sentences.headline(CLEAR, replace(SETTING, today="o")) == "Move to Managed"


def test_a_close_verdict_begins_with_what_to_learn() -> None:
    """Too close to call says what to find out, and both ends of what may be saved."""
    close = Choice("o", "close", "m", 2_000.0, 0.0001, -194_000.0, 177_000.0, 0.56, "o")
    assert sentences.verdict(close, SETTING, learn="runs a month") == (
        "Learn first: runs a month. Too close to call. Own stack is $2k (under 0.1 %) cheaper than Managed on average "
        "over 36 months, and cheaper in 56 of 100 futures (8 in 10: between $177k cheaper and $194k more expensive)."
    )


def test_one_future_speaks_of_no_futures() -> None:
    """Without ranges there are no averages and no chances."""
    certain = replace(SETTING, uncertain=False)
    assert sentences.verdict(CLEAR, certain) == "Choose Managed. Own stack costs $347k more (39 %) over 36 months."


def test_only_one_left_says_why_and_what_the_other_would_cost() -> None:
    """The reason comes before the money; a lower bound is called so."""
    only = Choice("m", "only", "o", -5_000.0, None, -6_000.0, -4_000.0, 0.0, "m")
    setting = replace(SETTING, incomplete=frozenset({"o"}), uncertain=False)
    assert sentences.verdict(only, setting, why_not={"o": "runtime.session is not priced"}) == (
        "Only Managed can be chosen. Own stack: runtime.session is not priced. "
        "Priced lines of Own stack alone come to $5k less over 36 months."
    )


def test_conditions_and_the_middle_case_are_said() -> None:
    """A must-have nobody knows is a condition; a middle case that points elsewhere is said with its reason."""
    said = sentences.middle_case(
        replace(CLEAR, middle_case_option="o"), SETTING, 12_000.0, "build costs more on average"
    )
    assert said == "With every input at its middle Own stack is $12k cheaper: build costs more on average."
    whole = sentences.verdict(CLEAR, SETTING, conditions=("if Managed passes HIPAA",), middle=said)
    assert "This holds if Managed passes HIPAA. With every input" in whole
    assert sentences.middle_case(CLEAR, SETTING, 1.0, None) is None


def test_nothing_left() -> None:
    """No verdict says what is missing."""
    none = Choice(None, "none", None, None, None, None, None, None, None)
    assert sentences.verdict(none, SETTING, why_not={"m": "fails eu_residency"}) == (
        "No verdict: no option meets every must-have and is fully priced. Managed: fails eu_residency."
    )


def test_gap_sentences() -> None:
    """Opposite signs break even at a volume, of a month and with the build; equal signs never or always."""
    names = ("Managed", "Own stack", 11_000.0, 11_000.0, "any")
    assert sentences.gaps(Gap(9_500.0, -0.06, 158_333.0, True), *names) == (
        "Own stack: fixed +$9.5k a month, each run −$0.06; running breaks even at 158k runs a month; you start with 11k."
    )
    assert sentences.gaps(Gap(8.0, -0.0017, 4_700.0, True), *names, 193_000.0) == (
        "Own stack: fixed +$8.00 a month, each run −$0.0017; running breaks even at 4.7k runs a month, build included at 193k; "
        "you start with 11k."
    )
    assert sentences.gaps(Gap(9_500.0, 0.007, None, None), *names) == (
        "Own stack is more expensive per month and per run (fixed +$9.5k a month, each run +$0.007): no volume pays it back."
    )
    assert sentences.gaps(Gap(-9_500.0, -0.007, None, None), *names).endswith("it is cheaper at any volume.")
    growing = sentences.gaps(Gap(9_500.0, -0.06, 158_333.0, True), "Managed", "Own stack", 11_000.0, 30_500.0, "any")
    assert growing.endswith("you start with 11k and grow to 31k.")
    assert sentences.gaps(Gap(0.0, 0.0, None, None), *names).endswith("cost the same per month and per run.")
    assert sentences.gaps(Gap(-5.0, 0.0, None, None), *names).endswith("equal per run: volume changes nothing.")
    assert sentences.gaps(Gap(0.0, 5.0, None, None), *names).endswith("equal per month, at any volume.")


@pytest.mark.parametrize("month", [9_500.0, 0.0, -9_500.0])
@pytest.mark.parametrize("run", [0.007, 0.0, -0.007])
@pytest.mark.parametrize("reach", ["near", "mix", "live"])
def test_no_volume_is_spoken_of_beyond_the_reach_of_the_gaps(month: float, run: float, reach: Reach) -> None:
    said = sentences.gaps(Gap(month, run, None, None), "Managed", "Own stack", 11_000.0, 11_000.0, reach)
    assert not any(claim in said for claim in ("any volume", "no volume", "changes nothing"))
    ends = {"near": "steps.", "mix": "alone can turn it.", "live": "volume can turn it."}
    assert said.endswith(ends[reach] if month or run else "cost the same per month and per run.")


def test_engineers_as_running_hours() -> None:
    """The sentence of the design."""
    assert sentences.engineers_as_hours(0.3455, 88_806.0, 2_231.0) == (
        "0.35 engineers cost as much as 89,000 running hours a month; you use 2,200."
    )


def test_one_thing_is_said_in_the_singular() -> None:
    """One input is, one cost is, one engineer costs; savings are not called costs."""
    assert sentences.whose_numbers(5, 0, 0, 4) == (
        "Of 9 numbers that decide: 5 typed by you (guesses), 0 measured, 4 published."
    )
    assert sentences.whose_numbers(1, 2, 1, 0) == (
        "Of 4 numbers that decide: 1 typed by you (guess), 2 measured, 1 from contracts, 0 published."
    )
    assert (
        sentences.whose_numbers(0, 1, 0, 0)
        == "Of 1 number that decides: 0 typed by you (guesses), 1 measured, 0 published."
    )
    assert sentences.whose_numbers(0, 0, 0, 3) == (
        "From published ranges alone: all 3 numbers that decide are published, none is yours yet."
    )
    assert sentences.engineers_as_hours(1.0, 88_806.0, 2_231.0).startswith("1 engineer costs as much as 89,000")
    one = sentences.one_sided([("On-call", 5_000.0)], 1_000.0, 2_000.0, True, SETTING, "o")
    assert one == (
        "1 cost is counted for one option only: On-call. Without it Own stack costs $1k more. "
        "Moved to the other side it would not change who is cheaper."
    )
    sizes = [("Batch", -9_000.0), ("On-call", 5_000.0), ("Tracing", 1.0)]
    both = sentences.one_sided(sizes, 1_000.0, -2_000.0, False, SETTING, "o")
    assert both.startswith("2 costs and 1 saving are counted for one option only: Batch, On-call and Tracing.")
    assert both.endswith("Moved to the other side they would turn it: Own stack would cost $2k less.")
    facts = sentences.fact_line(0.0, 5.0, 0.0, 1.0, 0.0, "no must-have chosen", sizes)
    assert facts[1] == "our engineers +$5.00, +1 of them"
    assert facts[-1] == "2 costs and 1 saving on one side only"


def test_break_even_near_today_is_told_apart_from_it() -> None:
    """A factor that two digits would call 1 gets the digits it needs."""
    assert sentences.break_even([0.9972], ["o"], [111_253.0], SETTING) == (
        "Over 36 months Own stack is cheaper above 111k runs a month at the start, 0.997 times today's."
    )
    assert "1.2 times today's" in sentences.break_even([1.2], ["o"], [5.0], SETTING)


def test_work_that_waits_free_is_named() -> None:
    """Only the work whose waiting nobody priced is called free."""
    said = sentences.verdict(CLEAR, SETTING, waits_free=("Night checks",))
    assert said.endswith(
        "Work left undone until an option is live is counted as free for Night checks, so nothing is called clear."
    )


def test_the_price_of_a_must_have() -> None:
    """What it costs first, then what it rules out."""
    assert sentences.must_have_price("HIPAA", ["Managed"], 5_000.0) == "HIPAA costs $5k: it rules out Managed."
    assert sentences.must_have_price("HIPAA", ["Managed"], 0.0).startswith("HIPAA costs nothing")
    assert sentences.must_have_price("HIPAA", ["Managed"], None) == "HIPAA leaves no option: it rules out Managed."
