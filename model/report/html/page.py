"""The comparison as one web page that asks nothing of any network.

Page one stands at the top and prints on a sheet of its own; the whole story follows, its audit chapters folded once the
page is alive. Several scenarios stand side by side in a table and one under the other; a switch shows one at a time.
Everything works without the script, which is one of two things the page allows to run: it and the style sheet are named
by their digest, all else is forbidden.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from msgspec.structs import replace

from model.decision.records.analysis import Analysis
from model.report import one_page
from model.report.blocks import Bars, Question, Section, Story, Table
from model.report.chapters.chart_data import pictures
from model.report.html.elements import Pen, statement, tiles
from model.report.html.svg import HALF, esc
from model.report.live import live_page as live
from model.report.one_page import OnePage
from model.report.plain import cut
from model.report.presentation import appendix
from model.report.story import tell

FOLDED = (Question.BY_HAND, Question.WHOSE, Question.RECORD)
MOST_BARS, MOST_FLIPS, MOST_ASSUMPTIONS = 6, 4, 3  # rows that page one holds on paper
ROOM_FOR_NAMES = 110  # characters of all options' names together
APPENDED = ("how",)
LONGEST_BUTTON = 30  # letters of the button of a scenario


def render(analyses: Sequence[Analysis]) -> bytes:
    """The page; the first analysis is its title."""
    moving_style, moving_script = live.assets()
    style, script = f"{_asset('page.css')}\n{moving_style}", f"{_asset('page.js')}\n{moving_script}"
    pen = Pen()
    pages = [one_page.page(analysis) for analysis in analyses]
    first = pages[0]
    cases = "\n".join(_case(pen, analyses[at], page, at, len(pages)) for at, page in enumerate(pages))
    beside = _beside(pen, analyses) if len(analyses) > 1 else ""
    title = f"{first.title}: {first.decision}"
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{esc(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{esc(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'{_top(first)}\n<main id="main">\n{beside}{cases}\n</main>\n{_bottom(first)}\n<script>{script}</script>\n</body>\n</html>\n'
    ).encode()


def _asset(name: str) -> str:
    return files("model.report.html").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _top(page: OnePage) -> str:
    return (
        '<a class="skip" href="#main">To the answer</a>\n<header class="top"><div class="inner">'
        f'<span class="of">{esc(page.title)}</span>'
        '<a class="to-live" href="#live">Change an assumption</a><span class="tools"></span></div></header>'
    )


def _bottom(page: OnePage) -> str:
    product = dict(page.face).get("Product", "switchpoint")
    return f'<footer class="bottom"><div class="inner">Made by {esc(product)}. This page asks nothing of any network.</div></footer>'


def _beside(pen: Pen, analyses: Sequence[Analysis]) -> str:
    table = replace(one_page.beside(analyses), title="")
    return (
        '<section class="beside" aria-labelledby="beside"><div class="inner"><h2 id="beside">Scenarios side by side</h2>'
        f"{pen.table(table)}</div></section>\n"
    )


def _case(pen: Pen, analysis: Analysis, page: OnePage, at: int, among: int) -> str:
    """One analysis: page one and its story."""
    story = tell(analysis)
    name = esc(cut(one_page.scenario_title(analysis), LONGEST_BUTTON)) if among > 1 else ""
    label = f' data-scenario="{name}"' if among > 1 else ""
    return (
        f'<article class="case" id="case-{at + 1}"{label}>\n{_one_page(pen, page)}\n{"" if at else live.section(analysis)}'
        f"{_story(pen, analysis, story, f'c{at + 1}')}\n</article>"
    )


def _one_page(pen: Pen, page: OnePage) -> str:
    because = "".join(statement(said) for said in page.because)
    scenario = f'<span class="scenario">scenario {esc(page.scenario)}</span>' if page.scenario else ""
    summary = f'<p class="summary">{esc(page.summary)}</p>' if page.summary else ""
    dense = is_dense(page)
    decides, flips = _part(pen, page.decides), _part(pen, page.flips, MOST_FLIPS - dense)
    asked = any(isinstance(block, Table) for block in page.must_haves.blocks)
    must, rests = (
        _part(pen, page.must_haves) if asked else "",
        _part(pen, page.assumptions, MOST_ASSUMPTIONS - dense),
    )
    perhaps = [_part(pen, section) for section in (page.what_if, page.commits) if section is not None]
    further = f'<div class="two">{"".join(perhaps)}</div>' if perhaps else ""
    kicker = f'<p class="kicker"><b>{esc(page.title)}</b> prices of {esc(page.day)}, US dollars {scenario}</p>'
    said = f'<h1>{esc(page.decision)}</h1>\n{_strength(page)}\n{summary}<div class="because">{because}</div>'
    return (
        f'<section class="one-page{" dense" if dense else ""}"><div class="inner">\n{kicker}\n{said}\n{tiles(page.tiles)}\n'
        f'{_part(pen, page.costs)}\n{_part(pen, page.cash)}\n<div class="two">{decides}<div>{flips}{must}</div></div>\n'
        f"{further}\n{rests}\n"
        f"{_face(page)}\n</div></section>"
    )


def is_dense(page: OnePage) -> bool:
    """Whether names or options are so many that paper needs a smaller print."""
    names = [column.title for block in page.costs.blocks if isinstance(block, Table) for column in block.columns[1:]]
    return len(names) > 4 or sum(len(name) for name in names) > ROOM_FOR_NAMES


def _strength(page: OnePage) -> str:
    """The word for how sure it is, with as many of three marks filled."""
    if page.strength.casefold() == page.decision.casefold():
        return ""
    marks = range(3) if page.sure else ()
    dots = "".join(f'<i class="{"full" if mark < page.sure else "empty"}"></i>' for mark in marks)
    return (
        f'<p class="strength s{page.sure}"><span class="sure" aria-hidden="true">{dots}</span>{esc(page.strength)}</p>'
    )


def _part(pen: Pen, section: Section, most: int | None = None) -> str:
    """A part of page one, its table or chart cut to what a page holds."""
    drawn = []
    for block in section.blocks:
        if isinstance(block, Table) and most is not None and len(block.rows) > most:
            drawn.append(pen.table(block, most) + _more(most, len(block.rows)))
        elif isinstance(block, Bars):
            shown = replace(block, bars=block.bars[:MOST_BARS])
            cut = _more(MOST_BARS, len(block.bars)) if len(block.bars) > MOST_BARS else ""
            drawn.append(pen.picture(shown, HALF, section.title) + cut)
        else:
            drawn.append(pen.block(block))
    return f'<section class="part {esc(section.key)}"><h2>{esc(section.title)}</h2>{"".join(drawn)}</section>'


def _more(shown: int, among: int) -> str:
    return f'<p class="note">The first {shown} of {among}; all of them are further down.</p>'


def _face(page: OnePage) -> str:
    rows = "".join(f"<div><dt>{esc(name)}</dt><dd>{esc(value)}</dd></div>" for name, value in page.face)
    return f'<dl class="face">{rows}</dl>'


def _story(pen: Pen, analysis: Analysis, story: Story, case: str) -> str:
    """Every chapter, each to be folded; the chart of a chapter before its words."""
    charts = pictures(analysis)
    extra = [section for section in appendix.sections(analysis) if section.key in APPENDED]
    chapters = []
    for section in (*story.sections, *extra):
        drawn = "".join(pen.picture(chart, under=section.title) for chart in charts.get(section.key, ()))
        fold = ' data-fold=""' if section.question in FOLDED else ""
        chapters.append(
            f'<details class="chapter {esc(section.key)}" id="{case}-{esc(section.key)}" open{fold}><summary><h2>{esc(section.title)}</h2>'
            f"</summary>{drawn}{pen.section(section)}</details>"
        )
    named = "".join(
        f'<li><a href="#{case}-{esc(section.key)}">{esc(section.title)}</a></li>'
        for section in (*story.sections, *extra)
    )
    contents = f'<nav class="contents" aria-label="Chapters"><ol>{named}</ol></nav>'
    return f'<div class="story"><div class="inner">{contents}{"".join(chapters)}</div></div>'
