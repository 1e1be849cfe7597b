"""Documents made for tests, benchmarks and samples: a plain description in, .docx and .pdf out.

doc = describe({...}); doc, layout = load(path)
write_docx(doc, path, Layout(orientation="landscape"))
to_pdf([path, ...], folder)          one start of LibreOffice for many files
seed.description(...)                the seed plan beside the repository
"""

from __future__ import annotations

from . import broken, seed
from .pdf import cut_rows, soffice_path, to_pdf
from .spec import Annex, Attached, Description, Head, Layout, Row, describe, is_section, load
from .word import repack, write_docx

__all__ = [
    "Annex",
    "Attached",
    "Description",
    "Head",
    "Layout",
    "Row",
    "broken",
    "cut_rows",
    "describe",
    "is_section",
    "load",
    "repack",
    "seed",
    "soffice_path",
    "to_pdf",
    "write_docx",
]
