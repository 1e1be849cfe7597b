"""Automatic numbers, rebuilt: Word stores which list a paragraph is in, not the number it shows.

In: the numbering part, and the paragraphs in document order. Out: the label in front of each ("1.1 ", "- ").
Counters belong to the list definition (w:abstractNum): lists that share it go on counting, unless one of them
starts anew (w:startOverride). Number formats of other scripts are shown in decimal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .word_names import VAL, Element, is_on, value, w, whole
from .word_styles import Sheet

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ABSTRACT, _OVERRIDE, _LVL, _FMT, _ILVL = w("abstractNum"), w("lvlOverride"), w("lvl"), w("numFmt"), w("ilvl")
_KEPT_BULLETS = ("+", "*")  # they mark another depth than "-"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. restart: the number (from 1) of the level that restarts it, 0 for never, None for any."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = " "
    style: str | None = None
    font: str | None = None
    width: int = 0


@dataclass(slots=True)
class _List:
    """A w:num: its definition, its levels, and where it starts anew when first used."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """All lists of a document and their counters. Ask for labels in document order, once a paragraph."""

    def __init__(self, root: Element | None, sheet: Sheet, convert: Callable[[str, str | None], str]) -> None:
        self._sheet = sheet
        self._convert = convert
        self._counters: dict[str, list[int | None]] = {}
        self._abstracts = {} if root is None else {a.get(w("abstractNumId"), ""): a for a in root.iter(_ABSTRACT)}
        self._nums = {} if root is None else {n.get(w("numId"), ""): n for n in root.iter(w("num"))}
        self._lists: dict[str, _List | None] = {}
        self._of_style: dict[str | None, tuple[str, int] | None] = {}

    def label(self, direct: Element | None, style: str | None) -> str:
        """What Word shows in front of a paragraph with this w:numPr and style, "" for nothing. Counts."""
        if not self._nums:
            return ""
        place = self._style_place(style) if direct is None else self._direct_place(direct, style)
        return self._next(*place) if place else ""

    def _direct_place(self, num_pr: Element, style: str | None) -> tuple[str, int] | None:
        number = value(num_pr, w("numId"))
        level = value(num_pr, _ILVL)
        if number is None:
            inherited = self._style_place(style)
            return inherited and (inherited[0], whole(level, inherited[1]))
        return None if number == "0" else (number, whole(level))

    def _style_place(self, style: str | None) -> tuple[str, int] | None:
        """List and level that a paragraph style brings along: the level names the style, or the style the level."""
        if style not in self._of_style:
            num_pr = self._sheet.numbering(style)
            number = value(num_pr, w("numId"))
            found = self._list(number) if number and number != "0" else None
            place = None
            if found and number:
                names = self._sheet.chain(style)
                linked = (n for name in names for n, level in found.levels.items() if level.style == name)
                place = number, next(linked, whole(value(num_pr, _ILVL)))
            self._of_style[style] = place
        return self._of_style[style]

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._build(number)
        return self._lists[number]

    def _build(self, number: str, depth: int = 0) -> _List | None:
        num = self._nums.get(number)
        abstract = self._abstracts.get(value(num, w("abstractNumId")) or "")
        if num is None or abstract is None or depth > _LEVELS:
            return None
        link = value(abstract, w("numStyleLink"))
        if link:
            target = value(self._sheet.numbering(link), w("numId"))
            linked = self._build(target, depth + 1) if target else None
            base = _List(linked.abstract, dict(linked.levels)) if linked else None
        else:
            levels = (_level(n) for n in abstract.iterchildren(_LVL))
            base = _List(abstract.get(w("abstractNumId"), ""), dict(levels))
        return base and _override(base, num)

    def _next(self, number: str, index: int) -> str:
        found = self._list(number)
        if found is None or not 0 <= index < _LEVELS:
            return ""
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        level = found.levels.get(index, Level())
        if index in found.starts:
            counters[index] = found.starts.pop(index)
        else:
            current = counters[index]
            counters[index] = level.start if current is None else current + 1
        for higher in range(index):  # a level passed over counts as begun
            if counters[higher] is None:
                counters[higher] = found.levels.get(higher, Level()).start
        for deeper in range(index + 1, _LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or index < restart:
                counters[deeper] = None
        return self._show(found, level, counters)

    def _show(self, found: _List, level: Level, counters: list[int | None]) -> str:
        if level.format == "bullet":
            return _bullet(level.text)
        if level.format == "none":
            return _PLACE.sub("", level.text)

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = found.levels.get(index, Level())
            decimal = level.legal and other.format not in ("none", "bullet")
            return _write(counters[index] or 0, "decimal" if decimal else other.format, other.width)

        text = self._convert(_PLACE.sub(number, level.text), level.font)
        return text + level.suffix if text.strip() else ""


def _level(element: Element) -> tuple[int, Level]:
    """The level and its place; a newer number format stands beside its fallback in mc:AlternateContent."""
    formats = list(element.iter(_FMT))
    custom = next((f.get(w("format"), "") for f in formats if f.get(VAL) == "custom"), "")
    restart = value(element, w("lvlRestart"))
    return whole(element.get(_ILVL)), Level(
        format=next((f.get(VAL, "decimal") for f in formats if f.get(VAL) != "custom"), "decimal"),
        text=value(element, w("lvlText")) or "",
        start=whole(value(element, w("start"))),
        restart=None if restart is None else whole(restart),
        legal=bool(is_on(element.find(w("isLgl")))),
        suffix="" if value(element, w("suff")) == "nothing" else " ",
        style=value(element, w("pStyle")),
        font=value(element, f"{w('rPr')}/{w('rFonts')}", w("hAnsi")),
        width=len(first) if (first := custom.partition(",")[0]).isdecimal() else 0,
    )


def _override(base: _List, num: Element) -> _List:
    for override in num.iterchildren(_OVERRIDE):
        index = whole(override.get(_ILVL))
        own = override.find(_LVL)
        if own is not None:
            base.levels[index] = _level(own)[1]
        start = value(override, w("startOverride"))
        if start is not None:
            base.starts[index] = whole(start)
            base.levels[index] = replace(base.levels.get(index, Level()), start=whole(start))
    return base


def _bullet(text: str) -> str:
    sign = text.strip()
    if not sign:
        return ""
    return f"{sign} " if sign in _KEPT_BULLETS else "- "


def _write(number: int, style: str, width: int) -> str:
    writers: dict[str, Callable[[int], str]] = {
        "upperRoman": roman,
        "lowerRoman": lambda n: roman(n).lower(),
        "upperLetter": letters,
        "lowerLetter": lambda n: letters(n).lower(),
        "decimalZero": lambda n: f"{n:02}",
        "none": lambda n: "",
        "bullet": lambda n: "",
    }
    return writers[style](number) if style in writers else f"{number:0{width}}"


def roman(number: int) -> str:
    """
    >>> roman(4), roman(19), roman(0)
    ('IV', 'XIX', '0')
    """
    if not 0 < number < 4000:
        return str(number)
    out = ""
    steps = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    for worth, sign in steps:
        count, number = divmod(number, worth)
        out += sign * count
    return out


def letters(number: int) -> str:
    """As Word counts: A to Z, then AA, BB.

    >>> letters(2), letters(27), letters(0)
    ('B', 'AA', '0')
    """
    if number < 1 or number > 26 * 30:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
