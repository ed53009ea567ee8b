"""How the roles of the charts look: dark, light, the terminal's own colours, and no colour at all.

One meaning per colour over all charts: "a" and "b" are the options of the pair, "c", "d", "e" the others, "better" and "worse" are for B against A,
"marker" is a crossing or the team's own point. Text has contrast of at least 4.5 to 1 and a mark at least 3 to 1 on every ground named here; only
the grid recedes below that. Colour is never alone: a sign, a label, a side or a texture says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DARK, LIGHT, ANSI, PLAIN_DARK, PLAIN_LIGHT = "dark", "light", "ansi", "plain dark", "plain light"

# The grounds that the themes of the workbench put under a chart.
GROUNDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {DARK: ("#101418", "#151b21", "#1b232b"), LIGHT: ("#ffffff", "#fbfbf9", "#f4f5f5", "#eef1f3")}
)
FILLS = ("a", "b", "c", "d", "e", "better", "worse", "bar")


def _palette(words: dict[str, str], fills: dict[str, str], soft: dict[str, str], ink: str) -> dict[str, str]:
    """All roles of one palette: words as given; every fill also as a ground ("over-") and as a ground for its label ("on-")."""
    roles = dict(words)
    for name, colour in {**fills, **soft}.items():
        roles[name] = colour
        roles[f"over-{name}"] = f"on {colour}"
        roles[f"on-{name}"] = f"bold {ink} on {colour}"
    return roles | {"bold": "bold", "reverse": "reverse"}


_DARK = _palette(
    {
        "": "#d8dee4",
        "dim": "#8f9aa5",
        "strong": "bold #ffffff",
        "title": "bold #ffffff",
        "axis": "#74808b",
        "grid": "#45515c",
        "marker": "bold #ffffff",
        "drop": "#b4bec8",
        "cursor": "#f0c674",
        "readout": "bold #f0c674",
        "row": "on #26323d",
    },
    dict(zip(FILLS, ("#5ab4e8", "#eda63c", "#b79be6", "#9fb84a", "#d98fb5", "#41c0a0", "#f07f6e", "#8b97a3"), strict=True)),
    {"a-soft": "#93cdf0", "b-soft": "#f4c885", "c-soft": "#d3c3f0", "d-soft": "#c3d488", "e-soft": "#e8bcd3", "bar-soft": "#b3bcc5"}
    | {"better-soft": "#31947b", "worse-soft": "#c2665a"},
    "#0b0e11",
)  # fmt: skip
_LIGHT = _palette(
    {
        "": "#1f2529",
        "dim": "#59646d",
        "strong": "bold #000000",
        "title": "bold #000000",
        "axis": "#6b757d",
        "grid": "#c3cad0",
        "marker": "bold #000000",
        "drop": "#3f4a53",
        "cursor": "#7a4d00",
        "readout": "bold #7a4d00",
        "row": "on #dde6ee",
    },
    dict(zip(FILLS, ("#005f9e", "#9a4a00", "#6a45a8", "#55660a", "#96306b", "#00705a", "#b3261e", "#5c666e"), strict=True)),
    {"a-soft": "#2f7cb3", "b-soft": "#ab6420", "c-soft": "#8264b8", "d-soft": "#6a7a25", "e-soft": "#aa5183", "bar-soft": "#6b757d"}
    | {"better-soft": "#2a7f6c", "worse-soft": "#c24a41"},
    "#ffffff",
)  # fmt: skip
_PLAIN_DARK = _palette(
    {name: style for name, style in _DARK.items() if name in ("", "dim", "strong", "title", "axis", "grid", "marker", "drop", "row")}
    | {"cursor": "#ffffff", "readout": "bold #ffffff"},
    dict(zip(FILLS, ("#f0f0f0", "#a2a2a2", "#c8c8c8", "#b4b4b4", "#9c9c9c", "#a2a2a2", "#e0e0e0", "#969696"), strict=True)),
    {"a-soft": "#c4c4c4", "b-soft": "#d2d2d2", "c-soft": "#969696", "d-soft": "#e0e0e0", "e-soft": "#bcbcbc", "bar-soft": "#c4c4c4"}
    | {"better-soft": "#858585", "worse-soft": "#bcbcbc"},
    "#0b0b0b",
)  # fmt: skip
_PLAIN_LIGHT = _palette(
    {name: style for name, style in _LIGHT.items() if name in ("", "dim", "strong", "title", "axis", "grid", "marker", "drop", "row")}
    | {"cursor": "#000000", "readout": "bold #000000"},
    dict(zip(FILLS, ("#1c1c1c", "#606060", "#484848", "#5a5a5a", "#646464", "#606060", "#303030", "#666666"), strict=True)),
    {"a-soft": "#484848", "b-soft": "#3c3c3c", "c-soft": "#6e6e6e", "d-soft": "#303030", "e-soft": "#505050", "bar-soft": "#484848"}
    | {"better-soft": "#747474", "worse-soft": "#505050"},
    "#ffffff",
)  # fmt: skip


def _ansi() -> dict[str, str]:
    """The terminal's own colours; fills that carry text are reversed, so that they survive where colour is switched off."""
    roles = {
        "": "",
        "dim": "dim",
        "strong": "bold",
        "title": "bold",
        "axis": "dim",
        "grid": "dim",
        "marker": "bold",
        "drop": "",
        "cursor": "bold",
        "readout": "bold",
        "row": "underline",
        "bold": "bold",
        "reverse": "reverse",
    }
    colours = ("cyan", "yellow", "magenta", "blue", "bright_magenta", "green", "red", "bright_black")
    for name, colour in zip(FILLS, colours, strict=True):
        other = f"bright_{colour}" if "bright" not in colour else "white"
        for role, shade in ((name, colour), (f"{name}-soft", other)):
            roles |= {role: shade, f"over-{role}": f"on {shade}", f"on-{role}": f"reverse {shade}"}
    return roles


PALETTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {DARK: _DARK, LIGHT: _LIGHT, ANSI: _ansi(), PLAIN_DARK: _PLAIN_DARK, PLAIN_LIGHT: _PLAIN_LIGHT}
)


def words_of(palette: str, role: str) -> str:
    """The look of a role in Rich's words; parts joined by a blank are laid over each other, an unknown part changes nothing."""
    looks = PALETTES[palette]
    return " ".join(filter(None, (looks.get(""), *(looks.get(part, "") for part in role.split()))))


def mode_of(dark: bool, ansi: bool, no_color: bool) -> str:
    """Which palette suits a theme."""
    if ansi:
        return ANSI
    if no_color:
        return PLAIN_DARK if dark else PLAIN_LIGHT
    return DARK if dark else LIGHT
