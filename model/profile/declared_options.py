"""The inputs of an option: what it takes to build, to keep running, and the place the sessions run in."""

from msgspec.structs import replace

from model.prices import KINDS
from model.profile.declared import (
    COUNT,
    FACTOR,
    INFINITE,
    MINUTES,
    SHARE,
    SMALL_COUNT,
    USD,
    Declared,
    Learn,
    Sort,
    number,
    text,
)
from model.profile.declared_work import OWN_WORK
from model.quantities import Unit

NOBODY = "nobody"
NONE = "none"
PER = ("month", "session", "active_hour", "mtok")
METERS = ("allocated", "active")

_WEEKS = Sort(Unit.WEEKS, most=1_040)
_EFFORT = Sort(Unit.ENGINEER_WEEKS, most=100_000)
_ENGINEERS = Sort(Unit.ENGINEERS, most=1_000)
_BUILDERS = Sort(Unit.ENGINEERS, low=0.01, most=1_000)  # nobody at all would never be done
_USD_A_WEEK = Sort(Unit.USD_PER_WEEK, most=1e6)
_USD_AN_HOUR = Sort(Unit.USD_PER_HOUR, most=1e4)
_USD_A_MONTH = Sort(Unit.USD_PER_MONTH, most=1e9)
_USD_A_SESSION = Sort(Unit.USD_PER_SESSION, most=1e6)
_USD_A_THOUSAND = Sort(Unit.USD_PER_1000, most=1e6)
_USD_A_UNIT = Sort(Unit.USD, most=1e6)
_MONTH = Sort(Unit.MONTHS, low=1.0, most=1_200, whole=True)
_HOURS = Sort(Unit.HOURS, most=8_784)

_SKETCH = Learn(
    "now", "list the work packages and have two engineers estimate each; ask one team that built it", "two days"
)
_PEERS = Learn("after", "only by running it; until then ask three teams that run one what it takes a quarter")
_PAGER = Learn("now", "read last year's on-call rota and its stipends", "an hour")
_INCIDENTS = Learn("now", "count last year's incidents of a comparable service in the incident tracker", "half a day")
_METER = Learn("now", "do 20 runs in one sandbox and read its meter", "half a day")
_QUOTE = Learn("now", "read the vendor's price page, or ask for a quote at your volume", "an hour")
_WHEN = Learn("now", "read the contract or the migration plan", "an hour")
_LOAD_TEST = Learn("now", "replay 100 runs on one machine until it slows down", "a day")
_LEGAL = Learn("now", "ask procurement for notice periods and for what moving data out costs", "a day")

ENGINEERING_OF_OPTION: tuple[Declared, ...] = (
    text("options.*.title", "Title", "What this option is called on screens and in reports.", "option"),
    text("options.*.short", "Short name", "What it is called where space is short.", "option"),
    text("options.*.kind", "Kind", "How it is hosted; an id that is a kind needs none.", "option", kind="choice", choices=KINDS),
    number("options.*.build_engineer_weeks", _EFFORT, "Build, eng.-weeks", "Engineer-weeks of work that only this option causes, paid at the start.",
           "build", published=True, step=1.0, learn=_SKETCH),
    number("options.*.weeks_until_live", _WEEKS, "Weeks until live", "Weeks until it serves; absent: live when built.", "build", published=True,
           within_horizon=True,
           step=1.0, learn=Learn("now", "ask who must approve, and take the slowest of the last three such projects", "a day")),
    number("options.*.builders", _BUILDERS, "Builders", "Engineers who build it at the same time.", "build", default=1.0, step=1.0, sensible=(1.0, INFINITE),
           learn=Learn("now", "ask the manager who is free next quarter", "an hour")),
    number("options.*.overrun_factor", FACTOR, "Overrun, times", "What the build takes, over the estimate.", "build", default=1.0, published=True,
           step=0.1, learn=Learn("after", "only by building; meanwhile compare your last five projects with their estimates")),
    text("options.*.meanwhile", "Meanwhile", "Who serves the work until this option is live: another option, or nobody.", "build", kind="option",
         choices=(NOBODY,)),
    number("options.*.upkeep_fte", _ENGINEERS, "Upkeep, engineers", "All engineer time to keep it running, planned or not.", "upkeep",
           published=True, learn=_PEERS),
    number("options.*.oncall_usd_per_week", _USD_A_WEEK, "On-call, $ a week", "Stipend of one rota a week; 0 where an existing rota takes it.",
           "upkeep", published=True, learn=_PAGER),
    number("options.*.oncall_tiers", SMALL_COUNT, "On-call tiers", "Rotas on call at the same time.", "upkeep", default=1.0, step=1.0, learn=_PAGER),
    number("options.*.incidents_per_month", SMALL_COUNT, "Incidents a month", "Only incidents that are not part of upkeep.", "upkeep",
           step=0.5, learn=_INCIDENTS),
    number("options.*.incident_hours", _HOURS, "Hours of one", "Hours that one incident takes.", "upkeep", published=True, step=1.0,
           learn=_INCIDENTS),
    number("options.*.incident_people", SMALL_COUNT, "People on one", "People who work on one incident.", "upkeep", step=1.0,
           default=1.0, learn=_INCIDENTS),
    number("options.*.leave_usd", USD, "Leaving costs", "What it costs to leave this option.", "leave", default=0.0, learn=_LEGAL),
    number("options.*.leave_probability", SHARE, "Leaving, chance", "Share of futures in which you leave it within the horizon.", "leave",
           default=0.0, step=0.05, learn=Learn("wait", "known when the strategy or the vendor changes")),
    text("options.*.meets", "Meets", "Must-haves that the team knows this option meets.", "must have", kind="list"),
    text("options.*.fails", "Fails", "Must-haves that the team knows this option fails.", "must have", kind="list"),
)  # fmt: skip

