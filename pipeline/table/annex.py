"""What stands above a table: the heading of its annex, and headings of sections that stand as paragraphs.

In: the blocks of a document. Out: annex heading or None by block; section headings of a series of tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Block, Paragraph, SectionHead
from .labels import split_label
from .vocabulary import Vocabulary

_LONGEST = 300  # characters of a line of an annex heading


def annexes(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[str | None]:
    """For each block the heading of the annex it stands in; an annex lasts until the next one."""
    out: list[str | None] = []
    current: str | None = None
    place = 0
    while place < len(blocks):
        found = _heading(blocks, place, vocabulary)
        if found:
            current, end = found
            out += [current] * (end - place)
            place = end
        else:
            out.append(current)
            place += 1
    return out


def _heading(blocks: Sequence[Block], place: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """The heading that begins at a paragraph, and the block behind it."""
    first = blocks[place]
    if not isinstance(first, Paragraph) or not _stands_out(first):
        return None
    meaning = vocabulary.annex(first.text)
    if meaning is None or (meaning == "list" and not _is_above_table(blocks, place)):
        return None
    lines: list[str] = []
    end = place
    while end < len(blocks):
        block = blocks[end]
        if not isinstance(block, Paragraph):
            break
        more = [line for line in block.text.split("\n") if line.strip()]
        stop = next((i for i, line in enumerate(more) if vocabulary.stops_annex(line)), None)
        if end > place and (stop == 0 or not _is_title(block, first, vocabulary)):
            break
        lines += more[:stop]
        end += 1
        if stop is not None:
            break
    return " ".join(" ".join(lines).split()), max(end, place + 1)


def _stands_out(block: Paragraph) -> bool:
    text = block.text.strip()
    return len(text) <= _LONGEST and (block.centered or block.bold or _capitals(text) or len(text) <= 30)


def _is_title(block: Paragraph, first: Paragraph, vocabulary: Vocabulary) -> bool:
    """A further line of the heading: centred, bold or in capitals as headings are, and no heading of a section."""
    text = block.text.strip()
    if not text:
        return True
    if len(text) > _LONGEST or vocabulary.annex(text) == "annex" or split_label(text) or text.startswith("-"):
        return False
    return _capitals(text) or (block.centered and (block.bold or first.centered)) or (block.bold and not block.italic)


def _is_above_table(blocks: Sequence[Block], place: int) -> bool:
    """Within three paragraphs a grid follows."""
    return any(not isinstance(b, Paragraph) for b in blocks[place + 1 : place + 4])


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(1 for c in letters if c.isupper()) >= 0.8 * len(letters)


def section_heads(paragraphs: Sequence[Paragraph], vocabulary: Vocabulary) -> tuple[SectionHead, ...]:
    """Headings among the paragraphs right above a table: "II. Phát triển hạ tầng". Outermost first."""
    heads: list[tuple[str, SectionHead]] = []
    for paragraph in paragraphs[-4:]:
        found = split_label(paragraph.text, vocabulary.label_words)
        short = len(paragraph.text) <= _LONGEST and "\n" not in paragraph.text.strip()
        if not short or vocabulary.annex(paragraph.text) or vocabulary.stops_annex(paragraph.text):
            heads = []
        elif found and found[0].number:
            heads = [h for h in heads if h[0] != found[0].scheme]
            heads.append((found[0].scheme, SectionHead(found[0].number, found[1])))
        elif paragraph.bold or _capitals(paragraph.text):
            heads = [("", SectionHead(None, " ".join(paragraph.text.split())))]
        else:
            heads = []
    return tuple(head for _, head in heads)
