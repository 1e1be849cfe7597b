"""Which measure of a row its targets belong to.

In: the content of a row and the text of a target cell. Out: pairs of a piece of the content and a piece of the cell.
Bullets pair with lines where there are as many of them; else the whole content is what the whole cell is about.
"""

from __future__ import annotations

import re

_BULLET = re.compile(r"\s*(?:[-+*•●▪–—]\s*(?=\S)|(?:\d{1,2}|[a-zđ])[.)]\s+)")


def pairs(content: str, cell: str) -> list[tuple[str, str]]:
    """
    >>> pairs("- Tỷ lệ A\\n- Tỷ lệ B", "85%\\n90%")
    [('Tỷ lệ A', '85%'), ('Tỷ lệ B', '90%')]
    >>> pairs("- Tỷ lệ A\\n- Tỷ lệ B", "85%")
    [('- Tỷ lệ A\\n- Tỷ lệ B', '85%')]
    """
    pieces, lines = _bulleted(content), [line for line in cell.split("\n") if line.strip()]
    if len(pieces) < 2 or len(pieces) != len(lines):
        return [(content, cell)]
    return list(zip(pieces, lines, strict=True))


def _bulleted(text: str) -> list[str]:
    """What the bullets of a text say, without their marks; lines before the first introduce them all.

    A line without a mark goes on with the bullet above it.
    """
    found: list[str] = []
    for line in text.split("\n"):
        mark = _BULLET.match(line)
        if mark:
            found.append(line[mark.end() :])
        elif found:
            found[-1] = f"{found[-1]}\n{line}"
    return found
