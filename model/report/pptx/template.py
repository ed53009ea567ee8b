"""A deck in somebody's own design: size, fonts, colors and layouts of a presentation are taken, its slides are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn

from model.report.choices import UnusableError
from model.report.pptx import grid as paper
from model.report.pptx.grid import EMU, Page

TITLE_ONLY = "titleOnly"
LEAST_ROOM, LEAST_WIDTH = 2.5, 6.0  # inches of a body in which a table can be read
LEAST_TITLE = 0.7  # inches: two lines of the smallest title
EDGE = 0.4


def opened(path: Path) -> Any:
    """The presentation without its slides.

    Raises UnusableError where the file is no presentation or leaves no room.
    """
    try:
        file = Presentation(str(path))
    except Exception as error:  # the library raises what its parts raise: a key, a value, an archive that is none
        raise UnusableError(f"{path} is no presentation that can be read ({type(error).__name__})") from error
    ids = file.slides._sldIdLst
    for each in list(ids):
        file.part.drop_rel(each.get(qn("r:id")))
        ids.remove(each)
    for section in file.element.findall(".//{*}sectionLst"):
        section.getparent().remove(section)
    pages(file)
    return file


def pages(file: Any) -> tuple[Page, Page]:
    """The two kinds of slides: both on the layout that has a title and room for the rest.

    Raises UnusableError where no layout has a title, or none leaves room under it.
    """
    at = _layout(file)
    layout = file.slide_layouts[at]
    title = next(each for each in layout.placeholders if _kind(each) in ("title", "ctrTitle"))
    wide, tall = file.slide_width / EMU, file.slide_height / EMU
    left, top, width = title.left / EMU, title.top / EMU, title.width / EMU
    height = max(title.height / EMU, LEAST_TITLE)
    feet = [each.top / EMU for each in layout.placeholders if _kind(each) in ("ftr", "sldNum", "dt")]
    bottom = min([*(foot for foot in feet if foot > tall / 2), tall - EDGE]) - 0.08
    found = Page(
        "Talk", at, height, 28.0, (*paper.TALK.scales, 0.66), top, bottom, left, min(width, wide - left - 0.2), False
    )
    if found.room < LEAST_ROOM or found.width < LEAST_WIDTH:
        raise UnusableError(f"the layout {layout.name!r} leaves no room under its title")
    return found, Page("Appendix", at, height, 22.0, paper.PAPER.scales, top, bottom, left, found.width, False)


def _layout(file: Any) -> int:
    """The layout made for a title alone, else the one with the fewest other places."""
    found = []
    for at, layout in enumerate(file.slide_layouts):
        kinds = [_kind(each) for each in layout.placeholders]
        if {"title", "ctrTitle"} & set(kinds):
            others = sum(kind not in ("title", "ctrTitle", "ftr", "sldNum", "dt") for kind in kinds)
            found.append((layout._element.get("type") != TITLE_ONLY, others, "ctrTitle" in kinds, at))
    if not found:
        raise UnusableError("none of its layouts has a title")
    return min(found)[-1]


def _kind(shape: Any) -> str:
    return str(shape.element.ph.get("type", "body"))
