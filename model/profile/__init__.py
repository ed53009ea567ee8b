"""What a team writes: declarations, extends, validation, TOML in and out.

A profile is flat: an ordered map from dotted key to the value written there. `DECLARED` is the one list of inputs.
"""

from model.prices import KINDS
from model.profile.declared import Declared, Learn
from model.profile.differences import Difference, differences
from model.profile.digest import digest_of
from model.profile.finding import Found, find, profiles, starters
from model.profile.guarding import own_copy, refusal, ships
from model.profile.leaves import PUBLISHED, Leaf, Published
from model.profile.loading import load, loads, reread
from model.profile.problems import Problem, Problems, printable
from model.profile.profile import Profile
from model.profile.profile_schema import json_schema
from model.profile.registry import DECLARED, declared_for
from model.profile.saving import Conflict, Saved, save, text_of

__all__ = [
    "DECLARED",
    "KINDS",
    "PUBLISHED",
    "Conflict",
    "Declared",
    "Difference",
    "Found",
    "Leaf",
    "Learn",
    "Problem",
    "Problems",
    "Profile",
    "Published",
    "Saved",
    "declared_for",
    "differences",
    "digest_of",
    "find",
    "json_schema",
    "load",
    "loads",
    "own_copy",
    "printable",
    "profiles",
    "refusal",
    "reread",
    "save",
    "ships",
    "starters",
    "text_of",
]
