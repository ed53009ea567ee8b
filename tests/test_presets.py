"""What a preset of the book gives is counted: every field of its record, at the figures of the vendor's page."""

from datetime import date

import pytest
from cases import case_of, month_1, run_of
from msgspec.structs import replace
from plain_profile import BASE

from model.comparison import evaluate, middle
from model.comparison.case.from_presets import chosen, terms
from model.decision import Analysis, analyse
from model.prices import HostPreset, SandboxPreset, Source, entries, open_book

DAY = date(2026, 11, 22)
SANDBOX = '[options.own.sandbox]\npreset = "{}"\nvcpu = 2\nmemory_gib = 4\n'
HOSTS = '[options.own.hosts]\npreset = "{}"\nsessions_per_host = 4\n'
HOURS = 1000 * 10 / 60  # of 2 vCPU and 4 GiB a month


def sandbox(preset: str, **changes: object) -> float:
    """Month 1 of an own stack on a preset."""
    return month_1(run_of(BASE + SANDBOX.format(preset), **changes), "own")


def hosts(preset: str, **changes: object) -> float:
    """Month 1 of an own stack on machines of a preset."""
    return month_1(run_of(BASE + HOSTS.format(preset), **changes), "own")


RATES = {
    "e2b": HOURS * (2 * 0.0504 + 4 * 0.0162) + 150,  # the plan
    "daytona": HOURS * 25 / 10 * (2 * 0.0504 + 4 * 0.0162),  # 15 minutes on after each run of 10
    "modal": HOURS * (2 * 0.071 + 4 * 0.024),
    "cloudflare": HOURS * (2 * 0.072 + 4 * 0.009) + 5 - 6.25 * 0.072 - 25 * 0.009,
    "vercel": HOURS * (2 * 0.128 + 4 * 0.0212) + 1 * 0.0006,
    "agentcore": HOURS * (2 * 0.0895 + 4 * 0.00945 * 25 / 10),  # CPU while active, memory in the tail too
    "lambda-microvm": HOURS * (2 * 0.0997 + 4 * 0.0132),
    "fargate-x86": HOURS * (2 * 0.04048 + 4 * 0.004445),
    "fargate-arm": HOURS * (2 * 0.03238 + 4 * 0.00356),
    "fargate-x86-spot": HOURS * (2 * 0.01289 + 4 * 0.00142),
    "fargate-arm-spot": HOURS * (2 * 0.01031 + 4 * 0.00113),
    "fly-performance": HOURS * (2 * 0.0431 + (4 - 2 * 2) * 0.00695),  # 2 GiB come with a vCPU
    "fly-sprites": HOURS * (2 * 0.0275 + 4 * 0.0437),
    "novita": HOURS * (2 * 0.0353 + 4 * 0.0115),
    "isorun": HOURS * (2 * 0.025 + 4 * 0.015),
    "sail": HOURS * (2 * 0.03 + 4 * 0.008) + 1000 * 0.01,  # $0.01 a start
    "langsmith": HOURS * 2 * 0.0675 + 39,
    "google-agent-runtime": HOURS * (2 * 0.085 + 4 * 0.009) - 50 * 0.085 - 100 * 0.009,
    "foundry-hosted": HOURS * (2 * 0.1 + 4 * 0.01),
    "own-container": HOURS * 2 * 0.05,
}


@pytest.mark.parametrize("preset", [each.id for each in open_book(DAY).sandboxes()])
def test_a_thousand_runs_of_ten_minutes_on_every_sandbox(preset: str) -> None:
    """Rate × quantity, the plan, what it includes, starts and idle tails, all from the preset."""
    assert sandbox(preset) == pytest.approx(RATES[preset])


@pytest.mark.parametrize(
    ("preset", "usd"),
    [("sail", 25.33), ("google-agent-runtime", 29.18), ("daytona", 69.00), ("e2b", 177.60)],
)
def test_the_figures_that_were_missed(preset: str, usd: float) -> None:
    """What four presets came to before: 15.33, 34.33, 27.60 and 27.60."""
    assert round(sandbox(preset), 2) == usd


def test_what_a_plan_includes_is_never_paid_back() -> None:
    """Ten runs on Cloudflare use 3.33 of 6.25 vCPU-hours and 6.67 of 25 GiB-hours: the fee of $5 is all."""
    assert sandbox("cloudflare", workloads__w__sessions_per_month="10") == pytest.approx(5.0)


def test_what_a_plan_includes_holds_for_all_work_together() -> None:
    """Two halves of the work use the allowance once."""
    half = BASE.replace("= 1000", "= 500")
    two = (
        half + SANDBOX.format("google-agent-runtime") + "[workloads.v]\nsessions_per_month = 500\nactive_minutes = 10\n"
    )
    assert month_1(run_of(two), "own") == pytest.approx(RATES["google-agent-runtime"])


