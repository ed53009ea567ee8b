"""Must-haves, looked at before money: what the book knows, what the team knows, what the numbers say.

The team's `meets` and `fails` win over the book. Five checks are computed for every option, asked or not, because an
option that cannot do the work cannot win: whether a sandbox is large enough, whether one so large can be had, whether it
lasts as long as a run, whether session starts at the peak stay within the service's request limit, whether the models of
the work and their search can be had there. Unknown stays
eligible and becomes a condition of the verdict.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from model.comparison import Case, OptionPlan, Values
from model.comparison.desk import Desk
from model.comparison.session import batch_share
from model.comparison.sheet import Sheet
from model.decision.records.analysis import MustHaveRow, SourceRow, Status
from model.formulas.time import HOURS_PER_MONTH
from model.prices import HOSTED_KINDS, Limit, Source
from model.quantities import Array, figures, median


class Size(Struct, frozen=True):
    """A size of a sandbox: its unit, and the keys of what an option has, is offered at most, and has in a machine."""

    unit: str
    typed: str = ""
    most: str = ""
    machine: str = ""


SIZES = {
    "sandbox_vcpu": Size("vCPU", "sandbox.vcpu", "sandbox.max_vcpu", "hosts.vcpu"),
    "sandbox_memory_gib": Size("GiB of memory", "sandbox.memory_gib", "sandbox.max_memory_gib", "hosts.memory_gib"),
    "sandbox_disk_gib": Size("GiB of disk"),
}
LASTS = "sandbox.max_session_hours"
Flags = npt.NDArray[np.bool_]


class MustHaves(Struct, frozen=True):
    """The must-haves of one option."""

    rows: tuple[MustHaveRow, ...]
    title: str

    @property
    def eligible(self) -> bool:
        """Whether none failed."""
        return all(row.status != "fail" for row in self.rows)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The ones that failed, as reasons."""
        return tuple(f"fails {row.title}: {row.why}" for row in self.rows if row.status == "fail")

    @property
    def conditions(self) -> tuple[str, ...]:
        """The ones nobody knows, as conditions: `if Own stack passes HIPAA`."""
        return tuple(f"if {self.title} passes {row.title}" for row in self.rows if row.status == "unknown")

    def eligible_without(self, key: str) -> bool:
        """Whether it would be eligible if this must-have were dropped."""
        return all(row.status != "fail" for row in self.rows if row.key != key)


def must_haves(case: Case, option: OptionPlan, values: Values) -> MustHaves:
    """Every must-have of an option: those the team asks for, in its order, then the computed ones. Of several teams, what any
    of them fails or does not know; the service's limit holds for all of them together.

    Shape of values: ``(n,)`` or ``(1,)``, in the unit of each input.
    """
    if option.parts:
        return _of_all(case, option, values)
    asked = [_asked(case, option, key) for key in case.profile.list("requirements.must")]
    computed = (
        *_sizes(case, option, values),
        *_offered(case, option, values),
        *_lasts(case, option, values),
        *_starts(case, option, values),
        *_models(option),
    )
    return MustHaves((*asked, *computed), option.title)


WORST: tuple[Status, ...] = ("fail", "unknown", "pass")


def _of_all(case: Case, option: OptionPlan, values: Values) -> MustHaves:
    """The must-haves of an option of several teams: each as the team with the least of it has it, named where others have more."""
    by_key: dict[str, list[tuple[str, MustHaveRow]]] = {}
    for part in option.parts:
        for row in must_haves(case.of_team(part.team), part, values).rows:
            if row.key != "session_starts":
                by_key.setdefault(row.key, []).append((part.team, row))
    rows = []
    for told in by_key.values():
        team, worst = min(told, key=lambda each: WORST.index(each[1].status))
        alike = len(told) == len(option.parts) and all(row.status == worst.status for _, row in told)
        rows.append(worst if alike else replace(worst, why=f"{worst.why} ({team})"))
    return MustHaves((*rows, *_starts(case, option, values)), option.title)


def _asked(case: Case, option: OptionPlan, key: str) -> MustHaveRow:
    title = next((known.title for known in case.book.must_haves() if known.key == key), key)
    said: tuple[tuple[str, Status], ...] = (("fails", "fail"), ("meets", "pass"))
    for path, status in said:
        if key in case.profile.list(f"options.{option.id}.{path}"):
            return _row(key, title, status, "the team says so")
    fact = case.book.must_have(key, option.kind)
    return _row(key, title, fact.status, fact.why, fact.source)


