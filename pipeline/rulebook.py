"""Finds, reads and checks rules/; the only reader of rules/.

In: the program's own rules folder and, laid over it, an office's folder. Out: a `RuleBook` of plain values.
It knows no stage: that an example is read by its rule is checked by the stage that owns the rule.

A TOML file holds `[pieces]` (named parts of patterns), any number of rule arrays (`[[phrase]]`, ...; a rule is
id + pattern + means + examples + not) and free tables. In a pattern `{name}` is a piece, `{name=group}` a piece
captured under a name. A CSV file is a flat list an official edits in Excel.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from .errors import RulesError
from .openings import Index, Openers, Openings

_PLACE = re.compile(r"line (\d+), column (\d+)")  # in what tomllib says
_PIECE = re.compile(r"\{([a-z_]+)(?:=([a-z_][a-z_0-9]*))?\}")


@dataclass(frozen=True, slots=True)
class Example:
    """A phrase and what its rule makes of it. The other keys of the example stand in `want`."""

    text: str
    want: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `extra` holds whatever else the rule says; `source` is "file.toml: [[kind]] id"."""

    id: str
    kind: str
    pattern: str
    means: str
    examples: tuple[Example, ...]
    counter: tuple[str, ...]
    extra: Mapping[str, Any]
    source: str


@dataclass(frozen=True)
class Lazy:
    """A rule whose pattern is compiled when a text first asks for it."""

    rule: Rule
    book: RuleBook

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return self.book.compile(self.rule.source.partition(".")[0], self.rule.pattern, self.rule.source)


@dataclass(frozen=True)
class RuleBook:
    """All rules of one run. Hashable by identity, so stages may cache what they compile from it."""

    files: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, tuple[Mapping[str, str], ...]]
    hash: str
    _compiled: dict[tuple[str, str], re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)
    _openers: dict[str, Openers] = field(default_factory=dict, repr=False, compare=False)
    _merged: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def table(self, name: str) -> Mapping[str, Any]:
        """The whole of `name`.toml; {} if there is none."""
        return self.files.get(name, {})

    def rules(self, name: str, kind: str = "phrase") -> tuple[Rule, ...]:
        """The `[[kind]]` rules of `name`.toml in file order, an office's own after ours."""
        raws: list[Mapping[str, Any]] = list(self.table(name).get(kind, ()))
        return tuple(_rule(name, kind, raw) for raw in raws)

    def rows(self, name: str) -> tuple[Mapping[str, str], ...]:
        """The rows of `name`.csv, each a dict by heading."""
        return self.lists.get(name, ())

    def compile(self, name: str, pattern: str, where: str = "") -> re.Pattern[str]:
        """A pattern of `name`.toml with its pieces filled in (those of pieces.toml too)."""
        slot = (name, pattern)
        if slot not in self._compiled:
            try:
                self._compiled[slot] = re.compile(self._expand(name, pattern, 0))
            except (re.error, KeyError, RecursionError) as error:
                what = f"{where or name + '.toml'}: pattern {pattern!r} {_wrong_with(error)}."
                raise RulesError(what, "Hãy sửa quy tắc này rồi chạy lại.") from error
        return self._compiled[slot]

    def openings(self, name: str, pattern: str) -> Openings:
        """What a match of a pattern of `name`.toml begins with, pieces filled in; nothing is compiled."""
        if name not in self._openers:
            self._openers[name] = Openers(self._pieces(name))
        return self._openers[name].of(pattern)

    def index(self, name: str, rules: Iterable[Rule], before: str) -> Index[Lazy]:
        """Rules of `name`.toml by what they begin with. before: see Index."""
        return Index(((self.openings(name, rule.pattern), Lazy(rule, self)) for rule in rules), before)

    def _pieces(self, name: str) -> Mapping[str, str]:
        if name not in self._merged:
            self._merged[name] = {**self.table("pieces").get("pieces", {}), **self.table(name).get("pieces", {})}
        return self._merged[name]

    def _expand(self, name: str, pattern: str, depth: int) -> str:
        if depth > 20:
            raise RecursionError("pieces name each other in a circle")
        pieces = self._pieces(name)

        def fill(match: re.Match[str]) -> str:
            inner = self._expand(name, pieces[match[1]], depth + 1)
            return f"(?P<{match[2]}>{inner})" if match[2] else f"(?:{inner})"

        return _PIECE.sub(fill, pattern)


def _wrong_with(error: re.error | KeyError | RecursionError) -> str:
    """What is wrong with a pattern, in Vietnamese."""
    if isinstance(error, re.error):
        return f"sai cú pháp ở vị trí {error.pos}"
    return f"gọi mảnh {error} không có" if isinstance(error, KeyError) else "gọi các mảnh lồng nhau thành vòng"


