"""The web page: one file that asks nothing of any network, shows hostile text as text, and is whole without its script."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from model.decision import Analysis, analyse
from model.report.blocks import Bar, Bars
from model.report.chapters.chart_data import Dots, Ladder, SwingBars, pictures
from model.report.html import page as html
from model.report.html import svg_bars as html_bars
from model.report.html.svg import PaperScale, el, esc, fold
from model.telling.flips import flips
from tests.cases import case_of
from tests.test_decision_forecast import STARTERS
from tests.test_report_face import starter
from tests.test_report_formats import BROWSER, analysis_of, dom_of, squeezed

EVIL = "</title></style></script><script>document.title='owned'</script><img src=x onerror=alert(1)>{{=cmd}}&amp;\"'"
VOID = {"meta", "link", "img", "br", "hr", "input", "path", "rect", "line", "circle", "polyline"}


def crowded(title: str, workloads: int = 12, options: int = 5) -> Analysis:
    """Many workloads and options with one title for everything, from nearly nothing to ninety million runs a month."""
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    text = f'schema = 1\nname = "{quoted}"\nsummary = "{quoted}"\n[engineering]\nloaded_usd_per_year = "200k to 300k"\n'
    for at in range(workloads):
        runs = ("3", "90_000_000", f'"{at}k to {3 * at}k"')[min(at, 2)]
        text += f'[workloads.work-{at}]\ntitle = "{quoted}"\nsessions_per_month = {runs}\nactive_minutes = {at + 1}\n'
    for at in range(options):
        kind = "managed" if at == 0 else "own-stack"
        text += f'[options.one-with-a-long-id-{at}]\nkind = "{kind}"\ntitle = "{quoted}"\n'
        text += 'build_engineer_weeks = "8 / 16 / 40"\nupkeep_fte = "published"\n'
        if kind == "own-stack":
            text += f'runs_on = "existing-machines"\n[options.one-with-a-long-id-{at}.items.x]\ntitle = "{quoted}"\nmonthly_usd = 0.0001\n'
    return analyse(case_of(text), 60, 1)


class Elements(HTMLParser):
    """The elements of a page in order, with their attributes, and whether every one is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.astray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if not self.open or self.open.pop() != tag:
            self.astray.append(tag)


def elements(page: str) -> Elements:
    """The elements of a page."""
    found = Elements()
    found.feed(page)
    return found


def page_of(name: str) -> str:
    """A starter's page."""
    return html.render([starter(name)]).decode()


@pytest.mark.parametrize("name", STARTERS)
def test_the_page_is_well_formed_and_asks_for_nothing(name: str) -> None:
    """Every element is closed, ids are unique, and no attribute makes a browser fetch, submit or run anything."""
    found = elements(page_of(name))
    assert found.astray == []
    assert found.open == []
    ids = [attributes["id"] for _, attributes in found.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert not {tag for tag, _ in found.found} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "video",
        "use",
    }
    for tag, attributes in found.found:
        assert not {key for key in attributes if key.startswith("on")}
        assert "style" not in attributes
        assert not set(attributes) & {"src", "srcset", "action", "background", "xlink:href", "ping"}
        assert tag == "a" or "href" not in attributes


