"""One target as a thing that can be compared. In: a Target, the case. Out: `Measure`, an order of two, and why not.

A target is compared by its parsed value: family (level, change, multiple, rank, grade), unit, scope, denominator and
baseline must agree; then value and strictness say which asks more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ...model import Target
from ...rulebook import RuleBook
from ...text import fold, key
from .case import Case

Family = Literal["level", "delta", "ratio", "rank", "grade"]
_FAMILIES: dict[str, Family] = {
    "ge": "level", "gt": "level", "le": "level", "lt": "level", "range": "level", "approx": "level",
    "maintain_ge": "level", "delta_ge": "delta", "delta_le": "delta", "ratio_ge": "ratio", "rank_le": "rank",
    "ordinal_ge": "grade",
}  # fmt: skip
_DOWN = ("le", "lt", "rank_le", "delta_le")
_STRICT = {"gt": 1, "lt": 1, "approx": -1}


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured target. sign: +1 where a larger value asks more. amount: in the unit, per year where per is known."""

    target: Target
    family: Family
    sign: int
    amount: float
    upper: float | None
    strict: int
    unit: str
    per: str
    scope: str

    @property
    def rank(self) -> tuple[float, float, int, int]:
        """What is compared: the larger asks more; what must be reached asks more than what is striven for."""
        upper = self.upper if self.upper is not None else self.amount
        return (self.sign * self.amount, self.sign * upper, self.strict, -int(self.target.aspiration))


def measure(target: Target, case: Case) -> Measure | None:
    """None where nothing is measured: qualitative, "improve", a value that stands elsewhere."""
    family = _FAMILIES.get(target.comparator)
    if family is None or target.value is None:
        return None
    if family == "grade":
        return _grade(target, case)
    if isinstance(target.value, str):
        return None
    found = Measure(
        target, family, _sign(target), float(target.value), None if target.upper is None else float(target.upper),
        _STRICT.get(target.comparator, 0), key(target.unit or ""), key(target.per or ""), key(target.scope or ""),
    )  # fmt: skip
    return _whole(_yearly(_same_unit(found, case.book), case.book), case.book)


def _sign(target: Target) -> int:
    if target.comparator in _DOWN:
        return -1
    if _FAMILIES[target.comparator] == "level" and target.direction == "down":
        return -1
    return 1


def _grade(target: Target, case: Case) -> Measure | None:
    word = key(str(target.value))
    for n, scale in enumerate(case.words.get("ordinals", {}).get("scales", ())):
        steps = [key(step) for step in scale]
        if word in steps:
            return Measure(
                target, "grade", 1, float(steps.index(word)), None, 0, f"scale {n}", "", key(target.scope or "")
            )
    return Measure(target, "grade", 1, 0.0, None, 0, f"word {word}", "", key(target.scope or ""))


def _same_unit(found: Measure, book: RuleBook) -> Measure:
    """Money in đồng, a part of the whole in percent."""
    target, (part, percent) = found.target, _fraction(book)
    if target.value_vnd is not None and isinstance(target.value, int | float) and target.value:
        factor = target.value_vnd / target.value
        return replace(found, amount=float(target.value_vnd), upper=_times(found.upper, factor), unit="vnd")
    if found.unit == part:
        return replace(found, amount=round(found.amount * 100, 6), upper=_times(found.upper, 100), unit=percent)
    return found


def _yearly(found: Measure, book: RuleBook) -> Measure:
    """ "01 lần/quý" is four a year, so that it can be compared with "01 lần/tháng"."""
    often = _per_year(book).get(found.per)
    if often is None:
        return found
    unit = found.unit.removesuffix(f" {found.per}").removesuffix(f"/{found.per}")
    return replace(found, amount=found.amount * often, upper=_times(found.upper, often), unit=unit, per="year")


@lru_cache(maxsize=4)
def _fraction(book: RuleBook) -> tuple[str, str]:
    """The unit of parts of a whole, and that of percent."""
    table = book.table("changes").get("fractions", {})
    return key(table.get("unit", "")), key(table.get("percent", "%"))


@lru_cache(maxsize=4)
def _per_year(book: RuleBook) -> dict[str, float]:
    """How many of each period a year has."""
    return {key(name): float(n) for name, n in book.table("changes").get("periods", {}).get("per_year", {}).items()}


def _whole(found: Measure, book: RuleBook) -> Measure:
    """Of things that are counted, more than one is at least two."""
    counted = found.unit in _counted(book) and found.amount.is_integer() and found.strict == 1
    if not counted or found.family != "level" or found.per:
        return found
    return replace(found, amount=found.amount + found.sign, strict=0)


