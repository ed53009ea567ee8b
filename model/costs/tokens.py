"""Tokens of one session: from totals or from the shape of the loop, split into the five kinds that are billed.

The two ways agree on one account of a prompt: every prompt token of every request is fresh, read from cache or written
to it. Output is billed apart. Closed forms, so that the number of turns may be a range.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from msgspec import Struct

from model.quantities import Array

Lifetime = Literal["none", "5m", "1h"]
ZERO = np.zeros(1)
ONE = np.ones(1)


class Tokens(Struct, frozen=True):
    """Tokens of one session by billed kind, in tokens."""

    input: Array
    output: Array
    cache_read: Array
    cache_write_5m: Array
    cache_write_1h: Array

    def minus(self, other: Tokens) -> Tokens:
        """These tokens without the others."""
        return Tokens(*(getattr(self, name) - getattr(other, name) for name in self.__struct_fields__))

    def times(self, factor: Array) -> Tokens:
        """These tokens, each kind multiplied by a factor."""
        return Tokens(*(getattr(self, name) * factor for name in self.__struct_fields__))


class Totals(Struct, frozen=True):
    """Totals of one session: all prompt tokens of all requests, output tokens, and shares of the prompt tokens."""

    input: Array
    output: Array
    cached_share: Array
    write_5m_share: Array
    write_1h_share: Array
    requests: Array | None
    pauses_included: bool


class Loop(Struct, frozen=True):
    """The shape of an agent loop: turns, first prompt, tokens added a turn (tool results), output a turn."""

    turns: Array
    prompt: Array
    added: Array
    output: Array


class Pauses(Struct, frozen=True):
    """Pauses per session that outlive a cache of five minutes and of one hour."""

    over_5_minutes: Array
    over_1_hour: Array

    def longer_than(self, cache: Lifetime) -> Array:
        """How many pauses outlive this cache."""
        if cache == "none":
            return ZERO
        return self.over_1_hour if cache == "1h" else self.over_5_minutes


def from_totals(totals: Totals, cache: Lifetime) -> Tokens:
    """fresh = input × (1 − cached − write_5m − write_1h); shares of one whole are divided by max(1, their sum)."""
    if cache == "none":
        return Tokens(totals.input, totals.output, ZERO, ZERO, ZERO)
    cached, write_5m, write_1h = totals.cached_share, totals.write_5m_share, totals.write_1h_share
    whole = np.maximum(1.0, cached + write_5m + write_1h)
    read, short, long = (totals.input * share / whole for share in (cached, write_5m, write_1h))
    fresh = np.maximum(0.0, totals.input - read - short - long)
    return Tokens(fresh, totals.output, read, short, long)


def prompt_sum(loop: Loop, turns: Array) -> Array:
    """Prompt tokens of the first ``turns`` requests: Σ prompt + added·t + output·(t − 1) for t = 1 … T."""
    return turns * loop.prompt + loop.added * turns * (turns + 1.0) / 2.0 + loop.output * turns * (turns - 1.0) / 2.0


def first_requests(loop: Loop, turns: Array, cache: Lifetime) -> Tokens:
    """Tokens of the first ``turns`` requests of a loop (0 gives none).

    Without a cache all prompt tokens are fresh. With one, request 1 writes its prompt, each later request reads the
    previous prompt and writes what was added and put out since.
    """
    prompts, output = prompt_sum(loop, turns), turns * loop.output
    if cache == "none":
        return Tokens(prompts, output, ZERO, ZERO, ZERO)
    begun = np.minimum(turns, 1.0)
    later = np.maximum(turns - 1.0, 0.0)
    written = begun * (loop.prompt + loop.added) + later * (loop.added + loop.output)
    read = np.maximum(0.0, prompts - written)
    return Tokens(ZERO, output, read, *((ZERO, written) if cache == "1h" else (written, ZERO)))


def requests_within(loop: Loop, limit_tokens: Array) -> Array:
    """How many requests of the loop, counted from the first, have a prompt of at most ``limit_tokens``."""
    step = np.maximum(loop.added + loop.output, 1e-12)
    within = np.floor((limit_tokens - loop.prompt + loop.output) / step + 1e-9)
    return np.clip(within, 0.0, loop.turns)


def lose_caches(tokens: Tokens, pauses: Array, mean_prompt: Array, cache: Lifetime) -> Tokens:
    """Each pause longer than the cache lives moves one mean prompt from read to write, never more than is read."""
    moved = np.minimum(pauses * mean_prompt, tokens.cache_read)
    short, long = (ZERO, moved) if cache == "1h" else (moved, ZERO)
    return Tokens(
        tokens.input,
        tokens.output,
        tokens.cache_read - moved,
        tokens.cache_write_5m + short,
        tokens.cache_write_1h + long,
    )


class Session(Struct, frozen=True):
    """Tokens of one session, and the part of them that falls in requests above a prompt-length threshold."""

    tokens: Tokens
    above: Tokens | None


def session_from_totals(
    totals: Totals, pauses: Pauses, cache: Lifetime, scale: Array, threshold: float | None
) -> Session:
    """Totals to billed kinds; the tier is decided by the mean prompt (input / requests), or not at all without requests.

    ``scale`` multiplies the length of a prompt (route and harness factors), ``threshold`` is the tier's, in tokens.
    """
    tokens = from_totals(totals, cache)
    if totals.requests is None:
        return Session(tokens, None)
    mean_prompt = totals.input / np.maximum(totals.requests, 1e-12)
    if not totals.pauses_included:
        tokens = lose_caches(tokens, pauses.longer_than(cache), mean_prompt, cache)
    if threshold is None:
        return Session(tokens, None)
    return Session(tokens, tokens.times(np.where(mean_prompt * scale > threshold, 1.0, 0.0)))


def session_from_loop(loop: Loop, pauses: Pauses, cache: Lifetime, scale: Array, threshold: float | None) -> Session:
    """The loop to billed kinds; each request above the threshold is priced at the tier, cached or not."""
    whole = first_requests(loop, loop.turns, cache)
    mean_prompt = prompt_sum(loop, loop.turns) / np.maximum(loop.turns, 1e-12)
    lost = lose_caches(whole, pauses.longer_than(cache), mean_prompt, cache)
    if threshold is None:
        return Session(lost, None)
    within = requests_within(loop, threshold / np.maximum(scale, 1e-12))
    above = whole.minus(first_requests(loop, within, cache))
    # A lost cache rewrites a mean prompt; it falls above the threshold as often as cache reads do.
    share = above.cache_read / np.maximum(whole.cache_read, 1e-12)
    moved = (whole.cache_read - lost.cache_read) * share
    short, long = (ZERO, moved) if cache == "1h" else (moved, ZERO)
    return Session(
        lost,
        Tokens(
            above.input,
            above.output,
            above.cache_read - moved,
            above.cache_write_5m + short,
            above.cache_write_1h + long,
        ),
    )


def rate_with_tier(base: Array, tier: Array, part: Array, whole: Array) -> Array:
    """US dollars per million tokens when ``part`` of the ``whole`` is billed at the tier's price."""
    share = np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)
    return base + (tier - base) * share
