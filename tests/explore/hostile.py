"""Hostile profiles and hostile --set texts, decided by a seed alone: what people, programs and enemies may write.

Random bytes are refused at the first door and try nothing behind it. So each profile begins as one that is right (a starter,
or one that uses every key there is) and gets a few changes: another value, a wrong sort, an id that is not there, a table too
many, a number nobody means.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import tomli_w

from model.profile import starters
from model.profile.declared import Declared
from model.profile.registry import DECLARED

Tree = dict[str, Any]
SEVERAL = (1, 1, 1, 1, 1, 2, 2, 3, 8)

TEXTS = (
    "", " ", "0", "-0", "-1", "1e308", "1e309", "-1e308", "1e-320", "5e-324", "nan", "inf", "-inf", "NaN to inf", "1e400 to 1e401",
    "0 to 0", "0 / 0 / 0", "5 to 5", "9 to 1", "1 to 1e300", "1e-300 to 1", "1 / 2 / 3 / 4", "0 to 1e10", "1e10", "1e9", "240", "1",
    "0.5", "0.999999999999", "1e-12", "1e-9 to 1e-8", "0%", "100%", "101%", "50% to 60%", "0% to 100%", "published", "guess", "none",
    "nobody", "1,000", "1.000", "1_000", "1k", "30M", "$5", "5 $", "5 €", "10 minutes", "2 h", "2 weeks", "1/day", "8 h/week", "5 ± 2",
    "5±9", "½", "٣", "５", "1e", "e1", "0x10", "1..2", "--1", "+-1", "1 to", "to 1", "/", "1/0", "9" * 400, "1e" + "9" * 300, "true",
    "2026-11-22", "0001-01-01", "9999-12-31", "2026-02-30", "tomorrow", "managed", "own", "w", "options.own.upkeep_fte", "a.b.c",
    "discount_rate", "horizon_months", "prices.runtime_usd_per_hour", 'options."x.y".upkeep_fte', "..", "*", '"', "''", "\\", "\n",
    "\x1b[31mred", "\x00", "\u202eright", "\ud800", "\U0001f469\u200d\U0001f469", "y" * 3000, "日本語" * 200, "[bold]b[/]",
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "](javascript:alert(1))", "%s%n", "{0}", "../../etc/passwd", "claude-opus-4-8",
    "claude-haiku-4-5", "claude-9", "gpt-5", "e2b", "fargate-arm-spot", "ec2-m8i-4xlarge", "own-stack", "managed-own-server", "hipaa",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    0, 1, -1, 2, 12, 240, 241, 10**9, 10**12, 2**63 - 1, -(2**63), 0.0, -0.0, 0.1, 0.5, 1.0, 1e-9, 1e-300, 5e-324, 1e15, 1e300,
    float("nan"), float("inf"), float("-inf"), True, False, [], {}, [[]], [1, 2], ["managed", "own"], ["own", "own"], [{}], {"value": 1},
    {"value": "1 to 2"}, {"value": {}}, {"value": "published"}, {"basis": "measured"}, {"value": 1, "basis": "rumour"},
    {"value": "5 to 9", "basis": "contract", "source": "x" * 500, "note": "\x1b]0;own\x07"}, {"value": 1, "other": 2}, {"a": {"b": {"c": 1}}},
    date(2026, 11, 22), date(1, 1, 1), date(9999, 12, 31), datetime(2026, 11, 22, 5, 6), time(7, 8),
    [{"up_to": 100, "usd": 1}, {"usd": 0.5}], [{"up_to": 5, "usd": 1}, {"up_to": 1, "usd": 2}], [{"amount": 5e5, "until": 3}],
    [{"amount": "1k to 9k", "per": "month"}],
)  # fmt: skip
NAMES = (
    "own",
    "managed",
    "nobody",
    "none",
    "x",
    "x.y",
    "",
    " ",
    "A B",
    "é",
    "-",
    "0",
    "1",
    "constructor",
    "__proto__",
    "y" * 300,
    "\x1b[31m",
    "work",
    "tokens",
)

EVERYTHING = """
schema = 1
name = "Everything"
as_of = 2026-11-22
horizon_months = 24
discount_rate = "5% to 9%"
today = "managed"
[workloads.w]
title = "W"
sessions_per_month = "5k to 9k"
growth_per_month = "-1% to 3%"
sessions_at_most = 20000
active_minutes = "5 to 20"
waiting_minutes = 12
pauses_over_5_minutes = 1
searches_per_session = 2
success_rate = "70% to 90%"
fallback_usd = 4
waiting_usd_per_month = 20000
spend_cap_usd = 6
session_spread = 3
runaways_per_year = 4
runaway_hours = 30
batch_share = 0.2
model = "claude-opus-4-8"
busy_hours_per_month = 220
peak_in_busy_hours = 2
[workloads.w.tools.maps]
calls = 3
usd_per_1000 = 5
[workloads.w.tokens]
input = "40k to 60k"
output = 15_000
cached_share = 0.6
write_5m_share = 0.1
requests = 12
[workloads.v]
sessions_per_month = 900
active_minutes = 30
[workloads.v.routes.one]
model = "claude-opus-4-8"
share = 0.4
turns_factor = 1.5
[workloads.v.routes.two]
model = "claude-haiku-4-5"
share = 0.6
success_rate = 0.8
[workloads.v.loop]
turns = "5 to 12"
prompt = 9000
added = 1500
output = 400
[engineering]
salary_usd_per_year = "120k to 180k"
load_factor = 1.3
salary_change_per_year = 0.03
[options.managed]
build_engineer_weeks = 0
upkeep_fte = "0.02 to 0.1"
leave_usd = 5000
leave_probability = 0.3
commitment = { usd_per_month = 9000, discount_share = 0.15, months = 12, covers = ["tokens"] }
credits = [{ amount = 20000, until = 6 }, { amount = 500, per = "month" }]
[options.own]
kind = "own-stack"
short = "Own"
build_engineer_weeks = "8 / 16 / 40"
weeks_until_live = 20
builders = 2
overrun_factor = "published"
upkeep_fte = "published"
oncall_usd_per_week = 400
incidents_per_month = 1
meanwhile = "managed"
token_discount_share = 0.1
idle_tail_minutes = 2
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
included_vcpu_hours = 100
minimum_minutes = 1
billing_increment_seconds = 60
[options.own.items.search]
title = "Search"
per = "session"
included = 1000
minimum_usd = 50
starts_month = 3
ends_month = 20
tiers = [{ up_to = 5000, usd = 0.02 }, { usd = 0.01 }]
[options.own.workloads.w]
active_minutes = 25
[options.shared]
kind = "own-stack"
build_engineer_weeks = 6
upkeep_fte = 0.2
[options.shared.hosts]
usd_per_hour = "0.4 to 0.7"
vcpu = 8
sessions_per_host = "4 to 8"
scale_to_zero = true
burst_sessions = 3
billing_increment_seconds = 60
[options.machines]
kind = "managed-own-sandboxes"
build_engineer_weeks = 5
weeks_until_live = 6
upkeep_fte = 0.1
[options.machines.hosts]
preset = "ec2-m8i-4xlarge"
sessions_per_host = 6
spare_hosts = 1
answer_share = 0.9
answer_seconds = 20
[requirements]
must = ["hipaa"]
[scenarios.dear]
set = { "options.own.upkeep_fte" = "0.5 to 1", "workloads.w.active_minutes" = 40 }
[events.ga]
month = 7
key = "prices.runtime_usd_per_hour"
factor = "1 to 3"
probability = 0.4
[correlations.one]
between = ["workloads.w.sessions_per_month", "workloads.w.active_minutes"]
rank = 0.5
[prices]
token_change_per_year = "-20% to 0%"
[decision]
option = "managed"
date = 2026-11-01
[decision.switching_values."options.own.upkeep_fte"]
now = 0.3
flips_at = 0.1
look_on = 2027-02-01
"""


@lru_cache(maxsize=1)
def beginnings() -> tuple[str, ...]:
    """Texts of profiles that are right: the one with every sort of key, several times, and the starters."""
    return (EVERYTHING,) * 4 + tuple(
        starter.path.read_text() for starter in starters() if "extends" not in starter.path.read_text()
    )


def places(tree: Tree, path: tuple[str, ...] = ()) -> Iterator[tuple[Tree, str, tuple[str, ...]]]:
    """Every key of a tree with the table that holds it and the way to it."""
    for key, value in tree.items():
        yield tree, key, (*path, key)
        if isinstance(value, dict):
            yield from places(value, (*path, key))


def value_for(chance: random.Random, declared: Declared | None = None) -> Any:
    """Something to write: often what the input might take, else anything at all."""
    if declared is not None and declared.kind == "number" and chance.random() < 0.5:
        low, high = (chance.choice((0, 0.001, 0.1, 1, 3, 50, 1000, 1e6)) * chance.random() for _ in range(2))
        return chance.choice((low, f"{low:.6g} to {high:.6g}", f"{min(low, high):.6g} to {max(low, high):.6g}"))
    if declared is not None and declared.choices and chance.random() < 0.5:
        return chance.choice(declared.choices)
    return chance.choice(TEXTS) if chance.random() < 0.6 else deepcopy(chance.choice(VALUES))


def _id(chance: random.Random, table: Any) -> str:
    """An id of this table, or another name."""
    known = list(table) if isinstance(table, dict) else []
    return chance.choice(known) if known and chance.random() < 0.8 else chance.choice(NAMES)


def _set(chance: random.Random, tree: Tree) -> None:
    """Gives a key that there is another value."""
    table, key, path = chance.choice(list(places(tree)))
    table[key] = value_for(chance, next((d for d in DECLARED if d.name == path[-1]), None))


def _remove(chance: random.Random, tree: Tree) -> None:
    table, key, _ = chance.choice(list(places(tree)))
    del table[key]


def _add(chance: random.Random, tree: Tree) -> None:
    """A key of the declarations, at ids of this profile or of none."""
    declared = chance.choice(DECLARED)
    table: Any = tree
    for part in declared.parts[:-1]:
        name = _id(chance, table) if part == "*" else part
        inner = table.get(name)
        if not isinstance(inner, dict):
            inner = table[name] = {}
        table = inner
    table[_id(chance, table) if declared.parts[-1] == "*" else declared.parts[-1]] = value_for(chance, declared)


def _rename(chance: random.Random, tree: Tree) -> None:
    table, key, _ = chance.choice(list(places(tree)))
    table[chance.choice(NAMES)] = table.pop(key)


def _copy(chance: random.Random, tree: Tree) -> None:
    """A table, value or list once more, under another name or at another place."""
    found = list(places(tree))
    table, key, _ = chance.choice(found)
    target, _, _ = chance.choice(found)
    target[chance.choice((key, *NAMES))] = deepcopy(table[key])


def _many(chance: random.Random, tree: Tree) -> None:
    """A named table many times over."""
    named = [(t, k) for t, k, path in places(tree) if len(path) > 1 and isinstance(t[k], dict) and path[-2] in MANY]
    if named:
        table, key = chance.choice(named)
        for number in range(chance.choice((3, 12, 40))):
            table[f"{key}{number}"] = deepcopy(table[key])


MANY = ("workloads", "options", "items", "tools", "events", "routes", "credits", "scenarios")
CHANGES = (_set,) * 10 + (_add,) * 6 + (_remove,) * 3 + (_rename, _copy, _copy)


def profile_of(seed: int) -> str:
    """A hostile profile as TOML text."""
    chance = random.Random(seed)
    tree = tomllib.loads(chance.choice(beginnings()))
    for _ in range(chance.choice(SEVERAL)):
        chance.choice(CHANGES)(chance, tree) if tree else None
    if chance.random() < 0.01:
        _many(chance, tree)
    try:
        text = tomli_w.dumps(tree)
    except (TypeError, ValueError, UnicodeError):
        text = EVERYTHING
    return _damaged(chance, text) if chance.random() < 0.08 else text


def _damaged(chance: random.Random, text: str) -> str:
    """The text with a piece missing, doubled or exchanged."""
    start = chance.randrange(len(text) or 1)
    end = min(len(text), start + chance.choice((1, 2, 9, 80)))
    middle = chance.choice(
        ("", text[start:end] * 2, chance.choice(TEXTS), '"""', "[[", "]", "=", "\t", "\r", "#", "{", "\ufeff")
    )
    return text[:start] + middle + text[end:]


def change_of(seed: int) -> tuple[str, str]:
    """A key and the text that --set gives it."""
    chance = random.Random(seed)
    declared = chance.choice(DECLARED)
    ids = {"workloads": ("w", "v"), "options": ("managed", "own", "shared", "machines"), "items": ("search",), "routes": ("one", "two"),
           "tools": ("maps",), "events": ("ga",), "correlations": ("one",), "scenarios": ("dear",), "credits": ("1", "2"), "tiers": ("1", "2")}  # fmt: skip
    parts: list[str] = []
    for part in declared.parts:
        known = ids.get(parts[-1] if parts else "", ())
        parts.append(
            chance.choice(known)
            if part == "*" and known and chance.random() < 0.9
            else chance.choice(NAMES)
            if part == "*"
            else part
        )
    key = ".".join(f'"{part}"' if "." in part else part for part in parts)
    if chance.random() < 0.1:
        key += chance.choice((".basis", ".source", ".note", ".value", ".x", ".", "", "..", "[0]"))
    value = value_for(chance, declared)
    return key, str(value)
