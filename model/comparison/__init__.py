"""Options side by side over the horizon: the table of contents of the calculation."""

from model.comparison.case.case import NOBODY, Case, Event, Input, Modified, OptionPlan, RoutePlan, WorkPlan
from model.comparison.case.warned import Warned, each_once
from model.comparison.charges import Charge, Line, Unpriced
from model.comparison.from_profile import resolve
from model.comparison.large import draws_at_once, evaluate_many
from model.comparison.run import OptionCosts, Run, Values, evaluate, middle
from model.comparison.unpriced import Excluded

__all__ = [
    "NOBODY",
    "Case",
    "Charge",
    "Event",
    "Excluded",
    "Input",
    "Line",
    "Modified",
    "OptionCosts",
    "OptionPlan",
    "RoutePlan",
    "Run",
    "Unpriced",
    "Values",
    "Warned",
    "WorkPlan",
    "draws_at_once",
    "each_once",
    "evaluate",
    "evaluate_many",
    "middle",
    "resolve",
]
