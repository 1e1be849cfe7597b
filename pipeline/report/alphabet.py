"""The order of the Vietnamese alphabet, for lists that a person looks names up in. In: str. Out: a key to sort by."""

from __future__ import annotations

import unicodedata

from ..text import nfc

_LETTERS = {letter: n for n, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {tone: n for n, tone in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}  # huyền, hỏi, ngã, sắc, nặng

Key = tuple[tuple[tuple[tuple[int, int], ...], tuple[int, ...]], ...]


def alphabetic(text: str) -> Key:
    """Syllable by syllable: first the letters, then the tones.

    >>> sorted(["Đảng ủy", "Dân vận", "Âu Cơ", "Bộ Y tế", "An Giang", "ca", "cá", "cà"], key=alphabetic)
    ['An Giang', 'Âu Cơ', 'Bộ Y tế', 'ca', 'cà', 'cá', 'Dân vận', 'Đảng ủy']
    """
    return tuple(map(_syllable, nfc(text).lower().split()))


def _syllable(word: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    letters, tones = [], []
    for char in word:
        parts = unicodedata.normalize("NFD", char)
        tone = next((part for part in parts if part in _TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
        letters.append((1, _LETTERS[letter]) if letter in _LETTERS else (0, ord(letter[0])))
        tones.append(_TONES.get(tone, 0))
    return tuple(letters), tuple(tones)
