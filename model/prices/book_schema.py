"""What may stand in the book's data files: every key declared, unknown keys refused, units and answers from closed lists.

Opening the book costs no validation: a key that is not declared, or one that is missing, is refused when a file is read,
and so is a source that does not exist. Types and closed lists are checked by pydantic, strictly, over all files in the tests.
"""

from abc import abstractmethod
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct, field

from model.prices.kinds import KINDS

if TYPE_CHECKING:
    Kind: TypeAlias = str
else:
    Kind = Literal[KINDS]  # one of the table of kinds, which types cannot see
TokenKind: TypeAlias = Literal["input", "output", "cache_read", "cache_write_5m", "cache_write_1h"]
Confidence: TypeAlias = Literal["A", "B", "C", ""]
Answer: TypeAlias = Literal["yes", "no", "unknown"]
Lifetime: TypeAlias = Literal["none", "5m", "1h"]
FirstDay: TypeAlias = date | Literal["unknown"]
RateUnit: TypeAlias = Literal["usd-per-hour", "usd-per-1000"]
LimitUnit: TypeAlias = Literal["1/min", "GB", "vCPU", "sessions", "files", "deployments", "yes"]


class SourceRecord(Struct, frozen=True, kw_only=True):
    """A page: its title and address; the address is empty only for a public note without a stable page."""

    title: str
    url: str


class Cited(Struct, frozen=True, kw_only=True):
    """An entry that rests on declared sources."""

    @abstractmethod
    def source_ids(self) -> list[str]:
        """The ids of the sources behind the entry."""


class Sourced(Cited, frozen=True, kw_only=True):
    """An entry that names where it was read, and when that was last checked."""

    source: str
    checked: date

    def source_ids(self) -> list[str]:
        """The ids of the sources behind the entry."""
        return [self.source]


class Dated(Sourced, frozen=True, kw_only=True):
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


class File(Struct, frozen=True, kw_only=True):
    """A data file: its sources by id, and entries that name them."""

    sources: dict[str, SourceRecord]

    def __post_init__(self) -> None:
        """Refuse an entry whose source is not declared."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            for entry in value if isinstance(value, list) else [value]:
                named = entry.source_ids() if isinstance(entry, Cited) else []
                missing = [source for source in named if source not in self.sources]
                if missing:
                    raise ValueError(f"{name}: no source {missing[0]!r}")


# claude.json, made by model.prices.snapshot


class SnapshotPrice(Struct, frozen=True, kw_only=True):
    """All kinds of one model from a day on; ``above_*`` where long prompts cost more."""

    since: date | None
    usd_per_mtok: dict[TokenKind, float]
    above_tokens: int | None = None
    above_usd_per_mtok: dict[TokenKind, float] = field(default_factory=dict)
    usd_per_1000_searches: float | None = None


class SnapshotModel(Struct, frozen=True, kw_only=True):
    """One model of the catalogue."""

    title: str
    names: list[str]
    context_tokens: int | None
    prices: list[SnapshotPrice]
    variants: dict[Literal["batch", "fast"], dict[TokenKind, float]]


class Snapshot(Struct, frozen=True, kw_only=True):
    """The whole snapshot with its header."""

    made_by: str
    library: str
    title: str
    source: str
    checked: date
    models: dict[str, SnapshotModel]


# models.toml


class ModelDays(Sourced, frozen=True, kw_only=True):
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


class EarlierPrice(Dated, frozen=True, kw_only=True):
    """A price before the first one the catalogue has."""

    model: str
    until: date
    usd_per_mtok: dict[TokenKind, float]


class FastRule(Dated, frozen=True, kw_only=True):
    """Fast mode of a model."""

    model: str
    offered: Answer
    rule: str
    factor: float | None = None
    until: date | None = None


class CacheableRecord(Dated, frozen=True, kw_only=True):
    """The shortest prompt that some models cache, in tokens; models of which nothing is published are not listed."""

    models: list[str]
    tokens: int


class AnnouncementRecord(Sourced, frozen=True, kw_only=True):
    """A price that was announced."""

    key: str
    model: str
    title: str
    announced_for: date
    usd_per_mtok: dict[TokenKind, float]
    note: str
    cancelled: date | None = None


class ModelsFile(File, frozen=True, kw_only=True):
    """models.toml"""

    model: list[ModelDays]
    earlier_price: list[EarlierPrice]
    fast: list[FastRule]
    cacheable: list[CacheableRecord]
    announcement: list[AnnouncementRecord]


# rules.toml


class KindRecord(Dated, frozen=True, kw_only=True):
    """A way to host."""

    id: Kind
    title: str


class RuntimeRecord(Dated, frozen=True, kw_only=True):
    """The price of a running hour, or why there is none."""

    kind: Kind
    unit: RateUnit
    usd: float | None = None
    unknown: str = ""

    def __post_init__(self) -> None:
        """Refuse a price that is both given and unknown, or neither."""
        if (self.usd is None) != bool(self.unknown):
            raise ValueError("give usd, or say in unknown why there is none")


class SearchRecord(Dated, frozen=True, kw_only=True):
    """The API's own search."""

    usd: float
    unit: RateUnit


class ModifierRecord(Dated, frozen=True, kw_only=True):
    """Whether a factor on token prices applies in a way to host."""

    name: Literal["batch", "fast", "us_inference", "regional_endpoints"]
    kind: Kind
    applies: Answer
    rule: str
    factor: float | None = None


class CacheRecord(Dated, frozen=True, kw_only=True):
    """Cache lifetimes of a way to host."""

    kind: Kind
    default: Lifetime
    documented: list[Lifetime]
    rule: str


class LimitRecord(Dated, frozen=True, kw_only=True):
    """A bound of the service; without ``value`` none is published."""

    key: str
    kinds: list[Kind]
    title: str
    unit: LimitUnit
    value: float | None = None


class ChangeRecord(Dated, frozen=True, kw_only=True):
    """A change of the rules."""

    what: str


class RulesFile(File, frozen=True, kw_only=True):
    """rules.toml"""

    kind: list[KindRecord]
    runtime: list[RuntimeRecord]
    search: list[SearchRecord]
    modifier: list[ModifierRecord]
    cache: list[CacheRecord]
    limit: list[LimitRecord]
    change: list[ChangeRecord]
