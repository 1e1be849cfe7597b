"""Title: the type of the document and its subject (trích yếu), and where the head ends and the body begins.

In: the lines of a document. Out: `Title`. A decision with a plan attached has two titles: the plan's gives type and
subject, the decision's the head (DOMAIN 1.2, packaging b). It reads no number and no date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...rulebook import RuleBook
from ...text import fold
from .. import terms
from .flow import Line
from .heading import is_fixed
from .names import is_capitals

_MAX_LINES = 9
_MAX_LENGTH = 420
_HEAD_LINES = 80
_ADDRESSEE = 60


@dataclass(frozen=True, slots=True)
class Title:
    """start: line of the type name; end: first line after the subject; carrier: the decision that issues the plan.

    Of a letter, start is the line of its addressees, and `above` are the lines of its subject, which stand in the head.
    """

    type: str
    kind: str
    subject: str | None
    start: int
    end: int
    carrier: Title | None = None
    above: frozenset[int] = frozenset()


def read_title(lines: Sequence[Line], book: RuleBook) -> Title | None:
    """The title of the plan; None if the document shows none."""
    first = _first(lines, book)
    if first is None or first.kind == "plan":
        return first
    for at in range(first.end, len(lines)):
        later = _title_at(lines, at, book)
        if later and later.kind == "plan":
            return Title(later.type, later.kind, later.subject, later.start, later.end, first)
    return first


def _first(lines: Sequence[Line], book: RuleBook) -> Title | None:
    for at in range(min(len(lines), _HEAD_LINES)):
        if terms.hit(book, "recipient", "header", lines[at].text) and at:
            break
        if title := _title_at(lines, at, book):
            return title
    return _letter(lines, book) or _running_title(lines, book)


def _letter(lines: Sequence[Line], book: RuleBook) -> Title | None:
    """ "V/v ..." under the number and "Kính gửi" below it: a letter, which has no type name."""
    near = range(min(len(lines), _HEAD_LINES))
    to = next((at for at in near if terms.hit(book, "mark", "letter_to", lines[at].text)), None)
    about = next((at for at in range(to or 0) if terms.hit(book, "mark", "letter_subject", lines[at].text)), None)
    if to is None or about is None:
        return None
    after = range(about + 1, to)
    end = next((at for at in after if is_fixed(lines[at].text, book) or _ends_head(lines[at].text, book)), to)
    text = " ".join(line.text for line in lines[about:end])
    opened = terms.hit(book, "mark", "letter_subject", text)
    subject = text[opened.end() :].strip(" .;") if opened else ""
    below = range(to + 1, min(len(lines), to + _HEAD_LINES))
    body = next((at for at in below if _opens_text(lines[at].text, book)), to + 1)
    name = terms.word(book, "citation", "letter")
    return Title(name, "carrier", subject or None, to, body, above=frozenset(range(about, end)))


def _opens_text(text: str, book: RuleBook) -> bool:
    """Whether a line below "Kính gửi" is text, or the end of it, and no more addressee."""
    if terms.hit(book, "recipient", "header", text):
        return True
    return not text.lstrip().startswith(("-", "+", "•")) and len(text) > _ADDRESSEE


def _title_at(lines: Sequence[Line], at: int, book: RuleBook) -> Title | None:
    """A title whose type name stands alone on line `at`, or opens it in capitals."""
    text = lines[at].text.strip(" :.*")
    if is_fixed(text, book) or lines[at].text.endswith(":"):  # "QUYẾT ĐỊNH:" enacts, it is no title
        return None
    match = terms.opens_with_type(text, book)
    if not match or text[: match.start()].strip():
        return None
    rest = text[match.end() :].strip(" :-–")
    if rest and not is_capitals(text[: match.end()]):
        return None
    known = terms.types(book)[match["type"]]
    if terms.hit(book, "mark", "draft", rest):
        rest = ""
    if rest and (rest[0].isdigit() or is_fixed(rest, book)):
        return None
    subject, end = _subject(lines, at, rest, book)
    return Title(known.name, known.kind, subject, at, end)


def _running_title(lines: Sequence[Line], book: RuleBook) -> Title | None:
    """ "Kế hoạch cải cách hành chính năm 2024" as one line in normal case, near the top."""
    for at, line in enumerate(lines[:15]):
        match = terms.opens_with_type(line.text, book)
        if match and not line.text.rstrip().endswith((".", ";", ":", ",")) and len(line.text) < _MAX_LENGTH:
            rest = line.text[match.end() :].strip(" :-–")
            known = terms.types(book)[match["type"]]
            if rest and known.kind == "plan" and line.text[match.start()].isupper():
                return Title(known.name, known.kind, rest, at, at + 1)
        if _ends_head(line.text, book):
            return None
    return None


def _subject(lines: Sequence[Line], at: int, rest: str, book: RuleBook) -> tuple[str | None, int]:
    """The lines below the type name that belong to it, and the first that does not."""
    parts = [rest] if rest else []
    end = at + 1
    for line in lines[at + 1 : at + 1 + _MAX_LINES]:
        if terms.hit(book, "mark", "noise", line.text):
            end += 1
            continue
        if not _belongs(line, lines[at + 1 : end], parts, book):
            break
        parts.append(line.text)
        end += 1
    subject = " ".join(" ".join(parts).split())
    return subject or None, end


def _belongs(line: Line, before: Sequence[Line], parts: list[str], book: RuleBook) -> bool:
    text = line.text
    if line.below or _ends_head(text, book) or _is_authority(text, parts, book) or is_fixed(text, book):
        return False
    if terms.hit(book, "mark", "draft", text) or text.endswith((":", ";", "./.")):
        return False
    if not parts:
        return len(text) <= 2 * _MAX_LENGTH and not _is_opening(text, book)
    if len(" ".join(parts)) + len(text) > 2 * _MAX_LENGTH or _is_opening(text, book):
        return False
    if parts[-1].endswith(".") or (text.startswith(("- ", "+ ")) and not is_capitals(text)):
        return False
    goes_on = text[:1].islower() or terms.setting(book, "title", "unfinished").search(fold(parts[-1]))
    if goes_on and len(text) < _MAX_LENGTH:
        return True
    return _same_style(line, before) and len(text) < 200 and not _names_a_document(text, book)


def _ends_head(text: str, book: RuleBook) -> bool:
    ends = ("after_subject", "section", "annex_line", "annex_head")
    if any(terms.hit(book, "mark", means, text) for means in ends):
        return True
    return is_capitals(text) and bool(terms.hit(book, "signature", "competence", text))


def _is_authority(text: str, parts: list[str], book: RuleBook) -> bool:
    """ "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH" between the subject of a decision and its bases."""
    return bool(parts) and is_capitals(text) and bool(terms.hit(book, "mark", "authority", text))


def _is_opening(text: str, book: RuleBook) -> bool:
    return bool(terms.hit(book, "opening", "opening_end", text))


def _names_a_document(text: str, book: RuleBook) -> bool:
    """ "Thực hiện Chỉ thị số ..." on a line of its own is the first basis, not more of the subject."""
    folded = fold(text)
    for pattern in terms.patterns(book, "basis", "basis"):
        m = pattern.match(folded)
        if m and terms.type_pattern(book).match(folded, m.end()):
            return True
    return False


def _same_style(line: Line, before: Sequence[Line]) -> bool:
    """A subject is bold and centred throughout; where nothing is marked, only the wording can tell."""
    if not before:
        return True
    first = before[0]
    return (line.bold or not first.bold) and (line.centered or not first.centered)
