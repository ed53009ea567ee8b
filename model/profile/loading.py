"""Reading a file: bytes to TOML to leaves, with what it extends, all problems at once and no traceback for any input."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from model.profile import keys
from model.profile.declared import Node
from model.profile.leaves import Leaf, Place, read_leaf
from model.profile.meaning import checked
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.registry import FREE_NAMES, TREE, nearest_key

SCHEMA = 1
LARGEST_BYTES = 1_000_000
DEEPEST = 60
_LINE = re.compile(r"at line (\d+)")


def load(path: Path | str) -> Profile | Problems:
    """The profile in a file with what it extends, or every problem of it. Never raises for the content of the file."""
    return _load(Path(path), ())


def loads(text: str, file: str = "profile") -> Profile | Problems:
    """The profile that a text says; ``extends`` is looked up beside the current folder."""
    return _checked(_read(text.encode("utf-8", "surrogatepass"), file, None, ()))


def _load(path: Path, chain: tuple[Path, ...]) -> Profile | Problems:
    return _checked(_load_unchecked(path, chain))


def _checked(profile: Profile | Problems) -> Profile | Problems:
    return profile if isinstance(profile, Problems) else checked(profile)


def _load_unchecked(path: Path, chain: tuple[Path, ...]) -> Profile | Problems:
    file = str(path)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            return Problems.of(
                Problem(file, "", f"{path.stat().st_size:,} bytes", f"a profile of at most {LARGEST_BYTES:,} bytes")
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return Problems.of(Problem(file, "", "", f"cannot be read: {getattr(error, 'strerror', None) or error}"))
    return _read(data, file, path, chain)


def _read(data: bytes, file: str, path: Path | None, chain: tuple[Path, ...]) -> Profile | Problems:
    raw = _toml(data, file)
    if isinstance(raw, Problem):
        return Problems.of(raw)
    problem = _schema_problem(raw, file)
    if problem:
        return Problems.of(problem)
    reader = _Reader(file)
    reader.walk(TREE, (), raw)
    digest = hashlib.sha256(data).hexdigest()
    own = Profile(path, reader.leaves, reader.tables, digest, frozenset(reader.leaves))
    base = _base(own, file, path, chain)
    if isinstance(base, Problems):
        return Problems.merged((base, Problems(tuple(reader.problems))))
    if reader.problems:
        return Problems(tuple(reader.problems))
    return own if base is None else _merged(base, own)


def _base(own: Profile, file: str, path: Path | None, chain: tuple[Path, ...]) -> Profile | Problems | None:
    extends = own.text("extends")
    if extends is None:
        return None
    here = (path or Path(file)).parent
    try:
        target = (here / extends).resolve()
        seen = (*chain, path.resolve()) if path else chain
    except (OSError, ValueError, RuntimeError) as error:
        return Problems.of(Problem(file, "extends", extends, f"a file beside this one ({error})"))
    if target in seen:
        return Problems.of(
            Problem(file, "extends", extends, "a profile that does not extend this one: this is a circle")
        )
    if not target.is_file():
        return Problems.of(Problem(file, "extends", extends, "an existing file, relative to this one"))
    return _load_unchecked(target, seen)


def _merged(base: Profile, own: Profile) -> Profile:
    """Key by key, the file itself over what it extends."""
    inherited = {key: leaf for key, leaf in base.leaves.items() if key not in ("name", "summary", "extends")}
    return Profile(own.file, inherited | dict(own.leaves), dict(base.tables) | dict(own.tables), own.digest, own.own)


def _toml(data: bytes, file: str) -> dict[str, object] | Problem:
    if len(data) > LARGEST_BYTES:
        return Problem(file, "", f"{len(data):,} bytes", f"a profile of at most {LARGEST_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(file, "", "", f"UTF-8 text; byte {error.start:,} is not")
    if _depth(text) > DEEPEST:
        return Problem(file, "", "", f"at most {DEEPEST} levels of nesting")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _LINE.search(message)
        return Problem(file, "", "", f"not valid TOML: {message}", line=int(found[1]) if found else None)
    except (RecursionError, ValueError, OverflowError):
        return Problem(file, "", "", "not valid TOML: a value or its nesting is beyond what can be read")


def _depth(text: str) -> int:
    """How deep brackets or dotted keys nest at most, strings not excepted: a bound, not a parse."""
    deepest = depth = 0
    for sign in text:
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}" and depth:
            depth -= 1
        elif sign == "\n" and depth < 8:
            depth = 0
    dots = max((line.split("=", 1)[0].count(".") for line in text.splitlines()), default=0)
    return max(deepest, dots)


def _schema_problem(raw: dict[str, object], file: str) -> Problem | None:
    schema = raw.get("schema")
    if schema is None:
        return Problem(file, "schema", "", f"schema = {SCHEMA} is needed")
    if isinstance(schema, bool) or not isinstance(schema, int):
        return Problem(file, "schema", str(schema)[:80], f"schema = {SCHEMA}")
    if schema > SCHEMA:
        return Problem(
            file, "schema", str(schema)[:80], f"schema {SCHEMA}; a later version of switchpoint reads this file"
        )
    if schema < SCHEMA:
        return Problem(
            file, "schema", str(schema)[:80], f"schema {SCHEMA}; no profile of an older schema was ever published"
        )
    return None


class _Reader:
    """Walks the TOML along the tree of patterns and collects leaves, tables and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.leaves: dict[str, Leaf] = {}
        self.tables: dict[str, None] = {}
        self.problems: list[Problem] = []

    def walk(self, node: Node, path: tuple[str, ...], value: object) -> None:
        """Reads what stands at one place of the file."""
        place = Place(keys.join(path), self.file, path)
        if node.declared is not None:
            self._leaf(node, place, value)
        elif not isinstance(value, dict):
            self.problems.append(place.problem(value, "a table"))
        else:
            for name, inner in value.items():
                self._child(node, (*path, name), name, inner)

    def _child(self, node: Node, path: tuple[str, ...], name: str, value: object) -> None:
        place = Place(keys.join(path), self.file, path)
        child = node.child(name)
        if child is None:
            self.problems.append(place.problem("", "unknown key", nearest_key(path)))
            return
        if child is node.any_id and child.pattern not in FREE_NAMES:
            if not keys.is_identifier(name):
                self.problems.append(place.problem(name, "an id of a-z, 0-9 and hyphens"))
                return
            if isinstance(value, dict):
                self.tables[place.key] = None
        elif child is node.any_id and child.declared is None and isinstance(value, dict):
            self.tables[place.key] = None
        self.walk(child, path, value)

    def _leaf(self, node: Node, place: Place, value: object) -> None:
        assert node.declared is not None
        if node.declared.kind == "any" and isinstance(value, dict) and "value" not in value:
            for name, inner in value.items():
                path = (*place.path[:-1], f"{place.path[-1]}.{keys.join((name,))}")
                self._leaf(node, Place(keys.join(path), self.file, path), inner)
            return
        leaf = read_leaf(node.declared, place, value)
        if isinstance(leaf, Problem):
            self.problems.append(leaf)
        else:
            self.leaves[leaf.key] = leaf
