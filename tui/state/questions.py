"""Which questions the form asks, in which order, and where their answers stand: made from the declared inputs and the profile, without a screen.

One row is a question, one cell an answer; a question of how the work is run has one cell for each option of the pair, so that a cost on
one side only is a visible gap. A group shows what matters and what is answered; the rest opens with a key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from model.prices import HOSTED_KINDS
from model.profile.declared import Declared
from model.profile.dotted_keys import join as joined
from model.profile.registry import DECLARED
from model.quantities import Quantity, Unit, figures

if TYPE_CHECKING:
    from model.decision.records.analysis import InputRow
    from model.profile import Leaf, Profile

ESSENTIAL = frozenset(
    {
        "workloads.*.sessions_per_month", "workloads.*.growth_per_month", "workloads.*.active_minutes", "workloads.*.waiting_minutes",
        "workloads.*.searches_per_session", "workloads.*.success_rate", "workloads.*.fallback_usd", "workloads.*.model",
        "options.*.build_engineer_weeks", "options.*.weeks_until_live", "options.*.upkeep_fte", "options.*.oncall_usd_per_week",
        "options.*.incidents_per_month", "options.*.runtime_usd_per_hour", "options.*.search_usd_per_1000",
        "options.*.sandbox.preset", "engineering.loaded_usd_per_year", "requirements.must", "horizon_months", "discount_rate", "today",
        "name",
    }
)  # fmt: skip
_HIDDEN = frozenset(
    {
        "schema",
        "seed",
        "draws",
        "scenarios.*.title",
        "scenarios.*.set.*",
        "usage.columns.*",
        "usage.labels.*",
        "correlations.*.between",
        "correlations.*.rank",
    }
)
_WORK_GROUPS = (("work", "THE WORK"), ("tokens", "TOKENS"), ("tools", "OTHER TOOLS"), ("routes", "ROUTES"))
_RUN_GROUPS = (
    ("build", "HOW IT IS RUN"), ("upkeep", ""), ("rates", "RATES"), ("sandbox", "SANDBOX"), ("machines", "OWN MACHINES"),
    ("other costs", "OTHER COSTS"), ("commitment", "COMMITMENT"), ("credits", "CREDITS"), ("leave", "LEAVING"), ("must have", "WHAT IT MEETS"), ("option", "THE OPTIONS"),
)  # fmt: skip
_REST = (
    ("engineering", "ENGINEERS"), ("must have", "MUST HAVE"), ("events", "WHAT MAY HAPPEN"), ("prices", "PRICES OF OUR OWN"),
    ("profile", "THE COMPARISON"), ("decision", "THE DECISION"),
)  # fmt: skip


@lru_cache(maxsize=8192)
def join(parts: tuple[str, ...]) -> str:
    """The canonical dotted key of these parts; the form asks for the same ones at every key press."""
    return joined(parts)


class FormCell(Struct, frozen=True):
    """One answer: where it stands, what is written, and what holds when nothing is ("" where nothing does)."""

    key: str
    declared: Declared
    text: str = ""
    otherwise: str = ""
    basis: str = ""
    shown: str = ""  # what is written, as figures are printed: 50,000 for 50000, 3 % for 0.03


class FormRow(Struct, frozen=True):
    """One line of the form. A heading has no cells; `table` is what can be added to, removed from or renamed here; `more` counts hidden rows."""

    id: str
    title: str
    kind: Literal["heading", "question"] = "question"
    cells: tuple[FormCell | None, ...] = ()
    group: str = ""
    table: str = ""
    item: str = ""
    more: int = 0
    opened: bool = False


class Sight(Struct, frozen=True):
    """What the form is looked at with: the pair, opened groups, and what the calculation read for each key."""

    pair: tuple[str, str]
    opened: frozenset[str] = frozenset()
    inputs: Mapping[str, InputRow] | None = None


@lru_cache(maxsize=1)
def _by_root() -> Mapping[str, tuple[Declared, ...]]:
    found: dict[str, list[Declared]] = {}
    for declared in DECLARED:
        if declared.pattern not in _HIDDEN:
            root = declared.parts[0] if len(declared.parts) > 1 else ""
            found.setdefault("own work" if declared.pattern.startswith("options.*.workloads.") else root, []).append(
                declared
            )
    return {root: tuple(several) for root, several in found.items()}


def rows(profile: Profile, sight: Sight) -> tuple[FormRow, ...]:
    """Every row of the form from top to bottom."""
    found = tuple(_all_rows(profile, sight))
    shut = {row.id for row, after in zip(found, (*found[1:], None), strict=True) if _is_shut(row, after)}
    return (*(row for row in found if row.id not in shut), *(row for row in found if row.id in shut))


def _is_shut(row: FormRow, after: FormRow | None) -> bool:
    """A heading without a question below it: such groups wait at the end of the form."""
    bare = row.kind == "heading" and not row.opened and (after is None or after.kind == "heading")
    return bare and not row.id.endswith(":tokens")  # the most wanted of them stays beside its work


def _all_rows(profile: Profile, sight: Sight) -> Iterator[FormRow]:
    maker = _Maker(profile, sight)
    for workload in profile.ids("workloads"):
        for group, title in _WORK_GROUPS:
            yield from maker.work(workload, group, title)
    yield from maker.run()
    for group, title in _REST:
        yield from maker.rest(group, title)


class _Maker:
    """Rows of one profile in one sight."""

    def __init__(self, profile: Profile, sight: Sight) -> None:
        self.profile, self.sight = profile, sight

    def cell(self, declared: Declared, parts: tuple[str, ...]) -> FormCell:
        key = join(parts)
        leaf = self.profile.leaves.get(key)
        if leaf is not None:
            return FormCell(key, declared, leaf.text, "", leaf.basis, answer_text(leaf))
        inputs = self.sight.inputs or {}
        read = inputs.get(key) or inputs.get(self._answered_by(declared, parts))
        if read is not None:
            return FormCell(
                key, declared, "", number_text(read.median, read.unit) if not read.uncertain else read.text, read.basis
            )
        if declared.pattern == "options.*.kind" and parts[1] in declared.choices:
            return FormCell(key, declared, "", parts[1])
        if declared.name == "weeks_until_live" and self.profile.has(join((*parts[:-1], "build_engineer_weeks"))):
            return FormCell(key, declared, "", "as build")
        return FormCell(key, declared, "", "" if declared.default is None else _said(declared))

    def _answered_by(self, declared: Declared, parts: tuple[str, ...]) -> str:
        """The input that holds where an option has no answer of its own: the work's, or the book's price."""
        if declared.pattern.startswith("options.*.workloads."):
            return join(parts[2:])
        if declared.name == "search_usd_per_1000" and parts[0] == "options":
            return "prices.search_usd_per_1000"
        if declared.name == "runtime_usd_per_hour" and parts[0] == "options":
            kind = self.profile.text(f"options.{parts[1]}.kind") or parts[1]
            return "prices.runtime_usd_per_hour" if kind in HOSTED_KINDS else ""
        return ""

    def group(self, id: str, title: str, found: list[FormRow], table: str = "", item: str = "") -> Iterator[FormRow]:
        """A heading and the rows that matter, are answered, or were asked for."""
        opened = id in self.sight.opened
        kept = [row for row in found if opened or _matters(row)]
        if title or len(kept) < len(found):
            more = len(found) - len(kept)
            yield FormRow(id, title or id, "heading", (), id, table, item, more, opened)
        yield from kept

    def work(self, workload: str, group: str, title: str) -> Iterator[FormRow]:
        base = f"workloads.{workload}"
        found: list[FormRow] = []
        table = {"tools": f"{base}.tools", "routes": f"{base}.routes"}.get(group, "workloads")
        for declared in _by_root()["workloads"]:
            if declared.group != group:
                continue
            for parts, label, item in self.places(declared, ("workloads", workload), 2):
                cell = self.cell(declared, parts)
                found.append(FormRow(cell.key, label, "question", (cell,), f"{base}:{group}", table, item or workload))
        named = self.profile.leaves.get(f"{base}.title")
        several = len(self.profile.ids("workloads")) > 1
        heading = f"{title}  {named.text if named else workload}" if group == "work" or several else title
        yield from self.group(f"{base}:{group}", heading, _sorted(found), table, workload)

    def places(
        self, declared: Declared, start: tuple[str, ...], known: int
    ) -> Iterator[tuple[tuple[str, ...], str, str]]:
        """Where an input stands below a start: once, or once for every id of the table inside it; with its label and that id."""
        rest = declared.parts[known:]
        if "*" not in rest:
            yield (*start, *rest), declared.title, ""
            return
        star = rest.index("*")
        table = (*start, *rest[:star])
        for item in self.profile.ids(join(table)):
            for parts, label, _ in self.places(declared, (*table, item), known + star + 1):
                yield parts, self._of_item(declared, (*table, item), label), item

    def _of_item(self, declared: Declared, table: tuple[str, ...], label: str) -> str:
        """The label of an input inside a named table: with the name, or the name alone for the one that is asked first."""
        titled = self.profile.leaves.get(join((*table, "title")))
        name = titled.text if titled else table[-1]
        if declared.name == "title":
            return f"{name}: title"
        return name if declared.name == "monthly_usd" else f"{name}: {label}"

    def run(self) -> Iterator[FormRow]:
        for group, title in _RUN_GROUPS:
            found: list[FormRow] = []
            for declared in _by_root()["options"]:
                if declared.group == group:
                    self._pair_rows(declared, 2, found)
            table = "options" if group != "other costs" else "items"
            if group == "build":
                found += [row for row in self._upkeep() if row.id not in {r.id for r in found}]
            if group != "upkeep":
                yield from self.group(f"run:{group}", title, _sorted(found), table)
        for workload in self.profile.ids("workloads"):
            found = []
            for declared in _by_root()["own work"]:
                self._pair_rows(declared, 4, found, workload)
            yield from self.group(f"here:{workload}", f"ONLY FOR  {workload}", found, "options")

    def _upkeep(self) -> list[FormRow]:
        found: list[FormRow] = []
        for declared in _by_root()["options"]:
            if declared.group == "upkeep":
                self._pair_rows(declared, 2, found)
        return found

    def _pair_rows(self, declared: Declared, known: int, found: list[FormRow], workload: str = "") -> None:
        """One row for each place of this input, with the answers of both options beside each other."""
        made: dict[tuple[str, ...], tuple[str, str, list[FormCell | None]]] = {}
        for column, option in enumerate(self.sight.pair):
            start = ("options", option) if known == 2 else ("options", option, "workloads", workload)
            for parts, label, item in self.places(declared, start, known):
                rest = parts[len(start) :]
                places = made.setdefault(rest, (label, item, [None, None]))[2]
                if declared.group not in ("sandbox", "machines") or self._has_a_place(option, parts):
                    places[column] = self.cell(declared, parts)
        for rest, (label, item, cells) in made.items():
            id = join(("options", "*", *(("workloads", workload) if workload else ()), *rest))
            table = "items" if item and declared.group == "other costs" else "options"
            group = f"here:{workload}" if workload else f"run:{declared.group}"
            found.append(FormRow(id, label, "question", tuple(cells), group, table, item))

    def _has_a_place(self, option: str, parts: tuple[str, ...]) -> bool:
        """Whether this option can say where it runs: the vendor's own place is no question."""
        kind = self.profile.text(f"options.{option}.kind") or option
        return kind != "managed" or join(parts) in self.profile.leaves

    def rest(self, group: str, title: str) -> Iterator[FormRow]:
        found: list[FormRow] = []
        for root in ("", "engineering", "requirements", "events", "prices", "decision"):
            for declared in _by_root().get(root, ()):
                if declared.group == group:
                    for parts, label, item in self.places(declared, (), 0):
                        cell = self.cell(declared, parts)
                        found.append(FormRow(cell.key, label, "question", (cell,), group, root, item))
        yield from self.group(group, title, found, "events" if group == "events" else "")


