"""Text in fonts of old encodings and of symbols. In: the characters of a page. Out: the same, as Unicode.

Fonts are asked for only where the page holds letters such text is made of. Lengths are kept: what an encoding writes
with two characters and Unicode with one is filled up with a mark that `text.clean` drops.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from ..legacy import font_kind, from_font, is_special
from ..rulebook import RuleBook
from .pdf_api import Chars, Page

if TYPE_CHECKING:
    from .scan_page import ScanPage

_SUSPECT = re.compile("[\u00a1-\u00a9\u00aa\u00ac\u00ae\u00b5-\u00b9\u00d1\u00d6\u00ef\u00f1\u00f6\uf020-\uf0ff]")
_WORD = re.compile(r"\S+")
_FILL = "\u200b"
_LEAST = 3


def decode(page: Page | ScanPage, chars: Chars, book: RuleBook) -> bool:
    """Put Unicode in the place of old encodings and symbols. Whether there was text in an old encoding."""
    text = chars.text
    if len(_SUSPECT.findall(text)) < _LEAST and not re.search("[\uf020-\uf0ff]", text):
        return False
    fonts = [page.font(i)[0].rsplit("+", 1)[-1] for i in range(len(text))]
    out: list[str] = []
    for font, group in groupby(range(len(text)), key=fonts.__getitem__):
        at = list(group)
        run = text[at[0] : at[-1] + 1]
        out.append(_converted(run, font, book) if is_special(font, book) else run)
    chars.text = "".join(out)
    return chars.text != text and any(font_kind(font, book) == "encoding" for font in set(fonts))


def _converted(run: str, font: str, book: RuleBook) -> str:
    """A run word by word, each as long as it was."""

    def convert(match: re.Match[str]) -> str:
        word = from_font(match[0], font, book)
        return word.ljust(len(match[0]), _FILL) if len(word) <= len(match[0]) else match[0]

    return _WORD.sub(convert, run)
