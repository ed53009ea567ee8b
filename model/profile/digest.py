"""One fingerprint for a team's assumptions, so that a report can say which ones it was made from.

It covers every key and value as the comparison used them: what `extends` brings in, the file's own values, a scenario and
changes on top, and the order of options and workloads, which decides ties. Comments, spacing, the order of keys, other
scenarios and the recorded decision do not change a figure, and so do not change it.
"""

import hashlib
import json

from model.profile.profile import Profile

_LEFT_OUT = ("scenarios.", "decision.", "extends", "seed", "draws")
_ORDERED = ("options", "workloads")


def digest_of(profile: Profile) -> str:
    """SHA-256, in hexadecimal, of the assumptions: one line `key = value as written` a key, in the order of the keys."""
    lines = [f"{table}: {json.dumps(profile.ids(table))}" for table in _ORDERED]
    lines += [
        f"{key} = {json.dumps(leaf.raw, sort_keys=True, default=str)}"
        for key, leaf in sorted(profile.leaves.items())
        if not key.startswith(_LEFT_OUT)
    ]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
