"""What may stand in the data files of presets, must-haves and published ranges; the rules are those of `book_schema`."""

from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from model.prices.book_schema import Cited, Dated, File, FirstDay, Kind

Meter: TypeAlias = Literal["allocated", "active", "unknown"]
Status: TypeAlias = Literal["pass", "fail", "unknown"]
ServiceUnit: TypeAlias = Literal[
    "hour", "month", "GB", "GB-month", "1,000 requests", "seat-month", "host-month", "capacity unit-hour", "ACU-hour",
    "100,000 spans", "100,000 units", "secret-month",
]  # fmt: skip


# must_haves.toml


class MustHaveRecord(Struct, frozen=True, kw_only=True):
    """A requirement."""

    key: str
    title: str
    help: str


class FactRecord(Dated, frozen=True, kw_only=True):
    """What is documented about a requirement in a way to host."""

    key: str
    kind: Kind
    status: Status
    why: str


class MustHavesFile(File, frozen=True, kw_only=True):
    """must_haves.toml"""

    must_have: list[MustHaveRecord]
    fact: list[FactRecord]


# sandboxes.toml, hosts.toml


class SandboxRecord(Dated, frozen=True, kw_only=True):
    """A retail sandbox; a rate that is not given is unknown."""

    id: str
    title: str
    cpu_meter: Meter
    memory_meter: Meter
    meter: str
    usd_per_vcpu_hour: float | None = None
    usd_per_gib_hour: float | None = None
    plan_usd_per_month: float | None = None
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


class SandboxesFile(File, frozen=True, kw_only=True):
    """sandboxes.toml"""

    sandbox: list[SandboxRecord]


class HostRecord(Dated, frozen=True, kw_only=True):
    """A machine; a price that is not given is unknown."""

    id: str
    title: str
    usd_per_hour: float | None = None
    vcpu: float | None = None
    memory_gib: float | None = None
    usd_per_month_cap: float | None = None
    billed_when_off: bool | None = None
    billing_increment_seconds: float | None = None


class HostsFile(File, frozen=True, kw_only=True):
    """hosts.toml"""

    host: list[HostRecord]


# services.toml, published.toml


class ServiceRecord(Dated, frozen=True, kw_only=True):
    """A shared service; ``text`` and ``monthly`` read like numbers of a profile."""

    id: str
    title: str
    text: str
    unit: ServiceUnit
    monthly: str = ""


class SearchProviderRecord(Dated, frozen=True, kw_only=True):
    """A web search, USD a thousand."""

    id: str
    title: str
    text: str
    free: str


class RivalRecord(Dated, frozen=True, kw_only=True):
    """Another vendor's agent runtime."""

    id: str
    title: str
    price: str
    usd_2_vcpu_4_gib_hour: str


class ServicesFile(File, frozen=True, kw_only=True):
    """services.toml"""

    service: list[ServiceRecord]
    search_provider: list[SearchProviderRecord]
    rival: list[RivalRecord]


class PublishedRowRecord(Struct, frozen=True, kw_only=True):
    """One row behind a range: the source and the figure it gives."""

    id: str
    figure: str


class PublishedRecord(Cited, frozen=True, kw_only=True):
    """A published range for an input, of all kinds or of those listed."""

    pattern: str
    text: str
    basis: str
    rows: list[PublishedRowRecord]
    effective: FirstDay
    checked: date
    kinds: list[Kind] | None = None
    shape: Literal["range", "overrun"] = "range"

    def source_ids(self) -> list[str]:
        """The sources behind the range."""
        return [row.id for row in self.rows]


class PublishedFile(File, frozen=True, kw_only=True):
    """published.toml"""

    published: list[PublishedRecord]
