"""The decision: verdict, gaps, break-even, what flips it, draws, sensitivity, value of information.

Everything that is reduced over the draws is reduced here.
"""

from model.decision.analyse import analyse, analysis_of
from model.decision.pair.profile_difference import DifferenceWorth, ProfileDifference, profile_difference
from model.decision.records.analysis import PARTS, Analysis
from model.decision.verdict.limits import LimitResult, Limits, held, missed

__all__ = [
    "PARTS",
    "Analysis",
    "DifferenceWorth",
    "LimitResult",
    "Limits",
    "ProfileDifference",
    "analyse",
    "analysis_of",
    "held",
    "missed",
    "profile_difference",
]
