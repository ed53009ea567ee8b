"""What a reader should be warned of: the errors that published comparisons make, looked for in this one."""

from collections.abc import Iterator

import numpy as np

from model.comparison import Case, OptionPlan, Run
from model.decision.analysis import OptionRow
from model.decision.deciding import crossed
from model.decision.doubts import doubts
from model.quantities import figures

RUNTIME_SHARE = 1.0 / 3.0
ROTA_FLOOR_ENGINEERS = 6.0
RULES = {"batch": "Batch", "fast": "fast mode", "us_inference": "US-only inference"}
ASKED_FOR = {"fast": "standard speed", "us_inference": "inference anywhere"}


def warnings(run: Run, rows: tuple[OptionRow, ...]) -> tuple[str, ...]:
    """What was most likely not meant, the warnings of the calculation, then those of the result, each once."""
    found = [
        *doubts(run.case),
        *run.case.warnings,
        *_no_tokens(run.case),
        *(trigger.sentence.removesuffix(".") for trigger in crossed(run.case)),
    ]
    for row in rows:
        plan = run.case.option(row.id)
        found.extend(_runtime(row))
        found.extend(_labour(run, plan, row))
        found.extend(_rota(run, plan))
        found.extend(_machines(run, plan))
        found.extend(_excluded(run, plan))
    return tuple(dict.fromkeys(found))


def _no_tokens(case: Case) -> Iterator[str]:
    """Work whose model is named and whose tokens are not, beside work whose tokens are: its part of the bill is no part of it."""
    given = {work.id for plan in case.options for work in plan.works if work.shape != "none"}
    for place, workload in enumerate(case.workloads):
        works = [plan.works[place] for plan in case.options]
        modelled = any(route.model is not None for work in works for route in work.routes)
        if given and workload not in given and modelled:
            yield (
                f"{works[0].title}: a model and no tokens (workloads.{workload}.tokens); its tokens are left out, so totals, "
                "levers and shares of the bill are too low"
            )


def _runtime(row: OptionRow) -> Iterator[str]:
    """Waiting billed as running is the commonest error: it shows as runtime out of proportion."""
    month, runtime = row.month_1_usd - row.fallback_month_1_usd, row.axes["runtime"].month_1_usd
    if row.axes["tokens"].month_1_usd > 0.0 and runtime > RUNTIME_SHARE * month:
        share = figures.share(runtime / month)
        yield f"{row.title}: runtime is {share} of the month; check that running minutes leave waiting out, it is free"


def _labour(run: Run, plan: OptionPlan, row: OptionRow) -> Iterator[str]:
    upkeep = run.values.get(f"options.{plan.id}.upkeep_fte")
    if plan.kind in ("own-stack", "managed-own-server") and upkeep is not None and not np.any(upkeep):
        yield f"{row.title}: upkeep is 0, so nobody's time keeps it running"


def _rota(run: Run, plan: OptionPlan) -> Iterator[str]:
    """A part-time upkeep figure cannot pay for cover round the clock."""
    stipend = run.values.get(f"options.{plan.id}.oncall_usd_per_week")
    if plan.kind != "own-stack":
        return
    if stipend is None:
        yield f"{plan.title}: on-call is not counted; write oncall_usd_per_week, 0 if an existing rota takes it"
    elif np.any(stipend) and float(np.max(run.values.get(f"options.{plan.id}.upkeep_fte", np.zeros(1)))) < 1.0:
        floor = figures.count(ROTA_FLOOR_ENGINEERS)
        yield f"{plan.title}: a rota of its own round the clock needs {floor} to 8 people; the stipend assumes they exist"


def _machines(run: Run, plan: OptionPlan) -> Iterator[str]:
    utilisation = run.values.get(f"options.{plan.id}.hosts.utilisation")
    answers = f"options.{plan.id}.hosts.answer_share" in run.values
    if plan.place == "hosts" and not answers and utilisation is not None and float(np.max(utilisation)) >= 1.0:
        yield f"{plan.title}: machines are planned full to the last slot; utilisation below 100 % leaves room for peaks"


def _excluded(run: Run, plan: OptionPlan) -> Iterator[str]:
    """What a rule of this day excludes, with what it would have been worth."""
    for excluded in run.option(plan.id).excluded:
        usd = float(np.mean(excluded.month_1_usd))
        if usd == 0.0:
            if excluded.name in ASKED_FOR:
                title = plan.work(excluded.workload).title
                yield f"{plan.title}, {title}: {excluded.rule}; {ASKED_FOR[excluded.name]} is priced"
            continue
        effect = "saved" if usd < 0.0 else "cost"
        what = f"{plan.title}: {RULES.get(excluded.name, excluded.name)} does not apply on this day ({excluded.rule})"
        yield f"{what}; it would have {effect} {figures.money(abs(usd))} a month"
