"""Pairs of plans with known edits, to measure the comparison of two years.

In: a seed, and measures (our own of tests/cases/measures.toml, or rows of real tables read at test time). Out: `Pair`:
the old plan, the new plan, and the truth: which task became which, and the codes of DOMAIN 7.3 each link must carry.
Rewording of our own measures was written by hand, sentence by sentence; that of real rows is made of several small
edits (other words, another order of a list, words put in or left out, abbreviations, lost tone marks). Measures
that are dropped are often replaced, at the same place, by another measure of the same template.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import rulebook
from pipeline.model import Plan
from pipeline.normalize.plan import normalize
from pipeline.table import find_plan_tables

from . import drawing

HERE = Path(__file__).parent
REAL = HERE.parent.parent / "shared" / "real" / "tables"
OLD, NEW = 2024, 2025


@dataclass(frozen=True)
class Measure:
    """wordings[0] is how it stands in the old plan; further ones say the same in other words."""

    wordings: tuple[str, ...]
    family: str
    target: str = ""
    time: str = ""
    lead: str = ""
    coop: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a plan. origin: the rows of the old plan it comes from; codes: what happened to it."""

    measure: Measure
    content: str
    section: int
    origin: tuple[int, ...] = ()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """links: (index of the old task, index of the new task), with the codes that the edits ask for."""

    name: str
    old: Plan
    new: Plan
    links: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)


# --- where measures come from ---------------------------------------------------------------------------------

NUMERALS = ("I", "II", "III", "IV", "V")
SECTIONS = (
    "Những hạn chế cần khắc phục của năm {last}", "Hoàn thiện thể chế và tổ chức bộ máy",
    "Nâng cao chất lượng phục vụ", "Phát triển hạ tầng và nguồn lực", "Nội dung cần tiếp tục duy trì trong năm {year}",
)  # fmt: skip
TIMES = (
    "Trong năm {year}", "Trước ngày 30/11/{year}", "Quý II/{year}", "Thường xuyên", "Tháng 9/{year}",
    "Quý III, IV/{year}", "Trước ngày 15/6/{year}", "Hằng quý",
)  # fmt: skip
UNITS = (
    "Văn phòng Sở",
    "Sở Tài chính",
    "Sở Y tế",
    "Sở Tư pháp",
    "Công an tỉnh",
    "UBND các xã, phường, thị trấn",
    "Sở Nội vụ",
)
RENAMED = {
    "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
    "Sở Kế hoạch và Đầu tư": "Sở Tài chính",
    "Sở Tài nguyên và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Sở Giao thông vận tải": "Sở Xây dựng",
    "Bộ Thông tin và Truyền thông": "Bộ Khoa học và Công nghệ",
    "Bộ Kế hoạch và Đầu tư": "Bộ Tài chính",
}


def own_measures(chance: random.Random) -> list[Measure]:
    """Ours, in a random order, with targets, times and owners dealt out."""
    data = tomllib.loads((HERE / "cases" / "measures.toml").read_text("utf-8"))
    measures = []
    for family in data["family"]:
        for wordings in family["measure"]:
            counted = wordings[0].startswith(("Mức độ", "Tỷ lệ"))
            target = (
                f"Đạt từ {chance.randrange(60, 92)}% trở lên" if counted else chance.choice(("", "Báo cáo", "Kế hoạch"))
            )
            measures.append(Measure(
                tuple(wordings), family["name"], target, chance.choice(TIMES),
                chance.choice((*UNITS, *list(RENAMED)[:4])), chance.choice(("", *UNITS)),
            ))  # fmt: skip
    chance.shuffle(measures)
    return measures


def real_tables() -> dict[str, list[Measure]]:
    """The real tables of at least 60 rows, a table a list; {} where the folder is absent."""
    tables = {}
    for path in sorted([*REAL.glob("*.tsv"), *REAL.glob("nq03_pl2_*.md")]):
        lines = path.read_text("utf-8").splitlines()
        split = (
            (lambda line: line.strip().strip("|").split("|"))
            if path.suffix == ".md"
            else (lambda line: line.split("\t"))
        )
        rows = [[" ".join(c.replace("*", "").split()) for c in split(line)] for line in lines]
        found = {
            r[1]: _real(r) for r in rows if len(r) >= 3 and re.fullmatch(r"[\d.]+", r[0]) and len(r[1].split()) > 4
        }
        if len(found) >= 75:
            tables[path.name.split(".")[0]] = list(found.values())
    return tables


