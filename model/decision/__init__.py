"""The decision: verdict, gaps, break-even, what flips it, draws, sensitivity, value of information.

Everything that is reduced over the draws is reduced here.
"""

from model.decision.analysis import PARTS, Analysis
from model.decision.answer import analyse, analysis_of
from model.decision.limits import Limits, Missed, missed

__all__ = ["PARTS", "Analysis", "Limits", "Missed", "analyse", "analysis_of", "missed"]
