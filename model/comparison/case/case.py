"""A case: one profile on one day, resolved into numbers with a basis and settings with a meaning.

Everything the formulas read stands in ``Case.inputs`` under its dotted key, whether the team typed it, a default holds,
a preset or a published range filled it, or the book priced it. Formulas ask for keys; nothing else knows where a number
came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from model.comparison.case.warned import Warned
from model.formulas.tokens import Lifetime
from model.prices import Book, ModelPrices, Source
from model.profile import Declared, Profile
from model.quantities import Quantity

TokenShape = Literal["totals", "loop", "bill", "none"]
Place = Literal["none", "sandbox", "hosts", "existing", "missing"]
NOBODY = "nobody"


def whole_of(option: str) -> str:
    """The option that an id of an option or of a team's part of it names."""
    return option.partition(".")[0]


class Input(Struct, frozen=True):
    """One number that the formulas read.

    ``basis`` is contract, measured, published or guess; ``given`` is False where the profile is silent and a default or
    the book answers; ``source`` names where a published number comes from, or what the team wrote; ``stream`` is the stream of
    chance it is drawn from, "" for the one called as its key.
    """

    key: str
    title: str
    quantity: Quantity
    declared: Declared | None
    basis: str
    source: Source | None = None
    note: str = ""
    file: str = ""
    given: bool = True
    stream: str = ""


class RoutePlan(Struct, frozen=True):
    """One route of a workload as an option sees it: its id (None without routes), key prefix and model."""

    id: str | None
    prefix: str
    model: ModelPrices | None
    rate_factors: tuple[Modified, ...] = ()


class Modified(Struct, frozen=True):
    """A dated rule that changes token rates here: Batch, fast mode, US-only inference.

    ``factor`` multiplies the token rate of the sessions it applies to. With ``applies`` False the rule excludes it on
    that day; what it would have been worth is shown, not charged. None: unknown, and the line is unpriced where it is
    ``used``.
    """

    name: str
    factor: float
    applies: bool | None
    rule: str
    source: Source | None
    used: bool = True


class Lack(Struct, frozen=True):
    """A line that has a half of what it needs here, or what other options have: its key, and the input to write."""

    line_key: str
    write: str


class WorkPlan(Struct, frozen=True):
    """One workload as one option sees it; ``lacks`` is what other options have and this one does not."""

    id: str
    title: str
    shape: TokenShape
    routes: tuple[RoutePlan, ...]
    pauses_included: bool
    tools: tuple[tuple[str, str], ...]
    batch_applies: bool | None
    claude: bool
    lacks: tuple[Lack, ...] = ()


class FeePlan(Struct, frozen=True):
    """An item whose fee is no plain multiple: what it is counted in, its tiers by name, and the fee in words."""

    id: str
    title: str
    per: str
    tiers: tuple[str, ...]
    rule: str


class OptionPlan(Struct, frozen=True):
    """One way to host, resolved: kind, where it runs, who serves until it is live, which cache lifetime it uses.

    ``cpu_meter`` and ``memory_meter`` say whether a sandbox is billed as "allocated" or only while "active";
    ``off_when_quiet``: machines are paid for in busy hours only; ``scale_to_zero``: containers are shared and stop when
    nothing runs. ``fees`` are the items with tiers, units included, a minimum or months; ``covers`` the axes that count
    towards the commitment (none: all); ``credits`` have a name, a title and "once" or "month".

    Where teams are compared together, ``parts`` are what the option is to each team, with its works alone: an option whose
    plan is the sum of its parts' plans and of what the company pays once. A part has its ``team``; ``platform`` is the whole
    where the company builds or keeps it up, so that the part is live with it, and ``given`` the paths that the company says
    for all parts.
    """

    id: str
    kind: str
    title: str
    place: Place
    cache: Lifetime
    is_today: bool
    meanwhile: str
    works: tuple[WorkPlan, ...]
    items: tuple[tuple[str, str], ...] = ()
    cpu_meter: str = "allocated"
    memory_meter: str = "allocated"
    off_when_quiet: bool = False
    scale_to_zero: bool = False
    fees: tuple[FeePlan, ...] = ()
    covers: tuple[str, ...] = ()
    credits: tuple[tuple[str, str, str], ...] = ()
    short: str = ""
    team: str = ""
    parts: tuple[OptionPlan, ...] = ()
    platform: OptionPlan | None = None
    given: frozenset[str] = frozenset()

    def work(self, workload: str) -> WorkPlan:
        """The workload as this option sees it."""
        return next(work for work in self.works if work.id == workload)

    def serving(self, workload: str) -> OptionPlan:
        """Who serves a workload here: the part of its team, else the option itself."""
        return next((part for part in self.parts for work in part.works if work.id == workload), self)

    @property
    def is_shared(self) -> bool:
        """Whether the company builds or keeps up this option for its teams."""
        return any(part.platform is not None for part in self.parts)


