"""Every number the formulas may read: what the team wrote, else a preset, a published range, the book, a default."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from model.comparison.case import from_presets
from model.comparison.case.case import Input
from model.comparison.case.warned import Warned
from model.prices import HOSTED_KINDS, TOKEN_KINDS, Book, Rate, Source, Unknown, UnpricedName
from model.profile import DECLARED, PUBLISHED, Declared, Leaf, Problem, Profile, declared_for, dotted_keys
from model.profile.company import part_of
from model.profile.declared_options import PART, PARTS
from model.quantities import Family, Misread, NumberSpec, Quantity, Unit, overrun, point, read_number

BOOK = "published"
NOT_READ = ("scenarios.", "decision.", "requirements.", "correlations.", "teams.", "schema", "seed", "draws")


class Gathering(Struct):
    """The inputs found so far, and what was wrong with them."""

    profile: Profile
    book: Book
    inputs: dict[str, Input] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def problem(self, leaf: Leaf, allowed: str, nearest: str = "") -> None:
        """Notes a problem with what the team wrote."""
        self.problems.append(Problem(leaf.file, leaf.key, leaf.text, allowed, nearest))

    def add(self, key: str, quantity: Quantity, basis: str, source: Source | None, *, note: str = "") -> None:
        """Adds a number that the profile leaves to defaults, presets or the book, unless the team wrote it."""
        if key not in self.inputs:
            declared = declared_for(key)
            title = declared.title if declared else key
            self.inputs[key] = Input(key, title, quantity, declared, basis, source, note, given=False)

    def add_price(self, key: str, usd: float, text: str, source: Source, note: str = "") -> None:
        """Adds a list price of the book."""
        self.add(key, point(usd, text), BOOK, source, note=note)


def gather(profile: Profile, book: Book) -> Gathering:
    """All inputs of a profile on the day of the book, in the order of the file, then presets, defaults and prices."""
    found = Gathering(profile, book)
    for leaf in profile.leaves.values():
        if leaf.declared.kind == "number" and not leaf.key.startswith(NOT_READ):
            _written(found, leaf)
    for option in profile.ids("options"):
        _presets(found, option)
        for team in profile.ids(f"options.{option}.teams"):
            _presets(found, part_of(option, team))
    _defaults(found)
    _prices(found)
    for key, stream in profile.streams.items():
        if key in found.inputs:
            found.inputs[key] = replace(found.inputs[key], stream=stream)
    return found


def _written(found: Gathering, leaf: Leaf) -> None:
    if isinstance(leaf.value, Quantity):
        source = None
        found.inputs[leaf.key] = Input(
            leaf.key, leaf.declared.title, leaf.value, leaf.declared, leaf.basis, source, _note(leaf), leaf.file
        )
        return
    if leaf.value is not PUBLISHED:
        return
    kind = kind_of(found.profile, leaf.key)
    published = found.book.published(leaf.declared.pattern.replace(PART, "options.*.", 1), kind)
    if published is None:
        found.problem(leaf, "a number or a range; the book has no published range for this input")
        return
    quantity = _overrun_or_range(published.text, leaf.declared)
    if isinstance(quantity, Misread):
        found.problem(leaf, quantity.allowed)
        return
    source = published.sources[0] if published.sources else None
    count = len(published.sources)
    note = f"published, {count} source{'' if count == 1 else 's'}, not yours"
    found.inputs[leaf.key] = Input(
        leaf.key, leaf.declared.title, quantity, leaf.declared, BOOK, source, note, leaf.file
    )


def _note(leaf: Leaf) -> str:
    return "; ".join(part for part in (leaf.source, leaf.note) if part)


def _overrun_or_range(text: str, declared: Declared) -> Quantity | Misread:
    if declared.name == "overrun_factor":
        return overrun()
    return read_number(text, declared.spec or NumberSpec(unit=Unit.COUNT, family=Family.POSITIVE))


def kind_of(profile: Profile, key: str) -> str:
    """The hosting kind that a dotted key of an option belongs to; own-stack for keys of no option."""
    parts = key.split(".")
    if parts[0] != "options":
        return "own-stack"
    return profile.text(f"options.{parts[1]}.kind") or parts[1]


OWN_DEFAULTS = tuple(
    declared
    for declared in DECLARED
    if declared.kind == "number"
    and declared.pattern.startswith("options.*.workloads.")
    and declared.default is not None
)


def _defaults(found: Gathering) -> None:
    """Declared defaults, for every table that the profile has; those of a workload in an option, where the workload itself
    has no such table."""
    for declared in (*DECLARED, *PARTS):
        if declared.kind != "number" or declared.default is None or isinstance(declared.default, (str, bool, tuple)):
            continue
        if declared.parts[0] in ("scenarios", "decision", "requirements", "correlations"):
            continue
        if declared.pattern.startswith("options.*.workloads."):
            continue
        for key in _keys_of(found.profile, declared):
            found.add(key, point(float(declared.default)), "guess", None, note="default")
    for declared in OWN_DEFAULTS:
        for key in _keys_of(found.profile, declared):
            if key.split(".", 2)[2] not in found.inputs:
                found.add(key, point(float(str(declared.default))), "guess", None, note="default")


def _keys_of(profile: Profile, declared: Declared) -> list[str]:
    """The dotted keys of a pattern in this profile, one for every combination of ids."""
    keys = [""]
    for part in declared.parts:
        grown = []
        for key in keys:
            ids = profile.ids(key) if part == "*" else (part,)
            grown += [f"{key}.{name}" if key else name for name in ids]
        keys = grown
    return [key for key in keys if _table_is_there(profile, key)]


OPTIONAL_TABLES = ("tokens", "loop", "sandbox", "hosts", "commitment")


def _table_is_there(profile: Profile, key: str) -> bool:
    """Defaults of an optional table hold only where the profile has that table."""
    table, _, name = key.rpartition(".")
    if name == "runaway_hours":
        return any(leaf.endswith(".runaways_per_year") for leaf in profile.leaves)
    if table.rpartition(".")[2] not in OPTIONAL_TABLES:
        return True
    return profile.is_filled(table)


def _presets(found: Gathering, option: str) -> None:
    """What the option's preset says, under the keys by which a profile may say it differently."""
    table = f"options.{option}"
    for place in from_presets.NUMBERS:
        answer = from_presets.named(found.profile, found.book, option, place)
        if isinstance(answer, UnpricedName):
            _unknown(found, f"{table}.{place}.preset", answer)
    for chosen in from_presets.chosen(found.profile, found.book, option):
        for path, value in from_presets.numbers(chosen):
            found.add_price(f"{table}.{path}", value, f"{value:g}", chosen.preset.source, f"preset {chosen.name}")


