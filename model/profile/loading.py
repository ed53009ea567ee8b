"""From a file to a profile: bytes, TOML, `extends`, migration, reading and checking. Nothing here ever raises on bad input."""

import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from model.profile import dotted_keys
from model.profile.arrays import as_tables
from model.profile.checks import check
from model.profile.hints import with_ids
from model.profile.leaves import Leaf, shown
from model.profile.migration import CURRENT, migrated
from model.profile.mistakes import mistakes
from model.profile.opening import MOST_BYTES, bytes_of, too_large
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.reading import read_tree
from model.profile.teams.gathered import Member
from model.profile.teams.joining import joined, rejoined
from model.profile.toml_spans import line_of, lines_of

Fetch = Callable[[Path], bytes | Problem]
MOST_LEVELS = 100
_MOST_FILES = 16
MOST_TABLES = 500
MOST_PROBLEMS = 200
_STRINGS = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_TOO_DEEP = f"tables and lists nested at most {MOST_LEVELS} levels deep"


def load(path: Path | str) -> Profile | Problems:
    """The profile in a file, with everything it extends; or every problem of all these files."""
    return _load(Path(path), ())


def from_bytes(data: bytes, label: str, path: Path | None = None, fetch: Fetch = bytes_of) -> Profile | Problems:
    """The profile in bytes that are no file here; `path` is where `extends` starts from, and `fetch` reads what it names."""
    source = decode(data, label)
    if isinstance(source, Problem):
        return Problems.of(source)
    read = _read(source, label, path, "", (), fetch)
    return replace(read, file=None) if isinstance(read, Profile) else read


def _load(path: Path, chain: tuple[Path, ...]) -> Profile | Problems:
    data = bytes_of(path)
    return Problems.of(data) if isinstance(data, Problem) else _loaded(data, path, chain)


def _loaded(
    data: bytes, path: Path, chain: tuple[Path, ...], fetch: Fetch = bytes_of, *, of_team: bool = False
) -> Profile | Problems:
    label = str(path)
    source = decode(data, label)
    if isinstance(source, Problem):
        return Problems.of(source)
    return _read(source, label, path, hashlib.sha256(data).hexdigest(), chain, fetch, of_team=of_team)


def loads(text: str, file: str = "profile", path: Path | None = None) -> Profile | Problems:
    """The profile in a text; `file` is its name in messages, `path` is where `extends` starts from."""
    if len(text) > MOST_BYTES:
        return Problems.of(too_large(file, len(text)))
    return _read(text, file, path, "", ())


def decode(data: bytes, label: str) -> str | Problem:
    """The text of a file, with its byte-order mark and its line ends as they are."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(label, "", f"byte 0x{data[error.start]:02x}", "text in UTF-8", line=line)


def parse(source: str, label: str, *, quoting: bool = True) -> dict[str, object] | Problems:
    """The TOML tables of a text, or every mistake that keeps it from being read; `quoting`: they may show its lines."""
    if any(_dots_of_key(line) > MOST_LEVELS for line in source.split("\n") if line.count(".") > MOST_LEVELS):
        return Problems.of(Problem(label, "", "deeper nesting", _TOO_DEEP))
    try:
        return as_tables(tomllib.loads(source.removeprefix("\ufeff")))
    except RecursionError:
        return Problems.of(Problem(label, "", "deeper nesting", _TOO_DEEP))
    except ValueError:
        found = mistakes(source, label) or (Problem(label, "", "", "not TOML"),)
        return Problems(
            found if quoting else tuple(Problem(label, "", "", "not TOML", line=item.line) for item in found[:1])
        )


def _dots_of_key(line: str) -> int:
    """The dots of the key or header that a line begins with; TOML's reader takes quadratic time over them."""
    bare = _STRINGS.sub("", line).partition("#")[0]
    key, equals, _ = bare.partition("=")
    return key.count(".") if equals or key.lstrip().startswith("[") else 0


