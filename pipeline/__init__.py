"""kehoach: Vietnamese government plans in, complete and traceable tasks out."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .comparison import PlanDiff
    from .model import Finding, Plan

__version__ = "0.1.0"
__all__ = ["__version__", "check", "diff", "extract", "load_plan", "normalize"]


def extract(path: Path | str) -> Plan:
    """The plan of one document (.docx or .pdf).

    Raises errors.InputError (cannot be read) or errors.NoPlanTableError (read, but holds no plan table).
    """
    from .run import extract as read_plan

    return read_plan(path)


def load_plan(path: Path | str) -> Plan:
    """A plan from the plan.json that `extract` wrote. Raises errors.InputError where it is not one."""
    from .export.plan_json import load
    from .read import load as load_bytes

    path = Path(path)
    return load(load_bytes(path), path.name)


def check(plan: Plan | Path | str) -> tuple[Finding, ...]:
    """What a careful clerk would find in a plan, or in the document at a path (as `kehoach check`)."""
    return _plan(plan).findings


def diff(old: Plan | Path | str, new: Plan | Path | str) -> PlanDiff:
    """What changed from the old plan to the new one. Each is a plan, or the path of a document or of a plan.json."""
    from .run import compare

    return compare(_plan(old), _plan(new)).diff


def normalize(what: str, text: str, *, plan_year: int | None = None, column: str | None = None) -> Any:
    """A phrase to its value as plain data: what is "target", "deadline" or "owner" (as `kehoach normalize`).

    >>> normalize("deadline", "Trước ngày 30/11", plan_year=2024)["due_date"]
    '2024-11-29'
    """
    from . import rulebook
    from .normalize.phrases import Phrases

    return Phrases(what, rulebook.load(), plan_year=plan_year, column=column).read(text)


def _plan(plan: Plan | Path | str) -> Plan:
    from .run import read_plan

    return read_plan(plan) if isinstance(plan, Path | str) else plan


class _Public(ModuleType):
    """The stages check/, diff/ and normalize/ bear the names of public functions: importing one must not hide it."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Public
