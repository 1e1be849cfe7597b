"""Remake the samples: .docx from the descriptions in sources/, .pdf from some of them through LibreOffice.

    python samples/make.py

The golden plans beside them are written by: pytest tests/test_samples.py --force-golden.
The same descriptions give the same bytes, so that remaking changes nothing that was not meant.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.build import load, soffice_path, to_pdf, write_docx  # noqa: E402

PDF = ("ke-hoach-2024", "ke-hoach-2025", "quyet-dinh-chuong-trinh-2026")


def make() -> list[Path]:
    """Write every sample; the paths written."""
    made = []
    for source in sorted((HERE / "sources").glob("*.toml")):
        what, layout = load(source)
        made.append(write_docx(what, HERE / f"{source.stem}.docx", layout))
    if soffice_path() is None:
        print("LibreOffice (soffice) is absent: the .pdf samples stay as they are", file=sys.stderr)
        return made
    return made + to_pdf([path for path in made if path.stem in PDF], HERE)


def main() -> None:
    for path in make():
        print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
