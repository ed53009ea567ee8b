"""What could explain that a session's own cost is not what its tokens give: prices the session itself does not show.

Each candidate is tried alone, then two together; every one that comes out at the reported
cent is named. None is certain: the session does not say it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations

from msgspec import Struct

from model.quantities.figures import dollars, listed
from model.usage.pricing import row_of

CENT = 0.01
WITHIN = CENT + 1e-6
"""Reported amounts are whole cents: a cent either way is the same amount."""
ROUNDING = CENT / 2.0 + 1e-6
"""What would explain an amount has to come out at exactly its cent: a guess gets no cent either way."""


class TokenLine(Struct, frozen=True):
    """Tokens of a session that have in common all that decides their price."""

    session_id: str
    model: str | None
    day: date
    last_day: date
    speed: str | None
    region: str | None
    batch: bool | None
    hosting: str | None
    may_be_long: bool
    is_long: bool
    fresh: float
    read: float
    write_5m: float
    write_1h: float
    unsplit: float
    output: float


class UnseenModifier(Struct, frozen=True):
    """One thing the session does not show. `is_part`: it may hold for some requests only, so every amount between fits."""

    key: str
    said: str
    applies: Callable[[TokenLine], bool]
    is_part: bool = False


MODIFIERS = (
    UnseenModifier("workspace-region", "the workspace's region is the US", lambda line: line.region in (None, "", "not_available")),
    UnseenModifier("fast", "the requests ran in fast mode", lambda line: line.speed != "fast"),
    UnseenModifier("standard", "fast mode fell back to standard speed", lambda line: line.speed == "fast"),
    UnseenModifier("global", "inference was not kept in the US", lambda line: line.region == "us"),
    UnseenModifier("1-hour-writes", "what was written to the cache was kept for 1 hour", lambda line: line.write_5m + line.unsplit > 0.0),
    UnseenModifier("batch", "the requests were Batch", lambda line: line.batch is not True and line.hosting != "managed"),
    UnseenModifier("no-runtime", "running time was not charged", lambda line: line.hosting is not None),
    UnseenModifier("tier", "some requests were above the tier of long prompts", lambda line: line.may_be_long, True),
    UnseenModifier("1-hour-writes", "some of what was written was kept for 1 hour", lambda line: line.unsplit > 0.0, True),
    UnseenModifier("price-change", "a price changed while it ran", lambda line: line.last_day != line.day, True),
    UnseenModifier("fast", "some of the requests ran in fast mode", lambda line: line.speed is None, True),
    UnseenModifier("standard", "some of the requests fell back to standard speed", lambda line: line.speed == "fast", True),
)  # fmt: skip


class Fit(Struct, frozen=True):
    """Modifiers that together come out at the reported amount: exactly (`usd`), or somewhere up to it where parts may hold."""

    modifiers: tuple[UnseenModifier, ...]
    usd: float

    @property
    def keys(self) -> tuple[str, ...]:
        """The modifiers by name."""
        return tuple(each.key for each in self.modifiers)

    def sentence(self) -> str:
        """What would have to be true."""
        most = "up to " if any(each.is_part for each in self.modifiers) else ""
        return f"{listed([each.said for each in self.modifiers])} ({most}{dollars(self.usd, 2)})"


def fits(lines: Sequence[TokenLine], other_usd: float, runtime_usd: float, reported_usd: float) -> list[Fit]:
    """Everything that would explain the reported amount, the fewest modifiers first; empty where nothing does.

    other_usd: searches and running time, US dollars, of which runtime_usd is the running time.
    """
    possible = [each for each in MODIFIERS if any(each.applies(line) for line in lines)]
    wholes = [each for each in possible if not each.is_part]
    parts = [each for each in possible if each.is_part]
    for size in (1, 2):
        found = [_fit(lines, chosen, other_usd, runtime_usd, reported_usd) for chosen in combinations(wholes, size)]
        found += [
            _fit(lines, (*chosen, part), other_usd, runtime_usd, reported_usd)
            for chosen in combinations(wholes, size - 1)
            for part in parts
            if part.key not in {each.key for each in chosen}
        ]
        known = [each for each in found if each is not None]
        if known:
            return known
    return []


def _fit(
    lines: Sequence[TokenLine],
    chosen: tuple[UnseenModifier, ...],
    other_usd: float,
    runtime_usd: float,
    reported_usd: float,
) -> Fit | None:
    keys = {each.key for each in chosen}
    if {"fast", "standard"} <= keys or {"workspace-region", "global"} <= keys:
        return None
    rest = other_usd - (runtime_usd if "no-runtime" in keys else 0.0)
    ends = [_tokens_usd(lines, [each for each in chosen if not each.is_part]), _tokens_usd(lines, chosen)]
    if ends[0] is None or ends[1] is None:
        return None
    low, high = sorted(end + rest for end in ends if end is not None)
    if any(each.is_part for each in chosen):
        inside = (
            low + WITHIN < reported_usd <= high + WITHIN
            if ends[1] >= ends[0]
            else low - WITHIN <= reported_usd < high - WITHIN
        )
        return Fit(chosen, ends[1] + rest) if inside and high - low > CENT else None
    exact = ends[1] + rest
    return Fit(chosen, exact) if abs(exact - reported_usd) <= ROUNDING else None


def _tokens_usd(lines: Sequence[TokenLine], chosen: Sequence[UnseenModifier]) -> float | None:
    """List cost of the tokens as if the modifiers held wherever they can; None where a price or factor is missing."""
    whole = 0.0
    for line in lines:
        usd = _line_usd(line, frozenset(each.key for each in chosen if each.applies(line)))
        if usd is None:
            return None
        whole += usd
    return whole


def _line_usd(line: TokenLine, keys: frozenset[str]) -> float | None:
    prices = _row(line.model or "", line.last_day if "price-change" in keys else line.day)
    if prices.get("input") is None:
        return None
    start = "above_" if line.is_long or "tier" in keys else ""
    rate = {kind: _number(prices.get(start + kind)) for kind in ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")}  # fmt: skip
    short = rate["cache_write_1h" if "1-hour-writes" in keys else "cache_write_5m"]
    usd = (
        line.fresh * rate["input"] + line.output * rate["output"] + line.read * rate["cache_read"]
        + (line.write_5m + line.unsplit) * short + line.write_1h * rate["cache_write_1h"]
    )  # fmt: skip
    is_fast = ("fast" in keys or line.speed == "fast" or bool(prices.get("is_fast"))) and "standard" not in keys
    is_us = ("workspace-region" in keys or line.region == "us") and "global" not in keys
    for holds, name in ((is_fast, "fast"), (is_us, "us"), ("batch" in keys or line.batch is True, "batch")):
        if holds:
            factor = prices.get(name)
            if not isinstance(factor, float | int):
                return None
            usd *= factor
    return usd / 1e6


@cache
def _row(model: str, day: date) -> Mapping[str, object]:
    return row_of(model, day)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
