"""How much of a text a row of a sheet holds, and how a longer one goes on in the next. In: blocks. Out: blocks.

Excel shows no row higher than 409 points; what is cut here joins to the text again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

MOST_LINES = 24  # of a row
_CHARACTERS = 1.28  # of Times New Roman 12 in a unit of column width
_RUN = 120  # characters: a longer run may be cut

Block = list[tuple[str, str]]  # (dress, text): what starts on a line of its own


def wrapped(text: str, width: float) -> int:
    """Lines that a text takes in a column of that width; some programs do not fit rows by themselves.

    >>> wrapped("một hai ba bốn", 9), wrapped("a\\nb", 20)
    (2, 2)
    """
    room, lines = max(int((width - 2) * _CHARACTERS), 4), 0
    for line in text.split("\n"):
        lines, filled = lines + 1, 0
        for word in line.split():
            filled += len(word) + bool(filled)
            if filled > room:
                over = (len(word) - 1) // room if len(word) > room else 0
                lines, filled = lines + 1 + over, len(word) - over * room
    return lines


def height(blocks: Sequence[Block], width: float) -> int:
    """Lines that the blocks take."""
    return sum(wrapped("".join(text for _, text in block), width) for block in blocks)


def chunks(blocks: Sequence[Block], width: float) -> Iterator[tuple[list[Block], int]]:
    """The blocks in as many cells as it takes, each with its lines."""
    chunk: list[Block] = []
    filled = 0
    for block in chain.from_iterable(_pieces(each, width) for each in blocks):
        lines = height([block], width)
        if chunk and filled + lines > MOST_LINES:
            yield chunk, filled
            chunk, filled = [], 0
        chunk.append(block)
        filled += lines
    yield chunk, filled


def _pieces(block: Block, width: float) -> Iterator[Block]:
    """A block that no row holds, cut between words."""
    if height([block], width) <= MOST_LINES:
        yield block
        return
    piece: Block = []
    for dress, text in block:
        for part in _words(text):
            if piece and height([[*piece, (dress, part)]], width) > MOST_LINES:
                yield _joined(piece)
                piece = []
            piece.append((dress, part))
    yield _joined(piece)


def _words(text: str) -> list[str]:
    """A long text in runs of some lines, cut after blanks."""
    return [part for line in text.splitlines(keepends=True) for part in _cut(line)]


def _cut(line: str) -> Iterator[str]:
    while len(line) > _RUN:
        at = line.rfind(" ", 0, _RUN) + 1 or _RUN
        yield line[:at]
        line = line[at:]
    yield line


def _joined(runs: Block) -> Block:
    """Neighbouring runs of one dress as one."""
    out: Block = []
    for dress, text in runs:
        if out and out[-1][0] == dress:
            out[-1] = (dress, out[-1][1] + text)
        else:
            out.append((dress, text))
    return out
