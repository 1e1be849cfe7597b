"""Strings the stages: one document to a Plan, two to a comparison. Many documents are batch/, which calls this.

In: paths and rules. Out: records. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from . import rulebook
from .comparison import Compared
from .document import Document
from .errors import NoPlanTableError, UsageError
from .garbage import uncollected
from .model import Plan
from .read import load, read_bytes
from .rulebook import RuleBook

if TYPE_CHECKING:
    from .report.years import Years


def extract(path: Path | str, rules: RuleBook | None = None) -> Plan:
    """The plan of one document.

    Raises InputError (cannot be read), NoPlanTableError (read, but holds no plan table), RulesError.
    """
    path = Path(path)
    return extract_bytes(load(path), path.name, rules or rulebook.load())


def extract_bytes(data: bytes, name: str, book: RuleBook, twin: bytes | None = None) -> Plan:
    """The plan of one document given as bytes under its file name, checked. Raises as `extract` does.

    twin: the .docx already made of a .doc, .rtf or .odt.
    """
    return extract_all(data, name, book, twin)[0]


def extract_all(data: bytes, name: str, book: RuleBook, twin: bytes | None = None) -> tuple[Plan, dict[str, bytes]]:
    """As `extract_bytes`, and pictures of what a scan left in doubt: file name -> PNG."""
    with uncollected():
        document = read_bytes(data, name, book, twin)
        return _plan(document, book), {crop.name: crop.png for crop in document.crops}


def _plan(document: Document, book: RuleBook) -> Plan:
    """The stages after reading. Raises NoPlanTableError."""
    from .check import check
    from .normalize.plan import normalize, with_findings
    from .table import find_plan_tables

    tables = find_plan_tables(document, book)
    plan = normalize(document, tables, book)
    return with_findings(plan, check(document, tables, plan, book))


def read_plan(path: Path | str, rules: RuleBook | None = None) -> Plan:
    """The plan of a document, or of the plan.json that `extract` wrote. Raises as `extract` does."""
    from .export.plan_json import load as load_json

    path = Path(path)
    return load_json(load(path), path.name) if path.suffix.lower() == ".json" else extract(path, rules)


def compare(old: Plan, new: Plan, rules: RuleBook | None = None, pairs: Path | None = None) -> Compared:
    """Two plans compared: the record, with the plans its reports need. pairs: the file of a person's decisions."""
    from .diff import compare as compare_plans
    from .diff.pairs_file import read_pairs

    book = rules or rulebook.load()
    decisions = read_pairs(load(pairs), pairs.name, book) if pairs else None
    return Compared(old, new, compare_plans(old, new, book, decisions))


def compare_years(plans: Sequence[Plan], book: RuleBook, pairs: Path | None = None) -> Years:
    """More than two plans, oldest first: each compared with the next, and each measure followed through them."""
    from .diff.lines import lines, with_first_names
    from .report.years import Years

    diffs = tuple(compare(old, new, book, pairs).diff for old, new in pairwise(plans))
    found = lines(plans, diffs, book)
    return Years(tuple(plans), with_first_names(diffs, found), found)


def pairs_of(compared: Compared, book: RuleBook) -> bytes:
    """What the program is not sure of, as a file of decisions that a person corrects and gives back."""
    from .diff.pairs import Match
    from .diff.pairs_file import decisions_of, write_pairs

    old, new = ({task.id: task for task in plan.tasks} for plan in (compared.old, compared.new))
    matches = [
        Match(c.kind, tuple(old[t] for t in c.old), tuple(new[t] for t in c.new), c.confidence, c.score, c.runner_up)
        for c in compared.diff.changes
    ]
    return write_pairs(decisions_of(matches, compared.old, compared.new, book), book)


def check_rules(book: RuleBook) -> list[str]:
    """What is unsound in the rules: their form, then their examples; one line each."""
    from .check import check_rules as check_checks
    from .diff.changes.rule_check import check_rules as check_changes
    from .diff.rule_check import check_rules as check_matching
    from .normalize.plan import check_rules as check_examples
    from .table import check_rules as check_tables

    checks = (check_examples, check_tables, check_checks, check_matching, check_changes)
    return rulebook.check(book) or [problem for check in checks for problem in check(book)]


def explain(path: Path, book: RuleBook, row: int | None = None) -> str:
    """Every stage's intermediate of one document, for a reader. row: only the n-th task."""
    from .normalize.explain import Explainer
    from .normalize.plan import context_of
    from .report.explain import explain_document, explain_grids
    from .table import judge_grids

    document = read_bytes(load(path), path.name, book)
    verdicts = judge_grids(document, book)
    try:
        plan = _plan(document, book)
    except NoPlanTableError:
        return explain_grids(document, verdicts)
    if row is not None and not 1 <= row <= len(plan.tasks):
        raise UsageError(f"Không có nhiệm vụ thứ {row}.", f"Văn bản có {len(plan.tasks)} nhiệm vụ, đánh số từ 1.")
    explainer = Explainer(context_of(plan.document), book)
    readings = {task.id: explainer.explain(task) for task in plan.tasks}
    return explain_document(document, verdicts, plan, readings, row)
