"""What an input moves is what the formulas say, not what a block of them looks at."""

from model.decision.bill.dependencies import Feeds
from tests.cases import CODING, DAY, case_of


def moved(key: str, **changes: object) -> set[str]:
    """Line keys of both options that this input moves."""
    return {line for _, line, *_ in Feeds(case_of(CODING, DAY, **changes)).moved_by(key)}


def test_upkeep_moves_upkeep_alone() -> None:
    """A block computes all monthly costs of an option at once; only one of them depends on upkeep."""
    assert moved("options.own.upkeep_fte", options__own__oncall_usd_per_week=540) == {"engineering.upkeep"}


def test_a_token_price_moves_its_own_kind() -> None:
    """The price of output tokens moves the output line of both options."""
    assert moved("prices.models.claude-opus-4-8.output") == {"tokens.output"}


def test_a_share_at_its_limit_is_moved_down() -> None:
    """All of the prompt is read from the cache: a little less moves both the fresh and the cached line."""
    found = moved("workloads.coding.tokens.cached_share", workloads__coding__tokens__cached_share=1)
    assert found == {"tokens.input", "tokens.cache_read"}


def test_an_event_moves_what_its_price_is_paid_for() -> None:
    """Its chance and its factor move the runtime and nothing else."""
    table = '[events.up]\nmonth = 4\nkey = "prices.runtime_usd_per_hour"\nfactor = 2\nprobability = 0.3\n'
    feeds = Feeds(case_of(CODING + table))
    for key in ("events.up.probability", "events.up.factor"):
        assert {line for _, line, *_ in feeds.moved_by(key)} == {"runtime.session"}
    assert feeds.moved_by("no.such.key") == frozenset()


def test_a_staircase_is_climbed() -> None:
    """Machines in whole numbers depend on the sessions although a few more of them need no further machine."""
    hosts = "[options.own.hosts]\nusd_per_hour = 0.5\nsessions_per_host = 4\n"
    feeds = Feeds(case_of(CODING.replace('runs_on = "existing-machines"\n', "") + hosts))
    for key in (
        "workloads.coding.sessions_per_month",
        "workloads.coding.active_minutes",
        "options.own.hosts.usd_per_hour",
    ):
        assert ("own", "hosts.machines") in {place[:2] for place in feeds.moved_by(key)}, key