class Event(Struct, frozen=True):
    """A price or volume change from a month on, with a probability."""

    id: str
    title: str
    month: int
    key: str


class Case(Struct, frozen=True, dict=True):
    """A profile on a day, ready to be evaluated. ``pair`` is (A, B); differences are B − A. Where nobody named it
    (``pair_named``), an analysis speaks of its verdict and the runner-up instead."""

    profile: Profile
    book: Book
    as_of: date
    horizon_months: int
    options: tuple[OptionPlan, ...]
    workloads: tuple[str, ...]
    pair: tuple[str, str]
    today: str | None
    inputs: Mapping[str, Input]
    events: tuple[Event, ...] = ()
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()
    pair_named: bool = False

    def option(self, option: str) -> OptionPlan:
        """The plan of an option, by id."""
        return self._plans[option]

    @cached_property
    def _plans(self) -> Mapping[str, OptionPlan]:
        return {plan.id: plan for plan in self.servers}

    @property
    def servers(self) -> tuple[OptionPlan, ...]:
        """Every option, and before it its teams' parts."""
        return tuple(plan for whole in self.options for plan in (*whole.parts, whole))

    def plans(self, plan: OptionPlan) -> tuple[tuple[Case, OptionPlan], ...]:
        """The plans that an option's plan is the sum of, each in the case of its team: its parts', else its own alone."""
        return tuple((self.of_team(part.team), part) for part in plan.parts) or ((self, plan),)

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that are compared together; none where one team compares alone."""
        return tuple(dict.fromkeys(part.team for plan in self.options for part in plan.parts))

    def of_team(self, team: str) -> Case:
        """The case of one team's parts alone: the same inputs, its works, its must-haves, and its part of every option."""
        return self._of_teams[team]

    @cached_property
    def _of_teams(self) -> Mapping[str, Case]:
        return {team: self._narrowed(team) for team in self.teams}

    def _narrowed(self, team: str) -> Case:
        parts = tuple(part for plan in self.options for part in plan.parts if part.team == team)
        today = next((part.id for part in parts if part.is_today), None)
        workloads = tuple(work.id for work in parts[0].works)
        pair, profile = (parts[0].id, parts[-1].id), self.profile
        leaves = profile.leaves if profile.company is None else profile.company.required_of(team, profile.leaves)
        if leaves is not profile.leaves:
            profile = replace(profile, leaves=leaves)
        return replace(self, profile=profile, options=parts, workloads=workloads, today=today, pair=pair)

    def key_for(self, option: str, workload: str, path: str) -> str:
        """The dotted key that holds this number of the workload here: the option's own, else the workload's."""
        place = (option, workload, path)
        key = self._keys.get(place)
        if key is None:
            own = f"options.{whole_of(option)}.workloads.{workload}.{path}"
            key = self._keys[place] = own if own in self.inputs else f"workloads.{workload}.{path}"
        return key

    @cached_property
    def _keys(self) -> dict[tuple[str, str, str], str]:
        """The keys that were asked for so far: the formulas ask for the same hundred in every evaluation."""
        return {}
