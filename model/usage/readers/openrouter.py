"""OpenRouter's activity as CSV, by column name. Prompts include what was read; what was written to a cache is not said.

A generation on the customer's own key costs 0 here and the rest elsewhere; both are dollars and only a check.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.usage import rows
from model.usage.counting import INCLUSIVE, Counts
from model.usage.readers import Context, Format
from model.usage.readers.tables import rows_of
from model.usage.records.common import read
from model.usage.records.gateways import Activity
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile

NAME = "openrouter"


def sniff(source: SourceFile) -> bool:
    """Whether a table has the columns of an activity."""
    return not source.is_folder and {"generation_id", "tokens_prompt", "model_permaslug"} <= set(source.columns)


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Each row becomes a request without a session."""
    seen: set[str] = set()
    for source, sink in sources:
        for entry in rows_of(source, sink):
            activity = read(Activity, entry)
            if activity is None or activity.generation_id is None:
                sink.skip("row without an id")
                continue
            if activity.generation_id in seen:
                sink.skip("row that occurs again")
                continue
            seen.add(activity.generation_id)
            _take(activity, sink)


def _take(activity: Activity, sink: Sink) -> None:
    prompt, cached = activity.tokens_prompt, activity.tokens_cached
    if prompt is not None and cached is not None and prompt < cached:
        sink.skip("input less than its cache")
        return
    usd = [value for value in (activity.cost_total, activity.byok_usage_inference) if value is not None]
    sink.reported(sum(usd) if usd else None)
    sink.convention(INCLUSIVE)
    sink.note("what was written to a cache is not said; it stands among fresh input")
    sink.add(
        rows.Request(
            source=NAME, request_id=activity.generation_id, agent=activity.app_name, at=activity.created_at,
            model=activity.model_permaslug, convention=INCLUSIVE, usd=sum(usd) if usd else None, floor=True,
            **Counts(
                None if prompt is None else prompt - (cached or 0), cached, None, None, None, activity.tokens_completion
            ).columns(),
        )
    )  # fmt: skip


FORMATS = (Format(NAME, "OpenRouter's activity", sniff, read_all),)
