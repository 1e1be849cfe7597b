"""What the fork server loads once, so that each child starts ready: importing this module is its whole effect."""

from __future__ import annotations

import gc

from .. import run
from ..check import check
from ..export import plan_json, task_csv, workbook
from ..normalize.plan import normalize
from ..read import pdf, word
from . import job

__all__ = ["check", "job", "normalize", "pdf", "plan_json", "run", "task_csv", "word", "workbook"]

gc.freeze()  # what is loaded stays: children do not copy these pages when they collect
