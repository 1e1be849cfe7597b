"""Productions for what is no amount: multiples, ranks, grades, "none", "better", values that stand elsewhere.

In: a `Hit`. Out: a `Core`, or None where the words turn out to be no target ("mức tốt nhất").
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...model import Baseline, Comparator, Number, Target
from .. import numerals
from .amounts import before, bound, last_year, number
from .core import Core, Hit

_QUOTED = re.compile(r"\s*[“”\"„«]+\s*([^“”\"„«»]+)[”\"»]?")
_UNQUOTED = re.compile(r"([^,;(“\"]+)")
_MOST_NAMES = 20
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(r"(?:[^\W\d]+\s+){0,4}\d")
_GOES_ON = re.compile(r"[%#/]|\s*(?:-|[^\W\d]+(?:\s[^\W\d]+)?)\s*\d+(?!\s*(?:[^\s\d.;,)]))")  # "10-15", "15 lên 10"


def _core(hit: Hit, target: Target, kind: str, end: int | None = None) -> Core:
    end = hit.match.end() if end is None else end
    return Core(target, hit.match.start(), end, end, kind)


def ratio(hit: Hit) -> Core | None:
    """ "tăng gấp đôi", "gấp 1,5 lần"."""
    text = hit.group("value")
    value: Number | None
    if text is None:
        value = hit.rule.extra["words"].get(hit.match[0].split()[-1])
    else:
        value = numerals.parse(text) if text[0].isdigit() else hit.tools.words.parse(text)
    if value is None:
        return None
    upper = number(hit, "upper") if hit.group("upper") else None
    target = Target("ratio_ge", value, upper, unit=hit.rule.extra["unit"], baseline=last_year(hit), direction="up")
    return _core(hit, replace(target, stated=bool(hit.group("least"))), "percent")


def rank(hit: Hit) -> Core | None:
    """ "xếp thứ 10/63", "vị trí 05/22", "trong nhóm 10 tỉnh dẫn đầu": a smaller number is better."""
    text = hit.group("value") or hit.group("value_b")
    of = hit.group("of")
    value = numerals.parse(text) if text else hit.rule.extra.get("words", {}).get(hit.match[0].split()[-1])
    total = numerals.parse(of) if of else None
    if not isinstance(value, int) or value == 0 or (isinstance(total, int) and total < value):
        return None
    if text and not of and _GOES_ON.match(hit.scene.masked, hit.match.end(), hit.clause_end):
        return None
    stated = hit.rule.id != "rank" or hit.match.end() > hit.match.end("of" if of else "value" if text else 0)
    target = Target("rank_le", value, unit=hit.rule.extra["unit"], direction="down", of=total, stated=stated)
    return _core(hit, target, "place")


def grade(hit: Hit) -> Core | None:
    """ "thuộc nhóm Khá", "xếp loại Tốt trở lên"."""
    word = hit.group("value")
    if word is None:
        words: dict[str, str] = hit.rule.extra["words"]
        name = next(name for start, name in words.items() if hit.match[0].startswith(start))
    else:
        name = word[:1].upper() + word[1:]
        follows = hit.tools.after_grade.match(hit.scene.masked, hit.match.end(), hit.clause_end)
        if not follows or (not hit.group("least") and word in hit.tools.table.get("grade_needs_up", ())):
            return None
    target = Target("ordinal_ge", name, direction="up", stated=bool(hit.group("least")))
    return _core(hit, target, "grade")


def grade_alone(hit: Hit) -> Core | None:
    """ "Tốt", "Khá trở lên" as a whole clause."""
    before = hit.scene.masked[hit.clause_start : hit.match.start()].strip(" -+")
    after = hit.scene.masked[hit.match.end() : hit.clause_end].strip(" .")
    return None if before or after else grade(hit)


def maintain(hit: Hit) -> Core | None:
    """ "duy trì 100%": the value of now is the bound."""
    core = bound(hit)
    if not core or not core.kind:
        return None
    return replace(core, plain=False)


def zero(hit: Hit) -> Core | None:
    """ "không để xảy ra vi phạm", "không có hồ sơ trễ hạn", "không còn hộ nghèo"."""
    end, scene = hit.match.end(), hit.scene
    unit = hit.tools.units.at(scene.masked, end, hit.clause_end)
    noun = unit if unit and unit.kind in ("thing", "document") else None
    name = noun.name.split()[0] if noun and noun.name.split()[-1] in _bad(hit) else noun and noun.name
    given = hit.rule.extra.get("unit")
    bad = hit.tools.down.search(scene.masked, end, min(hit.clause_end, end + 120))
    after = noun.end if noun else end
    if not noun and _AMOUNT.match(scene.masked, end, hit.clause_end):
        return None  # "không để phát sinh quá 3 hồ sơ" allows three
    if hit.tools.condition.search(scene.masked, after, min(hit.clause_end, after + 200)):
        return None
    if not (noun or given or bad or hit.rule.extra.get("always") or hit.rule.id == "none-let"):
        return None
    target = Target("le", 0, unit=given or name or None, direction="down", stated=True)
    return _core(hit, target, "none")


def _bad(hit: Hit) -> frozenset[str]:
    """Last words that make "hộ nghèo" a kind of "hộ": the noun counted is the first word."""
    return frozenset(hit.tools.table.get("poor", ()))


def improve(hit: Hit) -> Core | None:
    """ "Cải thiện Chỉ số “A” và Chỉ số “B”": one target an index; a name keeps its commas, even unclosed."""
    scene, start, end = hit.scene, hit.match.end(), hit.clause_end
    split = re.compile(hit.rule.extra["split"])
    names: list[str | None] = []
    last = start
    while len(names) < _MOST_NAMES and last < end:
        head = split.match(scene.folded, last, end)
        if names and not head:
            break
        at = head.end() if head else last
        name, last = _name(scene.text, at, end)
        if _DIGIT.search(scene.masked, at, last):
            return None  # "Nâng Chỉ số SIPAS từ 82,5% lên 85%" is no mere improvement
        names.append(name)
    target = Target("improve", baseline=last_year(hit), direction="up", stated=True)
    targets = [replace(target, metric=name) for name in names if name] or [target]
    return Core(targets[0], hit.match.start(), last, last, "better", more=tuple(targets[1:]))


def _name(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The name at `start` and where it ends: what stands in quotes, closed or not, else up to a comma."""
    quoted = _QUOTED.match(text, start, end)
    name = quoted or _UNQUOTED.match(text, start, end)
    return (name[1].strip(" \n,;.:") or None, name.end()) if name else (None, end)


