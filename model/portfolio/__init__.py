"""Several teams and the platforms they could share: `answered` makes a `Portfolio` of a `CostTable`.

Pure: no profile, no price and no run is known here. `cost_table` is what goes in, `portfolio_rows` what comes out; `assignment` says
where each team is best, `games` what every group costs, `shapley` what each adds, `stable` which split nobody would leave.
"""

from model.portfolio.cost_table import CostTable, assignment_usd, total
from model.portfolio.portfolio_rows import (
    Portfolio,
    PortfolioClosed,
    PortfolioOption,
    PortfolioPlatform,
    PortfolioSplit,
    PortfolioTeam,
)
from model.portfolio.whole_answer import answered

__all__ = [
    "CostTable",
    "Portfolio",
    "PortfolioClosed",
    "PortfolioOption",
    "PortfolioPlatform",
    "PortfolioSplit",
    "PortfolioTeam",
    "answered",
    "assignment_usd",
    "total",
]
