"""Productions for amounts: bounds, ranges, fractions, changes, levels.

In: a `Hit`. Out: a `Core`, or None where the number turns out to be no target ("9/10" without a unit, "80 - 5").
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...model import Baseline, Comparator, Number, Target
from .. import numerals
from .core import Core, Hit, Measure, counted, measure
from .units import Unit

_YEAR = re.compile(r"(?:19|20)\d\d")
_STEPS: dict[str, Comparator] = {"ge": "delta_ge", "gt": "delta_ge", "le": "delta_le", "lt": "delta_le"}
_LONGEST_COUNT = 6  # digits of a count without dots
_OF_A_TOTAL = frozenset({"score", "thing", "document", "noun"})


def bound(hit: Hit) -> Core | None:
    """ "từ 85% trở lên", "trên 84%", "02 giải pháp", "95/100 điểm"."""
    of = hit.group("of")
    found = measure(hit, "value", "of" if of else None)
    if not found:
        return None
    total = numerals.parse(of) if of else None
    unit = found.unit
    if of:
        unit = _score_unit(hit, found, total)
        if not unit:
            return None
    plain = bool(hit.rule.extra.get("plain"))
    if not unit and not _is_code(hit.group("value") or ""):
        unit = hit.tools.units.noun(hit.scene.masked, hit.scene.text, found.end, hit.clause_end, capital=plain)
    wanted = hit.rule.extra.get("kind")
    if wanted and (not unit or unit.kind != wanted):
        return None
    comparator: Comparator = hit.rule.extra["gives"]
    if plain and found.value == 0:
        comparator = "le"
    elif unit and unit.kind == "step" and comparator in _STEPS:
        return _steps(hit, found, unit, plain)
    target = Target(
        comparator,
        found.value,
        unit=unit.name if unit else None,
        direction=_direction(comparator, unit),
        of=total,
        per=unit.per if unit else None,
        stated=not plain,
        value_vnd=vnd(hit, "value", unit),
    )
    return core(hit, target, found, unit, plain)


def _steps(hit: Hit, found: Measure, unit: Unit, plain: bool) -> Core:
    """ "ít nhất 3 bậc": steps are always a change."""
    comparator = _STEPS[hit.rule.extra["gives"]]
    target = Target(comparator, found.value, unit=unit.name, baseline=last_year(hit), direction="up", per=unit.per)
    return core(hit, replace(target, stated=not plain), found, unit, plain)


def _is_code(text: str) -> bool:
    """Numbers that count no noun of a sentence: years, telephone and house numbers ("0918123456 gặp anh Ba")."""
    return bool(_YEAR.fullmatch(text)) or text.startswith("00") or (text.isdigit() and len(text) > _LONGEST_COUNT)


def unclear(hit: Hit) -> Core:
    """Words with two readings: no target, and a finding."""
    end = hit.match.end()
    return Core(Target("ge"), hit.match.start(), end, end, "place", doubt=True)


def core(hit: Hit, target: Target, found: Measure, unit: Unit | None, plain: bool) -> Core:
    return Core(
        target,
        hit.match.start(),
        max(hit.match.end(), found.end),
        found.end,
        unit.kind if unit else "",
        plain,
        bool(hit.rule.extra.get("strong")),
        found.doubt,
        object=hit.match.span("object") if hit.group("object") else None,
    )


def _score_unit(hit: Hit, found: Measure, total: Number | None) -> Unit | None:
    """The unit of "95/100 điểm" and "9,5/10"; a bare pair of small whole numbers may be a date or a share."""
    if found.unit and found.unit.kind in _OF_A_TOTAL:
        return found.unit if total is not None and found.value <= total else None
    before = hit.scene.masked[hit.clause_start : hit.match.start("value")].strip()
    certain = isinstance(found.value, float) or total == 100 or before
    if found.unit is None and total in (10, 100) and certain and found.value <= total:
        return Unit("score", str(hit.tools.table.get("score")), found.end)
    return None


def number(hit: Hit, name: str) -> Number | None:
    """The number of group `name`, in digits or words, without a look at its unit."""
    text = hit.group(name) or ""
    return numerals.parse(text) if text[:1].isdigit() else hit.tools.words.parse(text)


def vnd(hit: Hit, name: str, unit: Unit | None) -> int | None:
    """The amount in đồng; None where the unit is no money of ours."""
    if not unit or not unit.factor:
        return None
    text = hit.group(name) or ""
    value = numerals.decimal_of(text) if text[:1].isdigit() else Decimal(hit.tools.words.parse(text) or 0)
    amount = value * Decimal(unit.factor) if value is not None else None
    return int(amount) if amount is not None and amount == amount.to_integral_value() else None


def _direction(comparator: str, unit: Unit | None) -> Any:
    if comparator in ("le", "lt"):
        return "down"
    return None if unit and unit.kind == "money" and comparator != "gt" else "up"


def between(hit: Hit) -> Core | None:
    """ "từ 80% đến 85%", "01-02 mô hình", "trên 80% đến dưới 90%"."""
    first, high = number(hit, "value"), measure(hit, "upper")
    near = hit.tools.units.at(hit.scene.masked, hit.match.end("value"), hit.clause_end)
    if first is None or not high:
        return None
    unit = high.unit or near
    if near and high.unit and near.name != high.unit.name:
        if not near.factor or not high.unit.factor:
            return None
        first = numerals.as_number(
            Decimal(str(first)) * near.factor / high.unit.factor
        )  # "500 triệu đồng đến 1 tỷ đồng"
    if high.value <= first:
        return None
    target = Target(
        "range",
        first,
        high.value,
        unit.name if unit else None,
        direction=None if unit and unit.kind in ("money", "time") else "up",
        per=unit.per if unit else None,
        stated=True,
        value_vnd=vnd(hit, "value", near or unit),
    )
    return core(hit, target, high, unit, plain=not hit.match[0][0].isalpha())


def fraction(hit: Hit) -> Core | None:
    """ "trên 2/3 số đơn vị", "một nửa số hồ sơ"."""
    words = hit.group("words")
    pair = hit.tools.words.fraction(words) if words else None
    if not words:
        above, under = numerals.parse(hit.group("value") or ""), numerals.parse(hit.group("of") or "")
        pair = (above, under) if isinstance(above, int) and isinstance(under, int) else None
    if not pair or not 0 < pair[0] < pair[1] <= 10 or hit.match.end() >= hit.clause_end:
        return None
    if hit.tools.change.search(hit.scene.masked, max(hit.clause_start, hit.match.start() - 60), hit.match.start()):
        return None
    comparator: Comparator = "gt" if hit.group("over") else "ge"
    stated = bool(hit.group("over") or hit.group("least"))
    target = Target(comparator, pair[0] / pair[1], unit=hit.rule.extra.get("unit"), direction="up", stated=stated)
    end = hit.match.end("words" if words else "of")
    return Core(target, hit.match.start(), end, end, "percent", plain=not stated)


# --- change -------------------------------------------------------------------------------------------------------


def delta(hit: Hit) -> Core | None:
    """ "tăng 5%", "giảm ít nhất 20% thời gian", "tăng từ 5-7%"."""
    low, high = counted(hit, "value"), counted(hit, "upper")
    if hit.group("upper") and not high:
        return None
    found = high or low
    unit = found.unit if found else None
    value = number(hit, "value") if high else (low.value if low else None)
    if not found or value is None or (high and high.value <= value):
        return None
    if unit and unit.name == hit.tools.table.get("times") and hit.rule.extra["direction"] == "up":
        upper = high.value if high else None
        ratio = Target("ratio_ge", value, upper, unit=unit.name, baseline=_assumed(hit), direction="up")
        return core(hit, ratio, found, Unit("percent", unit.name, unit.end), plain=False)
    target = Target(
        "delta_le" if hit.group("most") else "delta_ge",
        value,
        high.value if high else None,
        unit.name if unit else None,
        baseline=_assumed(hit),
        direction=hit.rule.extra["direction"],
        per=unit.per if unit else None,
        stated=bool(hit.group("most") or hit.group("least")) or hit.match.end() > found.end,
        value_vnd=vnd(hit, "value", unit),
    )
    return core(hit, target, found, unit, plain=False)


def _assumed(hit: Hit) -> Baseline | None:
    """The baseline a change has when it names none: last year; for shortened times what the rule allows."""
    if hit.group("base"):
        return before(hit)
    kind = hit.rule.extra.get("baseline", "last_year")
    if kind == "last_year":
        return last_year(hit)
    if kind == "assigned":
        return Baseline(text=hit.tools.assumed.get(kind))
    near = hit.scene.masked[hit.match.start() : min(hit.clause_end, hit.match.end() + 60)]
    return Baseline(text=hit.tools.assumed.get(kind)) if hit.tools.reduced_time.search(near) else None


def before(hit: Hit) -> Baseline:
    """The baseline that group "base" names: "năm 2023", "năm trước", "cùng kỳ"."""
    base = hit.scene.shown(*hit.match.span("base"))
    year = _YEAR.search(base)
    return Baseline(year=int(year[0]), text=base) if year else last_year(hit, bool(hit.group("same_period")))


def last_year(hit: Hit, same_period: bool = False) -> Baseline:
    year = hit.scene.context.plan_year
    text = hit.tools.assumed.get("same_period" if same_period else "last_year")
    return Baseline(year=year - 1 if year else None, text=text)


def change(hit: Hit) -> Core | None:
    """ "nâng từ 85,3% lên 87%", "15 ngày -> 10 ngày": the first number is where it stands now."""
    found, start = counted(hit, "value"), number(hit, "base")
    if not found or start is None or start == found.value:
        return None
    near = hit.tools.units.at(hit.scene.masked, hit.match.end("base"), hit.clause_end)
    base_end = near.end if near else hit.match.end("base")
    unit = found.unit or near
    if not unit and hit.tools.places.search(hit.scene.masked, max(hit.clause_start, hit.match.start() - 60), base_end):
        return _moved(hit, found, start)
    up = found.value > start
    comparator: Comparator = "gt" if hit.group("over") else "lt" if hit.group("under") else "ge" if up else "le"
    target = Target(
        comparator,
        found.value,
        unit=unit.name if unit else None,
        baseline=Baseline(start, _base_year(hit), hit.scene.shown(hit.match.start("base"), base_end)),
        direction="up" if up else "down",
        stated=comparator in ("gt", "lt"),
        value_vnd=vnd(hit, "value", unit),
    )  # fmt: skip
    return core(hit, target, found, unit, plain=False)


def _moved(hit: Hit, found: Measure, start: Number) -> Core:
    """ "tăng hạng từ 15 lên 10": a place is better the smaller it is."""
    baseline = Baseline(start, _base_year(hit), hit.match["base"])
    target = Target("rank_le", found.value, unit=hit.tools.table.get("place_unit"), baseline=baseline, direction="down")
    return core(hit, target, found, Unit("place", "", found.end), plain=False)


def _base_year(hit: Hit) -> int | None:
    """The year of "từ 82,5% năm 2023 lên 85%"."""
    if not hit.group("base_year"):
        return None
    year = _YEAR.search(hit.scene.folded, *hit.match.span("base_year"))
    return int(year[0]) if year else last_year(hit).year


def level(hit: Hit) -> Core | None:
    """ "nâng tỷ lệ lên 80%", "giảm xuống còn dưới 1%": a level to reach, no change."""
    found = counted(hit, "value")
    if not found:
        return None
    up = hit.rule.extra["direction"] == "up"
    if up and found.unit and found.unit.kind == "step":  # "nâng xếp hạng lên 3 bậc" is a change
        rise = Target("delta_ge", found.value, unit=found.unit.name, baseline=last_year(hit), direction="up")
        return core(hit, rise, found, found.unit, plain=False)
    comparator: Comparator = ("gt" if hit.group("over") else "ge") if up else ("lt" if hit.group("under") else "le")
    stated = bool(hit.group("over") or hit.group("least") or hit.group("under")) or not up
    target = Target(
        comparator,
        found.value,
        unit=found.unit.name if found.unit else None,
        direction="up" if up else "down",
        per=found.unit.per if found.unit else None,
        stated=stated,
        value_vnd=vnd(hit, "value", found.unit),
    )
    return core(hit, target, found, found.unit, plain=False)
