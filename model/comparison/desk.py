"""What an option's numbers are for one workload, in one segment of the horizon: the only way that lines read inputs."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import force_setattr

from model.comparison.case.case import Case, OptionPlan, RoutePlan, WorkPlan, whole_of
from model.comparison.charges import Charge
from model.comparison.sheet import Sheet
from model.formulas.sums import ONE
from model.prices import Source
from model.quantities import Array


def own_key(option: OptionPlan, path: str) -> str:
    """The dotted key of a number of the option; of a team's part, where the company says it for all, the company's."""
    return f"options.{whole_of(option.id) if path in option.given else option.id}.{path}"


def source_of(case: Case, key: str) -> Source | None:
    """Where the number under a dotted key comes from."""
    found = case.inputs.get(key)
    return found.source if found else None


class Desk(Struct, frozen=True):
    """Reads the inputs of one workload as one option sees it, in one segment of the horizon."""

    case: Case
    sheet: Sheet
    option: OptionPlan
    work: WorkPlan
    segment: int

    def __post_init__(self) -> None:
        """Where teams are compared together, the part of the workload's team answers for the option."""
        if self.option.parts:
            force_setattr(self, "option", self.option.serving(self.work.id))

    def key(self, path: str) -> str:
        """The dotted key that answers for this path of the workload."""
        return self.case.key_for(self.option.id, self.work.id, path)

    def has(self, path: str) -> bool:
        """Whether the workload has this number here."""
        return self.key(path) in self.sheet

    def get(self, path: str) -> Array:
        """A number of the workload.

        Shape: ``(n,)`` or ``(1,)`` where it is the same in all futures. Unit: as declared for the input. KeyError
        where nobody gave it.
        """
        return self.sheet.value(self.key(path), self.segment)

    def option_key(self, path: str) -> str:
        """The dotted key of a number of the option."""
        return own_key(self.option, path)

    def own(self, path: str) -> Array:
        """A number of the option.

        Shape: ``(n,)`` or ``(1,)``. Unit: as declared for the input. KeyError where nobody gave it.
        """
        return self.sheet.value(self.option_key(path), self.segment)

    def source(self, key: str) -> Source | None:
        """Where the number under a dotted key comes from."""
        return source_of(self.case, key)

    def route(self, route: RoutePlan, path: str) -> Array:
        """A number of one route.

        Shape: ``(n,)``; ``ONE`` for the only route of a workload. Unit: as declared for the input.
        """
        return self.get(f"{route.prefix}{path}") if route.id else ONE


class SessionLines(Struct, frozen=True):
    """Lines that follow the sessions of a workload: the name of their steps, the charges, and where there are any at all,
    whatever the numbers."""

    name: str
    charges: Callable[[Desk], tuple[Charge, ...]]
    applies: Callable[[Desk], bool]


MonthCharges = Callable[[Case, Sheet, OptionPlan, int], tuple[Charge, ...]]
"""What a live month of an option is charged in one segment of the horizon, whatever the volume."""
