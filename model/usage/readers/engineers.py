"""Hours of people: Tempo, Jira, PagerDuty, a plain table. Counts only: different people are counted and forgotten.

Which label stands for which kind of work is the team's to say (`kinds`); without a word, work logged on what is called an
incident, on-call or a build is that, and everything else upkeep. Logged hours are usually too low.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from model.usage import rows
from model.usage.readers import Context, Format
from model.usage.readers.documents import documents, entries, first_entry
from model.usage.readers.tables import rows_of
from model.usage.records.common import amount, listed, moment, read
from model.usage.records.hours import HoursRow, Incident, TempoRow, Worklog
from model.usage.rows import HoursKind
from model.usage.sink import Sink, counted
from model.usage.source_bytes import SourceFile, Unreadable

TEMPO, JIRA, PAGERDUTY, PLAIN = "tempo", "jira-worklog", "pagerduty", "hours-csv"
_WORDS: tuple[tuple[str, HoursKind], ...] = (
    ("incident", "incident"), ("outage", "incident"), ("on-call", "on-call"), ("oncall", "on-call"),
    ("build", "build"), ("project", "build"), ("upkeep", "upkeep"), ("maintenance", "upkeep"),
)  # fmt: skip


class WorkEntry(Struct, frozen=True):
    """One piece of work before days are added up."""

    day: date
    hours: float
    person: str | None
    label: str | None
    people: int | None = None


def sniff_tempo(source: SourceFile) -> bool:
    """Whether a table has Tempo's columns in English."""
    return not source.is_folder and {"Hours", "Work date", "Issue Key"} <= set(_columns(source))


def sniff_plain(source: SourceFile) -> bool:
    """Whether a table has a day and hours."""
    names = set(_columns(source))
    return bool(names & {"day", "date"}) and "hours" in names


def sniff_jira(source: SourceFile) -> bool:
    """Whether a file has worklogs."""
    return "timeSpentSeconds" in _first(source, "worklogs")


def sniff_pagerduty(source: SourceFile) -> bool:
    """Whether a file has raw incidents."""
    first = _first(source, "data")
    return "incident_number" in first and "engaged_seconds" in first


def _columns(source: SourceFile) -> tuple[str, ...]:
    if source.is_folder:
        return ()
    try:
        return source.columns
    except Unreadable:
        return ()


def _first(source: SourceFile, key: str) -> Mapping[str, object]:
    if source.is_folder:
        return {}
    try:
        return first_entry(source, key)
    except Unreadable:
        return {}


def read_tempo(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:
    """Rows become hours a day."""
    for source, sink in sources:
        found: list[WorkEntry] = []
        for entry in rows_of(source, sink):
            row = read(TempoRow, entry) or TempoRow()
            label = row.epic or row.activity or row.account or row.issue_type
            _entry(found, sink, _day(row.day), _decimal(row.hours), row.person, label)
        _write(TEMPO, sink, found, context)


def read_plain(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:
    """Rows of day, hours and, if there are, kind and person or number of people."""
    for source, sink in sources:
        found: list[WorkEntry] = []
        for entry in rows_of(source, sink):
            row = read(HoursRow, {str(key).lower(): value for key, value in entry.items()}) or HoursRow()
            _entry(found, sink, _day(row.day), _decimal(row.hours), row.person, row.kind, row.people)
        _write(PLAIN, sink, found, context)


def read_jira(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:
    """Worklogs become hours a day, in the zone in which the work began."""
    for source, sink in sources:
        found: list[WorkEntry] = []
        for _, value in documents(source, sink):
            for entry in entries(value, "worklogs"):
                log = read(Worklog, entry) or Worklog()
                hours = None if log.timeSpentSeconds is None else log.timeSpentSeconds / 3600.0
                _entry(found, sink, _day(log.started), hours, log.author.accountId if log.author else None, None)
        _write(JIRA, sink, found, context)


def read_pagerduty(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Each incident becomes one row; one that resolved itself took no work, one without a count is unknown."""
    for source, sink in sources:
        unknown = 0
        for _, value in documents(source, sink):
            for entry in listed(value.get("data")) if isinstance(value, dict) else entries(value):
                incident = read(Incident, entry)
                if incident is None or incident.created_at is None:
                    sink.skip("incident without a day")
                    continue
                seconds = 0.0 if incident.auto_resolved else incident.engaged_seconds
                unknown += seconds is None
                sink.add(
                    rows.Hours(
                        source=PAGERDUTY, day=incident.created_at.date(), kind="incident",
                        hours=None if seconds is None else seconds / 3600.0, people=incident.engaged_user_count,
                        label="auto-resolved" if incident.auto_resolved else "incident",
                    )
                )  # fmt: skip
        if unknown:
            sink.note(f"{unknown:,} incidents do not say how long anybody worked on them")


def _entry(
    found: list[WorkEntry], sink: Sink, day: date | None, hours: float | None, person: str | None, label: str | None,
    people: int | None = None,
) -> None:  # fmt: skip
    if day is None:
        sink.skip("row without a day")
    elif hours is None or hours < 0:
        sink.skip("row without hours")
    else:
        sink.told.rows += 1
        found.append(WorkEntry(day, hours, person, label, people))


def _day(text: str | None) -> date | None:
    """The day as written, in the zone of the person."""
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        found = moment(text)
        return found.date() if found else None


def _decimal(text: str | None) -> float | None:
    """A number of hours, with a decimal comma where the language has one."""
    if text is None:
        return None
    return amount(text.replace(",", ".") if "," in text and "." not in text else text)


def kind_of(label: str | None, kinds: Mapping[str, str] | None) -> HoursKind:
    """The kind of work that a label stands for."""
    said = (kinds or {}).get(label or "")
    if said in ("build", "upkeep", "incident", "on-call"):
        return said  # type: ignore[return-value]
    lower = (label or "").lower()
    return next((kind for word, kind in _WORDS if word in lower), "upkeep")


def _write(name: str, sink: Sink, found: Sequence[WorkEntry], context: Context) -> None:
    days: dict[tuple[date, HoursKind, str | None], list[WorkEntry]] = defaultdict(list)
    for entry in found:
        days[entry.day, kind_of(entry.label, context.kinds), entry.label].append(entry)
    for (day, kind, label), work in sorted(days.items(), key=lambda each: (each[0][0], each[0][1], each[0][2] or "")):
        people = {entry.person for entry in work if entry.person}
        given = [entry.people for entry in work if entry.people is not None]
        sink.keep(
            rows.Hours(
                source=name, day=day, kind=kind, hours=sum(entry.hours for entry in work),
                people=len(people) or max(given, default=None), label=label,
            )
        )  # fmt: skip
    if found:
        said = counted(f"{label or 'no label'} as {kind}" for (_, kind, label), work in days.items() for _ in work)
        sink.note(f"counted: {said}; logged hours are usually too low")


def _refuse_linear(source: SourceFile) -> bool:
    return {"Estimate", "Time in status (minutes)", "Started"} <= set(_columns(source))


def read_linear(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001
    """Linear's issues have no hours: points and elapsed time are neither."""
    raise Unreadable("issues of Linear have no hours; points and elapsed time are not hours of work")


FORMATS = (
    Format(TEMPO, "Tempo's worklog", sniff_tempo, read_tempo),
    Format(JIRA, "Jira's worklogs", sniff_jira, read_jira),
    Format(PAGERDUTY, "PagerDuty's raw incidents", sniff_pagerduty, read_pagerduty),
    Format("linear", "Linear's issues (no hours)", _refuse_linear, read_linear, together=False),
    Format(PLAIN, "a table of days and hours", sniff_plain, read_plain),
)
