"""The book of one day. Every lookup follows one rule: of the entries for what was asked, the last whose first day has come.

A day before the first entry is an answer too: a value that says why and names the first day. Nothing falls back to another
price, and nothing unknown becomes 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TypeVar

from model.prices import claude, files, schema
from model.prices.records import (
    Announcement,
    BeforeFirstDay,
    CacheRule,
    Fact,
    HostingKind,
    HostPreset,
    Limit,
    ModelPrices,
    Modifier,
    MustHave,
    Published,
    Rate,
    RivalRuntime,
    RuleChange,
    SandboxPreset,
    SearchProvider,
    Service,
    Source,
    Unknown,
    Unpriced,
)

Entry = TypeVar("Entry", bound=schema.Dated)
Preset = TypeVar("Preset", schema.SandboxRecord, schema.HostRecord)

APPLIES: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}


def in_force(entries: Iterable[Entry], day: date) -> Entry | None:
    """The entry that holds on a day: the last to have begun. One whose first day is unknown holds until a dated one begins."""
    begun = [entry for entry in entries if entry.since is None or entry.since <= day]
    return max(begun, key=lambda entry: entry.since or date.min, default=None)


def first_of(entries: Iterable[Entry]) -> date | None:
    """The first dated day of the entries; None where one of them has no first day."""
    days = [entry.since for entry in entries]
    return None if not days or None in days else min(day for day in days if day is not None)


@dataclass(frozen=True, slots=True)
class Book:
    """Prices, rules, presets and published ranges as they stood on ``as_of``."""

    as_of: date

    @property
    def sha256(self) -> str:
        """The fingerprint of all data, whatever the day."""
        return files.sha256()

    @property
    def oldest_checked(self) -> date:
        """The day on which the figure of the whole book that was not looked at for longest was checked."""
        return files.oldest_checked()

    def age_days(self, today: date) -> int:
        """Days from `oldest_checked` to ``today``."""
        return (today - self.oldest_checked).days

    # models

    def model(self, name: str) -> ModelPrices | Unpriced:
        """Token prices of a model. Claude models by id, alias or dated id; any other name is looked up in genai-prices."""
        known = claude.identify(name)
        if known is not None:
            return claude.prices_on(known, self.as_of)
        close = claude.nearest(name, self.as_of)
        if "claude" in name.lower():
            return Unpriced(f"no price is known for the model {name!r}", close)
        from model.prices import library

        answer = library.prices_on(name, self.as_of)
        if isinstance(answer, Unpriced) and answer.first_day is None:
            return Unpriced(answer.why, (*close, *answer.nearest)[:3])
        return answer

    def models(self) -> tuple[ModelPrices, ...]:
        """Every Claude model the API offers on this day, newest first."""
        priced = (claude.prices_on(name, self.as_of) for name in reversed(claude.catalogue()))
        return tuple(prices for prices in priced if isinstance(prices, ModelPrices))

    # hosting kinds

    def kinds(self) -> tuple[HostingKind, ...]:
        """The ways to host, and whether each can be had on this day."""
        file = files.rules()
        return tuple(
            HostingKind(
                entry.id, entry.title, entry.since, entry.since is None or entry.since <= self.as_of, entry.note, files.source(file, entry)
            )
            for entry in file.kind
        )

    def runtime(self, kind: str) -> Rate | Unknown:
        """The price of one running hour of a session; Unknown where none is published, or before the kind began."""
        file = files.rules()
        entries = [entry for entry in file.runtime if entry.kind == kind]
        entry = in_force(entries, self.as_of)
        if entry is None:
            first = first_of(entries)
            why = f"{kind} is priced from {first} on, not on {self.as_of}" if first else f"no such way to host: {kind}"
            return Unknown(why, files.source(file, (entries or file.runtime)[0]), first)
        source = files.source(file, entry)
        return Unknown(entry.unknown, source) if entry.usd is None else Rate(entry.usd, entry.unit, source, entry.note)

    def search(self) -> Rate:
        """Web search through the API, USD a thousand searches, the same on every Claude route."""
        file = files.rules()
        entry = in_force(file.search, self.as_of) or file.search[0]
        return Rate(entry.usd, entry.unit, files.source(file, entry), entry.note)

    def modifier(self, name: str, kind: str, model: str | None = None) -> Modifier:
        """The rule for a factor on token prices: of the hosting kind, and of the model too where one is named.

        ``name`` is one of `MODIFIERS`. Where both have a say, the kind's exclusion comes first. ``applies`` True with
        ``factor`` None means: it applies, at a price nobody has published.
        """
        rule = self._kind_rule(name, kind)
        if model is None or name not in ("fast", "us_inference"):
            return rule
        own = self.fast(model) if name == "fast" else self.us_inference(model)
        factor = own.factor if own.factor is not None or name == "fast" else rule.factor
        if not rule.applies:
            return Modifier(name, rule.applies if own.applies is not False else False, factor, rule.since, rule.until, rule.rule, rule.source)
        since = max((day for day in (rule.since, own.since) if day is not None), default=None)
        text, source = (rule.rule, rule.source) if own.applies and name == "us_inference" else (own.rule, own.source)
        return Modifier(name, own.applies, factor, since, own.until, text, source)

    def _kind_rule(self, name: str, kind: str) -> Modifier:
        file = files.rules()
        entries = [entry for entry in file.modifier if entry.name == name and entry.kind == kind]
        if not entries:
            raise KeyError(f"{name} on {kind}")
        entry = in_force(entries, self.as_of)
        if entry is None:
            first = entries[0]
            rule = f"{kind} begins on {first.since}; nothing is known for {self.as_of}"
            return Modifier(name, None, first.factor, first.since, None, rule, files.source(file, first))
        later = [other.since for other in entries if other.since is not None and other.since > (entry.since or date.min)]
        return Modifier(
            name, APPLIES[entry.applies], entry.factor, entry.since, min(later, default=None), entry.rule, files.source(file, entry)
        )

    def fast(self, model: str) -> Modifier:
        """Whether a model offers fast mode on this day, and the factor on all five kinds; None where it is not published."""
        file = files.models()
        known = claude.identify(model) or model
        entry = in_force([rule for rule in file.fast if rule.model == known], self.as_of)
        if entry is None:
            source = Source("Fast mode", file.sources["fast"].url, None, file.fast[0].checked)
            return Modifier("fast", False, None, None, None, f"no fast mode is offered for {known}", source)
        return Modifier("fast", APPLIES[entry.offered], entry.factor, entry.since, entry.until, entry.rule, files.source(file, entry))

    fast_factor = fast

    def us_inference(self, model: str) -> Modifier:
        """Whether US-only inference can be asked of a model: Claude 4.6 and later; older ones answer with an error."""
        file = files.models()
        source = Source("Claude pricing", file.sources["pricing"].url, None, file.model[0].checked, "A")
        known = claude.catalogue().get(claude.identify(model) or "")
        if known is None:
            return Modifier("us_inference", False, None, None, None, f"US-only inference is not a setting of {model}", source)
        offered = known.days.us_inference
        rule = "1.1 on every token kind" if offered else f"{known.id} refuses US-only inference; Claude 4.6 and later have it"
        return Modifier("us_inference", offered, 1.1 if offered else None, known.days.released, known.days.retires, rule, source)

    def cache_rule(self, kind: str) -> CacheRule:
        """How long cached prompts live in this way to host."""
        file = files.rules()
        entries = [entry for entry in file.cache if entry.kind == kind]
        if not entries:
            raise KeyError(kind)
        entry = in_force(entries, self.as_of) or entries[0]
        return CacheRule(kind, entry.default, tuple(entry.documented), entry.rule, files.source(file, entry))

    cache_rules = cache_rule

    def limits(self, kind: str) -> tuple[Limit, ...]:
        """The bounds of the service in this way to host, on this day."""
        file = files.rules()
        by_key: dict[str, list[schema.LimitRecord]] = {}
        for record in file.limit:
            if kind in record.kinds:
                by_key.setdefault(record.key, []).append(record)
        held = [in_force(records, self.as_of) for records in by_key.values()]
        return tuple(
            Limit(entry.key, entry.title, entry.value, entry.unit, entry.note, files.source(file, entry))
            for entry in held
            if entry is not None
        )

    def rule_changes(self) -> tuple[RuleChange, ...]:
        """What changed when, up to and after this day, oldest first."""
        file = files.rules()
        return tuple(RuleChange(entry.since, entry.what, files.source(file, entry)) for entry in file.change if entry.since is not None)

    def announcements(self) -> tuple[Announcement, ...]:
        """Announced prices that never came into force."""
        return claude.announcements()

    # must-haves

    def must_haves(self) -> tuple[MustHave, ...]:
        """The requirements the book knows facts about."""
        return tuple(MustHave(entry.key, entry.title, entry.help) for entry in files.must_haves().must_have)

    def must_have(self, key: str, kind: str) -> Fact:
        """What the documentation says on this day; a requirement the book has nothing on is unknown, never passed."""
        file = files.must_haves()
        entries = [entry for entry in file.fact if entry.key == key and entry.kind == kind]
        entry = in_force(entries, self.as_of)
        if entry is not None:
            return Fact(key, kind, entry.status, entry.why, files.source(file, entry))
        known = files.source(file, (entries or file.fact)[0])
        if entries:
            return Fact(key, kind, "unknown", f"nothing is documented before {known.effective}", known)
        return Fact(key, kind, "unknown", "the book has no fact on this", known)

    # presets

    def sandbox(self, preset: str) -> SandboxPreset | Unpriced:
        """A retail sandbox by name."""
        file = files.sandboxes()
        entry = _preset(file.sandbox, preset, self.as_of)
        return entry if isinstance(entry, Unpriced) else _sandbox(file, entry)

    def sandboxes(self) -> tuple[SandboxPreset, ...]:
        """All retail sandboxes priced on this day."""
        names = dict.fromkeys(entry.id for entry in files.sandboxes().sandbox)
        return tuple(found for found in map(self.sandbox, names) if isinstance(found, SandboxPreset))

    def host(self, preset: str) -> HostPreset | Unpriced:
        """A machine by name."""
        file = files.hosts()
        entry = _preset(file.host, preset, self.as_of)
        if isinstance(entry, Unpriced):
            return entry
        return HostPreset(
            entry.id, entry.title, entry.usd_per_hour, entry.vcpu, entry.memory_gib, entry.note, files.source(file, entry),
            entry.usd_per_month_cap, entry.billed_when_off,
        )  # fmt: skip

    def hosts(self) -> tuple[HostPreset, ...]:
        """All machines priced on this day."""
        names = dict.fromkeys(entry.id for entry in files.hosts().host)
        return tuple(found for found in map(self.host, names) if isinstance(found, HostPreset))

    def services(self) -> tuple[Service, ...]:
        """Shared services a self-hosted stack may need."""
        file = files.services()
        return tuple(
            Service(entry.id, entry.title, entry.text, entry.unit, entry.monthly, entry.note, files.source(file, entry))
            for entry in file.service
        )

    def search_providers(self) -> tuple[SearchProvider, ...]:
        """Web searches a self-hosted agent can call."""
        file = files.services()
        return tuple(
            SearchProvider(entry.id, entry.title, entry.text, entry.free, entry.note, files.source(file, entry))
            for entry in file.search_provider
        )

    def rivals(self) -> tuple[RivalRuntime, ...]:
        """Agent runtimes of other vendors."""
        file = files.services()
        return tuple(
            RivalRuntime(entry.id, entry.title, entry.price, entry.usd_2_vcpu_4_gib_hour, entry.note, files.source(file, entry))
            for entry in file.rival
        )

    # published ranges

    def published(self, pattern: str, kind: str | None = None) -> Published | None:
        """The published range for an input of a hosting kind (None: an input of no option); None where there is none."""
        file = files.published()
        for entry in file.published:
            if entry.pattern == pattern and (entry.kinds is None or kind in entry.kinds):
                return _published(file, entry, kind)
        return None

    def all_published(self) -> tuple[Published, ...]:
        """Every published range, once for each kind it holds for."""
        file = files.published()
        return tuple(_published(file, entry, kind) for entry in file.published for kind in entry.kinds or [None])


def _preset(entries: list[Preset], name: str, day: date) -> Preset | Unpriced:
    """The entry of a preset on a day; else the nearest names, or its first day."""
    wanted = name.strip().lower()
    own = [entry for entry in entries if entry.id == wanted]
    if not own:
        names = tuple(dict.fromkeys(entry.id for entry in entries))
        return Unpriced(f"no preset {name!r}", tuple(get_close_matches(wanted, names, n=3, cutoff=0.4)))
    found = in_force(own, day)
    return found or Unpriced(f"{wanted} is priced from {first_of(own)} on, not on {day}", (), first_of(own))


def _sandbox(file: schema.SandboxesFile, entry: schema.SandboxRecord) -> SandboxPreset:
    return SandboxPreset(
        entry.id, entry.title, entry.usd_per_vcpu_hour, entry.usd_per_gib_hour, entry.plan_usd_per_month, entry.cpu_meter,
        entry.memory_meter, entry.meter, entry.note, files.source(file, entry), entry.usd_per_1000_starts, entry.included_vcpu_hours,
        entry.included_gib_hours, entry.max_vcpu, entry.max_memory_gib, entry.max_session_hours, entry.idle_tail_minutes, entry.ask,
    )  # fmt: skip


def _published(file: schema.PublishedFile, entry: schema.PublishedRecord, kind: str | None) -> Published:
    since = entry.effective if isinstance(entry.effective, date) else None
    sources = tuple(
        Source(f"{file.sources[row.id].title}: {row.figure}", file.sources[row.id].url, since, entry.checked, "C") for row in entry.from_
    )
    return Published(entry.pattern, kind, entry.text, sources, entry.checked, entry.basis, entry.shape)


@cache
def open_book(as_of: date) -> Book | BeforeFirstDay:
    """The book of a day, or the first day it has prices for. Files are parsed when something in them is asked for."""
    first = claude.first_day()
    return BeforeFirstDay(as_of, first) if as_of < first else Book(as_of)

