"""Fees of one shape, commitments, credits, shared containers: by hand first, then through plans, workbook and file."""

from datetime import date

import numpy as np
import pytest
from cases import case_of, month_1, run_of
from msgspec.structs import replace
from plain_profile import BASE

from model.comparison import Run
from model.comparison.following.tracing import trace
from model.decision import analyse
from model.formulas import fees
from model.profile import Problems, Profile, json_schema, loads
from model.profile.saving import text_of

PLAIN = BASE.replace('kind = "own-stack"', 'kind = "own-stack"\nruns_on = "existing-machines"')
GROWING = PLAIN.replace("sessions_per_month = 1000", "sessions_per_month = 600\ngrowth_per_month = 0.08")
USE = "[options.own.items.use]\nper_session_usd = 1\n"
COMMITTED = "[options.own.commitment]\nusd_per_month = 810\ndiscount_share = 0.1\n"


def total(run: Run, option: str = "own", start: str = "") -> float:
    """US dollars of the horizon of an option, of the lines whose key begins like this."""
    return sum(float(line.total_usd[0]) for line in run.option(option).lines if line.key.startswith(start))


def test_tiers_price_each_unit_where_it_falls() -> None:
    """1,200 units at 0.1 up to 500 and 0.05 above: 50 + 35; a last tier that ends holds for the rest."""
    tiers = [fees.FeeTier(np.array([500.0]), np.array([0.1])), fees.FeeTier(None, np.array([0.05]))]
    closed = [tiers[0], fees.FeeTier(np.array([600.0]), np.array([0.05]))]
    for used, usd in ((0.0, 0.0), (400.0, 40.0), (500.0, 50.0), (1200.0, 85.0)):
        assert float(fees.tiered_usd(np.array([used]), tiers)[0]) == pytest.approx(usd)
        assert float(fees.tiered_usd(np.array([used]), closed)[0]) == pytest.approx(usd)


def test_a_fee_with_all_its_parts() -> None:
    """1,000 runs, 100 included: 500 × 0.1 + 400 × 0.05 = 70 a month from month 7 on, six months."""
    text = PLAIN + (
        '[options.own.items.gw]\nper = "session"\nincluded = 100\nstarts_month = 7\nminimum_usd = 20\n'
        "tiers = [{ up_to = 500, usd = 0.1 }, { usd = 0.05 }]\n"
    )
    run = run_of(text)
    assert month_1(run, "own") == 0.0, "it is not paid in month 1"
    assert total(run) == pytest.approx(6 * 70)
    assert total(run_of(text.replace("included = 100", "included = 900"))) == pytest.approx(6 * 20), "the minimum"


def test_included_and_minimum_go_with_the_prices_there_were() -> None:
    """0.02 a run, 400 included, at least 20 a month, three months: max(20, 600 × 0.02) = 20."""
    item = "[options.own.items.gw]\nper_session_usd = 0.02\nincluded = 400\nminimum_usd = 20\nends_month = 3\n"
    assert total(run_of(PLAIN + item)) == pytest.approx(3 * 20)
    assert total(run_of(PLAIN + item.replace("0.02", "0.05"))) == pytest.approx(3 * 600 * 0.05)
    hours = "[options.own.items.gw]\nper_active_hour_usd = 0.3\nincluded = 100\n"
    assert month_1(run_of(PLAIN + hours), "own") == pytest.approx((1000 / 6 - 100) * 0.3)


def test_a_fee_counted_in_million_tokens() -> None:
    """1,000 runs of 50,000 + 15,000 tokens are 65 million; 15 are included, the rest cost 2 each."""
    tokens = '\nmodel = "claude-opus-4-8"\n[workloads.w.tokens]\ninput = 50_000\noutput = 15_000\n[engineering]'
    item = '[options.own.items.gw]\nper = "mtok"\nusd = 2\nincluded = 15\n'
    assert month_1(run_of(PLAIN.replace("\n[engineering]", tokens) + item), "own", "infra") == pytest.approx(50 * 2)
    assert [each.line_key for each in run_of(PLAIN + item).option("own").unpriced] == ["infrastructure.gw"]


def test_an_item_of_a_month_begins_and_ends() -> None:
    """$10 a month from month 4 to month 9: six times."""
    item = "[options.own.items.gw]\nmonthly_usd = 10\nstarts_month = 4\nends_month = 9\n"
    assert total(run_of(PLAIN + item)) == pytest.approx(60)


