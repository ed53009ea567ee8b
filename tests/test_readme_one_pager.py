"""The picture of page one in the README is page one of the starter as it is printed now.

SWITCHPOINT_WRITE_GOLDEN=1 draws it again; the picture carries a fingerprint of what it was drawn from.
"""

import hashlib
import io
import json
import os
from pathlib import Path

import pytest
import typst
from cases import DAY
from PIL import Image, PngImagePlugin

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.profile import Profile, load
from model.report.pdf import pages as pdf

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "one-pager.png"
WIDTH = 1000  # pixels
DRAWS, SEED = 10_000, 1  # what `switchpoint report support-desk` takes


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """The starter as the command line compares it."""
    profile = load(ROOT / "profiles" / "support-desk.toml")
    assert isinstance(profile, Profile)
    case = resolve(profile, DAY)
    assert isinstance(case, Case)
    return analyse(case, DRAWS, SEED)


def fingerprint(analysis: Analysis) -> str:
    """Of everything that page one is made from: the template and what it prints."""
    template, _ = pdf.typeset([analysis])
    return hashlib.sha256(template + json.dumps(pdf.document([analysis])["page"]).encode()).hexdigest()


def draw(analysis: Analysis) -> None:
    """Page one as a picture in few colours."""
    template, inputs = pdf.typeset([analysis])
    compiler = typst.Compiler(template, sys_inputs=inputs, ignore_system_fonts=True)
    pages = compiler.compile(format="png", ppi=WIDTH / 595.28 * 72)
    assert isinstance(pages, list)
    said = PngImagePlugin.PngInfo()
    said.add_text("drawn-from", fingerprint(analysis))
    Image.open(io.BytesIO(pages[0])).convert("RGB").quantize(64).save(PICTURE, pnginfo=said, optimize=True)


def test_the_picture_in_the_readme_is_page_one(analysis: Analysis) -> None:
    """It was drawn from the figures, sentences and template of today, and the README shows it."""
    if os.environ.get("SWITCHPOINT_WRITE_GOLDEN"):
        draw(analysis)
    with Image.open(PICTURE) as picture:
        assert abs(picture.width - WIDTH) <= 1
        assert picture.info["drawn-from"] == fingerprint(analysis), "SWITCHPOINT_WRITE_GOLDEN=1 draws it again"
    assert "docs/one-pager.png" in (ROOT / "README.md").read_text(encoding="utf-8")
