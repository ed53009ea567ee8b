"""What may stand in the book's data files: every key declared, unknown keys refused, types strict, units from a closed
list.
"""

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from model.quantities import Unit

Kind: TypeAlias = Literal["managed", "managed-own-sandboxes", "managed-own-server", "own-stack"]
TokenKind: TypeAlias = Literal["input", "output", "cache_read", "cache_write_5m", "cache_write_1h"]
Confidence: TypeAlias = Literal["A", "B", "C", ""]
Answer: TypeAlias = Literal["yes", "no", "unknown"]
Lifetime: TypeAlias = Literal["none", "5m", "1h"]
FirstDay: TypeAlias = date | Literal["unknown"]
Usd: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]
BookUnit: TypeAlias = Annotated[Unit, Field(strict=False)]
ServiceUnit: TypeAlias = Literal[
    "hour",
    "month",
    "GB",
    "GB-month",
    "1,000 requests",
    "seat-month",
    "host-month",
    "capacity unit-hour",
    "ACU-hour",
    "100,000 spans",
    "100,000 units",
    "secret-month",
]
LimitUnit: TypeAlias = Literal["1/min", "GB", "vCPU", "sessions", "files", "deployments", "USD/month", "threads", "yes"]


class Record(BaseModel):
    """Strict and closed: a misspelt key or a number in quotes is an error of the file, not a silent default."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SourceRecord(Record):
    """A page: its title and address; the address is empty only for a public note without a stable page."""

    title: str
    url: str


class Sourced(Record):
    """An entry that names where it was read."""

    source: str

    def source_ids(self) -> list[str]:
        """The ids of the sources behind the entry."""
        return [self.source]


class Dated(Sourced):
    """An entry that holds from a day on.

    ``effective = "unknown"``: its first day was never published, so it holds on any day.
    """

    effective: FirstDay
    checked: date
    confidence: Confidence = ""
    note: str = ""

    @property
    def since(self) -> date | None:
        """The first day, or None where it is unknown."""
        return self.effective if isinstance(self.effective, date) else None


class File(Record):
    """A data file: its sources by id, and entries that name them."""

    sources: dict[str, SourceRecord]

    @model_validator(mode="after")
    def _sources_exist(self) -> "File":
        for name, value in self:
            for entry in value if isinstance(value, list) else [value]:
                named = entry.source_ids() if isinstance(entry, Sourced | PublishedRecord) else []
                missing = [source for source in named if source not in self.sources]
                if missing:
                    raise ValueError(f"{name}: no source {missing[0]!r}")
        return self


# --- claude.json (generated)


class SnapshotPrice(Record):
    since: date | None
    usd_per_mtok: dict[TokenKind, Usd]
    above_tokens: int | None = None
    above_usd_per_mtok: dict[TokenKind, Usd] = {}
    usd_per_1000_searches: Usd | None = None


class SnapshotModel(Record):
    title: str
    names: list[str]
    context_tokens: int | None
    prices: list[SnapshotPrice]
    variants: dict[Literal["batch", "fast"], dict[TokenKind, Usd]]


class Snapshot(Record):
    made_by: str
    library: str
    title: str
    source: str
    checked: date
    models: dict[str, SnapshotModel]


# --- models.toml


class ModelDays(Sourced):
    id: str
    released: date
    checked: date
    new_tokenizer: bool
    us_inference: bool
    title: str = ""
    retires: date | None = None
    prices_of: str = ""
    tier_ends: date | None = None
    note: str = ""


class EarlierPrice(Dated):
    model: str
    until: date
    usd_per_mtok: dict[TokenKind, Usd]


class FastRule(Dated):
    model: str
    offered: Answer
    rule: str
    factor: float | None = None
    until: date | None = None


class AnnouncementRecord(Sourced):
    key: str
    model: str
    title: str
    announced_for: date
    cancelled: date | None = None
    usd_per_mtok: dict[TokenKind, Usd]
    note: str
    checked: date


class TokenizerRecord(Dated):
    text: str


class ModelsFile(File):
    model: list[ModelDays]
    earlier_price: list[EarlierPrice]
    fast: list[FastRule]
    announcement: list[AnnouncementRecord]
    tokenizer: TokenizerRecord


# --- rules.toml


class KindRecord(Dated):
    id: Kind
    title: str


class RuntimeRecord(Dated):
    kind: Kind
    unit: BookUnit
    usd: Usd | None = None
    unknown: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> "RuntimeRecord":
        if (self.usd is None) != bool(self.unknown):
            raise ValueError("give usd, or say in unknown why there is none")
        return self


class SearchRecord(Dated):
    usd: Usd
    unit: BookUnit


class ModifierRecord(Dated):
    name: Literal["batch", "fast", "us_inference", "regional_endpoints"]
    kind: Kind
    applies: Answer
    rule: str
    factor: float | None = None


class CacheRecord(Dated):
    kind: Kind
    default: Lifetime
    documented: list[Lifetime]
    rule: str


class LimitRecord(Dated):
    key: str
    kinds: list[Kind]
    title: str
    unit: LimitUnit
    value: float | None = None


class ChangeRecord(Dated):
    what: str


class RulesFile(File):
    kind: list[KindRecord]
    runtime: list[RuntimeRecord]
    search: list[SearchRecord]
    modifier: list[ModifierRecord]
    cache: list[CacheRecord]
    limit: list[LimitRecord]
    change: list[ChangeRecord]


# --- must_haves.toml


class MustHaveRecord(Record):
    key: str
    title: str
    help: str


class FactRecord(Dated):
    key: str
    kind: Kind
    status: Literal["pass", "fail", "unknown"]
    why: str


class MustHavesFile(File):
    must_have: list[MustHaveRecord]
    fact: list[FactRecord]


# --- sandboxes.toml, hosts.toml


class SandboxRecord(Dated):
    id: str
    title: str
    cpu_meter: Literal["allocated", "active", "unknown"]
    memory_meter: Literal["allocated", "active", "unknown"]
    meter: str
    usd_per_vcpu_hour: Usd | None = None
    usd_per_gib_hour: Usd | None = None
    plan_usd_per_month: Usd | None = None
    usd_per_1000_starts: Usd | None = None
    included_vcpu_hours: float = 0.0
    included_gib_hours: float = 0.0
    max_vcpu: float | None = None
    max_memory_gib: float | None = None
    max_session_hours: float | None = None
    idle_tail_minutes: float | None = None
    ask: str = ""


class SandboxesFile(File):
    sandbox: list[SandboxRecord]


class HostRecord(Dated):
    id: str
    title: str
    usd_per_hour: Usd | None = None
    vcpu: float | None = None
    memory_gib: float | None = None
    usd_per_month_cap: Usd | None = None
    billed_when_off: bool | None = None


class HostsFile(File):
    host: list[HostRecord]


# --- services.toml, published.toml


class ServiceRecord(Dated):
    id: str
    title: str
    text: str
    unit: ServiceUnit
    monthly: str = ""


class SearchProviderRecord(Dated):
    id: str
    title: str
    text: str
    free: str


class RivalRecord(Dated):
    id: str
    title: str
    price: str
    usd_2_vcpu_4_gib_hour: str


class ServicesFile(File):
    service: list[ServiceRecord]
    search_provider: list[SearchProviderRecord]
    rival: list[RivalRecord]


class PublishedSourceRecord(Record):
    """One row behind a range: the source and the figure it gives."""

    id: str
    figure: str


class PublishedRecord(Record):
    pattern: str
    text: str
    basis: str
    from_: Annotated[list[PublishedSourceRecord], Field(alias="from", min_length=1)]
    effective: FirstDay
    checked: date
    kinds: list[Kind] | None = None
    shape: Literal["range", "overrun"] = "range"

    def source_ids(self) -> list[str]:
        """The sources behind the range."""
        return [entry.id for entry in self.from_]


class PublishedFile(File):
    published: list[PublishedRecord]