def test_a_commitment_is_paid_at_least_and_list_above() -> None:
    """$810 for the first 900, list above, nothing back below; use of 600 growing 8 % a month: 11,304 over 12 months."""
    by_hand = sum(810 + max(0.0, 600 * 1.08**month - 900) for month in range(12))
    run = run_of(GROWING + USE + COMMITTED)
    assert round(by_hand) == 11305
    assert int(by_hand) == 11304
    assert total(run) == pytest.approx(by_hand)
    assert month_1(run, "own") == pytest.approx(810)
    assert total(run, start="commitment.unused") == pytest.approx(
        0.9 * sum(max(0, 900 - 600 * 1.08**m) for m in range(12))
    )


def test_a_commitment_of_six_months_leaves_list_prices_after() -> None:
    """Its last six months cost what they use."""
    six = sum(810 + max(0.0, 600 * 1.08**m - 900) for m in range(6)) + sum(600 * 1.08**m for m in range(6, 12))
    assert total(run_of(GROWING + USE + COMMITTED + "months = 6\n")) == pytest.approx(six)


def test_a_commitment_covers_what_it_names() -> None:
    """Search of the API is no part of a commitment that covers infrastructure alone."""
    text = GROWING.replace("waiting_usd", "searches_per_session = 100\nwaiting_usd") + USE + COMMITTED
    only = run_of(text + 'covers = ["infrastructure"]\n')
    assert month_1(only, "own") == pytest.approx(600 * 100 * 0.01 + 810)
    assert month_1(run_of(text), "own") == pytest.approx(1200 - 90), "1,200 of use, 10 % off the 900 that are covered"


def test_a_commitment_on_machines_and_sandboxes() -> None:
    """Machines of $49.13 in months and a sandbox of 27.60 fall under it like any bill."""
    hosts = BASE + "[options.own.hosts]\nusd_per_hour = 0.1\nsessions_per_host = 4\n" + COMMITTED
    assert month_1(run_of(hosts), "own") == pytest.approx(810)
    assert month_1(run_of(hosts.replace("= 0.1\nsess", "= 2\nsess")), "own") == pytest.approx(730 * 2 - 90)


def test_a_credit_pays_until_it_is_used_up_or_over() -> None:
    """$1,000 until month 6: 600 of month 1, 400 of month 2; until month 1: 600 alone; $100 a month: 12 times."""
    credit = "[[options.own.credits]]\namount = 1000\nuntil = {}\n"
    whole = total(run_of(GROWING + USE))
    assert total(run_of(GROWING + USE + credit.format(6))) == pytest.approx(whole - 1000)
    assert total(run_of(GROWING + USE + credit.format(1))) == pytest.approx(whole - 600)
    monthly = '[[options.own.credits]]\namount = 100\nper = "month"\n'
    assert total(run_of(GROWING + USE + monthly)) == pytest.approx(whole - 1200)
    assert month_1(run_of(GROWING + USE + credit.format(6)), "own") == 0.0
    both = run_of(GROWING + USE + credit.format(6) + monthly)
    assert total(both) == pytest.approx(whole - 1000 - 11 * 100 + 0 * 1), "nothing is left of month 1 for the second"


def test_a_credit_never_pays_back() -> None:
    """Bills of $600 growing 8 % and a credit of a million: nothing is paid, and nothing comes back."""
    assert total(run_of(GROWING + USE + "[[options.own.credits]]\namount = 1_000_000\n")) == pytest.approx(
        0.0, abs=1e-6
    )


def test_containers_that_are_shared_and_stop() -> None:
    """1,000 jobs of 20 s in 50 bursts of 20, tail 15 minutes: 5.56 + 12.5 = 18.1 hours; a tail each: 255.6."""
    text = BASE.replace("active_minutes = 10", 'active_minutes = "20 s"') + (
        "idle_tail_minutes = 15\n[options.own.hosts]\nusd_per_hour = 1\nsessions_per_host = 1\nscale_to_zero = true\n"
    )
    assert month_1(run_of(text + "burst_sessions = 20\n"), "own") == pytest.approx(1000 * 20 / 3600 + 50 * 0.25)
    assert month_1(run_of(text), "own") == pytest.approx(1000 * (20 / 3600 + 0.25))
    stepped = text + "burst_sessions = 20\nbilling_increment_seconds = 3600\n"
    assert month_1(run_of(stepped), "own") == pytest.approx(50 * 1), "each burst of 21.7 minutes is an hour"


