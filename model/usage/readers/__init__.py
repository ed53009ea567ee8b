"""The readers by name, and which one a file is for.

A reader is one module with a `FORMAT`. This table is the only place to touch for a new one; the order is that in which
files are looked at, the most specific first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile


class Context(Struct, frozen=True):
    """What a reader may need beside its files: the columns a team has confirmed for its own CSV, labels of hours."""

    columns: dict[str, str] | None = None
    kinds: dict[str, str] | None = None


class Format(Struct, frozen=True):
    """One format: its name, what it is, whether a source is of it, and how all sources of it are read together.

    Several sources of one format are read in one go, so that pages, threads and copies find each other, unless
    `together` is False.
    """

    name: str
    title: str
    sniff: Callable[[SourceFile], bool]
    read: Callable[[Sequence[tuple[SourceFile, Sink]], Context], None]
    together: bool = True


def formats() -> dict[str, Format]:
    """Every format by name, in the order in which files are looked at."""
    from model.usage.readers import (
        admin,
        agent_sdk,
        aws_cur,
        canonical,
        claude_code,
        engineers,
        focus_bills,
        langfuse,
        litellm,
        managed,
        mapped_csv,
        messages_api,
        opencost,
        openrouter,
        otlp,
    )

    found = (
        *canonical.FORMATS,
        *claude_code.FORMATS,
        *agent_sdk.FORMATS,
        *messages_api.FORMATS,
        *managed.FORMATS,
        *admin.FORMATS,
        *otlp.FORMATS,
        *litellm.FORMATS,
        *langfuse.FORMATS,
        *opencost.FORMATS,
        *engineers.FORMATS,
        *focus_bills.FORMATS,
        *aws_cur.FORMATS,
        *openrouter.FORMATS,
        *mapped_csv.FORMATS,
    )
    return {each.name: each for each in found}


def looked_at(source: SourceFile) -> Format | None:
    """The format of a source by its contents; None where no reader knows it."""
    return next((each for each in formats().values() if each.sniff(source)), None)