def than_before(hit: Hit) -> Core | None:
    """ "cao hơn năm 2023", "không thấp hơn năm trước": a change of at least nothing."""
    baseline = before(hit)
    direction = hit.rule.extra.get("direction", "up")
    return _core(hit, Target("delta_ge", 0, baseline=baseline, direction=direction, stated=True), "percent")


def external(hit: Hit) -> Core | None:
    """ "bằng hoặc cao hơn mức bình quân của tỉnh": the value stands elsewhere."""
    of = hit.tools.table.get("of", "")
    base = " ".join(word for word in hit.scene.shown(*hit.match.span("base")).split() if word.lower() != of)
    comparator: Comparator = "gt" if hit.group("over") else "ge"
    return _core(hit, Target(comparator, baseline=Baseline(text=base), direction="up", stated=True), "place")


def assigned(hit: Hit) -> Core | None:
    """ "đạt và vượt chỉ tiêu được giao": all of what a superior set."""
    baseline = Baseline(text=hit.tools.assumed.get("assigned"))
    comparator: Comparator = hit.rule.extra.get("gives", "ge")
    target = Target(comparator, 100, unit="%", baseline=baseline, direction="up", stated=comparator == "gt")
    return _core(hit, target, "place")


def as_assigned(hit: Hit) -> Core | None:
    """ "theo chỉ tiêu UBND tỉnh giao": the value stands in the superior's document."""
    return _core(hit, Target("ge", baseline=Baseline(text=hit.tools.assumed.get("assigned")), direction="up"), "place")


def full_score(hit: Hit) -> Core | None:
    """ "đạt điểm tối đa": the highest score of the criterion, which stands elsewhere."""
    return _core(hit, Target("ge", unit=hit.rule.extra["unit"], direction="up"), "place")