def _row(key: str, title: str, status: Status, why: str, source: Source | None = None) -> MustHaveRow:
    shown = None
    if source is not None:
        shown = SourceRow(title=source.title, url=source.url, effective=source.effective, checked=source.checked)
    return MustHaveRow(key=key, title=title, status=status, why=why, source=shown)


def _limit(case: Case, option: OptionPlan, key: str) -> Limit | None:
    return next((limit for limit in case.book.limits(option.kind) if limit.key == key), None)


def _sizes(case: Case, option: OptionPlan, values: Values) -> Iterable[MustHaveRow]:
    """The sandbox that the team needs against the one that the option has or is limited to."""
    for name in SIZES:
        asked = case.profile.quantity(f"requirements.{name}")
        if asked is not None:
            yield _size(case, option, values, name, asked.median)


def _size(case: Case, option: OptionPlan, values: Values, name: str, needed: float) -> MustHaveRow:
    size, limit = SIZES[name], _limit(case, option, name)
    title = f"{figures.count(needed)} {size.unit}"

    def known(path: str) -> Array | None:
        return values.get(f"options.{option.id}.{path}") if path else None

    def enough(offered: float, words: str, source: Source | None) -> MustHaveRow:
        return _enough(name, title, size.unit, offered, needed, words, source)

    typed, most, machine = known(size.typed), known(size.most), known(size.machine)
    if typed is not None:
        return enough(median(typed), "the sandbox as typed has", None)
    if limit is not None and limit.value is not None:
        return enough(limit.value, "the service offers up to", limit.source)
    if option.place == "sandbox" and most is not None:
        return enough(median(most), "the vendor offers up to", _read_in(case, option, size.most))
    if option.place == "hosts" and machine is not None:
        return enough(median(machine), "one machine has", _read_in(case, option, size.machine))
    if option.place in ("hosts", "existing"):
        return _row(name, title, "pass", "own machines can be chosen to fit")
    return _row(name, title, "unknown", "no size is documented", limit.source if limit else None)


def _read_in(case: Case, option: OptionPlan, path: str) -> Source | None:
    return case.inputs[f"options.{option.id}.{path}"].source


def _offered(case: Case, option: OptionPlan, values: Values) -> Iterable[MustHaveRow]:
    """A sandbox as typed that is larger than any the vendor has."""
    for name, size in SIZES.items():
        typed, most = (values.get(f"options.{option.id}.{path}") for path in (size.typed, size.most))
        if option.place == "sandbox" and typed is not None and most is not None and median(typed) > median(most):
            title, why = f"a sandbox of {figures.count(median(typed))} {size.unit}", "the vendor offers up to"
            why = f"{why} {figures.count(median(most))} {size.unit}"
            yield _row(name.replace("sandbox", "offered"), title, "fail", why, _read_in(case, option, size.most))


def run_hours(case: Case, option: OptionPlan, values: Values) -> Array:
    """Hours that the longest of the option's runs keeps a sandbox on end, each workload and route at its mean length.

    Shape: ``(n,)``.
    """
    longest, sheet = np.zeros(1), Sheet(values, (), 1)
    for planned in option.works:
        desk = Desk(case, sheet, option, planned, 0)
        needs_one = np.where(batch_share(desk) < 1.0, 1.0, 0.0)
        kept = desk.own("kept_while_waiting") * desk.get("waiting_minutes")
        for route in planned.routes:
            minutes = desk.get("active_minutes") * desk.route(route, "turns_factor") + kept
            longest = np.maximum(longest, minutes / 60.0 * needs_one)
    return longest


def _lasts(case: Case, option: OptionPlan, values: Values) -> Iterable[MustHaveRow]:
    """Runs that outlast a sandbox: in the middle they fail; in some futures only, that is a condition."""
    most = values.get(f"options.{option.id}.{LASTS}")
    if option.place != "sandbox" or most is None:
        return
    hours, limit = run_hours(case, option, values), median(most)
    over = float(np.mean(hours > most))
    if over == 0.0:
        return
    title, bound = f"runs of {figures.count(median(hours))} h", f"a sandbox ends after {figures.count(limit)} h"
    source = _read_in(case, option, LASTS)
    if median(hours) > limit:
        yield _row("session_hours", title, "fail", bound, source)
    else:
        title = f"runs longer than {figures.count(limit)} h"
        yield _row(
            "session_hours", title, "unknown", f"{figures.in_100(over)} of 100 futures have them; {bound}", source
        )


