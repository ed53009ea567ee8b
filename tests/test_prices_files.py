"""The book's data files: closed, dated, sourced, fingerprinted, and cheap to open."""

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from importlib.resources import files as resources
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo
from msgspec.structs import fields as struct_fields
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from model.prices import KINDS, Book, book_schema, data_files, open_book, schema_presets
from model.profile.registry import DECLARED
from model.quantities import Family, Misread, NumberSpec, Unit, read_number

TODAY = date(2026, 11, 22)
LOADERS: dict[str, tuple[Callable[[], book_schema.File], type[book_schema.File]]] = {
    "models.toml": (data_files.models, book_schema.ModelsFile),
    "rules.toml": (data_files.rules, book_schema.RulesFile),
    "must_haves.toml": (data_files.must_haves, schema_presets.MustHavesFile),
    "sandboxes.toml": (data_files.sandboxes, schema_presets.SandboxesFile),
    "hosts.toml": (data_files.hosts, schema_presets.HostsFile),
    "services.toml": (data_files.services, schema_presets.ServicesFile),
    "published.toml": (data_files.published, schema_presets.PublishedFile),
}


def book() -> Book:
    """Today's book."""
    found = open_book(TODAY)
    assert isinstance(found, Book)
    return found


def tables(name: str) -> dict[str, Any]:
    """A data file as plain tables."""
    return data_files.tables(name)


@cache
def strict(kind: type[Struct]) -> type[BaseModel]:
    """A record as a pydantic model with the same keys, types and closed lists, nothing converted and nothing added."""
    defaults = {field.name: field for field in struct_fields(kind)}
    keys: dict[str, Any] = {
        name: (
            modelled(hint),
            ... if defaults[name].required else Field(default_factory=partial(default, defaults[name])),
        )
        for name, hint in get_type_hints(kind).items()
    }
    return create_model(kind.__name__, __config__=ConfigDict(strict=True, extra="forbid"), **keys)


def default(field: FieldInfo) -> object:
    """What an absent key stands for."""
    return field.default if field.default is not NODEFAULT else field.default_factory()


def modelled(hint: Any) -> Any:
    """A type with the records inside it as pydantic models."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return strict(hint)
    inner = tuple(modelled(each) for each in get_args(hint))
    return get_origin(hint)[inner] if get_origin(hint) in (list, dict) else hint


def plain(value: object) -> object:
    """Records as tables, however deep."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def validated(kind: type[Struct], parsed: dict[str, Any]) -> object:
    """The tables, every type and closed list checked strictly."""
    return strict(kind).model_validate_json(json.dumps(parsed, default=date.isoformat)).model_dump()


def misspelt(name: str) -> dict[str, Any]:
    """A data file with a key too many in the first entry of its first list."""
    parsed = tables(name)
    first = next(value for key, value in parsed.items() if key != "sources" and isinstance(value, list))
    first[0]["surprise"] = 1
    return parsed


