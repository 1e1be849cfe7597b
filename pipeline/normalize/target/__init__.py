"""Words of a target, result or content cell in, `Target`s out: comparator, number, unit, metric, and the doubts."""

from __future__ import annotations

from .reader import TargetReader, check_rules, target_reader

__all__ = ["TargetReader", "check_rules", "target_reader"]