def _enough(
    name: str, title: str, unit: str, offered: float, needed: float, words: str, source: Source | None
) -> MustHaveRow:
    status: Status = "pass" if offered >= needed else "fail"
    return _row(name, title, status, f"{words} {figures.count(offered)} {unit}", source)


def kept_by_numbers(case: Case, option: OptionPlan, values: Values) -> dict[str, Flags]:
    """In which futures the must-haves that the team's numbers decide are met: a sandbox size as typed, session starts of
    the first month; by the keys of `must_haves`, and only those that are asked or limited here.

    Shape: ``(n,)`` each, whether; no unit.
    """
    kept: dict[str, Flags] = {}
    for part in option.parts:
        for name, flags in kept_by_numbers(case.of_team(part.team), part, values).items():
            kept[name] = kept[name] & flags if name in kept else flags
    for name, size in SIZES.items():
        asked, typed = case.profile.quantity(f"requirements.{name}"), f"options.{option.id}.{size.typed}"
        if asked is not None and typed in values:
            kept[name] = values[typed] >= asked.median
    if option.place == "sandbox" and (most := values.get(f"options.{option.id}.{LASTS}")) is not None:
        kept["session_hours"] = run_hours(case, option, values) <= most
    limit = _limit(case, option, "session_creations_per_minute")
    if limit is not None and limit.value is not None:
        kept["session_starts"] = starts_per_minute(case, option, values, 1) <= limit.value
    return kept


def starts_per_minute(case: Case, option: OptionPlan, values: Values, month: int) -> Array:
    """Session starts a minute at the peak of a month, all workloads together, in each future.

    Shape: ``(n,)``.
    """
    starts = np.zeros(1)
    for workload in case.workloads:

        def get(path: str, workload: str = workload) -> Array:
            return values[case.key_for(option.id, workload, path)]

        sessions = get("sessions_per_month") * (1.0 + get("growth_per_month")) ** (month - 1.0)
        if case.key_for(option.id, workload, "sessions_at_most") in values:
            sessions = np.minimum(sessions, get("sessions_at_most"))
        busy = np.where(get("busy_hours_per_month") > 0.0, get("busy_hours_per_month"), HOURS_PER_MONTH)
        starts = starts + sessions / (busy * 60.0) * get("peak_in_busy_hours")
    return starts


def _starts(case: Case, option: OptionPlan, values: Values) -> Iterable[MustHaveRow]:
    """Session starts at the peak against the service's limit: over it now fails, over it later is a condition."""
    limit = _limit(case, option, "session_creations_per_minute")
    if limit is None or limit.value is None:
        return
    now, last = (median(starts_per_minute(case, option, values, m)) for m in (1, case.horizon_months))
    later = max(now, last)
    if later <= limit.value:
        return
    bound = f"the service takes {figures.count(limit.value)}"
    title = f"run starts at the peak ({figures.count(later)} a minute)"
    if now > limit.value:
        why = f"{figures.count(now)} a minute from the first month; {bound}"
        yield _row("session_starts", title, "fail", why, limit.source)
    else:
        why = f"{figures.count(later)} a minute by month {case.horizon_months}; {bound} unless raised"
        yield _row("session_starts", title, "unknown", why, limit.source)


def _models(option: OptionPlan) -> Iterable[MustHaveRow]:
    """Whether the models of the work can be had: a hosted kind serves Claude models only."""
    if option.kind not in HOSTED_KINDS:
        return
    strangers = {
        route.model.title
        for work in option.works
        for route in work.routes
        if route.model is not None and not route.model.is_claude
    }
    if strangers:
        why = "managed runs use Claude models only"
        yield _row("models", f"models of the work ({figures.listed(sorted(strangers))})", "fail", why)


def summary(must: tuple[str, ...], by_option: Mapping[str, MustHaves]) -> str:
    """The must-haves in a few words, for the line under the verdict."""
    if not must and all(not each.rows for each in by_option.values()):
        return "no must-have chosen"
    failing = [each.title for each in by_option.values() if not each.eligible]
    if failing:
        return f"{figures.listed(failing)} {'fails' if len(failing) == 1 else 'fail'} a must-have"
    unknown = sum(row.status == "unknown" for each in by_option.values() for row in each.rows)
    return f"{figures.plural(unknown, 'must-have')} not known" if unknown else "every must-have is met"
