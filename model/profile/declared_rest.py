"""The inputs of the comparison itself: horizon, engineers, must-haves, scenarios, events, prices and the decision."""

from model.profile.declared import (
    FACTOR,
    INFINITE,
    SHARE,
    SIGNED_SHARE,
    WHOLE,
    Declared,
    Learn,
    Sort,
    number,
    text,
)
from model.profile.declared_options import NONE
from model.quantities import Family, Unit

_USD_A_YEAR = Sort(Unit.USD_PER_YEAR, most=1e7)
_USD_A_MILLION = Sort(Unit.USD_PER_MTOK, most=1e5)
_USD_AN_HOUR = Sort(Unit.USD_PER_HOUR, most=1e4)
_USD_A_THOUSAND = Sort(Unit.USD_PER_1000, most=1e6)
_GIB = Sort(Unit.GIB, most=1e6)

# $7.25 an hour, the federal minimum wage of the United States (29 U.S.C. 206, since 24 July 2009), for 2,080 hours.
LOWEST_SALARY_USD = 7.25 * 2_080

_VENDOR = Learn("wait", "the vendor sets it; ask the account team for a price lock", "a week")
_FINANCE = Learn("now", "ask finance for the loaded cost of an engineer in the team's country", "a day")

TOP: tuple[Declared, ...] = (
    number("schema", Sort(Unit.COUNT, whole=True, low=0, most=INFINITE), "Schema", "Version of the profile's form.", "profile", ranges=False),
    text("name", "Name", "What the team calls this comparison.", "profile"),
    text("summary", "Summary", "What the work is, in a sentence or two.", "profile"),
    text("extends", "Extends", "Another profile, relative to this file, whose tables hold where this one says nothing.", "profile"),
    text("as_of", "Prices of", "Prices and rules of this day; absent: today.", "profile", kind="date"),
    number("horizon_months", Sort(Unit.MONTHS, low=1, high=240, whole=True), "Horizon", "Months that are compared.", "profile", default=36.0,
           ranges=False, step=12.0, learn=Learn("now", "ask finance over how long such projects are judged", "an hour")),
    number("discount_rate", Sort(Unit.SHARE, Family.POSITIVE, most=2.0), "Discount rate", "Nominal rate a year at which later money counts less.",
           "profile", default=0.10, step=0.01, learn=Learn("now", "ask finance for the rate they use", "an hour")),
    text("today", "Today", "What serves the work now: an option, or none.", "profile", kind="option", choices=(NONE,), default=NONE),
    text("pair", "Pair", "The two options whose difference is shown, as a list or as a table of a and b; absent: the verdict and its runner-up.", "profile", kind="pair"),
    number("seed", WHOLE, "Seed", "Seed of the draws; belongs to the command line.", "profile", ranges=False),
    number("draws", Sort(Unit.COUNT, whole=True, low=1, most=1e7), "Draws", "Number of futures; belongs to the command line.", "profile",
           ranges=False),
    number("engineering.loaded_usd_per_year", _USD_A_YEAR, "Engineer's cost", "What one engineer costs a year, all in.", "engineering",
           published=True, step=10_000.0, sensible=(LOWEST_SALARY_USD, INFINITE), learn=_FINANCE),
    number("engineering.salary_usd_per_year", _USD_A_YEAR, "Salary", "Gross salary a year, where the full cost is not known.", "engineering",
           published=True, step=10_000.0, sensible=(LOWEST_SALARY_USD, INFINITE), learn=_FINANCE),
    number("engineering.load_factor", FACTOR, "Load, times", "Full cost of an engineer over the salary.", "engineering", published=True, step=0.05,
           sensible=(1.0, INFINITE), learn=_FINANCE),
    number("engineering.hours_per_year", Sort(Unit.HOURS_PER_YEAR, low=1.0, most=8_784), "Paid hours", "Paid hours a year; about 1,760 of 2,080 are worked.",
           "engineering", default=2080.0, step=40.0, learn=_FINANCE),
    number("engineering.salary_change_per_year", SIGNED_SHARE, "Salaries, a year", "Change of salaries a year.", "engineering", default=0.0,
           step=0.01, learn=Learn("now", "ask finance what the budget assumes", "an hour")),
)  # fmt: skip

REQUIREMENTS: tuple[Declared, ...] = (
    text("requirements.must", "Must have", "What an option must meet before money is looked at.", "must have", kind="list"),
    number("requirements.sandbox_vcpu", Sort(Unit.VCPU, most=1_024), "Sandbox vCPU", "vCPUs that a sandbox must offer.", "must have", ranges=False),
    number("requirements.sandbox_memory_gib", _GIB, "Sandbox memory", "Memory that a sandbox must offer.", "must have", ranges=False),
    number("requirements.sandbox_disk_gib", _GIB, "Sandbox disk", "Disk that a sandbox must offer.", "must have", ranges=False),
)  # fmt: skip