def _read(
    source: str,
    label: str,
    path: Path | None,
    digest: str,
    chain: tuple[Path, ...],
    fetch: Fetch = bytes_of,
    *,
    of_team: bool = False,
) -> Profile | Problems:
    tree = parse(source, label, quoting=not chain)
    if isinstance(tree, Problems):
        return tree
    schema = _schema_of(tree, label, required=not chain)
    if isinstance(schema, Problem):
        return Problems.of(with_line(schema if "schema" in tree and not chain else _unquoted(schema), source))
    reading = read_tree(migrated(tree, schema), label)
    if chain and type(tree.get("schema")) is not int:
        reading.problems[:] = map(_unquoted, reading.problems)
    base = _base_of(tree, label, path, chain, fetch)
    own = Profile(path, reading.leaves, reading.tables, source, digest, None, schema, label)
    profile = merged(own, base) if isinstance(base, Profile) else own
    reading.problems[:] = [replace(each, nearest=with_ids(profile, each.nearest)) for each in reading.problems]
    problems = _first([with_line(problem, source) for problem in reading.problems[:MOST_PROBLEMS]], reading.problems)
    if isinstance(base, Problems):
        return Problems((*problems, *(with_line(item, source) if item.file == label else item for item in base.items)))
    if len(profile.tables) > MOST_TABLES:
        problems.append(
            Problem(
                label,
                "",
                f"{len(profile.tables):,} named tables",
                f"at most {MOST_TABLES} workloads, options and other tables",
            )
        )
    elif not chain:
        together = _with_teams(profile, path, fetch, of_team=of_team)
        if isinstance(together, Problems):
            told = (with_line(item, source) if item.file == label else item for item in together.items)
            return Problems(tuple(dict.fromkeys((*problems, *told))))
        profile = together
        refused = frozenset(problem.key for problem in problems)
        found = check(profile, refused)
        problems += _first(
            [with_line(item, source) if item.file == label else item for item in found[:MOST_PROBLEMS]], found
        )
    if not problems and not chain:
        problems += [with_line(item, source) if item.file == label else item for item in _scenarios_that_break(profile)]
    return Problems(tuple(dict.fromkeys(problems))) if problems else profile


def _with_teams(profile: Profile, path: Path | None, fetch: Fetch, *, of_team: bool) -> Profile | Problems:
    """The profile together with its teams; itself, where it names none."""
    teams = profile.ids("teams")
    if not teams:
        return profile
    label = profile.label
    if of_team:
        return Problems.of(Problem(label, "teams", "teams", "the profile of one team, not one that names teams"))
    works = profile.ids("workloads")
    if works:
        allowed = "either workloads or teams: a workload stands in the profile of the team whose it is"
        return Problems.of(Problem(profile.tables[f"workloads.{works[0]}"], f"workloads.{works[0]}", "", allowed))
    members: list[Member] = []
    problems: list[Problem] = []
    for team in teams:
        found = _member(profile, team, path, fetch)
        if isinstance(found, Problems):
            problems += found.items
        else:
            members.append(Member(team, found))
    return Problems(tuple(dict.fromkeys(problems))) if problems else joined(profile, members)


def _member(profile: Profile, team: str, path: Path | None, fetch: Fetch) -> Profile | Problems:
    """The profile of one team, read and checked on its own."""
    key = f"teams.{team}.profile"
    leaf = profile.leaves.get(key)
    label, written = (leaf.file if leaf else profile.label), str(leaf.value) if leaf else ""
    if not written.strip() or "\x00" in written:
        return Problems.of(Problem(label, key, "", 'missing: the team\'s own profile, such as "support-desk.toml"'))
    home = Path(label).parent if leaf is not None and label != profile.label else path.parent if path else Path()
    target = Path(os.path.normpath(home / written))
    here = os.path.realpath(path) if path else None
    if os.path.realpath(target) == here:
        return Problems.of(Problem(label, key, written, "a profile that does not lead back to this one: a circle"))
    data = fetch(target)
    if isinstance(data, Problem):
        why = "there is none" if data.read == "no such file" else f"there is {data.read}" if data.read else data.allowed
        return Problems.of(
            Problem(label, key, written, f"the path of the team's profile, relative to this file; {why}")
        )
    found = _loaded(data, target, (), fetch, of_team=True)
    if isinstance(found, Problems) and any(item.key == "teams" for item in found.items):
        again = (
            "a profile that does not lead back to this one: a circle" if here and _extends(data, target, here) else ""
        )
        allowed = again or "the profile of one team; this one names teams itself"
        return Problems.of(Problem(label, key, written, allowed))
    return found


def _extends(data: bytes, target: Path, here: str) -> bool:
    """Whether a team's profile rests on the company's file."""
    tree = parse(data.decode("utf-8", "replace"), str(target))
    written = tree.get("extends") if isinstance(tree, dict) else None
    return isinstance(written, str) and os.path.realpath(target.parent / written) == here


