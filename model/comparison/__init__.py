"""Options side by side over the horizon: the table of contents of the calculation."""

from model.comparison.case.case import NOBODY, Case, Event, Input, Modified, OptionPlan, RoutePlan, WorkPlan
from model.comparison.case.resolve import resolve
from model.comparison.case.unpriced import Excluded
from model.comparison.case.warned import Warned, each_once
from model.comparison.large import evaluate_many
from model.comparison.lines.charges import Charge, Line, Unpriced
from model.comparison.run import OptionCosts, Run, Values, evaluate, middle

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
    "each_once",
    "evaluate",
    "evaluate_many",
    "middle",
    "resolve",
]