FUTURES: tuple[Declared, ...] = (
    text("scenarios.*.title", "Title", "What this scenario is called.", "scenarios"),
    text("scenarios.*.set.*", "Sets", "A dotted key and the value it has in this scenario.", "scenarios", kind="any"),
    text("events.*.title", "Title", "What this event is called.", "events"),
    number("events.*.month", Sort(Unit.MONTHS, low=1, most=1_200, whole=True), "From month", "First month in which the event holds.", "events",
           ranges=False, step=1.0, learn=_VENDOR),
    text("events.*.key", "Changes", "Dotted key of the number that the event multiplies.", "events", kind="key"),
    number("events.*.factor", FACTOR, "Times", "What the number is multiplied by from that month on.", "events", step=0.1, learn=_VENDOR),
    number("events.*.probability", SHARE, "Chance", "Share of futures in which it happens; counts in the middle case from one half.", "events",
           ranges=False, step=0.05, learn=_VENDOR),
    text("correlations.*.between", "Between", "The dotted keys of two ranges that move together.", "correlations", kind="keys"),
    number("correlations.*.rank", Sort(Unit.FACTOR, Family.SIGNED, -1.0, 1.0), "Rank", "Spearman's rank correlation, from -1 to 1.",
           "correlations", ranges=False, step=0.1),
)  # fmt: skip

_ONBOARDING = Learn("now", "move one small agent of the team to the platform and count the days", "a week")

TEAMS: tuple[Declared, ...] = (
    text("teams.*.profile", "Profile", "The team's own profile, relative to this file.", "teams"),
    text("teams.*.title", "Title", "What this team is called; absent: the name of its profile.", "teams"),
    number("teams.*.onboarding_engineer_weeks", Sort(Unit.ENGINEER_WEEKS, most=100_000), "Onboarding, weeks",
           "Engineer-weeks that bring this team onto a shared platform, paid at the start.", "teams", step=1.0, learn=_ONBOARDING),
    number("teams.*.upkeep_fte", Sort(Unit.ENGINEERS, most=1_000), "Upkeep that stays", "Engineer time that stays with this team on a shared platform.",
           "teams", learn=_ONBOARDING),
    text("teams.*.options.*", "Is", "Which of the team's options is the company's option of this name.", "teams"),
)  # fmt: skip

PRICES: tuple[Declared, ...] = (
    number("prices.runtime_usd_per_hour", _USD_AN_HOUR, "Runtime price", "Price of one running hour of a managed run; absent: the book.",
           "prices", step=0.01, learn=_VENDOR),
    number("prices.search_usd_per_1000", _USD_A_THOUSAND, "Search price", "Price of a thousand web searches of the API; absent: the book.",
           "prices", step=1.0, learn=_VENDOR),
    number("prices.token_discount_share", SHARE, "Token discount", "Discount on tokens that holds for every option.", "prices", default=0.0,
           step=0.01, learn=Learn("now", "read the contract, or ask the account team", "an hour")),
    number("prices.token_change_per_year", SIGNED_SHARE, "Tokens, a year", "Change of token prices a year.", "prices", default=0.0, step=0.05,
           learn=Learn("wait", "vendors set it; look at the last two years of price pages", "an hour")),
    number("prices.models.*.input", _USD_A_MILLION, "Input", "Price of a million fresh input tokens.", "prices", learn=_VENDOR),
    number("prices.models.*.output", _USD_A_MILLION, "Output", "Price of a million output tokens.", "prices", learn=_VENDOR),
    number("prices.models.*.cache_read", _USD_A_MILLION, "Cache read", "Price of a million tokens read from the cache.", "prices", learn=_VENDOR),
    number("prices.models.*.cache_write_5m", _USD_A_MILLION, "Cache write, 5 min", "Price of a million tokens written to the 5-minute cache.",
           "prices", learn=_VENDOR),
    number("prices.models.*.cache_write_1h", _USD_A_MILLION, "Cache write, 1 h", "Price of a million tokens written to the 1-hour cache.",
           "prices", learn=_VENDOR),
)  # fmt: skip

_ANY_NUMBER = Sort(Unit.COUNT, Family.SIGNED, -INFINITE, INFINITE)

DECISION: tuple[Declared, ...] = (
    text("decision.option", "Decided for", "The option that was chosen.", "decision", kind="option"),
    text("decision.date", "On", "Day of the decision.", "decision", kind="date"),
    text("decision.by", "By", "Who decided.", "decision"),
    text("decision.note", "Note", "Why, and what was left open.", "decision"),
    number("decision.switching_values.*.now", _ANY_NUMBER, "Then", "Mean of the input when it was decided.", "decision", ranges=False),
    number("decision.switching_values.*.flips_at", _ANY_NUMBER, "Flips at", "Value of the input at which the decision would flip.", "decision",
           ranges=False),
    text("decision.switching_values.*.look_on", "Look on", "Day on which somebody looks again where this input stands.", "decision", kind="date"),
)  # fmt: skip

USAGE: tuple[Declared, ...] = (
    text("usage.columns.*", "Column", "What `measure` finds in this column of the team's own CSV: the canonical name to the file's own.",
         "measured use"),
    text("usage.labels.*", "Label", "What hours with this label were: build, upkeep, incident or on-call.", "measured use", kind="choice",
         choices=("build", "upkeep", "incident", "on-call")),
)  # fmt: skip
