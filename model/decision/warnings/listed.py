"""What a reader should be warned of, in one list: what was most likely not meant, what had to be assumed, and the errors
that published comparisons make, looked for in this one. Each is a record that names the field it is about."""

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from model.comparison import Case, OptionPlan, Run, Warned, each_once
from model.comparison.unpriced import Excluded
from model.decision.records.analysis import OptionRow
from model.decision.verdict.team_decision import crossed
from model.decision.warnings.cap_warnings import cap_warnings
from model.decision.warnings.company_warnings import company_warnings
from model.decision.warnings.doubts import doubts
from model.decision.warnings.preset_warnings import preset_warnings
from model.decision.wording.input_names import work_named
from model.prices import BUILT_KINDS
from model.quantities import figures
from model.quantities.cleaning import clean

LATE = "other.late_runs"
SMALLEST_LATE_USD = 0.005
RUNTIME_SHARE = 1.0 / 3.0
ROTA_FLOOR_ENGINEERS = 6.0
MOST_NAMED = 4  # works that one warning names; more are counted
RULES = {"batch": "Batch", "fast": "fast mode", "us_inference": "US-only inference"}
ASKED_FOR = {"fast": "standard speed", "us_inference": "inference anywhere"}
FIELDS = {"batch": "batch_share", "fast": "speed", "us_inference": "inference"}


def warnings(run: Run, rows: tuple[OptionRow, ...]) -> tuple[Warned, ...]:
    """What was most likely not meant, the warnings of the calculation, then those of the result, each once and fit to
    be printed: control characters of a profile's names are taken out here."""
    of_company = tuple(company_warnings(run))
    on_call = {warned.key for warned in of_company}
    found = [
        *doubts(run.case),
        *run.case.warnings,
        *of_company,
        *_no_tokens(run.case),
        *preset_warnings(run.case),
        *cap_warnings(run.case),
        *(Warned(trigger.key, trigger.sentence.removesuffix(".")) for trigger in crossed(run.case)),
    ]
    for row in rows:
        plan = run.case.option(row.id)
        found.extend(_runtime(run.case, row))
        for server in _kept_up(plan):
            found.extend(_labour(run, server))
            found.extend(rota for rota in _rota(run, server) if rota.key not in on_call)
        for server in (*plan.parts, plan):
            found.extend(_machines(run, server))
        found.extend(_excluded(run, plan))
        found.extend(_lifetimes(run, plan))
    found.extend(_late(run.case, rows))
    return each_once(replace(warned, sentence=clean(warned.sentence)) for warned in found)


def _kept_up(plan: OptionPlan) -> tuple[OptionPlan, ...]:
    """Whoever has to keep an option running: the company where it does, else each team its part."""
    return (plan,) if plan.is_shared or not plan.parts else plan.parts


def _no_tokens(case: Case) -> Iterator[Warned]:
    """Work whose model is named and whose tokens are not, beside work whose tokens are: its part of the bill is no part of it."""
    given = {work.id for plan in case.options for work in plan.works if work.shape != "none"}
    for place, workload in enumerate(case.workloads):
        works = [plan.works[place] for plan in case.options]
        modelled = any(route.model is not None for work in works for route in work.routes)
        if given and workload not in given and modelled:
            yield Warned(
                f"workloads.{workload}.tokens.input",
                f"{work_named(case, works[0])}: a model and no tokens; its tokens are left out, so totals, levers and shares of the "
                "bill are too low",
            )


def _late(case: Case, rows: tuple[OptionRow, ...]) -> Iterator[Warned]:
    """Work that nobody serves yet and whose wait nobody priced: its runs are counted as done late, said once for each work."""
    for workload in case.workloads:
        late: dict[str, float] = {}
        for row in rows:
            usd = sum(line.total_usd for line in row.lines if line.key == LATE and line.workload == workload)
            if usd >= SMALLEST_LATE_USD:
                late[row.title] = usd
        if late:
            titled = work_named(case, case.options[0].work(workload))
            counted = figures.listed([f"{figures.money(usd)} on {title}" for title, usd in late.items()])
            yield Warned(
                f"workloads.{workload}.waiting_usd_per_month",
                f"{titled}: nobody said what a month without an agent costs, so until an option is live a wait is counted as "
                f"runs done late, at what they cost there: {counted}",
            )


def _runtime(case: Case, row: OptionRow) -> Iterator[Warned]:
    """Waiting billed as running is the commonest error: it shows as runtime out of proportion."""
    month, runtime = row.month_1_usd - row.elsewhere_month_1_usd, row.axes["runtime"].month_1_usd
    if row.axes["tokens"].month_1_usd > 0.0 and runtime > RUNTIME_SHARE * month:
        by_work = dict.fromkeys(case.workloads, 0.0)
        for line in row.lines:
            if line.axis == "runtime" and line.workload in by_work:
                by_work[line.workload] += line.month_1_usd
        most = max(by_work, key=lambda work: by_work[work])
        share = figures.share(runtime / month)
        said = f"{row.title}: runtime is {share} of the month; check that running minutes leave waiting out, it is free"
        yield Warned(case.key_for(row.id, most, "active_minutes"), said, runtime)


