"""What a team writes: declarations, extends, validation, TOML in and out.

A profile is flat: an ordered map from dotted key to the value written there. `DECLARED` is the one list of inputs.
"""

from model.profile.declared import Declared, Learn
from model.profile.declared_options import KINDS
from model.profile.leaves import PUBLISHED, Leaf, Published
from model.profile.loading import load, loads
from model.profile.problems import Problem, Problems, printable
from model.profile.profile import Profile
from model.profile.registry import DECLARED, declared_for

__all__ = [
    "DECLARED",
    "KINDS",
    "PUBLISHED",
    "Declared",
    "Leaf",
    "Learn",
    "Problem",
    "Problems",
    "Profile",
    "Published",
    "declared_for",
    "load",
    "loads",
    "printable",
]