def own_rules_dir() -> Path:
    """The program's rules: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    return here / "rules" if (here / "rules").is_dir() else here.parent / "rules"


def load(overlay: Path | None = None) -> RuleBook:
    """The program's rules with an office's laid over them: its rules are added, ours replaced by id.

    Raises RulesError with file, rule and place.
    """
    return _load(overlay.resolve() if overlay else None)


@lru_cache(maxsize=4)
def _load(overlay: Path | None) -> RuleBook:
    files: dict[str, Mapping[str, Any]] = {}
    lists: dict[str, tuple[Mapping[str, str], ...]] = {}
    digest = hashlib.sha256()
    for path in [*_paths(own_rules_dir()), *(_paths(overlay) if overlay else ())]:
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data)
        if path.suffix == ".toml":
            files[path.stem] = _merge(files.get(path.stem, {}), _toml(path, data))
        else:
            lists[path.stem] = _merge_rows(lists.get(path.stem, ()), _csv(path, data))
    return RuleBook(files, lists, digest.hexdigest())


def _paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RulesError(f"{folder}: không có thư mục quy tắc này.", "Hãy kiểm tra lại đường dẫn thư mục quy tắc.")
    return sorted(p for p in folder.iterdir() if p.suffix in (".toml", ".csv"))


def _toml(path: Path, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        where = f"dòng {place[1]}, cột {place[2]}" if place else "cuối tệp"
        raise RulesError(
            f"{path.name}: sai cú pháp TOML ở {where}.", "Hãy sửa tệp quy tắc này rồi chạy lại."
        ) from error
    except UnicodeDecodeError as error:
        raise RulesError(f"{path.name}: không phải mã UTF-8.", "Hãy lưu lại bằng mã UTF-8 rồi chạy lại.") from error


def _csv(path: Path, data: bytes) -> tuple[Mapping[str, str], ...]:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise RulesError(f"{path.name}: không phải mã UTF-8.", "Hãy lưu lại bằng mã UTF-8 (CSV UTF-8).") from error
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(lines, delimiter=separator)
    return tuple({k: (v or "").strip() for k, v in row.items() if k} for row in rows)


def _merge(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Rules by id, tables key by key, other values replaced."""
    merged = dict(ours)
    for name, value in theirs.items():
        mine = merged.get(name)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            by_id = {rule.get("id", n): rule for n, rule in enumerate(mine or [])}
            by_id.update({rule.get("id", -1 - n): rule for n, rule in enumerate(value)})
            merged[name] = list(by_id.values())
        elif isinstance(value, dict) and isinstance(mine, dict):
            merged[name] = _merge(mine, value)
        else:
            merged[name] = value
    return merged


def _merge_rows(
    ours: tuple[Mapping[str, str], ...], theirs: tuple[Mapping[str, str], ...]
) -> tuple[Mapping[str, str], ...]:
    by_id = {row.get("id") or str(n): row for n, row in enumerate(ours)}
    by_id.update({row.get("id") or f"+{n}": row for n, row in enumerate(theirs)})
    return tuple(by_id.values())


def _rule(name: str, kind: str, raw: Mapping[str, Any]) -> Rule:
    known = ("id", "pattern", "means", "examples", "not")
    source = f"{name}.toml: [[{kind}]] {raw.get('id', '(no id)')}"
    examples = tuple(
        Example(e["text"], {k: v for k, v in e.items() if k != "text"}) if isinstance(e, dict) else Example(e, {})
        for e in raw.get("examples", ())
    )
    return Rule(
        id=raw.get("id", ""),
        kind=kind,
        pattern=raw.get("pattern", ""),
        means=raw.get("means", ""),
        examples=examples,
        counter=tuple(raw.get("not", ())),
        extra={k: v for k, v in raw.items() if k not in known},
        source=source,
    )


def check(book: RuleBook) -> list[str]:
    """What is unsound in the form of the rules: one line each, with file, rule and place; [] if all is well."""
    return [problem for name in sorted(book.files) for problem in _check_file(book, name)]


def _check_file(book: RuleBook, name: str) -> Iterator[str]:
    seen: set[str] = set()
    for kind, value in book.table(name).items():
        if not (isinstance(value, list) and value and isinstance(value[0], dict)):
            continue
        for rule in book.rules(name, kind):
            yield from _check_rule(book, name, rule, seen)
    yield from (f"{name}.toml: chưa ở dạng NFC: {text!r}" for text in strings(book.table(name)) if not _is_nfc(text))


def _check_rule(book: RuleBook, name: str, rule: Rule, seen: set[str]) -> Iterator[str]:
    if not rule.id:
        yield f"{rule.source}: quy tắc không có id"
    if f"{rule.kind}:{rule.id}" in seen:
        yield f"{rule.source}: id dùng hai lần"
    seen.add(f"{rule.kind}:{rule.id}")
    if not rule.pattern:
        return
    if not rule.examples:
        yield f"{rule.source}: không có ví dụ"
    try:
        book.compile(name, rule.pattern, rule.source)
    except RulesError as error:
        yield error.message


def strings(value: Any) -> Iterator[str]:
    """All strings in a value of a rule file, whatever it is nested in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def _is_nfc(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)