def _scenarios_that_break(profile: Profile) -> Iterator[Problem]:
    """Scenarios whose values are right one by one and do not fit together."""
    for name in profile.ids("scenarios"):
        applied = profile.scenario(name)
        if isinstance(applied, Problems):
            first = applied.items[0]
            key = f"scenarios.{name}.set"
            yield Problem(
                profile.tables[f"scenarios.{name}"],
                key,
                f"{first.key} {first.read}".strip(),
                first.allowed,
                first.nearest,
            )


def _first(shown: list[Problem], every: list[Problem]) -> list[Problem]:
    """The first problems, and how many more there are."""
    more = len(every) - len(shown)
    return [*shown, Problem(every[0].file, "", "", f"{more:,} more problems of this file")] if more else shown


def reread(profile: Profile, text: str) -> Profile | Problems:
    """The profile that its own file would be with another text; what it extends is not read again."""
    tree = parse(text, profile.label)
    if isinstance(tree, Problems):
        return tree
    reading = read_tree(tree, profile.label)
    own = replace(profile, leaves=reading.leaves, tables=reading.tables, source=text, base=None)
    if profile.company is not None:
        own = replace(own, company=profile.company)
    new = merged(own, profile.base) if profile.base else own
    together = rejoined(new)
    if isinstance(together, Problems):
        return together
    new = together
    found = reading.problems + check(new, frozenset(problem.key for problem in reading.problems))
    return Problems(tuple(with_line(problem, text) for problem in found)) if found else new


def with_line(problem: Problem, source: str) -> Problem:
    """The problem with the line of its key, where the key stands in this text."""
    if problem.line is not None or not problem.key:
        return problem
    return replace(problem, line=line_of(lines_of(source), dotted_keys.split(problem.key)))


def _schema_of(tree: Mapping[str, object], label: str, *, required: bool) -> int | Problem:
    from model import RELEASE

    written = tree.get("schema", None if required else CURRENT)
    if written is None:
        return CURRENT  # the check of required keys says that it is missing
    if isinstance(written, bool) or not isinstance(written, int) or written < 0:
        return Problem(label, "schema", shown(written), f"the number {CURRENT}")
    if written > CURRENT:
        allowed = (
            f"schema {CURRENT} or older; switchpoint {RELEASE} reads schema {CURRENT}, a later version reads this file"
        )
        return Problem(label, "schema", str(written)[:20], allowed)
    return written


def _base_of(
    tree: Mapping[str, object], label: str, path: Path | None, chain: tuple[Path, ...], fetch: Fetch
) -> Profile | Problems | None:
    written = tree.get("extends")
    if not isinstance(written, str):
        return None  # anything but text was already noted by the reader
    if not written.strip() or "\x00" in written:
        return Problems.of(
            Problem(label, "extends", shown(written), "the path of another profile, relative to this file")
        )
    folder = path.parent if path else Path()
    target = Path(os.path.normpath(folder / written))
    here = (*chain, Path(os.path.realpath(path))) if path else chain
    if Path(os.path.realpath(target)) in here:
        return Problems.of(
            Problem(label, "extends", written, "a profile that does not lead back to this one: a circle")
        )
    if len(here) > _MOST_FILES:
        return Problems.of(Problem(label, "extends", written, f"at most {_MOST_FILES} profiles in a row"))
    data = fetch(target)
    if isinstance(data, Problem):
        why = f"there is {data.read}" if data.read else data.allowed
        why = "there is none" if data.read == "no such file" else why
        return Problems.of(
            Problem(label, "extends", written, f"the path of another profile, relative to this file; {why}")
        )
    return _loaded(data, target, here or (Path(),), fetch)


def _unquoted(problem: Problem) -> Problem:
    """The problem without the value: what an `extends` leads to may be anybody's file, and its values are not ours to print."""
    known = problem.allowed if problem.allowed == "unknown key" else "not a value of this key"
    return replace(problem, read="", nearest="", allowed=known)


def merged(own: Profile, base: Profile) -> Profile:
    """What `own` says, on top of what `base` says: key by key, in the order of the base, then of the own file."""
    held = {key: leaf for key, leaf in base.leaves.items() if key != "extends"}
    leaves: dict[str, Leaf] = {**held, **own.leaves}
    tables = {**base.tables, **own.tables}
    return replace(own, leaves=leaves, tables=tables, base=base)
