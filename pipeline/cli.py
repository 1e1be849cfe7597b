"""The command line: parses arguments, calls the library, renders, returns a code. No logic of the field.

Results go to stdout or to the named place, everything else to stderr. Stages are imported by the command that
needs them, so that --help is quick.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from . import __version__
from .cli_common import PATH, load_book, prepare_streams, put, reader_gone, rules_option
from .cli_diff import diff
from .cli_usage import Formatter, explain_usage
from .errors import UsageError, foreseen_of

click.Context.formatter_class = Formatter


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kehoach", message="%(prog)s %(version)s")
def cli() -> None:
    """Đọc kế hoạch hành chính (.docx, .pdf): mỗi dòng của bảng thành một nhiệm vụ có chỉ tiêu, thời hạn, đơn vị."""


cli.add_command(diff)


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", "out", type=PATH, default=Path("outputs"), show_default=True, help="Thư mục kết quả.")
@click.option("--workers", type=click.IntRange(1, 256), help="Số tiến trình đọc cùng lúc; mặc định bằng số bộ xử lý.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=300.0, show_default=True, help="Giây cho mỗi văn bản."
)
@click.option("--memory", type=click.IntRange(256), default=2048, show_default=True, help="MB bộ nhớ cho mỗi văn bản.")
@click.option("--force", is_flag=True, help="Đọc lại tất cả, kể cả văn bản đã đọc ở lần trước.")
@click.option("--dask", metavar="ADDRESS", help="Đọc trên cụm Dask, ví dụ tcp://may-chu:8786 (cần kehoach[dask]).")
@click.option("--old", type=PATH, metavar="FILE", help="Kế hoạch cũ để so sánh, thay cho cách ghép tự động.")
@click.option("--new", type=PATH, metavar="FILE", help="Kế hoạch mới để so sánh với --old.")
@click.option("--pairs", type=PATH, metavar="FILE", help="Tệp ghép cặp do người quyết định, dùng khi so sánh.")
@rules_option
def run(
    paths: tuple[Path, ...],
    out: Path,
    workers: int | None,
    timeout: float,
    memory: int,
    force: bool,
    dask: str | None,
    old: Path | None,
    new: Path | None,
    pairs: Path | None,
    rules_dir: Path | None,
) -> None:
    """Việc chính: đọc mọi văn bản dưới PATHS, ghi nhiệm vụ vào thư mục kết quả, so sánh kế hoạch các năm liền nhau."""
    from . import batch
    from .batch.engine import Options
    from .batch.guard import Limits
    from .batch.record import exit_code
    from .report.summary import Progress, print_comparisons, print_failures, print_summary

    if (old is None) != (new is None):
        raise UsageError(
            "--old và --new phải đi cùng nhau.", "Ví dụ: --old ke-hoach-2024.docx --new ke-hoach-2025.docx"
        )
    pair = (old, new) if old and new else None
    options = Options(rules_dir, workers, Limits(timeout, memory), force, dask, pair=pair, pairs=pairs)
    with Progress() as progress:
        outcomes, comparisons = batch.run_and_compare(paths, out, options, progress)
    try:
        print_summary(outcomes, out)
    except BrokenPipeError:  # the work is done: its code still counts, and what went wrong is still told
        reader_gone()
    print_failures(outcomes)
    print_comparisons(comparisons)
    sys.exit(exit_code(outcomes, comparisons))


@cli.command()
@click.argument("inbox", type=click.Path(path_type=Path, exists=True, file_okay=False, readable=False))
@click.option("-o", "--output", "out", type=PATH, required=True, help="Thư mục kết quả.")
@click.option("--on-new", metavar="COMMAND", help="Lệnh chạy khi có kế hoạch mới; nhận đường dẫn plan.json.")
@click.option("--webhook", metavar="URL", help="Địa chỉ nhận tin (POST JSON; ký bằng KEHOACH_WEBHOOK_SECRET).")
@click.option(
    "--interval", type=click.FloatRange(min=0.1), default=5.0, show_default=True, help="Giây giữa hai lần xem."
)
@click.option(
    "--settle", type=click.FloatRange(min=0), default=3.0, show_default=True, help="Giây tệp phải yên mới đọc."
)
@click.option("--workers", type=click.IntRange(1, 256), help="Số tiến trình đọc cùng lúc; mặc định bằng số bộ xử lý.")
@rules_option
def watch(
    inbox: Path,
    out: Path,
    on_new: str | None,
    webhook: str | None,
    interval: float,
    settle: float,
    workers: int | None,
    rules_dir: Path | None,
) -> None:
    """Theo dõi thư mục INBOX: văn bản nào vừa đến thì đọc ngay, so sánh với kế hoạch trước, báo cho nơi nhận."""
    from .batch.engine import Options
    from .batch.outbox import Listeners
    from .batch.watch import Watch
    from .batch.watch import watch as start
    from .report.summary import print_outcomes

    task = Watch(inbox, out, Options(rules_dir, workers), Listeners(on_new, webhook), interval, settle)
    start(task, _say, print_outcomes)


@cli.command()
@click.argument("file", type=PATH)
@click.option("-o", "--output", "out", type=PATH, help="Tệp kết quả; bỏ trống hoặc - là in ra màn hình.")
@click.option(
    "--format", "kind", type=click.Choice(["json", "jsonl", "csv", "xlsx"]), default="json", show_default=True
)
@rules_option
def extract(file: Path, out: Path | None, kind: str, rules_dir: Path | None) -> None:
    """Đọc một văn bản, in ra nhiệm vụ."""
    gc.disable()  # the process ends with the document: what is garbage then goes with it
    from .export import WRITERS
    from .read import load
    from .run import extract_all

    if kind == "xlsx" and (out is None or str(out) == "-") and sys.stdout.isatty():
        raise UsageError("Tệp Excel không in ra màn hình được.", "Hãy thêm: -o nhiem-vu.xlsx")
    plan, pictures = extract_all(load(file), file.name, load_book(rules_dir))
    put(WRITERS[kind](plan), out)
    if out and str(out) != "-":
        for name, png in pictures.items():
            put(png, out.with_name(f"{out.stem}-anh") / name)
    sys.exit(1 if any(f.level == "error" for f in plan.findings) else 0)


@cli.command()
@click.argument("file", type=PATH)
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@rules_option
def check(file: Path, kind: str, rules_dir: Path | None) -> None:
    """Rà soát văn bản như một cán bộ cẩn thận: năm, thời hạn, chỉ tiêu, đơn vị, số thứ tự, câu chữ, thể thức."""
    from .report.findings import as_json, as_text
    from .run import extract as read_plan

    plan = read_plan(file, load_book(rules_dir))
    put((as_text(plan) if kind == "text" else as_json(plan)).encode("utf-8"), None)
    sys.exit(1 if any(f.level == "error" for f in plan.findings) else 0)


@cli.command()
@click.argument("file", type=PATH)
@click.option("--row", type=int, help="Chỉ giải thích nhiệm vụ thứ N.")
@rules_option
def explain(file: Path, row: int | None, rules_dir: Path | None) -> None:
    """Cho thấy từng bước: bảng nào, cột nào, mỗi giá trị đọc từ chữ nào, theo quy tắc nào, còn sót gì."""
    from .run import explain as explain_document

    put(explain_document(file, load_book(rules_dir), row).encode("utf-8"), None)


@cli.command()
@click.argument("what", type=click.Choice(["target", "deadline", "owner"]))
@click.option("--plan-year", type=click.IntRange(1900, 2999), help="Năm của kế hoạch.")
@click.option("--issued", type=click.DateTime(["%Y-%m-%d"]), help="Ngày ban hành, YYYY-MM-DD.")
@click.option("--column", metavar="ROLE", help="Vai trò của cột chứa cụm từ (time, lead, coop, lead_coop, ...).")
@click.option("--issuer", help="Cơ quan ban hành, cho các cách nói như “Sở”, “cơ quan”.")
@rules_option
def normalize(
    what: str, plan_year: int | None, issued: Any, column: str | None, issuer: str | None, rules_dir: Path | None
) -> None:
    """Đọc cụm từ, mỗi dòng một cụm trên stdin (\\n trong dòng là xuống dòng); in mỗi dòng một giá trị JSON."""
    from .normalize.phrases import Phrases

    day = issued.date() if issued else None
    phrases = Phrases(what, load_book(rules_dir), plan_year=plan_year, issued_on=day, column=column, issuer=issuer)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        value = phrases.read(line.rstrip("\r\n").replace("\\n", "\n"))
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@cli.group()
def rules() -> None:
    """Bộ quy tắc: liệt kê, kiểm tra."""


@rules.command("list")
@click.argument("folder", required=False, type=PATH)
@rules_option
def rules_list(folder: Path | None, rules_dir: Path | None) -> None:
    """Các tệp quy tắc chứa những gì."""
    from .report.rules import listing

    put(listing(load_book(folder or rules_dir)).encode("utf-8"), None)


@rules.command("check")
@click.argument("folder", required=False, type=PATH)
def rules_check(folder: Path | None) -> None:
    """Quy tắc có đúng không: dạng viết, ví dụ và phản ví dụ."""
    from .run import check_rules

    problems = check_rules(load_book(folder))
    for problem in problems:
        click.echo(problem)
    if not problems:
        click.echo("Bộ quy tắc hợp lệ.")
    sys.exit(5 if problems else 0)


@cli.command()
@click.argument("what", type=click.Choice(["plan", "diff"]))
def schema(what: str) -> None:
    """JSON Schema (2020-12) của kết quả."""
    from .export.plan_json import schema_text as plan_schema
    from .report.diff_json import schema_text as diff_schema

    put((plan_schema() if what == "plan" else diff_schema()).encode("utf-8"), None)


@cli.command()
def doctor() -> None:
    """Chương trình phụ trợ nào có sẵn, bản nào, cách cài cái còn thiếu."""
    from .doctor import report

    click.echo(report())


def main() -> NoReturn:
    """Entry point: turns every foreseen error into a message of one or two lines and an exit code."""
    prepare_streams()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the system asks to end as a person does
    try:
        code = _command()
    except (KeyboardInterrupt, click.exceptions.Abort):
        _say("Đã dừng theo yêu cầu; chạy lại lệnh này để làm tiếp.")
        code = 130
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = error.exit_code
    except click.UsageError as error:
        _say(explain_usage(error))
        code = error.exit_code
    except BrokenPipeError:
        reader_gone()
        code = 0
    except Exception as error:
        if os.environ.get("KEHOACH_DEBUG"):
            raise
        foreseen = foreseen_of(error)
        _say(str(foreseen))
        code = foreseen.exit_code
    sys.exit(code)


def _command() -> int:
    """The command's exit code, after all that it printed has gone out."""
    try:
        cli.main(standalone_mode=False)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    sys.stdout.flush()
    return code


def _say(message: str) -> None:
    print(message, file=sys.stderr)
