"""Text from anywhere as Markdown that says the same and does nothing: no markup, no HTML, no link, nobody called."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
_STARTS_A_LIST = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_BARE_ADDRESS = re.compile(r"(?i)\b(www)\.")
_CALLED = re.compile(r"@(?=\w)")


def escape(text: str) -> str:
    """Text that no Markdown reader takes for markup, HTML or a link; on one line."""
    escaped = inside(text)
    return _STARTS_A_LIST.sub(r"\1\\\2" if not text.lstrip()[:1].isdigit() else r"\1\2", escaped)


def inside(text: str) -> str:
    """The same for text that begins no line: everything that is markup escaped, and an escape in what would be an address."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;").replace("://", ":\\//")
    return uncalled(_BARE_ADDRESS.sub(r"\1\\.", escaped))


def uncalled(text: str) -> str:
    """A joiner that nobody sees parts an @ from the name behind it, of a person, a team or a mailbox: a comment calls nobody."""
    return _CALLED.sub("@\u200d", text)
