"""The direction of imports: no stage imports another, only run.py strings them, heavy libraries come late."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline"
STAGES = ("read", "table", "normalize", "check", "diff", "export", "report")
BELOW = (
    "model programs files comparison values place document errors text openings "
    "rulebook syllables legacy units unit_rows garbage __version__"
)
COMMON = set(BELOW.split())
ABOVE_STAGES = {"run", "cli", "cli_common", "cli_diff", "cli_usage", "__main__", "doctor"}
ABOVE_FOLDERS = {"batch"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> list[tuple[str, bool]]:
    """(first name below `pipeline`, only for type checking?) of every import of our own modules."""
    found = []
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            inside = node.level < depth
            names = [] if inside else ([node.module] if node.module else [alias.name for alias in node.names])
            found += [(name.split(".")[0], node in typing_only) for name in names]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            assert not any(n.split(".")[0] == "pipeline" for n in names), f"{path}: imports of ours are relative"
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_stage_imports_another(path: Path) -> None:
    parts = path.relative_to(PACKAGE).parts
    if len(parts) == 1:
        if path.stem in COMMON:
            assert {name for name, _ in imports(path)} <= COMMON, "the common modules stand below the stages"
        return
    if parts[0] in ABOVE_FOLDERS:
        return
    strangers = {name for name, typing_only in imports(path) if not typing_only} - COMMON
    assert not strangers, f"{'/'.join(parts)} imports {strangers}: only run.py strings stages"


def test_every_stage_is_known() -> None:
    folders = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert folders <= {*STAGES, *ABOVE_FOLDERS}
    assert {p.stem for p in PACKAGE.glob("*.py")} - COMMON - {"__init__"} <= ABOVE_STAGES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small_and_say_what_they_do(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))


def test_no_module_is_named_like_a_library() -> None:
    taken = set(sys.stdlib_module_names) | {"docx", "lxml", "pandas", "spacy", "pdfplumber", "click", "rich"}
    assert not {p.stem for p in MODULES if not p.stem.startswith("__")} & taken


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["doctor", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    heavy = ["spacy", "pandas", "pdfplumber", "pyarrow", "lxml", "pypdfium2", "pydantic", "rich", "numpy"]
    code = (
        f"import sys; sys.argv = ['kehoach', *{arguments}]\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"sys.exit(str(set({heavy}) & set(sys.modules) or '') or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