def test_an_event_on_nothing_says_so() -> None:
    """A price of $0 that doubles changes nothing, and the event says it."""
    event = '[events.e]\ntitle = "Dearer"\nmonth = 3\nkey = "options.own.items.use.per_session_usd"\nfactor = 2\nprobability = 1\n'
    said = analyse(case_of(PLAIN + USE.replace("= 1", "= 0") + event), parts=frozenset()).warnings
    assert [each.key for each in said if "changes nothing" in each.sentence] == ["events.e.key"]
    assert not [
        each
        for each in analyse(case_of(PLAIN + USE + event), parts=frozenset()).warnings
        if "multiplies" in each.sentence
    ]


ROUND = (
    PLAIN
    + """
# credits, each with its day
[[options.own.credits]]
amount = 500  # from the fair
until = 6

[[options.own.credits]]
amount = "100 to 300"

[options.own.items.gw]
per = "session"
tiers = [ { up_to = 1_000, usd = 0.01 },  # first
          { usd = 0.005 } ]
"""
)


def test_lists_of_tables_are_saved_byte_for_byte() -> None:
    """Unchanged they stay as they are; a number in a row is replaced where it stands; a whole new file can be read again."""
    profile = _read(ROUND)
    assert text_of(profile) == ROUND
    changed = profile.changed({"options.own.credits.2.amount": "400", "options.own.items.gw.tiers.2.usd": "0.004"})
    assert isinstance(changed, Profile)
    expected = ROUND.replace('"100 to 300"', "400").replace("{ usd = 0.005 }", "{ usd = 0.004 }")
    assert text_of(changed) == expected
    fresh = text_of(replace(profile, source=""))
    assert isinstance(fresh, str)
    assert {key: leaf.text for key, leaf in _read(fresh).leaves.items()} == {
        k: v.text for k, v in profile.leaves.items()
    }


def test_a_row_may_lose_and_gain_a_number() -> None:
    """A list in brackets is written anew, a list of headers keeps its comments."""
    profile = _read(ROUND)
    without = profile.changed({"options.own.credits.1.until": None})
    assert isinstance(without, Profile)
    assert text_of(without) == ROUND.replace("until = 6\n", "")
    more = profile.changed({"options.own.credits.2.until": "9", "options.own.items.gw.tiers.2.up_to": "9000"})
    assert isinstance(more, Profile)
    text = text_of(more)
    assert isinstance(text, str)
    assert 'amount = "100 to 300"\nuntil = 9\n' in text
    assert "tiers = [{ up_to = 1000, usd = 0.01 }, { usd = 0.005, up_to = 9000 }]" in text


