"""Must-haves, looked at before money: what the book knows, what the team knows, what the numbers say.

The team's `meets` and `fails` win over the book. Three checks are computed for every option, asked or not, because an
option that cannot do the work cannot win: whether a sandbox is large enough, whether session starts at the peak stay
within the service's request limit, whether the models of the work and their search can be had there. Unknown stays
eligible and becomes a condition of the verdict.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from model.comparison import Case, OptionPlan, Values
from model.costs.time import HOURS_PER_MONTH
from model.decision.analysis import MustHaveRow, SourceRow, Status
from model.prices import Limit, Source
from model.quantities import Array, figures, median

SIZES = {
    "sandbox_vcpu": ("vCPU", "sandbox.vcpu", "max_vcpu"),
    "sandbox_memory_gib": ("GiB of memory", "sandbox.memory_gib", "max_memory_gib"),
    "sandbox_disk_gib": ("GiB of disk", "", ""),
}
HOSTED = ("managed", "managed-own-sandboxes")
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
    """Every must-have of an option: those the team asks for, in its order, then the computed ones."""
    asked = [_asked(case, option, key) for key in case.profile.list("requirements.must")]
    computed = (*_sizes(case, option, values), *_starts(case, option, values), *_models(option))
    return MustHaves((*asked, *computed), option.title)


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
    for name, (unit, path, most) in SIZES.items():
        key = f"requirements.{name}"
        asked = case.profile.quantity(key)
        if asked is None:
            continue
        needed = asked.median
        title = f"{figures.count(needed)} {unit}"
        typed = values.get(f"options.{option.id}.{path}") if path else None
        limit = _limit(case, option, name)
        if typed is not None:
            yield _enough(name, title, unit, median(typed), needed, "the sandbox as typed has", None)
        elif limit is not None and limit.value is not None:
            yield _enough(name, title, unit, limit.value, needed, "the service offers up to", limit.source)
        elif option.place == "sandbox" and most and (offered := _preset_most(case, option, most)) is not None:
            yield _enough(name, title, unit, offered, needed, "the vendor offers up to", None)
        elif option.place in ("hosts", "existing"):
            yield _row(name, title, "pass", "own machines can be chosen to fit")
        else:
            yield _row(name, title, "unknown", "no size is documented", limit.source if limit else None)


def _preset_most(case: Case, option: OptionPlan, attribute: str) -> float | None:
    preset = case.profile.text(f"options.{option.id}.sandbox.preset")
    if not preset:
        return None
    offered = getattr(case.book.sandbox(preset), attribute, None)
    return offered if isinstance(offered, float) else None


def _enough(
    name: str, title: str, unit: str, offered: float, needed: float, words: str, source: Source | None
) -> MustHaveRow:
    status: Status = "pass" if offered >= needed else "fail"
    return _row(name, title, status, f"{words} {figures.count(offered)} {unit}", source)


def kept_by_numbers(case: Case, option: OptionPlan, values: Values) -> dict[str, Flags]:
    """In which futures the must-haves that the team's numbers decide are met: a sandbox size as typed, session starts of
    the first month; by the keys of `must_haves`, and only those that are asked or limited here."""
    kept = {}
    for name, (_, path, _) in SIZES.items():
        asked, typed = case.profile.quantity(f"requirements.{name}"), f"options.{option.id}.{path}"
        if asked is not None and typed in values:
            kept[name] = values[typed] >= asked.median
    limit = _limit(case, option, "session_creations_per_minute")
    if limit is not None and limit.value is not None:
        kept["session_starts"] = starts_per_minute(case, option, values, 1) <= limit.value
    return kept


def starts_per_minute(case: Case, option: OptionPlan, values: Values, month: int) -> Array:
    """Session starts a minute at the peak of a month, all workloads together, in each future."""
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
    title = f"session starts at the peak ({figures.count(later)} a minute)"
    if now > limit.value:
        why = f"{figures.count(now)} a minute from the first month; {bound}"
        yield _row("session_starts", title, "fail", why, limit.source)
    else:
        why = f"{figures.count(later)} a minute by month {case.horizon_months}; {bound} unless raised"
        yield _row("session_starts", title, "unknown", why, limit.source)


def _models(option: OptionPlan) -> Iterable[MustHaveRow]:
    """Whether the models of the work can be had: a hosted kind serves Claude models only."""
    if option.kind not in HOSTED:
        return
    strangers = {
        route.model.title
        for work in option.works
        for route in work.routes
        if route.model is not None and not route.model.is_claude
    }
    if strangers:
        why = "managed sessions run Claude models only"
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
