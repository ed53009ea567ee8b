"""What may stand in the data files of presets, must-haves and published ranges; the rules are those of `schema`."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, TypeAlias

from model.prices.schema import STRICT, Cited, Dated, File, FirstDay, Kind

Meter: TypeAlias = Literal["allocated", "active", "unknown"]
Status: TypeAlias = Literal["pass", "fail", "unknown"]
ServiceUnit: TypeAlias = Literal[
    "hour", "month", "GB", "GB-month", "1,000 requests", "seat-month", "host-month", "capacity unit-hour", "ACU-hour",
    "100,000 spans", "100,000 units", "secret-month",
]  # fmt: skip


# must_haves.toml


@dataclass(frozen=True, kw_only=True)
class MustHaveRecord:
    """A requirement."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key: str
    title: str
    help: str


@dataclass(frozen=True, kw_only=True)
class FactRecord(Dated):
    """What is documented about a requirement in a way to host."""

    key: str
    kind: Kind
    status: Status
    why: str


@dataclass(frozen=True, kw_only=True)
class MustHavesFile(File):
    """must_haves.toml"""

    must_have: list[MustHaveRecord]
    fact: list[FactRecord]


# sandboxes.toml, hosts.toml


@dataclass(frozen=True, kw_only=True)
class SandboxRecord(Dated):
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
    max_vcpu: float | None = None
    max_memory_gib: float | None = None
    max_session_hours: float | None = None
    idle_tail_minutes: float | None = None
    ask: str = ""


@dataclass(frozen=True, kw_only=True)
class SandboxesFile(File):
    """sandboxes.toml"""

    sandbox: list[SandboxRecord]


@dataclass(frozen=True, kw_only=True)
class HostRecord(Dated):
    """A machine; a price that is not given is unknown."""

    id: str
    title: str
    usd_per_hour: float | None = None
    vcpu: float | None = None
    memory_gib: float | None = None
    usd_per_month_cap: float | None = None
    billed_when_off: bool | None = None


@dataclass(frozen=True, kw_only=True)
class HostsFile(File):
    """hosts.toml"""

    host: list[HostRecord]


# services.toml, published.toml


@dataclass(frozen=True, kw_only=True)
class ServiceRecord(Dated):
    """A shared service; ``text`` and ``monthly`` read like numbers of a profile."""

    id: str
    title: str
    text: str
    unit: ServiceUnit
    monthly: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchProviderRecord(Dated):
    """A web search, USD a thousand."""

    id: str
    title: str
    text: str
    free: str


@dataclass(frozen=True, kw_only=True)
class RivalRecord(Dated):
    """Another vendor's agent runtime."""

    id: str
    title: str
    price: str
    usd_2_vcpu_4_gib_hour: str


@dataclass(frozen=True, kw_only=True)
class ServicesFile(File):
    """services.toml"""

    service: list[ServiceRecord]
    search_provider: list[SearchProviderRecord]
    rival: list[RivalRecord]


@dataclass(frozen=True, kw_only=True)
class PublishedRowRecord:
    """One row behind a range: the source and the figure it gives."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    figure: str


@dataclass(frozen=True, kw_only=True)
class PublishedRecord(Cited):
    """A published range for an input, of all kinds or of those listed."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
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


@dataclass(frozen=True, kw_only=True)
class PublishedFile(File):
    """published.toml"""

    published: list[PublishedRecord]