@pytest.mark.parametrize(
    ("more", "key", "allowed"),
    [
        ("[[options.own.credits]]\nuntil = 3\n", "options.own.credits.1.amount", "missing"),
        ("[options.own.commitment]\nmonths = 3\n", "options.own.commitment.usd_per_month", "missing"),
        (COMMITTED + 'covers = ["compute"]\n', "options.own.commitment.covers", "names of costs"),
        (COMMITTED.replace("0.1", "1"), "options.own.commitment.discount_share", "less than 1"),
        ("[options.own.items.g]\nusd = 3\n", "options.own.items.g.per", "missing"),
        ('[options.own.items.g]\nper = "session"\ntiers = [{ usd = 1 }, { usd = 2 }]\n', "options.own.items.g.tiers.1.up_to", "missing"),
        ('[options.own.items.g]\nper = "session"\ntiers = [{ up_to = 9, usd = 1 }, { up_to = 3, usd = 2 }]\n',
         "options.own.items.g.tiers.2.up_to", "more than 9"),
        ("[options.own.items.g]\nmonthly_usd = 3\nstarts_month = 5\nends_month = 2\n", "options.own.items.g.ends_month", "month from 5"),
        ('[options.own.items.g]\nper = "year"\nusd = 3\n', "options.own.items.g.per", "one of"),
        ("[options.own.items.g]\ntiers = 3\n", "options.own.items.g.tiers", "[[options.own.items.g.tiers]]"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(more: str, key: str, allowed: str) -> None:
    """Each with its key and what would do."""
    read = loads(PLAIN + more)
    assert isinstance(read, Problems)
    assert [problem.key for problem in read.items] == [key]
    assert allowed in read.items[0].allowed


def test_containers_that_stop_are_not_kept() -> None:
    """A minimum of machines and machines that scale to zero exclude each other."""
    read = loads(
        BASE + "[options.own.hosts]\nusd_per_hour = 1\nsessions_per_host = 1\nscale_to_zero = true\nminimum_hosts = 1\n"
    )
    assert isinstance(read, Problems)
    assert [problem.key for problem in read.items] == ["options.own.hosts.minimum_hosts"]


def test_the_schema_knows_lists_of_tables() -> None:
    """Credits and tiers are arrays of objects."""
    option = json_schema()["properties"]["options"]["patternProperties"].popitem()[1]["properties"]
    assert option["credits"]["type"] == "array"
    assert option["items"]["patternProperties"].popitem()[1]["properties"]["tiers"]["items"]["properties"].keys() == {
        "up_to",
        "usd",
    }


LATE = GROWING.replace("weeks_until_live = 0\nupkeep_fte = 0\n", "weeks_until_live = 9\nupkeep_fte = 0\n")
SHAPES = {
    "commitment": GROWING + USE + COMMITTED + "months = 8\n",
    "credits": GROWING + USE + COMMITTED + "[[options.own.credits]]\namount = 3000\nuntil = 6\n[[options.own.credits]]\namount = 900\n",
    "fee": PLAIN + '[options.own.items.gw]\nper = "session"\nincluded = 100\nstarts_month = 4\nminimum_usd = 20\n'
    "tiers = [{ up_to = 500, usd = 0.1 }, { usd = 0.05 }]\n",
    "containers": BASE + "idle_tail_minutes = 15\n[options.own.hosts]\nusd_per_hour = 1\nsessions_per_host = 2\nscale_to_zero = true\n"
    "burst_sessions = 20\nbilling_increment_seconds = 60\n",
    "included": BASE + '[options.own.sandbox]\npreset = "google-agent-runtime"\nvcpu = 2\nmemory_gib = 4\n',
    "late": LATE + USE + COMMITTED + "[[options.own.credits]]\namount = 3000\nuntil = 6\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_the_workbook_can_follow_each(name: str) -> None:
    """Every line as a graph of plain operations comes to what the formulas come to."""
    case = case_of(SHAPES[name])
    run = run_of(SHAPES[name])
    for option in trace(case, 12).options:
        known = {(line.key, line.bridge): float(line.total_usd[0]) for line in run.option(option.id).lines}
        for line in option.lines:
            if not line.ready:
                assert line.total.value == pytest.approx(known[line.line.key, line.line.bridge], abs=1e-9), (
                    line.line.key
                )


@pytest.mark.parametrize("name", SHAPES)
def test_months_add_up_to_totals(name: str) -> None:
    """Month by month, in a whole analysis with draws."""
    answer = analyse(case_of(SHAPES[name].replace("sessions_per_month = 600", 'sessions_per_month = "400 to 900"')))
    for option in answer.options:
        assert sum(line.total_usd for line in option.lines) == pytest.approx(option.total_usd)


def test_a_short_name_is_kept() -> None:
    """It belongs to the plan of the option, for where space is short."""
    case = case_of(PLAIN.replace('kind = "own-stack"', 'kind = "own-stack"\nshort = "Own"'), date(2026, 11, 22))
    assert case.option("own").short == "Own"


def _read(text: str) -> Profile:
    read = loads(text)
    assert isinstance(read, Profile), read.sentences()
    return read


def test_from_when_a_commitment_pays_and_when_it_is_outgrown() -> None:
    """$810 of a use of $1 a run is 810 runs; 600 × 1.08^m passes the 900 that it covers in month 7."""
    (row,) = analyse(case_of(GROWING + USE + COMMITTED)).commitments
    assert row.break_even_sessions_per_month == pytest.approx(810)
    assert (row.covers_usd, row.use_month_1_usd, row.outgrown_month) == (pytest.approx(900), pytest.approx(600), 7)
    assert row.sentence == (
        "Own stack: the commitment of $810 a month covers $900 of use at list price and pays from $810 on, 810 runs a month "
        "(you: 600); outgrown in month 7."
    )
