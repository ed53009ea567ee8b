"""What the book answers with: every figure carries its source, its first day and the day it was last checked.

Nothing here knows where the figures come from. An unknown price is a record of its own (`Unknown`, `UnpricedName`) and
never 0.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct, field

from model.quantities import Unit

TOKEN_KINDS = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")
"""The five kinds of token a model bills. They never overlap: `input` is what was neither read from nor written to a
cache.
"""

MODIFIERS = ("batch", "fast", "us_inference", "regional_endpoints")
"""What multiplies every token price of a request."""

Status: TypeAlias = Literal["pass", "fail", "unknown"]


class Source(Struct, frozen=True):
    """Where a figure was read. ``effective`` is None where the first day of the figure was never published."""

    title: str
    url: str
    effective: date | None
    checked: date
    confidence: Literal["A", "B", "C", ""] = ""

    def age_days(self, day: date) -> int:
        """Days between the last check and ``day``; negative where the figure was checked after it."""
        return (day - self.checked).days


class Rate(Struct, frozen=True):
    """A list price: ``usd`` for one ``unit``."""

    usd: float
    unit: Unit
    source: Source
    note: str = ""


class Unknown(Struct, frozen=True):
    """No public figure. ``first_day`` is set where the book knows one, but not for the day that was asked."""

    why: str
    source: Source
    first_day: date | None = None


class UnpricedName(Struct, frozen=True):
    """A name the book cannot price on this day: the reason, the nearest names it can, and the first day it is priced
    on.

    ``last_day`` is the last day on which it was, for what has been withdrawn.
    """

    why: str
    nearest: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


class Tier(Struct, frozen=True):
    """Prices of every token of a request whose prompt is longer than ``above_tokens`` (fresh, read and written
    together).
    """

    above_tokens: int
    usd_per_mtok: Mapping[str, float]


class Cacheable(Struct, frozen=True):
    """The shortest prompt that a model caches, in tokens: a shorter one is billed as fresh input."""

    tokens: int
    source: Source


class ModelPrices(Struct, frozen=True):
    """Token prices of one model on one day, USD a million tokens, by kind (`TOKEN_KINDS`).

    ``released`` is None for a model whose first day is not recorded (other vendors). ``retires`` is the first day
    without it. ``new_tokenizer`` says whether the model counts about 30 % more tokens for the same text; None for other
    vendors. ``smallest_cacheable`` is None where no figure is published.
    """

    id: str
    title: str
    vendor: str
    is_claude: bool
    released: date | None
    retires: date | None
    usd_per_mtok: Mapping[str, float]
    tier: Tier | None
    source: Source
    since: date | None = None
    new_tokenizer: bool | None = None
    note: str = ""
    smallest_cacheable: Cacheable | None = None

    @property
    def smallest_cacheable_tokens(self) -> float | None:
        """The shortest prompt the model caches, in tokens; None where no figure is published."""
        return None if self.smallest_cacheable is None else float(self.smallest_cacheable.tokens)


class Modifier(Struct, frozen=True):
    """Whether a factor on token prices applies. ``applies`` is None where no source says.

    ``factor`` multiplies all five kinds; None where its size is not published. ``since`` is the first day of this rule
    and ``until`` the first day without it.
    """

    name: str
    applies: bool | None
    factor: float | None
    since: date | None
    until: date | None
    rule: str
    source: Source


class CacheRule(Struct, frozen=True):
    """How long a cache entry lives: by default, and in which lifetimes the documentation offers."""

    kind: str
    default: str
    documented: tuple[str, ...]
    rule: str
    source: Source


class HostingEntry(Struct, frozen=True):
    """One way to host, and since when it can be had."""

    id: str
    title: str
    first_day: date | None
    available: bool
    note: str
    source: Source


class SandboxPreset(Struct, frozen=True):
    """A retail sandbox. A rate of None is unknown and has to be asked for; 0.0 is a price of nothing.

    ``cpu_meter`` and ``memory_meter`` say what is billed: ``allocated``, ``active`` (only while used) or ``unknown``.
    ``included_*_hours`` is the monthly allowance inside the plan fee, ``included_gib_per_vcpu`` the memory that the price
    of a vCPU brings along; limits are those of the vendor's plan. A session is
    billed for ``minimum_minutes`` at least and in whole steps of ``billing_increment_seconds``; None where the page
    names neither, or bills by the second.
    """

    id: str
    title: str
    usd_per_vcpu_hour: float | None
    usd_per_gib_hour: float | None
    plan_usd_per_month: float | None
    cpu_meter: str
    memory_meter: str
    meter: str
    note: str
    source: Source
    usd_per_1000_starts: float | None = None
    included_vcpu_hours: float = 0.0
    included_gib_hours: float = 0.0
    included_gib_per_vcpu: float | None = None
    max_vcpu: float | None = None
    max_memory_gib: float | None = None
    max_session_hours: float | None = None
    idle_tail_minutes: float | None = None
    minimum_minutes: float | None = None
    billing_increment_seconds: float | None = None
    ask: str = ""


class HostPreset(Struct, frozen=True):
    """A machine. ``usd_per_hour`` None is unknown. ``usd_per_month_cap`` is the most a month of one machine costs."""

    id: str
    title: str
    usd_per_hour: float | None
    vcpu: float | None
    memory_gib: float | None
    note: str
    source: Source
    usd_per_month_cap: float | None = None
    billed_when_off: bool | None = None
    billing_increment_seconds: float | None = None


class Service(Struct, frozen=True):
    """A shared service, as a number people can write (``text``) for one ``unit``; ``monthly`` the same for a month of
    730 hours.

    ``monthly`` is empty where the price depends on a quantity that only the team knows (gigabytes, requests).
    """

    id: str
    title: str
    text: str
    unit: str
    monthly: str
    note: str
    source: Source


class SearchProvider(Struct, frozen=True):
    """A web search a self-hosted agent can call, USD a thousand searches."""

    id: str
    title: str
    text: str
    free: str
    note: str
    source: Source


class RivalRuntime(Struct, frozen=True):
    """Another vendor's agent runtime, for orientation: its price and one hour of 2 vCPU and 4 GiB."""

    id: str
    title: str
    price: str
    usd_2_vcpu_4_gib_hour: str
    note: str
    source: Source


