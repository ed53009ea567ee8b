"""What an input is: the one declaration from which reading, messages, forms, JSON Schema and tables of inputs derive."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from model.quantities import Family, NumberSpec, Unit

Kind = Literal["number", "text", "choice", "flag", "list", "date", "option", "pair", "key", "keys", "any"]
When = Literal["now", "after", "wait"]

INFINITE = float("inf")


class Learn(Struct, frozen=True):
    """How an input can become better known.

    when: "now" (the team can find out), "after" (only once it is built and running), "wait" (somebody else decides);
    how: what to do, in words that complete "to learn more: …"; how_long: the time that takes, "" where it cannot be said.
    """

    when: When
    how: str
    how_long: str = ""


class Declared(Struct, frozen=True, kw_only=True):
    """One input of a profile.

    pattern: its dotted key, `*` standing for one id; kind: what may be written; title: row name on screens; help: one sentence;
    group: the part of the form it belongs to; spec: unit, family and hard limits of a number; default: what holds when it is
    absent, None where absent stays absent (nothing that costs money has a default); choices: words accepted, offered or closed by kind;
    most: larger magnitudes are taken for typing errors; sensible: what the number can be in the world, which a search for a switching
    value keeps to although more may be written; within_horizon: a date, which says nothing beyond the end of the comparison;
    ranges: whether a number may be a range; published: whether the book may hold a range for it; step: one nudge of an arrow key,
    None for one tenth of the leading digit; by_option: whether an option may have its own value of this key of the work; learn: how to
    know it better.
    """

    pattern: str
    kind: Kind
    title: str
    help: str
    group: str
    spec: NumberSpec | None = None
    default: float | str | bool | tuple[str, ...] | None = None
    choices: tuple[str, ...] = ()
    most: float = INFINITE
    sensible: tuple[float, float] = (-INFINITE, INFINITE)
    within_horizon: bool = False
    ranges: bool = True
    published: bool = False
    step: float | None = None
    by_option: bool = False
    learn: Learn | None = None
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Splits the pattern once."""
        force_setattr(self, "parts", tuple(self.pattern.split(".")))

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.parts[-1]


class Sort(Struct, frozen=True):
    """What numbers of one sort have in common: unit, family, hard limits and the largest magnitude that is believed."""

    unit: Unit
    family: Family = Family.POSITIVE
    low: float = 0.0
    high: float = INFINITE
    most: float = INFINITE
    whole: bool = False

    def spec(self) -> NumberSpec:
        """The reader's view."""
        return NumberSpec(unit=self.unit, family=self.family, low=self.low, high=self.high, whole=self.whole)


COUNT = Sort(Unit.COUNT, most=1e10)
SMALL_COUNT = Sort(Unit.COUNT, most=1e5)
WHOLE = Sort(Unit.COUNT, whole=True, most=1e9)
FACTOR = Sort(Unit.FACTOR, most=1e3)
SHARE = Sort(Unit.SHARE, Family.SHARE, 0.0, 1.0)
MINUTES = Sort(Unit.MINUTES, most=525_600)
HOURS = Sort(Unit.HOURS, most=8_784)
TOKENS = Sort(Unit.TOKENS, most=1e10)
USD = Sort(Unit.USD, most=1e9)
SIGNED_SHARE = Sort(Unit.SHARE, Family.SIGNED, -1.0, INFINITE, 1.0)

_COUNTED = {
    "month": ("_per_month", "sessions_at_most"),
    "year": ("_per_year", "discount_rate"),
    "week": ("_per_week",),
}


def number(pattern: str, sort: Sort, title: str, help_: str, group: str, **more: object) -> Declared:
    """The declaration of a number of this sort; `most` and everything else of `Declared` may be given."""
    given: dict[str, object] = {"most": sort.most, **more}
    spec = replace(sort.spec(), per=_per(pattern.rpartition(".")[2]))
    return Declared(pattern=pattern, kind="number", title=title, help=help_, group=group, spec=spec, **given)  # type: ignore[arg-type]


def _per(name: str) -> str:
    """The time over which the number of this name counts: runs a month, pay a year; "" for none."""
    return next((period for period, names in _COUNTED.items() if name.endswith(names)), "")


def text(pattern: str, title: str, help_: str, group: str, **more: object) -> Declared:
    """The declaration of free text, or of another kind given as `kind`."""
    given: dict[str, object] = {"kind": "text", **more}
    return Declared(pattern=pattern, title=title, help=help_, group=group, **given)  # type: ignore[arg-type]


class PatternNode(Struct):
    """One place in the tree of patterns: named children, the child for any id, and the input declared here."""

    children: dict[str, "PatternNode"] = field(default_factory=dict)
    any_id: "PatternNode | None" = None
    declared: Declared | None = None
    pattern: str = ""

    def child(self, part: str) -> "PatternNode | None":
        """The place one part further down."""
        return self.children.get(part) or self.any_id


def tree_of(declarations: tuple[Declared, ...]) -> PatternNode:
    """The patterns as a tree."""
    root = PatternNode()
    for declared in declarations:
        node = root
        for part in declared.parts:
            pattern = f"{node.pattern}.{part}" if node.pattern else part
            if part == "*":
                node.any_id = node.any_id or PatternNode(pattern=pattern)
                node = node.any_id
            else:
                node = node.children.setdefault(part, PatternNode(pattern=pattern))
        node.declared = declared
    return root


def table_patterns(declarations: tuple[Declared, ...]) -> Mapping[str, None]:
    """The patterns of named tables ("options.*", "options.*.items.*"), in order of declaration."""
    found: dict[str, None] = {}
    for declared in declarations:
        for end, part in enumerate(declared.parts, start=1):
            if part == "*" and end < len(declared.parts):
                found[".".join(declared.parts[:end])] = None
    return found
