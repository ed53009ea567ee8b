"""The book's data files: read once, validated once, each only when something in it is asked for; one fingerprint over
all.
"""

import hashlib
import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from model.prices import schema
from model.prices.records import Source

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

FileModel = TypeVar("FileModel", bound=schema.File)


@cache
def raw(name: str) -> bytes:
    """The bytes of one data file."""
    return (files("model.prices") / "data" / name).read_bytes()


@cache
def sha256() -> str:
    """The fingerprint of the book: names and contents of all data files, in the order of `FILES`."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(name.encode() + b"\0" + raw(name).replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


@cache
def oldest_checked() -> date:
    """The earliest day on which any figure of the book was last checked. Read from the text, so that no file is parsed
    for it.
    """
    days = [match.decode() for name in FILES for match in _CHECKED.findall(raw(name))]
    return date.fromisoformat(min(days))


def _load(name: str, kind: type[FileModel]) -> FileModel:
    return kind.model_validate(tomllib.loads(raw(name).decode()))


@cache
def models() -> schema.ModelsFile:
    """Days, earlier prices and fast mode of the Claude models."""
    return _load("models.toml", schema.ModelsFile)


@cache
def rules() -> schema.RulesFile:
    """Runtime, modifiers, cache lifetimes and limits by way to host."""
    return _load("rules.toml", schema.RulesFile)


@cache
def must_haves() -> schema.MustHavesFile:
    """Requirements and what is known about each."""
    return _load("must_haves.toml", schema.MustHavesFile)


@cache
def sandboxes() -> schema.SandboxesFile:
    """Retail sandboxes."""
    return _load("sandboxes.toml", schema.SandboxesFile)


@cache
def hosts() -> schema.HostsFile:
    """Machines."""
    return _load("hosts.toml", schema.HostsFile)


@cache
def services() -> schema.ServicesFile:
    """Shared services, search providers, rival runtimes."""
    return _load("services.toml", schema.ServicesFile)


@cache
def published() -> schema.PublishedFile:
    """Published ranges."""
    return _load("published.toml", schema.PublishedFile)


@cache
def snapshot() -> schema.Snapshot:
    """The committed token prices of the Claude models."""
    return schema.Snapshot.model_validate_json(raw("claude.json"))


def source(file: schema.File, entry: schema.Dated) -> Source:
    """The source of a dated entry."""
    page = file.sources[entry.source]
    return Source(page.title, page.url, entry.since, entry.checked, entry.confidence)