RATES_OF_OPTION: tuple[Declared, ...] = (
    number("options.*.runtime_usd_per_hour", _USD_AN_HOUR, "A running hour", "Runtime price of one running hour here; wins over the book.",
           "rates", published=True, learn=Learn("wait", "the vendor sets it; ask the account team for a price lock", "a week")),
    number("options.*.search_usd_per_1000", _USD_A_THOUSAND, "Price of searches", "Price of a thousand searches here; absent: the API's own search.",
           "rates", published=True, learn=_QUOTE),
    text("options.*.cache", "Prompt cache", "Lifetime of the prompt cache used here.", "rates", kind="choice", choices=("none", "5m", "1h")),
    text("options.*.batch", "Batch", "Whether Batch can be used here; absent: by the rule of the kind.", "rates", kind="flag"),
    number("options.*.token_discount_share", SHARE, "Token discount", "Discount on tokens that only this option gets.", "rates", default=0.0,
           step=0.01, learn=Learn("now", "ask the account team what your committed spend would get", "a week")),
    number("options.*.token_price_factor", FACTOR, "Token price, times", "Multiplies token prices, such as 1.1 for regional endpoints.", "rates",
           default=1.0, step=0.05, learn=_QUOTE),
    number("options.*.token_count_factor", FACTOR, "Tokens, times", "Multiplies the tokens, for a harness that sends more.", "rates",
           default=1.0, step=0.05, learn=Learn("now", "run the same 20 tasks in both harnesses and compare usage", "a day")),
    number("options.*.kept_while_waiting", SHARE, "Kept while waiting", "Share of the waiting time during which compute stays occupied.",
           "sandbox", default=0.0, step=0.05, learn=_METER),
    number("options.*.idle_tail_minutes", MINUTES, "Idle tail", "Minutes compute stays on after work stops: once a pause and once at the end.",
           "sandbox", default=0.0, step=1.0, published=True, learn=_METER),
    text("options.*.runs_on", "Runs on", "Machines that are already paid for.", "sandbox", kind="choice", choices=("existing-machines",)),
)  # fmt: skip

