"""The text around the plan table in, `DocumentInfo` out: number, issuer, dates, subject, bases, signer, goals."""

from __future__ import annotations

from .reader import annex_citations, read_head

__all__ = ["annex_citations", "read_head"]
