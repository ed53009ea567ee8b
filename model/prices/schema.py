"""What may stand in the book's data files: every key declared, unknown keys refused, units and answers from closed lists.

These are plain dataclasses, so that opening the book costs no validation: a key that is not declared, or one that is
missing, is refused when a file is read, and so is a source that does not exist. Types, closed lists and signs are checked
by pydantic, strictly, over all files in the tests; `STRICT` is what makes that possible without importing it here.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal, TypeAlias

Kind: TypeAlias = Literal["managed", "managed-own-sandboxes", "managed-own-server", "own-stack"]
TokenKind: TypeAlias = Literal["input", "output", "cache_read", "cache_write_5m", "cache_write_1h"]
Confidence: TypeAlias = Literal["A", "B", "C", ""]
Answer: TypeAlias = Literal["yes", "no", "unknown"]
Lifetime: TypeAlias = Literal["none", "5m", "1h"]
FirstDay: TypeAlias = date | Literal["unknown"]
RateUnit: TypeAlias = Literal["usd-per-hour", "usd-per-1000"]
LimitUnit: TypeAlias = Literal["1/min", "GB", "vCPU", "sessions", "files", "deployments", "yes"]

STRICT: dict[str, Any] = {"strict": True, "extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class SourceRecord:
    """A page: its title and address; the address is empty only for a public note without a stable page."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    url: str


class Cited:
    """An entry that rests on declared sources."""

    def source_ids(self) -> list[str]:
        """The ids of the sources behind the entry."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Sourced(Cited):
    """An entry that names where it was read, and when that was last checked."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    source: str
    checked: date

    def source_ids(self) -> list[str]:
        """The ids of the sources behind the entry."""
        return [self.source]


@dataclass(frozen=True, kw_only=True)
class Dated(Sourced):
    """An entry that holds from a day on.

    ``effective = "unknown"``: its first day was never published, so it holds on any day.
    """

    effective: FirstDay
    confidence: Confidence = ""
    note: str = ""

    @property
    def since(self) -> date | None:
        """The first day, or None where it is unknown."""
        return self.effective if isinstance(self.effective, date) else None


@dataclass(frozen=True, kw_only=True)
class File:
    """A data file: its sources by id, and entries that name them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sources: dict[str, SourceRecord]

    def __post_init__(self) -> None:
        """Refuse an entry whose source is not declared."""
        for name, value in vars(self).items():
            for entry in value if isinstance(value, list) else [value]:
                named = entry.source_ids() if isinstance(entry, Cited) else []
                missing = [source for source in named if source not in self.sources]
                if missing:
                    raise ValueError(f"{name}: no source {missing[0]!r}")


# claude.json, made by model.prices.snapshot


@dataclass(frozen=True, kw_only=True)
class SnapshotPrice:
    """All kinds of one model from a day on; ``above_*`` where long prompts cost more."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    since: date | None
    usd_per_mtok: dict[TokenKind, float]
    above_tokens: int | None = None
    above_usd_per_mtok: dict[TokenKind, float] = field(default_factory=dict)
    usd_per_1000_searches: float | None = None


@dataclass(frozen=True, kw_only=True)
class SnapshotModel:
    """One model of the catalogue."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    names: list[str]
    context_tokens: int | None
    prices: list[SnapshotPrice]
    variants: dict[Literal["batch", "fast"], dict[TokenKind, float]]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The whole snapshot with its header."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    made_by: str
    library: str
    title: str
    source: str
    checked: date
    models: dict[str, SnapshotModel]


# models.toml


@dataclass(frozen=True, kw_only=True)
class ModelDays(Sourced):
    """First and last days of a model, and what it offers. ``retires`` is the first day without it."""

    id: str
    released: date
    new_tokenizer: bool
    us_inference: bool
    title: str = ""
    retires: date | None = None
    prices_of: str = ""
    tier_ends: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EarlierPrice(Dated):
    """A price before the first one the catalogue has."""

    model: str
    until: date
    usd_per_mtok: dict[TokenKind, float]


@dataclass(frozen=True, kw_only=True)
class FastRule(Dated):
    """Fast mode of a model."""

    model: str
    offered: Answer
    rule: str
    factor: float | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AnnouncementRecord(Sourced):
    """A price that was announced."""

    key: str
    model: str
    title: str
    announced_for: date
    usd_per_mtok: dict[TokenKind, float]
    note: str
    cancelled: date | None = None


@dataclass(frozen=True, kw_only=True)
class ModelsFile(File):
    """models.toml"""

    model: list[ModelDays]
    earlier_price: list[EarlierPrice]
    fast: list[FastRule]
    announcement: list[AnnouncementRecord]


# rules.toml


@dataclass(frozen=True, kw_only=True)
class KindRecord(Dated):
    """A way to host."""

    id: Kind
    title: str


@dataclass(frozen=True, kw_only=True)
class RuntimeRecord(Dated):
    """The price of a running hour, or why there is none."""

    kind: Kind
    unit: RateUnit
    usd: float | None = None
    unknown: str = ""

    def __post_init__(self) -> None:
        """Refuse a price that is both given and unknown, or neither."""
        if (self.usd is None) != bool(self.unknown):
            raise ValueError("give usd, or say in unknown why there is none")


@dataclass(frozen=True, kw_only=True)
class SearchRecord(Dated):
    """The API's own search."""

    usd: float
    unit: RateUnit


@dataclass(frozen=True, kw_only=True)
class ModifierRecord(Dated):
    """Whether a factor on token prices applies in a way to host."""

    name: Literal["batch", "fast", "us_inference", "regional_endpoints"]
    kind: Kind
    applies: Answer
    rule: str
    factor: float | None = None


@dataclass(frozen=True, kw_only=True)
class CacheRecord(Dated):
    """Cache lifetimes of a way to host."""

    kind: Kind
    default: Lifetime
    documented: list[Lifetime]
    rule: str


@dataclass(frozen=True, kw_only=True)
class LimitRecord(Dated):
    """A bound of the service; without ``value`` none is published."""

    key: str
    kinds: list[Kind]
    title: str
    unit: LimitUnit
    value: float | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeRecord(Dated):
    """A change of the rules."""

    what: str


@dataclass(frozen=True, kw_only=True)
class RulesFile(File):
    """rules.toml"""

    kind: list[KindRecord]
    runtime: list[RuntimeRecord]
    search: list[SearchRecord]
    modifier: list[ModifierRecord]
    cache: list[CacheRecord]
    limit: list[LimitRecord]
    change: list[ChangeRecord]
