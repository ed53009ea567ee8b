"""Tokens of one session: from totals or from the shape of the loop, split into the five kinds that are billed.

The two ways agree on one account of a prompt: every prompt token of every request is fresh, read from cache or written
to it. Output is billed apart. Closed forms, so that the number of turns may be a range.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from msgspec import Struct

from model.formulas.sums import ZERO
from model.quantities import Array

Lifetime = Literal["none", "5m", "1h"]


class Tokens(Struct, frozen=True):
    """Tokens of one session by billed kind, in tokens."""

    input: Array
    output: Array
    cache_read: Array
    cache_write_5m: Array
    cache_write_1h: Array

    def minus(self, other: Tokens) -> Tokens:
        """These tokens without the others.

        Shape: ``(n,)`` each. Unit: tokens; nothing keeps a kind from going below 0.
        """
        return Tokens(*(getattr(self, name) - getattr(other, name) for name in self.__struct_fields__))

    def times(self, factor: Array) -> Tokens:
        """These tokens, each kind multiplied by a factor.

        Shape: ``(n,)`` each. Unit: tokens.
        """
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
        """How many pauses outlive this cache.

        Shape: ``(n,)``. Unit: pauses a session, 0 or more.
        """
        if cache == "none":
            return ZERO
        return self.over_1_hour if cache == "1h" else self.over_5_minutes


def from_totals(totals: Totals, cache: Lifetime) -> Tokens:
    """fresh = input × (1 − cached − write_5m − write_1h); shares of one whole are divided by max(1, their sum).

    Shape: ``(n,)`` each. Unit: tokens a session; shares of 0 to 1.
    """
    if cache == "none":
        return Tokens(totals.input, totals.output, ZERO, ZERO, ZERO)
    cached, write_5m, write_1h = totals.cached_share, totals.write_5m_share, totals.write_1h_share
    whole = np.maximum(1.0, cached + write_5m + write_1h)
    read, short, long = (totals.input * share / whole for share in (cached, write_5m, write_1h))
    fresh = np.maximum(0.0, totals.input - read - short - long)
    return Tokens(fresh, totals.output, read, short, long)


class Prompts(Struct, frozen=True):
    """Prompts of a session that grow evenly: request t has ``first + step × (t − 1)`` tokens, t = 1 … ``requests``.

    Closed forms, so that the number of requests may be a range. Arrays hold one value a draw.
    """

    first: Array
    step: Array
    requests: Array

    def sum(self, requests: Array) -> Array:
        """Prompt tokens of the first ``requests`` requests: n × first + step × n (n − 1) / 2.

        Shape: ``(n,)``. Unit: tokens; requests of 0 or more, fractions too.
        """
        return requests * self.first + self.step * requests * (requests - 1.0) / 2.0

    def before(self, requests: Array) -> Array:
        """Prompt tokens of all but the last of the first ``requests`` requests: what each of them can read again.

        Shape: ``(n,)``. Unit: tokens.
        """
        return self.sum(np.maximum(requests - 1.0, 0.0))

    def within(self, limit_tokens: Array) -> Array:
        """How many requests, counted from the first, have a prompt of at most ``limit_tokens``.

        Shape: ``(n,)``. Unit: requests, whole, 0 to ``requests``; the limit in tokens counts as within.
        """
        return np.clip(np.floor(self._reached(limit_tokens) + 1e-9), 0.0, self.requests)

    def below(self, limit_tokens: Array) -> Array:
        """How many requests, counted from the first, have a prompt of fewer than ``limit_tokens``.

        Shape: ``(n,)``. Unit: requests, whole, 0 to ``requests``; a prompt at the limit does not count.
        """
        return np.clip(np.ceil(self._reached(limit_tokens) - 1e-9) - 1.0, 0.0, self.requests)

    def _reached(self, limit_tokens: Array) -> Array:
        """The request, as a number with a fraction, whose prompt is this long."""
        return (limit_tokens - self.first) / np.maximum(self.step, 1e-12) + 1.0


def prompts_of_loop(loop: Loop) -> Prompts:
    """Request t of a loop has prompt + added·t + output·(t − 1) tokens.

    Shape: ``(n,)`` each. Unit: tokens, and requests a session.
    """
    return Prompts(loop.prompt + loop.added, loop.added + loop.output, loop.turns)


def prompts_of_totals(totals: Totals, requests: Array) -> Prompts:
    """The evenly growing prompts that totals are most like.

    Of a cached loop that much of the prompts is not read from cache as its last prompt is long; with that and their mean
    the first is known too. Where less is read than a loop would, the loop begins with no prompt but what is added a turn;
    where more is, all prompts are as long as the mean.

    Shape: ``(n,)`` each. Unit: tokens, and requests a session, above 0.
    """
    mean, put_out = (each / np.maximum(requests, 1e-12) for each in (totals.input, totals.output))
    shares = totals.cached_share + totals.write_5m_share + totals.write_1h_share
    unread = totals.input * (1.0 - totals.cached_share / np.maximum(1.0, shares))
    longest = (2.0 * requests * mean + np.maximum(requests - 1.0, 0.0) * put_out) / (requests + 1.0)
    last = np.clip(unread, mean, np.maximum(mean, np.minimum(longest, 2.0 * mean)))
    step = 2.0 * (last - mean) / np.maximum(requests - 1.0, 1e-12)
    many = requests > 1.0
    return Prompts(np.where(many, 2.0 * mean - last, mean), np.where(many, step, 0.0), requests)


def first_requests(prompts: Prompts, requests: Array, output: Array, cache: Lifetime, fresh: Array) -> Tokens:
    """Tokens of the first ``requests`` requests (0 gives none) with ``output`` tokens put out by each.

    Without a cache all prompt tokens are fresh; so are those of the first ``fresh`` requests, which are too short to be
    cached. Of the others, the first writes its prompt, each later one reads the prompt before it and writes what came on
    top.

    Shape: ``(n,)`` each. Unit: tokens.
    """
    whole, put_out = prompts.sum(requests), requests * output
    if cache == "none":
        return Tokens(whole, put_out, ZERO, ZERO, ZERO)
    uncached = np.minimum(requests, fresh)
    cached = requests - uncached
    begun, later = np.minimum(cached, 1.0), np.maximum(cached - 1.0, 0.0)
    plain = prompts.sum(uncached)
    written = begun * (prompts.first + uncached * prompts.step) + later * prompts.step
    read = np.maximum(0.0, whole - plain - written)
    return Tokens(plain, put_out, read, *((ZERO, written) if cache == "1h" else (written, ZERO)))


def lose_caches(tokens: Tokens, pauses: Array, mean_prompt: Array, cache: Lifetime) -> Tokens:
    """Each pause longer than the cache lives moves one mean prompt from read to write, never more than is read.

    Shape: ``(n,)`` each. Unit: tokens; pauses of 0 or more.
    """
    moved = np.minimum(pauses * mean_prompt, tokens.cache_read)
    return _rewritten(tokens, moved, cache)


def _rewritten(tokens: Tokens, moved: Array, cache: Lifetime) -> Tokens:
    """The tokens with so many of those read written anew, at the price of this lifetime."""
    short, long = (ZERO, moved) if cache == "1h" else (moved, ZERO)
    return Tokens(
        tokens.input,
        tokens.output,
        tokens.cache_read - moved,
        tokens.cache_write_5m + short,
        tokens.cache_write_1h + long,
    )


class SessionTokens(Struct, frozen=True):
    """Tokens of one session, and the part of them that falls in requests above a prompt-length threshold."""

    tokens: Tokens
    above: Tokens | None


class PromptRules(Struct, frozen=True):
    """What a model makes of the length of a prompt, in tokens: the threshold of its tier, and the shortest prompt that it
    caches (None: it has no tier; none is published). ``scale`` multiplies the length (route and harness factors)."""

    scale: Array
    threshold: float | None
    smallest_cacheable: float | None

    def above(self) -> Array:
        """The threshold, in tokens before ``scale``.

        Shape: ``(n,)``. Unit: tokens.
        """
        return (self.threshold or 0.0) / np.maximum(self.scale, 1e-12)

    def too_short(self, prompts: Prompts) -> Array:
        """How many requests, counted from the first, are too short to be cached.

        Shape: ``(n,)``. Unit: requests, whole.
        """
        if self.smallest_cacheable is None:
            return ZERO
        return prompts.below(self.smallest_cacheable / np.maximum(self.scale, 1e-12))


def session_from_totals(totals: Totals, pauses: Pauses, cache: Lifetime, rules: PromptRules) -> SessionTokens:
    """Totals to billed kinds. With requests, prompts are taken to grow evenly: that decides how much of a session is above
    the tier. What they say was read from cache holds as far as it can be.

    Shape: ``(n,)`` each. Unit: tokens a session.
    """
    typed = from_totals(totals, cache)
    if totals.requests is None:
        return SessionTokens(_cached_where(_long_enough(totals.input, rules), typed), None)
    kept = _read_at_most(typed, totals.input, totals.requests, rules)
    mean_prompt = totals.input / np.maximum(totals.requests, 1e-12)
    lost = kept if totals.pauses_included else lose_caches(kept, pauses.longer_than(cache), mean_prompt, cache)
    if rules.threshold is None:
        return SessionTokens(lost, None)
    prompts = prompts_of_totals(totals, totals.requests)
    return SessionTokens(lost, _losing_too(_above(kept, prompts, prompts.within(rules.above())), kept, lost, cache))


def _long_enough(prompt: Array, rules: PromptRules) -> Array:
    """1 in the futures in which a prompt is long enough to be cached, else 0."""
    smallest = rules.smallest_cacheable or 0.0
    return np.where(prompt * rules.scale < smallest, 0.0, 1.0)


def _cached_where(cached: Array, tokens: Tokens) -> Tokens:
    """The tokens, read and written only in the futures in which ``cached`` is 1; where it is 0, all of a prompt is fresh."""
    billed = (tokens.cache_read, tokens.cache_write_5m, tokens.cache_write_1h)
    read, short, long = (each * cached for each in billed)
    plain = tokens.input + (billed[0] + billed[1] + billed[2]) - (read + short + long)
    return Tokens(plain, tokens.output, read, short, long)


def _read_at_most(tokens: Tokens, whole: Array, requests: Array, rules: PromptRules) -> Tokens:
    """Totals that read no more than can have been read; the rest is fresh.

    With prompts of a mean that can be cached, anything can. With shorter ones only the later requests of a session whose
    prompts grow from nothing are long enough, and where not even the last is, nothing is read or written.
    """
    if rules.smallest_cacheable is None:
        return tokens
    step = 2.0 * whole / np.maximum(requests * (requests + 1.0), 1e-12)
    steepest = Prompts(step, step, requests)
    short = rules.too_short(steepest)
    most = np.maximum(steepest.before(requests) - steepest.sum(short), 0.0)
    enough = _long_enough(whole / np.maximum(requests, 1e-12), rules)
    read = np.where(enough > 0.0, tokens.cache_read, np.minimum(tokens.cache_read, most))
    plain = tokens.input + (tokens.cache_read - read)
    kept = Tokens(plain, tokens.output, read, tokens.cache_write_5m, tokens.cache_write_1h)
    return _cached_where(np.maximum(enough, np.where(short < requests, 1.0, 0.0)), kept)


def _above(tokens: Tokens, prompts: Prompts, within: Array) -> Tokens:
    """The part of totals that falls in requests after the first ``within``: reads as a loop reads, and what is not read
    makes up the rest of each prompt."""
    beyond = 1.0 - within / np.maximum(prompts.requests, 1e-12)
    most = prompts.before(prompts.requests)
    read = tokens.cache_read * np.where(
        most > 0.0, 1.0 - prompts.before(within) / np.where(most > 0.0, most, 1.0), beyond
    )
    unread = tokens.input + tokens.cache_write_5m + tokens.cache_write_1h
    rest = np.clip(prompts.sum(prompts.requests) - prompts.sum(within) - read, 0.0, unread) / np.maximum(unread, 1e-12)
    return Tokens(
        tokens.input * rest,
        tokens.output * beyond,
        read,
        tokens.cache_write_5m * rest,
        tokens.cache_write_1h * rest,
    )


def session_from_loop(loop: Loop, pauses: Pauses, cache: Lifetime, rules: PromptRules) -> SessionTokens:
    """The loop to billed kinds; each request above the threshold is priced at the tier, cached or not, and each that is
    too short to be cached is fresh.

    Shape: ``(n,)`` each. Unit: tokens a session. Source: the vendor's rule that a prompt above the threshold is
    billed at the tier as a whole.
    """
    prompts = prompts_of_loop(loop)
    short = rules.too_short(prompts)
    whole = first_requests(prompts, loop.turns, loop.output, cache, short)
    moved = _losing(whole, pauses, prompts, short, cache)
    if rules.threshold is None:
        return SessionTokens(moved, None)
    above = whole.minus(first_requests(prompts, prompts.within(rules.above()), loop.output, cache, short))
    return SessionTokens(moved, _losing_too(above, whole, moved, cache))


def _losing(tokens: Tokens, pauses: Pauses, prompts: Prompts, short: Array, cache: Lifetime) -> Tokens:
    """The tokens after the caches that pauses lose: one mean prompt each, nothing where a prompt is too short to be cached."""
    cached = prompts.sum(prompts.requests) - prompts.sum(short)
    return lose_caches(tokens, pauses.longer_than(cache), cached / np.maximum(prompts.requests, 1e-12), cache)


def _losing_too(above: Tokens, whole: Tokens, lost: Tokens, cache: Lifetime) -> Tokens:
    """The part above the threshold after lost caches: they fall there as often as cache reads do."""
    share = above.cache_read / np.maximum(whole.cache_read, 1e-12)
    return _rewritten(above, (whole.cache_read - lost.cache_read) * share, cache)


def rate_with_tier(base: Array, tier: Array, part: Array, whole: Array) -> Array:
    """US dollars per million tokens when ``part`` of the ``whole`` is billed at the tier's price.

    Shape: ``(n,)``; ``part`` and ``whole`` in tokens, 0 ≤ part ≤ whole.
    """
    share = np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)
    return base + (tier - base) * share
