"""Section or task (DOMAIN 2.3), and under which sections. In: `Draft`s. Out: kind, sections, is_parent of each.

The level is never read from the shape of a number alone: a row without any plan value is a section when rows of a
deeper scheme follow, or when rows of its own scheme are sections; among tasks of its scheme it is a task to be filled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..document import SectionHead
from .drafts import Draft
from .items import Item, make_items
from .shared import set_shared
from .vocabulary import Vocabulary

_BULLET = re.compile(r"[-–—+*•▪·]\s")
_SHORT = 80  # characters of a section title that is told by nothing else


def outline(
    drafts: Sequence[Draft], roles: Sequence[str], vocabulary: Vocabulary, above: tuple[SectionHead, ...] = ()
) -> list[Item]:
    """The items in order. above: sections that stand as paragraphs over the table."""
    items = make_items(drafts, roles, vocabulary)
    body = [item for item in items if item.kind == "task"]
    _set_sections(body)
    set_shared(body, roles)
    _set_stack(body, above)
    _set_parents(body)
    return items


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
        return following.label.order == 1 and not following.extends(item)
    if item.label and following.label and following.extends(item):
        return True
    return following.scheme not in open_


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
        item.is_parent = following.extends(item) or higher
