"""The first comparison: a profile that can be answered at once, with a few questions open, and what each question stands for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from model.profile import Problems, declared_for, dotted_keys, loads
from tui.state.questions import FormCell, FormRow, answer_text

if TYPE_CHECKING:
    from model.profile import Leaf, Profile

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
COMMENT = """\
# Every number may be a range, such as "8k to 15k": 90 % sure that it lies between. "published" takes the range that
# public sources give. Numbers below are placeholders until you change them. switchpoint schema describes every key."""
WHERE = "options.own.sandbox.preset"
MACHINES = "options.own.hosts.preset"
RUNS, MINUTES = "sessions_per_month", "active_minutes"
FIRST = "work"  # the agent that is there from the beginning
PLACEHOLDER = "a placeholder of the first comparison"
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("today", "What runs the work today?", "←→ change it"),
    (f"workloads.*.{RUNS}", "Runs a month", "90 % sure it is in there"),
    (f"workloads.*.{MINUTES}", "Minutes running in one run", "waiting not counted"),
    ("engineering.loaded_usd_per_year", "Cost of one engineer a year", "all in, not salary"),
    ("options.own.upkeep_fte", "Engineers to keep our own going", "0.5 is half an engineer"),
    (WHERE, "Where our own would run", "Enter: Fargate, Lambda, EC2, E2B, …"),
    ("requirements.must", "Must have", "Space: HIPAA, EU, …"),
)
TOKENS: tuple[tuple[str, str, str], ...] = (
    ("workloads.*.model", "Model", "Space or Enter: choose"),
    ("workloads.*.tokens.input", "Tokens in, of one run", "all prompts, all requests"),
    ("workloads.*.tokens.output", "Tokens out, of one run", "everything the model writes"),
)


def beginning() -> Profile:
    """The profile that the questions start from: its numbers are nobody's until somebody types over them."""
    plain = _plain()
    marked = plain.changed(placeholders(plain))
    assert not isinstance(marked, Problems)
    return marked


def _plain() -> Profile:
    profile = loads(TEXT, "first comparison")
    assert not isinstance(profile, Problems)
    return profile


def named(name: str) -> str:
    """The text of a first comparison under a name, for a file that is edited by hand."""
    return TEXT.replace('name = "First comparison"', f"name = {json.dumps(name, ensure_ascii=False)}\n{COMMENT}", 1)


def asked(profile: Profile, tokens: bool) -> tuple[tuple[str, str, str], ...]:
    """The questions of this profile: key, title, hint; those of a workload once for each agent."""
    agents = profile.ids("workloads")
    found = []
    for key, title, hint in (*QUESTIONS, *(TOKENS if tokens else ())):
        if key == WHERE and MACHINES in profile.leaves:
            found.append((MACHINES, title, hint))
        elif "*" in key:
            found += [
                (key.replace("*", dotted_keys.join((agent,))), _of(profile, title, agent, agents), hint)
                for agent in agents
            ]
        else:
            found.append((key, title, hint))
    return tuple(found)


def _of(profile: Profile, title: str, agent: str, agents: tuple[str, ...]) -> str:
    """`Runs a month, Code review` where there is more than one agent."""
    return (
        title if len(agents) < 2 else f"{title.partition(', ')[0]}, {profile.text(f'workloads.{agent}.title') or agent}"
    )


def question_rows(profile: Profile, tokens: bool) -> tuple[FormRow, ...]:
    """The questions as rows of a form."""
    rows = []
    for number, (key, title, _) in enumerate(asked(profile, tokens), start=1):
        declared = declared_for(key)
        assert declared is not None
        leaf = profile.leaves.get(key)
        shown = answer_text(leaf) if leaf else ""
        if key == "today":
            shown = {"none": "nothing yet", "managed": "managed agents", "own": "our own stack"}.get(shown, shown)
        rest = {"requirements.must": "none", "today": "nothing yet"}.get(key, "")
        cell = FormCell(key, declared, leaf.text if leaf else "", rest, leaf.basis if leaf else "", shown)
        rows.append(FormRow(key, f"{number} {title}", "question", (cell,), "first", "", ""))
    return tuple(rows)


def answered(profile: Profile, tokens: bool = False) -> tuple[int, int]:
    """How many of the questions have another answer than the one they began with, and of how many."""
    first = beginning()
    every = asked(profile, tokens)
    pairs = [(profile.leaves.get(key), first.leaves.get(key)) for key, _, _ in every]
    typed = sum(now is not None and not _placed(now) and now.raw != (then.raw if then else None) for now, then in pairs)
    return typed, len(every)


def _placed(leaf: Leaf) -> bool:
    return leaf.basis == "published" and leaf.source == PLACEHOLDER


def placeholders(profile: Profile) -> dict[str, object]:
    """The numbers of the first text that nobody touched, marked as nobody's."""
    first = _plain().leaves
    return {
        f"{key}.{name}": text
        for key, leaf in profile.leaves.items()
        if leaf.declared.kind == "number" and leaf.basis == "guess" and key in first and leaf.raw == first[key].raw
        if leaf.text not in ("", "published") and key.startswith(("workloads.", "options."))
        for name, text in (("basis", "published"), ("source", PLACEHOLDER))
    }


def replaced(leaf: Leaf | None, key: str) -> dict[str, object]:
    """What goes with an answer that takes a placeholder's place: it is somebody's now."""
    return {f"{key}.basis": None, f"{key}.source": None} if leaf is not None and _placed(leaf) else {}


def needed(profile: Profile, key: str) -> dict[str, object]:
    """What a place to run needs beside its preset, as placeholders where nobody said it."""
    table = key.rpartition(".")[0]
    wanted: dict[str, object] = {"sessions_per_host": "4 to 16"} if key == MACHINES else {"vcpu": 2, "memory_gib": 4}
    lacking = {f"{table}.{name}": value for name, value in wanted.items() if f"{table}.{name}" not in profile.leaves}
    whose = {
        f"{own}.{name}": text for own in lacking for name, text in (("basis", "published"), ("source", PLACEHOLDER))
    }
    return lacking | whose


def hints(profile: Profile, tokens: bool) -> dict[str, str]:
    """What stands beside each question."""
    return {key: hint for key, _, hint in asked(profile, tokens)}


def is_first(profile: Profile) -> bool:
    """Whether the six questions can go on with this profile."""
    return "work" in profile.ids("workloads") and "own" in profile.ids("options")