class PublishedRange(Struct, frozen=True):
    """A published range for an input: ``text`` as it would be written in a profile, and where its ends come from.

    ``shape`` is ``overrun`` for the one input that has a distribution of its own, else ``range``.
    """

    pattern: str
    kind: str | None
    text: str
    sources: tuple[Source, ...]
    checked: date
    basis: str
    shape: Literal["range", "overrun"] = "range"


class Fact(Struct, frozen=True):
    """What the documentation says about a must-have of a way to host."""

    key: str
    kind: str
    status: Status
    why: str
    source: Source


class MustHave(Struct, frozen=True):
    """A requirement the book knows facts about."""

    key: str
    title: str
    help: str


class Limit(Struct, frozen=True):
    """A bound of the service. ``value`` None: no figure is published, which is said beside a claim resting on it."""

    key: str
    title: str
    value: float | None
    unit: str
    note: str
    source: Source


class Announcement(Struct, frozen=True):
    """A price change that was announced. One that was cancelled before its day never became a price."""

    key: str
    model: str
    title: str
    announced_for: date
    cancelled: date | None
    usd_per_mtok: Mapping[str, float]
    note: str
    source: Source


class RuleChange(Struct, frozen=True):
    """One dated change of the rules, for the history."""

    day: date
    what: str
    source: Source


class BookEntry(Struct, frozen=True):
    """One row of `switchpoint prices`: what, how much, for which unit, since when, from where; or why it is unknown."""

    group: str
    key: str
    title: str
    value: str
    unit: str
    note: str
    source: Source
    usd: float | None = None
    unknown: bool = False
    amounts: Mapping[str, float] = field(default_factory=dict)


class BeforeFirstDay(Struct, frozen=True):
    """The day asked for lies before the first price in the book."""

    asked: date
    first_day: date
