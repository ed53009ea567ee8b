"""The command line's front door: which command runs, on which day, and what an exit code means.

One module of `tui.commands` holds each command and is imported only when it runs, so that `--help` costs little more
than starting Python. stdout is data, stderr is narration. Whatever happens, a user sees a sentence, never a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings

TYPE_CHECKING = False  # importing typing would cost --help a tenth of its time
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

FINE, LIMIT_MISSED, WRONG_INPUT, NO_VERDICT = 0, 1, 2, 3
UNEXPECTED, INTERRUPTED, NOBODY_READS = 70, 130, 141
NEW_OBJECTS = 50_000  # between two searches for garbage in cycles; Python's own 700 cost a report a tenth of its time

COMMANDS = {
    "open": "open the workbench (the same as switchpoint PROFILE)",
    "compare": "print the comparison on one screen; --full, --section, --map, --json, --markdown, --csv",
    "report": "write the comparison to files: --to review.pdf --to model.xlsx ...",
    "explain": "where a line or an input comes from and where it flips the answer",
    "check": "validate profiles and hold them to limits, for CI; --migrate",
    "pull": "fetch sessions, threads, events and cost from the API, contents dropped",
    "measure": "who causes the bill, from sessions, traces, bills and hours; --into a profile",
    "reconcile": "each session's list cost to the cent, or why not; a month's bill beside it",
    "track": "does the forecast hold: each month against actual, what moved it, triggers crossed",
    "decide": "write into the profile what was decided, and when to look again",
    "diff": "what differs between two profiles, and what each difference is worth",
    "prices": "the book of prices and rules of any day, with sources",
    "profiles": "list the starter profiles and your own",
    "new": "write a new profile, from a starter if you like",
    "mcp": "let agents ask: tools of the Model Context Protocol over stdin and stdout",
    "schema": "print the JSON Schema of a profile, for completion in an editor",
}

HELP = """\
switchpoint: Claude Managed Agents or your own stack, and what would flip the answer

usage: switchpoint [PROFILE]             open the workbench; without a terminal, print the comparison
       switchpoint COMMAND ...           switchpoint COMMAND --help says more
       switchpoint --keys                the keys of the workbench

{commands}

A PROFILE is a path, or a name: ./NAME.toml, ./profiles/NAME.toml, your own folder, then the starters.
stdout is data, stderr is narration. Exit codes: 0 fine; 1 a limit of check was missed; 2 wrong input or usage;
3 no verdict, because no option is eligible and fully priced.
"""


class UsageError(Exception):
    """Arguments that make no sense; the text is one line for stderr."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line (`argv`, or the process's arguments) and return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _hold_closed_streams()
    _speak_unicode(sys.stdout)
    _speak_unicode(sys.stderr)
    if not sys.warnoptions:
        warnings.simplefilter("ignore", RuntimeWarning)  # what NumPy mutters is no narration
    try:
        code = dispatch(arguments)
        sys.stdout.flush()
    except UsageError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        if error.filename is None:  # writing to stdout failed: Python would try again at exit and complain
            _nobody_reads()
        return _refuse(f"{error.filename or 'standard output'}: {error.strerror or error}")
    except Exception as error:
        return _unexpected(error)
    return code


def dispatch(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; without a command name they are those of `open`."""
    first = arguments[0] if arguments else ""
    if first in {"-h", "--help", "help"}:
        width = max(map(len, COMMANDS))
        print(HELP.format(commands="\n".join(f"  {name:{width}}  {title}" for name, title in COMMANDS.items())), end="")
        return FINE
    if first == "--version":
        from model import RELEASE

        print(f"switchpoint {RELEASE}")
        return FINE
    if first == "--keys":
        return _run("keys", arguments[1:])
    if first in COMMANDS:
        return _run(first, arguments[1:])
    return _run("open", arguments)


def _run(name: str, arguments: Sequence[str]) -> int:
    from datetime import date
    from importlib import import_module

    gc.set_threshold(NEW_OBJECTS, 20, 20)
    code: int = import_module(f"tui.commands.{name}").run(arguments, date.today())
    return code


def _refuse(sentence: str) -> int:
    print(f"switchpoint: {sentence}", file=sys.stderr)
    return WRONG_INPUT


def _unexpected(error: Exception) -> int:
    """Say that this is our fault, and no more than a line of it."""
    print(f"switchpoint: {fault(error)}", file=sys.stderr)
    return UNEXPECTED


def fault(error: Exception) -> str:
    """That this is our fault and where it happened, in one line, so that a report about it is useful."""
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    what = " ".join(ascii(str(error))[1:-1].split())[:200]
    return f"this should not have happened ({type(error).__name__} at {where}: {what}); please report it"


def _nobody_reads() -> int:
    """Point stdout at nothing, so that Python's own flush at exit does not complain about the closed pipe."""
    try:  # noqa: SIM105 - contextlib is not worth its import here
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is no file in tests
        pass
    return NOBODY_READS


def _hold_closed_streams() -> None:
    """Give each stream that the caller closed a place that leads nowhere: else the next file opened would take its number,
    and what is meant for stderr would land in the data on stdout."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: this one
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the process lives
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115


def _speak_unicode(stream: TextIO) -> None:
    """Let a stream carry any text: UTF-8 into pipes and files; on a terminal its own encoding, unknown letters as "?"."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if stream.isatty():
        reconfigure(errors="replace")
    else:
        reconfigure(encoding="utf-8", errors="replace")