def test_only_its_own_script_and_style_are_allowed() -> None:
    """The policy forbids everything and names the digests of the one script and the one style sheet."""
    page = page_of("coding-session")
    policy = next(a["content"] for _, a in elements(page).found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name in ("script", "style"):
        (inner,) = re.findall(f"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "url(" not in re.findall("<style>(.*?)</style>", page, re.DOTALL)[0]
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_landmarks_headings_and_tables_can_be_read_aloud() -> None:
    """One first heading, a main part, named charts, and headings in every table that has rows."""
    found = elements(page_of("regulated-team")).found
    tags = [tag for tag, _ in found]
    assert tags.count("main") == tags.count("header") == tags.count("footer") == tags.count("h1") == 1
    assert all(a.get("aria-label") and a.get("role") == "img" for tag, a in found if tag == "svg")
    assert all(a.get("scope") in ("col", "row", "rowgroup") for tag, a in found if tag == "th")
    assert all(a.get("aria-label") for _, a in found if a.get("role") == "region")
    assert next(a for tag, a in found if tag == "html")["lang"] == "en"


def test_nothing_is_folded_before_the_script_runs() -> None:
    """Without the script, and on paper, every chapter stands open."""
    found = elements(page_of("support-desk")).found
    chapters = [a for tag, a in found if tag == "details" and "chapter" in a["class"]]
    assert len(chapters) > 8
    assert all("open" in a for a in chapters)


def test_hostile_text_is_text() -> None:
    """A title that closes elements, runs scripts and loads pictures is shown and does nothing."""
    page = html.render([crowded(EVIL, 2, 2)]).decode()
    found = elements(page)
    assert [tag for tag, _ in found.found].count("script") == 1
    assert "img" not in [tag for tag, _ in found.found]
    assert "<img" not in page
    assert "&lt;/title&gt;&lt;/style&gt;" in page
    assert found.astray == []


@pytest.mark.skipif(not BROWSER, reason="no chromium to open the page with")
def test_hostile_text_is_text_in_a_browser(tmp_path: Path) -> None:
    """The same in a real browser: its own script runs, the injected one does not."""
    dom = dom_of(html.render([crowded(EVIL, 2, 2)]), tmp_path)
    assert 'class="alive"' in dom
    assert "<img" not in dom
    assert "<title>owned" not in dom
    assert dom.count("<script") == 1


@pytest.mark.skipif(not BROWSER, reason="no chromium to open the page with")
def test_the_script_folds_sorts_and_switches(tmp_path: Path) -> None:
    """Once alive, audit chapters are folded, headings of tables are buttons, and one of two scenarios is shown."""
    first = starter("support-desk")
    dom = dom_of(html.render([first, first]), tmp_path)
    found = elements(dom).found
    chapters = [a for tag, a in found if tag == "details" and "chapter" in a["class"]]
    assert {"open" in a for a in chapters if "data-fold" in a} == {False}
    assert {"open" in a for a in chapters if "data-fold" not in a} == {True}
    assert [a["class"] for tag, a in found if tag == "article"] == ["case", "case away"]
    assert [a["aria-pressed"] for tag, a in found if tag == "button" and "aria-pressed" in a] == ["true", "false"]
    assert re.search(r'<th scope="col"[^>]*><button type="button">Input</button>', dom)


@pytest.mark.skipif(not BROWSER, reason="no chromium to print the page with")
@pytest.mark.parametrize("name", STARTERS)
def test_page_one_has_a_sheet_of_its_own(name: str, tmp_path: Path) -> None:
    """On paper the first sheet holds page one down to the version, and the chapters begin on the second, all open."""
    from pypdf import PdfReader

    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_bytes(html.render([starter(name)]))
    asked = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={paper}",
    ]
    subprocess.run([*asked, page.as_uri()], capture_output=True, timeout=120, check=False)
    sheets = [squeezed(sheet.extract_text()) for sheet in PdfReader(paper).pages]
    assert "switchpoint0" in sheets[0]
    assert sheets[1].startswith(("Everyoption", "Mind")), "warnings, then the chapters"
    assert any("Howitiscalculated" in sheet for sheet in sheets[2:]), "a folded chapter is not printed"


def test_many_long_names_and_extreme_amounts() -> None:
    """Twelve workloads, five options, names that do not end and amounts from nothing to billions make a whole page."""
    page = html.render([crowded("Triage, routing and answers for every product line in all regions " * 2)]).decode()
    found = elements(page)
    assert found.astray == []
    numbers = re.findall(r'\s(?:x|y|cx|cy|x1|x2|y1|y2|width|height)="([^"]*)"', page)
    assert numbers
    assert all(abs(float(number)) < 10_000 for number in numbers), "something stands off the paper"
    assert "nan" not in "".join(numbers)


def test_charts_stand_beside_what_they_show() -> None:
    """Bars and futures with what decides, swings with what is worth knowing, distances with what would flip it."""
    drawn = pictures(starter("coding-session"))
    assert [type(each).__name__ for each in drawn["decides"]] == ["Bars", "Dots"]
    assert isinstance(drawn["worth"][0], SwingBars)
    ladder = drawn["flips"][0]
    assert isinstance(ladder, Ladder)
    ranked = [row.key for row in flips(starter("coding-session")).rows]
    assert [rung.key for rung in ladder.rungs] == [key for key in ranked if key in {rung.key for rung in ladder.rungs}]
    dots = drawn["decides"][1]
    assert isinstance(dots, Dots)
    assert len(dots.values) == 50
    assert list(dots.values) == sorted(dots.values)


def test_without_ranges_there_are_no_clouds() -> None:
    """One future: no dots and no swings, and the page is whole."""
    text = (
        'schema = 1\nname = "Sure"\n[engineering]\nloaded_usd_per_year = 200000\n[workloads.w]\nsessions_per_month = 100\n'
        "active_minutes = 3\n[options.managed]\nbuild_engineer_weeks = 1\nupkeep_fte = 0.1\n[options.own]\n"
        'kind = "own-stack"\nruns_on = "existing-machines"\nbuild_engineer_weeks = 9\nupkeep_fte = 0.2\n'
    )
    sure = analyse(case_of(text), 100, 1)
    kinds = {type(each) for each in (one for drawn in pictures(sure).values() for one in drawn)}
    assert not kinds & {Dots, SwingBars}
    assert elements(html.render([sure]).decode()).astray == []


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (-1.0, 1.0), (-1e308, 1e308), (0.0, 1e-9)])
def test_a_place_on_the_paper_is_on_the_paper(low: float, high: float) -> None:
    """Whatever the ends are, a value stands between them, and beyond them at the edge."""
    scale = PaperScale(low, high, 10.0, 20.0)
    assert all(10.0 <= scale.at(value) <= 20.0 for value in (low, high, (low + high) / 2, -1e300, 1e300))


