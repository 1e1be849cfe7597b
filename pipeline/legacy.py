"""Text in old Vietnamese encodings and symbol fonts. In: str. Out: Unicode text.

Tables and font names are data (rules/encodings.toml). It converts whole runs, never single characters, and leaves
alone what is Unicode already. Convert before `text.clean`: the soft hyphen is the letter ư in TCVN3.
It does not repair spelling, nor hyphens that a PDF lost: who reads symbols and years reads them without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .rulebook import RuleBook
from .syllables import is_syllable
from .text import fold, nfc

_FILE = "encodings"
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")  # letters no old encoding shows
_TOKEN = re.compile("[A-Za-z\u0080-\uffff]+")
_TYPOGRAPHY = re.compile("[\u00a0\u2010-\u2026\u00ab\u00bb•]+")
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_CLEARLY, _GOOD, _APART, _WORDS = 0.3, 0.8, 0.1, 2


@dataclass(frozen=True)
class _Encoding:
    """convert never fails, what it does not know stays; sure: what it converts does not come about by chance."""

    convert: Callable[[str], str]
    sure: bool


def from_font(text: str, font: str, book: RuleBook) -> str:
    """The text of a run in this font as Unicode; unchanged for an ordinary font.

    >>> from . import rulebook
    >>> from_font("C¨n cø QuyÕt ®Þnh", ".VnTime", rulebook.load())
    'Căn cứ Quyết định'
    """
    kind, capitals = _font(font, book)
    if not kind:
        return text
    if kind in book.table(_FILE)["symbols"]:
        return _PRIVATE.sub(lambda m: _shown(kind, ord(m[0]) & 0xFF, book), text)
    if _UNICODE.search(text):
        return text  # typed with a Unicode keyboard: Word shows it in another font
    text = _encodings(book)[kind].convert(text)
    return text.upper() if capitals else text


def font_kind(font: str, book: RuleBook) -> Literal["", "encoding", "symbols"]:
    """What text in this font is, if not what it seems."""
    kind, _ = _font(font, book)
    return "" if not kind else "symbols" if kind in book.table(_FILE)["symbols"] else "encoding"


def is_special(font: str, book: RuleBook) -> bool:
    """Whether text in this font is not what it seems."""
    return font_kind(font, book) != ""


def symbol(font: str, code: str, book: RuleBook) -> str:
    """What a w:sym shows; "•" for a picture without meaning.

    >>> from . import rulebook
    >>> symbol("Symbol", "F0B3", rulebook.load()), symbol("Wingdings", "F0FC", rulebook.load())
    ('≥', '✓')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    kind, _ = _font(font, book)
    if kind in book.table(_FILE)["symbols"]:
        return _shown(kind, number & 0xFF, book)
    plain = chr(number & 0xFF) if 0xF020 <= number <= 0xF0FF else chr(number) if number < 0xD800 else ""
    return from_font(plain, font, book)


def by_statistics(text: str, book: RuleBook, hint: str | None = None) -> tuple[str, str | None]:
    """The text converted and the encoding's id, if far more of its words become Vietnamese; else (text, None).

    hint: the encoding most of the document is in; then short texts are converted too unless they get worse.

    >>> from . import rulebook
    >>> by_statistics("Caên cöù Quyeát ñònh soá 91", rulebook.load())
    ('Căn cứ Quyết định số 91', 'vni')
    """
    if text.isascii() or _UNICODE.search(text):
        return text, None
    tokens = [token for token in _TOKEN.findall(text) if not token.isascii()]
    if not tokens:
        return text, None
    before = _share(tokens)
    encodings = _encodings(book)
    if hint in encodings:
        after = _share([encodings[hint].convert(token) for token in tokens])
        return (encodings[hint].convert(text), hint) if after > before or after == 1 else (text, None)
    if before > _GOOD:
        return text, None
    scores = sorted(
        ((_share([encoding.convert(token) for token in tokens]), id_) for id_, encoding in encodings.items()),
        reverse=True,
    )
    (best, id_), (second, _) = scores[:2]
    enough = encodings[id_].sure and best > before
    enough = enough or (best - before >= _CLEARLY and len(tokens) >= _WORDS)
    if best < _GOOD or best - second < _APART or not enough:
        return text, None
    return encodings[id_].convert(text), id_


