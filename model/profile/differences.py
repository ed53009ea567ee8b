"""What differs between two profiles, by key."""

from msgspec import Struct
from msgspec.structs import replace

from model.profile.declared import Declared
from model.profile.leaves import Leaf, Value
from model.profile.profile import Profile
from model.quantities import Quantity


class Difference(Struct, frozen=True):
    """One input that two profiles do not share: its text in each, None where it is absent."""

    key: str
    declared: Declared
    first: str | None
    second: str | None


def differences(first: Profile, second: Profile) -> tuple[Difference, ...]:
    """The inputs that differ in value, in the order of the first profile, then of the second. Sources and notes do not count."""
    found = []
    for key in dict.fromkeys((*first.leaves, *second.leaves)):
        one, other = first.leaves.get(key), second.leaves.get(key)
        held = one or other
        if held is not None and _meaning(one) != _meaning(other):
            found.append(Difference(key, held.declared, one.text if one else None, other.text if other else None))
    return tuple(found)


def _meaning(leaf: Leaf | None) -> Value | None:
    if leaf is None:
        return None
    return replace(leaf.value, text="") if isinstance(leaf.value, Quantity) else leaf.value
