"""Words in the picture of a page, read by Tesseract (tesserocr). In: pixels and regions. Out: words with places.

Places are pixels of the picture. Whether a number can be believed is not decided here (scan_digits).
"""

from __future__ import annotations

import os
import shutil
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..programs import TESSERACT
from ..text import nfc
from .scan_vote import Word

if TYPE_CHECKING:
    from .scan_image import Pixels

_LANGUAGE = "vie"
_SIGNS = str.maketrans("⁄—øÐ", "/–gĐ")
_DIRT = " \t\n„~^¬`"  # no word of an office begins or ends with these
_TOLD = 2.0  # confidence from which the orientation found is believed


def available() -> str | None:
    """None where scans can be read; else what is missing and how to get it (Vietnamese)."""
    if not (find_spec("cv2") and find_spec("tesserocr")):
        return "Hãy cài phần nhận dạng chữ: pip install 'kehoach[ocr]'"
    if _data() is None:
        return f"Hãy cài Tesseract và tiếng Việt: {TESSERACT.install}"
    return None


@lru_cache(maxsize=1)
def _data() -> Path | None:
    """The folder with Tesseract's data for Vietnamese."""
    given = os.environ.get("TESSDATA_PREFIX")
    program = shutil.which("tesseract")
    roots = [Path(given)] if given else []
    if program:
        prefix = Path(program).resolve().parents[1]
        roots += [*sorted(prefix.glob("share/tesseract-ocr/*/tessdata"), reverse=True), prefix / "share" / "tessdata"]
        roots += [Path(program).resolve().parent / "tessdata"]
    return next((root for root in roots if (root / f"{_LANGUAGE}.traineddata").exists()), None)


class Recogniser:
    """Tesseract with its Vietnamese data loaded; close it."""

    def __init__(self) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"  # before the library is loaded: threads slow it and change its results
        import tesserocr

        folder = _data()
        if folder is None:
            raise InputError("Không có dữ liệu nhận dạng tiếng Việt của Tesseract.", f"Hãy cài: {TESSERACT.install}")
        self._block, self._one = tesserocr.PSM.SINGLE_BLOCK, tesserocr.PSM.SINGLE_LINE
        self._word, self._line = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
        self._api = tesserocr.PyTessBaseAPI(path=str(folder), lang=_LANGUAGE, psm=self._block)
        self._osd = None
        if (folder / "osd.traineddata").exists():
            self._osd = tesserocr.PyTessBaseAPI(path=str(folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY)

    def close(self) -> None:
        self._api.End()
        if self._osd:
            self._osd.End()

    def quarters(self, gray: Pixels) -> int:
        """Quarter turns to the left that make the page stand upright; 0 where it does not tell."""
        if not self._osd:
            return 0
        self._osd.SetImage(_image(gray))
        found = self._osd.DetectOrientationScript()
        return round(found["orient_deg"] / 90) % 4 if found and found["orient_conf"] >= _TOLD else 0

    def read(self, gray: Pixels, dpi: int, one_line: bool, only: str = "") -> list[Word]:
        """The words in a picture, line by line. only: the signs there may be, where they are known."""
        self._api.SetVariable("tessedit_char_whitelist", only)
        self._api.SetPageSegMode(self._one if one_line else self._block)
        self._api.SetImage(_image(gray))
        self._api.SetSourceResolution(dpi)
        if not self._api.Recognize():
            return []
        found, words, line = self._api.GetIterator(), [], -1
        while found is not None:
            if found.IsAtBeginningOf(self._line):
                line += 1
            word = self._read_word(found, line)
            if word:
                words.append(word)
            if not found.Next(self._word):
                break
        return words

    def _read_word(self, found: Any, line: int) -> Word | None:
        try:
            text = found.GetUTF8Text(self._word)
        except RuntimeError:  # an empty region
            return None
        box, base = found.BoundingBox(self._word), found.Baseline(self._line)
        text = _plain((text or "").strip(_DIRT))
        if not text.strip("'") or box is None:
            return None
        level = (base[0][1] + base[1][1]) / 2 if base else box[3]
        return Word(text, box[0], box[2], level, line, found.Confidence(self._word) / 100)


def _plain(text: str) -> str:
    """Signs that stand for others in the data Tesseract learnt from."""
    return nfc(text.strip()).translate(_SIGNS).replace("ĐĐ", "Đ")


def _image(gray: Pixels) -> Any:
    from PIL import Image

    return Image.fromarray(gray)
