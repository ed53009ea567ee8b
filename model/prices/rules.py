"""What holds in which way to host on a day: runtime, search, modifiers, cache lifetimes, limits. Rules have dates like
prices.
"""

from collections.abc import Mapping
from datetime import date

from model.prices import book_schema, claude, data_files
from model.prices.lookup import first_of, in_force
from model.prices.records import CacheRule, HostingEntry, Limit, Modifier, Rate, RuleChange, Source, Unknown
from model.quantities import Unit

APPLIES: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}


class UnlistedKindError(LookupError):
    """A way to host that a table of rules.toml has no entry for: whoever adds a kind adds one to each table."""

    def __init__(self, table: str, kind: str) -> None:
        super().__init__(f"rules.toml: no {table} for kind {kind!r}")


def kinds(day: date) -> tuple[HostingEntry, ...]:
    """The ways to host, and whether each can be had on this day."""
    file = data_files.rules()
    return tuple(
        HostingEntry(
            id=entry.id,
            title=entry.title,
            first_day=entry.since,
            available=entry.since is None or entry.since <= day,
            note=entry.note,
            source=data_files.source(file, entry),
        )
        for entry in file.kind
    )


def runtime(kind: str, day: date) -> Rate | Unknown:
    """The price of one running hour of a session; Unknown where none is published, or before the kind began."""
    file = data_files.rules()
    entries = [entry for entry in file.runtime if entry.kind == kind]
    if not entries:
        raise UnlistedKindError("runtime", kind)
    entry = in_force(entries, day)
    if entry is None:
        first = first_of(entries)
        return Unknown(f"{kind} is priced from {first} on, not on {day}", data_files.source(file, entries[0]), first)
    source = data_files.source(file, entry)
    return (
        Unknown(entry.unknown, source) if entry.usd is None else Rate(entry.usd, Unit(entry.unit), source, entry.note)
    )


def search(day: date) -> Rate:
    """Web search through the API, USD a thousand searches."""
    file = data_files.rules()
    entry = in_force(file.search, day) or file.search[0]
    return Rate(entry.usd, Unit(entry.unit), data_files.source(file, entry), entry.note)


def modifier(name: str, kind: str, model: str | None, day: date) -> Modifier:
    """The rule of the hosting kind, and of the model too where one is named. The kind's exclusion comes first."""
    rule = _of_kind(name, kind, day)
    if model is None or name not in ("fast", "us_inference"):
        return rule
    own = fast(model, day) if name == "fast" else us_inference(model)
    factor = rule.factor if own.factor is None and name == "us_inference" else own.factor
    if not rule.applies:
        said = own if own.applies is False and rule.applies is None else rule
        return Modifier(name, said.applies, factor, said.since, said.until, said.rule, said.source)
    since = max((start for start in (rule.since, own.since) if start is not None), default=None)
    if own.applies and name == "us_inference":
        return Modifier(name, True, factor, since, own.until, rule.rule, rule.source)
    return Modifier(name, own.applies, factor, since, own.until, own.rule, own.source)


def _of_kind(name: str, kind: str, day: date) -> Modifier:
    file = data_files.rules()
    entries = [entry for entry in file.modifier if entry.name == name and entry.kind == kind]
    if not entries:
        raise UnlistedKindError(f"modifier named {name}", kind)
    entry = in_force(entries, day)
    if entry is None:
        first = entries[0]
        rule = f"{kind} begins on {first.since}; nothing is known for {day}"
        return Modifier(name, None, first.factor, first.since, None, rule, data_files.source(file, first))
    begun = entry.since or date.min
    until = min((other.since for other in entries if other.since is not None and other.since > begun), default=None)
    applies, source = APPLIES[entry.applies], data_files.source(file, entry)
    return Modifier(name, applies, entry.factor, entry.since, until, entry.rule, source)


def fast(model: str, day: date) -> Modifier:
    """Whether a model offers fast mode on a day, and its factor on all five kinds; None where that is not published."""
    file = data_files.models()
    known = claude.identify(model) or model
    entry = in_force([rule for rule in file.fast if rule.model == known], day)
    if entry is None:
        page = file.sources["fast"]
        source = Source(page.title, page.url, None, file.fast[0].checked)
        return Modifier("fast", False, None, None, None, f"no fast mode is offered for {known}", source)
    source = data_files.source(file, entry)
    return Modifier("fast", APPLIES[entry.offered], entry.factor, entry.since, entry.until, entry.rule, source)


def us_inference(model: str) -> Modifier:
    """Whether US-only inference can be asked of a model: Claude 4.6 and later; older ones answer with an error."""
    name = "us_inference"
    file = data_files.models()
    page = file.sources["pricing"]
    source = Source(page.title, page.url, None, file.model[0].checked, "A")
    known = claude.catalogue().get(claude.identify(model) or "")
    if known is None:
        return Modifier(name, False, None, None, None, f"US-only inference is not a setting of {model}", source)
    days = known.days
    if days.us_inference:
        rule = "1.1 on every token kind"
        return Modifier(name, True, 1.1, days.released, days.retires, rule, source)
    rule = f"{known.id} refuses US-only inference; Claude 4.6 and later have it"
    return Modifier(name, False, None, days.released, days.retires, rule, source)


def cache_rule(kind: str, day: date) -> CacheRule:
    """How long cached prompts live in a way to host."""
    file = data_files.rules()
    entries = [entry for entry in file.cache if entry.kind == kind]
    if not entries:
        raise UnlistedKindError("cache", kind)
    entry = in_force(entries, day) or entries[0]
    return CacheRule(kind, entry.default, tuple(entry.documented), entry.rule, data_files.source(file, entry))


def limits(kind: str, day: date) -> tuple[Limit, ...]:
    """The bounds of the service in a way to host, on a day."""
    file = data_files.rules()
    by_key: dict[str, list[book_schema.LimitRecord]] = {}
    for record in file.limit:
        if kind in record.kinds:
            by_key.setdefault(record.key, []).append(record)
    held = [in_force(records, day) for records in by_key.values()]
    return tuple(
        Limit(entry.key, entry.title, entry.value, entry.unit, entry.note, data_files.source(file, entry))
        for entry in held
        if entry is not None
    )


def changes() -> tuple[RuleChange, ...]:
    """What changed when, oldest first, whatever the day."""
    file = data_files.rules()
    return tuple(
        RuleChange(entry.since, entry.what, data_files.source(file, entry))
        for entry in file.change
        if entry.since is not None
    )