PLACES: tuple[Declared, ...] = (
    text("options.*.sandbox.preset", "Sandbox", "Sandbox whose rates the book fills in.", "sandbox"),
    number("options.*.sandbox.vcpu", Sort(Unit.VCPU, most=1_024), "vCPU", "vCPUs of one sandbox.", "sandbox", step=1.0, learn=_METER),
    number("options.*.sandbox.memory_gib", Sort(Unit.GIB, most=24_576), "Memory", "Memory of one sandbox.", "sandbox", step=1.0, learn=_METER),
    number("options.*.sandbox.cpu_share", SHARE, "CPU billed", "Share of a running hour in which CPU is billed.", "sandbox", default=1.0,
           step=0.05, learn=_METER),
    number("options.*.sandbox.usd_per_vcpu_hour", Sort(Unit.USD_PER_VCPU_HOUR, most=1e4), "$ a vCPU-hour",
           "Price of one vCPU for an hour.", "sandbox", published=True, learn=_QUOTE),
    number("options.*.sandbox.usd_per_gib_hour", Sort(Unit.USD_PER_GIB_HOUR, most=1e4), "$ a GiB-hour",
           "Price of one GiB of memory for an hour.", "sandbox", published=True, learn=_QUOTE),
    number("options.*.sandbox.plan_usd_per_month", _USD_A_MONTH, "Plan, a month", "Fixed fee of the sandbox plan.", "sandbox", learn=_QUOTE),
    number("options.*.sandbox.usd_per_1000_starts", _USD_A_THOUSAND, "1,000 starts", "Price of starting a thousand sandboxes.", "sandbox",
           learn=_QUOTE),
    number("options.*.sandbox.included_vcpu_hours", COUNT, "vCPU-hours free", "vCPU-hours a month that the plan includes.", "sandbox",
           learn=_QUOTE),
    number("options.*.sandbox.included_gib_hours", COUNT, "GiB-hours free", "GiB-hours of memory a month that the plan includes.", "sandbox",
           learn=_QUOTE),
    number("options.*.sandbox.included_gib_per_vcpu", Sort(Unit.GIB, most=24_576), "GiB with a vCPU",
           "Memory that the price of one vCPU brings along.", "sandbox", ranges=False, learn=_QUOTE),
    number("options.*.sandbox.minimum_minutes", MINUTES, "Billed at least", "Minutes that every run is billed for at least.", "sandbox",
           step=1.0, learn=_QUOTE),
    number("options.*.sandbox.billing_increment_seconds", Sort(Unit.SECONDS, most=86_400), "Billed in steps",
           "Each run's time is rounded up to whole steps of so many seconds.", "sandbox", step=1.0, ranges=False, learn=_QUOTE),
    text("options.*.sandbox.cpu_meter", "CPU meter", "Whether CPU is billed as allocated, or only while a run is active.", "sandbox",
         kind="choice", choices=METERS),
    text("options.*.sandbox.memory_meter", "Memory meter", "Whether memory is billed as allocated, or only while a run is active.", "sandbox",
         kind="choice", choices=METERS),
    number("options.*.sandbox.max_session_hours", _HOURS, "Run at most", "Hours after which a sandbox is ended; a longer run fails.",
           "sandbox", step=1.0, ranges=False, learn=_QUOTE),
    number("options.*.sandbox.max_vcpu", Sort(Unit.VCPU, most=1_024), "vCPU at most", "vCPUs of the largest sandbox that can be had.", "sandbox",
           step=1.0, ranges=False, learn=_QUOTE),
    number("options.*.sandbox.max_memory_gib", Sort(Unit.GIB, most=24_576), "Memory at most", "Memory of the largest sandbox that can be had.",
           "sandbox", step=1.0, ranges=False, learn=_QUOTE),
    text("options.*.hosts.preset", "Machine", "Machine whose rate the book fills in.", "machines"),
    number("options.*.hosts.usd_per_hour", _USD_AN_HOUR, "$ a machine-hour", "Price of one machine (a host, a Kubernetes node, a VM) for an hour.", "machines", learn=_QUOTE),
    number("options.*.hosts.usd_per_month_cap", _USD_A_MONTH, "Month at most", "The most that one machine costs in a month.", "machines",
           learn=_QUOTE),
    text("options.*.hosts.billed_when_off", "Paid when off", "Whether a machine costs its full price while it is powered off.", "machines",
         kind="flag"),
    number("options.*.hosts.vcpu", Sort(Unit.VCPU, most=1_024), "Machine vCPU", "vCPUs of one machine.", "machines", step=1.0, ranges=False,
           learn=_QUOTE),
    number("options.*.hosts.memory_gib", Sort(Unit.GIB, most=24_576), "Machine memory", "Memory of one machine.", "machines", step=1.0,
           ranges=False, learn=_QUOTE),
    number("options.*.hosts.sessions_per_host", SMALL_COUNT, "Runs a machine", "Runs that fit on one machine at once.", "machines", step=1.0,
           learn=_LOAD_TEST),
    number("options.*.hosts.utilisation", SHARE, "Utilisation", "Share of the slots that is filled at the peak.", "machines", default=1.0,
           step=0.05, learn=_LOAD_TEST),
    number("options.*.hosts.spare_hosts", SMALL_COUNT, "Spare machines", "Machines kept on top for failures.", "machines", default=0.0, step=1.0),
    number("options.*.hosts.minimum_hosts", SMALL_COUNT, "At least", "Machines that run even without work.", "machines", default=0.0, step=1.0),
    text("options.*.hosts.scale_to_zero", "To zero", "Whether containers are shared by runs and stop when nothing runs.", "machines", kind="flag",
         default=False),
    number("options.*.hosts.burst_sessions", COUNT, "Runs a burst", "Runs that follow each other on containers that are up already.", "machines",
           step=1.0, learn=Learn("now", "count how many runs the queue starts at a time", "an hour")),
    number("options.*.hosts.billing_increment_seconds", Sort(Unit.SECONDS, most=86_400), "Billed in steps",
           "The time that containers of a burst are up is rounded up to whole steps.", "machines", step=60.0, ranges=False, learn=_QUOTE),
    text("options.*.hosts.off_when_quiet", "Off when quiet", "Whether machines run in busy hours only.", "machines", kind="flag", default=False),
    number("options.*.hosts.answer_share", SHARE, "Answered in time", "Share of runs that must start within the answer time.", "machines",
           step=0.01, learn=Learn("now", "ask the owner of the service what was promised", "an hour")),
    number("options.*.hosts.answer_seconds", Sort(Unit.SECONDS, most=86_400), "Answer time", "Seconds a run may wait for a slot.", "machines",
           step=5.0, learn=Learn("now", "ask the owner of the service what was promised", "an hour")),
    text("options.*.items.*.title", "Item", "What this cost is called.", "other costs"),
    number("options.*.items.*.monthly_usd", _USD_A_MONTH, "A month", "Fixed cost a month.", "other costs",
           learn=Learn("now", "read last month's cloud bill by tag", "an hour")),
    number("options.*.items.*.per_session_usd", _USD_A_SESSION, "A run", "Cost of one run.", "other costs",
           learn=Learn("now", "last month's bill divided by its runs", "an hour")),
    number("options.*.items.*.per_active_hour_usd", _USD_AN_HOUR, "A running hour", "Cost of one running hour.", "other costs",
           learn=Learn("now", "last month's bill divided by its running hours", "an hour")),
    number("options.*.items.*.usd", _USD_A_UNIT, "One of it", "Price of one unit of what the fee is counted in.", "other costs", learn=_QUOTE),
    text("options.*.items.*.per", "Counted in", "What the fee, what is included and the tiers are counted in.", "other costs", kind="choice",
         choices=PER),
    number("options.*.items.*.included", COUNT, "Included", "Units a month that are free; the price and the tiers count what is beyond.",
           "other costs", learn=_QUOTE),
    number("options.*.items.*.minimum_usd", _USD_A_MONTH, "At least, a month", "The least that this cost comes to in a month.", "other costs",
           learn=_QUOTE),
    number("options.*.items.*.starts_month", _MONTH, "From month", "First month in which this cost is paid.", "other costs", ranges=False,
           step=1.0, learn=_WHEN),
    number("options.*.items.*.ends_month", _MONTH, "Until month", "Last month in which this cost is paid.", "other costs", ranges=False,
           step=1.0, learn=_WHEN),
    number("options.*.items.*.tiers.*.up_to", COUNT, "Up to", "Units a month up to which this tier goes; absent: all that are left.", "other costs",
           learn=_QUOTE),
    number("options.*.items.*.tiers.*.usd", _USD_A_UNIT, "Tier price", "Price of one unit inside this tier.", "other costs", learn=_QUOTE),
    number("options.*.commitment.usd_per_month", _USD_A_MONTH, "Committed", "What is paid a month whatever is used.", "commitment", learn=_QUOTE),
    number("options.*.commitment.discount_share", SHARE, "Discount", "Discount on what the commitment covers; use above it costs list price.",
           "commitment", default=0.0, step=0.01, learn=_QUOTE),
    number("options.*.commitment.months", _MONTH, "For months", "Months that the commitment runs for from the day the option is live.", "commitment",
           ranges=False, step=12.0, learn=_QUOTE),
    text("options.*.commitment.covers", "Covers", "Which costs count towards it: tokens, runtime, tools, sandbox, infrastructure; absent: all.",
         "commitment", kind="list"),
    number("options.*.credits.*.amount", USD, "Credit", "What the vendor pays of this option's bills, until it is used up.", "credits",
           learn=_QUOTE),
    number("options.*.credits.*.until", _MONTH, "Until month", "Last month in which the credit is good.", "credits", ranges=False, step=1.0,
           learn=_QUOTE),
    text("options.*.credits.*.per", "Given", "Whether the credit is given once or every month.", "credits", kind="choice",
         choices=("once", "month"), default="once"),
    text("options.*.credits.*.title", "Credit of", "What the credit is called.", "credits"),
)  # fmt: skip

OPTIONS = ENGINEERING_OF_OPTION + RATES_OF_OPTION + PLACES + OWN_WORK

PART = "options.*.teams.*."
_OF_THE_WHOLE = ("title", "short", "kind")

PARTS: tuple[Declared, ...] = tuple(
    replace(declared, pattern=declared.pattern.replace("options.*.", PART, 1))
    for declared in OPTIONS
    if not declared.pattern.startswith("options.*.workloads.") and declared.parts[2] not in _OF_THE_WHOLE
)
"""The same inputs of one team's part of an option that several teams take: filled from the team's own profile."""
