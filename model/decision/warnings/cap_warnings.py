"""What a reader should mind of spend caps: where they have to be built, and what is assumed of the sizes of sessions."""

from collections.abc import Iterator

from model.comparison import Case, Warned
from model.decision.wording.input_names import work_named

BUDGET = "session_budget"


def cap_warnings(case: Case) -> Iterator[Warned]:
    """A cap where the hosting kind offers none by the book's dated rule, and a cap without a spread."""
    for plan in case.options:
        for planned in plan.works:
            key = case.key_for(plan.id, planned.id, "spend_cap_usd")
            if key not in case.inputs:
                continue
            if all(limit.key != BUDGET for limit in case.book.limits(plan.kind)):
                yield Warned(
                    key,
                    f"{plan.title}: no spend cap is offered here ({case.as_of.isoformat()}); it has to be built, and its "
                    "work belongs into the build",
                )
            if case.key_for(plan.id, planned.id, "session_spread") not in case.inputs:
                spread = f"workloads.{planned.id}.session_spread"
                yield Warned(
                    spread,
                    f"{work_named(case, planned)}: a spend cap without session_spread: every run is taken to cost the mean",
                )
