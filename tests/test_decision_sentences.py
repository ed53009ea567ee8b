"""What a decision says: each sentence word for word, and never more than its numbers."""

from dataclasses import replace

from model.decision import sentences
from model.decision.choice import Choice
from model.decision.gaps import Gap
from model.decision.sentences import Setting

SETTING = Setting({"m": "Managed", "o": "Own stack"}, 36, True, None, frozenset())
CLEAR = Choice("m", "clear", "o", 347_123.0, 215_000.0, 518_000.0, 0.997, "m")


def test_a_clear_verdict() -> None:
    """Who, by how much, in how many futures."""
    assert sentences.verdict(CLEAR, SETTING) == (
        "Choose Managed. Own stack costs $347k more on average over 36 months "
        "(8 in 10 futures: $215k to $518k more); it is the dearer one in 99+ of 100."
    )


def test_today_decides_between_stay_and_move() -> None:
    """What serves the work today is stayed on or moved from."""
    assert sentences.headline(CLEAR, replace(SETTING, today="m")) == "Stay on Managed"
    assert sentences.headline(CLEAR, replace(SETTING, today="o")) == "Move to Managed"


def test_a_close_verdict_begins_with_what_to_learn() -> None:
    """Too close to call says what to find out, and both ends of what may be saved."""
    close = Choice("o", "close", "m", 2_000.0, -194_000.0, 177_000.0, 0.56, "o")
    assert sentences.verdict(close, SETTING, learn="runs a month") == (
        "Learn first: runs a month. Too close to call. Own stack is $2k cheaper on average over 36 months, and cheaper "
        "in 56 of 100 futures (8 in 10: it saves up to $177k or costs up to $194k more)."
    )


def test_one_future_speaks_of_no_futures() -> None:
    """Without ranges there are no averages and no chances."""
    certain = replace(SETTING, uncertain=False)
    assert sentences.verdict(CLEAR, certain) == "Choose Managed. Own stack costs $347k more over 36 months."


def test_only_one_left_says_why_and_what_the_other_would_cost() -> None:
    """The reason comes before the money; a lower bound is called so."""
    only = Choice("m", "only", "o", -5_000.0, -6_000.0, -4_000.0, 0.0, "m")
    setting = replace(SETTING, incomplete=frozenset({"o"}), uncertain=False)
    assert sentences.verdict(only, setting, why_not={"o": "runtime.session is not priced"}) == (
        "Only Managed is left. Own stack: runtime.session is not priced. "
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
    none = Choice(None, "none", None, None, None, None, None, None)
    assert sentences.verdict(none, SETTING, why_not={"m": "fails eu_residency"}) == (
        "No verdict: no option meets every must-have and is fully priced. Managed: fails eu_residency."
    )


def test_gap_sentences() -> None:
    """Opposite signs pay from a volume on, or up to one; equal signs never or always."""
    names = ("Managed", "Own stack", 11_000.0)
    assert sentences.gaps(Gap(9_500.0, -0.06, 158_333.0, True), *names) == (
        "Own stack (+$9.5k a month, −$0.06 a run): running it is cheaper from 158k runs a month on; you start with 11k."
    )
    assert "cheaper up to 158k runs a month" in sentences.gaps(Gap(-9_500.0, 0.06, 158_333.0, False), *names)
    assert sentences.gaps(Gap(9_500.0, 0.007, None, None), *names) == (
        "Own stack is dearer per month and per run (+$9.5k a month, +$0.007 a run): no volume pays it back."
    )
    assert sentences.gaps(Gap(0.0, 0.0, None, None), *names).endswith("cost the same per month and per run.")
    assert sentences.gaps(Gap(-5.0, 0.0, None, None), *names).endswith("equal per run: volume changes nothing.")


def test_engineers_as_running_hours() -> None:
    """The sentence of the design."""
    assert sentences.engineers_as_hours(0.3455, 88_806.0, 2_231.0) == (
        "0.35 engineers cost as much as 89,000 running hours a month; you use 2,200."
    )
