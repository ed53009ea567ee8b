"""Colours of the workbench: one meaning per colour, and a sign, a texture or a place beside every one of them.

Three themes: dark, light, and the terminal's own sixteen colours. A role is a name that the parts use ("a" is the first option of the pair,
"b" the second); this table says how each looks. Contrast on the background is at least 4.5 to 1 for every role that carries text.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual.theme import Theme

from tui.paint.palettes import PALETTES as CHARTS
from tui.paint.palettes import mode_of

DARK = "switchpoint-dark"
LIGHT = "switchpoint-light"
ANSI = "switchpoint-ansi"
NAMES = (DARK, LIGHT, ANSI)

_DARK = {
    "": "#d8dee4",
    "dim": "#8f9aa5",
    "faint": "#56616c",
    "strong": "bold #ffffff",
    "head": "bold #aebbc7",
    "title": "bold #ffffff",
    "rule": "#3d4852",
    "key": "bold #f0c674",
    "a": "#5ab4e8",
    "b": "#eda63c",
    "a-strong": "bold #5ab4e8",
    "b-strong": "bold #eda63c",
    "bar": "#7f8b97",
    "stripe": "#f0c674",
    "verdict": "bold #f0c674",
    "warn": "#f0c674",
    "wrong": "bold #ff8f80",
    "own": "#8fcf9f",
    "cursor": "bold #ffffff on #2b4257",
    "row": "on #1b232b",
    "edit": "bold #101418 on #f0c674",
    "caret": "bold #101418 on #ffffff",
    "mark": "bold #101418 on #8fcf9f",
}
_LIGHT = {
    "": "#1f2529",
    "dim": "#59646d",
    "faint": "#98a1a8",
    "strong": "bold #000000",
    "head": "bold #3f4a53",
    "title": "bold #000000",
    "rule": "#b9c1c7",
    "key": "bold #7a4d00",
    "a": "#005f9e",
    "b": "#9a4a00",
    "a-strong": "bold #005f9e",
    "b-strong": "bold #9a4a00",
    "bar": "#6b757d",
    "stripe": "#b57a00",
    "verdict": "bold #6d4400",
    "warn": "#7a4d00",
    "wrong": "bold #a61b0f",
    "own": "#1d6b33",
    "cursor": "bold #000000 on #cfe3f3",
    "row": "on #eef1f3",
    "edit": "bold #ffffff on #7a4d00",
    "caret": "bold #ffffff on #000000",
    "mark": "bold #ffffff on #1d6b33",
}
_ANSI = {
    "": "",
    "dim": "dim",
    "faint": "dim",
    "strong": "bold",
    "head": "bold dim",
    "title": "bold",
    "rule": "dim",
    "key": "bold yellow",
    "a": "cyan",
    "b": "yellow",
    "a-strong": "bold cyan",
    "b-strong": "bold yellow",
    "bar": "dim",
    "stripe": "yellow",
    "verdict": "bold yellow",
    "warn": "yellow",
    "wrong": "bold red",
    "own": "green",
    "cursor": "reverse",
    "row": "",
    "edit": "reverse bold",
    "caret": "bold underline",
    "mark": "reverse bold green",
}
PALETTES: dict[str, dict[str, str]] = {DARK: _DARK, LIGHT: _LIGHT, ANSI: _ANSI}

# What Textual's own style sheet asks of a theme in the terminal's colours.
_TERMINAL = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "border-blurred": "ansi_bright_black",
    "block-cursor-foreground": "ansi_black",
    "block-cursor-background": "ansi_white",
    "input-cursor-background": "ansi_white",
    "input-cursor-foreground": "ansi_black",
    "input-cursor-text-style": "none",
    "input-selection-background": "ansi_bright_blue",
    "input-selection-foreground": "ansi_black",
    "screen-selection-background": "ansi_bright_blue",
    "screen-selection-foreground": "ansi_black",
}
THEMES = (
    Theme(DARK, primary="#5ab4e8", secondary="#eda63c", accent="#f0c674", warning="#f0c674", error="#ff8f80", success="#8fcf9f",
          foreground="#d8dee4", background="#101418", surface="#151b21", panel="#1b232b", dark=True),
    Theme(LIGHT, primary="#005f9e", secondary="#9a4a00", accent="#7a4d00", warning="#7a4d00", error="#a61b0f", success="#1d6b33",
          foreground="#1f2529", background="#fbfbf9", surface="#f4f5f5", panel="#eef1f3", dark=False),
    Theme(ANSI, primary="ansi_cyan", secondary="ansi_yellow", accent="ansi_yellow", warning="ansi_yellow", error="ansi_red",
          success="ansi_green", foreground="ansi_default", background="ansi_default", surface="ansi_default",
          panel="ansi_default", boost="ansi_default", dark=True, ansi=True, variables=_TERMINAL),
)  # fmt: skip


@lru_cache(maxsize=1024)
def style_of(theme: str, role: str, no_color: bool = False) -> Style:
    """How a role looks in a theme; roles joined by a blank are laid over each other; the roles of charts look as they do in charts, an unknown
    one like plain text."""
    palette = PALETTES.get(theme, _DARK)
    charts = CHARTS[mode_of(theme != LIGHT, theme == ANSI, no_color)]
    style = Style.parse(palette[""])
    for part in role.split():
        style += Style.parse(palette.get(part) or charts.get(part, palette[""]))
    return style
