"""The book of one day: the one door to prices, rules, presets and published ranges.

Every lookup follows one rule: of the entries for what was asked, the last whose first day has come. A day before the
first entry is an answer too, a value that says why and names the first day. Nothing falls back to another price, and
nothing unknown becomes 0.
"""

from datetime import date
from functools import cache

from msgspec import Struct

from model.prices import claude, data_files, presets, rules
from model.prices.records import (
    Announcement,
    BeforeFirstDay,
    CacheRule,
    Fact,
    HostingEntry,
    HostPreset,
    Limit,
    ModelPrices,
    Modifier,
    MustHave,
    PublishedRange,
    Rate,
    RivalRuntime,
    RuleChange,
    SandboxPreset,
    SearchProvider,
    Service,
    Unknown,
    UnpricedName,
)

LONGEST_NAME = 200
"""Longer names are not compared with known ones: that takes time with the square of their length."""


class Book(Struct, frozen=True):
    """Prices, rules, presets and published ranges as they stood on ``as_of``."""

    as_of: date

    @property
    def sha256(self) -> str:
        """The fingerprint of all data, whatever the day."""
        return data_files.sha256()

    @property
    def oldest_checked(self) -> date:
        """The earliest day on which any figure of the whole book was last checked."""
        return data_files.oldest_checked()

    def age_days(self, today: date) -> int:
        """Days from `oldest_checked` to ``today``."""
        return (today - self.oldest_checked).days

    def model(self, name: str) -> ModelPrices | UnpricedName:
        """Token prices of a model: a Claude model by id, alias or dated id; any other name is looked up in genai-
        prices.
        """
        known = claude.identify(name)
        if known is not None:
            return claude.prices_on(known, self.as_of)
        if len(name) > LONGEST_NAME:
            return UnpricedName(f"a model whose name has {len(name):,} characters is not in the price book")
        close = claude.nearest(name, self.as_of)
        if "claude" in name.lower() or claude.is_family(name):
            return UnpricedName(f"{name!r} is not in the price book", close)
        from model.prices import library

        answer = library.prices_on(name, self.as_of)
        if isinstance(answer, UnpricedName) and answer.first_day is None:
            return UnpricedName(answer.why, (*close, *answer.nearest)[:3])
        return answer

    def models(self) -> tuple[ModelPrices, ...]:
        """Every Claude model the API offers on this day, newest first."""
        sold = (name for name, model in claude.catalogue().items() if claude.sold_on(model, self.as_of))
        priced = [claude.prices_on(name, self.as_of) for name in sold]
        return tuple(prices for prices in reversed(priced) if isinstance(prices, ModelPrices))

    def announcements(self) -> tuple[Announcement, ...]:
        """Announced prices that never came into force."""
        return claude.announcements()

    def kinds(self) -> tuple[HostingEntry, ...]:
        """The ways to host, and whether each can be had on this day."""
        return rules.kinds(self.as_of)

    def runtime(self, kind: str) -> Rate | Unknown:
        """The price of one running hour of a session; Unknown where none is published, or before the kind began."""
        return rules.runtime(kind, self.as_of)

    def search(self) -> Rate:
        """Web search through the API, USD a thousand searches, the same on every Claude route."""
        return rules.search(self.as_of)

    def modifier(self, name: str, kind: str, model: str | None = None) -> Modifier:
        """The rule for a factor on token prices: of the hosting kind, and of the model too where one is named.

        ``name`` is one of `MODIFIERS`. ``applies`` True with ``factor`` None: it applies, at a price nobody published.
        """
        return rules.modifier(name, kind, model, self.as_of)

    def fast(self, model: str) -> Modifier:
        """Whether a model offers fast mode, and the factor on all five kinds."""
        return rules.fast(model, self.as_of)

    def us_inference(self, model: str) -> Modifier:
        """Whether US-only inference can be asked of a model."""
        return rules.us_inference(model)

    def cache_rule(self, kind: str) -> CacheRule:
        """How long cached prompts live in this way to host."""
        return rules.cache_rule(kind, self.as_of)

    def limits(self, kind: str) -> tuple[Limit, ...]:
        """The bounds of the service in this way to host."""
        return rules.limits(kind, self.as_of)

    def rule_changes(self) -> tuple[RuleChange, ...]:
        """What changed when, oldest first, later days included."""
        return rules.changes()

    def must_haves(self) -> tuple[MustHave, ...]:
        """The requirements the book knows facts about."""
        return presets.must_haves()

    def must_have(self, key: str, kind: str) -> Fact:
        """What the documentation says; a requirement the book has nothing on is unknown, never passed."""
        return presets.must_have(key, kind, self.as_of)

    def sandbox(self, preset: str) -> SandboxPreset | UnpricedName:
        """A retail sandbox by name."""
        return presets.sandbox(preset, self.as_of)

    def sandboxes(self) -> tuple[SandboxPreset, ...]:
        """All retail sandboxes priced on this day."""
        return presets.sandboxes(self.as_of)

    def host(self, preset: str) -> HostPreset | UnpricedName:
        """A machine by name."""
        return presets.host(preset, self.as_of)

    def hosts(self) -> tuple[HostPreset, ...]:
        """All machines priced on this day."""
        return presets.hosts(self.as_of)

    def services(self) -> tuple[Service, ...]:
        """Shared services a self-hosted stack may need."""
        return presets.services()

    def search_providers(self) -> tuple[SearchProvider, ...]:
        """Web searches a self-hosted agent can call."""
        return presets.search_providers()

    def rivals(self) -> tuple[RivalRuntime, ...]:
        """Agent runtimes of other vendors."""
        return presets.rivals()

    def published(self, pattern: str, kind: str | None = None) -> PublishedRange | None:
        """The published range for an input of a hosting kind (None: an input of no option), if any."""
        return presets.published(pattern, kind)

    def all_published(self) -> tuple[PublishedRange, ...]:
        """Every published range, once for each kind it holds for."""
        return presets.all_published()


@cache
def open_book(as_of: date) -> Book | BeforeFirstDay:
    """The book of a day, or the first day it has prices for. A file is parsed when something in it is asked for."""
    first = claude.first_day()
    return BeforeFirstDay(as_of, first) if as_of < first else Book(as_of)