def test_small_helpers() -> None:
    """Attributes are escaped, labels are cut with an ellipsis."""
    assert el("g", class_='a"b', data_say="<x>") == '<g class="a&quot;b" data-say="&lt;x&gt;"/>'
    assert esc("a\x1b[31m<b>\u202e") == "a[31m&lt;b&gt;"
    assert fold("one two three four five six seven", 60, 2)[-1].endswith("…")


@pytest.mark.parametrize("width", [420.0, 900.0])
@pytest.mark.parametrize("name", STARTERS)
def test_a_swing_spans_its_ends_and_nothing_else(name: str, width: float) -> None:
    """Every bar is as wide as the distance of its ends, on one scale for all, whatever the average is."""
    chart = next(each for each in pictures(starter(name))["worth"] if isinstance(each, SwingBars))
    drawn = [
        float(tag["width"])
        for kind, tag in elements(html_bars.swings(chart, width, "x")).found
        if kind == "rect" and re.fullmatch("swing (low|high).*", tag.get("class", ""))
    ]
    spans = [low + high for low, high in zip(drawn[::2], drawn[1::2], strict=True)]
    moved = [abs(swing.high.value - swing.low.value) for swing in chart.swings]
    assert len(spans) == len(moved)
    scale = spans[0] / moved[0]
    assert spans == pytest.approx([scale * each for each in moved], abs=0.2)


def test_the_line_of_the_swings_is_the_middle_case() -> None:
    """B minus A with every input at its median; the average of the futures is a mark beside it."""
    analysis = starter("regulated-team")
    chart = next(each for each in pictures(analysis)["worth"] if isinstance(each, SwingBars))
    a, b = (analysis.option(option).middle_usd for option in analysis.pair)
    assert chart.base.value == b - a
    assert chart.mean.value == analysis.difference.total.mean_usd


@pytest.mark.skipif(not BROWSER, reason="no chromium to lay the page out with")
def test_a_phone_does_not_scroll_sideways(tmp_path: Path) -> None:
    """With three scenarios and their buttons the page is no wider than a screen of 420 px."""
    page, frame = tmp_path / "page.html", tmp_path / "frame.html"
    told = [analysis_of("support-desk", scenario) for scenario in (None, "ga-doubles", "shared-rota")]
    page.write_bytes(html.render(told))
    frame.write_text(
        f'<iframe src="{page.as_uri()}" width="420" height="900" style="border:0"></iframe><script>'
        'document.querySelector("iframe").onload = (event) => { document.title = '
        '"wide " + event.target.contentDocument.documentElement.scrollWidth; };</script>'
    )
    asked = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
             "--virtual-time-budget=3000", f"--user-data-dir={tmp_path / 'user'}", "--dump-dom", frame.as_uri()]  # fmt: skip
    dom = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False).stdout
    found = re.search("<title>wide ([0-9]+)</title>", dom)
    assert found is not None
    assert int(found[1]) <= 420
    assert "GA doubles the runtime price" in page.read_text("utf-8")


def test_a_bar_has_the_color_of_the_option_that_it_makes_more_expensive() -> None:
    """To the right the second of the pair, to the left the first, as in every other document; the sum has none."""
    bars = tuple(Bar(name, usd, name) for name, usd in (("dear", 40.0), ("cheap", -30.0)))
    drawn = html_bars.bars(Bars("x", "", "$", "A", "B", bars, Bar("All", 10.0, "10"), sides=(1, 3)), 700.0, "p")
    assert re.findall(r'class="(of-\w|whole)"', drawn) == ["of-d", "of-b", "whole"]
    css = (Path(html.__file__).parent / "page.css").read_text(encoding="utf-8")
    assert re.findall(r"\.chart \.of-(\w) \{ fill: var\(--(\w)\); \}", css) == [
        (each, each) for each in html_bars.SIDES
    ]
