"""Text from other people made safe: control and direction characters out, one line.

A record that is said or printed is cleaned once, where it is made; what lays it out only escapes for its format.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # wanted inside words of several scripts, harmless elsewhere


def clean(text: str) -> str:
    """`text` on one line without control, direction, private-use or unassigned characters; white space becomes spaces.

    A terminal escape therefore loses its escape character and shows as the harmless rest.
    """
    if text.isprintable():  # nothing to take out, and no white space but U+0020
        return text.strip(" ")
    kept = (
        " " if char in "\t\n\r\v\f\u2028\u2029\u0085" else char
        for char in text
        if char in "\t\n\r\v\f\u2028\u2029\u0085" or char in _JOINERS or unicodedata.category(char) not in _INVISIBLE
    )
    return " ".join("".join(kept).split(" ")).strip()
