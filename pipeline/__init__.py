"""kehoach: Vietnamese government plans in, complete and traceable tasks out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Plan

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load_plan"]


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
