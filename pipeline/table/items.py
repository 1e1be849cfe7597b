"""One draft by itself: its label, its title, whether it may be a section; totals, notes and signatures.

In: `Draft`s. Out: `Item`s, of kind "task" where nothing else is sure. Sections are outline.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..document import RowKind, SectionHead
from .drafts import Draft
from .join import Value
from .labels import Label, letter, read_label, split_label
from .vocabulary import Vocabulary

PLAN_COLUMNS = frozenset(("time", "lead", "coop", "lead_coop", "leader", "target", "result", "deliverable", "method"))
_LETTERS_AFTER = {"I": "h", "V": "u", "X": "vw"}


@dataclass(slots=True)
class Item:
    """A draft and what it is. title: of a section or a task, its label split off when it stood in the text.

    shared: columns of a section whose values are those of all rows below it.
    """

    draft: Draft
    label: Label | None
    title: str
    stripped: bool
    wide: bool
    loud: bool
    candidate: bool
    kind: RowKind = "task"
    sections: tuple[SectionHead, ...] = ()
    is_parent: bool = False
    shared: tuple[int, ...] = ()

    @property
    def scheme(self) -> str:
        return self.label.scheme if self.label else ""

    def extends(self, above: Item) -> bool:
        """1.1 below 1."""
        upper, lower = (i.label.number if i.label else None for i in (above, self))
        return bool(upper and lower and lower.startswith(upper + "."))


def make_items(drafts: Sequence[Draft], roles: Sequence[str], vocabulary: Vocabulary) -> list[Item]:
    items = [_item(draft, roles, vocabulary) for draft in drafts]
    _set_letters(items)
    _set_lines(items, vocabulary)
    return items


def _item(draft: Draft, roles: Sequence[str], vocabulary: Vocabulary) -> Item:
    no = roles.index("no") if "no" in roles else None
    content = roles.index("content")
    value = draft.own[content] or draft.down[content]
    aside = _title_aside(draft, no, roles) if value is None else None
    value = aside or value
    text = value.text if value else ""
    repeated = _is_repeated(draft, no)
    plan = not repeated and any(has_value(draft, i, vocabulary) for i, role in enumerate(roles) if role in PLAN_COLUMNS)
    others = any(v and i not in (no, content) for i, v in enumerate(draft.own))
    wide = content in draft.line.wide and len(draft.line.wide) >= max(2, len(roles) - 2) and not others
    wide = wide or repeated or aside is not None
    begins = draft.own[content] is not None or aside is not None
    candidate = bool(text) and not plan and begins and not draft.label_inherited
    label, title, stripped = draft.label, text, False
    if aside or no is None or draft.value(no) is None:
        found = None if _is_list(text) else split_label(text, vocabulary.label_words)
        label, title = found or (None, text)
        stripped = found is not None
    loud = bool(value and (value.bold or _capital(title)))
    return Item(draft, label, title, stripped, wide, loud, candidate)


def has_value(draft: Draft, column: int, vocabulary: Vocabulary) -> bool:
    """More than a dash or dots."""
    value = draft.value(column)
    return value is not None and not vocabulary.is_blank(value.text.strip())


def _is_repeated(draft: Draft, no: int | None) -> bool:
    """A title written into every cell of its row, as converters do with merged cells."""
    texts = [v.text if v else "" for i, v in enumerate(draft.own) if i != no]
    return len(texts) > 2 and len(texts[0]) > 3 and len(set(texts)) == 1


def _title_aside(draft: Draft, no: int | None, roles: Sequence[str]) -> Value | None:
    """A title in the number cell, "I. QUÝ I", with nothing of a plan beside it."""
    value = draft.own[no] if no is not None else None
    if value is None or draft.label or any(draft.value(i) for i, r in enumerate(roles) if r in PLAN_COLUMNS):
        return None
    return value if len(value.text) > 3 and any(c.isalpha() for c in value.text) else None


def _is_list(text: str) -> bool:
    """More than one line with a label of its own: a list inside the cell, not a row label."""
    lines = text.split("\n")
    return sum(1 for line in lines[:6] if split_label(line)) > 1


def _capital(text: str) -> bool:
    letters = "".join(filter(str.isalpha, text))
    return len(letters) > 3 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


def _set_letters(items: Sequence[Item]) -> None:
    """ "I" after "H", "V" after "U", "X" after "V" or "W" are letters."""
    last = ""
    for item in items:
        label = item.label
        if label is None or label.number is None or len(label.number) != 1:
            continue
        before = _LETTERS_AFTER.get(label.number.upper(), "")
        if label.scheme.strip("()") in ("I", "i") and last and last.lower() in before:
            scheme = label.scheme.replace("I", "A").replace("i", "a")
            item.label = Label(label.raw, label.number, scheme, letter(label.number))
        if item.scheme.strip("()") in ("A", "a"):
            last = label.number


def _is_blank(item: Item, vocabulary: Vocabulary) -> bool:
    """A row not filled in: dots, dashes, at most its number."""
    texts = [v.text.strip() for v in item.draft.own if v]
    rest = [t for t in texts if not vocabulary.is_blank(t)]
    numbered = item.label is not None and not item.stripped and len(rest) == 1 and read_label(rest[0]) is not None
    return not any(item.draft.down) and (not rest or numbered)


def _set_lines(items: Sequence[Item], vocabulary: Vocabulary) -> None:
    """Totals and notes; a starred line is a note only behind the last task, a signature behind the last number.

    Below a signature stand names.
    """
    last_task = max((n for n, item in enumerate(items) if not item.candidate), default=-1)
    last_number = max((n for n, item in enumerate(items) if item.label), default=-1)
    signed = False
    for place, item in enumerate(items):
        if signed or _is_blank(item, vocabulary):
            item.kind = "note"
            continue
        first = next((v.text for v in item.draft.own if v), "")
        meaning = vocabulary.line(first[:200])
        if item.label is not None and not item.stripped and item.label.number is not None:
            continue
        starred = meaning == "note-at-end" and place > last_task
        sure = meaning == "signed" or (meaning == "signature" and (item.draft.line.wide or _capital(first[:30])))
        signed = sure and place > last_number
        if meaning == "total_row":
            item.kind = "total_row"
        elif signed or (item.candidate and (starred or meaning == "note")):
            item.kind = "note"
