"""The inputs of the work: how many runs, what a run uses, and what a failed run costs."""

from msgspec.structs import replace

from model.profile.declared import (
    COUNT,
    FACTOR,
    INFINITE,
    MINUTES,
    SHARE,
    SIGNED_SHARE,
    SMALL_COUNT,
    TOKENS,
    Declared,
    Learn,
    Sort,
    number,
    text,
)
from model.quantities import Unit

_USD_A_MONTH = Sort(Unit.USD_PER_MONTH, most=1e9)
_USD_A_SESSION = Sort(Unit.USD_PER_SESSION, most=1e6)
_USD_A_THOUSAND = Sort(Unit.USD_PER_1000, most=1e6)

_FROM_LOGS = Learn("now", "average a week of session logs or the Console's usage page", "an afternoon")
_FROM_USAGE = Learn("now", "read one week of the usage page by model, divided by the runs of that week", "an hour")
_FROM_TRIAL = Learn("now", "grade 50 past runs, or run 50 on the candidate", "two days")

WORK: tuple[Declared, ...] = (
    text("workloads.*.title", "Title", "What this work is called on screens and in reports.", "work"),
    number(
        "workloads.*.sessions_per_month", COUNT, "Runs a month", "Runs in the first month.", "work",
        learn=Learn("now", "count the last 3 months in the ticket system or the queue that starts the agent", "an hour"),
    ),
    number(
        "workloads.*.growth_per_month", SIGNED_SHARE, "Growth a month", "Each month has this share more runs than the last.", "work",
        default=0.0, step=0.005, sensible=(-0.5, 0.5),  # half or half as much again, every month
        learn=Learn("now", "fit the last 6 to 12 months in the ticket system; ask product for the rollout plan", "an hour"),
    ),
    number(
        "workloads.*.sessions_at_most", COUNT, "Runs at most", "Growth stops at this many runs a month.", "work",
        learn=Learn("now", "ask product how many people or tickets there can be at all", "an hour"),
    ),
    number(
        "workloads.*.active_minutes", MINUTES, "Running time", "Minutes a run is at work; waiting for people does not count.", "work",
        by_option=True, step=1.0, learn=_FROM_LOGS,
    ),
    number(
        "workloads.*.waiting_minutes", MINUTES, "Waiting", "Minutes a run waits for a person or a confirmation.", "work",
        default=0.0, by_option=True, step=5.0, learn=_FROM_LOGS,
    ),
    number(
        "workloads.*.pauses_over_5_minutes", SMALL_COUNT, "Pauses over 5 min", "Waits in a run that outlast a 5-minute cache.", "work",
        default=0.0, by_option=True, step=0.5, learn=_FROM_LOGS,
    ),
    number(
        "workloads.*.pauses_over_1_hour", SMALL_COUNT, "Pauses over 1 h", "Waits in a run that outlast a 1-hour cache.", "work",
        default=0.0, by_option=True, step=0.5, learn=_FROM_LOGS,
    ),
    number(
        "workloads.*.searches_per_session", SMALL_COUNT, "Searches a run", "Web searches in one run.", "work",
        default=0.0, by_option=True, step=1.0, learn=_FROM_LOGS,
    ),
    number(
        "workloads.*.success_rate", SHARE, "Runs that succeed", "Share of runs that reach the outcome.", "work",
        default=1.0, by_option=True, step=0.01, learn=_FROM_TRIAL,
    ),
    number(
        "workloads.*.fallback_usd", _USD_A_SESSION, "A failure costs", "What a failed run costs elsewhere, where a person takes over.", "work",
        by_option=True, learn=Learn("now", "minutes a person needs for one such case, times their hourly cost", "an hour"),
    ),
    number(
        "workloads.*.waiting_usd_per_month", _USD_A_MONTH, "Without an agent",
        "What a month without any agent costs; absent: runs times the cost of a failure.", "work",
        by_option=True, learn=Learn("now", "ask what this work costs today, done by people", "an hour"),
    ),
    number(
        "workloads.*.spend_cap_usd", _USD_A_SESSION, "Spend cap, a run", "A run ends when it has cost this much, and misses its outcome.", "work",
        by_option=True, learn=Learn("now", "ask who owns the budget where a run should end", "an hour"),
    ),
    number(
        "workloads.*.session_spread", Sort(Unit.FACTOR, low=1.0, most=1e4), "Spread of costs",
        "P95 over P50 of what runs cost: how much larger the large ones are.", "work", by_option=True, published=True,
        learn=Learn("now", "sort a month of runs by cost: the 95th of 100 over the 50th", "an hour"),
    ),
    number(
        "workloads.*.runaways_per_year", SMALL_COUNT, "Loops a year", "Loops that are left running and that nobody meant to run.", "work",
        by_option=True, step=1.0, learn=Learn("now", "count last year's surprises in the bill", "an hour"),
    ),
    number(
        "workloads.*.runaway_hours", Sort(Unit.HOURS, most=8_784), "Hours of a loop", "Hours until somebody notices a loop, such as a weekend.", "work",
        default=60.0, by_option=True, step=10.0, learn=Learn("now", "ask who is told of spending, and how soon", "an hour"),
    ),
    number(
        "workloads.*.batch_share", SHARE, "Batch share", "Share of runs that are one request and can wait a day.", "work",
        default=0.0, by_option=True, step=0.05,
        learn=Learn("now", "ask who reads the results, and by when; count runs with a single request", "an hour"),
    ),
    text(
        "workloads.*.model", "Model", "Model that runs the work; absent: tokens are left out, they cancel.", "work", by_option=True,
        learn=Learn("now", "repeat 50 past runs on the cheaper model and grade them", "two days"),
    ),
    text("workloads.*.speed", "Speed", "Fast mode costs more per token.", "work", kind="choice", choices=("standard", "fast"), default="standard",
         by_option=True),
    text("workloads.*.inference", "Inference in", "Where inference may run; US only costs more per token.", "work", kind="choice",
         choices=("global", "us"), default="global", by_option=True),
    number(
        "workloads.*.busy_hours_per_month", Sort(Unit.HOURS_PER_MONTH, low=0.0, high=744.0), "Busy hours", "Hours of a month in which anything runs.", "work",
        default=730.0, by_option=True, learn=Learn("now", "plot runs by hour of the week", "an hour"),
    ),
    number(
        "workloads.*.peak_in_busy_hours", FACTOR, "Peak", "Runs at once at the peak, over the average of the busy hours.", "work",
        default=1.0, by_option=True, step=0.1, published=True, sensible=(1.0, INFINITE),  # a peak is not under the mean
        learn=Learn("now", "plot runs by hour; busiest hour over the mean busy hour", "an hour"),
    ),
    text("workloads.*.tools.*.title", "Tool", "What the tool is called.", "tools", by_option=True),
    number("workloads.*.tools.*.calls", SMALL_COUNT, "Calls a run", "Calls of this tool in one run.", "tools", by_option=True, learn=_FROM_LOGS),
    number("workloads.*.tools.*.usd_per_1000", _USD_A_THOUSAND, "1,000 calls", "Price of a thousand calls of this tool.", "tools", by_option=True,
           learn=Learn("now", "read the tool vendor's price page or invoice", "an hour")),
    number("workloads.*.tokens.input", TOKENS, "Tokens in", "All prompt tokens of all requests of a run.", "tokens", by_option=True,
           learn=_FROM_USAGE),
    number("workloads.*.tokens.output", TOKENS, "Tokens out", "All output tokens of a run.", "tokens", by_option=True, learn=_FROM_USAGE),
    number("workloads.*.tokens.cached_share", SHARE, "Read from cache", "Share of input tokens that is read from the prompt cache.", "tokens",
           default=0.0, by_option=True, step=0.05, published=True, learn=_FROM_USAGE),
    number("workloads.*.tokens.write_5m_share", SHARE, "Written, 5 min", "Share of input tokens billed as a write to the 5-minute cache.", "tokens",
           default=0.0, by_option=True, step=0.05, learn=_FROM_USAGE),
    number("workloads.*.tokens.write_1h_share", SHARE, "Written, 1 h", "Share of input tokens billed as a write to the 1-hour cache.", "tokens",
           default=0.0, by_option=True, step=0.05, learn=_FROM_USAGE),
    number("workloads.*.tokens.requests", SMALL_COUNT, "Requests a run", "Requests to the model in one run.", "tokens", by_option=True, step=1.0,
           learn=_FROM_USAGE),
    text("workloads.*.tokens.pauses_included", "Pauses included", "Whether the totals already contain what lost caches cost.", "tokens",
         kind="flag", default=False, by_option=True),
    number("workloads.*.loop.turns", SMALL_COUNT, "Turns", "Requests of the agent's loop in one run.", "tokens", by_option=True, step=1.0,
           learn=_FROM_LOGS),
    number("workloads.*.loop.prompt", TOKENS, "First prompt", "Tokens of system prompt, tools and task before the first turn.", "tokens",
           by_option=True, learn=Learn("now", "count the tokens of one real first request", "ten minutes")),
    number("workloads.*.loop.added", TOKENS, "Added a turn", "Tokens that each turn adds to the prompt: tool results, messages.", "tokens",
           by_option=True, learn=_FROM_LOGS),
    number("workloads.*.loop.output", TOKENS, "Output a turn", "Tokens the model writes in a turn.", "tokens", by_option=True, learn=_FROM_LOGS),
    number("workloads.*.token_usd_per_session", _USD_A_SESSION, "Tokens of a run, $", "The token bill divided by the runs, instead of tokens.",
           "tokens", by_option=True, learn=Learn("now", "last month's token invoice divided by its runs", "an hour")),
    text("workloads.*.routes.*.title", "Route", "What this route is called.", "routes", by_option=True),
    text("workloads.*.routes.*.model", "Model", "Model of this route.", "routes", by_option=True),
    number("workloads.*.routes.*.share", SHARE, "Share of runs", "Share of runs that take this route; the shares add to 1.", "routes",
           by_option=True, step=0.05, learn=Learn("now", "label 200 past runs easy or hard", "a day")),
    number("workloads.*.routes.*.turns_factor", FACTOR, "Turns, times", "Multiplies tokens, running time and searches on this route.", "routes",
           default=1.0, by_option=True, step=0.1, learn=_FROM_TRIAL),
    number("workloads.*.routes.*.token_factor", FACTOR, "Tokens, times", "Multiplies tokens on this route.", "routes",
           default=1.0, by_option=True, step=0.1, published=True, learn=_FROM_TRIAL),
    number("workloads.*.routes.*.success_rate", SHARE, "Runs that succeed", "Share of this route's runs that reach the outcome.", "routes",
           by_option=True, step=0.01, learn=_FROM_TRIAL),
)  # fmt: skip

OWN_WORK: tuple[Declared, ...] = tuple(
    replace(declared, pattern=f"options.*.{declared.pattern}") for declared in WORK if declared.by_option
)
