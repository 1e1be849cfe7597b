"""The seed plan beside the repository, as a description and in the layouts a reader must see through.

In: ../shared/seed/ke-hoach-2024.txt. Out: its 19 true rows (continuation rows joined), a `Description`, `LAYOUTS`.
The text is not part of the repository: where it is absent, `SOURCE.exists()` is false and tests skip.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .spec import Annex, Description, Layout, Row, is_section

SOURCE = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "ke-hoach-2024.txt"
MISSING = "the seed plan is not beside the repository"
WIDTHS = (11, 46, 36, 26, 50)


@dataclass(frozen=True)
class Variant:
    """A layout of the seed. joined: continuation rows are part of the row above, as in the true document."""

    layout: Layout
    joined: bool = True
    cuts: int = 0  # rows the page ends must cut in the PDF, at least


LAYOUTS: dict[str, Variant] = {
    "portrait": Variant(Layout(), cuts=3),
    "portrait-merged": Variant(Layout(sections="title", size=13), cuts=3),
    "portrait-no-repeat": Variant(Layout(header_repeat=False), cuts=2),
    "landscape": Variant(Layout(orientation="landscape")),
    "landscape-label-in-title": Variant(Layout(orientation="landscape", sections="row", header_repeat=False, size=13)),
    "auto-numbers": Variant(Layout(numbering="auto", bullets="auto")),
    "line-breaks": Variant(Layout(breaks="line", orientation="landscape", sections="title")),
    "low-pages": Variant(Layout(page=(210, 148), size=13), cuts=7),
    "low-pages-no-repeat": Variant(Layout(page=(210, 130), header_repeat=False, size=14), cuts=8),
    "stretched-lines": Variant(Layout(page=(210, 180), size=11), cuts=2),
    "whole-rows": Variant(Layout(split_rows=False)),
    "as-exported": Variant(Layout(), joined=False),
}


def lines() -> list[str]:
    """The lines of the seed file, without markdown's bold marks."""
    return SOURCE.read_text(encoding="utf-8").replace("**", "").split("\n")


def rows(joined: bool = True) -> tuple[Row, ...]:
    """The table: 22 rows as exported; 20 (header, 4 sections, 15 tasks) with continuation rows joined by a space."""
    raw = [tuple(line.split("\t")) for line in lines() if "\t" in line]
    if not joined:
        return tuple(raw)
    out: list[Row] = []
    for row in raw:
        if row[0] == "":
            out[-1] = tuple(" ".join(filter(None, pair)) for pair in zip(out[-1], row, strict=True))
        else:
            out.append(row)
    return tuple(out)


def tasks() -> tuple[Row, ...]:
    """The 15 tasks, whole."""
    return tuple(row for row in rows()[1:] if not is_section(row))


def sections() -> tuple[Row, ...]:
    """The 4 section rows."""
    return tuple(row for row in rows()[1:] if is_section(row))


def description(joined: bool = True) -> Description:
    """The seed plan, whole, its table with or without the continuation rows as rows of their own."""
    text = [line for line in lines() if line and "\t" not in line]
    notes, annex = _index(text, "Nơi nhận"), _index(text, "PHỤ LỤC")
    recipients = tuple(line for line in text[notes + 1 : annex] if line.startswith("- "))
    signature = text[notes + 1 + len(recipients) : annex]
    return Description(
        type=text[0],
        subject=text[1],
        body=tuple(text[2:notes]),
        recipients_title=text[notes],
        recipients=recipients,
        sign=tuple(signature[:-1]),
        signer=signature[-1],
        annexes=(Annex(rows=rows(joined), heading=text[annex], title=text[annex + 1], widths=WIDTHS),),
    )


def _index(text: list[str], start: str) -> int:
    return next(i for i, line in enumerate(text) if line.startswith(start))
