"""Section or task (DOMAIN 2.3), and under which sections. In: `Draft`s. Out: kind, sections, is_parent of each.

The level is never read from the shape of a number alone: a row without any plan value is a section when rows of a
deeper scheme follow, or when rows of its own scheme are sections; among tasks of its scheme it is a task to be filled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..document import RowKind, SectionHead
from .drafts import Draft
from .labels import Label, letter, split_label
from .vocabulary import Vocabulary

PLAN_COLUMNS = frozenset(("time", "lead", "coop", "lead_coop", "leader", "target", "result", "deliverable", "method"))
_BULLET = re.compile(r"[-–—+*•▪·]\s")
_SHORT = 80  # characters of a section title that is told by nothing else
_LETTERS_AFTER = {"I": "h", "V": "u", "X": "v"}


@dataclass(slots=True)
class Item:
    """A draft and what it is. title: of a section or a task, its label split off when it stood in the text."""

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

    @property
    def scheme(self) -> str:
        return self.label.scheme if self.label else ""


def outline(
    drafts: Sequence[Draft], roles: Sequence[str], vocabulary: Vocabulary, above: tuple[SectionHead, ...] = ()
) -> list[Item]:
    """The items in order. above: sections that stand as paragraphs over the table."""
    items = [_item(draft, roles, vocabulary) for draft in drafts]
    _set_letters(items)
    _set_lines(items, vocabulary)
    body = [item for item in items if item.kind == "task"]
    _set_sections(body)
    _set_stack(body, above)
    _set_parents(body)
    return items


# --- one row ---------------------------------------------------------------------------------------------------


def _item(draft: Draft, roles: Sequence[str], vocabulary: Vocabulary) -> Item:
    no = roles.index("no") if "no" in roles else None
    content = roles.index("content")
    value = draft.own[content] or draft.down[content]
    text = value.text if value else ""
    numbered = no is not None and draft.value(no) is not None
    plan = [i for i, role in enumerate(roles) if role in PLAN_COLUMNS and draft.value(i)]
    others = [i for i, v in enumerate(draft.own) if v and i not in (no, content)]
    wide = content in draft.line.wide and len(draft.line.wide) >= max(2, len(roles) - 2) and not others
    candidate = bool(text) and not plan and draft.own[content] is not None and not draft.label_inherited
    label, title, stripped = draft.label, text, False
    if not numbered:
        found = split_label(text, vocabulary.label_words)
        if found and not _is_list(text):
            label, title = found
            stripped = True
        else:
            label = None
    loud = bool(value and (value.bold or _capital(title)))
    return Item(draft, label, title, stripped, wide, loud, candidate)


def _is_list(text: str) -> bool:
    """More than one line with a label of its own: a list inside the cell, not a row label."""
    lines = text.split("\n")
    return sum(1 for line in lines[:6] if split_label(line)) > 1


def _capital(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(1 for c in letters if c.isupper()) >= 0.8 * len(letters)


def _set_letters(items: Sequence[Item]) -> None:
    """ "I" after "H", "V" after "U" are letters."""
    last = ""
    for item in items:
        label = item.label
        if label is None or label.number is None or len(label.number) != 1:
            continue
        before = _LETTERS_AFTER.get(label.number.upper())
        if label.scheme.strip("()") in ("I", "i") and before and last.lower() == before:
            scheme = label.scheme.replace("I", "A").replace("i", "a")
            item.label = Label(label.raw, label.number, scheme, letter(label.number))
        if item.scheme.strip("()") in ("A", "a"):
            last = label.number


def _set_lines(items: Sequence[Item], vocabulary: Vocabulary) -> None:
    """Totals and notes; a starred line is a note only behind the last task."""
    last_task = max((n for n, item in enumerate(items) if not item.candidate), default=-1)
    for place, item in enumerate(items):
        first = next((v.text for v in item.draft.own if v), "")
        meaning = vocabulary.line(first[:200])
        if item.label is not None and not item.stripped and item.label.number is not None:
            continue
        if meaning == "total_row":
            item.kind = "total_row"
        elif item.candidate and (meaning == "note" or (meaning == "note-at-end" and place > last_task)):
            item.kind = "note"


# --- section or task -------------------------------------------------------------------------------------------


def _set_sections(items: Sequence[Item]) -> None:
    children = _children(items)
    schemes = _scheme_evidence(items, children)
    for place, item in enumerate(items):
        if item.candidate and _is_section(item, children[place], schemes, items[place + 1 :][:1]):
            item.kind = "section"
    if items and items[-1].kind == "section" and items[-1].wide and _is_remark(items[-1]):
        items[-1].kind = "note"


def _is_remark(item: Item) -> bool:
    """A last row over the whole width, without a label, in plain sentences."""
    return item.label is None and not item.loud


def _scheme_evidence(items: Sequence[Item], children: Sequence[bool]) -> dict[str, tuple[int, int]]:
    """By scheme: rows with plan values (tasks), rows without them that have children (sections)."""
    out: dict[str, tuple[int, int]] = {}
    for item, has in zip(items, children, strict=True):
        tasks, sections = out.get(item.scheme, (0, 0))
        out[item.scheme] = (tasks + (not item.candidate), sections + (item.candidate and (has or item.wide)))
    return out


def _is_section(item: Item, has_children: bool, schemes: dict[str, tuple[int, int]], following: Sequence[Item]) -> bool:
    if item.wide:
        return True
    tasks, sections = schemes[item.scheme]
    if item.label is None:
        if not following or _BULLET.match(item.title):
            return False
        begins = following[0].label is not None and (following[0].label.order == 1 or len(item.title) <= _SHORT)
        nearer = item.title.rstrip().endswith(":") or begins
        return ((item.loud or nearer) and not following[0].candidate) or (item.loud and has_children)
    if has_children:
        return True
    if tasks:
        return item.loud and sections > 0
    return sections > 0


def _children(items: Sequence[Item]) -> list[bool]:
    """Whether the next row lies deeper: a scheme not yet open, or one that begins again.

    `open_` lists the schemes met since the last row of a higher one, outermost first.
    """
    out: list[bool] = []
    open_: list[str] = []
    for place, item in enumerate(items):
        if item.scheme in open_:
            del open_[open_.index(item.scheme) + 1 :]
        else:
            open_.append(item.scheme)
        following = items[place + 1] if place + 1 < len(items) else None
        out.append(following is not None and _deeper(item, following, open_))
    return out


def _deeper(item: Item, following: Item, open_: Sequence[str]) -> bool:
    if following.scheme == item.scheme:
        if not item.label or not following.label:
            return item.loud and not following.loud
        return following.label.order == 1 and not _extends(item, following)
    if item.label and following.label and _extends(item, following):
        return True
    return following.scheme not in open_


def _extends(item: Item, following: Item) -> bool:
    """1.1 below 1."""
    above, below = (i.label.number if i.label else None for i in (item, following))
    return bool(above and below and below.startswith(above + "."))


# --- nesting ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """An open section. inner: level of the first row below it."""

    level: str
    head: SectionHead
    inner: str | None = None


def _set_stack(items: Sequence[Item], above: tuple[SectionHead, ...]) -> None:
    """A section closes the open one of its level and all below it; a new level opens below.

    A task closes sections too when it is numbered as they are ("III" with a deadline of its own among I, II, IV),
    unless the numbering began again inside the section (section 2 with tasks 1, 2, 3).
    """
    stack: list[_Open] = []
    for item in items:
        level = _level(item)
        place = next((i for i, o in enumerate(stack) if o.level == level), None)
        if place is not None and (item.kind == "section" or not _begins_again(item, stack[place])):
            del stack[place:]
        if stack and stack[-1].inner is None:
            stack[-1].inner = level
        item.sections = above + tuple(o.head for o in stack)
        if item.kind == "section":
            stack.append(_Open(level, SectionHead(item.label.number if item.label else None, _one_line(item.title))))


def _begins_again(item: Item, section: _Open) -> bool:
    """The task belongs to numbering that began again inside a section numbered alike."""
    if item.label is None or section.inner == section.level:
        return True
    return section.inner is None and item.label.order == 1


def _level(item: Item) -> str:
    if item.label:
        return item.scheme
    return "wide" if item.wide else "loud" if item.loud else "plain"


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _set_parents(items: Sequence[Item]) -> None:
    """A task whose dotted children follow; or one numbered as sections are, with rows of another scheme below it."""
    sections = {item.scheme for item in items if item.kind == "section"}
    for item, following in pairwise(items):
        if item.kind != "task" or not item.label or not following.label or item.draft.label_inherited:
            continue
        higher = item.scheme in sections and following.scheme != item.scheme and following.scheme not in sections
        item.is_parent = _extends(item, following) or higher
