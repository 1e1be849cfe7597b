"""Numbers of rows that could not be read for sure, restored by their sequence. In: what was heard. Out: what is mended.

A lone "1" is the hardest sign of all: "|", "l", "I" and "1" are one stroke. Where the readings and the rows around
leave one number, that is it; else it stays in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .scan_region import Heard
from .scan_vote import Slot, doubtful

_LABEL = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}")
_STROKES = frozenset("|!l]I1i")
_ROMAN = [tens + ones for tens in ("", "X") for ones in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")][
    1:
]
_LONGEST = 16  # rows in a row that may be unsure
_MENDED = 0.6  # confidence of a number that was restored


def restore(column: Sequence[Heard]) -> dict[int, Heard]:
    """Of the cells of the first column, top to bottom over all pages, those that were mended, by their index."""
    mended: dict[int, Heard] = {}
    before: list[str] = []
    run: list[int] = []
    for n, heard in enumerate(column):
        label = _sure(heard)
        if not label and len(run) < _LONGEST and _options(heard):
            run.append(n)
        elif label:
            for k, found in zip(run, _common(_ways(before, [_options(column[k]) for k in run], label)), strict=False):
                mended[k] = _with(column[k], found)
                before.append(found)
            before.append(label)
            run = []
            if label in _ROMAN and label not in (_bare(word.text) for way in heard.slots[0].ways for word in way):
                mended[n] = _with(heard, label)
    for k, found in zip(run, _common(_ways(before, [_options(column[k]) for k in run], "")), strict=False):
        mended[k] = _with(column[k], found)
    return mended


def _ways(before: list[str], options: list[list[str]], later: str) -> list[list[str]]:
    """All ways to number rows so that each follows from the one before, and the next sure row from the last."""
    if not options:
        return [[]] if not later or later in _following(before) else []
    return [
        [option, *rest]
        for option in options[0]
        if option in _following(before)
        for rest in _ways([*before, option], options[1:], later)
    ]


def _common(ways: list[list[str]]) -> list[str]:
    """The way, if there is but one."""
    return ways[0] if len(ways) == 1 else []


def _sure(heard: Heard) -> str:
    """The number of a row, where it is read for sure and can be no other."""
    if not heard.labels or len(heard.slots) != 1 or doubtful(heard.slots[0]):
        return ""
    found = {o for way in heard.slots[0].ways for word in way for o in _labels(_bare(word.text)) or ["?"]}
    return found.pop() if len(found) == 1 and found != {"?"} else ""


def _options(heard: Heard) -> list[str]:
    """The numbers that the readings leave."""
    texts = [_bare(word.text) for slot in heard.slots for way in slot.ways for word in way]
    if any("(" in word.text for slot in heard.slots for way in slot.ways for word in way):
        return []  # the row of column numbers
    if any(len(text) > 1 and text.isalpha() and text.isupper() and not set(text) <= set("IVXH") for text in texts):
        return []
    return list(dict.fromkeys(label for text in [*texts, *map(_bare, heard.labels)] for label in _labels(text)))


def _bare(text: str) -> str:
    return text.strip(".,:;-()_")


def _labels(token: str) -> list[str]:
    if token and len(token) < 4 and _STROKES.issuperset(token):
        return ["1" * len(token), "I" * len(token)]
    if token.isdigit() and 1 < len(token) < 4:  # a point is the first thing to be lost
        return [token, *(f"{token[:n]}.{token[n:]}" for n in range(1, len(token)))]
    roman = token.replace("H", "II").replace("x", "X")
    return [roman] if roman in _ROMAN or _LABEL.fullmatch(token) else []


def _following(before: Sequence[str]) -> set[str]:
    """The numbers a row may bear after those before it."""
    roman = next((b for b in reversed(before) if b in _ROMAN), None)
    found = {_ROMAN[min(_ROMAN.index(roman) + 1, len(_ROMAN) - 1)] if roman else "I"}
    if not before or before[-1] in _ROMAN:
        return found | {"1"}
    parts = before[-1].split(".")
    found.add(".".join([*parts, "1"]))
    for n in range(len(parts)):
        found.add(".".join([*parts[:n], str(int(parts[n]) + 1)]))
    return found


def _with(heard: Heard, label: str) -> Heard:
    word = next(word for slot in heard.slots for way in slot.ways for word in way)
    text = replace(word, text=label, confidence=_MENDED)
    return replace(heard, slots=(Slot(((text,),) * 2, True, sure=True),), crop=None)
