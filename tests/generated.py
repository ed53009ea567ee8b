"""Profiles made at random, for properties: every kind, place to run, range shape, bridge, event and token shape."""

from __future__ import annotations

import random

KINDS = ("managed", "managed-own-sandboxes", "managed-own-server", "own-stack")
MODELS = ("claude-opus-4-8", "claude-haiku-4-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5-5")


def _number(rng: random.Random, low: float, high: float) -> str:
    """A point, a range or a range with its middle between two bounds, as text."""
    ends = sorted(round(rng.uniform(low, high), 4) for _ in range(3))
    if ends[0] == ends[1] or ends[1] == ends[2]:
        return repr(ends[1])
    shape = rng.random()
    if shape < 0.45:
        return repr(ends[1])
    if shape < 0.8:
        return f'"{ends[0]:.4f} to {ends[2]:.4f}"'
    return f'"{ends[0]:.4f} / {ends[1]:.4f} / {ends[2]:.4f}"'


def _workload(rng: random.Random, name: str) -> list[str]:
    table = f"workloads.{name}"
    lines = [
        f"[{table}]",
        f"sessions_per_month = {_number(rng, 500, 40_000)}",
        f"growth_per_month = {_number(rng, -0.01, 0.04)}",
        f"active_minutes = {_number(rng, 1, 60)}",
        f"waiting_minutes = {_number(rng, 1, 90)}",
        f"pauses_over_5_minutes = {_number(rng, 0.1, 3)}",
        f"searches_per_session = {_number(rng, 0.1, 6)}",
        f"success_rate = {_number(rng, 0.5, 0.98)}",
        f'model = "{rng.choice(MODELS)}"',
    ]
    if rng.random() < 0.5:
        lines.append(f"fallback_usd = {_number(rng, 0.5, 9)}")
    if rng.random() < 0.3:
        lines.append(f"batch_share = {_number(rng, 0.05, 0.6)}")
    if rng.random() < 0.3:
        lines.append(f"sessions_at_most = {_number(rng, 20_000, 60_000)}")
    shape = rng.random()
    if shape < 0.5:
        lines += [
            f"[{table}.tokens]",
            f"input = {_number(rng, 5_000, 400_000)}",
            f"output = {_number(rng, 500, 20_000)}",
            f"cached_share = {_number(rng, 0.1, 0.9)}",
            f"requests = {_number(rng, 1, 30)}",
        ]
    elif shape < 0.8:
        lines += [
            f"[{table}.loop]",
            f"turns = {_number(rng, 1, 40)}",
            f"prompt = {_number(rng, 1_000, 30_000)}",
            f"added = {_number(rng, 100, 3_000)}",
            f"output = {_number(rng, 50, 1_000)}",
        ]
    return lines


def _place(rng: random.Random, table: str) -> list[str]:
    if rng.random() < 0.6:
        return [
            f"[{table}.sandbox]",
            'preset = "e2b"',
            f"vcpu = {rng.randint(1, 4)}",
            f"memory_gib = {rng.randint(1, 8)}",
        ]
    lines = [
        f"[{table}.hosts]",
        "usd_per_hour = 0.58",
        f"sessions_per_host = {rng.randint(2, 16)}",
        f"spare_hosts = {rng.randint(0, 2)}",
    ]
    if rng.random() < 0.4:
        return [*lines, "answer_share = 0.9", "answer_seconds = 20"]
    return [*lines, "utilisation = 0.7"]


def _option(rng: random.Random, name: str, kind: str) -> list[str]:
    table = f"options.{name}"
    lines = [
        f"[{table}]",
        f'kind = "{kind}"',
        f"build_engineer_weeks = {_number(rng, 0.5, 30)}",
        f"upkeep_fte = {_number(rng, 0.01, 0.8)}",
    ]
    if rng.random() < 0.4:
        lines.append(f"weeks_until_live = {_number(rng, 1, 30)}")
    if rng.random() < 0.3:
        lines.append('overrun_factor = "published"')
    if rng.random() < 0.4:
        lines.append(f"oncall_usd_per_week = {_number(rng, 100, 800)}")
    if rng.random() < 0.3:
        lines += [f"leave_usd = {_number(rng, 1_000, 50_000)}", "leave_probability = 0.3"]
    if kind == "managed-own-server":
        lines.append(f"runtime_usd_per_hour = {_number(rng, 0.01, 0.1)}")
        lines.append("batch = false")
    if kind != "managed":
        lines += [f"idle_tail_minutes = {_number(rng, 0.1, 6)}", *_place(rng, table)]
        lines += [f"[{table}.items.database]", f"monthly_usd = {_number(rng, 10, 200)}"]
    return lines


def profile_text(seed: int) -> str:
    """A complete, priced profile of two to four options and one to three workloads, decided by the seed alone."""
    rng = random.Random(seed)
    lines = ["schema = 1", f'name = "Generated {seed}"', f"horizon_months = {rng.choice((12, 24, 36))}"]
    lines += ["[engineering]", f"loaded_usd_per_year = {_number(rng, 120_000, 320_000)}"]
    if rng.random() < 0.4:
        lines.append(f"salary_change_per_year = {_number(rng, 0.0, 0.05)}")
    for number in range(rng.randint(1, 3)):
        lines += _workload(rng, f"w{number}")
    kinds = rng.sample(KINDS, rng.randint(2, 4))
    for kind in kinds:
        lines += _option(rng, f"o-{kind}", kind)
    if rng.random() < 0.5:
        lines += [
            "[events.price]",
            "month = 7",
            'key = "prices.runtime_usd_per_hour"',
            'factor = "1 to 3"',
            f"probability = {rng.choice((0.3, 0.5, 0.7))}",
        ]
    return "\n".join(lines) + "\n"
