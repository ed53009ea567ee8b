"""Options and commands that people write for ones that are called otherwise here, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from model.profile.registry import nearest_key

_FORMATS = {
    "json": "--json",
    "markdown": "--markdown",
    "md": "--markdown",
    "csv": "--csv",
    "text": "nothing: text is what is printed",
}
_FILES = ("html", "pdf", "pptx", "xlsx", "md", "csv", "json")
_TO_FILE = "switchpoint report PROFILE --to {value}"
_SETS = {
    "--months": "--set horizon_months={value}",
    "--horizon": "--set horizon_months={value}",
    "--horizon-months": "--set horizon_months={value}",
    "--discount-rate": "--set discount_rate={value}",
    "--discount": "--set discount_rate={value}",
    "--salary": "--set engineering.salary_usd_per_year={value}",
    "--date": "--as-of {value}",
    "--day": "--as-of {value}",
    "--samples": "--draws {value}",
    "--simulations": "--draws {value}",
    "--iterations": "--draws {value}",
    "-n": "--draws {value}",
    "--what-if": "--set KEY=VALUE",
    "--override": "--set KEY=VALUE",
    "-s": "--set KEY=VALUE",
    "--verbose": "--full",
    "-v": "--full",
    "--all": "--full",
}
COMMANDS_MEANT = {
    "run": "compare", "show": "compare", "print": "compare", "cost": "compare", "list": "profiles", "ls": "profiles", "init": "new",
    "create": "new", "validate": "check", "lint": "check", "test": "check", "export": "report", "write": "report", "price": "prices",
    "import": "measure", "usage": "measure", "ingest": "measure", "why": "explain", "edit": "open",
    "serve": "mcp", "server": "mcp",
}  # fmt: skip


def option_meant(arguments: Sequence[str], known: Iterable[str]) -> str:
    """What to write for the first argument that is no option here, as the end of a sentence; "" where nothing is near."""
    options = set(known)
    for place, argument in enumerate(arguments):
        if argument == "--":
            break  # what follows are names
        name, equals, value = argument.partition("=")
        if not name.startswith("-") or name in options or name == "-":
            continue
        following = arguments[place + 1] if place + 1 < len(arguments) else ""
        value = value if equals else following if not following.startswith("-") else ""
        said = _said(name, value, options)
        if said:
            return f"{name} is no option here: {said}"
    return ""


def _to(value: str, options: set[str]) -> str:
    return f"write --to {value}" if "--to" in options else f"write {_TO_FILE.format(value=value)}"


def _said(name: str, value: str, options: set[str]) -> str:
    word = name.lstrip("-").lower()
    if word in ("format", "f", "output-format") and value:
        asked = value.lower().lstrip(".")
        if _FORMATS.get(asked, "") in options:
            return f"write {_FORMATS[asked]}"
        return _to(f"FILE.{asked}", options) if asked in _FILES else ""
    if word in _FILES and name not in options:
        return _to(value or f"FILE.{word}", options)
    if word in ("o", "out", "output", "output-file", "to", "save"):
        return _to(value or "FILE", options)
    meant = _SETS.get(name, "").format(value=value or "…")
    if meant and meant.split()[0] in options:
        return f"write {meant}"
    near = get_close_matches(name, [each for each in options if each.startswith("--")], n=1, cutoff=0.7)
    return f"nearest: {near[0]}" if near else _as_input(word, value, "--set" in options)


def _as_input(word: str, value: str, may_set: bool) -> str:
    """An input of a profile written as an option: `--upkeep-fte 0.3`."""
    key = nearest_key((word.replace("-", "_"),)) if may_set else ""
    return f"an input is set by --set {key}={value or '…'}" if key else ""
