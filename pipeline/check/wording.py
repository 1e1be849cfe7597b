"""X1 to X4: abbreviations, pairs, cut sentences, spelling. Nothing is corrected; a proposal is made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Grid, Paragraph
from ..model import Finding
from ..syllables import is_syllable
from .case import Case

_LIST_LETTER = re.compile(r"(?:^|(?<=[\s;.]))(?:[a-zđA-ZĐ]|\d{1,2})\)")
_WORD = re.compile(r"[^\W\d_]+")
_END = 70  # characters of a cut sentence that are shown
_MARKED = re.compile(r"[à-ỹđăâêôơư]")


def x1(case: Case) -> Iterator[Finding]:
    """Abbreviations of the tasks that the document never spells out; once a document."""
    words = case.book.table("checks").get("abbreviations", {})
    pattern = re.compile(words.get("pattern", r"(?!)"))
    whole = "\n".join(_all_texts(case))
    known = set(words.get("common", ())) | set(re.findall(r"\(\s*(?:[^()]{0,40}?\s)?([A-ZĐ]{2,12})\s*\)", whole))
    found: dict[str, None] = {}
    for text in dict.fromkeys(cell.text for task in case.plan.tasks for cell in task.cells):
        if text.upper() != text:  # a heading in capitals holds no abbreviations that can be told
            found.update(dict.fromkeys(a for a in pattern.findall(text) if a not in known and not _is_roman(a)))
    if found:
        yield case.finding("X1", f"Chữ viết tắt chưa giải thích: {', '.join(found)}.", quote=", ".join(found))


def _is_roman(word: str) -> bool:
    return set(word) <= set("IVXLC")


def x2(case: Case) -> Iterator[Finding]:
    """Quotes or brackets without their partner in a cell."""
    for task in case.plan.tasks:
        for cell in task.cells:
            if cell.text and not cell.inherited and (odd := _unpaired(cell.text)):
                quote = _around(cell.text, odd)
                yield case.finding("X2", f"Dấu {odd} không đủ cặp.", task=task, quote=quote, column=cell.role)


def _unpaired(text: str) -> str | None:
    """
    >>> _unpaired("Chỉ số “A"), _unpaired("a) một (hai)"), _unpaired('"x"')
    ('“ ”', None, None)
    """
    if text.count("“") != text.count("”") or text.count('"') % 2:
        return "“ ”"
    if text.count("(") == text.count(")"):
        return None
    bare = _LIST_LETTER.sub("", text)
    return "( )" if bare.count("(") != bare.count(")") else None


def _around(text: str, pair: str) -> str:
    """The text around the mark that stands alone, where it can be told; else its beginning."""
    open_marks: list[int] = []
    alone = None
    for place, sign in enumerate(text):
        if sign == pair[0]:
            open_marks.append(place)
        elif sign == pair[-1]:
            alone = place if not open_marks else alone
            del open_marks[-1:]
    if open_marks:
        alone = open_marks[-1]
    start = text.rfind(" ", 0, max(0, (alone or 0) - 25)) + 1
    return text[start : (alone or 0) + 70].strip()


def x3(case: Case) -> Iterator[Finding]:
    """A cell that stops in mid-sentence."""
    for task in case.plan.tasks:
        for cell in task.cells:
            text = cell.text.rstrip()
            if cell.role not in ("content", "method", "result", "target", "deliverable") or cell.inherited or not text:
                continue
            if case.search("cut-at-small-word", text) or case.search("cut-after-purpose", text):
                yield case.finding("X3", "Câu bị cụt.", task=task, quote=_tail(text), column=cell.role)


def _tail(text: str) -> str:
    """The last words, whole."""
    return text if len(text) <= _END else text[text.find(" ", len(text) - _END) + 1 :]


def x4(case: Case) -> Iterator[Finding]:
    """Words that are no Vietnamese syllable although they bear its marks, and known slips."""
    slips = [(re.compile(m["wrong"]), m["right"]) for m in case.book.table("checks").get("misspelling", ())]
    any_slip = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in slips) or "(?!)")
    known: dict[str, list[tuple[str, str | None]]] = {"": []}
    sound: set[str] = set()

    def faults(text: str) -> Iterator[tuple[str, str | None]]:
        """The words at fault, and what to write for them where that is known."""
        folded = case.fold(text)
        for pattern, right in slips if any_slip.search(folded) else ():
            if match := pattern.search(folded):
                yield text[match.start() : match.end()], right
        for word in dict.fromkeys(_WORD.findall(text)):
            if word in sound:
                continue
            if _MARKED.search(word) and word.islower() and word.isalpha() and not is_syllable(word):
                yield word, None
            else:
                sound.add(word)

    for task in case.plan.tasks:
        for cell in task.cells:
            if cell.inherited or cell.role == "no":
                continue
            if cell.text not in known:
                known[cell.text] = list(faults(cell.text))
            for word, right in known[cell.text]:
                yield case.finding("X4", f"Nghi sai chính tả: “{word}”.", task=task, quote=word,
                                   suggestion=right, column=cell.role)  # fmt: skip


def _all_texts(case: Case) -> Iterator[str]:
    for block in case.document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Grid):
            yield from (cell.text for cell in block.cells if cell.text.strip())