def values_of(value: object, key: str) -> Iterator[object]:
    """Every value of a key, however deep."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name == key:
                yield inside
            yield from values_of(inside, key)
    elif isinstance(value, list):
        for inside in value:
            yield from values_of(inside, key)


def test_every_data_file_is_in_the_fingerprint() -> None:
    """No file of the folder is left out of the list, and none is listed that is not there."""
    found = {entry.name for entry in (resources("model.prices") / "data").iterdir() if not entry.name.startswith("_")}
    assert found == set(data_files.FILES)
    assert set(LOADERS) | {"claude.json"} == set(data_files.FILES)


def test_the_fingerprint_is_stable_and_a_sha256() -> None:
    """The same on every day of the book."""
    assert book().sha256 == data_files.sha256()
    assert len(bytes.fromhex(data_files.sha256())) == 32


@pytest.mark.parametrize("name", LOADERS)
def test_a_data_file_is_valid(name: str) -> None:
    """Every file has the declared keys, strict types and closed lists, and its sources exist."""
    load, kind = LOADERS[name]
    assert validated(kind, tables(name)) == plain(load())


def test_the_snapshot_is_valid() -> None:
    """The generated file too."""
    assert validated(book_schema.Snapshot, json.loads(data_files.raw("claude.json"))) == plain(data_files.snapshot())


@pytest.mark.parametrize("name", LOADERS)
def test_an_unknown_key_is_refused(name: str) -> None:
    """A misspelt key is an error at the top and in an entry."""
    _, kind = LOADERS[name]
    for parsed in (tables(name) | {"surprise": 1}, misspelt(name)):
        with pytest.raises(ValidationError):
            validated(kind, parsed)
        with pytest.raises(TypeError):
            data_files.build(kind, parsed)


def test_a_wrong_key_of_a_preset_says_where_it_stands_and_what_may() -> None:
    """Whoever adds a price meets this first: the table, the preset, the key, and the keys there are."""
    parsed = tables("sandboxes.toml")
    parsed["sandbox"][0] |= {"url": "https://example.org"}
    with pytest.raises(TypeError, match=r"\[\[sandbox\]\] e2b: .*'url'.*; its keys are source, checked, effective"):
        data_files.build(LOADERS["sandboxes.toml"][1], parsed)


@pytest.mark.parametrize("name", LOADERS)
def test_a_source_that_is_not_declared_is_refused(name: str) -> None:
    """An entry cannot name a source the file does not have."""
    _, kind = LOADERS[name]
    parsed = tables(name)
    parsed["sources"] = {"other": {"title": "Other", "url": "https://example.org"}}
    with pytest.raises(ValueError, match="no source"):
        data_files.build(kind, parsed)


def test_a_unit_outside_the_list_is_refused() -> None:
    """Units come from a closed list."""
    parsed = tables("rules.toml")
    parsed["runtime"][0]["unit"] = "dollars"
    with pytest.raises(ValidationError):
        validated(book_schema.RulesFile, parsed)


def test_a_price_in_quotes_is_refused() -> None:
    """Types are strict."""
    parsed = tables("rules.toml")
    parsed["runtime"][0]["usd"] = "0.08"
    with pytest.raises(ValidationError):
        validated(book_schema.RulesFile, parsed)


def numbers(value: object) -> Iterator[float]:
    """Every number, however deep."""
    if isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from numbers(inside)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


@pytest.mark.parametrize("name", LOADERS)
def test_no_figure_is_negative_or_infinite(name: str) -> None:
    """Prices, factors and limits are finite and not below 0."""
    assert all(0 <= number < math.inf for number in numbers(tables(name)))


def test_a_runtime_is_priced_or_says_why_not() -> None:
    """Neither both nor none."""
    for change in ({"unknown": "why"}, {"usd": None}):
        parsed = tables("rules.toml")
        parsed["runtime"][0] |= change
        with pytest.raises(ValueError, match="say in unknown"):
            data_files.build(book_schema.RulesFile, parsed)


def test_the_oldest_check_is_the_oldest_of_all_files() -> None:
    """The day read from the text is the day the parsed files give."""
    days = [day for name in LOADERS for day in values_of(tables(name), "checked") if isinstance(day, date)]
    assert data_files.oldest_checked() == min([*days, data_files.snapshot().checked])
    assert book().age_days(TODAY) == (TODAY - data_files.oldest_checked()).days


def test_no_figure_was_checked_after_the_book_was_made() -> None:
    """Every check lies on or before the day of the snapshot."""
    for name in LOADERS:
        assert all(isinstance(day, date) and day <= TODAY for day in values_of(tables(name), "checked"))


def test_every_address_is_a_web_page_or_said_to_be_missing() -> None:
    """A source has an https address, or its title says that the note has no stable page."""
    for name in LOADERS:
        load, _ = LOADERS[name]
        for source in load().sources.values():
            assert source.url.startswith("https://") or "no stable page" in source.title


def test_published_ranges_stand_under_declared_inputs_and_read_as_numbers() -> None:
    """Each pattern is an input of the profile, and its text is a number of that input."""
    declared = {entry.pattern: entry for entry in DECLARED}
    for found in book().all_published():
        assert found.pattern in declared, found.pattern
        spec = declared[found.pattern].spec or NumberSpec(unit=Unit.COUNT, family=Family.POSITIVE)
        assert not isinstance(read_number(found.text, spec), Misread), found.pattern
        assert found.kind is None or found.kind in KINDS


def test_opening_the_book_imports_no_catalogue() -> None:
    """Claude prices, rules and presets need neither genai-prices nor pydantic."""
    code = (
        "import sys; from datetime import date; from model.prices import open_book, entries;"
        "b = open_book(date(2026, 11, 22));"
        "b.model('claude-opus-4-8'); b.model('claude-opus-4-88'); b.runtime('managed'); b.sha256; entries(b);"
        "print([name for name in ('genai_prices', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True)
    assert done.stdout == "[]\n"