def _unknown(found: Gathering, key: str, answer: UnpricedName) -> None:
    leaf = found.profile.leaves[key]
    read = "" if repr(leaf.text) in answer.why else leaf.text  # the reason says it
    found.problems.append(Problem(leaf.file, leaf.key, read, answer.why, ", ".join(answer.nearest)))


def model_keys(profile: Profile) -> dict[str, str]:
    """Every key of the profile that names a model, and the model it names."""
    return {
        leaf.key: str(leaf.value)
        for leaf in profile.leaves.values()
        if leaf.declared.name == "model" and leaf.key.startswith(("workloads.", "options."))
    }


def _prices(found: Gathering) -> None:
    """Prices of the book under the keys by which a profile may override them."""
    book = found.book
    _runtime(found)
    search = book.search()
    found.add_price("prices.search_usd_per_1000", search.usd, f"{search.usd:g}", search.source, search.note)
    for key, name in model_keys(found.profile).items():
        prices = book.model(name)
        if isinstance(prices, UnpricedName):
            _unknown(found, key, prices)
            continue
        for kind in TOKEN_KINDS:
            if kind in prices.usd_per_mtok:
                usd = prices.usd_per_mtok[kind]
                found.add_price(price_key(prices.id, kind), usd, f"{usd:g}", prices.source, prices.title)


def _runtime(found: Gathering) -> None:
    """The runtime price of hosted sessions; a day before they began is wrong input, unless the team prices them itself."""
    key = "prices.runtime_usd_per_hour"
    rate = found.book.runtime("managed")
    if isinstance(rate, Rate):
        found.add_price(key, rate.usd, f"{rate.usd:g}", rate.source, rate.note)
    for option in found.profile.ids("options"):
        kind = kind_of(found.profile, f"options.{option}.kind")
        if (
            kind not in HOSTED_KINDS
            or found.profile.has(f"options.{option}.runtime_usd_per_hour")
            or found.profile.has(key)
        ):
            continue
        answer = found.book.runtime(kind)
        if isinstance(answer, Unknown) and answer.first_day is not None:
            file = str(found.profile.file or "profile")
            allowed = f"a day from {answer.first_day.isoformat()} on, when {kind} began, or an own runtime_usd_per_hour"
            found.problems.append(Problem(file, f"options.{option}", found.book.as_of.isoformat(), allowed))


def price_key(model: str, kind: str) -> str:
    """The dotted key of a token price."""
    return dotted_keys.join(("prices", "models", model, kind))
