"""Sandboxes, machines, services and search by name; must-have facts; published ranges."""

from collections.abc import Mapping
from datetime import date

from model.prices import book_schema, data_files, lookup, schema_presets
from model.prices.records import (
    Fact,
    HostPreset,
    MustHave,
    PublishedRange,
    RivalRuntime,
    SandboxPreset,
    SearchProvider,
    Service,
    Source,
    UnpricedName,
)

_META = frozenset({"effective", "source", "checked", "confidence"})


def _fields(entry: book_schema.Dated) -> Mapping[str, object]:
    """What a preset's record says, without where it was read."""
    return {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in _META}


def sandbox(name: str, day: date) -> SandboxPreset | UnpricedName:
    """A retail sandbox by name."""
    file = data_files.sandboxes()
    entry = lookup.preset(file.sandbox, name, day)
    if isinstance(entry, UnpricedName):
        return entry
    return SandboxPreset(**_fields(entry), source=data_files.source(file, entry))  # type: ignore[arg-type]


def host(name: str, day: date) -> HostPreset | UnpricedName:
    """A machine by name."""
    file = data_files.hosts()
    entry = lookup.preset(file.host, name, day)
    if isinstance(entry, UnpricedName):
        return entry
    return HostPreset(**_fields(entry), source=data_files.source(file, entry))  # type: ignore[arg-type]


def sandboxes(day: date) -> tuple[SandboxPreset, ...]:
    """All retail sandboxes priced on a day, in the order of the file."""
    found = (sandbox(name, day) for name in dict.fromkeys(entry.id for entry in data_files.sandboxes().sandbox))
    return tuple(preset for preset in found if isinstance(preset, SandboxPreset))


def hosts(day: date) -> tuple[HostPreset, ...]:
    """All machines priced on a day, in the order of the file."""
    found = (host(name, day) for name in dict.fromkeys(entry.id for entry in data_files.hosts().host))
    return tuple(preset for preset in found if isinstance(preset, HostPreset))


def services() -> tuple[Service, ...]:
    """Shared services a self-hosted stack may need."""
    file = data_files.services()
    return tuple(
        Service(
            entry.id, entry.title, entry.text, entry.unit, entry.monthly, entry.note, data_files.source(file, entry)
        )
        for entry in file.service
    )


def search_providers() -> tuple[SearchProvider, ...]:
    """Web searches a self-hosted agent can call."""
    file = data_files.services()
    return tuple(
        SearchProvider(entry.id, entry.title, entry.text, entry.free, entry.note, data_files.source(file, entry))
        for entry in file.search_provider
    )


def rivals() -> tuple[RivalRuntime, ...]:
    """Agent runtimes of other vendors."""
    file = data_files.services()
    return tuple(
        RivalRuntime(
            entry.id, entry.title, entry.price, entry.usd_2_vcpu_4_gib_hour, entry.note, data_files.source(file, entry)
        )
        for entry in file.rival
    )


def must_haves() -> tuple[MustHave, ...]:
    """The requirements the book knows facts about."""
    return tuple(MustHave(entry.key, entry.title, entry.help) for entry in data_files.must_haves().must_have)


def must_have(key: str, kind: str, day: date) -> Fact:
    """What the documentation says on a day; a requirement the book has nothing on is unknown, never passed."""
    file = data_files.must_haves()
    entries = [entry for entry in file.fact if entry.key == key and entry.kind == kind]
    entry = lookup.in_force(entries, day)
    if entry is not None:
        return Fact(key, kind, entry.status, entry.why, data_files.source(file, entry))
    nearest = data_files.source(file, (entries or file.fact)[0])
    if entries:
        return Fact(key, kind, "unknown", f"nothing is documented before {nearest.effective}", nearest)
    return Fact(key, kind, "unknown", "the book has no fact on this", nearest)


def published(pattern: str, kind: str | None) -> PublishedRange | None:
    """The published range for an input of a hosting kind; None where there is none."""
    file = data_files.published()
    for entry in file.published:
        if entry.pattern == pattern and (entry.kinds is None or kind in entry.kinds):
            return _published(file, entry, kind)
    return None


def all_published() -> tuple[PublishedRange, ...]:
    """Every published range, once for each kind it holds for."""
    file = data_files.published()
    found: list[PublishedRange] = []
    for entry in file.published:
        held: tuple[str | None, ...] = tuple(entry.kinds) if entry.kinds else (None,)
        found += [_published(file, entry, kind) for kind in held]
    return tuple(found)


def _published(
    file: schema_presets.PublishedFile, entry: schema_presets.PublishedRecord, kind: str | None
) -> PublishedRange:
    since = entry.effective if isinstance(entry.effective, date) else None
    sources = tuple(
        Source(f"{page.title}: {row.figure}", page.url, since, entry.checked, "C")
        for row in entry.rows
        if (page := file.sources[row.id])
    )
    return PublishedRange(entry.pattern, kind, entry.text, sources, entry.checked, entry.basis, entry.shape)