@lru_cache(maxsize=1024)
def _font(font: str, book: RuleBook) -> tuple[str, bool]:
    """Encoding or symbol table of a font, and whether it shows capitals only."""
    name = fold(font.strip())
    for rule in book.rules(_FILE, "font"):
        if book.compile(_FILE, rule.pattern, rule.source).fullmatch(name):
            return rule.means, bool(rule.extra.get("capitals"))
    return "", False


def _shown(kind: str, code: int, book: RuleBook) -> str:
    known: str | None = book.table(_FILE)["symbols"][kind].get(f"{code:02X}")
    plain = kind == "symbol" and 0x20 <= code < 0x40
    return known or (chr(code) if plain else "•")


def _share(tokens: list[str]) -> float:
    """Share of tokens that are syllables; typography around them does not count."""
    words = [word for token in tokens for word in _TYPOGRAPHY.sub(" ", token).split()]
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


@lru_cache(maxsize=8)
def _encodings(book: RuleBook) -> dict[str, _Encoding]:
    return {
        id_: _Encoding(_converter(raw), bool(raw.get("sure"))) for id_, raw in book.table(_FILE)["encoding"].items()
    }


def _converter(raw: dict[str, str]) -> Callable[[str], str]:
    if raw.get("codec") == "utf-8":
        return _read_as_utf8
    if "codec" in raw:
        codec = raw["codec"]
        table = {byte: bytes([byte]).decode(codec) for byte in range(0xA0, 0x100)}
        return lambda text: nfc(text.translate(table))
    letters = raw["letters"].split()
    if "codes" in raw:
        by_byte = {int(code, 16): letter for code, letter in zip(raw["codes"].split(), letters, strict=True)}
        single = {c: by_byte[byte] for c, byte in _BYTES.items() if byte in by_byte}
        return lambda text: text.translate(single)
    return _longest_match(dict(zip(raw["written"].split(), letters, strict=True)))


def _seen(byte: int) -> str:
    """The character a byte shows as in Western Windows.

    >>> _seen(0xB5), _seen(0x80)
    ('µ', '€')
    """
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_BYTES = {ord(c): byte for byte in range(0x80, 0x100) for c in (chr(byte), _seen(byte))}


def _longest_match(table: dict[str, str]) -> Callable[[str], str]:
    """VNI writes a mark after its letter: two characters first, then one; the letter's case counts."""
    both = dict(table)
    for written, letter in table.items():
        both[written.upper()] = both[written[0].upper() + written[1:]] = letter.upper()
    pattern = re.compile("|".join(sorted(both, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda m: both[m[0]], text)


def _characters(first: int, last: int) -> str:
    return "".join(re.escape(chr(c)) for c, byte in _BYTES.items() if first <= byte <= last)


_CONTINUED = f"[{_characters(0x80, 0xBF)} ]"  # a no-break space (A0) often came out as a space
_UTF8 = re.compile(
    f"[{_characters(0xE1, 0xE2)}]{_CONTINUED}{{2}}|[{_characters(0xC2, 0xC6)}{_characters(0xCC, 0xCC)}]{_CONTINUED}"
)


def _read_as_utf8(text: str) -> str:
    """
    >>> _read_as_utf8("CÄƒn cá»© Quyáº¿t Ä‘á»‹nh")
    'Căn cứ Quyết định'
    """

    def decode(match: re.Match[str]) -> str:
        raw = bytes(_BYTES.get(ord(c), 0xA0) for c in match[0])
        return raw.decode("utf-8", "ignore") or match[0]

    return nfc(_UTF8.sub(decode, text))