def _said(declared: Declared) -> str:
    default = declared.default
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return ", ".join(default)
    if isinstance(default, float):
        return number_text(default, declared.spec.unit.label if declared.spec else "")
    return str(default)


def answer_text(leaf: Leaf) -> str:
    """A written answer as it stands on the form: single numbers as figures are printed, everything else as written."""
    value = leaf.value
    spec = leaf.declared.spec
    if (
        not isinstance(value, Quantity)
        or value.is_range
        or spec is None
        or not leaf.text.replace(".", "").replace("-", "").isdigit()
    ):
        return leaf.text
    return number_text(value.median, spec.unit.label)


def number_text(value: float, unit: str) -> str:
    """A number with its sign of unit where that is one character: `3 %`, `$0.08`, `50,000`; `unit` is a label or the unit's own name."""
    unit = _LABELS.get(unit, unit)
    if unit == "%":
        return f"{figures.number(value * 100)} %"
    if unit.startswith("$"):
        return f"${figures.number(value)}"
    return f"{figures.number(value)} {unit}" if unit in _SHORT_UNITS else figures.number(value)


_SHORT_UNITS = frozenset({"min", "h", "s", "GiB"})
_LABELS = {unit.value: unit.label for unit in Unit}


def _matters(row: FormRow) -> bool:
    cells = [cell for cell in row.cells if cell is not None]
    if cells and cells[0].declared.name == "title":
        return False
    return any(cell.text for cell in cells) or any(_pattern(cell.declared.pattern) in ESSENTIAL for cell in cells)


def _pattern(pattern: str) -> str:
    return pattern if not pattern.startswith("options.*.workloads.") else ""


def _sorted(found: list[FormRow]) -> list[FormRow]:
    """Rows of one item together, in the order of the items; rows without an item keep their place."""
    order: dict[str, int] = {}
    for row in found:
        order.setdefault(row.item, len(order))
    return sorted(found, key=lambda row: order[row.item])