def test_what_a_plan_includes_is_used_up_month_by_month() -> None:
    """Work that doubles each month uses 33.3, then 66.7 of 50 vCPU-hours: nothing, then 16.67 × $0.085."""
    changes = {"workloads__w__sessions_per_month": "100", "workloads__w__growth_per_month": "1", "horizon_months": "2"}
    run = run_of(BASE + SANDBOX.format("google-agent-runtime"), **changes)
    assert float(run.option("own").total_usd[0]) == pytest.approx((200 / 3 - 50) * 0.085 + (400 / 3 - 100) * 0.009)


def test_a_run_is_billed_for_a_minute_at_least() -> None:
    """A million runs of 20 s on Fargate ARM: 1,000,000 × 1/60 h × 0.079 = 1,316.67, and managed wins by 872."""
    changes = {"workloads__w__active_minutes": "20 s", "workloads__w__sessions_per_month": "1M"}
    assert round(sandbox("fargate-arm", **changes), 2) == 1316.67
    answer = analyse(case_of(BASE + SANDBOX.format("fargate-arm"), **changes))
    assert answer.verdict.option == "managed"
    more = answer.option("own").month_1_usd - answer.option("managed").month_1_usd
    assert more == pytest.approx(1316.67 - 444.44, abs=0.01)


def test_time_is_billed_in_whole_steps() -> None:
    """61 minutes in steps of an hour are two hours; 60 minutes are one."""
    key = {"options__own__sandbox__billing_increment_seconds": "3600"}
    hour = 1000 * (2 * 0.071 + 4 * 0.024)
    assert sandbox("modal", workloads__w__active_minutes="61", **key) == pytest.approx(2 * hour)
    assert sandbox("modal", workloads__w__active_minutes="60", **key) == pytest.approx(hour)


def test_a_machine_costs_no_more_than_its_month() -> None:
    """730 h × $0.0673 = 49.13, but a month of a CPX32 is $41.99 at most."""
    assert hosts("hetzner-cpx32") == pytest.approx(41.99)
    assert hosts("hetzner-cpx32", options__own__hosts__usd_per_month_cap="45") == pytest.approx(45.0)
    assert hosts("hetzner-ccx23") == pytest.approx(730 * 0.1626)


def test_a_machine_that_is_paid_while_off_saves_nothing_when_quiet() -> None:
    """200 busy hours: 41.99 on Hetzner, 200 × $0.58 on EC2; 200 × $0.0673 where the team knows better."""
    quiet = {"options__own__hosts__off_when_quiet": "true", "workloads__w__busy_hours_per_month": "200"}
    assert hosts("hetzner-cpx32", **quiet) == pytest.approx(41.99)
    assert hosts("ec2-c7g-4xlarge", **quiet) == pytest.approx(200 * 0.58)
    assert hosts("hetzner-cpx32", options__own__hosts__billed_when_off="false", **quiet) == pytest.approx(200 * 0.0673)


def test_a_run_longer_than_the_sandbox_lasts_fails() -> None:
    """Runs of 30 h on E2B, 10 h on AgentCore; 23 h and 7 h are fine, and so is a plan with a longer limit."""
    for preset, hours, passes in (
        ("e2b", 30, False),
        ("agentcore", 10, False),
        ("e2b", 23, True),
        ("agentcore", 7, True),
    ):
        answer = _answer(preset, workloads__w__active_minutes=f"{hours} h")
        assert answer.option("own").eligible is passes, (preset, hours)
    longer = _answer("e2b", workloads__w__active_minutes="30 h", options__own__sandbox__max_session_hours="48")
    assert longer.option("own").eligible


def test_a_sandbox_larger_than_the_vendor_has_fails() -> None:
    """Cloudflare stops at 4 vCPU and 12 GiB."""
    assert not _answer("cloudflare", options__own__sandbox__vcpu="8").option("own").eligible
    assert not _answer("cloudflare", options__own__sandbox__memory_gib="16").option("own").eligible
    assert _answer("cloudflare").option("own").eligible


def test_an_unknown_plan_fee_is_asked_for() -> None:
    """Vercel's Pro plan costs something, and nobody knows what."""
    run = run_of(BASE + SANDBOX.format("vercel"))
    assert [each.write for each in run.option("own").unpriced] == ["options.own.sandbox.plan_usd_per_month"]
    assert run_of(BASE + SANDBOX.format("vercel") + "plan_usd_per_month = 0\n").option("own").complete


def test_each_number_of_a_preset_can_be_written_instead() -> None:
    """The team's own figure wins, zero too."""
    assert sandbox("e2b", options__own__sandbox__plan_usd_per_month="0") == pytest.approx(27.60)
    assert sandbox("daytona", options__own__idle_tail_minutes="0") == pytest.approx(27.60)
    assert sandbox("sail", options__own__sandbox__usd_per_1000_starts="0") == pytest.approx(15.3333333)


