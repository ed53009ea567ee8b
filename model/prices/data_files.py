"""The book's data files: each read once, and only when something in it is asked for; one fingerprint over all."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from model.prices import book_schema, schema_presets
from model.prices.records import Source

FOLDER = Path(__file__).with_name("data")
FILES = (
    "claude.json",
    "models.toml",
    "rules.toml",
    "must_haves.toml",
    "sandboxes.toml",
    "hosts.toml",
    "services.toml",
    "published.toml",
)

_CHECKED = re.compile(rb'^ ?"?checked"?(?: = |: ")(\d{4}-\d{2}-\d{2})', re.MULTILINE)

_RECORDS: Mapping[str, type[Struct]] = {
    "model": book_schema.ModelDays,
    "earlier_price": book_schema.EarlierPrice,
    "announcement": book_schema.AnnouncementRecord,
    "fast": book_schema.FastRule,
    "cacheable": book_schema.CacheableRecord,
    "kind": book_schema.KindRecord,
    "runtime": book_schema.RuntimeRecord,
    "search": book_schema.SearchRecord,
    "modifier": book_schema.ModifierRecord,
    "cache": book_schema.CacheRecord,
    "limit": book_schema.LimitRecord,
    "change": book_schema.ChangeRecord,
    "must_have": schema_presets.MustHaveRecord,
    "fact": schema_presets.FactRecord,
    "sandbox": schema_presets.SandboxRecord,
    "host": schema_presets.HostRecord,
    "service": schema_presets.ServiceRecord,
    "search_provider": schema_presets.SearchProviderRecord,
    "rival": schema_presets.RivalRecord,
    "published": schema_presets.PublishedRecord,
}
"""What each table of a list becomes. A key the record does not declare is refused by its constructor."""

FileRecord = TypeVar("FileRecord", bound=book_schema.File)


@cache
def raw(name: str) -> bytes:
    """The bytes of one data file."""
    return (FOLDER / name).read_bytes()


@cache
def sha256() -> str:
    """The fingerprint of the book: names and contents of all data files, in the order of `FILES`."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(name.encode() + b"\0" + raw(name).replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


@cache
def oldest_checked() -> date:
    """The earliest day on which any figure of the book was last checked; read from the text, so nothing is parsed."""
    return date.fromisoformat(min(match.decode() for name in FILES for match in _CHECKED.findall(raw(name))))


def build(kind: type[FileRecord], tables: Mapping[str, Any]) -> FileRecord:
    """A file from its tables: sources by id, each table as its record. Unknown and missing keys raise TypeError."""
    parts: dict[str, Any] = {}
    for name, value in tables.items():
        if name == "sources":
            parts[name] = {source: book_schema.SourceRecord(**page) for source, page in value.items()}
        elif name in _RECORDS:
            parts[name] = [_record(name, entry) for entry in value]
        else:
            parts[name] = value
    return kind(**parts)


def _record(name: str, entry: Mapping[str, Any]) -> object:
    if name == "published":
        entry = {**entry, "rows": [schema_presets.PublishedRowRecord(**row) for row in entry["rows"]]}
    record = _RECORDS[name]
    try:
        return record(**entry)
    except TypeError as error:
        which = next((str(entry[key]) for key in ("id", "model", "kind") if key in entry), "")
        known = ", ".join(record.__struct_fields__)
        raise TypeError(f"[[{name}]] {which}: {error}; its keys are {known}") from None


def tables(name: str) -> dict[str, Any]:
    """A TOML data file as it is written."""
    return tomllib.loads(raw(name).decode())


@cache
def models() -> book_schema.ModelsFile:
    """Days, earlier prices and fast mode of the Claude models."""
    return build(book_schema.ModelsFile, tables("models.toml"))


@cache
def rules() -> book_schema.RulesFile:
    """Runtime, modifiers, cache lifetimes and limits by way to host."""
    return build(book_schema.RulesFile, tables("rules.toml"))


@cache
def must_haves() -> schema_presets.MustHavesFile:
    """Requirements and what is known about each."""
    return build(schema_presets.MustHavesFile, tables("must_haves.toml"))


@cache
def sandboxes() -> schema_presets.SandboxesFile:
    """Retail sandboxes."""
    return build(schema_presets.SandboxesFile, tables("sandboxes.toml"))


@cache
def hosts() -> schema_presets.HostsFile:
    """Machines."""
    return build(schema_presets.HostsFile, tables("hosts.toml"))


@cache
def services() -> schema_presets.ServicesFile:
    """Shared services, search providers, rival runtimes."""
    return build(schema_presets.ServicesFile, tables("services.toml"))


@cache
def published() -> schema_presets.PublishedFile:
    """Published ranges."""
    return build(schema_presets.PublishedFile, tables("published.toml"))


@cache
def snapshot() -> book_schema.Snapshot:
    """The committed token prices of the Claude models."""
    parsed = json.loads(raw("claude.json"))
    return book_schema.Snapshot(
        **parsed
        | {
            "checked": date.fromisoformat(parsed["checked"]),
            "models": {name: _snapshot_model(model) for name, model in parsed["models"].items()},
        }
    )


def _snapshot_model(model: Mapping[str, Any]) -> book_schema.SnapshotModel:
    prices = [book_schema.SnapshotPrice(**price) for price in model["prices"]]
    dated = [replace(price, since=date.fromisoformat(str(price.since))) if price.since else price for price in prices]
    return book_schema.SnapshotModel(**{**model, "prices": dated})


def source(file: book_schema.File, entry: book_schema.Dated) -> Source:
    """The source of a dated entry."""
    page = file.sources[entry.source]
    return Source(page.title, page.url, entry.since, entry.checked, entry.confidence)
