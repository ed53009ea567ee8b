"""An empty deck in the house's design, and a slide with its title, running head, footer, number and notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from model.report.plain import clean
from model.report.pptx import grid as paper
from model.report.pptx import template as pptx_template
from model.report.pptx.grid import Page, emu
from model.report.pptx.pack import timeless
from model.report.pptx.shapes import BODY, NAMES, PLAIN_LEVEL, OpenSlide, TextRun, bar, paragraph, place, text_box

FOOT_POINTS = paper.LEAST_POINTS
TITLE_LINES = 4  # of the smallest type: more never fits
LAYOUTS = (5, 6)  # of the template that the library brings: title only, and one more to make the appendix of
PLACES = {
    "title": (paper.LEFT, paper.TITLE_TOP, paper.BODY_WIDTH, paper.TALK.title_height),
    "dt": (paper.LEFT, paper.HEAD_TOP, 2.0, paper.HEAD_HEIGHT),
    "ftr": (paper.LEFT, paper.FOOT_TOP, paper.BODY_WIDTH - 0.8, paper.FOOT_HEIGHT),
    "sldNum": (paper.WIDTH - paper.RIGHT - 0.7, paper.FOOT_TOP, 0.7, paper.FOOT_HEIGHT),
    "body": (paper.LEFT, paper.TALK.top, paper.BODY_WIDTH, paper.TALK.room),
}


class Deck:
    """The slides as they are filled; `foot` stands at the bottom of each, `head` above every title where the design is the
    house's own. `talk` and `paper` are its two kinds of slides."""

    def __init__(self, head: str, foot: str, template: Path | None = None) -> None:
        self.head, self.foot = head, foot
        self.sheets: list[OpenSlide] = []
        if template is None:
            self.file = Presentation()
            self.talk, self.paper = paper.TALK, paper.PAPER
            _design(self.file)
        else:
            self.file = pptx_template.opened(template)
            self.talk, self.paper = pptx_template.pages(self.file)

    def slide(self, page: Page, title: str, notes: Sequence[str] = (), place_: str = "") -> OpenSlide:
        """A new slide with its title; `place_` stands at the right of the running head ("1 of 3")."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[page.layout])
        for each in list(slide.placeholders):
            if each.placeholder_format.idx != 0:  # the text places are made as they are filled
                each.element.getparent().remove(each.element)
        sheet = OpenSlide(slide)
        self.sheets.append(sheet)
        _title(slide, title, page)
        if page.own:
            self._running(sheet, place_)
        _foot(sheet, paper.shorten(clean(self.foot), FOOT_POINTS, page.width - 0.8), page.own)
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(clean(line) for line in notes)
        return sheet

    def _running(self, sheet: OpenSlide, place_: str) -> None:
        """Whose comparison, and where in the talk."""
        head = (paper.LEFT, paper.HEAD_TOP, paper.BODY_WIDTH - 2.2, paper.HEAD_HEIGHT)
        text_box(
            sheet, "Running head", [TextRun(paper.shorten(clean(self.head), 12, head[2]), 12, colour=paper.GREY)], head
        )
        if place_:
            right = (paper.WIDTH - paper.RIGHT - 2.0, paper.HEAD_TOP, 2.0, paper.HEAD_HEIGHT)
            text_box(sheet, "Place", [TextRun(place_, 12, colour=paper.GREY, right=True)], right)

    def content(self, title: str, subject: str, day: date) -> bytes:
        """The file, without any trace of when it was written."""
        core = self.file.core_properties
        core.title, core.subject, core.author, core.last_modified_by = (
            clean(title)[:250],
            clean(subject)[:250],
            "switchpoint",
            "",
        )
        core.created = core.modified = datetime(day.year, day.month, day.day)
        core.keywords, core.comments, core.revision = "", "", 1
        out = io.BytesIO()
        self.file.save(out)
        return timeless(out.getvalue(), day)


def _title(slide: Any, title: str, page: Page) -> None:
    """The statement, smaller where it is long, so that it stands on two lines at most."""
    text, points = paper.at_most(clean(title), 14, page.width, TITLE_LINES) or "…", page.title_points
    while points > 14 and paper.text_height(text, points, page.width, True) > page.title_height:
        points -= 1
    while len(text) > 20 and paper.text_height(text, points, page.width, True) > page.title_height:
        text = text[:-10].rstrip(" .…") + "…"
    frame = slide.shapes.title.text_frame
    frame.text = text
    if points != page.title_points or not page.own:
        frame.paragraphs[0].runs[0].font.size = Pt(points)


def _foot(sheet: OpenSlide, text: str, own: bool) -> None:
    """Footer and slide number as placeholders, so that the layout keeps placing them; a template that has none gets none."""
    places = {str(each.element.ph.get("type")): each for each in sheet.slide.slide_layout.placeholders}
    kinds = {kind: each.element.ph.get("idx") for kind, each in places.items()}
    if not own and "ftr" in places:
        text = paper.shorten(text, 12, places["ftr"].width / paper.EMU - 0.2)
    run = (
        paragraph(TextRun(text, FOOT_POINTS, colour=paper.GREY))
        if own
        else f"<a:p><a:r><a:rPr/><a:t>{paper.safe(text)}</a:t></a:r></a:p>"
    )
    if "ftr" in kinds:
        sheet.add(
            f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{sheet.number()}" name="Footer"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="ftr" sz="quarter" idx="{kinds["ftr"]}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"{run}</p:txBody></p:sp>"
        )
    if "sldNum" in kinds:
        sheet.add(
            f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{sheet.number()}" name="Slide number"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="sldNum" sz="quarter" idx="{kinds["sldNum"]}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f'<a:p><a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld></a:p>'
            "</p:txBody></p:sp>"
        )


# the design -----------------------------------------------------------------------------------------------------------


def _design(file: Any) -> None:
    """Wide slides, two layouts, the house's fonts, colours and places in the master."""
    file.slide_width, file.slide_height = Emu(emu(paper.WIDTH)), Emu(emu(paper.HEIGHT))
    file.element.find(qn("p:sldSz")).attrib.pop("type", None)
    _forget(file.part.package._rels, ("/thumbnail", "/extended-properties"))
    _forget(file.part.rels, ("/printerSettings",))
    layouts = list(file.slide_layouts)
    for layout in [each for at, each in enumerate(layouts) if at not in LAYOUTS]:
        file.slide_layouts.remove(layout)
    _theme(file.slide_master.part)
    for shape in file.slide_master.placeholders:
        kind = _kind(shape)
        shape.left, shape.top, shape.width, shape.height = (Emu(emu(each)) for each in PLACES[kind])
        _edges(shape._element.txBody, kind)
    _title_style(file.slide_master._element)
    for page, layout in zip((paper.TALK, paper.PAPER), file.slide_layouts, strict=True):
        _layout(layout, page)


