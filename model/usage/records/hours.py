"""Time sheets and incidents. Who a person is is used to count different people and then forgotten."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from model.usage.records.common import Amount, Count, Moment, Record, Words


class TempoRow(Record):
    """A row of Tempo's worklog in English: hours worked, not billed."""

    hours: Words = Field(default=None, alias="Hours")
    day: Words = Field(default=None, alias="Work date")
    person: Words = Field(default=None, alias="Username")
    epic: Words = Field(default=None, alias="Epic")
    activity: Words = Field(default=None, alias="Activity Name")
    account: Words = Field(default=None, alias="Account Key")
    issue_type: Words = Field(default=None, alias="Issue Type")


class Author(Record):
    """Whose hours."""

    accountId: Words = None  # noqa: N815 - the name in the file


class Worklog(Record):
    """A worklog of Jira; only the seconds are used, since "1d" is a setting of the site."""

    started: Words = None
    timeSpentSeconds: Amount = None  # noqa: N815 - the name in the file
    author: Author | None = None


class Incident(Record):
    """An incident of PagerDuty: `engaged_seconds` is work, the time until it was resolved is not."""

    created_at: Moment = None
    engaged_seconds: Amount = None
    engaged_user_count: Count = None
    auto_resolved: bool | None = None


class HoursRow(Record):
    """A row of a plain table of hours."""

    day: Words = Field(default=None, validation_alias=AliasChoices("day", "date"))
    hours: Words = None
    kind: Words = Field(default=None, validation_alias=AliasChoices("kind", "label", "category"))
    people: Count = None
    person: Words = None