def _real(row: Sequence[str]) -> Measure:
    cells = [*row, "", "", "", ""]
    year = re.compile(r"\b2025\b")
    time = next((c for c in cells[3:6] if re.search(r"\d{4}|xuyên|năm|Quý", c) and len(c) < 40), "Thường xuyên")
    return Measure(
        (row[1],), "real", "", year.sub("{year}", time), cells[2][:80], cells[3][:80] if cells[3] != time else ""
    )


# --- other words for real rows --------------------------------------------------------------------------------

SYNONYMS = {
    "xây dựng": "lập", "ban hành": "trình ban hành", "triển khai": "thực hiện", "đẩy mạnh": "mở rộng",
    "nâng cao": "cải thiện", "rà soát": "đối chiếu", "hoàn thiện": "hoàn chỉnh", "phát triển": "mở mang",
    "doanh nghiệp": "cơ sở kinh doanh", "người dân": "nhân dân", "cung cấp": "đưa ra", "khai thác": "sử dụng",
    "thúc đẩy": "tạo đà cho", "nghiên cứu": "tìm hiểu", "đào tạo": "bồi dưỡng", "quy định": "quy chế",
    "cơ chế": "chính sách", "nguồn nhân lực": "đội ngũ", "bảo đảm": "giữ vững", "hỗ trợ": "trợ giúp",
    "đánh giá": "nhận xét", "tổ chức": "mở", "sửa đổi": "điều chỉnh", "ứng dụng": "áp dụng",
    "nền tảng": "hệ thống dùng chung", "kết nối": "liên thông", "quản lý": "điều hành", "hướng dẫn": "chỉ dẫn",
}  # fmt: skip
INSERTED = (
    "trên địa bàn", "theo đúng quy định", "phù hợp với tình hình thực tế", "bảo đảm tiến độ, chất lượng",
    "có trọng tâm, trọng điểm", "gắn với nhiệm vụ được giao", "theo hướng dẫn của cấp trên", "trong giai đoạn mới",
    "kể cả vùng sâu, vùng xa", "cùng các đoàn thể", "bằng nguồn xã hội hóa", "theo mẫu thống nhất", "tại trụ sở mới",
    "với sự tham gia của chuyên gia", "trước mùa cao điểm", "ở những nơi có điều kiện",
)  # fmt: skip
BEFORE = ("Tiếp tục ", "Tập trung ", "Chủ động ", "Phối hợp ", "Tham mưu ", "Chú trọng ")
SHORT = {
    "công nghệ thông tin": "CNTT", "chuyển đổi số": "CĐS", "cơ sở dữ liệu": "CSDL", "thủ tục hành chính": "TTHC",
    "dịch vụ công": "DVC", "Ủy ban nhân dân": "UBND", "hệ thống thông tin": "HTTT",
}  # fmt: skip
TONELESS = str.maketrans("àáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ", "aaaaaeeeeeiiiiiooooouuuuuyyyyy")


def _other_word(text: str, chance: random.Random) -> str:
    known = [word for word in SYNONYMS if word in text.lower()]
    if not known:
        return text
    word = chance.choice(known)
    return re.sub(word, SYNONYMS[word], text, count=1, flags=re.IGNORECASE)


def _other_order(text: str, chance: random.Random) -> str:
    """Two neighbours of a list change places: "A, B và C" -> "B, A và C"."""
    parts = re.split(r"(, |; )", text)
    places = [i for i in range(0, len(parts) - 2, 2) if parts[i] and parts[i + 2]]
    if places:
        i = chance.choice(places)
        parts[i], parts[i + 2] = parts[i + 2], parts[i]
    return "".join(parts)


