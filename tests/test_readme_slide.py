"""The picture of a slide in the page of documents is the first slide of the starter as it is written now.

SWITCHPOINT_WRITE_GOLDEN=1 draws it again, with LibreOffice; the picture carries a fingerprint of the slide it shows.
"""

import hashlib
import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from cases import DAY
from PIL import Image, PngImagePlugin

from model.comparison import Case, resolve
from model.decision import analyse
from model.profile import Profile, load
from model.report.pptx.slides import render

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "slide.png"
WIDTH = 1000  # pixels
DRAWS, SEED = 10_000, 1  # what `switchpoint report support-desk` takes
PARTS = ("ppt/slides/slide1.xml", "ppt/slideLayouts/slideLayout6.xml", "ppt/slideMasters/slideMaster1.xml")


@pytest.fixture(scope="module")
def deck() -> bytes:
    """The starter's slides as the command line writes them."""
    profile = load(ROOT / "profiles" / "support-desk.toml")
    assert isinstance(profile, Profile)
    case = resolve(profile, DAY)
    assert isinstance(case, Case)
    return render([analyse(case, DRAWS, SEED)])


def fingerprint(deck: bytes) -> str:
    """Of what the first slide is drawn from."""
    with zipfile.ZipFile(io.BytesIO(deck)) as file:
        return hashlib.sha256(b"".join(file.read(part) for part in PARTS)).hexdigest()


def draw(deck: bytes, folder: Path) -> None:
    """The first slide as a picture in few colours."""
    (folder / "deck.pptx").write_bytes(deck)
    home = f"-env:UserInstallation=file://{folder / 'office'}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "deck.pptx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "-l", "1"]
    subprocess.run([*command, str(folder / "deck.pdf"), str(folder / "slide")], check=True, timeout=60)
    said = PngImagePlugin.PngInfo()
    said.add_text("drawn-from", fingerprint(deck))
    Image.open(folder / "slide.png").convert("RGB").quantize(64).save(PICTURE, pnginfo=said, optimize=True)


def test_the_picture_of_a_slide_is_the_first_slide(deck: bytes, tmp_path: Path) -> None:
    """It was drawn from the figures and sentences of today, and the page of documents shows it."""
    if os.environ.get("SWITCHPOINT_WRITE_GOLDEN") and shutil.which("soffice") and shutil.which("pdftoppm"):
        draw(deck, tmp_path)
    with Image.open(PICTURE) as picture:
        assert abs(picture.width - WIDTH) <= 1
        assert picture.info["drawn-from"] == fingerprint(deck)
    assert "](slide.png)" in (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