@lru_cache(maxsize=4)
def _counted(book: RuleBook) -> frozenset[str]:
    """The units of things that come whole (rules/units_of_measure.toml)."""
    table = book.table("units_of_measure")
    kinds = table.get("units", {})
    names = {name for kind in ("thing", "document", "frequency") for name in kinds.get(kind, ())}
    return frozenset(key(name) for name in names | {table.get("alias", {}).get(name, name) for name in names})


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def apart(old: Measure, new: Measure, case: Case, old_words: str, new_words: str) -> str:
    """Why the two cannot be ordered, in Vietnamese; "" if they can. words: what each target is about, as written."""
    if old.family != new.family:
        return "cách đặt mức khác"
    if old.family == "grade" and old.unit != new.unit:
        return "thang xếp loại khác"
    if old.unit != new.unit and not _one_unit(old, new, old_words, new_words):
        return f"đơn vị tính khác ({_shown(old.target.unit)} → {_shown(new.target.unit)})"
    if old.family == "rank" and old.target.of != new.target.of:
        return f"mẫu số khác ({_of(old)} → {_of(new)})"
    if old.target.of != new.target.of and old.family == "level" and old.target.of and new.target.of:
        return f"thang điểm khác ({old.target.of} → {new.target.of})"
    if old.per != new.per:
        return f"tính theo {_shown(old.target.per)} → {_shown(new.target.per)}"
    if old.sign != new.sign or (old.family == "delta" and old.target.direction != new.target.direction):
        return "chiều phấn đấu khác"
    same_base = "" if old.family == "level" else _baselines(old.target, new.target, case)
    return _scopes(old, new, old_words, new_words) or same_base


def _of(rank: Measure) -> str:
    return str(rank.target.of) if rank.target.of else "không ghi"


def _one_unit(old: Measure, new: Measure, old_words: str, new_words: str) -> bool:
    """The shorter noun opens the longer, and the rest stands in the words of its task: "mã số" of vùng trồng."""
    sides = ((old.unit, new.unit, new_words), (new.unit, old.unit, old_words))
    return any(
        short and long.startswith(f"{short} ") and long.removeprefix(short).strip() in key(words)
        for long, short, words in sides
    )


def _scopes(old: Measure, new: Measure, old_words: str, new_words: str) -> str:
    """What is counted must be the same; a scope that only one target names may stand in the words of the other."""
    if old.scope == new.scope:
        return ""
    missing = (not old.scope and new.scope in key(old_words)) or (not new.scope and old.scope in key(new_words))
    nested = old.scope and new.scope and (f" {old.scope} " in f" {new.scope} " or f" {new.scope} " in f" {old.scope} ")
    if missing or nested:
        return ""
    return f"phạm vi khác ({_shown(old.target.scope)} → {_shown(new.target.scope)}), cần xem lại"


def _baselines(old: Target, new: Target, case: Case) -> str:
    if not old.baseline or not new.baseline:
        return ""
    was, now = old.baseline, new.baseline
    if was.year and now.year:
        moved = now.year in (was.year, was.year + case.shift)
        return "" if moved else f"gốc so sánh khác (năm {was.year} → năm {now.year})"
    if was.text and now.text and fold(was.text) != fold(now.text) and not (was.year or now.year):
        return f"gốc so sánh khác ({was.text} → {now.text})"
    return ""


def _shown(word: str | None) -> str:
    return f"“{word}”" if word else "không ghi"


def difference(old: Measure, new: Measure) -> str:
    """How far apart, in Vietnamese: "tăng 5 điểm %", "chặt hơn"."""
    if old.family == "grade":
        return ""
    gap = new.amount - old.amount
    if gap and old.family == "delta":
        way = "giảm" if new.target.direction == "down" else "tăng"
        return f"mức {way} {'nhiều' if gap > 0 else 'ít'} hơn {number(abs(gap))}{_unit(new, old)}"
    if gap:
        return f"{'tăng' if gap > 0 else 'giảm'} {number(abs(gap))}{_unit(new, old)}"
    if old.rank[1] != new.rank[1]:
        return "mức trên của khoảng khác"
    if old.strict != new.strict:
        return "“trên” chặt hơn “từ ... trở lên”" if {old.strict, new.strict} == {0, 1} else "mức ước chừng"
    if old.target.aspiration != new.target.aspiration:
        return "từ phải đạt thành phấn đấu" if new.target.aspiration else "từ phấn đấu thành phải đạt"
    return ""


def _unit(new: Measure, old: Measure) -> str:
    if new.unit == "vnd":
        return " đồng"
    if new.unit == "%":
        return " điểm %" if new.family == "level" else "%"
    if new.family == "rank":
        return " bậc"
    name = (new.target.unit or "").split("/")[0].replace("_", " ")
    return (f" {name}" if name else "") + ("/năm" if new.per == "year" and old.target.per != new.target.per else "")


def number(value: float) -> str:
    """As Vietnamese writes it.

    >>> number(1234.5), number(5.0), number(0.1 + 0.2)
    ('1.234,5', '5', '0,3')
    """
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")
