"""`kehoach diff`: two plans, or many, compared; with the file of a person's decisions. No logic of the field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from .cli_common import PATH, load_book, put, rules_option
from .errors import UsageError
from .report import REPORTS, YEARS

if TYPE_CHECKING:
    from .model import Plan
    from .rulebook import RuleBook

_FILES = ("xlsx", "docx")  # nothing for a terminal


@click.command()
@click.argument("plans", nargs=-1, required=True, type=PATH, metavar="OLD NEW [NEWER]...")
@click.option("-o", "--output", "out", type=PATH, help="Tệp kết quả; bỏ trống hoặc - là in ra màn hình.")
@click.option("--format", "kind", type=click.Choice([*REPORTS]), default="text", show_default=True)
@click.option("--pairs", type=PATH, metavar="FILE", help="Tệp ghép cặp do người quyết định; thắng mọi ghép tự động.")
@click.option(
    "--save-pairs",
    type=PATH,
    metavar="FILE",
    help="Ghi các cặp cần xác nhận ra tệp, để người sửa rồi đưa lại bằng --pairs.",
)
@click.option("--fail-if-diff", is_flag=True, help="Mã thoát 1 nếu có thay đổi.")
@rules_option
def diff(
    plans: tuple[Path, ...],
    out: Path | None,
    kind: str,
    pairs: Path | None,
    save_pairs: Path | None,
    fail_if_diff: bool,
    rules_dir: Path | None,
) -> None:
    """So sánh kế hoạch cũ với kế hoạch mới (.docx, .pdf hoặc plan.json): mới, bỏ, đổi gì, vì sao nói vậy."""
    from .run import compare, pairs_of, read_plan

    if kind in _FILES and (out is None or str(out) == "-") and sys.stdout.isatty():
        raise UsageError(f"Tệp {kind} không in ra màn hình được.", f"Hãy thêm: -o so-sanh.{kind}")
    if len(plans) < 2:
        raise UsageError("Cần hai kế hoạch để so sánh.", "Ví dụ: kehoach diff ke-hoach-2024.docx ke-hoach-2025.docx")
    book = load_book(rules_dir)
    if len(plans) > 2:
        if save_pairs:
            raise UsageError(
                "Tệp ghép cặp chỉ ghi được cho hai kế hoạch.", "Hãy so sánh từng cặp khi dùng --save-pairs."
            )
        _diff_years([read_plan(path, book) for path in plans], out, kind, pairs, book, fail_if_diff)
    old, new = (read_plan(path, book) for path in plans)
    compared = compare(old, new, book, pairs)
    if save_pairs:
        put(pairs_of(compared, book), save_pairs)
    put(REPORTS[kind](compared, book), out)
    sys.exit(1 if fail_if_diff and compared.diff.changed else 0)


def _diff_years(
    plans: list[Plan], out: Path | None, kind: str, pairs: Path | None, book: RuleBook, fail_if_diff: bool
) -> NoReturn:
    from .run import compare_years

    years = compare_years(plans, book, pairs)
    put(YEARS[kind](years, book), out)
    sys.exit(1 if fail_if_diff and any(diff.changed for diff in years.diffs) else 0)
