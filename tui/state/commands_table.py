"""Every command of the workbench, declared once.

Bindings with ids, the footer, the palette, the searchable help and the printed key table are all made from `COMMANDS`. A place is a screen:
"first", "work", "scenarios", "present", "map", "bill", "track", or "all" for what works everywhere. Keys follow what terminals, multiplexers and text fields leave
free; every command with a function key or a control key has a second way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap

from msgspec import Struct

FIRST, WORK, SCENARIOS, PRESENT = "first", "work", "scenarios", "present"
MAP, BILL, TRACK, ALL = "map", "bill", "track", "all"
PLACES = (FIRST, WORK, SCENARIOS, PRESENT, MAP, BILL, TRACK)
_SHOWN = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "question_mark": "?", "slash": "/", "less_than_sign": "<",
    "greater_than_sign": ">", "space": "Space", "enter": "Enter", "escape": "Esc", "exclamation_mark": "!", "tab": "Tab", "plus": "+", "minus": "-",
    "shift+tab": "Shift+Tab", "shift+left": "Shift+←", "shift+right": "Shift+→", "delete": "Del", "pagedown": "PgDn",
    "pageup": "PgUp", "home": "Home", "end": "End", "backspace": "Backspace",
}  # fmt: skip


class Command(Struct, frozen=True):
    """One thing a user can do: its id is what a key map names, its action is what a screen carries out."""

    id: str
    title: str
    help: str
    keys: tuple[str, ...]
    action: str
    places: tuple[str, ...] = (WORK,)
    group: str = "Work"
    footer: str = ""  # the word in the footer; empty: not there
    palette: bool = True  # a movement of the cursor is no palette entry


def _c(id: str, title: str, help: str, keys: str, action: str, **more: object) -> Command:
    return Command(id, title, help, tuple(keys.split()), action, **more)  # type: ignore[arg-type]


_MOVE, _EDIT, _SEE, _FILE, _GO = "Move", "Change", "See", "Files", "Go"

COMMANDS: tuple[Command, ...] = (
    _c("nudge-down", "Nudge down", "One step less; a choice goes to the one before.", "left h", "nudge(-1)", group=_EDIT, palette=False),
    _c("nudge-up", "Nudge up", "One step more; a choice goes to the next.", "right l", "nudge(1)", group=_EDIT, footer="nudge", palette=False),
    _c("nudge-down-10", "Nudge down ten steps", "Ten steps less.", "shift+left H", "nudge(-10)", group=_EDIT, palette=False),
    _c("nudge-up-10", "Nudge up ten steps", "Ten steps more.", "shift+right L", "nudge(10)", group=_EDIT, palette=False),
    _c("row-up", "Row above", "The question above.", "up k", "row(-1)", group=_MOVE, palette=False),
    _c("row-down", "Row below", "The question below.", "down j", "row(1)", group=_MOVE, palette=False),
    _c("page-up", "Page up", "One screen up.", "pageup", "page(-1)", group=_MOVE, palette=False),
    _c("page-down", "Page down", "One screen down.", "pagedown", "page(1)", group=_MOVE, palette=False),
    _c("first-row", "First question", "To the top of the form.", "home", "edge(-1)", group=_MOVE, palette=False),
    _c("last-row", "Last question", "To the end of the form.", "end", "edge(1)", group=_MOVE, palette=False),
    _c("next-cell", "Next answer", "The next column, then the next question.", "tab", "cell(1)", group=_MOVE, palette=False, places=(WORK, FIRST)),
    _c("previous-cell", "Answer before", "The column before.", "shift+tab", "cell(-1)", group=_MOVE, palette=False, places=(WORK, FIRST)),
    _c("edit", "Type an answer", "Edit the answer; on a heading, open or close the group. A digit starts typing at once.",
       "enter", "edit", group=_EDIT, places=(WORK, FIRST)),
    _c("toggle", "Switch", "Switch a yes or no, tick a must-have, open or close a group.", "space", "switch", group=_EDIT, places=(WORK, FIRST)),
    _c("clear", "Take the answer away", "The question is then unanswered: its default or the book's price holds.", "delete backspace",
       "clear", group=_EDIT, places=(WORK, FIRST)),
    _c("basis", "How sure, whose number", "Asks: guess, measured, published or contract, for the answer under the cursor. No figure moves.", "b", "basis",
       group=_EDIT, footer="how sure", places=(WORK, FIRST)),
    _c("note", "Source and note", "Where the number comes from, in words.", "n", "note", group=_EDIT),
    _c("undo", "Undo", "Take back the last change, whatever it was.", "u ctrl+z", "undo", places=(WORK, FIRST, SCENARIOS), group=_EDIT,
       footer="undo"),
    _c("redo", "Redo", "Do the change again.", "U ctrl+y", "redo", places=(WORK, FIRST, SCENARIOS), group=_EDIT),
    _c("add", "Add to this group", "A workload, an option, an item, a route, a tool, an event.", "a plus", "add", group=_EDIT),
    _c("duplicate", "Duplicate", "A copy of the workload, option or item under the cursor.", "c", "duplicate", group=_EDIT),
    _c("remove", "Remove", "Take the workload, option or item under the cursor out.", "x", "remove", group=_EDIT),
    _c("rename", "Rename", "Another id; everything that names it follows.", "r", "rename", group=_EDIT),
    _c("earlier", "Move up in the order", "Earlier in the file and on the screen.", "less_than_sign", "reorder(-1)", group=_EDIT),
    _c("later", "Move down in the order", "Later in the file and on the screen.", "greater_than_sign", "reorder(1)", group=_EDIT),
    _c("missing", "Next number that is not yours", "To the deciding question answered by a guess or a published range.", "m", "missing",
       group=_MOVE, footer="missing"),
    _c("find", "Find a question", "Type part of a question or key and go there.", "slash", "find", group=_MOVE, footer="find"),
    _c("panel", "Next part of the screen", "From the form to what decides, the picture and the flips, and back; there 1 to 4 and Tab go on.",
       "t", "panel(0)", group=_MOVE),
    _c("jump", "Go to a part", "A list of the groups, panels and pictures with a letter each; the letter goes there.", "g", "jump", group=_MOVE),
    _c("more", "All questions of this group", "Show also what is rarely needed, and hide it again.", "e", "more", group=_SEE),
    _c("column", "Next last column", "Whose number, flips at, range, change since the pinned baseline.", "f", "column", group=_SEE),
    _c("picture", "Next picture", "Paid so far, cost against volume, tornado, futures, what to learn, levers, who causes the bill, cost of one outcome.", "v",
       "picture(1)", group=_SEE, footer="picture"),
    _c("picture-back", "Picture before", "The picture before.", "V", "picture(-1)", group=_SEE),
    _c("pictures", "Pictures", "All pictures and findings by name: before you decide, how you would be wrong, levers, must haves, look again.",
       "G", "pictures", group=_SEE),
    _c("maximise", "Maximise", "The picture or table under the cursor fills the screen; again: back.", "z", "maximise", group=_SEE),
    _c("map", "Decision map", "Who wins over any two of the inputs, with your point.", "M", "map", group=_SEE),
    _c("why", "Why this figure", "From an amount to its lines, quantity times rate, rule, source and date, and the input.", "y i", "why",
       places=(WORK, SCENARIOS), group=_SEE, footer="why"),
    _c("pin", "Pin the baseline", "Changes are shown against what is on the screen now; again: back to the saved file.", "B", "pin",
       places=(WORK, SCENARIOS), group=_SEE),
    _c("decide", "We decide", "Write under [decision] for which option, by whom, why, and the switching values it rests on; undo takes it back.",
       "D", "decide", places=(WORK, SCENARIOS), group=_EDIT),
    _c("pair", "Other pair", "Compare the next two of the options.", "o", "pair", group=_SEE),
    _c("mind", "What to mind", "The warnings about this answer, in whole sentences; Enter goes to the field of one.", "exclamation_mark", "mind",
       places=(WORK, FIRST, SCENARIOS), group=_SEE),
    _c("scenarios", "Scenarios", "Compare side by side, with a waterfall of what makes the difference.", "s", "go('scenarios')", places=(WORK,), group=_GO,
       footer="scenarios"),
    _c("keep", "Keep as a scenario", "The changes since the pinned baseline become a scenario with a name.", "K", "keep", group=_EDIT),
    _c("present", "Present", "Full screen: the answer, why, what would change our mind.", "p P f5", "go('present')",
       places=(WORK, SCENARIOS), group=_GO, footer="present"),
    _c("measure", "Open what really ran", "A bill, a session export, traces or hours: import it, see what it would change, take all of it or some.", "I", "measure",
       places=(WORK, FIRST, BILL, TRACK), group=_FILE, footer="measure"),
    _c("bill", "The bill", "Who causes it: agent by axis, then weeks and sessions, and what single sessions cost.", "C", "bill", places=(WORK, SCENARIOS),
       group=_GO),
    _c("track", "Is the forecast holding", "Track: each measured month against its forecast, which assumption broke, triggers crossed, how good the ranges are.",
       "F", "track", places=(WORK, SCENARIOS, BILL), group=_GO),
    _c("open", "Open", "Recent files, profiles of this folder, starters.", "O ctrl+o", "open", places=(WORK, FIRST), group=_FILE),
    _c("save", "Save", "Write the file; comments and order stay.", "w", "save", places=(WORK, SCENARIOS), group=_FILE, footer="save"),
    _c("save-as", "Save as", "Write another file and go on with it.", "W", "save_as", places=(WORK, SCENARIOS), group=_FILE),
    _c("export", "Write a report", "Export: PDF, slides (PowerPoint), spreadsheet (Excel), web page (HTML), Markdown, CSV and FOCUS rows or JSON.", "X", "export",
       places=(WORK, SCENARIOS, PRESENT), group=_FILE),
    _c("new", "New comparison", "The questions of a first comparison, from the beginning.", "N", "new", places=(WORK,), group=_FILE),
    _c("first-next", "Next question", "Down; the answers count at once.", "down", "row(1)", places=(FIRST,), group=_MOVE, palette=False),
    _c("first-before", "Question before", "Up.", "up", "row(-1)", places=(FIRST,), group=_MOVE, palette=False),
    _c("first-change", "Other answer", "The next of the choices, or one step more.", "right", "nudge(1)", places=(FIRST,), group=_EDIT,
       palette=False),
    _c("first-change-back", "Answer before", "The choice before, or one step less.", "left", "nudge(-1)", places=(FIRST,), group=_EDIT,
       palette=False),
    _c("first-tokens", "Add tokens", "Tokens cancel with the same model on both sides; add them to see the whole bill.", "t", "tokens",
       places=(FIRST,), group=_EDIT, footer="tokens"),
    _c("first-starter", "Begin from an example", "One of the starters instead of the questions.", "s", "starters", places=(FIRST,),
       group=_FILE, footer="examples"),
    _c("first-agent", "Another agent", "One more agent, with its own runs, minutes and tokens.", "a", "add_agent", places=(FIRST,), group=_EDIT),
    _c("first-over", "Start over", "The questions as they were at first; undo brings the answers back.", "N", "over", places=(FIRST,), group=_FILE),
    _c("first-done", "Go to the workbench", "Write the file and go on with everything.", "f2 w", "done", places=(FIRST,), group=_GO,
       footer="done"),
    _c("scenario-left", "Scenario to the left", "The scenario before.", "left h shift+tab", "pick(-1)", places=(SCENARIOS,), group=_MOVE,
       palette=False),
    _c("scenario-right", "Scenario to the right", "The next scenario.", "right l tab", "pick(1)", places=(SCENARIOS,), group=_MOVE,
       footer="choose", palette=False),
    _c("scenario-down", "Line below", "Down.", "down j", "row(1)", places=(SCENARIOS,), group=_MOVE, palette=False),
    _c("scenario-up", "Line above", "Up.", "up k", "row(-1)", places=(SCENARIOS,), group=_MOVE, palette=False),
    _c("scenario-open", "Work in it", "Open the scenario on the work screen; edits go into it.", "enter e", "work", places=(SCENARIOS,),
       group=_GO, footer="work in it"),
    _c("scenario-duplicate", "Duplicate the scenario", "A copy with its own name.", "d c", "duplicate", places=(SCENARIOS,), group=_EDIT,
       footer="duplicate"),
    _c("scenario-rename", "Name the scenario", "Another title.", "r", "rename", places=(SCENARIOS,), group=_EDIT, footer="name"),
    _c("scenario-remove", "Remove the scenario", "Take it out of the profile.", "x", "remove", places=(SCENARIOS,), group=_EDIT),
    _c("scenario-earlier", "Scenario earlier", "Move it to the left.", "less_than_sign", "reorder(-1)", places=(SCENARIOS,), group=_EDIT),
    _c("scenario-later", "Scenario later", "Move it to the right.", "greater_than_sign", "reorder(1)", places=(SCENARIOS,), group=_EDIT),
    _c("slide-next", "Next step", "The next step.", "right space pagedown l enter", "step(1)", places=(PRESENT,), group=_MOVE, footer="next"),
    _c("slide-back", "Step before", "The step before.", "left pageup h backspace", "step(-1)", places=(PRESENT,), group=_MOVE, footer="back"),
    _c("slide-first", "First step", "The answer.", "1 home", "jump_to(0)", places=(PRESENT,), group=_MOVE),
    _c("slide-second", "Second step", "Why.", "2", "jump_to(1)", places=(PRESENT,), group=_MOVE),
    _c("slide-third", "Third step", "What would change our mind.", "3", "jump_to(2)", places=(PRESENT,), group=_MOVE),
    *(_c(f"slide-{at}", f"Step {at}", "On demand: paid so far, volume, futures, what to learn, levers.", str(at), f"jump_to({at - 1})",
         places=(PRESENT,), group=_MOVE, palette=False) for at in range(4, 10)),
    _c("slide-last", "Last step", "The last of the steps on demand.", "end", "jump_to(-1)", places=(PRESENT,), group=_MOVE),
    _c("blank", "Blank the screen", "Eyes on the speaker; any key comes back.", "b full_stop", "blank", places=(PRESENT,), group=_SEE,
       footer="blank"),
    _c("what-if", "What if", "Move the inputs that decide, live; again: back to the statement.", "w", "what_if", places=(PRESENT,),
       group=_EDIT, footer="what if"),
    _c("map-across", "Other input across", "Which input the decision map has from left to right.", "x", "choose(0)", places=(MAP,), group=_SEE),
    _c("map-upwards", "Other input upwards", "Which input the decision map has from bottom to top.", "y", "choose(1)", places=(MAP,), group=_SEE),
    _c("bill-up", "Row above", "The agent, week, session or month above.", "up k", "row(-1)", places=(BILL, TRACK), group=_MOVE, palette=False),
    _c("bill-down", "Row below", "The agent, week, session or month below.", "down j", "row(1)", places=(BILL, TRACK), group=_MOVE, palette=False),
    _c("bill-deeper", "Into it", "From an agent to its weeks, from a week to its sessions; from a month to its inputs and lines.", "enter right l", "deeper",
       places=(BILL, TRACK), group=_SEE, footer="into it"),
    _c("bill-out", "Out of it", "Back to the agent or to all of them, or to all months.", "backspace left h", "up", places=(BILL, TRACK), group=_SEE,
       footer="out"),
    _c("bill-tail", "What single sessions cost", "The tail as a picture, where there is no room for it beside the table.", "v", "tail", places=(BILL,),
       group=_SEE, footer="tail"),
    _c("track-said", "All that is said", "The ranges so far, every trigger, what was left out, where there is no room for it above the months.", "v", "said",
       places=(TRACK,), group=_SEE, footer="all of it"),
    _c("track-keep", "Keep the months", "Write the measured months beside the profile: sources forget them after thirty days.", "w", "keep",
       places=(TRACK,), group=_FILE, footer="keep"),
    _c("back", "Back", "To where you came from.", "escape", "back", places=(FIRST, SCENARIOS, PRESENT, BILL, TRACK), group=_GO, footer="back to work"),
    _c("help", "Help", "Search what can be done and what words mean, and run it.", "question_mark f1", "help", places=(ALL,), group=_GO,
       footer="help"),
    _c("theme", "Next theme", "Dark, light, the terminal's own colours.", "T", "theme", places=(ALL,), group=_SEE),
    _c("copy", "Copy the comparison", "The comparison as text into the clipboard.", "Y", "copy", places=(WORK, SCENARIOS), group=_FILE),
    _c("palette", "Everything", "All commands and pictures, by name and by what they do.", "ctrl+p colon", "palette", places=(ALL,), group=_GO, footer="all",
       palette=False),
    _c("quit", "Quit", "Leave; one question if something is not saved.", "q ctrl+q", "leave", places=(ALL,), group=_GO),
)  # fmt: skip


def commands_of(place: str) -> tuple[Command, ...]:
    """The commands that work in a place, in the order of the table."""
    return tuple(c for c in COMMANDS if place in c.places or ALL in c.places)


def shown(key: str) -> str:
    """A key as people read it: ctrl+p, ?, ←."""
    return _SHOWN.get(
        key, {"colon": ":", "full_stop": "."}.get(key, key.upper() if key[:1] == "f" and key[1:].isdigit() else key)
    )


def clashes(keymap: Mapping[str, str] | None = None) -> list[str]:
    """Keys that two commands of one place claim, as sentences; empty when the table (and the key map laid over it) is sound."""
    found: list[str] = []
    for place in PLACES:
        owner: dict[str, str] = {}
        for command in commands_of(place):
            keys = (keymap or {}).get(command.id)
            for key in keys.split(",") if keys else command.keys:
                if key in owner:
                    found.append(f"{shown(key)} is both {owner[key]} and {command.id} ({place})")
                owner[key] = command.id
    return found


def key_list(columns: int, commands: Iterable[Command] = COMMANDS) -> str:
    """The keys for a terminal of this width: each with its command, then what it does and where."""
    rows: list[str] = []
    for command in commands:
        keys = " ".join(shown(key) for key in command.keys)
        where = "everywhere" if ALL in command.places else ", ".join(command.places)
        rows.append(f"{keys:<19} {command.title}".rstrip())
        rows += [
            " " * 20 + line for line in wrap(f"{command.help} ({where})", max(20, columns - 20), break_on_hyphens=False)
        ]
    return "\n".join(rows)


def key_table(commands: Iterable[Command] = COMMANDS) -> str:
    """The table of keys that the README carries, and the command line where a line of it fits."""
    rows = ["Key                 Command                        Where                  What it does"]
    for command in commands:
        keys = " ".join(shown(key) for key in command.keys)
        where = "everywhere" if ALL in command.places else ", ".join(command.places)
        rows.append(f"{keys:<19} {command.title:<30} {where:<22} {command.help}".rstrip())
    return "\n".join(rows)