def _labour(run: Run, plan: OptionPlan) -> Iterator[Warned]:
    key = f"options.{plan.id}.upkeep_fte"
    upkeep = run.values.get(key)
    if plan.kind in BUILT_KINDS and upkeep is not None and not np.any(upkeep):
        yield Warned(key, f"{plan.title}: upkeep is 0, so nobody's time keeps it running")


def _rota(run: Run, plan: OptionPlan) -> Iterator[Warned]:
    """A part-time upkeep figure cannot pay for cover round the clock."""
    key = f"options.{plan.id}.oncall_usd_per_week"
    stipend = run.values.get(key)
    if plan.kind != "own-stack":
        return
    if stipend is None:
        yield Warned(
            key, f"{plan.title}: on-call is not counted; say what a week of it costs, 0 if an existing rota takes it"
        )
    elif np.any(stipend) and float(np.max(run.values.get(f"options.{plan.id}.upkeep_fte", np.zeros(1)))) < 1.0:
        floor = figures.count(ROTA_FLOOR_ENGINEERS)
        said = (
            f"{plan.title}: a rota of its own round the clock needs {floor} to 8 people; the stipend assumes they exist"
        )
        yield Warned(key, said)


def _machines(run: Run, plan: OptionPlan) -> Iterator[Warned]:
    key = f"options.{plan.id}.hosts.utilisation"
    utilisation = run.values.get(key)
    answers = f"options.{plan.id}.hosts.answer_share" in run.values
    if plan.place == "hosts" and not answers and utilisation is not None and float(np.max(utilisation)) >= 1.0:
        said = "machines are planned full to the last slot; utilisation below 100 % leaves room for peaks"
        yield Warned(key, f"{plan.title}: {said}")


def _excluded(run: Run, plan: OptionPlan) -> Iterator[Warned]:
    """What a rule of this day excludes, with what it would have been worth; of which work, where it excludes several. The work of
    several teams that the same rule keeps from the same is one warning with the sum."""
    teams = len(run.case.teams) > 1
    amounts = [(excluded, float(np.mean(excluded.month_1_usd))) for excluded in run.option(plan.id).excluded]
    names = [excluded.name for excluded, usd in amounts if usd]
    alike: dict[tuple[str, ...], list[tuple[Excluded, float]]] = {}
    for excluded, usd in amounts:
        if usd:
            effect = "saved" if usd < 0.0 else "cost"
            each = (excluded.name, excluded.rule, effect, "" if teams else excluded.workload)
            alike.setdefault(each, []).append((excluded, usd))
        elif excluded.name in ASKED_FOR:
            title = work_named(run.case, plan.work(excluded.workload))
            said = f"{plan.title}, {title}: {excluded.rule}; {ASKED_FOR[excluded.name]} is priced"
            yield Warned(_field(excluded), said)
    for (name, rule, effect, _), found in alike.items():
        found.sort(key=lambda each: -abs(each[1]))
        usd = sum(abs(each) for _, each in found)
        works = [work_named(run.case, plan.work(excluded.workload)) for excluded, _ in found]
        most = (
            works if len(works) <= MOST_NAMED else [*works[: MOST_NAMED - 1], f"{len(works) - MOST_NAMED + 1} others"]
        )
        of = f" to {'; '.join(most)}" if len(works) > 1 else ""
        whose = f"{plan.title}, {works[0]}" if len(works) == 1 and (teams or names.count(name) > 1) else plan.title
        what = f"{whose}: {RULES.get(name, name)} does not apply on this day{of} ({rule})"
        yield Warned(_field(found[0][0]), f"{what}; it would have {effect} {figures.money(usd)} a month", usd)


def _field(excluded: Excluded) -> str:
    return f"workloads.{excluded.workload}.{FIELDS.get(excluded.name, excluded.name)}"


OTHER_LIFETIME = {"1h": ("5m", "an hour", "five-minute"), "5m": ("1h", "five minutes", "one-hour")}


def _lifetimes(run: Run, plan: OptionPlan) -> Iterator[Warned]:
    """Write shares of totals keep the lifetime in their names, whatever the option's cache: said with what that is worth."""
    if plan.cache not in OTHER_LIFETIME:
        return
    other, lives, name = OTHER_LIFETIME[plan.cache]
    for work in plan.works:
        key = run.case.key_for(plan.id, work.id, f"tokens.write_{other}_share")
        models = {route.id: route.model for route in work.routes if route.model is not None}
        usd = 0.0
        for line in run.option(plan.id).lines:
            model = models.get(line.route)
            if line.key == f"tokens.cache_write_{other}" and line.workload == work.id and not line.bridge and model:
                prices = model.usd_per_mtok
                there, here = prices[f"cache_write_{plan.cache}"], prices[f"cache_write_{other}"]
                usd += float(np.mean(line.month_1_usd)) * (there / here - 1.0) if here else 0.0
        if work.shape == "totals" and usd:
            more = f"{figures.money(abs(usd))} a month {'more' if usd > 0.0 else 'less'}"
            said = f"{plan.title}, {work_named(run.case, work)}: its cache lives {lives}, and {name} writes are priced as written"
            yield Warned(key, f"{said}; at the price of its lifetime they would cost {more}", abs(usd))
