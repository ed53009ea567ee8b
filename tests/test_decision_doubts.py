"""What is allowed and most likely not meant is said: misspelt must-haves, decimal commas, late events, settings nobody offers."""

import pytest

from model.comparison import Case, resolve
from model.decision import analyse
from model.decision.warnings.doubts import doubts as records
from model.profile import Problems, loads
from tests.cases import CODING, DAY


def case(more: str = "", **changes: object) -> Case:
    """The coding session with more tables and other values."""
    profile = loads(CODING + more)
    assert not isinstance(profile, Problems), profile.sentences()
    changed = profile.changed({key.replace("__", "."): value for key, value in changes.items()})
    assert not isinstance(changed, Problems), changed.sentences()
    found = resolve(changed, DAY)
    assert not isinstance(found, Problems), found.sentences()
    return found


def doubts(of: Case) -> tuple[str, ...]:
    """What is doubted, in words."""
    return tuple(warned.sentence for warned in records(of))


def test_a_misspelt_must_have_names_the_nearest() -> None:
    """What the book does not know and no option answers is doubted; what the team defines itself is not."""
    assert doubts(case('[requirements]\nmust = ["hippa"]\n')) == (
        "must have hippa: nothing is known of it, and no option says whether it meets it; nearest: hipaa",
    )
    assert not doubts(case('[requirements]\nmust = ["hipaa"]\n'))
    assert not doubts(case('[requirements]\nmust = ["our_own_rule"]\n', options__own__meets=["our_own_rule"]))
    said = doubts(case('[requirements]\nmust = ["hipaa"]\n', options__own__meets=["hippa"]))
    assert len(said) == 1
    assert said[0].endswith("meets hippa, which is not asked for; nearest: hipaa")
    assert not doubts(case(options__own__meets=["hipaa"]))


def test_a_count_with_a_decimal_comma_says_how_it_was_read() -> None:
    """12,5 runs a month are 12.5; 12,500 are twelve thousand five hundred."""
    key = "workloads__coding__sessions_per_month"
    assert doubts(case(**{key: "12,5"})) == ("Runs a month: 12,5 was read as 12.5",)
    assert doubts(case(**{key: "0,125 to 12,500"})) == ("Runs a month: 0,125 was read as 0.125",)
    for fine in ("12,500", "1,250,000", "12.5", "8k to 15k", "8,000 to 15,000"):
        assert not doubts(case(**{key: fine})), fine
    assert not doubts(case(workloads__coding__active_minutes="1,5"))


def test_a_bare_number_with_a_grouping_point_is_doubted() -> None:
    """TOML reads 30.000 as thirty; quoted it is asked about, 30.0 and 30_000 are plain."""
    for written, meant, read in (("30.000", "30,000", "30"), ("{ value = 1.500 }", "1,500", "1.5")):
        profile = loads(CODING.replace("sessions_per_month = 10_000", f"sessions_per_month = {written}"))
        assert not isinstance(profile, Problems), profile.sentences()
        found = resolve(profile, DAY)
        assert not isinstance(found, Problems)
        asked = written.strip("{ }").removeprefix("value = ")
        assert doubts(found) == (f"Runs a month: {asked} was read as {read}; is {meant} meant?",)
    for fine in ("30.0", "30_000", "30.5"):
        profile = loads(CODING.replace("sessions_per_month = 10_000", f"sessions_per_month = {fine}"))
        assert not isinstance(profile, Problems)
        found = resolve(profile, DAY)
        assert not isinstance(found, Problems)
        assert not doubts(found)
    assert isinstance(loads(CODING.replace("sessions_per_month = 10_000", 'sessions_per_month = "30.000"')), Problems)


