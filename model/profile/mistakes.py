"""What a complaint of TOML's reader means to the person who wrote the line: the line, where in it, and what to write instead.

The commonest mistake is a number as people write it, without quotes. Each mistake that can be mended is mended in a copy,
so that all of a file are told at once; a copy is never written anywhere.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

from msgspec import Struct

from model.profile.dotted_keys import is_identifier
from model.profile.problems import Problem, printable

_MOST = 20  # mistakes of one file that are told
_LARGE = 100_000  # characters of a file of which only the first mistake is told
_LONGEST = 2_000  # characters of a line that is mended
_WIDEST = 100  # characters of a line that are shown
_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)\Z")
_SMART = str.maketrans("“”„‟«»‘’‚‛", '""""""' + "''''")
_WORDS = {
    **dict.fromkeys(("True", "TRUE", "yes", "Yes", "on"), "true"),
    **dict.fromkeys(("False", "FALSE", "no", "No", "off"), "false"),
}
_NOTHING = ("None", "null", "nil", "~", "NULL")
_YAML = re.compile(r"\s*(?:- )?[A-Za-z_][\w.-]*:(?:\s|$)")
_STATEMENT = re.compile(r"(?P<before>\s*)(?P<key>[^=\"'#]+?)(?P<sign>\s*=\s*)(?P<value>.*)", re.DOTALL)
_INLINE = re.compile(r"(?P<before>\s*[\w-]+\s*=\s*)(?P<value>.+)", re.DOTALL)


class _Mended(Struct, frozen=True):
    """A line as it should be, what to do in words, and where in the old line the mistake begins."""

    line: str
    said: str
    at: int


def mistakes(source: str, label: str) -> tuple[Problem, ...]:
    """Every mistake that keeps this text from being TOML, each with its line and the remedy where one is known."""
    other = _another_language(source, label)
    if other:
        allowed = f"is {other}; a profile is TOML: lines of key = value under [tables]; switchpoint new NAME writes one"
        return (Problem(label, "", "", allowed),)
    lines, found = source.removeprefix("\ufeff").split("\n"), []
    for _ in range(_MOST if len(source) <= _LARGE else 1):
        try:
            tomllib.loads("\n".join(lines))
        except RecursionError:
            break
        except ValueError as error:
            problem, mended = _told(str(error), lines, label)
            found.append(problem)
            if mended is None:
                break
            lines[(problem.line or 1) - 1] = mended
        else:
            break
    return tuple(found)


def _told(message: str, lines: list[str], label: str) -> tuple[Problem, str | None]:
    at = _AT_LINE.search(message)
    what = _AT_LINE.sub("", message).removesuffix(" (at end of document)") or "unreadable"
    number = int(at[1]) if at else len(lines)
    if number > len(lines):
        return Problem(label, "", "", f"not TOML: {what}"), None
    line, ending = lines[number - 1].removesuffix("\r"), "\r" if lines[number - 1].endswith("\r") else ""
    if at and int(at[2]) == 1 and number > 1 and not line.strip():
        number -= 1
        line = lines[number - 1].removesuffix("\r")
    mended = _mended(line)
    if mended is None or mended.line == line:
        if what == "Cannot overwrite a value" or what.startswith("Cannot declare"):
            what = f"{what}: a key or a table stands twice"
        place = int(at[2]) - 1 if at else len(line)
        return Problem(label, "", "", f"not TOML: {what}", line=number, excerpt=_excerpt(line, place)), None
    told = Problem(label, "", "", f"not TOML: {mended.said}", line=number, excerpt=_excerpt(line, mended.at))
    return told, mended.line + ending


def _excerpt(line: str, at: int) -> tuple[str, str]:
    """The line and a caret under the mistake; a long line is cut around it."""
    at = max(0, min(at, len(line)))
    start = max(0, at - _WIDEST // 2) if len(line) > _WIDEST else 0
    before = printable(line[start:at].replace("\t", " "), _WIDEST)
    return f"  {before}{printable(line[at : start + _WIDEST], _WIDEST)}", f"  {' ' * len(before)}^"


def _mended(line: str) -> _Mended | None:
    """The first way to mend a line that makes it TOML."""
    if len(line) > _LONGEST:
        return None
    for found in _ways(line):
        if found.line != line and _reads(found.line):
            return found
    return None


def _reads(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _ways(line: str) -> Iterator[_Mended]:
    if any(chr(letter) in line for letter in _SMART):
        straight = line.translate(_SMART)
        at = next(place for place, letter in enumerate(line) if ord(letter) in _SMART)
        yield _Mended(
            straight, f"put it in quotes, straight ones: {straight.partition('=')[2].strip() or straight.strip()}", at
        )
        line = straight
    if line.lstrip().startswith("["):
        yield from _headers(line)
        return
    if "=" not in line and _YAML.match(line):
        key, _, value = line.partition(":")
        value = _element(value.strip()) if value.strip() else '""'
        yield _Mended(f"{key} = {value}", f"write {key.strip()} = {value}", line.index(":"))
    statement = _STATEMENT.fullmatch(line)
    if statement is not None:
        yield from _statements(statement["before"], statement["key"], statement["sign"], statement["value"])


def _statements(before: str, key: str, sign: str, written: str) -> Iterator[_Mended]:
    value, comment = _without_comment(written)
    slug = "_".join(key.split())
    start, at = f"{before}{slug}{sign}", len(before) + len(key) + len(sign)
    if value in ("", *_NOTHING):
        said = (
            "TOML has no empty value: leave the line out"
            if value
            else "nothing stands after =: write a value, or leave the line out"
        )
        yield _Mended(f"#{before}{key}{sign}{written}", said, at if value else at - 1)
        return
    about = f"write {slug} = …; " if slug != key else ""
    for mend in (_as_it_is, _word, _closed, _inside, _quoted):
        mended = mend(value)
        if mended is None or (mended == value and slug == key):
            continue
        said = f"put it in quotes: {mended}" if mended != value else f"a key has no blanks: write {slug}"
        if value in _WORDS:
            said = f"write {mended}"
        elif mend is _closed:
            said = f"a text ends with the quote it begins with: {mended}"
        yield _Mended(
            f"{start}{mended}{comment}",
            about + said if mended != value else said,
            at if mended != value else len(before),
        )


def _as_it_is(value: str) -> str | None:
    return value if value and _reads(f"v = {value}") else None


def _word(value: str) -> str | None:
    return _WORDS.get(value)


def _closed(value: str) -> str | None:
    mark = value[:1]
    return f"{value}{mark}" if mark in ("'", '"') and value.count(mark) == 1 else None


def _inside(value: str) -> str | None:
    """A list or an inline table with each of its bare values in quotes."""
    pair = {"[": "]", "{": "}"}.get(value[:1])
    if pair is None or not value.endswith(pair):
        return None
    parts: list[str] = []
    for part in _at_commas(value[1:-1]):
        if value[0] == "{" and "=" not in part and parts:
            parts[-1] += f",{part}"
        else:
            parts.append(part)
    return value[0] + ",".join(map(_element if value[0] == "[" else _entry, parts)) + pair


def _entry(part: str) -> str:
    match = _INLINE.fullmatch(part)
    return match["before"] + _element(match["value"]) if match else part


def _element(part: str) -> str:
    bare = part.strip()
    if not bare or _reads(f"v = {bare}"):
        return part
    return part.replace(bare, _WORDS.get(bare) or _inside(bare) or _quoted(bare))


def _at_commas(text: str) -> list[str]:
    """The text cut at its commas outside quotes and brackets."""
    parts, depth, mark, start = [], 0, "", 0
    for place, letter in enumerate(text):
        if mark:
            mark = "" if letter == mark else mark
        elif letter in "\"'":
            mark = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        elif letter == "," and depth <= 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _quoted(value: str) -> str:
    """The value as one TOML text; quotes inside it were put round a part."""
    bare = " ".join(value.replace('"', " ").split()) if '"' in value else value
    return json.dumps(bare, ensure_ascii=False)


def _without_comment(written: str) -> tuple[str, str]:
    """The value and what follows it: blanks and a comment."""
    mark, end = "", len(written)
    for place, letter in enumerate(written):
        if mark:
            mark = "" if letter == mark else mark
        elif letter in "\"'" and not written[:place].strip():
            mark = letter
        elif letter == "#":
            end = place
            break
    value = written[:end].rstrip()
    return value, written[len(value) :]


def _headers(line: str) -> Iterator[_Mended]:
    bare, comment = _without_comment(line.strip())
    inner = bare.strip("[]").strip()
    parts = [part.strip().strip("\"'") for part in inner.split(".")]
    ids = [part if _BARE.fullmatch(part) else _slug(part) for part in parts]
    if not all(ids):
        return
    fixed = f"[{'.'.join(ids)}]"
    titled = next((part for part, name in zip(parts, ids, strict=True) if part != name), "")
    title = f" and title = {json.dumps(titled, ensure_ascii=False)}" if titled else ""
    said = (
        f"a table's name is an id of a-z, 0-9 and hyphens: write {fixed}{title}"
        if titled
        else f"a table is {fixed} on a line of its own"
    )
    place = line.find(titled) if titled else len(line.rstrip())
    yield _Mended(fixed + comment, said, place)


_BARE = re.compile(r"[A-Za-z0-9_-]+")


def _slug(name: str) -> str:
    slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split())[:64].strip("-")
    return slug if is_identifier(slug) else ""


def _another_language(source: str, label: str) -> str:
    """JSON or YAML where that is what the text is; "" for TOML with mistakes."""
    ending = label.rpartition(".")[2].lower()
    bare = source.strip().removeprefix("\ufeff")
    if ending == "json" or (bare[:1] in ("{", "[") and _json(bare)):
        return "JSON"
    told: list[str] = [line for line in bare.split("\n", 60)[:60] if line.strip() and not line.lstrip().startswith("#")]
    if ending in ("yaml", "yml") or bare.startswith("---"):
        return "YAML"
    return "YAML" if len(told) > 1 and sum(bool(_YAML.match(line)) for line in told) > 0.5 * len(told) else ""


def _json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
