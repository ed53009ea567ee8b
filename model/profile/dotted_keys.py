"""Dotted keys: how an input is named everywhere, in files, scenarios, `--set`, JSON and `explain`.

A dotted key is a TOML path. The canonical form quotes a part only where TOML itself would need quotes, so that
`prices.models."gpt-4.1".input` and `options.own.upkeep_fte` each have exactly one spelling.
"""

import re
import tomllib
from collections.abc import Iterable

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\Z")
_QUOTED = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_IDENTIFIER = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")
_MOST_PARTS = 32
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def split(key: str) -> tuple[str, ...]:
    """The parts of a dotted key; an empty tuple where the text is not a TOML key."""
    text = key.strip()
    if _PLAIN.match(text):
        parts = tuple(text.split("."))
    else:
        parts = _split_quoted(text)
    return parts if len(parts) <= _MOST_PARTS else ()


def _split_quoted(text: str) -> tuple[str, ...]:
    """The same for keys with quotes or blanks round the dots: what TOML's own reader makes of them."""
    outside = _QUOTED.sub("q", text)
    if any(sign in outside for sign in "=\n#[]{}\"'") or outside.count(".") >= _MOST_PARTS:
        return ()
    try:
        node: object = tomllib.loads(f"{text} = 0")
    except (ValueError, RecursionError):
        return ()
    parts: list[str] = []
    while isinstance(node, dict):
        part, node = next(iter(node.items()))
        parts.append(part)
    return tuple(parts)


def join(parts: Iterable[str]) -> str:
    """The canonical dotted key of these parts."""
    return ".".join(part if _BARE.match(part) else quoted(part) for part in parts)


def quoted(text: str) -> str:
    """A TOML basic string; control characters and broken surrogates are escaped."""
    return '"' + "".join(_ESCAPES.get(c) or (c if _is_plain(c) else f"\\u{ord(c):04x}") for c in text) + '"'


def _is_plain(c: str) -> bool:
    return c >= " " and c != "\x7f"


def canonical(key: str) -> str:
    """The canonical spelling of a dotted key, or the text itself where it is not one."""
    parts = split(key)
    return join(parts) if parts else key


def is_identifier(text: str) -> bool:
    """Whether a text may name a workload, an option or another table: a-z, 0-9 and inner hyphens, at most 64."""
    return _IDENTIFIER.match(text) is not None


def under(key: str, table: str) -> bool:
    """Whether `key` is `table` itself or lies inside it."""
    return key == table or key.startswith(table + ".")


def moved(key: str, table: str, new_table: str) -> str:
    """`key` after `table` was renamed to `new_table`; keys outside it stay."""
    return new_table + key[len(table) :] if under(key, table) else key
