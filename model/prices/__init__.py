"""The dated book: prices, rules, presets and published ranges, looked up for a day.

`open_book(day)` is the way in. What it answers with is in `records`; figures live in data/, each with its first day,
its source and the day it was checked. Token prices are a snapshot of genai-prices made by ``python -m
model.prices.snapshot``.
"""

from model.prices.book import Book, open_book
from model.prices.entries import entries
from model.prices.kinds import BUILT_KINDS, HOSTED_KINDS, HOSTING, KINDS, PLACE_KINDS, RUNTIME_KINDS
from model.prices.records import (
    MODIFIERS,
    TOKEN_KINDS,
    Announcement,
    BeforeFirstDay,
    BookEntry,
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
    Source,
    Tier,
    Unknown,
    UnpricedName,
)
from model.prices.terms import preset_terms

__all__ = [
    "BUILT_KINDS",
    "HOSTED_KINDS",
    "HOSTING",
    "KINDS",
    "MODIFIERS",
    "PLACE_KINDS",
    "RUNTIME_KINDS",
    "TOKEN_KINDS",
    "Announcement",
    "BeforeFirstDay",
    "Book",
    "BookEntry",
    "CacheRule",
    "Fact",
    "HostPreset",
    "HostingEntry",
    "Limit",
    "ModelPrices",
    "Modifier",
    "MustHave",
    "PublishedRange",
    "Rate",
    "RivalRuntime",
    "RuleChange",
    "SandboxPreset",
    "SearchProvider",
    "Service",
    "Source",
    "Tier",
    "Unknown",
    "UnpricedName",
    "entries",
    "open_book",
    "preset_terms",
]