def test_the_terms_are_said() -> None:
    """What the preset brings, in one line, and the source with its day behind every line of it."""
    run = run_of(BASE + SANDBOX.format("e2b"))
    said = [terms(found) for found in chosen(run.case.profile, run.case.book, "own")]
    assert said == ["preset e2b: $0.0504 a vCPU-hour, $0.0162 a GiB-hour, $150 a month, 24 h at most"]
    plan = next(line for line in run.option("own").lines if line.key == "sandbox.plan")
    assert plan.source is not None
    assert (plan.source.title, plan.source.checked) == ("E2B: sandbox price", date(2026, 8, 31))


OTHER = Source("Elsewhere", "https://example.org", None, date(2026, 11, 1))
TEXT = {"id", "title", "meter", "note"}
CHANGED = {
    SandboxPreset: {
        "usd_per_vcpu_hour": 1.0, "usd_per_gib_hour": 1.0, "plan_usd_per_month": 99.0, "usd_per_1000_starts": 7.0,
        "included_vcpu_hours": 10.0, "included_gib_hours": 10.0, "included_gib_per_vcpu": 1.0, "cpu_meter": "active",
        "memory_meter": "active", "max_vcpu": 1.0, "max_memory_gib": 1.0, "max_session_hours": 0.1,
        "idle_tail_minutes": 5.0, "minimum_minutes": 90.0, "billing_increment_seconds": 3600.0, "ask": "the disk",
        "source": OTHER,
    },
    HostPreset: {
        "usd_per_hour": 2.0, "usd_per_month_cap": 5.0, "vcpu": 1.0, "memory_gib": 1.0, "billed_when_off": True,
        "billing_increment_seconds": 3600.0, "source": OTHER,
    },
}  # fmt: skip
FIELDS = [(kind, field) for kind in CHANGED for field in kind.__struct_fields__ if field not in TEXT]


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{kind.__name__}.{field}" for kind, field in FIELDS])
def test_every_field_of_a_preset_is_read(kind: type, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each field changed alone changes a line, a must-have or a warning: a field that nothing reads fails here."""
    book, place = open_book(DAY), "sandbox" if kind is SandboxPreset else "hosts"
    plain = book.sandbox("modal") if kind is SandboxPreset else book.host("ec2-t3-medium")
    to_zero = field == "billing_increment_seconds"
    before = _said(place, to_zero=to_zero)
    changed = replace(plain, **{field: CHANGED[kind][field]})
    monkeypatch.setattr(f"model.prices.presets.{'sandbox' if kind is SandboxPreset else 'host'}", lambda *_: changed)
    assert _said(place, to_zero=to_zero) != before


@pytest.mark.parametrize("kind", list(CHANGED))
def test_every_field_is_tried(kind: type) -> None:
    """A new field of a record needs a formula, a must-have or a warning, and its row here."""
    assert set(kind.__struct_fields__) - TEXT == set(CHANGED[kind])


def test_the_words_of_a_preset_are_printed_by_prices() -> None:
    """Meter and note have no formula; whoever asks for prices reads them."""
    shown = {entry.key: entry.note for entry in entries(open_book(DAY)) if entry.group == "sandboxes"}
    for preset in open_book(DAY).sandboxes():
        assert preset.meter in shown[preset.id]
        assert preset.note in shown[preset.id]


MORE = """
[requirements]
sandbox_vcpu = 2
sandbox_memory_gib = 2
"""


def _said(place: str, *, to_zero: bool = False) -> object:
    """Everything that may depend on a preset: lines with their sources, what is unpriced, must-haves, warnings."""
    work = BASE.replace(
        "waiting_usd_per_month", "waiting_minutes = 20\nbusy_hours_per_month = 200\nwaiting_usd_per_month"
    )
    own = work.replace('kind = "own-stack"', 'kind = "own-stack"\nkept_while_waiting = 0.5')
    text = own + MORE + (SANDBOX.format("modal") if place == "sandbox" else HOSTS.format("ec2-t3-medium"))
    if place == "hosts" and to_zero:
        text += "scale_to_zero = true\n"
    case = case_of(text + ("off_when_quiet = true\n" if place == "hosts" and not to_zero else ""))
    run, answer = evaluate(case, middle(case)), analyse(case, parts=frozenset())
    lines = [(line.key, float(line.month_1_usd[0]), line.source) for line in run.option("own").lines]
    have = [(row.key, row.status, row.why) for row in answer.option("own").must_haves]
    return lines, run.option("own").unpriced, have, answer.warnings


def _answer(preset: str, **changes: object) -> Analysis:
    return analyse(case_of(BASE + SANDBOX.format(preset), **changes), parts=frozenset())