def _forget(relations: Any, kinds: tuple[str, ...]) -> None:
    """Parts of the template that speak of another deck: its small picture, its program, its printer."""
    for key in [key for key, each in relations.items() if each.reltype.endswith(kinds)]:
        relations.pop(key)


def _kind(shape: Any) -> str:
    return str(shape._element.nvSpPr.nvPr.find(qn("p:ph")).get("type", "body"))


def _layout(layout: Any, page: Page) -> None:
    """A title, a short rule under it, the footer and the number; no date, which the running head has."""
    tree = layout.shapes._spTree
    layout.name = page.name
    kinds = {_kind(shape): shape for shape in layout.placeholders}
    tree.remove(kinds["dt"]._element)
    sheet = OpenSlide(layout)
    if "title" not in kinds:
        sheet.add(
            f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{sheet.number()}" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr>'
            f"{place(paper.LEFT, paper.TITLE_TOP, paper.BODY_WIDTH, page.title_height)}</p:spPr><p:txBody><a:bodyPr/>"
            f'<a:lstStyle><a:lvl1pPr><a:defRPr sz="{round(page.title_points * 100)}"/></a:lvl1pPr></a:lstStyle>'
            "<a:p><a:r><a:t>Title</a:t></a:r></a:p></p:txBody></p:sp>"
        )
        layout._element.attrib.pop("type", None)
    sheet.add(
        f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{sheet.number()}" name="Text"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="body" idx="{BODY}"/></p:nvPr></p:nvSpPr><p:spPr>{place(page.left, page.top, page.width, page.room)}</p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle>{PLAIN_LEVEL}</a:lstStyle><a:p><a:r><a:t>Text</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    bar(sheet, "Rule", (paper.LEFT, paper.TITLE_TOP + page.title_height + 0.06, 0.9, 0.045), paper.ACCENT)


def _edges(body: Any, kind: str) -> None:
    """Text set to the edges of its place: the title at the bottom of it, the footer small and grey."""
    properties = body.find(qn("a:bodyPr"))
    for side in ("lIns", "rIns", "tIns", "bIns"):
        properties.set(side, "0")
    if kind == "title":
        properties.set("anchor", "b")
        for fit in list(properties):
            properties.remove(fit)
    if kind in ("ftr", "sldNum"):
        style = body.find(qn("a:lstStyle"))
        for old in list(style):
            style.remove(old)
        align = "r" if kind == "sldNum" else "l"
        style.append(parse_xml(
            f'<a:lvl1pPr {NAMES} algn="{align}"><a:defRPr sz="1050"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        ))  # fmt: skip


def _title_style(master: Any) -> None:
    level = master.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    level.set("algn", "l")
    font = level.find(qn("a:defRPr"))
    font.set("sz", "2800")
    font.set("b", "1")


def _theme(master: Any) -> None:
    """Fonts and colours of the theme, so that what a person adds looks the same."""
    part = next(each.target_part for each in master.rels.values() if each.reltype.endswith("/theme"))
    theme = parse_xml(part.blob)
    for key, colour in paper.THEME.items():
        for found in theme.iter(qn(f"a:{key}")):
            for old in list(found):
                found.remove(old)
            found.append(parse_xml(f'<a:srgbClr {NAMES} val="{colour}"/>'))
    for kind in ("a:majorFont", "a:minorFont"):
        for fonts in theme.iter(qn(kind)):
            fonts.find(qn("a:latin")).set("typeface", paper.FONT)
    part._blob = serialize_part_xml(theme)
