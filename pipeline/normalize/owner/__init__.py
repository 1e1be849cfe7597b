"""Words of an owner or method cell in, `Owner`s out: who leads, who helps, who is asked, and the doubts."""

from __future__ import annotations

from .reader import OwnerReader, check_rules, owner_reader

__all__ = ["OwnerReader", "check_rules", "owner_reader"]
