"""One plan in many layouts: in how many PDFs does every row come out whole, and every task as from Word?

    python benchmarks/layouts.py [number of layouts]

Takes the samples' sources and, where it is beside the repository, the seed. Layouts (page height, type size,
orientation, repeated header, merged sections, bullets) are drawn with a fixed seed; LibreOffice makes the PDFs.
Prints one line a layout that differs, and the score. Needs soffice.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import facts  # noqa: E402
from tests.build import Description, Layout, load, seed, to_pdf, write_docx  # noqa: E402


def plans() -> Iterator[tuple[str, Description]]:
    if seed.SOURCE.exists():
        yield "seed", seed.description()
    for path in sorted((ROOT / "samples" / "sources").glob("*.toml")):
        yield path.stem, load(path)[0]


def layouts(count: int) -> Iterator[Layout]:
    chance = random.Random(2024)
    for _ in range(count):
        yield Layout(
            orientation=chance.choice(("portrait", "landscape", None)),
            header_repeat=chance.random() < 0.6,
            sections=chance.choice(("cells", "title", "row")),
            bullets=chance.choice(("text", "auto")),
            breaks=chance.choice(("paragraph", "line")),
            split_rows=chance.random() < 0.85,
            size=chance.choice((10, 11, 12, 13, 14)),
            page=(210, chance.choice((120, 150, 180, 210, 240, 297))),
        )


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
        a, b = facts.without_places(a), facts.without_places(b)
        fields = [field for field in a if a[field] != b[field]]
        cells = [(x["text"], y["text"]) for x, y in zip(a["cells"], b["cells"], strict=True) if x["text"] != y["text"]]
        out += [f"{a['id']}: {', '.join(fields)} {cells[:1]}"] if fields else []
    return out


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, made = Path(name), []
        for stem, what in plans():
            for i, layout in enumerate(layouts(count)):
                if layout.breaks == "line":  # Word's own bullets need paragraphs
                    layout = replace(layout, bullets="text")
                made.append((write_docx(what, folder / f"{stem}-{i}.docx", layout), layout))
        pdfs = to_pdf([path for path, _ in made], folder, timeout=600)
        good = 0
        for (word, layout), pdf in zip(made, pdfs, strict=True):
            found = differences(word, pdf)
            good += not found
            if found:
                print(f"{word.stem}: {layout}")
                print(*(f"    {line}" for line in found[:4]), sep="\n")
        print(f"{good} of {len(made)} layouts: the PDF gives the tasks of the Word file")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