def _put_in(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    at = chance.choice([i + 1 for i, w in enumerate(words) if w.endswith((",", ";"))] or [len(words)])
    return " ".join([*words[:at], chance.choice(INSERTED), *words[at:]])


def _leave_out(text: str, chance: random.Random) -> str:
    """A run of up to a quarter of the words goes."""
    words = text.split(" ")
    size = chance.randrange(1, max(2, len(words) // 4))
    at = chance.randrange(0, len(words) - size)
    return " ".join([*words[:at], *words[at + size :]])


def _begin(text: str, chance: random.Random) -> str:
    return chance.choice(BEFORE) + text[:1].lower() + text[1:]


def _abbreviate(text: str, _: random.Random) -> str:
    for long, short in SHORT.items():
        text = text.replace(long, short)
    return text


def _typo(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    at = chance.randrange(len(words))
    words[at] = words[at].translate(TONELESS)
    return " ".join(words)


OPERATORS: tuple[Callable[[str, random.Random], str], ...] = (
    _other_word, _other_word, _other_order, _put_in, _leave_out, _begin, _abbreviate, _typo,
)  # fmt: skip


def reword(measure: Measure, content: str, chance: random.Random) -> str:
    """The same measure in other words."""
    if len(measure.wordings) > 1 and content == measure.wordings[0]:
        content = measure.wordings[1]
        return content if chance.random() < 0.7 else chance.choice((_put_in, _begin, _typo))(content, chance)
    for _ in range(chance.randrange(1, 7)):
        content = chance.choice(OPERATORS)(content, chance)
    return content


# --- a pair ----------------------------------------------------------------------------------------------------


def pair(seed: int, rows: int = 60, table: Sequence[Measure] | None = None) -> Pair:
    """A plan of about `rows` tasks and the next year's, made from it. table: real measures, None for ours."""
    chance = random.Random(seed)
    measures = own_measures(chance) if table is None else _shuffled(table, chance)
    rows = min(rows, len(measures) - 9)
    spare = measures[rows:]
    old = [Row(m, m.wordings[0], n * len(SECTIONS) // rows) for n, m in enumerate(measures[:rows])]
    old = _merge_some(old, chance, 2)
    new = [replace(row, origin=(n,)) for n, row in enumerate(old)]
    new = _split_some(new, chance)
    new = _merge_some(new, chance, chance.randrange(1, 4))
    new = [edited(row, chance) for row in new]
    new = _drop_and_add(new, spare, chance)
    new = _shuffle_some(new, chance)
    new.sort(key=lambda row: row.section)
    links = {(o, n): row.codes for n, row in enumerate(new) for o in row.origin}
    return Pair(f"{seed}", plan(old, OLD), plan(new, NEW), links)


def _shuffled(table: Sequence[Measure], chance: random.Random) -> list[Measure]:
    """Seventy neighbouring rows; nine of them, drawn at random, go to the end: they come in as new ones."""
    start = chance.randrange(max(1, len(table) - 70))
    part = list(table[start : start + 70])
    spare = sorted(chance.sample(range(len(part)), 9))
    return [m for i, m in enumerate(part) if i not in spare] + [part[i] for i in spare]


def _merge_some(rows: list[Row], chance: random.Random, count: int) -> list[Row]:
    """Neighbours of one section become one row. In the old plan (no origin) these are what is split later."""
    rows = list(rows)
    for _ in range(count):
        at = chance.randrange(len(rows) - 1)
        a, b = rows[at], rows[at + 1]
        if (
            a.section != b.section
            or "split" in a.codes | b.codes
            or "merged" in a.codes | b.codes
            or max(map(len, (a.content, b.content))) > 400
        ):
            continue
        joint = chance.choice(("; ", "\n- ", " và "))
        content = a.content.rstrip(".") + joint + b.content[:1].lower() + b.content[1:]
        codes = frozenset({"merged"}) if a.origin else frozenset({"composite"})
        rows[at : at + 2] = [
            Row(replace(a.measure, wordings=(content,)), content, a.section, a.origin + b.origin, codes)
        ]
    return rows


def _split_some(rows: list[Row], chance: random.Random) -> list[Row]:
    out = []
    for row in rows:
        halves = _halves(row.content) if "composite" in row.codes else None
        if halves is None and row.measure.family == "real" and chance.random() < 0.04 and len(row.content.split()) > 24:
            halves = _halves(row.content)
        if halves is None:
            out.append(replace(row, codes=row.codes - {"composite"}))
            continue
        out += (
            Row(replace(row.measure, wordings=(h,)), h, row.section, row.origin, frozenset({"split"})) for h in halves
        )
    return out


def _halves(content: str) -> tuple[str, str] | None:
    for joint in ("; ", "\n- ", " và "):
        places = [m.start() for m in re.finditer(re.escape(joint), content)]
        fair = [p for p in places if min(len(content[:p].split()), len(content[p:].split()) - 1) >= 5]
        if fair:
            at = min(fair, key=lambda p: abs(p - len(content) // 2))
            rest = content[at + len(joint) :].strip()
            return content[:at].strip(), rest[:1].upper() + rest[1:]
    return None


def edited(row: Row, chance: random.Random) -> Row:
    """Target raised, owner renamed or changed, wording changed: each by chance."""
    codes, measure, content = set(row.codes), row.measure, row.content
    percent = re.search(r"\d\d(?=%)", measure.target)
    if percent and chance.random() < 0.4:
        value = int(percent[0]) + chance.randrange(1, 7)
        measure = replace(measure, target=measure.target.replace(percent[0], str(value)))
        codes.add("target_raised")
    if measure.lead in RENAMED:
        measure = replace(measure, lead=RENAMED[measure.lead])
        codes.add("owner_renamed")
    elif chance.random() < 0.15:
        measure = replace(measure, lead=chance.choice(UNITS))
        codes |= {"owner_changed"} if measure.lead != row.measure.lead else set()
    if chance.random() < 0.5:
        content = reword(measure, content, chance)
        codes |= {"reworded"} if content != row.content else set()
    if chance.random() < 0.12:
        section = chance.randrange(len(SECTIONS))
        codes |= {"moved"} if section != row.section else set()
        row = replace(row, section=section)
    return replace(row, measure=measure, content=content, codes=frozenset(codes))


def _drop_and_add(rows: list[Row], spare: list[Measure], chance: random.Random) -> list[Row]:
    rows, spare = list(rows), list(spare)
    single = [i for i, row in enumerate(rows) if not row.codes & {"split", "merged"}]
    for at in chance.sample(single, min(chance.randrange(4, 9), len(single) // 4)):
        family = [m for m in spare if m.family == rows[at].measure.family]
        if family and chance.random() < 0.6:  # another measure of the same template, owner and time at its place
            m = max(family, key=lambda m: (_shared_words(m.wordings[0], rows[at].content), m.wordings))
            spare.remove(m)
            stand_in = replace(rows[at].measure, wordings=m.wordings)
            rows[at] = Row(stand_in, m.wordings[0], rows[at].section)
        else:
            rows[at] = replace(rows[at], section=-1)
    rows = [row for row in rows if row.section >= 0]
    for m in spare[: chance.randrange(2, 7)]:
        at = chance.randrange(len(rows))
        rows.insert(at, Row(m, m.wordings[0], rows[at].section))
    return rows


def _shared_words(a: str, b: str) -> float:
    one, other = set(a.lower().split()), set(b.lower().split())
    return len(one & other) / len(one | other)


def _shuffle_some(rows: list[Row], chance: random.Random) -> list[Row]:
    rows = list(rows)
    for _ in range(chance.randrange(2, 6)):
        a, b = chance.randrange(len(rows)), chance.randrange(len(rows))
        if rows[a].section == rows[b].section:
            rows[a], rows[b] = rows[b], rows[a]
    return rows


def plan(rows: Sequence[Row], year: int) -> Plan:
    """Through the product's own table reader and normalisers."""
    table = [["STT", "Nội dung nhiệm vụ", "Chỉ tiêu", "Thời gian thực hiện", "Chủ trì", "Phối hợp"]]
    section, number = -1, 0
    for row in rows:
        if row.section != section:
            section, number = row.section, 0
            title = SECTIONS[section].format(year=year, last=year - 1)
            table.append([NUMERALS[section], title, "", "", "", ""])
        number += 1
        m = row.measure
        time = m.time.replace("{year}", str(year))
        table.append([str(number), row.content, m.target, time, m.lead, m.coop])
    return plan_of(table, year)


def plan_of(table: Sequence[Sequence[str]], year: int, name: str = "") -> Plan:
    """A plan of a table of cells, with a head."""
    book = rulebook.load()
    head = (
        "UBND TỈNH KHÁNH HÒA", f"Khánh Hòa, ngày 20 tháng 3 năm {year}", "# KẾ HOẠCH",
        f"# Thực hiện nhiệm vụ công tác năm {year}", "# PHỤ LỤC",
    )  # fmt: skip
    document = drawing.document(*head, drawing.grid(table, None), name=name or f"ke-hoach-{year}.docx")
    return normalize(document, find_plan_tables(document, book), book)
