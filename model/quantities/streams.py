"""Random streams: one for each input, from the seed and the input's key alone.

Adding, removing or renaming one input changes no other stream, so scenarios and profiles are paired key by key.
"""

from functools import lru_cache
from hashlib import blake2b

import numpy as np

from model.quantities.normal import Array

_KEPT_SIZE = 20_000  # streams up to this size are kept for the next evaluation, longer ones are made anew
_KEPT_STREAMS = 256
LOWEST, HIGHEST = 2.0**-60, 1.0 - 2.0**-53


def uniforms(seed: int, key: str, n: int) -> Array:
    """`n` uniforms, one in each n-th of (0, 1), in an order of their own: shape (n,), read-only.

    They depend on `seed`, `key` and `n` only. Every n-th holds exactly one value, which makes means and percentiles
    over the draws far steadier than independent draws would (stratified sampling).

    Unit: share, between 0 and 1.
    """
    if n < 1:
        raise ValueError(f"at least one draw is needed, not {n}")
    return _kept(seed, key, n) if n <= _KEPT_SIZE else _stream(seed, key, n)


def start_of(seed: int, key: str) -> tuple[int, int, int, int]:
    """The state in which a stream begins, four words of 64 bits: whoever draws it elsewhere goes on from there."""
    words = _bits(seed, key).state["state"]["state"].tolist()
    return (words[0], words[1], words[2], words[3])


def _bits(seed: int, key: str) -> np.random.SFC64:
    # blake2b is the same on every machine and in every process; Python's own hash() is not.
    digest = blake2b(f"{seed}\0{key}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return np.random.SFC64(int.from_bytes(digest, "little"))


def _stream(seed: int, key: str, n: int) -> Array:
    generator = np.random.Generator(_bits(seed, key))
    values = generator.random(n)
    values += generator.permutation(n)
    values /= n
    np.clip(values, LOWEST, HIGHEST, out=values)
    values.flags.writeable = False
    return values


_kept = lru_cache(maxsize=_KEPT_STREAMS)(_stream)
