"""One plan in many layouts: in how many PDFs does every row come out whole, and every task as from Word?

    python benchmarks/layouts.py [layouts a plan] [seed] [folder to keep the files in]

Takes the samples' sources and, where it is beside the repository, the seed. Each layout draws by chance how the table
is set (paper, margins, type size, spacing, repeated header, merged sections, bullets, rows that may not be cut) and how
it is made (heading of two rows, owners merged over rows, rows without number, rows longer than a page). LibreOffice
makes the PDFs. Prints what differs in each layout, and the score. Needs soffice.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import facts  # noqa: E402
from tests.build import Annex, Description, Layout, Row, is_section, load, seed, to_pdf, write_docx  # noqa: E402

UP = "^"


def plans() -> Iterator[tuple[str, Description]]:
    if seed.SOURCE.exists():
        yield "seed", seed.description()
    for path in sorted((ROOT / "samples" / "sources").glob("*.toml")):
        yield path.stem, load(path)[0]


def layout(chance: random.Random) -> Layout:
    breaks = chance.choice(("paragraph", "line"))
    return Layout(
        orientation=chance.choice(("portrait", "landscape", None)),
        header_repeat=chance.random() < 0.6,
        sections=chance.choice(("cells", "title", "row")),
        bullets=chance.choice(("text", "auto")) if breaks == "paragraph" else "text",  # Word's own need paragraphs
        breaks=breaks,
        split_rows=chance.random() < 0.85,
        size=chance.choice((10, 11, 12, 13, 14)),
        page=(210, chance.choice((120, 150, 180, 210, 240, 297))),
        margins=chance.choice(((20, 20), (25, 20), (20, 15))),
        spacing=chance.choice((0, 2, 2, 3, 6)),
        middle=chance.random() < 0.3,
        footer=chance.choice(("", "", "Tài liệu lưu hành nội bộ")),
    )


def varied(annex: Annex, chance: random.Random) -> Annex:
    """The same table, made in another way."""
    header, body = list(annex.rows[: annex.header_rows]), list(annex.rows[annex.header_rows :])
    if chance.random() < 0.25:
        body = _merged(body, len(header[0]) - 1, chance)
    if chance.random() < 0.15:
        body = _unnumbered(body, chance)
    if chance.random() < 0.2:
        body = _longer(body, chance)
    if len(header) == 1 and chance.random() < 0.25:
        header = _two_rows(header[0])
    return replace(annex, rows=(*header, *body), header_rows=len(header))


def _merged(body: list[Row], column: int, chance: random.Random) -> list[Row]:
    """Cells of a column reach down over the rows below them, here and there."""
    out = body[:1]
    for row in body[1:]:
        above = out[-1]
        fits = not (is_section(row) or is_section(above)) and "<" not in (row[column], above[column])
        fits = fits and 0 < len(above[column]) < 80  # LibreOffice clips what is longer than the rows it reaches over
        out.append((*row[:column], UP, *row[column + 1 :]) if fits and chance.random() < 0.5 else row)
    return out


def _unnumbered(body: list[Row], chance: random.Random) -> list[Row]:
    return [("", *row[1:]) if not is_section(row) and chance.random() < 0.12 else row for row in body]


def _longer(body: list[Row], chance: random.Random) -> list[Row]:
    """Some rows say what they say many times over."""
    longest = max(range(1, len(body[0])), key=lambda c: sum(len(row[c]) for row in body if row[c] not in ("<", UP)))
    out = []
    for row in body:
        if not is_section(row) and len(row[longest]) > 40 and chance.random() < 0.2:
            lines = [f"{i}) {row[longest]}" for i in range(1, chance.choice((4, 8, 14)))]
            row = (*row[:longest], "\n".join(lines), *row[longest + 1 :])
        out.append(row)
    return out


def _two_rows(header: Row) -> list[Row]:
    """The last two columns under one heading."""
    return [(*header[:-2], "Nội dung khác", "<"), (*(UP for _ in header[:-2]), *header[-2:])]


def differences(word: Path, pdf: Path) -> list[str]:
    """What the PDF says otherwise than the Word file, in words."""
    try:
        want, have = (facts.plan(path)["tasks"] for path in (word, pdf))
    except Exception as error:
        return [f"{type(error).__name__}: {error}"[:200]]
    if len(want) != len(have):
        return [f"{len(have)} tasks, {len(want)} in Word"]
    out = []
    for a, b in zip(want, have, strict=True):
        a, b = (facts.without_places(task) for task in (a, b))
        fields = [field for field in a if a[field] != b[field]]
        cells = [(x["text"], y["text"]) for x, y in zip(a["cells"], b["cells"], strict=True) if x["text"] != y["text"]]
        out += [f"{a['id']}: {', '.join(fields)} {cells[:1]}"] if fields else []
    return out


def clipped(word: Path, pdf: Path) -> bool:
    """LibreOffice left out lines of a cut row: words of the Word file's tasks stand nowhere in the PDF."""
    import pdfplumber

    want: Counter[str] = Counter()
    for task in facts.plan(word)["tasks"]:
        want.update(w for cell in task["cells"] if not cell["inherited"] for w in re.findall(r"\w{2,}", cell["text"]))
    with pdfplumber.open(pdf) as file:
        have = Counter(w for page in file.pages for w in re.findall(r"\w{2,}", page.extract_text()))
    return sum((want - have).values()) > 3


def make(count: int, number: int, folder: Path) -> list[tuple[Path, Layout]]:
    """The Word files and the layouts they have."""
    made = []
    for stem, what in plans():
        chance = random.Random(f"{number} {stem}")
        for i in range(count):
            how = layout(chance)
            shaped = replace(what, annexes=tuple(varied(annex, chance) for annex in what.annexes))
            made.append((write_docx(shaped, folder / f"{stem}-{number}-{i}.docx", how), how))
    return made


def main(count: int, number: int, folder: Path) -> None:
    made = make(count, number, folder)
    good = lost = 0
    for (word, how), pdf in zip(made, to_pdf([path for path, _ in made], folder, timeout=900), strict=True):
        found = differences(word, pdf)
        good += not found
        if found and clipped(word, pdf):
            lost += 1
        elif found:
            print(f"{word.stem}: {how}")
            print(*(f"    {line}" for line in found[:4]), sep="\n")
    print(f"{good} of {len(made) - lost} layouts: the PDF gives the tasks of the Word file ({lost} PDFs lack lines)")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    with tempfile.TemporaryDirectory() as name:
        main(*numbers, *(12, 2024)[len(numbers) :], Path(sys.argv[3] if len(sys.argv) > 3 else name))
