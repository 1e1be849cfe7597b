"""Words of time in, a `Deadline` out: dates, quarters, recurrence, the year they stand in, and the doubts."""

from __future__ import annotations

from .reader import DeadlineReader, check_rules, deadline_reader

__all__ = ["DeadlineReader", "check_rules", "deadline_reader"]