def test_an_event_after_the_horizon_is_said_to_change_nothing() -> None:
    """Month 36 of 36 counts, month 37 does not."""
    table = '[events.up]\nmonth = {}\nkey = "prices.runtime_usd_per_hour"\nfactor = 2\nprobability = 0.3\n'
    assert not doubts(case(table.format(36)))
    assert doubts(case(table.format(37))) == (
        "up: begins in month 37, after the 36 months that are compared, and changes nothing",
    )


def test_a_speed_that_a_model_does_not_offer_is_said() -> None:
    """Fast on a model without fast mode is priced at standard speed, and says so; on one with it nothing is said."""
    slow = analyse(case(workloads__coding__speed="fast", workloads__coding__model="claude-haiku-5-5"), 1)
    told = [each.sentence for each in slow.warnings if "fast mode" in each.sentence]
    assert told
    assert all(text.endswith("; standard speed is priced") for text in told)
    assert not [each for each in analyse(case(workloads__coding__speed="fast"), 1).warnings if "fast" in each.sentence]


def test_routes_are_told_apart_where_one_model_has_no_fast_mode() -> None:
    """Half on a model with fast mode: only the other one is named, and the fast one costs twice."""
    routes = """
[workloads.coding.routes.quick]
model = "claude-haiku-5-5"
share = 0.5
[workloads.coding.routes.strong]
model = "claude-opus-4-8"
share = 0.5
"""
    answer = analyse(case(routes, workloads__coding__speed="fast", workloads__coding__model=None), 1)
    told = [each.sentence for each in answer.warnings if "fast mode" in each.sentence]
    assert told
    assert all("haiku" in text for text in told)


def test_an_engineer_for_a_few_dollars_a_year_lacks_a_k() -> None:
    """The middle of 6 to 15 is √90 dollars; $4,000 of salary × 1.3 is $5,200; nothing is doubted of 0 or of $10,000."""
    loaded = "engineering__loaded_usd_per_year"
    ends = " a year in the middle; is a k missing?"
    assert doubts(case(**{loaded: "6 to 15"})) == (f"An engineer costs $9{ends}",)
    salary = {loaded: None, "engineering__salary_usd_per_year": 4_000, "engineering__load_factor": 1.3}
    assert doubts(case(**salary)) == (f"An engineer costs $5,200{ends}",)
    for fine in (0, 10_000, "6k to 25k", "180k to 240k"):
        assert not doubts(case(**{loaded: fine})), fine


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        (
            "workloads.coding.tokens.input",
            "400M",
            "Tokens in: 400,000,000 tokens in the middle; are these the tokens of one run?",
        ),
        ("options.own.upkeep_fte", "10 to 20", "Upkeep, Own stack: 14.1 engineers in the middle; is it hours a week?"),
        (
            "workloads.coding.tokens.cached_share",
            "0.7%",
            "Read from cache: 0.7 % in the middle; is a percentage a hundred times as large meant?",
        ),
        ("engineering.loaded_usd_per_year", "0.7", "An engineer costs $0.70 a year in the middle; is a k missing?"),
        (
            "engineering.loaded_usd_per_year",
            "9M",
            "An engineer costs $9,000,000 a year in the middle; is it for one engineer?",
        ),
    ],
)
def test_a_number_far_from_anything_published_is_asked_about(key: str, text: str, said: str) -> None:
    """√(10 × 20) engineers keep two agents running: allowed, and asked about, beside the field it is about."""
    (warned,) = (each for each in records(case(**{key.replace(".", "__"): text})) if each.key == key)
    assert warned.sentence == said


def test_plausible_numbers_are_not_asked_about() -> None:
    """What the starters and published stacks use: nothing is doubted of it, nor of a 0 that somebody wrote."""
    for key, text in (("upkeep_fte", "0.05 to 1.5"), ("upkeep_fte", 0), ("oncall_usd_per_week", 540)):
        assert not doubts(case(**{f"options__own__{key}": text}))
    assert not doubts(case(workloads__coding__tokens__cached_share="60% to 90%"))
    assert not doubts(case(workloads__coding__tokens__cached_share=0))
