"""The first comparison: a profile that can be answered at once, with six questions open, and what each question stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.questions import Cell, Row, answer_text

if TYPE_CHECKING:
    from model.profile import Profile

TEXT = """\
schema = 1
name = "First comparison"
today = "none"

[workloads.work]
title = "Our agent"
sessions_per_month = "1k to 10k"
active_minutes = "5 to 20"

[engineering]
loaded_usd_per_year = "published"

[options.managed]
title = "Claude Managed Agents"
build_engineer_weeks = "1 to 4"
weeks_until_live = 2
upkeep_fte = "0.02 to 0.1"

[options.own]
kind = "own-stack"
title = "Own stack"
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "published"

[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
"""
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("today", "What runs the work today?", "←→ change it"),
    ("workloads.work.sessions_per_month", "Runs a month", "90 % sure it is in there"),
    ("workloads.work.active_minutes", "Minutes running in one run", "waiting not counted"),
    ("engineering.loaded_usd_per_year", "Cost of one engineer a year", "all in, not salary"),
    ("options.own.upkeep_fte", "Engineers to keep our own going", "0.5 is half an engineer"),
    ("requirements.must", "Must have", "Space: HIPAA, EU, …"),
)
TOKENS: tuple[tuple[str, str, str], ...] = (
    ("workloads.work.model", "Model", "Space or Enter: choose"),
    ("workloads.work.tokens.input", "Tokens in, of one run", "all prompts, all requests"),
    ("workloads.work.tokens.output", "Tokens out, of one run", "everything the model writes"),
)


def beginning() -> Profile:
    """The profile that the six questions start from."""
    from model.profile import Problems, loads

    profile = loads(TEXT, "first comparison")
    assert not isinstance(profile, Problems)
    return profile


def question_rows(profile: Profile, tokens: bool) -> tuple[Row, ...]:
    """The questions as rows of a form."""
    from model.profile import declared_for

    rows = []
    for number, (key, title, _) in enumerate((*QUESTIONS, *(TOKENS if tokens else ())), start=1):
        declared = declared_for(key)
        assert declared is not None
        leaf = profile.leaves.get(key)
        shown = answer_text(leaf) if leaf else ""
        if key == "today":
            shown = {"none": "nothing yet", "managed": "managed agents", "own": "our own stack"}.get(shown, shown)
        rest = "none" if key == "requirements.must" else ""
        cell = Cell(key, declared, leaf.text if leaf else "", rest, leaf.basis if leaf else "", shown)
        rows.append(Row(key, f"{number} {title}", "question", (cell,), "first", "", ""))
    return tuple(rows)


def answered(profile: Profile) -> int:
    """How many of the six questions have another answer than the one they began with."""
    first = beginning()
    pairs = [(profile.leaves.get(key), first.leaves.get(key)) for key, _, _ in QUESTIONS]
    return sum((now.raw if now else None) != (then.raw if then else None) for now, then in pairs)


def hints(tokens: bool) -> dict[str, str]:
    """What stands beside each question."""
    return {key: hint for key, _, hint in (*QUESTIONS, *(TOKENS if tokens else ()))}
