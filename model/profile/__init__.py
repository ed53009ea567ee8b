"""What a team writes: declarations, extends, validation, TOML in and out."""

from model.profile import keys
from model.profile.declared import Declared, Learn
from model.profile.leaves import PUBLISHED, Leaf, Published
from model.profile.loading import load, loads
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.registry import DECLARED, declared_for

__all__ = [
    "DECLARED",
    "PUBLISHED",
    "Declared",
    "Leaf",
    "Learn",
    "Problem",
    "Problems",
    "Profile",
    "Published",
    "declared_for",
    "keys",
    "load",
    "loads",
]
